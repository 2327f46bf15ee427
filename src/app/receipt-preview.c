/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "receipt-preview.h"

#include <glib/gi18n-lib.h>

/* Between two pages, in pixels. */
#define GAP 12

struct _KauntaReceiptPreview
{
  GtkWidget parent_instance;

  KauntaReceipt *receipt; /* (owned) (nullable) */
  KauntaPaper paper;
  double width;  /* of a page, in points */
  double height;
  int n_pages;
};

G_DEFINE_FINAL_TYPE (KauntaReceiptPreview, kaunta_receipt_preview, GTK_TYPE_WIDGET)

/* Pixels a point: large enough to read the small print, small enough for the width of a column. */
static double
get_scale (KauntaReceiptPreview *self)
{
  return self->paper == KAUNTA_PAPER_80MM ? 1.35 : 1.0;
}

static void
kaunta_receipt_preview_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                                int *natural,
                                int *minimum_baseline, int *natural_baseline)
{
  KauntaReceiptPreview *self = KAUNTA_RECEIPT_PREVIEW (widget);
  int width = (int) (self->width * get_scale (self) + 0.5);
  int height = self->n_pages * (int) (self->height * get_scale (self) + 0.5) + MAX (0,
                                                                                    self->n_pages - 1) * GAP;

  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? width : height;
}

static void
draw_page (KauntaReceiptPreview *self, GtkSnapshot *snapshot, int page)
{
  double scale = get_scale (self);
  double left = (gtk_widget_get_width (GTK_WIDGET (self)) - self->width * scale) / 2;
  double top = page * (self->height * scale + GAP);
  graphene_rect_t area = GRAPHENE_RECT_INIT (left, top, self->width * scale, self->height * scale);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &area);

  cairo_translate (cr, left, top);
  cairo_scale (cr, scale, scale);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_set_source_rgb (cr, 0, 0, 0);
  kaunta_receipt_draw (self->receipt, self->paper, page, cr);
  cairo_destroy (cr);
}

static void
kaunta_receipt_preview_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  KauntaReceiptPreview *self = KAUNTA_RECEIPT_PREVIEW (widget);

  for (int page = 0; page < self->n_pages; page++)
    draw_page (self, snapshot, page);
}

static void
kaunta_receipt_preview_dispose (GObject *object)
{
  g_clear_pointer (&KAUNTA_RECEIPT_PREVIEW (object)->receipt, kaunta_receipt_unref);
  G_OBJECT_CLASS (kaunta_receipt_preview_parent_class)->dispose (object);
}

static void
kaunta_receipt_preview_class_init (KauntaReceiptPreviewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kaunta_receipt_preview_dispose;
  widget_class->measure = kaunta_receipt_preview_measure;
  widget_class->snapshot = kaunta_receipt_preview_snapshot;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
kaunta_receipt_preview_init (KauntaReceiptPreview *self)
{
}

void
kaunta_receipt_preview_show (KauntaReceiptPreview *self, KauntaReceipt *receipt, KauntaPaper paper)
{
  g_autofree char *label = NULL;

  g_return_if_fail (KAUNTA_IS_RECEIPT_PREVIEW (self));

  if (receipt != NULL)
    kaunta_receipt_ref (receipt);
  g_clear_pointer (&self->receipt, kaunta_receipt_unref);
  self->receipt = receipt;
  self->paper = paper;
  self->n_pages = 0;
  if (receipt != NULL)
    {
      kaunta_receipt_measure (receipt, paper, &self->width, &self->height);
      self->n_pages = kaunta_receipt_count_pages (receipt, paper);
      label = g_strdup_printf (_("Receipt %s as it is printed"), receipt->payment->receipt);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
    }
  gtk_widget_queue_resize (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
