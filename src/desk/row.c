/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "row.h"

struct _KauntaRow
{
  GObject parent_instance;

  GType boxed_type;
  gpointer boxed; /* (owned) */
};

G_DEFINE_FINAL_TYPE (KauntaRow, kaunta_row, G_TYPE_OBJECT)

static void
kaunta_row_finalize (GObject *object)
{
  KauntaRow *self = KAUNTA_ROW (object);

  g_boxed_free (self->boxed_type, self->boxed);

  G_OBJECT_CLASS (kaunta_row_parent_class)->finalize (object);
}

static void
kaunta_row_class_init (KauntaRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kaunta_row_finalize;
}

static void
kaunta_row_init (KauntaRow *self)
{
}

/**
 * kaunta_row_new:
 * @boxed_type: a boxed type of core
 * @boxed: (transfer none): a value of it
 *
 * Returns: (transfer full): an item for a list model
 */
KauntaRow *
kaunta_row_new (GType boxed_type, gconstpointer boxed)
{
  KauntaRow *self = NULL;

  g_return_val_if_fail (G_TYPE_IS_BOXED (boxed_type), NULL);
  g_return_val_if_fail (boxed != NULL, NULL);

  self = g_object_new (KAUNTA_TYPE_ROW, NULL);
  self->boxed_type = boxed_type;
  self->boxed = g_boxed_copy (boxed_type, boxed);
  return self;
}

GType
kaunta_row_get_boxed_type (KauntaRow *self)
{
  g_return_val_if_fail (KAUNTA_IS_ROW (self), G_TYPE_INVALID);

  return self->boxed_type;
}

gpointer
kaunta_row_get (KauntaRow *self, GType boxed_type)
{
  g_return_val_if_fail (KAUNTA_IS_ROW (self), NULL);

  return self->boxed_type == boxed_type ? self->boxed : NULL;
}

GListStore *
kaunta_rows_new (GType boxed_type, GPtrArray *values)
{
  GListStore *rows = g_list_store_new (KAUNTA_TYPE_ROW);

  kaunta_rows_replace (rows, boxed_type, values);
  return rows;
}

/**
 * kaunta_rows_replace:
 * @values: (nullable): boxed values of @boxed_type; none empties @rows
 *
 * One change for whoever watches the list, however many values there are.
 */
void
kaunta_rows_replace (GListStore *rows, GType boxed_type, GPtrArray *values)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_if_fail (G_IS_LIST_STORE (rows));

  for (guint i = 0; values != NULL && i < values->len; i++)
    g_ptr_array_add (items, kaunta_row_new (boxed_type, values->pdata[i]));

  g_list_store_splice (rows, 0, g_list_model_get_n_items (G_LIST_MODEL (rows)), items->pdata, items->len);
}
