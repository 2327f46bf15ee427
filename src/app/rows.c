/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "rows.h"

#include <glib/gi18n-lib.h>
#include "clock.h"
#include "field.h"
#include "number.h"
#include "wording.h"

static const char *const MONEY[] = { "money", NULL };
static const char *const AGE[] = { "caption", "dim-label", NULL };

static GtkWidget *
end_label_new (const char *text, const char *const *css_classes)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_widget_set_css_classes (label, (const char **) css_classes);
  return label;
}

static GtkWidget *
row_new (const char *title, const char *subtitle, const char *end, const char *const *end_classes)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *name = g_strjoin (", ", title, subtitle, end, NULL);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), end_label_new (end, end_classes));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return row;
}

GtkWidget *
kaunta_payer_row_new (const KauntaPayer *payer, gint64 now_ms, gboolean from_portal)
{
  g_autofree char *subtitle = kaunta_wording_payer (payer);
  g_autofree char *age = kaunta_wording_payer_age (payer, now_ms, from_portal);
  GtkWidget *row = row_new (payer->name, subtitle, age, AGE);

  gtk_widget_add_css_class (row, "found");
  return row;
}

GtkWidget *
kaunta_bill_row_new (const KauntaBill *bill, gint64 now_ms, gboolean with_payer)
{
  gboolean unpaid = !bill->cancelled && kaunta_bill_get_due (bill) > 0;
  g_autofree char *number = kaunta_bill_number_display (bill->number);
  g_autofree char *service = kaunta_bill_describe (bill);
  g_autofree char *age = kaunta_time_display_age (bill->raised_at, now_ms);
  g_autofree char *money = kaunta_money_to_text (unpaid ? kaunta_bill_get_due (bill) : bill->total);
  const char *state = kaunta_bill_state_to_label (kaunta_bill_get_state (bill));
  g_autofree char *title = g_strjoin (" · ", number, with_payer ? NULL : service, NULL);
  g_autofree char *subtitle = NULL;

  if (with_payer)
    subtitle = g_strjoin (" · ", bill->payer->name, service, state, NULL);
  else
    subtitle = g_strjoin (" · ", state, age, NULL);
  return row_new (title, subtitle, money, MONEY);
}

GtkWidget *
kaunta_payment_row_new (const KauntaPayment *payment)
{
  g_autofree char *tender = kaunta_wording_tender (payment);
  g_autofree char *taken = kaunta_time_display (payment->taken_at);
  g_autofree char *money = kaunta_money_to_text (payment->amount);
  const char *status = kaunta_payment_status_to_label (payment->status);
  const char *state = payment->reversed != NULL ? C_("receipt", "Reversed") : status;
  gboolean usual = payment->reversed == NULL && payment->status == KAUNTA_PAYMENT_CONFIRMED;
  g_autofree char *subtitle = g_strjoin (" · ", tender, taken, usual ? NULL : state, NULL);

  return row_new (payment->receipt, subtitle, money, MONEY);
}

GtkWidget *
kaunta_service_row_new (const KauntaService *service, const char *day)
{
  const KauntaTariff *tariff = kaunta_service_get_tariff (service, day);
  gboolean has_unit = tariff != NULL && tariff->unit != NULL && *tariff->unit != '\0';
  g_autofree char *subtitle = g_strjoin (" · ", service->code, has_unit ? tariff->unit : NULL, NULL);
  g_autofree char *price = NULL;

  if (tariff == NULL)
    price = g_strdup (_("no price today"));
  else if (tariff->kind == KAUNTA_TARIFF_ASSESSED)
    price = g_strdup (_("assessed"));
  else
    price = kaunta_money_to_text (tariff->amount);
  return row_new (kaunta_service_get_name (service), subtitle, price, MONEY);
}

GtkWidget *
kaunta_line_row_new (const KauntaBillLine *line)
{
  g_autofree char *unit = kaunta_money_to_text (line->unit);
  g_autofree char *money = kaunta_money_to_text (line->amount);
  g_autofree char *subtitle = g_strdup_printf ("%" G_GINT64_FORMAT " × %s", line->quantity, unit);

  return row_new (line->name, subtitle, money, MONEY);
}
