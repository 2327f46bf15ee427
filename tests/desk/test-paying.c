/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "catalogue.h"
#include "counter.h"
#include "number.h"
#include "typed.h"

#define add(path, function)                                                                                    \
  g_test_add ("/paying/" path, TestCounter, NULL, test_counter_set_up, function, test_counter_tear_down)

#define CASH(...) ((KauntaMoney){ .tender = KAUNTA_TENDER_CASH, __VA_ARGS__ })
#define MPESA(...) ((KauntaMoney){ .tender = KAUNTA_TENDER_MPESA, __VA_ARGS__ })

static KauntaPayment *
take (TestCounter *counter, KauntaBill *bill, KauntaMoney money, KauntaBillState state)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaBill) after = NULL;
  KauntaPayment *payment = test_take (counter, bill, money, &after, &error);

  g_assert_no_error (error);
  g_assert_cmpint (kaunta_bill_get_state (after), ==, state);
  return payment;
}

static void
refuse (TestCounter *counter, KauntaBill *bill, KauntaMoney money, KauntaDeskError code)
{
  g_autoptr (GError) error = NULL;
  gint64 seq = test_counter_get_seq (counter);

  g_assert_null (test_take (counter, bill, money, NULL, &error));
  g_assert_error (error, KAUNTA_DESK_ERROR, code);
  test_assert_sentence (&error, KAUNTA_DESK_ERROR);
  g_assert_cmpint (test_counter_get_seq (counter), ==, seq);
}

static void
cash_gives_a_receipt_and_change (TestCounter *counter, gconstpointer unused)
{
  g_autoptr (KauntaBill) bill = NULL;
  g_autoptr (KauntaPayment) payment = NULL;

  test_begin_day (counter);
  bill = test_sell (counter, test_service_permit ());
  payment = take (counter, bill, CASH (.tendered = "500"), KAUNTA_BILL_PAID);
  g_assert_cmpstr (payment->receipt, ==, "00421-000001");
  g_assert_cmpint (payment->amount, ==, 35000);
  g_assert_cmpint (payment->tendered, ==, 50000);
  g_assert_cmpint (payment->change, ==, 15000);
  g_assert_cmpint (payment->status, ==, KAUNTA_PAYMENT_CONFIRMED);
  g_assert_cmpstr (payment->till, ==, "00421-0001");
  /* The till that the window shows holds it at once. */
  g_assert_cmpint (kaunta_desk_get_till (counter->desk)->taken[KAUNTA_TENDER_CASH], ==, 35000);
}

static void
mpesa_is_claimed_until_confirmed (TestCounter *counter, gconstpointer unused)
{
  g_autoptr (KauntaBill) bill = NULL;
  g_autoptr (KauntaPayment) payment = NULL;

  test_begin_day (counter);
  bill = test_sell (counter, test_service_permit ());
  payment = take (counter, bill, MPESA (.reference = " ukn4 abcde1 ", .phone = "0712345678"), KAUNTA_BILL_PAID);
  g_assert_cmpint (payment->status, ==, KAUNTA_PAYMENT_CLAIMED);
  g_assert_cmpstr (payment->reference, ==, "UKN4ABCDE1");
  g_assert_cmpstr (payment->phone, ==, "254712345678");
}

static void
mpesa_without_a_phone_is_taken (TestCounter *counter, gconstpointer unused)
{
  g_autoptr (KauntaBill) bill = NULL;
  g_autoptr (KauntaPayment) payment = NULL;

  test_begin_day (counter);
  bill = test_sell (counter, test_service_permit ());
  payment = take (counter, bill, MPESA (.reference = "UKN4ABCDE1"), KAUNTA_BILL_PAID);
  g_assert_null (payment->phone);
}

static void
card_and_cheque_go_by_reference (TestCounter *counter, gconstpointer unused)
{
  g_autoptr (KauntaBill) bill = NULL;
  g_autoptr (KauntaPayment) card = NULL;
  g_autoptr (KauntaPayment) cheque = NULL;

  test_begin_day (counter);
  bill = test_sell (counter, test_service_permit ());
  card = take (counter, bill,
               (KauntaMoney){ .tender = KAUNTA_TENDER_CARD, .amount = "100.25", .reference = "pos-77/3" },
               KAUNTA_BILL_PART_PAID);
  g_assert_cmpstr (card->reference, ==, "POS-77/3");
  cheque = take (counter, bill, (KauntaMoney){ .tender = KAUNTA_TENDER_CHEQUE, .reference = "000123" },
                 KAUNTA_BILL_PAID);
  g_assert_cmpint (cheque->amount, ==, 24975);
  g_assert_cmpint (cheque->status, ==, KAUNTA_PAYMENT_CONFIRMED);
}

