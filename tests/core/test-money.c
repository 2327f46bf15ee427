/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>

#include "core-error.h"
#include "money.h"
#include "tender.h"
#include "till.h"

static void
assert_reads (const char *typed, gint64 expected)
{
  g_autoptr (GError) error = NULL;
  gint64 cents = -1;

  g_assert_true (kaunta_cents_parse (typed, &cents, &error));
  g_assert_no_error (error);
  g_assert_cmpint (cents, ==, expected);
}

static void
assert_refuses (const char *typed, KauntaCoreError code)
{
  g_autoptr (GError) error = NULL;
  gint64 cents = -1;

  g_assert_false (kaunta_cents_parse (typed, &cents, &error));
  g_assert_error (error, KAUNTA_CORE_ERROR, (int) code);
  g_assert_true (g_str_has_suffix (error->message, "."));
  g_assert_cmpint (cents, ==, -1);
}

static void
test_reads_amounts_as_typed (void)
{
  assert_reads ("1250", 125000);
  assert_reads (" 1,250 ", 125000);
  assert_reads ("1250.5", 125050);
  assert_reads ("1250.05", 125005);
  assert_reads ("KES 1 250/=", 125000);
  assert_reads ("Ksh.300/-", 30000);
  assert_reads ("0", 0);
  assert_reads ("90071992547408", G_GINT64_CONSTANT (9007199254740800));
}

static void
test_refuses_what_is_no_amount (void)
{
  assert_refuses (NULL, KAUNTA_CORE_ERROR_INVALID);
  assert_refuses ("", KAUNTA_CORE_ERROR_EMPTY);
  assert_refuses ("   ", KAUNTA_CORE_ERROR_EMPTY);
  assert_refuses ("-5", KAUNTA_CORE_ERROR_INVALID);
  assert_refuses ("1.234", KAUNTA_CORE_ERROR_INVALID);
  assert_refuses ("1.2.3", KAUNTA_CORE_ERROR_INVALID);
  assert_refuses ("1.", KAUNTA_CORE_ERROR_INVALID);
  assert_refuses ("12a", KAUNTA_CORE_ERROR_INVALID);
  assert_refuses ("1e9", KAUNTA_CORE_ERROR_INVALID);
  assert_refuses ("٣٠٠", KAUNTA_CORE_ERROR_INVALID);
  assert_refuses ("\xff\xfe", KAUNTA_CORE_ERROR_INVALID);
  assert_refuses ("9223372036854775808", KAUNTA_CORE_ERROR_RANGE);
  assert_refuses ("90071992547410", KAUNTA_CORE_ERROR_RANGE);
  assert_refuses ("99999999999999999999999999999999999999999999999999999999999999999", KAUNTA_CORE_ERROR_INVALID);
}

static void
test_writes_amounts_in_groups (void)
{
  g_autofree char *long_form = kaunta_cents_format (125000050);
  g_autofree char *short_form = kaunta_cents_format_short (125000000);
  g_autofree char *odd = kaunta_cents_format_short (5);
  g_autofree char *negative = kaunta_cents_format (-100);

  g_assert_cmpstr (long_form, ==, "1,250,000.50");
  g_assert_cmpstr (short_form, ==, "1,250,000");
  g_assert_cmpstr (odd, ==, "0.05");
  g_assert_cmpstr (negative, ==, "−1.00");
}

static void
test_refuses_to_overflow (void)
{
  g_autoptr (GError) added = NULL;
  g_autoptr (GError) subtracted = NULL;
  g_autoptr (GError) multiplied = NULL;
  gint64 cents = 7;

  g_assert_false (kaunta_cents_add (KAUNTA_CENTS_MAX, 1, &cents, &added));
  g_assert_error (added, KAUNTA_CORE_ERROR, KAUNTA_CORE_ERROR_RANGE);
  g_assert_false (kaunta_cents_subtract (-KAUNTA_CENTS_MAX, 1, &cents, &subtracted));
  g_assert_error (subtracted, KAUNTA_CORE_ERROR, KAUNTA_CORE_ERROR_RANGE);
  g_assert_false (kaunta_cents_multiply (G_MAXINT64 / 2, 3, &cents, &multiplied));
  g_assert_error (multiplied, KAUNTA_CORE_ERROR, KAUNTA_CORE_ERROR_RANGE);
  g_assert_cmpint (cents, ==, 7);

  g_assert_true (kaunta_cents_add (KAUNTA_CENTS_MAX, -1, &cents, NULL));
  g_assert_cmpint (cents, ==, KAUNTA_CENTS_MAX - 1);
}

/* The bound is the format's, not ours: RFC 8785 keeps integers exactly up to 2^53 - 1. */
static void
test_keeps_what_json_keeps_exactly (void)
{
  gint64 cents = 0;

  g_assert_true (kaunta_cents_add (G_GINT64_CONSTANT (9007199254740990), 1, &cents, NULL));
  g_assert_cmpint (cents, ==, (G_GINT64_CONSTANT (1) << 53) - 1);
  g_assert_false (kaunta_cents_add (G_GINT64_CONSTANT (9007199254740991), 1, &cents, NULL));
}

static void
test_adds_up_notes_and_coins (void)
{
  KauntaCount count = { { 1, 1, 1, 1, 1, 1, 1, 1, 1, 1 } };
  g_autoptr (GError) negative = NULL;
  g_autoptr (GError) too_many = NULL;
  gint64 total = 0;

  g_assert_true (kaunta_count_total (&count, &total, NULL));
  g_assert_cmpint (total, ==, 192600);

  count.pieces[3] = -1;
  g_assert_false (kaunta_count_total (&count, &total, &negative));
  g_assert_error (negative, KAUNTA_CORE_ERROR, KAUNTA_CORE_ERROR_INVALID);

  count.pieces[3] = G_MAXINT64;
  g_assert_false (kaunta_count_total (&count, &total, &too_many));
  g_assert_error (too_many, KAUNTA_CORE_ERROR, KAUNTA_CORE_ERROR_RANGE);
}

static void
test_expects_what_the_formula_says (void)
{
  g_autoptr (KauntaTill) till = kaunta_till_new ();
  gint64 cents = 0;

  till->float_cents = 200000;
  till->taken[KAUNTA_TENDER_CASH] = 150000;
  till->reversed[KAUNTA_TENDER_CASH] = 30000;
  till->dropped = 100000;
  till->paid_in = 5000;
  till->taken[KAUNTA_TENDER_MPESA] = 40000;

  g_assert_true (kaunta_till_get_expected (till, KAUNTA_TENDER_CASH, &cents, NULL));
  g_assert_cmpint (cents, ==, 225000);
  g_assert_true (kaunta_till_get_expected (till, KAUNTA_TENDER_MPESA, &cents, NULL));
  g_assert_cmpint (cents, ==, 40000);
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/money/reads-amounts-as-typed", test_reads_amounts_as_typed);
  g_test_add_func ("/money/refuses-what-is-no-amount", test_refuses_what_is_no_amount);
  g_test_add_func ("/money/writes-amounts-in-groups", test_writes_amounts_in_groups);
  g_test_add_func ("/money/refuses-to-overflow", test_refuses_to_overflow);
  g_test_add_func ("/money/keeps-what-json-keeps-exactly", test_keeps_what_json_keeps_exactly);
  g_test_add_func ("/money/adds-up-notes-and-coins", test_adds_up_notes_and_coins);
  g_test_add_func ("/money/expects-what-the-formula-says", test_expects_what_the_formula_says);

  return g_test_run ();
}
