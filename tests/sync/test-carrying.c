/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "applying.h"
#include "stick.h"
#include "test-ledger.h"

static void
takes_entries_there_and_brings_the_answer_back (Stick *stick, gconstpointer unused)
{
  g_auto (KauntaCarryRead) read = { 0 };
  KauntaCarrySaved saved = { 0 };

  counter_append (stick->counter, 1200);
  saved = stick_save (stick, "carry");
  g_assert_cmpint (saved.entries, ==, 1201);
  g_assert_cmpint (saved.left, ==, 0);
  g_assert_cmpint (stick_count_staff (stick->counter), ==, 0);

  stick_deliver (stick, "carry", "answer");
  stick_read_back (stick, "answer", &read);
  g_assert_no_error (read.refusal);
  g_assert_cmpint (read.acknowledged, ==, 1201);
  g_assert_cmpint (read.waiting, ==, 0);
  g_assert_cmpint (read.changes, >, 0);
  g_assert_false (read.outdated);
  g_assert_cmpint (stick_count_staff (stick->counter), ==, 3);
  stick_check_agreement (stick);
}

/* Appends @fact (taken) and gives what it became. */
static KauntaEntry *
act (KauntaLedger *ledger, KauntaFact *fact, GError **error)
{
  g_autoptr (GPtrArray) entries = NULL;
  KauntaEntry *entry = NULL;

  if (kaunta_ledger_append (ledger, "1007", NULL, &fact, 1, &entries, error))
    entry = kaunta_entry_ref (g_ptr_array_index (entries, 0));
  kaunta_fact_free (fact);
  return entry;
}

static gpointer
open_till (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  KauntaCount count = { 0 };
  g_autoptr (KauntaEntry) opened = act (ledger, kaunta_fact_new_till_opened (&count, 0), error);

  return NULL;
}

static gpointer
take_money (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  g_autoptr (KauntaEntry) bill = act (ledger, test_ledger_draft_bill ("20000001", "Akinyi Grace Otieno", 35000), error);
  const char *number = json_object_get_string_member (bill->data, "bill");
  g_autoptr (KauntaEntry) cash = act (ledger, test_ledger_draft_cash (number, 35000), error);

  return NULL;
}

static void
says_how_much_money_a_file_holds (Stick *stick, gconstpointer unused)
{
  g_auto (KauntaCarryRead) read = { 0 };
  g_autoptr (GError) error = NULL;
  KauntaCarrySaved saved = { 0 };

  kaunta_store_run (stick->counter->store, open_till, NULL, &error);
  g_assert_no_error (error);
  kaunta_store_run (stick->counter->store, take_money, NULL, &error);
  g_assert_no_error (error);
  saved = stick_save (stick, "carry");
  g_assert_cmpint (saved.entries, ==, 4);
  g_assert_cmpint (saved.cents, ==, 35000);

  stick_deliver (stick, "carry", "answer");
  stick_read_back (stick, "answer", &read);
  saved = stick_save (stick, "later");
  g_assert_cmpint (saved.entries, ==, 0);
  g_assert_cmpint (saved.cents, ==, 0);

  kaunta_store_run (stick->counter->store, take_money, NULL, &error);
  g_assert_no_error (error);
  saved = stick_save (stick, "later");
  g_assert_cmpint (saved.entries, ==, 2);
  g_assert_cmpint (saved.cents, ==, 35000);
}

/* ---- Any order ---- */

typedef enum
{
  STEP_DELIVER_FIRST,
  STEP_DELIVER_SECOND,
  STEP_READ_FIRST,
  STEP_READ_SECOND,
  STEP_NETWORK,
  N_STEPS,
} Step;

static void
take_step (Stick *stick, Step step)
{
  g_auto (KauntaCarryRead) read = { 0 };

  switch (step)
    {
    case STEP_DELIVER_FIRST:
      stick_deliver (stick, "first", "first.answer");
      stick_deliver (stick, "first", "first.answer");
      break;
    case STEP_DELIVER_SECOND:
      stick_deliver (stick, "second", "second.answer");
      break;
    case STEP_READ_FIRST:
      stick_read_back (stick, "first.answer", &read);
      break;
    case STEP_READ_SECOND:
      stick_read_back (stick, "second.answer", &read);
      break;
    case STEP_NETWORK:
      stick_go_online (stick);
      break;
    case N_STEPS:
    default:
      g_assert_not_reached ();
    }
  /* The second file goes on where the first one ends for the counter, not for the portal: both begin with what is not acknowledged. */
  g_assert_no_error (read.refusal);
}

