/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * KauntaShelf:
 *
 * Records of one size, numbered from 0, that grow without taking memory: the newest few are in memory, older
 * ones in a temporary file that has no name any more. Private to the journal. Errors are G_FILE_ERROR: the
 * disk's, never the journal's.
 */
typedef struct _KauntaShelf KauntaShelf;

KauntaShelf *kaunta_shelf_new (gsize record_bytes);
void kaunta_shelf_free (KauntaShelf *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KauntaShelf, kaunta_shelf_free)

gint64 kaunta_shelf_get_length (const KauntaShelf *self);
gboolean kaunta_shelf_append (KauntaShelf *self, gconstpointer record, GError **error);
/* @place: of a record that is there. */
gboolean kaunta_shelf_get (KauntaShelf *self, gint64 place, gpointer record, GError **error);
gboolean kaunta_shelf_set (KauntaShelf *self, gint64 place, gconstpointer record, GError **error);
