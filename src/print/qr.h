/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>

/* A QR code, drawn as one shape so that no seams show between its modules. */
typedef struct _KauntaQr KauntaQr;

/* NULL when @text is more than a QR code takes (2 331 bytes at the error correction used here). (nullable) */
KauntaQr *kaunta_qr_new (const char *text);
void kaunta_qr_free (KauntaQr *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KauntaQr, kaunta_qr_free)

/* Width and height in points, the quiet zone that readers need around it included. */
double kaunta_qr_get_size (const KauntaQr *self);
void kaunta_qr_draw (const KauntaQr *self, cairo_t *cr);
