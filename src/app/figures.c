/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "figures.h"

#include "field.h"

/* Columns before the figures: the colour, the name. */
#define FIRST_VALUE 2

struct _KauntaFigures
{
  GtkGrid parent_instance;

  int rows;
};

G_DEFINE_FINAL_TYPE (KauntaFigures, kaunta_figures, GTK_TYPE_GRID)

static void
kaunta_figures_class_init (KauntaFiguresClass *klass)
{
}

static void
kaunta_figures_init (KauntaFigures *self)
{
  gtk_grid_set_row_spacing (GTK_GRID (self), 6);
  gtk_grid_set_column_spacing (GTK_GRID (self), 18);
}

static GtkWidget *
add_label (KauntaFigures *self, const char *text, int column)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), column < FIRST_VALUE ? 0 : 1);
  gtk_grid_attach (GTK_GRID (self), label, column, self->rows, 1, 1);
  return label;
}

static void
add_colour (KauntaFigures *self, const GdkRGBA *colour)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  GtkWidget *label = add_label (self, "■", 0);

  pango_attr_list_insert (attributes, pango_attr_foreground_new (colour->red * G_MAXUINT16,
                                                                 colour->green * G_MAXUINT16,
                                                                 colour->blue * G_MAXUINT16));
  gtk_label_set_attributes (GTK_LABEL (label), attributes);
}

void
kaunta_figures_clear (KauntaFigures *self)
{
  GtkWidget *child = NULL;

  g_return_if_fail (KAUNTA_IS_FIGURES (self));

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_grid_remove (GTK_GRID (self), child);
  self->rows = 0;
}

void
kaunta_figures_add_head (KauntaFigures *self, const char *const *names)
{
  g_return_if_fail (KAUNTA_IS_FIGURES (self));

  for (int i = 0; names[i] != NULL; i++)
    gtk_widget_add_css_class (add_label (self, names[i], FIRST_VALUE + i), "dim-label");
  self->rows++;
}

void
kaunta_figures_add_row (KauntaFigures *self, const GdkRGBA *colour, const char *name,
                        const char *const *values)
{
  GtkWidget *label = NULL;

  g_return_if_fail (KAUNTA_IS_FIGURES (self));
  g_return_if_fail (name != NULL && values != NULL);

  if (colour != NULL)
    add_colour (self, colour);
  label = add_label (self, name, 1);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  for (int i = 0; values[i] != NULL; i++)
    gtk_widget_add_css_class (add_label (self, values[i], FIRST_VALUE + i), "money");
  self->rows++;
}

void
kaunta_figures_add_money (KauntaFigures *self, const GdkRGBA *colour, const char *name, gint64 cents)
{
  g_autofree char *amount = kaunta_money_to_text (cents);
  const char *values[] = { amount, NULL };

  kaunta_figures_add_row (self, colour, name, values);
}

void
kaunta_figures_stress (KauntaFigures *self)
{
  GtkWidget *child = NULL;

  g_return_if_fail (KAUNTA_IS_FIGURES (self));

  for (int column = FIRST_VALUE - 1;
       (child = gtk_grid_get_child_at (GTK_GRID (self), column, self->rows - 1)) != NULL;
       column++)
    gtk_widget_add_css_class (child, "heading");
}
