/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include "ledger.h"
#include "register.h"

G_BEGIN_DECLS

/**
 * KauntaStore:
 *
 * Owns ledger and register, on a thread of its own. Whatever needs them is a piece of work that runs there, one after the other, in the order
 * asked: the window never waits. A profile is a folder (mode 0700) with counter.db, register.db and device.key (key-safe.h); the file counter.db-lock keeps a
 * second program out.
 */
#define KAUNTA_TYPE_STORE (kaunta_store_get_type ())
G_DECLARE_FINAL_TYPE (KauntaStore, kaunta_store, KAUNTA, STORE, GObject)

/* Opens the profile on a new thread and waits for it. Errors as of kaunta_ledger_open(). */
KauntaStore *kaunta_store_open (const char *profile, KauntaClock *clock, GError **error);
/* The same without a thread: the work runs in the caller's main context, one piece a dispatch, never within the call that asked. */
KauntaStore *kaunta_store_open_inline (const char *profile, KauntaClock *clock, GError **error);
/* Finishes what was asked, ends the thread, closes the files. Further work gives IO. Called by dispose. */
void kaunta_store_close (KauntaStore *self);

/**
 * KauntaStoreWork:
 * Runs on the store's thread. Returns what kaunta_store_run_finish() hands out, or NULL with @error set (NULL without an error is a result too).
 */
typedef gpointer (*KauntaStoreWork) (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error);

/* @data is freed on the store's thread after the work; @free_result frees a result that nobody fetched.
 * Cancelling before it started skips it; work that started is never interrupted. */
void kaunta_store_run_async (KauntaStore *self,
                             KauntaStoreWork work,
                             gpointer data,
                             GDestroyNotify free_data,
                             GDestroyNotify free_result,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gpointer kaunta_store_run_finish (KauntaStore *self, GAsyncResult *result, GError **error);
/* Waits: for programs without a window, and tests. */
gpointer kaunta_store_run (KauntaStore *self, KauntaStoreWork work, gpointer data, GError **error);

/* As g_task_run_in_thread(): slow work that needs no file of the store, and that they don't wait for. In an inline store it takes its turn.
 * IO when the store is closed. */
void kaunta_store_run_aside (KauntaStore *self, GTask *task, GTaskThreadFunc func);

/* Where a new register may be written beside the one in use. (transfer full) */
char *kaunta_store_get_new_register_path (KauntaStore *self);
/* The folder of this profile. (transfer none) */
const char *kaunta_store_get_profile (KauntaStore *self);
/* Puts the file at kaunta_store_get_new_register_path() in the register's place, at one moment: a work to hand to kaunta_store_run_async() is
 * not needed. A failure leaves the old one in use. */
void kaunta_store_replace_register_async (KauntaStore *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean kaunta_store_replace_register_finish (KauntaStore *self, GAsyncResult *result, GError **error);

/* Closes the ledger, gives its file the name branch-DEVICE-EPOCH-TIME.db in the profile's folder, and opens an empty one in its place. A failure
 * leaves the ledger as it was. Finish gives the file's name. (transfer full) */
void kaunta_store_set_aside_async (KauntaStore *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
char *kaunta_store_set_aside_finish (KauntaStore *self, GAsyncResult *result, GError **error);

/**
 * KauntaStore::appended: entries were committed. Emitted in the main context of the thread that opened the store.
 */

G_END_DECLS
