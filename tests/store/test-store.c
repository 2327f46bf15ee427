/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store.h"
#include "temp-profile.h"
#include "test-ledger.h"

typedef struct
{
  char *profile;
  TestManualClock *clock;
  KauntaStore *store;
  guint pending;
  GString *log; /* of what happened, in its order; written on the store's thread */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->profile = test_temp_profile_new ();
  fixture->clock = test_manual_clock_new (TEST_LEDGER_MORNING_MS);
  fixture->log = g_string_new (NULL);
  fixture->store = kaunta_store_open (fixture->profile, KAUNTA_CLOCK (fixture->clock), &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->store != NULL)
    kaunta_store_close (fixture->store);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_clear_object (&fixture->store);
  g_object_unref (fixture->clock);
  g_string_free (fixture->log, TRUE);
  test_temp_profile_free (fixture->profile);
}

static void
wait_for_all (Fixture *fixture)
{
  while (fixture->pending > 0)
    g_main_context_iteration (NULL, TRUE);
}

typedef struct
{
  Fixture *fixture;
  char letter;
  GThread *asker;
} Piece;

static gpointer
write_letter (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  Piece *piece = data;

  g_assert_true (g_thread_self () != piece->asker);
  g_assert_nonnull (payers);
  g_string_append_c (piece->fixture->log, piece->letter);
  return g_strdup_printf ("%c", piece->letter);
}

static void
letter_written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *letter = kaunta_store_run_finish (KAUNTA_STORE (source), result, &error);

  g_assert_no_error (error);
  g_assert_nonnull (letter);
  fixture->pending--;
}

static void
ask (Fixture *fixture, char letter, GCancellable *cancellable, GAsyncReadyCallback callback)
{
  Piece *piece = g_new0 (Piece, 1);

  *piece = (Piece){ fixture, letter, g_thread_self () };
  fixture->pending++;
  kaunta_store_run_async (fixture->store, write_letter, piece, g_free, g_free, cancellable, callback,
                          fixture);
}

static void
test_works_in_the_order_asked (Fixture *fixture, gconstpointer data)
{
  for (char letter = 'a'; letter <= 'z'; letter++)
    ask (fixture, letter, NULL, letter_written_cb);
  wait_for_all (fixture);
  g_assert_cmpstr (fixture->log->str, ==, "abcdefghijklmnopqrstuvwxyz");
}

static gpointer
wait_for_gate (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  GMutex *gate = data;

  g_mutex_lock (gate);
  g_mutex_unlock (gate);
  return NULL;
}

static void
gate_passed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;
  g_autoptr (GError) error = NULL;

  g_assert_null (kaunta_store_run_finish (KAUNTA_STORE (source), result, &error));
  g_assert_no_error (error);
  fixture->pending--;
}

static void
skipped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;
  g_autoptr (GError) error = NULL;

  g_assert_null (kaunta_store_run_finish (KAUNTA_STORE (source), result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  fixture->pending--;
}

static void
test_cancelling_skips_what_has_not_started (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GMutex gate;

  g_mutex_init (&gate);
  g_mutex_lock (&gate);
  fixture->pending++;
  kaunta_store_run_async (fixture->store, wait_for_gate, &gate, NULL, NULL, NULL, gate_passed_cb, fixture);
  ask (fixture, 'a', cancellable, skipped_cb);
  ask (fixture, 'b', NULL, letter_written_cb);
  g_cancellable_cancel (cancellable);
  g_mutex_unlock (&gate);
  wait_for_all (fixture);
  g_assert_cmpstr (fixture->log->str, ==, "b");
  g_mutex_clear (&gate);
}

static void
test_closing_finishes_what_was_asked (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  Piece piece = { fixture, 'x', g_thread_self () };

  for (char letter = 'a'; letter <= 'e'; letter++)
    ask (fixture, letter, NULL, letter_written_cb);
  kaunta_store_close (fixture->store);
  g_assert_cmpstr (fixture->log->str, ==, "abcde");
  wait_for_all (fixture);

  g_assert_null (kaunta_store_run (fixture->store, write_letter, &piece, &error));
  g_assert_error (error, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_IO);
}

/* The thread may be the one that drops the last reference: it must neither wait for itself nor leave files
 * open. */
static void
test_last_reference_may_go_with_a_task (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (GError) error = NULL;
      Piece *piece = g_new0 (Piece, 1);

      *piece = (Piece){ fixture, 'a', g_thread_self () };
      kaunta_store_run_async (fixture->store, write_letter, piece, g_free, g_free, NULL, NULL, NULL);
      g_clear_object (&fixture->store);
      while (fixture->store == NULL)
        {
          g_main_context_iteration (NULL, FALSE);
          g_clear_error (&error);
          fixture->store = kaunta_store_open (fixture->profile, KAUNTA_CLOCK (fixture->clock), &error);
        }
    }
  g_assert_cmpuint (fixture->log->len, ==, 20);
}

