/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * KauntaRow:
 *
 * A boxed value of core as an item of a list model.
 */
#define KAUNTA_TYPE_ROW (kaunta_row_get_type ())
G_DECLARE_FINAL_TYPE (KauntaRow, kaunta_row, KAUNTA, ROW, GObject)

KauntaRow *kaunta_row_new (GType boxed_type, gconstpointer boxed);
GType kaunta_row_get_boxed_type (KauntaRow *self);
/* NULL when it holds another type. (transfer none) */
gpointer kaunta_row_get (KauntaRow *self, GType boxed_type);

/* A list of rows over @values (boxed values of @boxed_type). (transfer full) */
GListStore *kaunta_rows_new (GType boxed_type, GPtrArray *values);
/* Puts @values in the place of what @rows held. */
void kaunta_rows_replace (GListStore *rows, GType boxed_type, GPtrArray *values);

G_END_DECLS