static void
cash_and_mpesa_share_a_bill (TestCounter *counter, gconstpointer unused)
{
  g_autoptr (KauntaBill) bill = NULL;
  g_autoptr (KauntaPayment) cash = NULL;
  g_autoptr (KauntaPayment) mpesa = NULL;

  test_begin_day (counter);
  bill = test_sell (counter, test_service_permit ());
  cash = take (counter, bill, CASH (.amount = "150", .tendered = "200"), KAUNTA_BILL_PART_PAID);
  g_assert_cmpint (cash->change, ==, 5000);
  /* The bill that the window holds is the one from before: what is due now counts. */
  mpesa = take (counter, bill, MPESA (.reference = "UKN4ABCDE1"), KAUNTA_BILL_PAID);
  g_assert_cmpint (mpesa->amount, ==, 20000);
}

static void
part_payment_is_finished_after_a_restart (TestCounter *counter, gconstpointer unused)
{
  g_autoptr (KauntaBill) bill = NULL;
  g_autoptr (KauntaPayment) first = NULL;
  g_autoptr (KauntaPayment) rest = NULL;

  test_begin_day (counter);
  bill = test_sell (counter, test_service_permit ());
  first = take (counter, bill, CASH (.amount = "100"), KAUNTA_BILL_PART_PAID);
  test_counter_restart (counter);
  g_assert_true (test_sign_in (counter, "1001", "1001", NULL));
  rest = take (counter, bill, CASH (), KAUNTA_BILL_PAID);
  g_assert_cmpint (rest->amount, ==, 25000);
  g_assert_cmpstr (rest->receipt, ==, "00421-000002");
}

static void
policy_may_forbid_part_payment (TestCounter *counter, gconstpointer unused)
{
  g_autoptr (KauntaBill) bill = NULL;

  test_begin_day (counter);
  bill = test_sell (counter, test_service_permit ());
  test_counter_put_policy (counter, FALSE);
  refuse (counter, bill, CASH (.amount = "100"), KAUNTA_DESK_ERROR_FIELD);
}

static void
another_counters_bill_is_paid_here (TestCounter *counter, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaPayer) payer = test_make_payer ();
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_bill_line_unref);
  g_autofree char *number = kaunta_bill_number_format ("00422", 1, NULL);
  g_autoptr (KauntaBill) bill = NULL;
  g_autoptr (KauntaPayment) payment = NULL;

  g_ptr_array_add (lines,
                   kaunta_bill_line_new ("UNKNOWN", "UNKNOWN@1", "Service of elsewhere", 1, 20000, 20000));
  bill = kaunta_bill_new (number, "00422", payer, lines, 1795420000000, "1003", &error);
  g_assert_no_error (error);
  bill->known = 1795420000000;
  test_counter_put_bill (counter, bill);

  test_begin_day (counter);
  payment = take (counter, bill, CASH (.tendered = "200"), KAUNTA_BILL_PAID);
  g_assert_cmpstr (payment->bill, ==, number);
  g_assert_cmpstr (payment->receipt, ==, "00421-000001");
}

static void
a_bill_is_paid_once (TestCounter *counter, gconstpointer unused)
{
  g_autoptr (KauntaBill) bill = NULL;
  g_autoptr (KauntaPayment) payment = NULL;

  test_begin_day (counter);
  bill = test_sell (counter, test_service_permit ());
  payment = take (counter, bill, CASH (), KAUNTA_BILL_PAID);
  /* As the window still shows it: all of it due. */
  refuse (counter, bill, CASH (), KAUNTA_DESK_ERROR_FIELD);
  refuse (counter, bill, CASH (.amount = "1"), KAUNTA_DESK_ERROR_FIELD);
}

static void
a_cancelled_bill_is_not_paid (TestCounter *counter, gconstpointer unused)
{
  g_autoptr (KauntaBill) bill = NULL;
  g_autoptr (KauntaApproval) approval = NULL;

  test_begin_day (counter);
  bill = test_sell (counter, test_service_permit ());
  approval = test_get_approval (counter);
  g_assert_true (test_cancel (counter, bill->number, "Raised twice", approval, NULL));
  refuse (counter, bill, CASH (), KAUNTA_DESK_ERROR_POLICY);
}