/* Whether @steps makes sense: an answer can be read when it was given. */
static gboolean
is_possible (const Step *steps, guint n)
{
  guint done = 0;

  for (guint i = 0; i < n; i++)
    {
      if ((steps[i] == STEP_READ_FIRST && (done & 1u << STEP_DELIVER_FIRST) == 0)
          || (steps[i] == STEP_READ_SECOND && (done & 1u << STEP_DELIVER_SECOND) == 0))
        return FALSE;
      done |= 1u << steps[i];
    }
  return TRUE;
}

/* A new counter goes through @steps. */
static void
try_order (Stick *stick, const Step *steps, guint n)
{
  KauntaTail before = { 0 };
  KauntaTail after = { 0 };

  counter_free (stick->counter);
  stick->counter = counter_new ();
  stick_enrol_at (stick->counter, stick->portal);
  counter_append (stick->counter, 3);
  stick_save (stick, "first");
  counter_append (stick->counter, 4);
  stick_save (stick, "second");

  for (guint i = 0; i < n; i++)
    {
      take_step (stick, steps[i]);
      counter_get_tail (stick->counter, &after);
      g_assert_cmpint (after.acknowledged, >=, before.acknowledged);
      before = after;
    }
  stick_check_agreement (stick);
  g_assert_cmpint (stick_count_staff (stick->counter), ==, 3);
}

static guint
try_orders (Stick *stick, Step *steps, guint at, guint n)
{
  guint tried = 0;

  if (at == n)
    {
      if (!is_possible (steps, n))
        return 0;
      try_order (stick, steps, n);
      return 1;
    }
  for (guint i = at; i < n; i++)
    {
      Step kept = steps[at];

      steps[at] = steps[i];
      steps[i] = kept;
      tried += try_orders (stick, steps, at + 1, n);
      steps[i] = steps[at];
      steps[at] = kept;
    }
  return tried;
}

static void
no_order_makes_a_difference (Stick *stick, gconstpointer unused)
{
  Step steps[] = { STEP_DELIVER_FIRST, STEP_DELIVER_SECOND, STEP_READ_FIRST, STEP_READ_SECOND, STEP_NETWORK };

  /* Four without the network, of which each delivery comes before its reading: 4! / 4; with it 5! / 4. */
  g_assert_cmpuint (try_orders (stick, steps, 0, N_STEPS - 1), ==, 6);
  g_assert_cmpuint (try_orders (stick, steps, 0, N_STEPS), ==, 30);
}

/* ---- Answers ---- */

static void
an_answer_read_twice_changes_nothing (Stick *stick, gconstpointer unused)
{
  g_auto (KauntaCarryRead) first = { 0 };
  g_auto (KauntaCarryRead) second = { 0 };

  counter_append (stick->counter, 5);
  stick_save (stick, "carry");
  stick_deliver (stick, "carry", "answer");
  stick_read_back (stick, "answer", &first);
  stick_read_back (stick, "answer", &second);
  g_assert_cmpint (first.acknowledged, ==, 6);
  g_assert_cmpint (second.acknowledged, ==, 0);
  g_assert_true (second.outdated);
  stick_check_agreement (stick);
}

static void
an_answer_that_comes_late_takes_nothing_back (Stick *stick, gconstpointer unused)
{
  g_auto (KauntaCarryRead) late = { 0 };
  KauntaTail tail = { 0 };

  counter_append (stick->counter, 5);
  stick_save (stick, "carry");
  stick_deliver (stick, "carry", "answer");
  counter_append (stick->counter, 5);
  stick_go_online (stick);
  stick_read_back (stick, "answer", &late);
  g_assert_cmpint (late.acknowledged, ==, 0);
  g_assert_true (late.outdated);
  counter_get_tail (stick->counter, &tail);
  g_assert_cmpint (tail.acknowledged, ==, 11);
  stick_check_agreement (stick);
}

static gpointer
read_staff (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  return kaunta_ledger_get_staff (ledger, data, error);
}

