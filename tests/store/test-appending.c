/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "test-ledger.h"

#include "key.h"

static void
test_first_entry_is_enrolment (void)
{
  g_autoptr (TestLedger) test = test_ledger_new ();
  g_autoptr (GPtrArray) entries = kaunta_ledger_read_entries (test->ledger, 0, 10, G_MAXSIZE, NULL);
  const KauntaEntry *entry;

  g_assert_cmpuint (entries->len, ==, 1);
  entry = entries->pdata[0];
  g_assert_cmpint (entry->type, ==, KAUNTA_FACT_DEVICE_ENROLLED);
  g_assert_cmpint (entry->seq, ==, 1);
  g_assert_cmpstr (entry->device, ==, TEST_LEDGER_DEVICE);
  g_assert_null (entry->clerk);
}

static void
test_one_act_has_all_its_entries (void)
{
  g_autoptr (TestLedger) test = test_ledger_new ();
  g_autofree char *session = test_ledger_open_till (test);
  g_autoptr (KauntaFact) first = test_ledger_draft_bill ("20000001", "Wanjiku Atieno", 35000);
  g_autoptr (KauntaFact) second = test_ledger_draft_bill ("20000001", "Wanjiku Atieno", 4000);
  KauntaFact *facts[] = { first, second };
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;

  kaunta_ledger_append (test->ledger, TEST_LEDGER_CLERK, NULL, facts, 2, &entries, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (entries->len, ==, 2);
  g_assert_cmpstr (json_object_get_string_member (((KauntaEntry *) entries->pdata[0])->data, "bill"), ==,
                   "004210000017");
  g_assert_cmpstr (json_object_get_string_member (((KauntaEntry *) entries->pdata[1])->data, "bill"), ==,
                   "004210000025");
  g_assert_cmpstr (((KauntaEntry *) entries->pdata[0])->till, ==, session);
  g_assert_cmpmem (((KauntaEntry *) entries->pdata[0])->hash, KAUNTA_HASH_BYTES,
                   ((KauntaEntry *) entries->pdata[1])->prev, KAUNTA_HASH_BYTES);
  /* A fact is the caller's: the numbers are in the entries alone. */
  g_assert_false (json_object_has_member (first->data, "bill"));
}

static void
test_a_refused_fact_takes_the_whole_act_back (void)
{
  g_autoptr (TestLedger) test = test_ledger_new ();
  g_autofree char *session = test_ledger_open_till (test);
  g_autoptr (KauntaFact) bill = test_ledger_draft_bill ("20000001", "Wanjiku Atieno", 35000);
  g_autoptr (KauntaFact) cash = test_ledger_draft_cash ("004210000025", 35000);
  KauntaFact *facts[] = { bill, cash };
  g_autofree char *before = kaunta_ledger_digest (test->ledger, NULL);
  g_autofree char *after = NULL;
  g_autofree char *number = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (kaunta_ledger_append (test->ledger, TEST_LEDGER_CLERK, NULL, facts, 2, NULL, &error));
  g_assert_error (error, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_REFUSED);
  after = kaunta_ledger_digest (test->ledger, NULL);
  g_assert_cmpstr (before, ==, after);
  /* The number of the bill that came to nothing is the next bill's. */
  number = test_ledger_raise_bill (test, "20000001", "Wanjiku Atieno", 35000);
  g_assert_cmpstr (number, ==, "004210000017");
}

static void
test_a_malformed_fact_leaves_nothing (void)
{
  g_autoptr (TestLedger) test = test_ledger_new ();
  g_autofree char *session = test_ledger_open_till (test);
  g_autoptr (KauntaFact) bill = test_ledger_draft_bill ("20000001", "Wanjiku Atieno", 35000);
  g_autoptr (GError) error = NULL;
  KauntaTail before, after;

  g_assert_true (kaunta_ledger_get_tail (test->ledger, &before, NULL));
  json_object_set_int_member (bill->data, "total", 1);
  g_assert_false (kaunta_ledger_append (test->ledger, TEST_LEDGER_CLERK, NULL, &bill, 1, NULL, &error));
  g_assert_nonnull (error);
  g_assert_true (kaunta_ledger_get_tail (test->ledger, &after, NULL));
  g_assert_cmpint (before.seq, ==, after.seq);
  g_assert_cmpstr (before.head, ==, after.head);
}

static void
test_turnover_follows_payments_and_reversals (void)
{
  g_autoptr (TestLedger) test = test_ledger_new ();
  g_autofree char *session = test_ledger_open_till (test);
  g_autofree char *bill = test_ledger_raise_bill (test, "20000001", "Wanjiku Atieno", 35000);
  g_autofree char *first = test_ledger_take_cash (test, bill, 20000);
  g_autofree char *second = test_ledger_take_mpesa (test, bill, 15000, "UKN0000001");
  KauntaTail tail;

  test_ledger_reverse (test, first, 20000);
  g_assert_true (kaunta_ledger_get_tail (test->ledger, &tail, NULL));
  g_assert_cmpint (tail.turnover, ==, 15000);
  g_assert_cmpint (tail.waiting_cents, ==, 15000);
  g_assert_cmpint (tail.acknowledged, ==, 0);
  g_assert_cmpint (tail.oldest_at, ==, TEST_LEDGER_MORNING_MS);
}

static void
test_reopened_goes_on_with_the_chain (void)
{
  g_autoptr (TestLedger) test = test_ledger_new ();
  g_autofree char *session = test_ledger_open_till (test);
  g_autofree char *first = test_ledger_raise_bill (test, "20000001", "Wanjiku Atieno", 35000);
  g_autofree char *second = NULL;
  KauntaTail before;
  g_autoptr (GPtrArray) entries = NULL;
  g_autofree char *prev = NULL;

  g_assert_true (kaunta_ledger_get_tail (test->ledger, &before, NULL));
  test_ledger_reopen (test);
  second = test_ledger_raise_bill (test, "20000001", "Wanjiku Atieno", 35000);
  g_assert_cmpstr (second, ==, "004210000025");
  entries = kaunta_ledger_read_entries (test->ledger, before.seq, 10, G_MAXSIZE, NULL);
  prev = kaunta_hash_to_hex (((KauntaEntry *) entries->pdata[0])->prev);
  g_assert_cmpstr (prev, ==, before.head);
}

static KauntaEntry *
read_newest_but (TestLedger *test, gint64 back)
{
  g_autoptr (GPtrArray) entries = NULL;
  KauntaTail tail;

  g_assert_true (kaunta_ledger_get_tail (test->ledger, &tail, NULL));
  entries = kaunta_ledger_read_entries (test->ledger, tail.seq - back - 1, 1, G_MAXSIZE, NULL);
  return kaunta_entry_ref (entries->pdata[0]);
}

static void
test_tells_of_a_moved_clock_first (void)
{
  g_autoptr (TestLedger) test = test_ledger_new ();
  g_autofree char *session = test_ledger_open_till (test);
  gint64 now = kaunta_clock_get_now (KAUNTA_CLOCK (test->clock));
  g_autoptr (KauntaEntry) view = NULL;
  g_autoptr (KauntaEntry) moved = NULL;
  g_autofree char *from = NULL;

  test_manual_clock_set_now (test->clock, now - 3600000);
  view =
      test_ledger_act (test, NULL, kaunta_fact_new_payer_viewed (KAUNTA_PAYER_CITIZEN, "20000001", "bill"));
  moved = read_newest_but (test, 1);
  g_assert_cmpint (moved->type, ==, KAUNTA_FACT_CLOCK_MOVED);
  g_assert_null (moved->clerk);
  from = kaunta_time_format (now + 7000);
  g_assert_cmpstr (json_object_get_string_member (moved->data, "from"), ==, from);
}

static void
test_is_silent_about_small_steps_and_new_boots (void)
{
  g_autoptr (TestLedger) test = test_ledger_new ();
  gint64 now = kaunta_clock_get_now (KAUNTA_CLOCK (test->clock));
  g_autoptr (KauntaEntry) first = NULL;
  g_autoptr (KauntaEntry) second = NULL;

  test_manual_clock_set_now (test->clock, now + 110000);
  first =
      test_ledger_act (test, NULL, kaunta_fact_new_payer_viewed (KAUNTA_PAYER_CITIZEN, "20000001", "bill"));
  test_manual_clock_reboot (test->clock);
  test_manual_clock_set_now (test->clock, now + 86400000);
  second =
      test_ledger_act (test, NULL, kaunta_fact_new_payer_viewed (KAUNTA_PAYER_CITIZEN, "20000001", "bill"));
  g_assert_cmpint (second->seq, ==, first->seq + 1);
}

static void
test_needs_its_own_key (void)
{
  g_autoptr (TestLedger) test = test_ledger_new ();
  g_autoptr (KauntaKey) other = kaunta_key_generate ();
  g_autoptr (KauntaFact) fact = kaunta_fact_new_signed_in ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) refusal = NULL;

  g_clear_pointer (&test->ledger, kaunta_ledger_close);
  test->ledger = kaunta_ledger_open (test->path, KAUNTA_CLOCK (test->clock), NULL);
  g_assert_false (kaunta_ledger_append (test->ledger, TEST_LEDGER_CLERK, NULL, &fact, 1, NULL, &error));
  g_assert_error (error, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_NOT_ENROLLED);
  g_assert_false (kaunta_ledger_set_key (test->ledger, other, &refusal));
  g_assert_error (refusal, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_REFUSED);
}