static void
a_code_pays_once_while_it_stands (TestCounter *counter, gconstpointer unused)
{
  g_autoptr (KauntaBill) first = NULL;
  g_autoptr (KauntaBill) second = NULL;
  g_autoptr (KauntaPayment) payment = NULL;
  g_autoptr (KauntaPayment) again = NULL;
  g_autoptr (KauntaPayment) card = NULL;
  g_autoptr (KauntaApproval) approval = NULL;

  test_begin_day (counter);
  first = test_sell (counter, test_service_permit ());
  second = test_sell (counter, test_service_permit ());
  payment = take (counter, first, MPESA (.reference = "UKN4ABCDE1"), KAUNTA_BILL_PAID);
  refuse (counter, second, MPESA (.reference = "ukn4abcde1"), KAUNTA_DESK_ERROR_FIELD);
  card = take (counter, second,
               (KauntaMoney){ .tender = KAUNTA_TENDER_CARD, .amount = "50", .reference = "UKN4ABCDE1" },
               KAUNTA_BILL_PART_PAID);

  approval = test_get_approval (counter);
  g_assert_true (test_reverse (counter, payment->receipt, "Wrong bill", approval, NULL));
  again = take (counter, second, MPESA (.reference = "UKN4ABCDE1"), KAUNTA_BILL_PAID);
}

static void
policy_says_what_a_service_takes (TestCounter *counter, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaBill) permit = NULL;
  g_autoptr (KauntaBill) passport = NULL;
  KauntaTenderSet allowed = 0;
  char *reasons[KAUNTA_N_TENDERS] = { NULL };

  test_begin_day (counter);
  permit = test_sell (counter, test_service_permit ());
  passport = test_sell (counter, test_service_passport ());

  test_get_tenders (counter, permit, &allowed, reasons, &error);
  g_assert_no_error (error);
  g_assert_cmphex (allowed, ==,
                   1u << KAUNTA_TENDER_CASH | 1u << KAUNTA_TENDER_MPESA | 1u << KAUNTA_TENDER_CARD
                       | 1u << KAUNTA_TENDER_CHEQUE);
  for (KauntaTender tender = 0; tender < KAUNTA_N_TENDERS; tender++)
    {
      g_assert_true ((reasons[tender] == NULL) == ((allowed & 1u << tender) != 0));
      g_clear_pointer (&reasons[tender], g_free);
    }

  test_get_tenders (counter, passport, &allowed, reasons, &error);
  g_assert_no_error (error);
  g_assert_cmphex (allowed & 1u << KAUNTA_TENDER_CASH, ==, 0);
  g_assert_nonnull (strstr (reasons[KAUNTA_TENDER_CASH], "Ordinary passport"));
  for (KauntaTender tender = 0; tender < KAUNTA_N_TENDERS; tender++)
    g_clear_pointer (&reasons[tender], g_free);

  refuse (counter, passport, CASH (), KAUNTA_DESK_ERROR_POLICY);
  refuse (counter, permit, (KauntaMoney){ .tender = KAUNTA_TENDER_AIRTEL, .reference = "ABC123" },
          KAUNTA_DESK_ERROR_POLICY);
}

static void
takes_nothing_without_clerk_or_own_till (TestCounter *counter, gconstpointer unused)
{
  g_autoptr (KauntaBill) bill = NULL;

  test_begin_day (counter);
  bill = test_sell (counter, test_service_permit ());
  g_assert_true (test_sign_out (counter, NULL));
  refuse (counter, bill, CASH (), KAUNTA_DESK_ERROR_SIGNED_OUT);
  g_assert_true (test_sign_in (counter, "1002", "2001", NULL));
  refuse (counter, bill, CASH (), KAUNTA_DESK_ERROR_TILL);
}

