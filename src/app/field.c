/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "field.h"

#include <glib/gi18n-lib.h>

#include "money.h"

char *
kaunta_money_to_text (gint64 cents)
{
  g_autofree char *amount = kaunta_cents_format_short (cents);

  /* Translators: an amount of money in Kenya shillings, with the currency's code. */
  return g_strdup_printf (_("KES %s"), amount);
}

void
kaunta_field_mark (GtkWidget *field, gboolean wrong)
{
  g_return_if_fail (GTK_IS_WIDGET (field));

  if (wrong)
    {
      gtk_widget_add_css_class (field, "error");
      gtk_accessible_update_state (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_STATE_INVALID,
                                   GTK_ACCESSIBLE_INVALID_TRUE, -1);
      return;
    }
  gtk_widget_remove_css_class (field, "error");
  gtk_accessible_reset_state (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_STATE_INVALID);
}

void
kaunta_field_set_error (GtkWidget *field, GtkLabel *label, const char *sentence)
{
  g_return_if_fail (field == NULL || GTK_IS_WIDGET (field));
  g_return_if_fail (GTK_IS_LABEL (label));

  gtk_label_set_label (label, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (label), sentence != NULL);
  if (field == NULL)
    return;
  kaunta_field_mark (field, sentence != NULL);
  if (sentence != NULL)
    gtk_widget_grab_focus (field);
}
