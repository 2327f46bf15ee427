/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "number.h"
#include "test-ledger.h"

static const gint64 nothing_counted[KAUNTA_N_TENDERS] = { 0 };

typedef struct
{
  TestLedger *test;
  char *session;
  char *bill;
} OpenTill;

static void
set_up (OpenTill *fixture, gconstpointer data)
{
  fixture->test = test_ledger_new ();
  fixture->session = test_ledger_open_till (fixture->test);
  fixture->bill = test_ledger_raise_bill (fixture->test, "20000001", "Wanjiku Atieno", 35000);
}

static void
tear_down (OpenTill *fixture, gconstpointer data)
{
  test_ledger_free (fixture->test);
  g_free (fixture->session);
  g_free (fixture->bill);
}

static void
refuse (OpenTill *fixture, const char *approver, KauntaFact *fact)
{
  test_ledger_act_refused (fixture->test, approver, fact, KAUNTA_STORE_ERROR_REFUSED);
}

static void
test_closed_till_takes_nothing (OpenTill *fixture, gconstpointer data)
{
  g_autofree char *receipt = test_ledger_take_cash (fixture->test, fixture->bill, 10000);
  KauntaCount count = { 0 };

  test_ledger_count_and_close (fixture->test);
  refuse (fixture, NULL, test_ledger_draft_bill ("20000001", "Wanjiku Atieno", 100));
  refuse (fixture, NULL, test_ledger_draft_cash (fixture->bill, 100));
  refuse (fixture, TEST_LEDGER_SUPERVISOR, kaunta_fact_new_payment_reversed (receipt, 10000, "mistake"));
  refuse (fixture, NULL, kaunta_fact_new_till_counted (&count, 0, 0));
  refuse (fixture, TEST_LEDGER_SUPERVISOR, kaunta_fact_new_till_closed (nothing_counted, NULL));
}

static void
test_second_till_stays_shut (OpenTill *fixture, gconstpointer data)
{
  KauntaCount count = { 0 };

  refuse (fixture, TEST_LEDGER_SUPERVISOR, kaunta_fact_new_till_opened (&count, 0));
}

static void
test_paid_bill_takes_no_more (OpenTill *fixture, gconstpointer data)
{
  g_autofree char *receipt = test_ledger_take_cash (fixture->test, fixture->bill, 35000);

  refuse (fixture, NULL, test_ledger_draft_cash (fixture->bill, 100));
}

static void
test_no_more_than_is_due (OpenTill *fixture, gconstpointer data)
{
  g_autofree char *receipt = test_ledger_take_cash (fixture->test, fixture->bill, 30000);

  refuse (fixture, NULL, test_ledger_draft_cash (fixture->bill, 5001));
}

static void
test_cancelled_bill_takes_nothing (OpenTill *fixture, gconstpointer data)
{
  g_autoptr (KauntaEntry) entry = NULL;

  refuse (fixture, NULL, kaunta_fact_new_bill_cancelled (fixture->bill, "wrong payer"));
  entry = test_ledger_act (fixture->test, TEST_LEDGER_SUPERVISOR,
                           kaunta_fact_new_bill_cancelled (fixture->bill, "wrong payer"));
  refuse (fixture, NULL, test_ledger_draft_cash (fixture->bill, 100));
  refuse (fixture, TEST_LEDGER_SUPERVISOR, kaunta_fact_new_bill_cancelled (fixture->bill, "again"));
}

static void
test_paid_bill_is_not_cancelled (OpenTill *fixture, gconstpointer data)
{
  g_autofree char *receipt = test_ledger_take_cash (fixture->test, fixture->bill, 100);
  g_autoptr (KauntaEntry) entry = NULL;

  refuse (fixture, TEST_LEDGER_SUPERVISOR, kaunta_fact_new_bill_cancelled (fixture->bill, "wrong payer"));
  test_ledger_reverse (fixture->test, receipt, 100);
  entry = test_ledger_act (fixture->test, TEST_LEDGER_SUPERVISOR,
                           kaunta_fact_new_bill_cancelled (fixture->bill, "wrong payer"));
}

static void
test_reverses_once_and_whole (OpenTill *fixture, gconstpointer data)
{
  g_autofree char *receipt = test_ledger_take_cash (fixture->test, fixture->bill, 35000);

  refuse (fixture, TEST_LEDGER_SUPERVISOR, kaunta_fact_new_payment_reversed (receipt, 34999, "mistake"));
  refuse (fixture, TEST_LEDGER_SUPERVISOR,
          kaunta_fact_new_payment_reversed ("00421-000099", 35000, "mistake"));
  test_ledger_reverse (fixture->test, receipt, 35000);
  refuse (fixture, TEST_LEDGER_SUPERVISOR, kaunta_fact_new_payment_reversed (receipt, 35000, "mistake"));
}

/* The verifier takes no journal that settles cash. */
static void
test_cash_is_not_settled_later (OpenTill *fixture, gconstpointer data)
{
  g_autofree char *receipt = test_ledger_take_cash (fixture->test, fixture->bill, 35000);
  JsonObject *rejected = json_object_new ();

  json_object_set_string_member (rejected, "receipt", receipt);
  json_object_set_string_member (rejected, "status", "rejected");
  json_object_set_string_member (rejected, "evidence", "none");
  refuse (fixture, TEST_LEDGER_SUPERVISOR, kaunta_fact_new (KAUNTA_FACT_PAYMENT_SETTLED, rejected));
}

