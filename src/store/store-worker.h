/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store-queue.h"
#include "store.h"

/**
 * KauntaStoreWorker:
 *
 * What runs behind a store: its files, and the queue of what is to be done with them. It holds no reference
 * to the store, so that the last reference to that may be dropped anywhere, even where the queue runs by a
 * task that ends there. All functions are called by the store's owner.
 */
typedef struct _KauntaStoreWorker KauntaStoreWorker;

typedef void (*KauntaStoreAppendedFunc) (gpointer store);

/* Waits until both files are open. @appended is called for each commit, with @store, in the thread-default
 * main context of the caller, as long as @store lives. */
KauntaStoreWorker *kaunta_store_worker_start (KauntaStoreRunner runner, const char *profile, KauntaClock *clock,
                                              KauntaStoreAppendedFunc appended, GObject *store,
                                              GError **error);
/* Finishes everything that was pushed, and closes the files. */
void kaunta_store_worker_stop (KauntaStoreWorker *self);

/* Takes @task. */
void kaunta_store_worker_push (KauntaStoreWorker *self, KauntaStoreWork work, gpointer data,
                               GDestroyNotify free_data, GDestroyNotify free_result, GTask *task);
void kaunta_store_worker_push_replacement (KauntaStoreWorker *self, const char *new_path, GTask *task);
void kaunta_store_worker_push_aside (KauntaStoreWorker *self, GTaskThreadFunc func, GTask *task);
gpointer kaunta_store_worker_run (KauntaStoreWorker *self, KauntaStoreWork work, gpointer data,
                                  GError **error);
