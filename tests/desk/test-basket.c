/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "billing.h"
#include "catalogue.h"
#include "core-error.h"
#include "money.h"
#include "row.h"
#include "typed.h"

#define TODAY "2026-11-23"

static KauntaBasket *
make_basket (void)
{
  g_autoptr (KauntaPayer) payer = kaunta_payer_new (KAUNTA_PAYER_CITIZEN, "12345678", "Wanjiku Kamau", NULL, NULL, NULL, 0, 0);

  return kaunta_basket_new (payer);
}

static guint
count_lines (KauntaBasket *basket)
{
  return g_list_model_get_n_items (kaunta_basket_get_lines (basket));
}

static gint64
get_quantity (KauntaBasket *basket, guint line)
{
  g_autoptr (KauntaRow) row = g_list_model_get_item (kaunta_basket_get_lines (basket), line);

  return ((KauntaBillLine *) kaunta_row_get (row, KAUNTA_TYPE_BILL_LINE))->quantity;
}

static void
add (KauntaBasket *basket, KauntaService *service, const char *quantity, const char *assessed)
{
  g_autoptr (GError) error = NULL;

  kaunta_basket_add (basket, service, TODAY, quantity, assessed, &error);
  g_assert_no_error (error);
}

static void
count_notify_cb (GObject *object, GParamSpec *pspec, gpointer user_data)
{
  *(guint *) user_data += 1;
}

static void
test_adds_up_and_tells (void)
{
  g_autoptr (KauntaBasket) basket = make_basket ();
  g_autoptr (KauntaService) permit = test_service_permit ();
  g_autoptr (KauntaService) market = test_service_market ();
  guint told = 0;

  g_signal_connect (basket, "notify::total", G_CALLBACK (count_notify_cb), &told);
  add (basket, permit, NULL, NULL);
  add (basket, market, " 12 ", NULL);
  g_assert_cmpint (kaunta_basket_get_total (basket), ==, 35000 + 60000);
  g_assert_cmpuint (count_lines (basket), ==, 2);
  g_assert_cmpuint (told, ==, 2);

  kaunta_basket_remove (basket, 0);
  g_assert_cmpint (kaunta_basket_get_total (basket), ==, 60000);
  g_assert_cmpuint (count_lines (basket), ==, 1);
  g_assert_cmpuint (told, ==, 3);
}

static void
test_same_service_adds_to_its_line (void)
{
  g_autoptr (KauntaBasket) basket = make_basket ();
  g_autoptr (KauntaService) market = test_service_market ();

  add (basket, market, "2", NULL);
  add (basket, market, "3", NULL);
  g_assert_cmpuint (count_lines (basket), ==, 1);
  g_assert_cmpint (get_quantity (basket, 0), ==, 5);
  g_assert_cmpint (kaunta_basket_get_total (basket), ==, 25000);
}

static void
test_stepped_tariff_gives_two_lines (void)
{
  g_autoptr (KauntaBasket) basket = make_basket ();
  g_autoptr (KauntaService) tables = test_service_tables ();

  add (basket, tables, "4", NULL);
  g_assert_cmpuint (count_lines (basket), ==, 2);
  g_assert_cmpint (kaunta_basket_get_total (basket), ==, 100000 + 3 * 50000);
}

static void
test_assessed_amount_is_what_was_typed (void)
{
  g_autoptr (KauntaBasket) basket = make_basket ();
  g_autoptr (KauntaService) rates = test_service_rates ();

  add (basket, rates, NULL, "KES 12,500.50");
  g_assert_cmpint (kaunta_basket_get_total (basket), ==, 1250050);
}

static void
assert_refused (KauntaBasket *basket,
                KauntaService *service,
                const char *quantity,
                const char *assessed,
                GQuark domain)
{
  g_autoptr (GError) error = NULL;
  guint lines = count_lines (basket);
  gint64 total = kaunta_basket_get_total (basket);

  g_assert_false (kaunta_basket_add (basket, service, TODAY, quantity, assessed, &error));
  test_assert_sentence (&error, domain);
  g_assert_cmpuint (count_lines (basket), ==, lines);
  g_assert_cmpint (kaunta_basket_get_total (basket), ==, total);
}

static void
test_refuses_bad_quantities (void)
{
  static const char *const also_bad[] = { "", "0", "100001", "1000000000", "1.5", "1 000", NULL };
  g_autoptr (KauntaBasket) basket = make_basket ();
  g_autoptr (KauntaService) market = test_service_market ();

  for (guint i = 0; test_bad_numbers[i] != NULL; i++)
    assert_refused (basket, market, test_bad_numbers[i], NULL, KAUNTA_CORE_ERROR);
  for (guint i = 0; test_bad_texts[i] != NULL; i++)
    assert_refused (basket, market, test_bad_texts[i], NULL, KAUNTA_CORE_ERROR);
  for (guint i = 0; also_bad[i] != NULL; i++)
    assert_refused (basket, market, also_bad[i], NULL, KAUNTA_CORE_ERROR);
  add (basket, market, "100000", NULL);
}

