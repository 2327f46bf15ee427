/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "paying.h"
#include "typed.h"

/* 2026-11-23T08:00:00Z; an M-PESA code of that day begins with UKN. */
#define NOW G_GINT64_CONSTANT (1795420800000)
#define DUE G_GINT64_CONSTANT (35000)

static void
check (KauntaMoney money, gboolean part_payment, gint64 amount, gint64 change)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *warning = NULL;
  const char *field = "unset";
  gint64 got_amount = 0;
  gint64 got_change = -1;

  g_assert_true (
      kaunta_money_check (&money, DUE, part_payment, NOW, &got_amount, &got_change, &field, &warning, &error));
  g_assert_no_error (error);
  g_assert_null (field);
  g_assert_null (warning);
  g_assert_cmpint (got_amount, ==, amount);
  g_assert_cmpint (got_change, ==, change);
}

static void
refuse (KauntaMoney money, gint64 due, gboolean part_payment, const char *field)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *warning = NULL;
  const char *got_field = NULL;
  gint64 amount = -1;
  gint64 change = -1;

  g_assert_false (
      kaunta_money_check (&money, due, part_payment, NOW, &amount, &change, &got_field, &warning, &error));
  test_assert_sentence (&error, KAUNTA_DESK_ERROR);
  g_assert_cmpstr (got_field, ==, field);
  g_assert_null (warning);
  g_assert_cmpint (amount, ==, -1);
  g_assert_cmpint (change, ==, -1);
}

static void
test_empty_amount_is_all_that_is_due (void)
{
  check ((KauntaMoney){ KAUNTA_TENDER_CASH, "", "", NULL, NULL }, FALSE, DUE, 0);
  check ((KauntaMoney){ KAUNTA_TENDER_CASH, NULL, NULL, NULL, NULL }, FALSE, DUE, 0);
  check ((KauntaMoney){ KAUNTA_TENDER_CASH, "  ", "  ", NULL, NULL }, FALSE, DUE, 0);
}

static void
test_cash_gives_change (void)
{
  check ((KauntaMoney){ KAUNTA_TENDER_CASH, "", "1,000", NULL, NULL }, FALSE, DUE, 65000);
  check ((KauntaMoney){ KAUNTA_TENDER_CASH, "100", "200", NULL, NULL }, TRUE, 10000, 10000);
}

static void
test_refuses_too_little_cash (void)
{
  refuse ((KauntaMoney){ KAUNTA_TENDER_CASH, "", "349.99", NULL, NULL }, DUE, TRUE, "tendered");
  refuse ((KauntaMoney){ KAUNTA_TENDER_CASH, "", "0", NULL, NULL }, DUE, TRUE, "tendered");
}

static void
test_refuses_more_than_is_due (void)
{
  refuse ((KauntaMoney){ KAUNTA_TENDER_CASH, "350.01", "", NULL, NULL }, DUE, TRUE, "amount");
  refuse ((KauntaMoney){ KAUNTA_TENDER_CARD, "351", NULL, "SLIP 1", NULL }, DUE, TRUE, "amount");
}

static void
test_part_payment_is_for_policy_to_allow (void)
{
  check ((KauntaMoney){ KAUNTA_TENDER_CASH, "349.99", "", NULL, NULL }, TRUE, 34999, 0);
  refuse ((KauntaMoney){ KAUNTA_TENDER_CASH, "349.99", "", NULL, NULL }, DUE, FALSE, "amount");
}

static void
test_refuses_nothing (void)
{
  refuse ((KauntaMoney){ KAUNTA_TENDER_CASH, "0", "", NULL, NULL }, DUE, TRUE, "amount");
  refuse ((KauntaMoney){ KAUNTA_TENDER_CASH, "", "", NULL, NULL }, 0, TRUE, "amount");
}

static void
test_mpesa_takes_whole_shillings (void)
{
  refuse ((KauntaMoney){ KAUNTA_TENDER_MPESA, "100.50", NULL, "UKN4ABCDE1", NULL }, DUE, TRUE, "amount");
  check ((KauntaMoney){ KAUNTA_TENDER_MPESA, "100", NULL, "UKN4ABCDE1", NULL }, TRUE, 10000, 0);
  check ((KauntaMoney){ KAUNTA_TENDER_CARD, "100.50", NULL, "000123", NULL }, TRUE, 10050, 0);
}

