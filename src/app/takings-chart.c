/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "takings-chart.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "field.h"

/* The hours an office is open; shown even when nothing was taken in them. */
#define FIRST_HOUR 8
#define LAST_HOUR 16
#define MIN_WIDTH 280
#define MIN_HEIGHT 120
#define GAP 6.0
/* Room above the columns for the amount on the tallest one. */
#define LABEL_GAP 4.0

/* By KauntaTender; each readable on light and dark, and told apart without seeing red from green. */
static const char *const colours[KAUNTA_N_TENDERS] = { "#2e8b62", "#e5a50a", "#c64600", "#3584e4",
                                                       "#9141ac", "#77767b" };

struct _KauntaTakingsChart
{
  GtkWidget parent_instance;

  gint64 hours[24][KAUNTA_N_TENDERS];
  int first;
  int last;
  gint64 most; /* the fullest hour's cents */
};

G_DEFINE_FINAL_TYPE (KauntaTakingsChart, kaunta_takings_chart, GTK_TYPE_WIDGET)

static gint64
add_hour (KauntaTakingsChart *self, int hour)
{
  gint64 sum = 0;

  for (guint tender = 0; tender < KAUNTA_N_TENDERS; tender++)
    sum += self->hours[hour][tender];
  return sum;
}

/* Kept inside the chart at its edges. */
static void
draw_text (KauntaTakingsChart *self, GtkSnapshot *snapshot, const char *text, double centre, double y)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  GdkRGBA colour = { 0 };
  int width = 0;
  double x = 0;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &colour);
  pango_layout_get_pixel_size (layout, &width, NULL);
  x = CLAMP (centre - width / 2.0, 0, MAX (gtk_widget_get_width (GTK_WIDGET (self)) - width, 0));
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, y));
  gtk_snapshot_append_layout (snapshot, layout, &colour);
  gtk_snapshot_restore (snapshot);
}

static double
measure_line (KauntaTakingsChart *self)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), "0");
  int height = 0;

  pango_layout_get_pixel_size (layout, NULL, &height);
  return height + LABEL_GAP;
}

/* One hour's column, from @bottom upwards; @scale: pixels a cent. */
static double
draw_column (KauntaTakingsChart *self, GtkSnapshot *snapshot, int hour, double x, double width,
             double bottom, double scale)
{
  double top = bottom;

  for (guint tender = 0; tender < KAUNTA_N_TENDERS; tender++)
    {
      double height = self->hours[hour][tender] * scale;
      GdkRGBA colour = { 0 };

      if (height <= 0)
        continue;
      kaunta_takings_chart_get_colour (tender, &colour);
      top -= height;
      gtk_snapshot_append_color (snapshot, &colour, &GRAPHENE_RECT_INIT (x, top, width, height));
    }
  return top;
}

static void
draw_base (KauntaTakingsChart *self, GtkSnapshot *snapshot, double bottom, double width)
{
  GdkRGBA colour = { 0 };

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &colour);
  colour.alpha *= 0.3f;
  gtk_snapshot_append_color (snapshot, &colour, &GRAPHENE_RECT_INIT (0, bottom, width, 1));
}

static void
kaunta_takings_chart_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  KauntaTakingsChart *self = KAUNTA_TAKINGS_CHART (widget);
  double line = measure_line (self);
  double slot = gtk_widget_get_width (widget) / (double) (self->last - self->first + 1);
  double bottom = gtk_widget_get_height (widget) - line;
  double scale = self->most > 0 ? (bottom - line) / self->most : 0;

  draw_base (self, snapshot, bottom, gtk_widget_get_width (widget));
  for (int hour = self->first; hour <= self->last; hour++)
    {
      double x = (hour - self->first) * slot;
      double top = draw_column (self, snapshot, hour, x + GAP, MAX (slot - 2 * GAP, 1), bottom, scale);
      gint64 sum = add_hour (self, hour);
      g_autofree char *name = g_strdup_printf ("%02d", hour);

      draw_text (self, snapshot, name, x + slot / 2, bottom + LABEL_GAP);
      if (sum > 0 && sum == self->most)
        {
          g_autofree char *amount = kaunta_money_to_text (sum);

          draw_text (self, snapshot, amount, x + slot / 2, top - line);
        }
    }
}

static void
kaunta_takings_chart_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                              int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? MIN_WIDTH : MIN_HEIGHT;
  *natural = *minimum;
}

static void
kaunta_takings_chart_class_init (KauntaTakingsChartClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = kaunta_takings_chart_snapshot;
  widget_class->measure = kaunta_takings_chart_measure;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
kaunta_takings_chart_init (KauntaTakingsChart *self)
{
  self->first = FIRST_HOUR;
  self->last = LAST_HOUR;
}

/* The chart in words, for who can't see it. */
static void
describe (KauntaTakingsChart *self)
{
  g_autoptr (GString) text = g_string_new (_("Takings by hour"));

  for (int hour = self->first; hour <= self->last; hour++)
    {
      gint64 sum = add_hour (self, hour);
      g_autofree char *amount = kaunta_money_to_text (sum);

      if (sum > 0)
        g_string_append_printf (text, "; %02d:00 %s", hour, amount);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text->str, -1);
}

void
kaunta_takings_chart_set_hours (KauntaTakingsChart *self, gint64 hours[24][KAUNTA_N_TENDERS])
{
  g_return_if_fail (KAUNTA_IS_TAKINGS_CHART (self));

  memcpy (self->hours, hours, sizeof self->hours);
  self->first = FIRST_HOUR;
  self->last = LAST_HOUR;
  self->most = 0;
  for (int hour = 0; hour < 24; hour++)
    {
      gint64 sum = add_hour (self, hour);

      if (sum == 0)
        continue;
      self->first = MIN (self->first, hour);
      self->last = MAX (self->last, hour);
      self->most = MAX (self->most, sum);
    }
  describe (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
kaunta_takings_chart_get_colour (KauntaTender tender, GdkRGBA *colour)
{
  g_return_if_fail (tender < KAUNTA_N_TENDERS);

  gdk_rgba_parse (colour, colours[tender]);
}
