/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "number.h"
#include "test-ledger.h"

#define OTHER_DEVICE "00422"

/* (transfer full) */
static char *
hear_of_bill (TestLedger *test, gint64 serial, const char *payer_id, gint64 cents)
{
  g_autofree char *number = kaunta_bill_number_format (OTHER_DEVICE, serial, NULL);
  g_autoptr (KauntaPayer) payer =
      kaunta_payer_new (KAUNTA_PAYER_CITIZEN, payer_id, "Amina Hassan", NULL, NULL, NULL, 0, 0);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_bill_line_unref);
  g_autoptr (KauntaBill) bill = NULL;

  g_ptr_array_add (lines, kaunta_bill_line_new ("047-PARK", "047-PARK@1", "Parking", 1, cents, cents));
  bill = kaunta_bill_new (number, OTHER_DEVICE, payer, lines, TEST_LEDGER_MORNING_MS - 1000, "1009", NULL);
  bill->known = TEST_LEDGER_MORNING_MS;
  g_assert_true (kaunta_ledger_put_bill (test->ledger, bill, NULL));
  return g_steal_pointer (&number);
}

static void
hear_of_payment (TestLedger *test, const char *device, gint64 serial, const char *bill, gint64 cents,
                 const char *reversed)
{
  g_autoptr (KauntaPayment) payment = kaunta_payment_new ();

  payment->receipt = kaunta_receipt_number_format (device, serial, NULL);
  payment->device = g_strdup (device);
  payment->bill = g_strdup (bill);
  payment->tender = KAUNTA_TENDER_CARD;
  payment->amount = cents;
  payment->reversed = g_strdup (reversed);
  payment->taken_at = TEST_LEDGER_MORNING_MS;
  g_assert_true (kaunta_ledger_put_payment (test->ledger, payment, NULL));
}

static gint64
read_paid (TestLedger *test, const char *number)
{
  g_autoptr (KauntaBill) bill = kaunta_ledger_get_bill (test->ledger, number, NULL);

  return bill->paid;
}

static void
test_own_and_foreign_payments_add_up (void)
{
  g_autoptr (TestLedger) test = test_ledger_new ();
  g_autofree char *session = test_ledger_open_till (test);
  g_autofree char *foreign = hear_of_bill (test, 1, "20000005", 50000);
  g_autofree char *own = test_ledger_raise_bill (test, "20000001", "Wanjiku Atieno", 35000);
  g_autofree char *first = test_ledger_take_cash (test, foreign, 20000);
  g_autofree char *second = test_ledger_take_cash (test, own, 5000);

  hear_of_payment (test, OTHER_DEVICE, 1, foreign, 10000, NULL);
  hear_of_payment (test, OTHER_DEVICE, 2, foreign, 7000, "mistake");
  hear_of_payment (test, OTHER_DEVICE, 3, own, 30000, NULL);
  g_assert_cmpint (read_paid (test, foreign), ==, 30000);
  g_assert_cmpint (read_paid (test, own), ==, 35000);
  test_ledger_act_refused (test, NULL, test_ledger_draft_cash (own, 100), KAUNTA_STORE_ERROR_REFUSED);

  /* What was reversed there is due again here. */
  hear_of_payment (test, OTHER_DEVICE, 3, own, 30000, "mistake");
  g_assert_cmpint (read_paid (test, own), ==, 5000);
}

static void
test_portal_does_not_change_own_papers (void)
{
  g_autoptr (TestLedger) test = test_ledger_new ();
  g_autofree char *session = test_ledger_open_till (test);
  g_autofree char *number = test_ledger_raise_bill (test, "20000001", "Wanjiku Atieno", 35000);
  g_autofree char *receipt = test_ledger_take_cash (test, number, 35000);
  g_autofree char *before = kaunta_ledger_digest (test->ledger, NULL);
  g_autofree char *after = NULL;
  g_autoptr (KauntaBill) bill = kaunta_ledger_get_bill (test->ledger, number, NULL);

  bill->cancelled = TRUE;
  g_assert_true (kaunta_ledger_put_bill (test->ledger, bill, NULL));
  hear_of_payment (test, TEST_LEDGER_DEVICE, 1, number, 100, "mistake");
  after = kaunta_ledger_digest (test->ledger, NULL);
  g_assert_cmpstr (before, ==, after);
}

