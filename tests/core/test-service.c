/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>

#include "core-error.h"
#include "money.h"
#include "service.h"

static KauntaService *
make_service (KauntaTariffKind kind, gint64 amount, gint64 further)
{
  KauntaService *service = kaunta_service_new ("047-PRK-HOUR", "Hourly parking", "Maegesho", "County", "047", "", KAUNTA_TENDER_SET_ALL);

  g_ptr_array_add (service->tariffs,
                   kaunta_tariff_new ("047-PRK-HOUR@1", "047-PRK-HOUR", kind, "per hour", amount, further, "2024-01-01", NULL, "test"));
  return service;
}

static GPtrArray *
price (KauntaService *service, gint64 quantity, gint64 assessed, GError **error)
{
  return kaunta_tariff_price (service->tariffs->pdata[0], service, quantity, assessed, error);
}

static void
test_prices_a_stepped_tariff_in_two_lines (void)
{
  g_autoptr (KauntaService) service = make_service (KAUNTA_TARIFF_STEPPED, 10000, 5000);
  g_autoptr (GPtrArray) three = price (service, 3, 0, NULL);
  g_autoptr (GPtrArray) one = price (service, 1, 0, NULL);
  const KauntaBillLine *further = three->pdata[1];

  g_assert_cmpuint (one->len, ==, 1);
  g_assert_cmpuint (three->len, ==, 2);
  g_assert_cmpint (further->quantity, ==, 2);
  g_assert_cmpint (further->amount, ==, 10000);
}

static void
test_takes_the_amount_of_an_assessment (void)
{
  g_autoptr (KauntaService) service = make_service (KAUNTA_TARIFF_ASSESSED, 0, 0);
  g_autoptr (GPtrArray) lines = price (service, 1, 123456, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (((KauntaBillLine *) lines->pdata[0])->amount, ==, 123456);
  g_assert_null (price (service, 1, 0, &error));
  g_assert_error (error, KAUNTA_CORE_ERROR, KAUNTA_CORE_ERROR_EMPTY);
}

static void
test_refuses_quantities_out_of_bounds (void)
{
  static const gint64 wrong[] = { 0, -1, 100001, 1000000000, G_MAXINT64 };
  g_autoptr (KauntaService) service = make_service (KAUNTA_TARIFF_PER_UNIT, 4000, 0);
  g_autoptr (KauntaService) dear = make_service (KAUNTA_TARIFF_PER_UNIT, KAUNTA_CENTS_MAX, 0);
  g_autoptr (GError) overflow = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (price (service, wrong[i], 0, &error));
      g_assert_error (error, KAUNTA_CORE_ERROR, KAUNTA_CORE_ERROR_RANGE);
    }
  g_assert_null (price (dear, 2, 0, &overflow));
  g_assert_error (overflow, KAUNTA_CORE_ERROR, KAUNTA_CORE_ERROR_RANGE);
}

static void
test_uses_the_version_in_force_on_the_day (void)
{
  g_autoptr (KauntaService) service = make_service (KAUNTA_TARIFF_FIXED, 25000, 0);

  g_ptr_array_add (service->tariffs, kaunta_tariff_new ("047-PRK-HOUR@2", "047-PRK-HOUR", KAUNTA_TARIFF_FIXED, "per hour", 99900, 0,
                                                        "2025-07-01", "2025-12-31", "annulled later"));

  g_assert_null (kaunta_service_get_tariff (service, "2023-12-31"));
  g_assert_cmpstr (kaunta_service_get_tariff (service, "2025-06-30")->id, ==, "047-PRK-HOUR@1");
  g_assert_cmpstr (kaunta_service_get_tariff (service, "2025-07-01")->id, ==, "047-PRK-HOUR@2");
  g_assert_cmpstr (kaunta_service_get_tariff (service, "2026-01-01")->id, ==, "047-PRK-HOUR@1");
}

static GPtrArray *
make_lines (gint64 quantity, gint64 unit, gint64 amount)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_bill_line_unref);

  g_ptr_array_add (lines, kaunta_bill_line_new ("S", "S@1", "Service", quantity, unit, amount));
  return lines;
}

static void
test_bill_says_its_state_from_what_was_paid (void)
{
  g_autoptr (KauntaPayer) payer = kaunta_payer_new (KAUNTA_PAYER_CITIZEN, "1", "One", NULL, NULL, NULL, 0, 0);
  g_autoptr (GPtrArray) lines = make_lines (2, 500, 1000);
  g_autoptr (KauntaBill) bill = kaunta_bill_new (NULL, NULL, payer, lines, 0, NULL, NULL);

  g_assert_cmpint (kaunta_bill_get_state (bill), ==, KAUNTA_BILL_OPEN);
  bill->paid = 1;
  g_assert_cmpint (kaunta_bill_get_state (bill), ==, KAUNTA_BILL_PART_PAID);
  g_assert_cmpint (kaunta_bill_get_due (bill), ==, 999);
  bill->paid = 1500;
  g_assert_cmpint (kaunta_bill_get_state (bill), ==, KAUNTA_BILL_PAID);
  g_assert_cmpint (kaunta_bill_get_due (bill), ==, 0);
  bill->cancelled = TRUE;
  g_assert_cmpint (kaunta_bill_get_state (bill), ==, KAUNTA_BILL_CANCELLED);
}

static void
test_bill_refuses_lines_that_do_not_add_up (void)
{
  g_autoptr (KauntaPayer) payer = kaunta_payer_new (KAUNTA_PAYER_CITIZEN, "1", "One", NULL, NULL, NULL, 0, 0);
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (GPtrArray) wrong = make_lines (2, 500, 1001);
  g_autoptr (GPtrArray) huge = make_lines (3, KAUNTA_CENTS_MAX, 0);
  g_autoptr (GError) empty = NULL;
  g_autoptr (GError) invalid = NULL;
  g_autoptr (GError) range = NULL;

  g_assert_null (kaunta_bill_new (NULL, NULL, payer, none, 0, NULL, &empty));
  g_assert_error (empty, KAUNTA_CORE_ERROR, KAUNTA_CORE_ERROR_EMPTY);
  g_assert_null (kaunta_bill_new (NULL, NULL, payer, wrong, 0, NULL, &invalid));
  g_assert_error (invalid, KAUNTA_CORE_ERROR, KAUNTA_CORE_ERROR_INVALID);
  g_assert_null (kaunta_bill_new (NULL, NULL, payer, huge, 0, NULL, &range));
  g_assert_error (range, KAUNTA_CORE_ERROR, KAUNTA_CORE_ERROR_RANGE);
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/service/prices-a-stepped-tariff-in-two-lines", test_prices_a_stepped_tariff_in_two_lines);
  g_test_add_func ("/service/takes-the-amount-of-an-assessment", test_takes_the_amount_of_an_assessment);
  g_test_add_func ("/service/refuses-quantities-out-of-bounds", test_refuses_quantities_out_of_bounds);
  g_test_add_func ("/service/uses-the-version-in-force-on-the-day", test_uses_the_version_in_force_on_the_day);
  g_test_add_func ("/bill/says-its-state-from-what-was-paid", test_bill_says_its_state_from_what_was_paid);
  g_test_add_func ("/bill/refuses-lines-that-do-not-add-up", test_bill_refuses_lines_that_do_not_add_up);

  return g_test_run ();
}
