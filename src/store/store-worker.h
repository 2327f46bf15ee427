/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store.h"

/**
 * KauntaStoreWorker:
 *
 * The thread behind a store. It holds no reference to the store, so that the last reference to that may be
 * dropped anywhere, even on this thread by a task that ends here. All but the functions that run on the
 * thread are called by the store's owner.
 */
typedef struct _KauntaStoreWorker KauntaStoreWorker;

typedef void (*KauntaStoreAppendedFunc) (gpointer store);

/* Starts the thread and waits until both files are open there. @appended is called for each commit, with
 * @store, in the thread-default main context of the caller, as long as @store lives. */
KauntaStoreWorker *kaunta_store_worker_start (const char *ledger_path, const char *register_path,
                                              KauntaClock *clock, KauntaStoreAppendedFunc appended,
                                              GObject *store, GError **error);
/* Waits for everything that was pushed, and closes the files. */
void kaunta_store_worker_stop (KauntaStoreWorker *self);

/* Takes @task. */
void kaunta_store_worker_push (KauntaStoreWorker *self, KauntaStoreWork work, gpointer data,
                               GDestroyNotify free_data, GDestroyNotify free_result, GTask *task);
void kaunta_store_worker_push_replacement (KauntaStoreWorker *self, const char *new_path, GTask *task);
gpointer kaunta_store_worker_run (KauntaStoreWorker *self, KauntaStoreWork work, gpointer data,
                                  GError **error);
