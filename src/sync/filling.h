/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store.h"

/* Makes a new register of the snapshot at @snapshot at kaunta_store_get_new_register_path(), on a worker's thread. NONSENSE when it is no such
 * snapshot or not what @tag, its hash, says; what there was at that path is gone in any case. @known_at: UTC ms at which it was fetched. */
void kaunta_filling_async (KauntaStore *store, const char *snapshot, const char *tag, gint64 known_at, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data);
gboolean kaunta_filling_finish (KauntaStore *store, GAsyncResult *result, GError **error);