static void
bad_fields_save_nothing (TestCounter *counter, gconstpointer unused)
{
  g_autoptr (KauntaBill) bill = NULL;

  test_begin_day (counter);
  bill = test_sell (counter, test_service_permit ());
  for (guint i = 0; test_bad_numbers[i] != NULL; i++)
    {
      refuse (counter, bill, CASH (.amount = test_bad_numbers[i]), KAUNTA_DESK_ERROR_FIELD);
      refuse (counter, bill, CASH (.tendered = test_bad_numbers[i]), KAUNTA_DESK_ERROR_FIELD);
    }
  for (guint i = 0; test_bad_texts[i] != NULL; i++)
    {
      refuse (counter, bill, MPESA (.reference = test_bad_texts[i]), KAUNTA_DESK_ERROR_FIELD);
      refuse (counter, bill, MPESA (.reference = "UKN4ABCDE1", .phone = test_bad_texts[i]),
              KAUNTA_DESK_ERROR_FIELD);
    }
  refuse (counter, bill, MPESA (.amount = "10.50", .reference = "UKN4ABCDE1"), KAUNTA_DESK_ERROR_FIELD);
  refuse (counter, bill, CASH (.amount = "351"), KAUNTA_DESK_ERROR_FIELD);
  refuse (counter, bill, CASH (.amount = "0"), KAUNTA_DESK_ERROR_FIELD);
  refuse (counter, bill, CASH (.tendered = "349"), KAUNTA_DESK_ERROR_FIELD);
}

static void
reversal_needs_reason_and_approval_once (TestCounter *counter, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaBill) bill = NULL;
  g_autoptr (KauntaBill) after = NULL;
  g_autoptr (KauntaPayment) payment = NULL;
  g_autoptr (KauntaApproval) approval = NULL;
  g_autoptr (KauntaApproval) second = NULL;
  gint64 seq = 0;

  test_begin_day (counter);
  bill = test_sell (counter, test_service_permit ());
  payment = test_pay_cash (counter, bill);
  seq = test_counter_get_seq (counter);

  g_assert_false (test_reverse (counter, payment->receipt, "Wrong payer", NULL, &error));
  g_assert_error (error, KAUNTA_DESK_ERROR, KAUNTA_DESK_ERROR_ROLE);
  g_clear_error (&error);
  approval = test_get_approval (counter);
  g_assert_false (test_reverse (counter, payment->receipt, " ", approval, &error));
  g_assert_error (error, KAUNTA_DESK_ERROR, KAUNTA_DESK_ERROR_FIELD);
  g_clear_error (&error);
  g_assert_cmpint (test_counter_get_seq (counter), ==, seq);

  test_reverse (counter, payment->receipt, "Wrong payer", approval, &error);
  g_assert_no_error (error);
  after = test_open_bill (counter, bill->number, NULL, NULL);
  g_assert_cmpint (kaunta_bill_get_state (after), ==, KAUNTA_BILL_OPEN);
  g_assert_cmpint (kaunta_desk_get_till (counter->desk)->reversed[KAUNTA_TENDER_CASH], ==, 35000);

  seq = test_counter_get_seq (counter);
  g_assert_false (test_reverse (counter, payment->receipt, "Wrong payer", approval, &error));
  g_assert_error (error, KAUNTA_DESK_ERROR, KAUNTA_DESK_ERROR_ROLE);
  g_clear_error (&error);
  second = test_get_approval (counter);
  g_assert_false (test_reverse (counter, payment->receipt, "Wrong payer", second, &error));
  g_assert_error (error, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_REFUSED);
  g_assert_cmpint (test_counter_get_seq (counter), ==, seq);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("cash-gives-a-receipt-and-change", cash_gives_a_receipt_and_change);
  add ("mpesa-is-claimed-until-confirmed", mpesa_is_claimed_until_confirmed);
  add ("mpesa-without-a-phone-is-taken", mpesa_without_a_phone_is_taken);
  add ("card-and-cheque-go-by-reference", card_and_cheque_go_by_reference);
  add ("cash-and-mpesa-share-a-bill", cash_and_mpesa_share_a_bill);
  add ("part-payment-is-finished-after-a-restart", part_payment_is_finished_after_a_restart);
  add ("policy-may-forbid-part-payment", policy_may_forbid_part_payment);
  add ("another-counters-bill-is-paid-here", another_counters_bill_is_paid_here);
  add ("a-bill-is-paid-once", a_bill_is_paid_once);
  add ("a-cancelled-bill-is-not-paid", a_cancelled_bill_is_not_paid);
  add ("a-code-pays-once-while-it-stands", a_code_pays_once_while_it_stands);
  add ("policy-says-what-a-service-takes", policy_says_what_a_service_takes);
  add ("takes-nothing-without-clerk-or-own-till", takes_nothing_without_clerk_or_own_till);
  add ("bad-fields-save-nothing", bad_fields_save_nothing);
  add ("reversal-needs-reason-and-approval-once", reversal_needs_reason_and_approval_once);

  return g_test_run ();
}
