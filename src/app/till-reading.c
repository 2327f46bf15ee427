/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "till-reading.h"

#include <glib/gi18n-lib.h>

#include "clock.h"
#include "field.h"
#include "figures.h"
#include "takings-chart.h"
#include "tilling.h"

struct _KauntaTillReading
{
  KauntaDeskBin parent_instance;

  GtkLabel *session;
  GtkLabel *opened;
  GtkLabel *foreign;
  KauntaFigures *figures;
  KauntaTakingsChart *chart;
  GtkLabel *error;
};

G_DEFINE_FINAL_TYPE (KauntaTillReading, kaunta_till_reading, KAUNTA_TYPE_DESK_BIN)

static void
show_head (KauntaTillReading *self, const KauntaTill *till)
{
  KauntaStaff *clerk = kaunta_desk_get_clerk (kaunta_desk_bin_get_desk (KAUNTA_DESK_BIN (self)));
  g_autofree char *session = g_strdup_printf (_("Till %s"), till->session);
  g_autofree char *moment = kaunta_time_display (till->opened_at);
  g_autofree char *opened = NULL;

  /* Translators: the first %s is a moment, the second a staff number. */
  opened = g_strdup_printf (_("Open since %s · staff number %s"), moment, till->clerk);
  gtk_label_set_label (self->session, session);
  gtk_label_set_label (self->opened, opened);
  gtk_widget_set_visible (GTK_WIDGET (self->foreign),
                          clerk != NULL && !g_str_equal (clerk->number, till->clerk));
}

/* "3 payments, 1 reversal" as one row each, because a sum of two plurals can't be translated in one
 * sentence. */
static void
add_number (KauntaTillReading *self, const char *name, gint64 number)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, number);
  const char *values[] = { text, NULL };

  kaunta_figures_add_row (self->figures, NULL, name, values);
}

static void
add_tender (KauntaTillReading *self, const KauntaTill *till, KauntaTender tender)
{
  GdkRGBA colour = { 0 };

  if (till->taken[tender] == 0 && tender != KAUNTA_TENDER_CASH)
    return;
  kaunta_takings_chart_get_colour (tender, &colour);
  kaunta_figures_add_money (self->figures, &colour, kaunta_tender_to_label (tender), till->taken[tender]);
}

static void
show_figures (KauntaTillReading *self, const KauntaTill *till)
{
  gint64 taken = 0;
  gint64 reversed = 0;

  kaunta_figures_clear (self->figures);
  for (guint tender = 0; tender < KAUNTA_N_TENDERS; tender++)
    {
      add_tender (self, till, tender);
      taken += till->taken[tender];
      reversed += till->reversed[tender];
    }
  kaunta_figures_add_money (self->figures, NULL, _("Taken"), taken);
  kaunta_figures_stress (self->figures);
  kaunta_figures_add_money (self->figures, NULL, C_("money in the till", "Reversed"), reversed);
  kaunta_figures_add_money (self->figures, NULL, _("Float at the start"), till->float_cents);
  add_number (self, _("Payments"), till->payments);
  add_number (self, _("Reversals"), till->reversals);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KauntaTillReading) self = user_data;
  g_autoptr (GError) error = NULL;
  gint64 hours[24][KAUNTA_N_TENDERS] = { 0 };
  g_autoptr (KauntaTill) till = kaunta_desk_read_till_finish (KAUNTA_DESK (source), result, hours, &error);

  kaunta_field_set_error (NULL, self->error, error != NULL ? error->message : NULL);
  if (till == NULL || kaunta_desk_bin_get_desk (KAUNTA_DESK_BIN (self)) == NULL)
    return;
  show_head (self, till);
  show_figures (self, till);
  kaunta_takings_chart_set_hours (self->chart, hours);
}

/* Only while it is looked at: a reading is work for the store. */
static void
kaunta_till_reading_desk_changed (KauntaDeskBin *bin)
{
  KauntaDesk *desk = kaunta_desk_bin_get_desk (bin);

  if (gtk_widget_get_mapped (GTK_WIDGET (bin)) && kaunta_desk_get_till (desk) != NULL)
    kaunta_desk_read_till_async (desk, NULL, read_cb, g_object_ref (bin));
}

static void
kaunta_till_reading_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (kaunta_till_reading_parent_class)->map (widget);
  if (kaunta_desk_bin_get_desk (KAUNTA_DESK_BIN (widget)) != NULL)
    kaunta_till_reading_desk_changed (KAUNTA_DESK_BIN (widget));
}

static void
kaunta_till_reading_class_init (KauntaTillReadingClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  KAUNTA_DESK_BIN_CLASS (klass)->desk_changed = kaunta_till_reading_desk_changed;
  widget_class->map = kaunta_till_reading_map;
  g_type_ensure (KAUNTA_TYPE_FIGURES);
  g_type_ensure (KAUNTA_TYPE_TAKINGS_CHART);
  gtk_widget_class_set_template_from_resource (widget_class, "/ke/go/kaunta/Kaunta/ui/till-reading.ui");
  gtk_widget_class_bind_template_child (widget_class, KauntaTillReading, session);
  gtk_widget_class_bind_template_child (widget_class, KauntaTillReading, opened);
  gtk_widget_class_bind_template_child (widget_class, KauntaTillReading, foreign);
  gtk_widget_class_bind_template_child (widget_class, KauntaTillReading, figures);
  gtk_widget_class_bind_template_child (widget_class, KauntaTillReading, chart);
  gtk_widget_class_bind_template_child (widget_class, KauntaTillReading, error);
}

static void
kaunta_till_reading_init (KauntaTillReading *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kaunta_desk_bin_watch (KAUNTA_DESK_BIN (self), "notify::till");
  kaunta_desk_bin_watch (KAUNTA_DESK_BIN (self), "notify::clerk");
}
