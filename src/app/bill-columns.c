/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "bill-columns.h"

#include <glib/gi18n-lib.h>

#include "bill.h"
#include "field.h"
#include "number.h"
#include "row.h"

typedef char *(*Describe) (const KauntaBill *bill, gint64 now_ms);

typedef struct
{
  const char *title;
  Describe describe;
  gboolean is_money;
  gboolean expands;
} Column;

static char *
describe_number (const KauntaBill *bill, gint64 now_ms)
{
  return kaunta_bill_number_display (bill->number);
}

static char *
describe_payer (const KauntaBill *bill, gint64 now_ms)
{
  return g_strdup (bill->payer->name);
}

static char *
describe_service (const KauntaBill *bill, gint64 now_ms)
{
  return kaunta_bill_describe (bill);
}

static char *
describe_total (const KauntaBill *bill, gint64 now_ms)
{
  return kaunta_money_to_text (bill->total);
}

static char *
describe_paid (const KauntaBill *bill, gint64 now_ms)
{
  return kaunta_money_to_text (bill->paid);
}

static char *
describe_state (const KauntaBill *bill, gint64 now_ms)
{
  return g_strdup (kaunta_bill_state_to_label (kaunta_bill_get_state (bill)));
}

static char *
describe_age (const KauntaBill *bill, gint64 now_ms)
{
  return kaunta_time_display_age (bill->raised_at, now_ms);
}

static const Column columns[] = {
  { N_ ("Number"), describe_number, FALSE, FALSE },
  { N_ ("Payer"), describe_payer, FALSE, TRUE },
  { N_ ("Service"), describe_service, FALSE, TRUE },
  { N_ ("Amount"), describe_total, TRUE, FALSE },
  { N_ ("Paid"), describe_paid, TRUE, FALSE },
  { N_ ("State"), describe_state, FALSE, FALSE },
  { N_ ("Age"), describe_age, FALSE, FALSE },
};

static void
cell_set_up_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  const Column *column = user_data;
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), column->is_money ? 1 : 0);
  if (column->expands)
    gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "money");
  gtk_list_item_set_child (item, label);
}

static void
cell_bound_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  const Column *column = user_data;
  KauntaClock *clock = g_object_get_data (G_OBJECT (factory), "clock");
  const KauntaBill *bill = kaunta_row_get (gtk_list_item_get_item (item), KAUNTA_TYPE_BILL);
  g_autofree char *text = column->describe (bill, kaunta_clock_get_now (clock));

  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)), text);
}

void
kaunta_bill_columns_add (GtkColumnView *view, KauntaClock *clock)
{
  g_return_if_fail (GTK_IS_COLUMN_VIEW (view));
  g_return_if_fail (KAUNTA_IS_CLOCK (clock));

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
      g_autoptr (GtkColumnViewColumn) column = gtk_column_view_column_new (_(columns[i].title), factory);

      g_object_set_data_full (G_OBJECT (factory), "clock", g_object_ref (clock), g_object_unref);
      g_signal_connect (factory, "setup", G_CALLBACK (cell_set_up_cb), (gpointer) &columns[i]);
      g_signal_connect (factory, "bind", G_CALLBACK (cell_bound_cb), (gpointer) &columns[i]);
      gtk_column_view_column_set_expand (column, columns[i].expands);
      gtk_column_view_append_column (view, column);
    }
}