static void
test_refuses_bad_assessments (void)
{
  static const char *const also_bad[] = { "", "0", "0.00", "1.234", NULL };
  g_autoptr (KauntaBasket) basket = make_basket ();
  g_autoptr (KauntaService) rates = test_service_rates ();

  for (guint i = 0; test_bad_numbers[i] != NULL; i++)
    assert_refused (basket, rates, NULL, test_bad_numbers[i], KAUNTA_CORE_ERROR);
  for (guint i = 0; test_bad_texts[i] != NULL; i++)
    assert_refused (basket, rates, NULL, test_bad_texts[i], KAUNTA_CORE_ERROR);
  for (guint i = 0; also_bad[i] != NULL; i++)
    assert_refused (basket, rates, NULL, also_bad[i], KAUNTA_CORE_ERROR);
  assert_refused (basket, rates, NULL, NULL, KAUNTA_CORE_ERROR);
}

static void
test_refuses_more_than_can_be_kept (void)
{
  g_autoptr (KauntaBasket) basket = make_basket ();
  g_autoptr (KauntaService) rates = test_service_rates ();

  add (basket, rates, NULL, "90071992547408");
  assert_refused (basket, rates, NULL, "90071992547407", KAUNTA_CORE_ERROR);
  assert_refused (basket, rates, "2", "90071992547407", KAUNTA_CORE_ERROR);
}

static void
test_refuses_summed_quantity_out_of_range (void)
{
  g_autoptr (KauntaBasket) basket = make_basket ();
  g_autoptr (KauntaService) market = test_service_market ();

  add (basket, market, "99999", NULL);
  assert_refused (basket, market, "2", NULL, KAUNTA_DESK_ERROR);
  add (basket, market, "1", NULL);
}

static void
test_refuses_service_without_tariff_today (void)
{
  g_autoptr (KauntaBasket) basket = make_basket ();
  g_autoptr (KauntaService) ended = test_service_ended ();

  assert_refused (basket, ended, "1", NULL, KAUNTA_DESK_ERROR);
}

static void
test_takes_fifty_lines_at_most (void)
{
  g_autoptr (KauntaBasket) basket = make_basket ();
  g_autoptr (KauntaService) rates = test_service_rates ();

  for (guint i = 1; i <= 50; i++)
    {
      g_autofree char *amount = g_strdup_printf ("%u", i);

      add (basket, rates, NULL, amount);
    }
  assert_refused (basket, rates, NULL, "51", KAUNTA_DESK_ERROR);
  add (basket, rates, NULL, "50");
  g_assert_cmpuint (count_lines (basket), ==, 50);
}

static void
test_service_is_found_by_code_and_words (void)
{
  g_autoptr (KauntaService) passport = test_service_passport ();

  g_assert_true (kaunta_service_matches (passport, "nat-pa"));
  g_assert_true (kaunta_service_matches (passport, "passp ord"));
  g_assert_true (kaunta_service_matches (passport, "KURASA pasipoti"));
  g_assert_true (kaunta_service_matches (passport, "34 passport"));
  g_assert_true (kaunta_service_matches (passport, ""));
  g_assert_false (kaunta_service_matches (passport, "passport 48"));
  g_assert_false (kaunta_service_matches (passport, "port"));
  g_assert_false (kaunta_service_matches (passport, "?!"));
  for (guint i = 0; test_bad_texts[i] != NULL; i++)
    g_assert_false (kaunta_service_matches (passport, test_bad_texts[i]));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/basket/adds-up-and-tells", test_adds_up_and_tells);
  g_test_add_func ("/basket/same-service-adds-to-its-line", test_same_service_adds_to_its_line);
  g_test_add_func ("/basket/stepped-tariff-gives-two-lines", test_stepped_tariff_gives_two_lines);
  g_test_add_func ("/basket/assessed-amount-is-what-was-typed", test_assessed_amount_is_what_was_typed);
  g_test_add_func ("/basket/refuses-bad-quantities", test_refuses_bad_quantities);
  g_test_add_func ("/basket/refuses-bad-assessments", test_refuses_bad_assessments);
  g_test_add_func ("/basket/refuses-more-than-can-be-kept", test_refuses_more_than_can_be_kept);
  g_test_add_func ("/basket/refuses-summed-quantity-out-of-range", test_refuses_summed_quantity_out_of_range);
  g_test_add_func ("/basket/refuses-service-without-tariff-today", test_refuses_service_without_tariff_today);
  g_test_add_func ("/basket/takes-fifty-lines-at-most", test_takes_fifty_lines_at_most);
  g_test_add_func ("/service/is-found-by-code-and-words", test_service_is_found_by_code_and_words);

  return g_test_run ();
}
