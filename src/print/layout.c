/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "layout.h"

#include <pango/pangocairo.h>

/* The first of these that the machine has; a thermal head needs an even stroke more than elegance. */
#define FONTS "Cantarell, Noto Sans, DejaVu Sans, sans-serif"
#define ROW_GAP 8.0
#define BANNER_PADDING 3.0
/* Of a row: what the text that keeps its line may take before it wraps too. */
#define ROW_KEEPER_SHARE 0.75

typedef enum
{
  BLOCK_SPACE,
  BLOCK_RULE,
  BLOCK_TEXT,
  BLOCK_BANNER,
  BLOCK_ROW,
  BLOCK_QR,
  BLOCK_COLUMNS,
} BlockKind;

typedef struct
{
  BlockKind kind;
  double height;
  gboolean keep_with_next;
  PangoLayout *left;           /* (owned) (nullable) */
  PangoLayout *right;          /* (owned) (nullable) */
  KauntaQr *qr;                /* (owned) (nullable) */
  KauntaLayout *left_column;   /* (owned) (nullable) */
  KauntaLayout *right_column;  /* (owned) (nullable) */
} Block;

struct _KauntaLayout
{
  double width;
  PangoContext *context; /* (owned) */
  GPtrArray *blocks;     /* (owned) (element-type Block) */
  gboolean in_group;
};

static void
free_block (Block *block)
{
  g_clear_object (&block->left);
  g_clear_object (&block->right);
  g_clear_pointer (&block->qr, kaunta_qr_free);
  g_clear_pointer (&block->left_column, kaunta_layout_free);
  g_clear_pointer (&block->right_column, kaunta_layout_free);
  g_free (block);
}

/* Measures in points and without fitting letters to any device's pixels, so that a screen, a PDF and a
 * printer all break lines at the same words. */
static PangoContext *
create_context (void)
{
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  cairo_font_options_t *options = cairo_font_options_create ();

  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  pango_cairo_context_set_font_options (context, options);
  pango_cairo_context_set_resolution (context, 72);
  pango_context_set_round_glyph_positions (context, FALSE);
  pango_context_set_language (context, pango_language_from_string ("en"));
  cairo_font_options_destroy (options);
  return context;
}

KauntaLayout *
kaunta_layout_new (double width)
{
  KauntaLayout *self = g_new0 (KauntaLayout, 1);

  self->width = width;
  self->context = create_context ();
  self->blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) free_block);
  return self;
}

void
kaunta_layout_free (KauntaLayout *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->blocks);
  g_object_unref (self->context);
  g_free (self);
}

double
kaunta_layout_get_width (const KauntaLayout *self)
{
  return self->width;
}

double
kaunta_layout_get_height (const KauntaLayout *self)
{
  double height = 0;

  for (guint i = 0; i < self->blocks->len; i++)
    height += ((const Block *) g_ptr_array_index (self->blocks, i))->height;
  return height;
}

static Block *
add_block (KauntaLayout *self, BlockKind kind, double height)
{
  Block *block = g_new0 (Block, 1);

  block->kind = kind;
  block->height = height;
  block->keep_with_next = self->in_group;
  g_ptr_array_add (self->blocks, block);
  return block;
}

static PangoAttrList *
create_attributes (const KauntaTextStyle *style)
{
  PangoAttrList *attributes = pango_attr_list_new ();

  /* Figures of one width: amounts under each other line up. */
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum"));
  if (style->tracking > 0)
    pango_attr_list_insert (attributes, pango_attr_letter_spacing_new ((int) (style->tracking * PANGO_SCALE)));
  return attributes;
}

static PangoLayout *
create_text (KauntaLayout *self, const KauntaTextStyle *style, PangoAlignment alignment, const char *text)
{
  PangoLayout *layout = pango_layout_new (self->context);
  PangoFontDescription *font = pango_font_description_from_string (FONTS);
  PangoAttrList *attributes = create_attributes (style);

  pango_font_description_set_size (font, (int) (style->size * PANGO_SCALE));
  pango_font_description_set_weight (font, style->weight);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  /* A name in Arabic script is shaped from the right but stays in its column. */
  pango_layout_set_auto_dir (layout, FALSE);
  pango_layout_set_alignment (layout, alignment);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_text (layout, text, -1);
  pango_attr_list_unref (attributes);
  pango_font_description_free (font);
  return layout;
}

static void
wrap_text (PangoLayout *layout, double width)
{
  pango_layout_set_width (layout, (int) (MAX (width, 1) * PANGO_SCALE));
}

static double
get_text_height (PangoLayout *layout)
{
  PangoRectangle logical;

  pango_layout_get_extents (layout, NULL, &logical);
  return (double) logical.height / PANGO_SCALE;
}

static double
get_text_width (PangoLayout *layout)
{
  PangoRectangle logical;

  pango_layout_get_extents (layout, NULL, &logical);
  return (double) logical.width / PANGO_SCALE;
}

void
kaunta_layout_add_space (KauntaLayout *self, double height)
{
  add_block (self, BLOCK_SPACE, height);
}

void
kaunta_layout_add_rule (KauntaLayout *self, double thickness)
{
  add_block (self, BLOCK_RULE, thickness);
}

void
kaunta_layout_add_text (KauntaLayout *self, const KauntaTextStyle *style, const char *text)
{
  PangoLayout *layout = create_text (self, style, style->alignment, text);

  wrap_text (layout, self->width);
  add_block (self, BLOCK_TEXT, get_text_height (layout))->left = layout;
}

