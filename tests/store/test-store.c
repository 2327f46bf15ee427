/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>

#include "store.h"
#include "temp-profile.h"
#include "test-ledger.h"

typedef KauntaStore *(*OpenFunc) (const char *profile, KauntaClock *clock, GError **error);

typedef struct
{
  OpenFunc open;
  char *profile;
  TestManualClock *clock;
  KauntaStore *store;
  guint pending;
  GString *log; /* of what happened, in its order; written where the store works */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->open = data;
  fixture->profile = test_temp_profile_new ();
  fixture->clock = test_manual_clock_new (TEST_LEDGER_MORNING_MS);
  fixture->log = g_string_new (NULL);
  fixture->store = fixture->open (fixture->profile, KAUNTA_CLOCK (fixture->clock), &error);
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

  g_assert_cmpint (g_thread_self () == piece->asker, ==, piece->fixture->open == kaunta_store_open_inline);
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
          fixture->store = fixture->open (fixture->profile, KAUNTA_CLOCK (fixture->clock), &error);
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

  g_assert_null (fixture->open (fixture->profile, KAUNTA_CLOCK (fixture->clock), &error));
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
set_aside_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = kaunta_store_set_aside_finish (KAUNTA_STORE (source), result, &error);

  g_assert_no_error (error);
  g_assert_nonnull (name);
  g_string_assign (fixture->log, name);
  fixture->pending--;
}

static gpointer
count_entries (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  gint64 *seq = data;
  KauntaTail tail;

  g_assert_true (kaunta_ledger_get_tail (ledger, &tail, error));
  *seq = tail.seq;
  return NULL;
}

static void
test_sets_a_ledger_aside_in_its_turn (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = NULL;
  gint64 before = -1;
  gint64 after = -1;

  fixture->pending++;
  kaunta_store_run_async (fixture->store, enrol_counter, NULL, NULL, NULL, NULL, gate_passed_cb, fixture);
  fixture->pending++;
  kaunta_store_set_aside_async (fixture->store, NULL, set_aside_cb, fixture);
  kaunta_store_run (fixture->store, count_entries, &after, NULL);
  wait_for_all (fixture);
  g_assert_cmpint (after, ==, 0);
  path = g_build_filename (fixture->profile, fixture->log->str, NULL);
  {
    g_autoptr (KauntaLedger) branch = kaunta_ledger_open_readonly (path, KAUNTA_CLOCK (fixture->clock), NULL);

    count_entries (branch, NULL, &before, NULL);
    g_assert_cmpint (before, ==, 2);
  }
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
  g_autofree char *lock = g_strconcat (path, "-lock", NULL);
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
  g_assert_false (g_file_test (lock, G_FILE_TEST_EXISTS));

  /* What is no register does not take its place. */
  g_assert_true (g_file_set_contents (path, "broken", -1, NULL));
  replace (fixture);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (lock, G_FILE_TEST_EXISTS));
  later = kaunta_store_run (fixture->store, read_tag, NULL, NULL);
  g_assert_cmpstr (later, ==, "\"new\"");
}

static void
log_data_freed (gpointer data)
{
  g_string_append_c (data, '.');
}

static gpointer
log_work (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  g_string_append_c (data, '!');
  return NULL;
}

/* A folder stands where the register should be, with something in it. */
static char *
block_register (Fixture *fixture)
{
  char *path = g_build_filename (fixture->profile, "register.db", NULL);
  g_autofree char *inside = g_build_filename (path, "inside", NULL);

  kaunta_store_close (fixture->store);
  g_clear_object (&fixture->store);
  g_unlink (path);
  g_assert_cmpint (g_mkdir_with_parents (inside, 0700), ==, 0);
  return path;
}

static gpointer
count_payers (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  gint64 *count = data;

  *count = kaunta_register_count (payers, error);
  return NULL;
}

static gpointer
put_payer (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  g_autoptr (KauntaPayer) payer =
      kaunta_payer_new (KAUNTA_PAYER_CITIZEN, "20000001", "Wanjiku Atieno", NULL, NULL, NULL, 1, 1);

  kaunta_register_put (payers, payer, error);
  return NULL;
}

