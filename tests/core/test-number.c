/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "core-error.h"
#include "number.h"

static void
test_knows_the_published_check_digit (void)
{
  g_assert_cmpint (kaunta_damm_digit ("572"), ==, 4);
  g_assert_cmpint (kaunta_damm_digit ("5724"), ==, 0);
}

static void
test_numbers_bills_by_device_and_serial (void)
{
  g_autofree char *number = kaunta_bill_number_format ("00421", 1, NULL);
  g_autofree char *shown = kaunta_bill_number_display (number);
  g_autofree char *device = NULL;
  gint64 serial = 0;

  g_assert_cmpstr (number, ==, "004210000017");
  g_assert_cmpstr (shown, ==, "0042 1000 0017");
  g_assert_true (kaunta_bill_number_parse (number, &device, &serial, NULL));
  g_assert_cmpstr (device, ==, "00421");
  g_assert_cmpint (serial, ==, 1);
}

/* What the Damm scheme promises: every single wrong digit and every swap of neighbours is found. */
static void
test_finds_each_wrong_digit_and_each_swap (void)
{
  g_autofree char *number = kaunta_bill_number_format ("00421", 123457, NULL);

  for (gsize i = 0; i < strlen (number); i++)
    {
      char was = number[i];

      for (char digit = '0'; digit <= '9'; digit++)
        {
          number[i] = digit;
          g_assert_cmpint (kaunta_bill_number_parse (number, NULL, NULL, NULL), ==, digit == was);
        }
      number[i] = was;
    }

  for (gsize i = 0; i + 1 < strlen (number); i++)
    {
      char first = number[i];

      number[i] = number[i + 1];
      number[i + 1] = first;
      g_assert_cmpint (kaunta_bill_number_parse (number, NULL, NULL, NULL), ==, number[i] == number[i + 1]);
      number[i + 1] = number[i];
      number[i] = first;
    }
}

static void
test_refuses_numbers_of_another_shape (void)
{
  static const char *const bills[] = { "", "00421000001", "0042100000170", "00421000001x", "0042 1000 0017", "004210000000" };
  static const char *const receipts[] = { "", "00421-00001", "00421-0000011", "0042100000-1", "00421_000001", "00421-000000" };

  for (guint i = 0; i < G_N_ELEMENTS (bills); i++)
    g_assert_false (kaunta_bill_number_parse (bills[i], NULL, NULL, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (receipts); i++)
    g_assert_false (kaunta_receipt_number_parse (receipts[i], NULL, NULL, NULL));
  g_assert_false (kaunta_till_session_parse ("00421-000001", NULL, NULL, NULL));
  g_assert_false (kaunta_bill_number_parse (NULL, NULL, NULL, NULL));
}

static void
test_never_starts_a_series_again (void)
{
  g_autoptr (GError) bills = NULL;
  g_autoptr (GError) receipts = NULL;
  g_autoptr (GError) tills = NULL;
  g_autofree char *last = kaunta_receipt_number_format ("00421", KAUNTA_SERIAL_MAX, NULL);

  g_assert_cmpstr (last, ==, "00421-999999");
  g_assert_null (kaunta_bill_number_format ("00421", KAUNTA_SERIAL_MAX + 1, &bills));
  g_assert_error (bills, KAUNTA_CORE_ERROR, KAUNTA_CORE_ERROR_RANGE);
  g_assert_null (kaunta_receipt_number_format ("00421", KAUNTA_SERIAL_MAX + 1, &receipts));
  g_assert_error (receipts, KAUNTA_CORE_ERROR, KAUNTA_CORE_ERROR_RANGE);
  g_assert_null (kaunta_till_session_format ("00421", KAUNTA_TILL_SERIAL_MAX + 1, &tills));
  g_assert_error (tills, KAUNTA_CORE_ERROR, KAUNTA_CORE_ERROR_RANGE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/number/knows-the-published-check-digit", test_knows_the_published_check_digit);
  g_test_add_func ("/number/numbers-bills-by-device-and-serial", test_numbers_bills_by_device_and_serial);
  g_test_add_func ("/number/finds-each-wrong-digit-and-each-swap", test_finds_each_wrong_digit_and_each_swap);
  g_test_add_func ("/number/refuses-numbers-of-another-shape", test_refuses_numbers_of_another_shape);
  g_test_add_func ("/number/never-starts-a-series-again", test_never_starts_a_series_again);

  return g_test_run ();
}
