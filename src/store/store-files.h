/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ledger-private.h"
#include "store.h"

/**
 * KauntaStoreFiles:
 *
 * The files of a profile, as the store's queue holds them. Made anywhere; all but making and freeing is
 * done where the queue runs.
 */
typedef struct _KauntaStoreFiles KauntaStoreFiles;

KauntaStoreFiles *kaunta_store_files_new (const char *profile, KauntaClock *clock);
/* They must be closed. */
void kaunta_store_files_free (KauntaStoreFiles *self);

/* @appended: called for each commit of entries, with @data. Nothing stays open after a failure. */
gboolean kaunta_store_files_open (KauntaStoreFiles *self, KauntaLedgerAppendedFunc appended, gpointer data,
                                  GError **error);
void kaunta_store_files_close (KauntaStoreFiles *self);
/* What can wait until nobody does: the mirror, and moving what was committed out of the logs. TRUE when there is
 * more of it. */
gboolean kaunta_store_files_rest (KauntaStoreFiles *self);

gpointer kaunta_store_files_work (KauntaStoreFiles *self, KauntaStoreWork work, gpointer data, GError **error);
/* Puts the register at @new_path in the place of the one in use, at one moment. */
gboolean kaunta_store_files_replace_register (KauntaStoreFiles *self, const char *new_path, GError **error);
