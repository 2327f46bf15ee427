/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <pango/pango.h>
#include "qr.h"

/* A column of blocks under each other, measured as they are added and drawn as they were measured: what was
 * measured without a printer is what the printer gets. Lengths are points (1/72 inch). */

/**
 * KauntaTextStyle:
 * @size: of the letters, points
 * @tracking: extra space between letters, points
 */
typedef struct
{
  double size;
  PangoWeight weight;
  PangoAlignment alignment;
  double tracking;
} KauntaTextStyle;

/* Which text of a row is broken into lines when both don't fit beside each other. */
typedef enum
{
  KAUNTA_ROW_WRAPS_LEFT,
  KAUNTA_ROW_WRAPS_RIGHT,
} KauntaRowWrap;

typedef struct _KauntaLayout KauntaLayout;

KauntaLayout *kaunta_layout_new (double width);
void kaunta_layout_free (KauntaLayout *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KauntaLayout, kaunta_layout_free)

double kaunta_layout_get_width (const KauntaLayout *self);
double kaunta_layout_get_height (const KauntaLayout *self);

void kaunta_layout_add_space (KauntaLayout *self, double height);
void kaunta_layout_add_rule (KauntaLayout *self, double thickness);
/* Words wrap; a word longer than a line is broken, nothing is cut off. */
void kaunta_layout_add_text (KauntaLayout *self, const KauntaTextStyle *style, const char *text);
/* White on black: what must not be overlooked. */
void kaunta_layout_add_banner (KauntaLayout *self, const KauntaTextStyle *style, const char *text);
/* Two texts on one base line, @left at the left edge and @right at the right one. */
void kaunta_layout_add_row (KauntaLayout *self, const KauntaTextStyle *style, KauntaRowWrap wrap, const char *left,
                            const char *right);
/* @qr is (transfer full) */
void kaunta_layout_add_qr (KauntaLayout *self, KauntaQr *qr);
/* Two layouts side by side, @left at the left edge and @right at the right one. (transfer full) */
void kaunta_layout_add_columns (KauntaLayout *self, KauntaLayout *left, KauntaLayout *right);
/* What is added between the two stays on one page, as long as it fits one. */
void kaunta_layout_begin_group (KauntaLayout *self);
void kaunta_layout_end_group (KauntaLayout *self);

/* Spreads the blocks over pages of @page_height: the index of each page's first block; at least one.
 * (transfer full) (element-type guint) */
GArray *kaunta_layout_break_pages (const KauntaLayout *self, double page_height);
/* Draws the blocks from @first up to, not including, @end (or the last one); the first one's top is at the origin. */
void kaunta_layout_draw (const KauntaLayout *self, cairo_t *cr, guint first, guint end);
