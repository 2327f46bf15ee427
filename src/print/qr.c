/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "qr.h"

#include <qrencode.h>

/* Five dots of a 203 dpi thermal head (8 dots a millimetre): modules of whole dots print sharp. */
#define MODULE (5.0 / 8.0 * 72.0 / 25.4)
/* ISO/IEC 18004 asks for four modules of white; paper around the code gives part of it. */
#define QUIET_MODULES 2

struct _KauntaQr
{
  QRcode *code; /* (owned) */
};

KauntaQr *
kaunta_qr_new (const char *text)
{
  QRcode *code = NULL;
  KauntaQr *self = NULL;

  g_return_val_if_fail (text != NULL && *text != '\0', NULL);

  code = QRcode_encodeString8bit (text, 0, QR_ECLEVEL_M);
  if (code == NULL)
    return NULL;

  self = g_new0 (KauntaQr, 1);
  self->code = code;
  return self;
}

void
kaunta_qr_free (KauntaQr *self)
{
  if (self == NULL)
    return;

  QRcode_free (self->code);
  g_free (self);
}

double
kaunta_qr_get_size (const KauntaQr *self)
{
  return (self->code->width + 2 * QUIET_MODULES) * MODULE;
}

static gboolean
is_black (const QRcode *code, int x, int y)
{
  return (code->data[y * code->width + x] & 1) != 0;
}

static void
add_row_to_path (const QRcode *code, cairo_t *cr, int y)
{
  for (int x = 0, run; x < code->width; x += run)
    {
      gboolean black = is_black (code, x, y);

      for (run = 1; x + run < code->width && is_black (code, x + run, y) == black; run++)
        ;
      if (black)
        cairo_rectangle (cr, (QUIET_MODULES + x) * MODULE, (QUIET_MODULES + y) * MODULE, run * MODULE, MODULE);
    }
}

void
kaunta_qr_draw (const KauntaQr *self, cairo_t *cr)
{
  cairo_new_path (cr);
  for (int y = 0; y < self->code->width; y++)
    add_row_to_path (self->code, cr, y);
  cairo_fill (cr);
}