static void
test_enrols_again_only_in_a_later_epoch (void)
{
  g_autoptr (TestLedger) test = test_ledger_new ();
  g_autoptr (KauntaKey) key = kaunta_key_generate ();
  g_auto (KauntaEnrolment) enrolment = { 0 };
  g_autoptr (KauntaEntry) entry = NULL;
  g_autoptr (GError) same = NULL;
  g_autoptr (GError) other = NULL;

  g_assert_true (kaunta_ledger_get_enrolment (test->ledger, &enrolment, NULL));
  g_assert_false (kaunta_ledger_enrol (test->ledger, &enrolment, key, &same));
  g_assert_error (same, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_REFUSED);

  enrolment.epoch = 2;
  g_assert_true (kaunta_ledger_enrol (test->ledger, &enrolment, key, NULL));
  entry = test_ledger_act (test, NULL, kaunta_fact_new_signed_in ());
  g_assert_cmpint (entry->epoch, ==, 2);
  g_assert_cmpint (entry->seq, ==, 3);

  g_free (enrolment.device);
  enrolment.device = g_strdup ("00422");
  enrolment.epoch = 3;
  g_assert_false (kaunta_ledger_enrol (test->ledger, &enrolment, key, &other));
  g_assert_error (other, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_REFUSED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ledger/first-entry-is-enrolment", test_first_entry_is_enrolment);
  g_test_add_func ("/ledger/one-act-has-all-its-entries", test_one_act_has_all_its_entries);
  g_test_add_func ("/ledger/a-refused-fact-takes-the-whole-act-back",
                   test_a_refused_fact_takes_the_whole_act_back);
  g_test_add_func ("/ledger/a-malformed-fact-leaves-nothing", test_a_malformed_fact_leaves_nothing);
  g_test_add_func ("/ledger/turnover-follows-payments-and-reversals",
                   test_turnover_follows_payments_and_reversals);
  g_test_add_func ("/ledger/reopened-goes-on-with-the-chain", test_reopened_goes_on_with_the_chain);
  g_test_add_func ("/ledger/tells-of-a-moved-clock-first", test_tells_of_a_moved_clock_first);
  g_test_add_func ("/ledger/is-silent-about-small-steps-and-new-boots",
                   test_is_silent_about_small_steps_and_new_boots);
  g_test_add_func ("/ledger/needs-its-own-key", test_needs_its_own_key);
  g_test_add_func ("/ledger/enrols-again-only-in-a-later-epoch", test_enrols_again_only_in_a_later_epoch);
  return g_test_run ();
}