static void
test_payment_waits_for_its_bill (void)
{
  g_autoptr (TestLedger) test = test_ledger_new ();
  g_autofree char *session = test_ledger_open_till (test);
  g_autofree char *unknown = kaunta_bill_number_format (OTHER_DEVICE, 1, NULL);
  g_autofree char *receipt = test_ledger_take_cash (test, unknown, 20000);
  g_autofree char *number = hear_of_bill (test, 1, "20000005", 50000);

  g_assert_cmpstr (number, ==, unknown);
  g_assert_cmpint (read_paid (test, number), ==, 20000);
  g_assert_true (kaunta_ledger_rebuild (test->ledger, NULL));
  g_assert_cmpint (read_paid (test, number), ==, 20000);
}

static guint
count_found (TestLedger *test, const KauntaBillFilter *filter)
{
  g_autoptr (GPtrArray) bills = kaunta_ledger_find_bills (test->ledger, filter, NULL);
  gint64 counts[4];
  gint64 sum = 0;

  g_assert_true (kaunta_ledger_count_bills (test->ledger, filter, counts, NULL));
  for (guint i = 0; i < 4; i++)
    if (filter->states == 0 || filter->states & (1u << i))
      sum += counts[i];
  g_assert_cmpint (sum, ==, bills->len);
  return bills->len;
}

static void
test_finds_bills_by_what_is_typed (void)
{
  g_autoptr (TestLedger) test = test_ledger_new ();
  g_autofree char *session = test_ledger_open_till (test);
  g_autofree char *first = test_ledger_raise_bill (test, "20000001", "Wanjiku Ng'ang'a", 35000);
  g_autofree char *second = test_ledger_raise_bill (test, "CPR/2009/12345", "Baraka Traders", 4000);
  g_autofree char *foreign = hear_of_bill (test, 1, "20000001", 50000);
  g_autofree char *grouped = kaunta_bill_number_display (first);

  g_assert_cmpuint (count_found (test, &(KauntaBillFilter){ .limit = 10 }), ==, 3);
  g_assert_cmpuint (count_found (test, &(KauntaBillFilter){ .limit = 10, .own_only = TRUE }), ==, 2);
  g_assert_cmpuint (count_found (test, &(KauntaBillFilter){ .limit = 10, .text = "nganga WANJ" }), ==, 1);
  g_assert_cmpuint (count_found (test, &(KauntaBillFilter){ .limit = 10, .text = "cpr/2009/12345" }), ==, 1);
  g_assert_cmpuint (count_found (test, &(KauntaBillFilter){ .limit = 10, .text = grouped }), ==, 1);
  g_assert_cmpuint (count_found (test, &(KauntaBillFilter){ .limit = 10, .text = "parking" }), ==, 1);
  g_assert_cmpuint (count_found (test, &(KauntaBillFilter){ .limit = 10, .text = "anjiku" }), ==, 0);
  g_assert_cmpuint (count_found (test, &(KauntaBillFilter){ .limit = 10, .payer_id = "20000001" }), ==, 2);
  g_assert_cmpuint (
      count_found (test, &(KauntaBillFilter){ .limit = 10, .payer_id = "20000001", .own_only = TRUE }), ==,
      1);
  g_assert_cmpuint (count_found (test, &(KauntaBillFilter){ .limit = 10, .from_at = TEST_LEDGER_MORNING_MS }),
                    ==, 2);
}

static void
test_lists_newest_first_in_pages (void)
{
  g_autoptr (TestLedger) test = test_ledger_new ();
  g_autofree char *session = test_ledger_open_till (test);
  g_autofree char *first = test_ledger_raise_bill (test, "20000001", "Wanjiku Atieno", 35000);
  g_autofree char *second = test_ledger_raise_bill (test, "20000001", "Wanjiku Atieno", 4000);
  g_autofree char *third = test_ledger_raise_bill (test, "20000001", "Wanjiku Atieno", 4000);
  g_autofree char *receipt = test_ledger_take_cash (test, second, 4000);
  const KauntaBillFilter page = { .limit = 2, .offset = 1 };
  const KauntaBillFilter paid = { .limit = 2, .states = 1 << KAUNTA_BILL_PAID };
  g_autoptr (GPtrArray) bills = kaunta_ledger_find_bills (test->ledger, &page, NULL);
  g_autoptr (GPtrArray) paid_bills = kaunta_ledger_find_bills (test->ledger, &paid, NULL);
  const KauntaBill *bill;

  g_assert_cmpuint (bills->len, ==, 2);
  g_assert_cmpstr (((KauntaBill *) bills->pdata[0])->number, ==, second);
  g_assert_cmpstr (((KauntaBill *) bills->pdata[1])->number, ==, first);
  g_assert_cmpuint (paid_bills->len, ==, 1);
  bill = paid_bills->pdata[0];
  g_assert_cmpstr (bill->number, ==, second);
  g_assert_cmpuint (bill->lines->len, ==, 1);
  g_assert_cmpstr (bill->raised_by, ==, TEST_LEDGER_CLERK);
  g_assert_cmpint (bill->known, ==, 0);
}

