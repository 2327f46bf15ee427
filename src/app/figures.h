/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * KauntaFigures:
 *
 * A small table of a till's reading: a name and one or more figures in each row, figures under figures.
 */
#define KAUNTA_TYPE_FIGURES (kaunta_figures_get_type ())
G_DECLARE_FINAL_TYPE (KauntaFigures, kaunta_figures, KAUNTA, FIGURES, GtkGrid)

void kaunta_figures_clear (KauntaFigures *self);
/* A row of what the columns are; @names ends with NULL. */
void kaunta_figures_add_head (KauntaFigures *self, const char *const *names);
/* @colour: (nullable): what stands for this row in a chart. @values ends with NULL. */
void kaunta_figures_add_row (KauntaFigures *self, const GdkRGBA *colour, const char *name,
                             const char *const *values);
/* A row with one amount, in cents. */
void kaunta_figures_add_money (KauntaFigures *self, const GdkRGBA *colour, const char *name, gint64 cents);
/* Makes the last row stand out, as sums do. */
void kaunta_figures_stress (KauntaFigures *self);

G_END_DECLS
