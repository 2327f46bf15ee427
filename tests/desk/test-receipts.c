/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "catalogue.h"
#include "counter.h"
#include "typed.h"

#define add(path, function)                                                                                    \
  g_test_add ("/receipts/" path, TestCounter, NULL, test_counter_set_up, function, test_counter_tear_down)

static void
holds_all_that_is_printed (TestCounter *counter, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaBill) bill = NULL;
  g_autoptr (KauntaPayment) first = NULL;
  g_autoptr (KauntaPayment) rest = NULL;
  g_autoptr (KauntaEntry) taken = NULL;
  g_autoptr (KauntaReceipt) receipt = NULL;
  g_autofree char *hash = NULL;

  test_begin_day (counter);
  bill = test_sell (counter, test_service_permit ());
  first = test_take (counter, bill, (KauntaMoney){ .tender = KAUNTA_TENDER_CASH, .amount = "100" }, NULL, NULL);
  rest = test_pay_cash (counter, bill);
  taken = test_counter_get_entry (counter, 0);

  receipt = test_print (counter, rest->receipt, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (receipt->county_name, ==, "Nairobi City");
  g_assert_cmpstr (receipt->office_name, ==, "Westlands");
  g_assert_cmpstr (receipt->counter_name, ==, "Counter 1");
  g_assert_cmpstr (receipt->clerk_name, ==, "First Clerk");
  g_assert_cmpstr (receipt->bill->number, ==, bill->number);
  g_assert_cmpuint (receipt->bill->lines->len, ==, 1);
  g_assert_cmpstr (receipt->payment->receipt, ==, rest->receipt);
  g_assert_cmpint (receipt->payment->amount, ==, 25000);
  g_assert_cmpint (receipt->paid_before, ==, 10000);
  g_assert_cmpint (receipt->copy, ==, 1);
  hash = kaunta_hash_to_hex (taken->hash);
  g_assert_cmpuint (strlen (receipt->hash), ==, 16);
  g_assert_true (g_str_has_prefix (hash, receipt->hash));
}

static void
each_copy_is_in_the_journal_before_it_is_printed (TestCounter *counter, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaBill) bill = NULL;
  g_autoptr (KauntaPayment) payment = NULL;

  test_begin_day (counter);
  bill = test_sell (counter, test_service_permit ());
  payment = test_pay_cash (counter, bill);
  for (gint64 copy = 1; copy <= 2; copy++)
    {
      g_autoptr (KauntaReceipt) receipt = test_print (counter, payment->receipt, NULL, &error);
      g_autoptr (KauntaEntry) entry = test_counter_get_entry (counter, 0);

      g_assert_no_error (error);
      g_assert_cmpint (receipt->copy, ==, copy);
      g_assert_cmpint (entry->type, ==, KAUNTA_FACT_RECEIPT_PRINTED);
      g_assert_cmpint (json_object_get_int_member (entry->data, "copy"), ==, copy);
    }
}

static void
the_third_copy_needs_approval (TestCounter *counter, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaBill) bill = NULL;
  g_autoptr (KauntaPayment) payment = NULL;
  g_autoptr (KauntaReceipt) first = NULL;
  g_autoptr (KauntaReceipt) second = NULL;
  g_autoptr (KauntaReceipt) third = NULL;
  g_autoptr (KauntaApproval) approval = NULL;
  gint64 seq = 0;

  test_begin_day (counter);
  bill = test_sell (counter, test_service_permit ());
  payment = test_pay_cash (counter, bill);
  first = test_print (counter, payment->receipt, NULL, NULL);
  second = test_print (counter, payment->receipt, NULL, NULL);
  seq = test_counter_get_seq (counter);

  g_assert_null (test_print (counter, payment->receipt, NULL, &error));
  g_assert_error (error, KAUNTA_DESK_ERROR, KAUNTA_DESK_ERROR_ROLE);
  test_assert_sentence (&error, KAUNTA_DESK_ERROR);
  g_assert_cmpint (test_counter_get_seq (counter), ==, seq);

  approval = test_get_approval (counter);
  third = test_print (counter, payment->receipt, approval, &error);
  g_assert_no_error (error);
  g_assert_cmpint (third->copy, ==, 3);
}

static void
showing_writes_nothing (TestCounter *counter, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaBill) bill = NULL;
  g_autoptr (KauntaPayment) payment = NULL;
  g_autoptr (KauntaReceipt) unprinted = NULL;
  g_autoptr (KauntaReceipt) first = NULL;
  g_autoptr (KauntaReceipt) second = NULL;
  g_autoptr (KauntaReceipt) shown = NULL;
  gint64 seq = 0;

  test_begin_day (counter);
  bill = test_sell (counter, test_service_permit ());
  payment = test_pay_cash (counter, bill);
  seq = test_counter_get_seq (counter);
  unprinted = test_show (counter, payment->receipt, &error);
  g_assert_no_error (error);
  g_assert_cmpint (unprinted->copy, ==, 1);
  g_assert_cmpint (test_counter_get_seq (counter), ==, seq);

  first = test_print (counter, payment->receipt, NULL, NULL);
  second = test_print (counter, payment->receipt, NULL, NULL);
  shown = test_show (counter, payment->receipt, NULL);
  g_assert_cmpint (shown->copy, ==, 2);
  g_assert_cmpstr (shown->hash, ==, first->hash);
}

static void
an_unknown_receipt_is_refused (TestCounter *counter, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  test_begin_day (counter);
  g_assert_null (test_print (counter, "00421-000009", NULL, &error));
  g_assert_error (error, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_NOT_FOUND);
  test_assert_sentence (&error, KAUNTA_STORE_ERROR);
  g_assert_null (test_show (counter, "", &error));
  test_assert_sentence (&error, KAUNTA_STORE_ERROR);
}

static void
another_counters_receipt_is_printed_there (TestCounter *counter, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaBill) bill = NULL;
  g_autoptr (KauntaPayment) elsewhere = kaunta_payment_new ();

  test_begin_day (counter);
  bill = test_sell (counter, test_service_permit ());
  elsewhere->receipt = g_strdup ("00422-000001");
  elsewhere->device = g_strdup ("00422");
  elsewhere->bill = g_strdup (bill->number);
  elsewhere->tender = KAUNTA_TENDER_CASH;
  elsewhere->amount = elsewhere->tendered = 35000;
  elsewhere->taken_at = 1795420800000;
  elsewhere->clerk = g_strdup ("1003");
  elsewhere->till = g_strdup ("00422-0001");
  test_counter_put_payment (counter, elsewhere);

  g_assert_null (test_print (counter, "00422-000001", NULL, &error));
  test_assert_sentence (&error, KAUNTA_STORE_ERROR);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("holds-all-that-is-printed", holds_all_that_is_printed);
  add ("each-copy-is-in-the-journal-before-it-is-printed", each_copy_is_in_the_journal_before_it_is_printed);
  add ("the-third-copy-needs-approval", the_third_copy_needs_approval);
  add ("showing-writes-nothing", showing_writes_nothing);
  add ("an-unknown-receipt-is-refused", an_unknown_receipt_is_refused);
  add ("another-counters-receipt-is-printed-there", another_counters_receipt_is_printed_there);

  return g_test_run ();
}
