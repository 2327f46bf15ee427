/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "number.h"
#include "test-ledger.h"
#include "verified-ledger.h"

/* A day of acts drawn by a seed: what a clerk may do, in any order that the rules let through. */
typedef struct
{
  TestLedger *test;
  GPtrArray *bills;
  GPtrArray *receipts;
} Day;

static const char *
draw_text (GPtrArray *texts)
{
  return texts->len > 0 ? texts->pdata[g_test_rand_int_range (0, texts->len)] : NULL;
}

static void
try_act (Day *day, const char *approver, KauntaFact *fact)
{
  g_autoptr (KauntaFact) owned = fact;
  g_autoptr (GError) error = NULL;

  test_manual_clock_advance (day->test->clock, g_test_rand_int_range (100, 600000));
  if (!kaunta_ledger_append (day->test->ledger, TEST_LEDGER_CLERK, approver, &owned, 1, NULL, &error))
    g_assert_error (error, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_REFUSED);
}

static void
raise_bill (Day *day)
{
  g_autofree char *id = g_strdup_printf ("%d", g_test_rand_int_range (20000000, 20000009));

  g_ptr_array_add (day->bills, test_ledger_raise_bill (day->test, id, "Wanjiku Atieno",
                                                       g_test_rand_int_range (1, 900) * 100));
}

static void
pay_bill (Day *day)
{
  const char *number = draw_text (day->bills);
  g_autoptr (KauntaBill) bill =
      number != NULL ? kaunta_ledger_get_bill (day->test->ledger, number, NULL) : NULL;
  gint64 due = bill != NULL ? kaunta_bill_get_due (bill) : 0;
  gint64 part = due > 100 && g_test_rand_bit () ? g_test_rand_int_range (1, due / 100) * 100 : due;

  if (due == 0)
    return;
  if (g_test_rand_bit ())
    g_ptr_array_add (day->receipts, test_ledger_take_cash (day->test, number, part));
  else
    g_ptr_array_add (day->receipts, test_ledger_take_mpesa (day->test, number, part, "UKN0000001"));
}

static void
reverse_payment (Day *day)
{
  const char *receipt = draw_text (day->receipts);
  g_autoptr (KauntaPayment) payment =
      receipt != NULL ? kaunta_ledger_get_payment (day->test->ledger, receipt, NULL) : NULL;

  if (payment != NULL)
    try_act (day, TEST_LEDGER_SUPERVISOR,
             kaunta_fact_new_payment_reversed (receipt, payment->amount, "mistake"));
}

static void
settle_payment (Day *day)
{
  const char *receipt = draw_text (day->receipts);
  JsonObject *data;

  if (receipt == NULL)
    return;
  data = json_object_new ();
  json_object_set_string_member (data, "receipt", receipt);
  json_object_set_string_member (data, "status", g_test_rand_bit () ? "confirmed" : "rejected");
  json_object_set_string_member (data, "evidence", "statement");
  try_act (day, NULL, kaunta_fact_new (KAUNTA_FACT_PAYMENT_SETTLED, data));
}

static void
move_cash (Day *day)
{
  JsonObject *data = json_object_new ();

  json_object_set_int_member (data, "amount", g_test_rand_int_range (1, 50) * 100);
  json_object_set_string_member (data, "reason", "safe");
  try_act (day, NULL,
           kaunta_fact_new (g_test_rand_bit () ? KAUNTA_FACT_CASH_DROPPED : KAUNTA_FACT_CASH_PAID_IN, data));
}

static void
settle_exception (Day *day)
{
  JsonObject *data = json_object_new ();

  json_object_set_string_member (data, "exception", "7");
  json_object_set_string_member (data, "action", "refund");
  json_object_set_string_member (data, "reason", "paid twice");
  try_act (day, TEST_LEDGER_SUPERVISOR, kaunta_fact_new (KAUNTA_FACT_EXCEPTION_SETTLED, data));
}

static void
close_and_open_till (Day *day)
{
  g_autoptr (KauntaTill) till = kaunta_ledger_get_open_till (day->test->ledger, NULL);
  g_autofree char *session = NULL;
  gint64 expected = 0;

  /* More may have gone to the safe or back to payers than the drawer held: no count can show less than
   * nothing. */
  g_assert_true (kaunta_till_get_expected (till, KAUNTA_TENDER_CASH, &expected, NULL));
  if (expected < 0)
    return;
  test_ledger_count_and_close (day->test);
  session = test_ledger_open_till (day->test);
}

