/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include "receipt.h"

typedef enum
{
  KAUNTA_PAPER_80MM, /* a roll, 72 mm printable, as long as it must be */
  KAUNTA_PAPER_A5,   /* 148 x 210 mm */
} KauntaPaper;

const char *kaunta_paper_to_nick (KauntaPaper paper);
gboolean kaunta_paper_from_nick (const char *nick, KauntaPaper *paper);

/* Paper size in points (1/72 inch) for @receipt; the height of 80 mm paper follows from what is printed. */
void kaunta_receipt_measure (const KauntaReceipt *receipt, KauntaPaper paper, double *width, double *height);
/* How many pages @receipt takes: 1 on a roll, more on A5 when the lines don't fit. */
int kaunta_receipt_count_pages (const KauntaReceipt *receipt, KauntaPaper paper);
/* Draws page @page (from 0) with its origin at the paper's upper left corner, in points. */
void kaunta_receipt_draw (const KauntaReceipt *receipt, KauntaPaper paper, int page, cairo_t *cr);
/* Writes a PDF file, at once or not at all. */
gboolean kaunta_receipt_write_pdf (const KauntaReceipt *receipt, KauntaPaper paper, const char *path, GError **error);
