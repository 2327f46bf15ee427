/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "receipt-drawing.h"

#include <cairo-pdf.h>
#include <glib/gi18n-lib.h>
#include "print-error.h"
#include "receipt-layout.h"

#define MM (72.0 / 25.4)
#define FOOTER_HEIGHT (6 * MM)

/**
 * PaperSize:
 * @height: 0 when the paper is as long as what stands on it
 * @side: @end: margins left and right, above and below
 */
typedef struct
{
  const char *nick;
  double width;
  double height;
  double side;
  double end;
} PaperSize;

static const PaperSize paper_sizes[] = {
  [KAUNTA_PAPER_80MM] = { "80mm", 80 * MM, 0, 4 * MM, 4 * MM },
  [KAUNTA_PAPER_A5] = { "a5", 148 * MM, 210 * MM, 12 * MM, 12 * MM },
};

/* A receipt laid out for one paper. */
typedef struct
{
  const PaperSize *paper;
  KauntaLayout *layout; /* (owned) */
  GArray *pages;        /* (owned) (element-type guint): each page's first block */
} Sheets;

const char *
kaunta_paper_to_nick (KauntaPaper paper)
{
  g_return_val_if_fail (paper >= 0 && paper < G_N_ELEMENTS (paper_sizes), NULL);

  return paper_sizes[paper].nick;
}

gboolean
kaunta_paper_from_nick (const char *nick, KauntaPaper *paper)
{
  for (guint i = 0; i < G_N_ELEMENTS (paper_sizes); i++)
    if (g_strcmp0 (paper_sizes[i].nick, nick) == 0)
      {
        *paper = i;
        return TRUE;
      }
  return FALSE;
}

static void
clear_sheets (Sheets *self)
{
  g_clear_pointer (&self->layout, kaunta_layout_free);
  g_clear_pointer (&self->pages, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sheets, clear_sheets)

static void
lay_out_sheets (Sheets *self, const KauntaReceipt *receipt, KauntaPaper paper)
{
  const PaperSize *size = &paper_sizes[paper];

  self->paper = size;
  self->layout = kaunta_receipt_lay_out (receipt, paper, size->width - 2 * size->side);
  self->pages = kaunta_layout_break_pages (self->layout, size->height > 0 ? size->height - 2 * size->end - FOOTER_HEIGHT
                                                                          : G_MAXDOUBLE);
}

static double
get_sheet_height (const Sheets *self)
{
  if (self->paper->height > 0)
    return self->paper->height;
  return kaunta_layout_get_height (self->layout) + 2 * self->paper->end;
}

/* A sheet that gets away from the others says what it belongs to. */
static void
draw_footer (const Sheets *self, const KauntaReceipt *receipt, guint page, cairo_t *cr)
{
  const KauntaTextStyle style = { 8, PANGO_WEIGHT_NORMAL, PANGO_ALIGN_LEFT, 0 };
  g_autoptr (KauntaLayout) footer = kaunta_layout_new (kaunta_layout_get_width (self->layout));
  g_autofree char *where = g_strdup_printf ("%u/%u", page + 1, self->pages->len);

  kaunta_layout_add_row (footer, &style, KAUNTA_ROW_WRAPS_RIGHT, receipt->payment->receipt, where);
  cairo_save (cr);
  cairo_translate (cr, self->paper->side,
                   get_sheet_height (self) - self->paper->end - kaunta_layout_get_height (footer));
  kaunta_layout_draw (footer, cr, 0, G_MAXUINT);
  cairo_restore (cr);
}

static void
draw_sheet (const Sheets *self, const KauntaReceipt *receipt, guint page, cairo_t *cr)
{
  guint first = g_array_index (self->pages, guint, page);
  guint end = page + 1 < self->pages->len ? g_array_index (self->pages, guint, page + 1) : G_MAXUINT;

  cairo_save (cr);
  cairo_translate (cr, self->paper->side, self->paper->end);
  kaunta_layout_draw (self->layout, cr, first, end);
  cairo_restore (cr);
  if (self->pages->len > 1)
    draw_footer (self, receipt, page, cr);
}

void
kaunta_receipt_measure (const KauntaReceipt *receipt, KauntaPaper paper, double *width, double *height)
{
  g_auto (Sheets) sheets = { 0 };

  g_return_if_fail (receipt != NULL);

  lay_out_sheets (&sheets, receipt, paper);
  *width = sheets.paper->width;
  *height = get_sheet_height (&sheets);
}

int
kaunta_receipt_count_pages (const KauntaReceipt *receipt, KauntaPaper paper)
{
  g_auto (Sheets) sheets = { 0 };

  g_return_val_if_fail (receipt != NULL, 0);

  lay_out_sheets (&sheets, receipt, paper);
  return (int) sheets.pages->len;
}

void
kaunta_receipt_draw (const KauntaReceipt *receipt, KauntaPaper paper, int page, cairo_t *cr)
{
  g_auto (Sheets) sheets = { 0 };

  g_return_if_fail (receipt != NULL);

  lay_out_sheets (&sheets, receipt, paper);
  g_return_if_fail (page >= 0 && page < (int) sheets.pages->len);

  draw_sheet (&sheets, receipt, (guint) page, cr);
}

static cairo_status_t
append_bytes (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static cairo_surface_t *
create_pdf_surface (const Sheets *sheets, const KauntaReceipt *receipt, GByteArray *pdf)
{
  g_autofree char *title = g_strdup_printf ("Receipt / Risiti %s", receipt->payment->receipt);
  cairo_surface_t *surface = NULL;

  surface = cairo_pdf_surface_create_for_stream (append_bytes, pdf, sheets->paper->width, get_sheet_height (sheets));
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, title);
  return surface;
}

/* (nullable) (transfer full) */
static GByteArray *
draw_pdf (const KauntaReceipt *receipt, KauntaPaper paper, GError **error)
{
  g_autoptr (GByteArray) pdf = g_byte_array_new ();
  g_auto (Sheets) sheets = { 0 };
  cairo_surface_t *surface = NULL;
  cairo_t *cr = NULL;
  cairo_status_t status;

  lay_out_sheets (&sheets, receipt, paper);
  surface = create_pdf_surface (&sheets, receipt, pdf);
  cr = cairo_create (surface);
  for (guint page = 0; page < sheets.pages->len; page++)
    {
      draw_sheet (&sheets, receipt, page, cr);
      cairo_show_page (cr);
    }
  status = cairo_status (cr);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);

  if (status == CAIRO_STATUS_SUCCESS)
    return g_steal_pointer (&pdf);
  g_set_error (error, KAUNTA_PRINT_ERROR, KAUNTA_PRINT_ERROR_DRAWING,
               _("The receipt could not be drawn (%s). The payment is recorded; print the receipt again from the bill."),
               cairo_status_to_string (status));
  return NULL;
}

gboolean
kaunta_receipt_write_pdf (const KauntaReceipt *receipt, KauntaPaper paper, const char *path, GError **error)
{
  g_autoptr (GByteArray) pdf = NULL;
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (receipt != NULL, FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  pdf = draw_pdf (receipt, paper, error);
  if (pdf == NULL)
    return FALSE;

  if (g_file_set_contents_full (path, (const char *) pdf->data, pdf->len, G_FILE_SET_CONTENTS_CONSISTENT, 0644,
                                &local_error))
    return TRUE;
  g_set_error (error, KAUNTA_PRINT_ERROR, KAUNTA_PRINT_ERROR_WRITING,
               _("The receipt could not be saved (%s). The payment is recorded; save it in another folder."),
               local_error->message);
  return FALSE;
}
