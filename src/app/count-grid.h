/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "tender.h"

G_BEGIN_DECLS

/**
 * KauntaCountGrid:
 *
 * Notes and coins, piece by piece, with a running total. Enter and Down go to the next denomination, Up
 * to the one before.
 *
 * Signal "completed": Enter after the last denomination.
 */
#define KAUNTA_TYPE_COUNT_GRID (kaunta_count_grid_get_type ())
G_DECLARE_FINAL_TYPE (KauntaCountGrid, kaunta_count_grid, KAUNTA, COUNT_GRID, GtkWidget)

/* What was typed. FALSE when a field holds no number of pieces: the grid says so in a sentence and puts
 * the focus there. */
gboolean kaunta_count_grid_get_count (KauntaCountGrid *self, KauntaCount *count, gint64 *total);
/* Empties every field. */
void kaunta_count_grid_clear (KauntaCountGrid *self);

G_END_DECLS