/* Somebody lost the right to sign in after the answer was made. */
static void
old_news_do_not_come_over_newer (Stick *stick, gconstpointer unused)
{
  g_autoptr (KauntaStaff) gone = kaunta_staff_new ("1007", "Amina Yusuf", KAUNTA_ROLE_CLERK, "$argon2id$v=19$m=8,t=1,p=1$c2FsdA$aGFzaA", FALSE);
  g_autoptr (KauntaStaff) known = NULL;
  g_auto (KauntaCarryRead) read = { 0 };
  g_autoptr (GError) error = NULL;

  stick_save (stick, "carry");
  stick_deliver (stick, "carry", "answer");
  kaunta_portal_storage_put (test_portal_get_storage (stick->portal), "047-WESTLANDS", KAUNTA_CHANGE_STAFF, "1007", gone, &error);
  g_assert_no_error (error);
  stick_go_online (stick);
  stick_read_back (stick, "answer", &read);
  g_assert_true (read.outdated);
  g_assert_cmpint (read.changes, ==, 0);
  known = kaunta_store_run (stick->counter->store, read_staff, (gpointer) "1007", &error);
  g_assert_no_error (error);
  g_assert_false (known->active);
}

/* ---- A portal that was restored from a backup ---- */

static void
copy (const char *from, const char *to)
{
  g_autoptr (GFile) source = g_file_new_for_path (from);
  g_autoptr (GFile) target = g_file_new_for_path (to);
  g_autoptr (GError) error = NULL;

  g_file_copy (source, target, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
a_portal_that_lost_entries_gets_them_again (Stick *stick, gconstpointer unused)
{
  g_autofree char *backup = stick_get_path (stick, "portal.backup");
  g_auto (KauntaCarryRead) first = { 0 };
  g_auto (KauntaCarryRead) asks = { 0 };
  g_auto (KauntaCarryRead) last = { 0 };
  g_autoptr (GError) error = NULL;
  KauntaCarrySaved saved = { 0 };

  test_portal_stop (stick->portal);
  copy (test_portal_get_path (stick->portal), backup);
  test_portal_start (stick->portal);
  counter_append (stick->counter, 5);
  stick_save (stick, "carry");
  stick_deliver (stick, "carry", "answer");
  stick_read_back (stick, "answer", &first);
  test_portal_stop (stick->portal);
  copy (backup, test_portal_get_path (stick->portal));
  test_portal_start (stick->portal);

  counter_append (stick->counter, 2);
  stick_save (stick, "carry");
  stick_deliver (stick, "carry", "answer");
  stick_read_back (stick, "answer", &asks);
  g_assert_error (asks.refusal, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_GAP);
  g_assert_cmpint (asks.expected, ==, 1);

  error = stick_try_save (stick, stick->counter, "carry", asks.expected, &saved);
  g_assert_no_error (error);
  g_assert_cmpint (saved.entries, ==, 8);
  stick_deliver (stick, "carry", "answer");
  stick_read_back (stick, "answer", &last);
  g_assert_no_error (last.refusal);
  stick_check_agreement (stick);
}

static void
the_link_shows_what_came_by_hand (Stick *stick, gconstpointer unused)
{
  g_auto (KauntaCarryRead) read = { 0 };
  g_autoptr (KauntaLink) before = NULL;
  g_autoptr (KauntaLink) after = NULL;

  stick_save (stick, "carry");
  stick_deliver (stick, "carry", "answer");
  test_portal_stop (stick->portal);
  counter_start_enrolled (stick->counter);
  before = counter_wait_resting (stick->counter, KAUNTA_LINK_OFFLINE);
  g_assert_cmpint (before->waiting, ==, 1);

  stick_read_back (stick, "answer", &read);
  kaunta_engine_catch_up (stick->counter->engine);
  counter_settle (stick->counter);
  after = kaunta_engine_get_link (stick->counter->engine);
  g_assert_cmpint (after->waiting, ==, 0);
  g_assert_cmpint (after->acknowledged, ==, 1);
  g_assert_cmpuint (stick->counter->told, >=, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, test) g_test_add ("/carrying/" name, Stick, NULL, stick_set_up, test, stick_tear_down)
  ADD ("takes-entries-there-and-brings-the-answer-back", takes_entries_there_and_brings_the_answer_back);
  ADD ("says-how-much-money-a-file-holds", says_how_much_money_a_file_holds);
  ADD ("no-order-makes-a-difference", no_order_makes_a_difference);
  ADD ("an-answer-read-twice-changes-nothing", an_answer_read_twice_changes_nothing);
  ADD ("an-answer-that-comes-late-takes-nothing-back", an_answer_that_comes_late_takes_nothing_back);
  ADD ("old-news-do-not-come-over-newer", old_news_do_not_come_over_newer);
  ADD ("a-portal-that-lost-entries-gets-them-again", a_portal_that_lost_entries_gets_them_again);
  ADD ("the-link-shows-what-came-by-hand", the_link_shows_what_came_by_hand);
#undef ADD

  return g_test_run ();
}