static void
test_finds_payers_entered_by_hand (void)
{
  g_autoptr (TestLedger) test = test_ledger_new ();
  g_autofree char *session = test_ledger_open_till (test);
  g_autofree char *first = test_ledger_raise_bill (test, "20000001", "Wanjiku Ng'ang'a", 35000);
  g_autofree char *again = test_ledger_raise_bill (test, "20000001", "Wanjiku Ng'ang'a", 35000);
  g_autoptr (GPtrArray) by_name = kaunta_ledger_find_billed_payers (test->ledger, "nganga", 10, NULL);
  g_autoptr (GPtrArray) by_id = kaunta_ledger_find_billed_payers (test->ledger, "200000", 10, NULL);
  g_autoptr (GPtrArray) by_nothing = kaunta_ledger_find_billed_payers (test->ledger, " ", 10, NULL);

  g_assert_cmpuint (by_name->len, ==, 1);
  g_assert_cmpstr (((KauntaPayer *) by_name->pdata[0])->name, ==, "Wanjiku Ng'ang'a");
  g_assert_cmpuint (by_id->len, ==, 1);
  g_assert_cmpuint (by_nothing->len, ==, 0);
}

static void
test_reads_payments_back (void)
{
  g_autoptr (TestLedger) test = test_ledger_new ();
  g_autofree char *session = test_ledger_open_till (test);
  g_autofree char *bill = test_ledger_raise_bill (test, "20000001", "Wanjiku Atieno", 35000);
  g_autofree char *cash = test_ledger_take_cash (test, bill, 5000);
  g_autofree char *mpesa = test_ledger_take_mpesa (test, bill, 30000, "UKN0000001");
  g_autoptr (GPtrArray) of_bill = kaunta_ledger_get_payments (test->ledger, bill, NULL);
  g_autoptr (GPtrArray) of_payer =
      kaunta_ledger_get_payer_payments (test->ledger, KAUNTA_PAYER_CITIZEN, "2000 0001", 1, NULL);
  g_autoptr (KauntaPayment) payment = NULL;
  g_autoptr (GError) error = NULL;

  test_ledger_reverse (test, cash, 5000);
  g_assert_cmpuint (of_bill->len, ==, 2);
  g_assert_cmpstr (((KauntaPayment *) of_bill->pdata[0])->receipt, ==, cash);
  g_assert_cmpuint (of_payer->len, ==, 1);
  g_assert_cmpstr (((KauntaPayment *) of_payer->pdata[0])->receipt, ==, mpesa);
  g_assert_cmpstr (((KauntaPayment *) of_payer->pdata[0])->reference, ==, "UKN0000001");

  payment = kaunta_ledger_get_payment (test->ledger, cash, NULL);
  g_assert_cmpint (payment->change, ==, 10000);
  g_assert_cmpint (payment->tendered - payment->change, ==, payment->amount);
  g_assert_cmpstr (payment->reversed, ==, "wrong service");
  g_assert_cmpstr (payment->approver, ==, TEST_LEDGER_SUPERVISOR);
  g_assert_cmpstr (payment->till, ==, session);
  g_assert_null (kaunta_ledger_get_payment (test->ledger, "00421-000099", &error));
  g_assert_error (error, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_NOT_FOUND);
}

static void
test_finds_what_a_receipt_proves (void)
{
  g_autoptr (TestLedger) test = test_ledger_new ();
  g_autofree char *session = test_ledger_open_till (test);
  g_autofree char *bill = test_ledger_raise_bill (test, "20000001", "Wanjiku Atieno", 35000);
  g_autofree char *receipt = test_ledger_take_mpesa (test, bill, 30000, "UKN0000001");
  g_autoptr (KauntaEntry) printed
      = test_ledger_act (test, NULL, kaunta_fact_new_receipt_printed (receipt, 0));
  g_autoptr (KauntaEntry) entry = kaunta_ledger_get_payment_entry (test->ledger, receipt, NULL);
  g_autoptr (KauntaPayment) found = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (entry->type, ==, KAUNTA_FACT_PAYMENT_TAKEN);
  g_assert_cmpint (entry->seq, ==, printed->seq - 1);
  g_assert_null (kaunta_ledger_get_payment_entry (test->ledger, "00422-000001", &error));
  g_assert_error (error, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_NOT_FOUND);

  found = kaunta_ledger_find_reference (test->ledger, KAUNTA_TENDER_MPESA, "UKN0000001", NULL);
  g_assert_cmpstr (found->receipt, ==, receipt);
  g_assert_null (kaunta_ledger_find_reference (test->ledger, KAUNTA_TENDER_CARD, "UKN0000001", NULL));
  test_ledger_reverse (test, receipt, 30000);
  g_assert_null (kaunta_ledger_find_reference (test->ledger, KAUNTA_TENDER_MPESA, "UKN0000001", NULL));
}