static void
test_odd_mpesa_code_is_warned_of_and_taken (void)
{
  const KauntaMoney money = { KAUNTA_TENDER_MPESA, "", NULL, "abc", NULL };
  g_autofree char *warning = NULL;

  g_assert_true (kaunta_money_check (&money, DUE, FALSE, NOW, NULL, NULL, NULL, &warning, NULL));
  g_assert_nonnull (warning);
}

static void
test_reference_is_needed_but_for_cash (void)
{
  static const KauntaTender tenders[] = { KAUNTA_TENDER_MPESA, KAUNTA_TENDER_CARD, KAUNTA_TENDER_CHEQUE };
  static const char *const bad[] = { "", "  ", "ab", "a b", "rück 1", "x';--", NULL };

  for (guint i = 0; i < G_N_ELEMENTS (tenders); i++)
    {
      refuse ((KauntaMoney){ tenders[i], "", NULL, NULL, NULL }, DUE, FALSE, "reference");
      for (guint k = 0; bad[k] != NULL; k++)
        refuse ((KauntaMoney){ tenders[i], "", NULL, bad[k], NULL }, DUE, FALSE, "reference");
      for (guint k = 0; test_bad_texts[k] != NULL; k++)
        refuse ((KauntaMoney){ tenders[i], "", NULL, test_bad_texts[k], NULL }, DUE, FALSE, "reference");
      refuse ((KauntaMoney){ tenders[i], "", NULL, "123456789012345678901234567890123", NULL }, DUE, FALSE,
              "reference");
    }
}

static void
test_phone_may_be_left_out_and_is_checked (void)
{
  check ((KauntaMoney){ KAUNTA_TENDER_MPESA, "", NULL, "UKN4ABCDE1", "" }, FALSE, DUE, 0);
  check ((KauntaMoney){ KAUNTA_TENDER_MPESA, "", NULL, "ukn4 abcde1", "0712 345 678" }, FALSE, DUE, 0);
  refuse ((KauntaMoney){ KAUNTA_TENDER_MPESA, "", NULL, "UKN4ABCDE1", "12345" }, DUE, FALSE, "phone");
  for (guint i = 0; test_bad_texts[i] != NULL; i++)
    refuse ((KauntaMoney){ KAUNTA_TENDER_MPESA, "", NULL, "UKN4ABCDE1", test_bad_texts[i] }, DUE, FALSE,
            "phone");
}

static void
test_refuses_bad_amounts (void)
{
  for (guint i = 0; test_bad_numbers[i] != NULL; i++)
    {
      refuse ((KauntaMoney){ KAUNTA_TENDER_CASH, test_bad_numbers[i], "", NULL, NULL }, DUE, TRUE, "amount");
      refuse ((KauntaMoney){ KAUNTA_TENDER_CASH, "", test_bad_numbers[i], NULL, NULL }, DUE, TRUE, "tendered");
    }
  for (guint i = 0; test_bad_texts[i] != NULL; i++)
    {
      refuse ((KauntaMoney){ KAUNTA_TENDER_CARD, test_bad_texts[i], NULL, "000123", NULL }, DUE, TRUE,
              "amount");
      refuse ((KauntaMoney){ KAUNTA_TENDER_CASH, "", test_bad_texts[i], NULL, NULL }, DUE, TRUE, "tendered");
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/money/empty-amount-is-all-that-is-due", test_empty_amount_is_all_that_is_due);
  g_test_add_func ("/money/cash-gives-change", test_cash_gives_change);
  g_test_add_func ("/money/refuses-too-little-cash", test_refuses_too_little_cash);
  g_test_add_func ("/money/refuses-more-than-is-due", test_refuses_more_than_is_due);
  g_test_add_func ("/money/part-payment-is-for-policy-to-allow", test_part_payment_is_for_policy_to_allow);
  g_test_add_func ("/money/refuses-nothing", test_refuses_nothing);
  g_test_add_func ("/money/mpesa-takes-whole-shillings", test_mpesa_takes_whole_shillings);
  g_test_add_func ("/money/odd-mpesa-code-is-warned-of-and-taken", test_odd_mpesa_code_is_warned_of_and_taken);
  g_test_add_func ("/money/reference-is-needed-but-for-cash", test_reference_is_needed_but_for_cash);
  g_test_add_func ("/money/phone-may-be-left-out-and-is-checked", test_phone_may_be_left_out_and_is_checked);
  g_test_add_func ("/money/refuses-bad-amounts", test_refuses_bad_amounts);

  return g_test_run ();
}
