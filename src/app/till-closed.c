/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "till-closed.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "clock.h"
#include "field.h"
#include "figures.h"

struct _KauntaTillClosed
{
  AdwBin parent_instance;

  GtkLabel *number;
  GtkLabel *session;
  KauntaFigures *tenders;
  KauntaFigures *sums;
  GtkLabel *unsynced;
};

G_DEFINE_FINAL_TYPE (KauntaTillClosed, kaunta_till_closed, ADW_TYPE_BIN)

static void
add_tender (KauntaTillClosed *self, const KauntaClosing *closing, KauntaTender tender)
{
  g_autofree char *expected = kaunta_money_to_text (closing->expected[tender]);
  g_autofree char *counted = kaunta_money_to_text (closing->counted[tender]);
  g_autofree char *variance = kaunta_money_to_text (closing->variance[tender]);
  const char *values[] = { expected, counted, variance, NULL };

  if (tender == KAUNTA_TENDER_CASH || closing->expected[tender] != 0 || closing->counted[tender] != 0)
    kaunta_figures_add_row (self->tenders, NULL, kaunta_tender_to_label (tender), values);
}

static void
show_tenders (KauntaTillClosed *self, const KauntaClosing *closing)
{
  const char *head[] = { _("Expected"), _("Counted"), _("Difference"), NULL };

  kaunta_figures_clear (self->tenders);
  kaunta_figures_add_head (self->tenders, head);
  for (guint tender = 0; tender < KAUNTA_N_TENDERS; tender++)
    add_tender (self, closing, tender);
}

static void
show_sums (KauntaTillClosed *self, const KauntaClosing *closing)
{
  g_autofree char *payments = g_strdup_printf ("%" G_GINT64_FORMAT, closing->till->payments);
  g_autofree char *reversals = g_strdup_printf ("%" G_GINT64_FORMAT, closing->till->reversals);

  kaunta_figures_clear (self->sums);
  kaunta_figures_add_money (self->sums, NULL, _("Float at the start"), closing->till->float_cents);
  kaunta_figures_add_row (self->sums, NULL, _("Payments"), (const char *[]){ payments, NULL });
  kaunta_figures_add_row (self->sums, NULL, _("Reversals"), (const char *[]){ reversals, NULL });
  if (closing->till->first_receipt != NULL)
    kaunta_figures_add_row (self->sums, NULL, _("First receipt"),
                            (const char *[]){ closing->till->first_receipt, NULL });
  if (closing->till->last_receipt != NULL)
    kaunta_figures_add_row (self->sums, NULL, _("Last receipt"),
                            (const char *[]){ closing->till->last_receipt, NULL });
  kaunta_figures_add_money (self->sums, NULL, _("Turnover of this counter"), closing->turnover);
}

static void
show_unsynced (KauntaTillClosed *self, const KauntaClosing *closing)
{
  g_autofree char *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->unsynced), closing->unsynced > 0);
  text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       "%" PRId64 " entry waited for the portal when the till was closed. "
                                                  "It is stored on this computer.",
                                       "%" PRId64 " entries waited for the portal when the till was "
                                                  "closed. They are stored on this computer.",
                                       closing->unsynced),
                          closing->unsynced);
  gtk_label_set_label (self->unsynced, text);
}

static void
kaunta_till_closed_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), KAUNTA_TYPE_TILL_CLOSED);
  G_OBJECT_CLASS (kaunta_till_closed_parent_class)->dispose (object);
}

static void
kaunta_till_closed_class_init (KauntaTillClosedClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kaunta_till_closed_dispose;
  g_type_ensure (KAUNTA_TYPE_FIGURES);
  gtk_widget_class_set_template_from_resource (widget_class, "/ke/go/kaunta/Kaunta/ui/till-closed.ui");
  gtk_widget_class_bind_template_child (widget_class, KauntaTillClosed, number);
  gtk_widget_class_bind_template_child (widget_class, KauntaTillClosed, session);
  gtk_widget_class_bind_template_child (widget_class, KauntaTillClosed, tenders);
  gtk_widget_class_bind_template_child (widget_class, KauntaTillClosed, sums);
  gtk_widget_class_bind_template_child (widget_class, KauntaTillClosed, unsynced);
}

static void
kaunta_till_closed_init (KauntaTillClosed *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
kaunta_till_closed_show (KauntaTillClosed *self, const KauntaClosing *closing)
{
  g_autofree char *number = NULL;
  g_autofree char *session = NULL;
  g_autofree char *moment = NULL;

  g_return_if_fail (KAUNTA_IS_TILL_CLOSED (self));
  g_return_if_fail (closing != NULL);

  number = g_strdup_printf (_("Z reading %" PRId64), closing->z);
  moment = kaunta_time_display (closing->till->closed_at);
  /* Translators: the first %s is a till's number, the second a moment. */
  session = g_strdup_printf (_("Till %s was closed on %s"), closing->till->session, moment);
  gtk_label_set_label (self->number, number);
  gtk_label_set_label (self->session, session);
  show_tenders (self, closing);
  show_sums (self, closing);
  show_unsynced (self, closing);
}