/* The counter goes on, with an empty register that takes nothing: what it took would be taken for known. */
static void
test_goes_on_without_a_register (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = block_register (fixture);
  g_autofree char *inside = g_build_filename (path, "inside", NULL);
  g_autoptr (GError) opening = NULL;
  g_autoptr (GError) refusal = NULL;
  g_autoptr (GError) error = NULL;
  gint64 count = -1;

  fixture->store = fixture->open (fixture->profile, KAUNTA_CLOCK (fixture->clock), &opening);
  g_assert_no_error (opening);
  kaunta_store_run (fixture->store, enrol_counter, NULL, &error);
  g_assert_no_error (error);
  kaunta_store_run (fixture->store, count_payers, &count, &error);
  g_assert_no_error (error);
  g_assert_cmpint (count, ==, 0);
  kaunta_store_run (fixture->store, put_payer, NULL, &refusal);
  g_assert_error (refusal, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_IO);

  /* It is tried again when nobody waits, after a while. */
  g_assert_cmpint (g_rmdir (inside), ==, 0);
  g_assert_cmpint (g_rmdir (path), ==, 0);
  test_manual_clock_advance (fixture->clock, 10 * 1000);
  while (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
    {
      kaunta_store_run (fixture->store, count_payers, &count, NULL);
      g_main_context_iteration (NULL, FALSE);
    }
  kaunta_store_run (fixture->store, put_payer, NULL, &error);
  g_assert_no_error (error);
  kaunta_store_run (fixture->store, count_payers, &count, &error);
  g_assert_cmpint (count, ==, 1);
}

static void
work_aside (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Fixture *fixture = data;

  g_assert_cmpint (g_main_context_is_owner (NULL), ==, fixture->open == kaunta_store_open_inline);
  g_task_return_int (task, 7);
}

static void
aside_finished_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_task_propagate_int (G_TASK (result), &error), ==, 7);
  g_assert_no_error (error);
  fixture->pending--;
}

static void
ask_aside (Fixture *fixture, GAsyncReadyCallback callback)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, fixture);

  g_task_set_task_data (task, fixture, NULL);
  fixture->pending++;
  kaunta_store_run_aside (fixture->store, task, work_aside);
}

static void
test_slow_work_runs_aside (Fixture *fixture, gconstpointer data)
{
  ask_aside (fixture, aside_finished_cb);
  g_assert_cmpuint (fixture->pending, ==, 1);
  wait_for_all (fixture);
}

static void
aside_refused_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;
  g_autoptr (GError) error = NULL;

  g_task_propagate_int (G_TASK (result), &error);
  g_assert_error (error, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_IO);
  fixture->pending--;
}

static void
test_closed_store_runs_nothing_aside (Fixture *fixture, gconstpointer data)
{
  kaunta_store_close (fixture->store);
  ask_aside (fixture, aside_refused_cb);
  wait_for_all (fixture);
}

static void
test_waiting_runs_what_was_asked_before (Fixture *fixture, gconstpointer data)
{
  Piece piece = { fixture, 'c', g_thread_self () };
  g_autofree char *letter = NULL;

  ask (fixture, 'a', NULL, letter_written_cb);
  ask (fixture, 'b', NULL, letter_written_cb);
  letter = kaunta_store_run (fixture->store, write_letter, &piece, NULL);
  g_assert_cmpstr (letter, ==, "c");
  g_assert_cmpstr (fixture->log->str, ==, "abc");
  wait_for_all (fixture);
}

static void
test_inline_runs_one_piece_a_dispatch (Fixture *fixture, gconstpointer data)
{
  for (char letter = 'a'; letter <= 'c'; letter++)
    ask (fixture, letter, NULL, letter_written_cb);
  ask_aside (fixture, aside_finished_cb);
  kaunta_store_run_async (fixture->store, log_work, fixture->log, log_data_freed, NULL, NULL, NULL, NULL);
  g_assert_cmpstr (fixture->log->str, ==, "");

  for (guint dispatch = 1; dispatch <= 3; dispatch++)
    {
      g_main_context_iteration (NULL, FALSE);
      g_assert_cmpuint (fixture->log->len, ==, dispatch);
    }
  wait_for_all (fixture);
  g_main_context_iteration (NULL, FALSE);
  g_assert_cmpstr (fixture->log->str, ==, "abc!.");
}