static void
test_needs_two_people (OpenTill *fixture, gconstpointer data)
{
  g_autofree char *receipt = test_ledger_take_cash (fixture->test, fixture->bill, 35000);

  refuse (fixture, NULL, kaunta_fact_new_payment_reversed (receipt, 35000, "mistake"));
  refuse (fixture, TEST_LEDGER_CLERK, kaunta_fact_new_payment_reversed (receipt, 35000, "mistake"));
}

static void
test_third_copy_needs_an_approver (OpenTill *fixture, gconstpointer data)
{
  g_autofree char *receipt = test_ledger_take_cash (fixture->test, fixture->bill, 35000);
  g_autoptr (KauntaEntry) first =
      test_ledger_act (fixture->test, NULL, kaunta_fact_new_receipt_printed (receipt, 0));
  g_autoptr (KauntaEntry) second =
      test_ledger_act (fixture->test, NULL, kaunta_fact_new_receipt_printed (receipt, 0));
  g_autoptr (KauntaEntry) third = NULL;
  g_autoptr (KauntaPayment) payment = NULL;

  refuse (fixture, NULL, kaunta_fact_new_receipt_printed (receipt, 0));
  third =
      test_ledger_act (fixture->test, TEST_LEDGER_SUPERVISOR, kaunta_fact_new_receipt_printed (receipt, 0));
  g_assert_cmpint (json_object_get_int_member (third->data, "copy"), ==, 3);
  payment = kaunta_ledger_get_payment (fixture->test->ledger, receipt, NULL);
  g_assert_cmpint (payment->copies, ==, 3);
}

static KauntaFact *
draft_count (gint64 pieces_of_thousand)
{
  KauntaCount count = { 0 };

  count.pieces[0] = pieces_of_thousand;
  return kaunta_fact_new_till_counted (&count, pieces_of_thousand * kaunta_denominations[0], 0);
}

static void
test_closes_only_when_counted_since (OpenTill *fixture, gconstpointer data)
{
  g_autoptr (KauntaEntry) counted = NULL;
  g_autofree char *receipt = NULL;

  refuse (fixture, TEST_LEDGER_SUPERVISOR, kaunta_fact_new_till_closed (nothing_counted, NULL));
  counted = test_ledger_act (fixture->test, NULL, draft_count (2));
  receipt = test_ledger_take_cash (fixture->test, fixture->bill, 100);
  refuse (fixture, TEST_LEDGER_SUPERVISOR, kaunta_fact_new_till_closed (nothing_counted, NULL));
}

static void
test_large_variance_needs_an_approver (OpenTill *fixture, gconstpointer data)
{
  g_autoptr (KauntaEntry) counted = test_ledger_act (fixture->test, NULL, draft_count (1));
  g_autoptr (KauntaEntry) closed = NULL;
  JsonObject *variance;

  refuse (fixture, NULL, kaunta_fact_new_till_closed (nothing_counted, "short"));
  closed = test_ledger_act (fixture->test, TEST_LEDGER_SUPERVISOR,
                            kaunta_fact_new_till_closed (nothing_counted, "short"));
  variance = json_object_get_object_member (closed->data, "variance");
  g_assert_cmpint (json_object_get_int_member (variance, "cash"), ==, -100000);
}

static void
test_bill_never_raised_here_is_refused (OpenTill *fixture, gconstpointer data)
{
  refuse (fixture, NULL, test_ledger_draft_cash ("004210000025", 100));
  refuse (fixture, TEST_LEDGER_SUPERVISOR, kaunta_fact_new_bill_cancelled ("004210000025", "wrong payer"));
}

static void
test_unknown_bill_of_another_counter_is_paid (OpenTill *fixture, gconstpointer data)
{
  g_autofree char *number = kaunta_bill_number_format ("00422", 7, NULL);
  g_autofree char *receipt = test_ledger_take_cash (fixture->test, number, 12300);

  g_assert_cmpstr (receipt, ==, "00421-000001");
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*run) (OpenTill *fixture, gconstpointer data);
  } tests[] = {
    { "/rules/closed-till-takes-nothing", test_closed_till_takes_nothing },
    { "/rules/second-till-stays-shut", test_second_till_stays_shut },
    { "/rules/paid-bill-takes-no-more", test_paid_bill_takes_no_more },
    { "/rules/no-more-than-is-due", test_no_more_than_is_due },
    { "/rules/cancelled-bill-takes-nothing", test_cancelled_bill_takes_nothing },
    { "/rules/paid-bill-is-not-cancelled", test_paid_bill_is_not_cancelled },
    { "/rules/reverses-once-and-whole", test_reverses_once_and_whole },
    { "/rules/cash-is-not-settled-later", test_cash_is_not_settled_later },
    { "/rules/needs-two-people", test_needs_two_people },
    { "/rules/third-copy-needs-an-approver", test_third_copy_needs_an_approver },
    { "/rules/closes-only-when-counted-since", test_closes_only_when_counted_since },
    { "/rules/large-variance-needs-an-approver", test_large_variance_needs_an_approver },
    { "/rules/bill-never-raised-here-is-refused", test_bill_never_raised_here_is_refused },
    { "/rules/unknown-bill-of-another-counter-is-paid", test_unknown_bill_of_another_counter_is_paid },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, OpenTill, NULL, set_up, tests[i].run, tear_down);
  return g_test_run ();
}