static void
hear_of_payment_elsewhere (Day *day)
{
  const char *number = draw_text (day->bills);
  g_autoptr (KauntaPayment) payment = kaunta_payment_new ();

  if (number == NULL)
    return;
  payment->receipt = kaunta_receipt_number_format ("00422", g_test_rand_int_range (1, 1000), NULL);
  payment->device = g_strdup ("00422");
  payment->bill = g_strdup (number);
  payment->amount = 100;
  g_assert_true (kaunta_ledger_put_payment (day->test->ledger, payment, NULL));
}

static void
do_something (Day *day)
{
  switch (g_test_rand_int_range (0, 16))
    {
    case 0 ... 3:
      raise_bill (day);
      break;
    case 4 ... 7:
      pay_bill (day);
      break;
    case 8:
      reverse_payment (day);
      break;
    case 9:
      settle_payment (day);
      break;
    case 10:
      move_cash (day);
      break;
    case 11:
      settle_exception (day);
      break;
    case 12:
      hear_of_payment_elsewhere (day);
      break;
    case 13:
      close_and_open_till (day);
      break;
    case 14:
      if (day->bills->len > 0)
        try_act (day, TEST_LEDGER_SUPERVISOR,
                 kaunta_fact_new_bill_cancelled (draw_text (day->bills), "mistake"));
      break;
    default:
      if (day->receipts->len > 0)
        try_act (day, TEST_LEDGER_SUPERVISOR, kaunta_fact_new_receipt_printed (draw_text (day->receipts), 0));
      break;
    }
}

static void
set_up (Day *day, gconstpointer data)
{
  g_autofree char *session = NULL;

  day->test = test_ledger_new ();
  day->bills = g_ptr_array_new_with_free_func (g_free);
  day->receipts = g_ptr_array_new_with_free_func (g_free);
  session = test_ledger_open_till (day->test);
  for (guint i = 0; i < 250; i++)
    do_something (day);
}

static void
tear_down (Day *day, gconstpointer data)
{
  test_ledger_free (day->test);
  g_ptr_array_unref (day->bills);
  g_ptr_array_unref (day->receipts);
}

static void
test_verifier_passes (Day *day, gconstpointer data)
{
  test_ledger_assert_verified (day->test->ledger, day->test->key);
}

static void
test_rebuild_equals_live (Day *day, gconstpointer data)
{
  g_autofree char *live = kaunta_ledger_digest (day->test->ledger, NULL);
  g_autofree char *rebuilt = NULL;
  g_autoptr (GError) error = NULL;
  gint64 before[4];
  gint64 after[4];
  const KauntaBillFilter all = { .limit = 10 };

  g_assert_true (kaunta_ledger_count_bills (day->test->ledger, &all, before, NULL));
  kaunta_ledger_rebuild (day->test->ledger, &error);
  g_assert_no_error (error);
  rebuilt = kaunta_ledger_digest (day->test->ledger, NULL);
  g_assert_cmpstr (live, ==, rebuilt);
  g_assert_true (kaunta_ledger_count_bills (day->test->ledger, &all, after, NULL));
  g_assert_cmpmem (before, sizeof before, after, sizeof after);
}

static void
test_check_finds_nothing (Day *day, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  kaunta_ledger_check (day->test->ledger, &error);
  g_assert_no_error (error);
}

/* The table's own state against core's reading of the same bill. */
static void
test_states_are_those_of_core (Day *day, gconstpointer data)
{
  for (guint state = 0; state < 4; state++)
    {
      const KauntaBillFilter filter = { .states = 1 << state, .limit = G_MAXINT64 };
      g_autoptr (GPtrArray) bills = kaunta_ledger_find_bills (day->test->ledger, &filter, NULL);

      for (guint i = 0; i < bills->len; i++)
        g_assert_cmpint (kaunta_bill_get_state (bills->pdata[i]), ==, state);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/day/verifier-passes", Day, NULL, set_up, test_verifier_passes, tear_down);
  g_test_add ("/day/rebuild-equals-live", Day, NULL, set_up, test_rebuild_equals_live, tear_down);
  g_test_add ("/day/check-finds-nothing", Day, NULL, set_up, test_check_finds_nothing, tear_down);
  g_test_add ("/day/states-are-those-of-core", Day, NULL, set_up, test_states_are_those_of_core, tear_down);
  return g_test_run ();
}