static void
test_reads_the_till (void)
{
  g_autoptr (TestLedger) test = test_ledger_new ();
  g_autofree char *session = test_ledger_open_till (test);
  g_autofree char *bill = test_ledger_raise_bill (test, "20000001", "Wanjiku Atieno", 35000);
  g_autofree char *cash = test_ledger_take_cash (test, bill, 5000);
  g_autofree char *mpesa = test_ledger_take_mpesa (test, bill, 30000, "UKN0000001");
  g_autoptr (KauntaTill) open = NULL;
  g_autoptr (KauntaTill) closed = NULL;
  g_autoptr (GError) error = NULL;
  gint64 hours[24][KAUNTA_N_TENDERS];

  test_ledger_reverse (test, cash, 5000);
  open = kaunta_ledger_get_open_till (test->ledger, NULL);
  g_assert_cmpstr (open->session, ==, session);
  g_assert_cmpint (open->taken[KAUNTA_TENDER_CASH], ==, 5000);
  g_assert_cmpint (open->reversed[KAUNTA_TENDER_CASH], ==, 5000);
  g_assert_cmpint (open->taken[KAUNTA_TENDER_MPESA], ==, 30000);
  g_assert_cmpint (open->payments, ==, 2);
  g_assert_cmpint (open->reversals, ==, 1);
  g_assert_cmpint (open->counted, ==, -1);
  g_assert_cmpstr (open->first_receipt, ==, cash);
  g_assert_cmpstr (open->last_receipt, ==, mpesa);

  /* Five in the morning UTC is eight in Nairobi. */
  g_assert_true (kaunta_ledger_get_till_hours (test->ledger, session, hours, NULL));
  g_assert_cmpint (hours[8][KAUNTA_TENDER_CASH], ==, 5000);
  g_assert_cmpint (hours[8][KAUNTA_TENDER_MPESA], ==, 30000);
  g_assert_cmpint (hours[5][KAUNTA_TENDER_CASH], ==, 0);

  test_ledger_count_and_close (test);
  g_assert_null (kaunta_ledger_get_open_till (test->ledger, &error));
  g_assert_no_error (error);
  closed = kaunta_ledger_get_till (test->ledger, session, NULL);
  g_assert_cmpint (closed->counted, ==, closed->float_cents);
  g_assert_cmpint (closed->closed_at, >, closed->opened_at);
}

static void
test_keeps_what_the_portal_told (void)
{
  g_autoptr (TestLedger) test = test_ledger_new ();
  g_autoptr (GPtrArray) services = kaunta_ledger_get_services (test->ledger, NULL);
  g_autoptr (KauntaStaff) staff = kaunta_ledger_get_staff (test->ledger, TEST_LEDGER_SUPERVISOR, NULL);
  g_autoptr (KauntaPolicy) policy = kaunta_ledger_get_policy (test->ledger, NULL);
  g_autoptr (GError) error = NULL;
  gint64 heard_at = 0;
  g_autofree char *cursor = kaunta_ledger_get_cursor (test->ledger, &heard_at, NULL);

  g_assert_cmpuint (services->len, ==, 3);
  g_assert_cmpstr (((KauntaService *) services->pdata[0])->code, ==, "047-PARK");
  g_assert_cmpuint (((KauntaService *) services->pdata[0])->tariffs->len, ==, 1);
  g_assert_cmpint (staff->role, ==, KAUNTA_ROLE_SUPERVISOR);
  g_assert_cmpint (kaunta_ledger_count_staff (test->ledger, NULL), ==, 3);
  g_assert_cmpint (policy->variance_limit, ==, 5000);
  g_assert_cmpstr (cursor, ==, "cursor-1");
  g_assert_cmpint (heard_at, ==, TEST_LEDGER_MORNING_MS);
  g_assert_null (kaunta_ledger_get_staff (test->ledger, "9999", &error));
  g_assert_error (error, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_NOT_FOUND);
}