void
kaunta_layout_add_banner (KauntaLayout *self, const KauntaTextStyle *style, const char *text)
{
  PangoLayout *layout = create_text (self, style, style->alignment, text);

  wrap_text (layout, self->width - 2 * BANNER_PADDING);
  add_block (self, BLOCK_BANNER, get_text_height (layout) + 2 * BANNER_PADDING)->left = layout;
}

void
kaunta_layout_add_row (KauntaLayout *self, const KauntaTextStyle *style, KauntaRowWrap wrap, const char *left,
                       const char *right)
{
  PangoLayout *left_text = create_text (self, style, PANGO_ALIGN_LEFT, left);
  PangoLayout *right_text = create_text (self, style, PANGO_ALIGN_RIGHT, right);
  PangoLayout *keeper = wrap == KAUNTA_ROW_WRAPS_LEFT ? right_text : left_text;
  PangoLayout *giver = wrap == KAUNTA_ROW_WRAPS_LEFT ? left_text : right_text;
  /* Rounded up, or the keeper would wrap its last word by a thousandth of a point. */
  double kept = MIN (get_text_width (keeper) + 0.5, self->width * ROW_KEEPER_SHARE);
  Block *block = NULL;

  wrap_text (keeper, kept);
  wrap_text (giver, self->width - kept - ROW_GAP);
  block = add_block (self, BLOCK_ROW, MAX (get_text_height (left_text), get_text_height (right_text)));
  block->left = left_text;
  block->right = right_text;
}

void
kaunta_layout_add_qr (KauntaLayout *self, KauntaQr *qr)
{
  add_block (self, BLOCK_QR, kaunta_qr_get_size (qr))->qr = qr;
}

void
kaunta_layout_add_columns (KauntaLayout *self, KauntaLayout *left, KauntaLayout *right)
{
  Block *block = add_block (self, BLOCK_COLUMNS, MAX (kaunta_layout_get_height (left), kaunta_layout_get_height (right)));

  block->left_column = left;
  block->right_column = right;
}

void
kaunta_layout_begin_group (KauntaLayout *self)
{
  g_return_if_fail (!self->in_group);

  self->in_group = TRUE;
}

void
kaunta_layout_end_group (KauntaLayout *self)
{
  g_return_if_fail (self->in_group && self->blocks->len > 0);

  self->in_group = FALSE;
  ((Block *) g_ptr_array_index (self->blocks, self->blocks->len - 1))->keep_with_next = FALSE;
}

/* The height of the blocks from @first that must stay on one page; @end (out): the one after them. */
static double
measure_group (const KauntaLayout *self, guint first, guint *end)
{
  double height = 0;
  gboolean more = TRUE;

  for (*end = first; more && *end < self->blocks->len; (*end)++)
    {
      const Block *block = g_ptr_array_index (self->blocks, *end);

      height += block->height;
      more = block->keep_with_next;
    }
  return height;
}

GArray *
kaunta_layout_break_pages (const KauntaLayout *self, double page_height)
{
  GArray *starts = g_array_new (FALSE, FALSE, sizeof (guint));
  double used = 0;
  guint end = 0;

  g_array_append_val (starts, end);
  for (guint first = 0; first < self->blocks->len; first = end)
    {
      double height = measure_group (self, first, &end);

      if (used > 0 && used + height > page_height)
        {
          g_array_append_val (starts, first);
          used = 0;
        }
      used += height;
    }
  return starts;
}

static void
draw_text (cairo_t *cr, PangoLayout *layout, double x, double y)
{
  cairo_move_to (cr, x, y);
  pango_cairo_show_layout (cr, layout);
}

static void
draw_row (const Block *block, cairo_t *cr, double width)
{
  draw_text (cr, block->left, 0, 0);
  draw_text (cr, block->right, width - (double) pango_layout_get_width (block->right) / PANGO_SCALE, 0);
}

static void
draw_banner (const Block *block, cairo_t *cr, double width)
{
  cairo_rectangle (cr, 0, 0, width, block->height);
  cairo_fill (cr);
  cairo_set_source_rgb (cr, 1, 1, 1);
  draw_text (cr, block->left, BANNER_PADDING, BANNER_PADDING);
}

static void
draw_columns (const Block *block, cairo_t *cr, double width)
{
  cairo_save (cr);
  kaunta_layout_draw (block->left_column, cr, 0, G_MAXUINT);
  cairo_translate (cr, width - block->right_column->width, 0);
  kaunta_layout_draw (block->right_column, cr, 0, G_MAXUINT);
  cairo_restore (cr);
}

static void
draw_block (const Block *block, cairo_t *cr, double width)
{
  cairo_set_source_rgb (cr, 0, 0, 0);
  switch (block->kind)
    {
    case BLOCK_SPACE:
      break;
    case BLOCK_RULE:
      cairo_rectangle (cr, 0, 0, width, block->height);
      cairo_fill (cr);
      break;
    case BLOCK_TEXT:
      draw_text (cr, block->left, 0, 0);
      break;
    case BLOCK_BANNER:
      draw_banner (block, cr, width);
      break;
    case BLOCK_ROW:
      draw_row (block, cr, width);
      break;
    case BLOCK_QR:
      kaunta_qr_draw (block->qr, cr);
      break;
    case BLOCK_COLUMNS:
      draw_columns (block, cr, width);
      break;
    default:
      g_assert_not_reached ();
    }
}

void
kaunta_layout_draw (const KauntaLayout *self, cairo_t *cr, guint first, guint end)
{
  cairo_save (cr);
  for (guint i = first; i < MIN (end, self->blocks->len); i++)
    {
      const Block *block = g_ptr_array_index (self->blocks, i);

      cairo_save (cr);
      draw_block (block, cr, self->width);
      cairo_restore (cr);
      cairo_translate (cr, 0, block->height);
    }
  cairo_restore (cr);
}
