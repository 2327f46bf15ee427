/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <libglib-testing/signal-logger.h>
#include "payer.h"
#include "row.h"
#include "till.h"

static KauntaPayer *
make_payer (const char *id)
{
  return kaunta_payer_new (KAUNTA_PAYER_CITIZEN, id, "Wanjiku Kamau", NULL, NULL, NULL, 0, 0);
}

static void
test_gives_its_value_to_its_type_alone (void)
{
  g_autoptr (KauntaPayer) payer = make_payer ("01234567");
  g_autoptr (KauntaRow) row = kaunta_row_new (KAUNTA_TYPE_PAYER, payer);

  g_assert_cmpstr (((KauntaPayer *) kaunta_row_get (row, KAUNTA_TYPE_PAYER))->id, ==, "01234567");
  g_assert_null (kaunta_row_get (row, KAUNTA_TYPE_TILL));
  g_assert_true (kaunta_row_get_boxed_type (row) == KAUNTA_TYPE_PAYER);
}

static void
test_keeps_its_value_alive (void)
{
  g_autoptr (KauntaPayer) payer = make_payer ("1");
  g_autoptr (KauntaRow) row = kaunta_row_new (KAUNTA_TYPE_PAYER, payer);

  g_clear_pointer (&payer, kaunta_payer_unref);
  g_assert_cmpstr (((KauntaPayer *) kaunta_row_get (row, KAUNTA_TYPE_PAYER))->id, ==, "1");
}

static void
test_replaces_all_rows_in_one_change (void)
{
  g_autoptr (GPtrArray) payers = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_payer_unref);
  g_autoptr (GtSignalLogger) logger = gt_signal_logger_new ();
  g_autoptr (GListStore) rows = NULL;
  g_autoptr (KauntaRow) first = NULL;
  guint position = 0;
  guint removed = 0;
  guint added = 0;

  g_ptr_array_add (payers, make_payer ("1"));
  g_ptr_array_add (payers, make_payer ("2"));
  rows = kaunta_rows_new (KAUNTA_TYPE_PAYER, payers);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (rows)), ==, 2);

  gt_signal_logger_connect (logger, rows, "items-changed");
  g_ptr_array_remove_index (payers, 0);
  kaunta_rows_replace (rows, KAUNTA_TYPE_PAYER, payers);
  gt_signal_logger_assert_emission_pop (logger, rows, "items-changed", &position, &removed, &added);
  gt_signal_logger_assert_no_emissions (logger);
  g_assert_cmpuint (position, ==, 0);
  g_assert_cmpuint (removed, ==, 2);
  g_assert_cmpuint (added, ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (rows)), ==, 1);
  first = g_list_model_get_item (G_LIST_MODEL (rows), 0);
  g_assert_cmpstr (((KauntaPayer *) kaunta_row_get (first, KAUNTA_TYPE_PAYER))->id, ==, "2");

  kaunta_rows_replace (rows, KAUNTA_TYPE_PAYER, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (rows)), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/row/gives-its-value-to-its-type-alone", test_gives_its_value_to_its_type_alone);
  g_test_add_func ("/row/keeps-its-value-alive", test_keeps_its_value_alive);
  g_test_add_func ("/row/replaces-all-rows-in-one-change", test_replaces_all_rows_in_one_change);

  return g_test_run ();
}