static gpointer
refuse_work (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  return kaunta_ledger_get_bill (ledger, "004210000017", error);
}

static void
test_errors_reach_the_asker (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (kaunta_store_run (fixture->store, refuse_work, NULL, &error));
  g_assert_error (error, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_NOT_FOUND);
}

static void
test_second_store_is_busy (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (kaunta_store_open (fixture->profile, KAUNTA_CLOCK (fixture->clock), &error));
  g_assert_error (error, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_BUSY);
}

static gpointer
enrol_counter (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  g_autoptr (KauntaKey) key = kaunta_key_generate ();
  g_autoptr (KauntaFact) fact = kaunta_fact_new_signed_in ();
  KauntaFact *bad = kaunta_fact_new_bill_cancelled ("004210000017", "mistake");

  test_ledger_enrol (ledger, key, key);
  g_assert_true (kaunta_ledger_append (ledger, TEST_LEDGER_CLERK, NULL, &fact, 1, NULL, error));
  g_assert_false (
      kaunta_ledger_append (ledger, TEST_LEDGER_CLERK, TEST_LEDGER_SUPERVISOR, &bad, 1, NULL, NULL));
  kaunta_fact_free (bad);
  return NULL;
}

static void
entries_appended_cb (KauntaStore *store, gpointer user_data)
{
  guint *count = user_data;

  (*count)++;
}

static void
test_tells_of_each_commit (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  guint count = 0;

  g_signal_connect (fixture->store, "appended", G_CALLBACK (entries_appended_cb), &count);
  kaunta_store_run (fixture->store, enrol_counter, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count, ==, 0);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (count, ==, 2);
  g_signal_handlers_disconnect_by_data (fixture->store, &count);
}

static gpointer
write_new_register (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  g_autoptr (KauntaRegister) fresh = kaunta_register_open (data, error);
  g_autoptr (KauntaPayer) payer =
      kaunta_payer_new (KAUNTA_PAYER_CITIZEN, "20000001", "Wanjiku Atieno", NULL, NULL, NULL, 1, 1);

  g_assert_true (kaunta_register_put (fresh, payer, error));
  g_assert_true (kaunta_register_set_tag (fresh, "\"new\"", error));
  return NULL;
}

static gpointer
read_tag (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  return kaunta_register_get_tag (payers, error);
}

static void
replaced_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;

  kaunta_store_replace_register_finish (KAUNTA_STORE (source), result, NULL);
  fixture->pending--;
}

static void
replace (Fixture *fixture)
{
  fixture->pending++;
  kaunta_store_replace_register_async (fixture->store, NULL, replaced_cb, fixture);
  wait_for_all (fixture);
}

static void
test_register_is_replaced_at_one_moment (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = kaunta_store_get_new_register_path (fixture->store);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *later = NULL;

  /* Nothing is there yet: the old one stays. */
  replace (fixture);
  before = kaunta_store_run (fixture->store, read_tag, NULL, NULL);
  g_assert_cmpstr (before, ==, "");

  kaunta_store_run (fixture->store, write_new_register, path, NULL);
  replace (fixture);
  after = kaunta_store_run (fixture->store, read_tag, NULL, NULL);
  g_assert_cmpstr (after, ==, "\"new\"");
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));

  /* What is no register does not take its place. */
  g_assert_true (g_file_set_contents (path, "broken", -1, NULL));
  replace (fixture);
  later = kaunta_store_run (fixture->store, read_tag, NULL, NULL);
  g_assert_cmpstr (later, ==, "\"new\"");
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*run) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/store/works-in-the-order-asked", test_works_in_the_order_asked },
    { "/store/cancelling-skips-what-has-not-started", test_cancelling_skips_what_has_not_started },
    { "/store/closing-finishes-what-was-asked", test_closing_finishes_what_was_asked },
    { "/store/last-reference-may-go-with-a-task", test_last_reference_may_go_with_a_task },
    { "/store/errors-reach-the-asker", test_errors_reach_the_asker },
    { "/store/second-store-is-busy", test_second_store_is_busy },
    { "/store/tells-of-each-commit", test_tells_of_each_commit },
    { "/store/register-is-replaced-at-one-moment", test_register_is_replaced_at_one_moment },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].run, tear_down);
  return g_test_run ();
}