static void
test_page_of_changes_holds_as_a_whole (void)
{
  g_autoptr (TestLedger) test = test_ledger_new ();
  g_autofree char *number = NULL;
  g_autofree char *cursor = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (kaunta_ledger_begin_changes (test->ledger, NULL));
  number = hear_of_bill (test, 1, "20000005", 50000);
  g_assert_true (kaunta_ledger_delete_staff (test->ledger, TEST_LEDGER_CLERK, NULL));
  kaunta_ledger_roll_back_changes (test->ledger);
  g_assert_null (kaunta_ledger_get_bill (test->ledger, number, &error));
  g_assert_error (error, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_NOT_FOUND);
  g_assert_cmpint (kaunta_ledger_count_staff (test->ledger, NULL), ==, 3);
  cursor = kaunta_ledger_get_cursor (test->ledger, NULL, NULL);
  g_assert_cmpstr (cursor, ==, "cursor-1");
}

static void
test_settled_exceptions_are_gone (void)
{
  g_autoptr (TestLedger) test = test_ledger_new ();
  g_autoptr (KauntaException) open =
      kaunta_exception_new ("7", "double-payment", NULL, NULL, NULL, 100, 5, FALSE);
  g_autoptr (KauntaException) settled =
      kaunta_exception_new ("8", "double-payment", NULL, NULL, NULL, 100, 6, TRUE);
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;
  g_autoptr (KauntaEntry) entry = NULL;
  JsonObject *data = json_object_new ();

  g_assert_true (kaunta_ledger_put_exception (test->ledger, open, NULL));
  g_assert_true (kaunta_ledger_put_exception (test->ledger, settled, NULL));
  before = kaunta_ledger_get_exceptions (test->ledger, NULL);
  g_assert_cmpuint (before->len, ==, 1);

  json_object_set_string_member (data, "exception", "7");
  json_object_set_string_member (data, "action", "refund");
  json_object_set_string_member (data, "reason", "paid twice");
  entry =
      test_ledger_act (test, TEST_LEDGER_SUPERVISOR, kaunta_fact_new (KAUNTA_FACT_EXCEPTION_SETTLED, data));
  after = kaunta_ledger_get_exceptions (test->ledger, NULL);
  g_assert_cmpuint (after->len, ==, 0);
}

/* A push's answer that was kept on a stick is older than what the line told meanwhile. */
static void
test_settled_exceptions_stay_settled (void)
{
  g_autoptr (TestLedger) test = test_ledger_new ();
  g_autoptr (KauntaException) raised =
      kaunta_exception_new ("7", "double-payment", NULL, NULL, NULL, 100, 5, FALSE);
  g_autoptr (KauntaException) settled =
      kaunta_exception_new ("7", "double-payment", NULL, NULL, NULL, 100, 5, TRUE);
  g_autoptr (GPtrArray) open = NULL;

  g_assert_true (kaunta_ledger_put_exception (test->ledger, settled, NULL));
  g_assert_true (kaunta_ledger_put_exception (test->ledger, raised, NULL));
  open = kaunta_ledger_get_exceptions (test->ledger, NULL);
  g_assert_cmpuint (open->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reading/own-and-foreign-payments-add-up", test_own_and_foreign_payments_add_up);
  g_test_add_func ("/reading/portal-does-not-change-own-papers", test_portal_does_not_change_own_papers);
  g_test_add_func ("/reading/payment-waits-for-its-bill", test_payment_waits_for_its_bill);
  g_test_add_func ("/reading/finds-bills-by-what-is-typed", test_finds_bills_by_what_is_typed);
  g_test_add_func ("/reading/lists-newest-first-in-pages", test_lists_newest_first_in_pages);
  g_test_add_func ("/reading/finds-payers-entered-by-hand", test_finds_payers_entered_by_hand);
  g_test_add_func ("/reading/reads-payments-back", test_reads_payments_back);
  g_test_add_func ("/reading/finds-what-a-receipt-proves", test_finds_what_a_receipt_proves);
  g_test_add_func ("/reading/reads-the-till", test_reads_the_till);
  g_test_add_func ("/reading/keeps-what-the-portal-told", test_keeps_what_the_portal_told);
  g_test_add_func ("/reading/page-of-changes-holds-as-a-whole", test_page_of_changes_holds_as_a_whole);
  g_test_add_func ("/reading/settled-exceptions-are-gone", test_settled_exceptions_are_gone);
  g_test_add_func ("/reading/settled-exceptions-stay-settled", test_settled_exceptions_stay_settled);
  return g_test_run ();
}