/* More than a checkpoint is worth. */
static gpointer
write_much (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  g_autofree char *cursor = g_strnfill (2 * 1024 * 1024, 'x');

  g_assert_true (kaunta_ledger_begin_changes (ledger, error));
  g_assert_true (kaunta_ledger_commit_changes (ledger, cursor, 1, error));
  return NULL;
}

static goffset
get_ledger_size (Fixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->profile, "counter.db", NULL);
  GStatBuf status;

  g_assert_cmpint (g_stat (path, &status), ==, 0);
  return status.st_size;
}

static void
test_inline_checkpoints_when_nothing_waits (Fixture *fixture, gconstpointer data)
{
  const goffset before = get_ledger_size (fixture);

  fixture->pending++;
  kaunta_store_run_async (fixture->store, write_much, NULL, NULL, NULL, NULL, gate_passed_cb, fixture);
  ask (fixture, 'a', NULL, letter_written_cb);
  while (fixture->log->len == 0)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpint (get_ledger_size (fixture), ==, before);

  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpint (get_ledger_size (fixture), >, before);
}

/* As a desk does that is closed by what it is told. */
static void
close_by_answer_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;

  letter_written_cb (source, result, user_data);
  kaunta_store_close (fixture->store);
  g_clear_object (&fixture->store);
}

static void
test_store_may_be_closed_by_an_answer (Fixture *fixture, gconstpointer data)
{
  ask (fixture, 'a', NULL, close_by_answer_cb);
  ask (fixture, 'b', NULL, letter_written_cb);
  wait_for_all (fixture);
  g_assert_cmpstr (fixture->log->str, ==, "ab");
  g_assert_null (fixture->store);
}

typedef struct
{
  const char *name;
  void (*run) (Fixture *fixture, gconstpointer data);
} Test;

static void
add_tests (const char *folder, OpenFunc open, const Test *tests, guint n_tests)
{
  for (guint i = 0; i < n_tests; i++)
    {
      g_autofree char *path = g_build_path ("/", folder, tests[i].name, NULL);

      g_test_add (path, Fixture, open, set_up, tests[i].run, tear_down);
    }
}

int
main (int argc, char **argv)
{
  static const Test tests[] = {
    { "works-in-the-order-asked", test_works_in_the_order_asked },
    { "cancelling-skips-what-has-not-started", test_cancelling_skips_what_has_not_started },
    { "closing-finishes-what-was-asked", test_closing_finishes_what_was_asked },
    { "last-reference-may-go-with-a-task", test_last_reference_may_go_with_a_task },
    { "may-be-closed-by-an-answer", test_store_may_be_closed_by_an_answer },
    { "waiting-runs-what-was-asked-before", test_waiting_runs_what_was_asked_before },
    { "slow-work-runs-aside", test_slow_work_runs_aside },
    { "closed-store-runs-nothing-aside", test_closed_store_runs_nothing_aside },
    { "errors-reach-the-asker", test_errors_reach_the_asker },
    { "second-store-is-busy", test_second_store_is_busy },
    { "tells-of-each-commit", test_tells_of_each_commit },
    { "register-is-replaced-at-one-moment", test_register_is_replaced_at_one_moment },
    { "sets-a-ledger-aside-in-its-turn", test_sets_a_ledger_aside_in_its_turn },
    { "goes-on-without-a-register", test_goes_on_without_a_register },
  };
  static const Test inline_tests[] = {
    { "runs-one-piece-a-dispatch", test_inline_runs_one_piece_a_dispatch },
    { "checkpoints-when-nothing-waits", test_inline_checkpoints_when_nothing_waits },
  };

  g_test_init (&argc, &argv, NULL);
  add_tests ("/store", kaunta_store_open, tests, G_N_ELEMENTS (tests));
  add_tests ("/store/inline", kaunta_store_open_inline, tests, G_N_ELEMENTS (tests));
  add_tests ("/store/inline", kaunta_store_open_inline, inline_tests, G_N_ELEMENTS (inline_tests));
  return g_test_run ();
}
