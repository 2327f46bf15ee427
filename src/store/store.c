/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "store-worker.h"

struct _KauntaStore
{
  GObject parent_instance;

  char *profile;
  KauntaStoreWorker *worker; /* (nullable): NULL once it is closed */
};

G_DEFINE_FINAL_TYPE (KauntaStore, kaunta_store, G_TYPE_OBJECT)

enum
{
  APPENDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
entries_appended_cb (gpointer store)
{
  g_signal_emit (store, signals[APPENDED], 0);
}

static void
kaunta_store_dispose (GObject *object)
{
  kaunta_store_close (KAUNTA_STORE (object));
  G_OBJECT_CLASS (kaunta_store_parent_class)->dispose (object);
}

static void
kaunta_store_finalize (GObject *object)
{
  g_free (KAUNTA_STORE (object)->profile);
  G_OBJECT_CLASS (kaunta_store_parent_class)->finalize (object);
}

static void
kaunta_store_class_init (KauntaStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = kaunta_store_dispose;
  object_class->finalize = kaunta_store_finalize;

  signals[APPENDED] =
      g_signal_new ("appended", KAUNTA_TYPE_STORE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kaunta_store_init (KauntaStore *self)
{
}

static KauntaStore *
open_store (KauntaStoreRunner runner, const char *profile, KauntaClock *clock, GError **error)
{
  g_autoptr (KauntaStore) self = NULL;

  g_return_val_if_fail (profile != NULL, NULL);
  g_return_val_if_fail (KAUNTA_IS_CLOCK (clock), NULL);

  if (g_mkdir_with_parents (profile, 0700) != 0)
    {
      g_set_error (error, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_IO,
                   _("The folder “%s” can’t be used: %s. Nothing was changed. Call your administrator."),
                   profile, g_strerror (errno));
      return NULL;
    }

  self = g_object_new (KAUNTA_TYPE_STORE, NULL);
  self->profile = g_strdup (profile);
  self->worker =
      kaunta_store_worker_start (runner, profile, clock, entries_appended_cb, G_OBJECT (self), error);
  return self->worker != NULL ? g_steal_pointer (&self) : NULL;
}

/**
 * kaunta_store_open:
 * @profile: a folder; made (mode 0700) when it is not there
 *
 * Opens ledger and register on a thread of their own, and waits for it. Errors as of kaunta_ledger_open();
 * nothing was touched then.
 *
 * Returns: (transfer full) (nullable):
 */
KauntaStore *
kaunta_store_open (const char *profile, KauntaClock *clock, GError **error)
{
  return open_store (KAUNTA_STORE_ON_A_THREAD, profile, clock, error);
}

/**
 * kaunta_store_open_inline:
 * @profile: a folder; made (mode 0700) when it is not there
 *
 * The same store without a thread: what it is asked for runs in the caller's thread-default main context, one
 * piece a dispatch, in the order asked and never within the call that asked. With one thread for all, what a
 * program does is the same in each run. Errors as of kaunta_ledger_open().
 *
 * Returns: (transfer full) (nullable):
 */
KauntaStore *
kaunta_store_open_inline (const char *profile, KauntaClock *clock, GError **error)
{
  return open_store (KAUNTA_STORE_INLINE, profile, clock, error);
}

/**
 * kaunta_store_close:
 *
 * Finishes what was asked, ends the thread and closes the files. Further work gives IO.
 */
void
kaunta_store_close (KauntaStore *self)
{
  g_return_if_fail (KAUNTA_IS_STORE (self));

  g_clear_pointer (&self->worker, kaunta_store_worker_stop);
}

static void
set_closed (GError **error)
{
  g_set_error_literal (error, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_IO,
                       _("The counter’s files are closed already. Nothing was saved. Start Kaunta again."));
}

/**
 * kaunta_store_run_async:
 * @data: freed with @free_data on the store's thread after the work
 * @free_result: (nullable): frees a result that nobody fetched
 *
 * Runs @work on the store's thread, after all that was asked before. Cancelling before it started skips it;
 * work that has started is never interrupted, and its result is told even when it was cancelled meanwhile.
 */
void
kaunta_store_run_async (KauntaStore *self, KauntaStoreWork work, gpointer data, GDestroyNotify free_data,
                        GDestroyNotify free_result, GCancellable *cancellable, GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GError) error = NULL;

  g_return_if_fail (KAUNTA_IS_STORE (self) && work != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, kaunta_store_run_async);
  g_task_set_check_cancellable (task, FALSE);
  if (self->worker != NULL)
    {
      kaunta_store_worker_push (self->worker, work, data, free_data, free_result, g_steal_pointer (&task));
      return;
    }

  if (free_data != NULL)
    free_data (data);
  set_closed (&error);
  g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * kaunta_store_run_finish:
 *
 * Returns: (nullable): what the work returned; %NULL is an error when @error is set
 */
gpointer
kaunta_store_run_finish (KauntaStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * kaunta_store_run:
 * @data: stays the caller's
 *
 * Runs @work on the store's thread and waits for it: for programs without a window, and tests.
 *
 * Returns: (nullable): what the work returned; %NULL is an error when @error is set
 */
gpointer
kaunta_store_run (KauntaStore *self, KauntaStoreWork work, gpointer data, GError **error)
{
  g_return_val_if_fail (KAUNTA_IS_STORE (self) && work != NULL, NULL);

  if (self->worker == NULL)
    {
      set_closed (error);
      return NULL;
    }
  return kaunta_store_worker_run (self->worker, work, data, error);
}

/**
 * kaunta_store_run_aside:
 *
 * Runs @func for @task as g_task_run_in_thread() does: slow work that needs neither ledger nor register, and
 * that they shall not wait for. It has a thread of its own, but in an inline store, where it takes its turn. A
 * closed store gives IO.
 */
void
kaunta_store_run_aside (KauntaStore *self, GTask *task, GTaskThreadFunc func)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (KAUNTA_IS_STORE (self) && G_IS_TASK (task) && func != NULL);

  if (self->worker != NULL)
    {
      kaunta_store_worker_push_aside (self->worker, func, g_object_ref (task));
      return;
    }
  set_closed (&error);
  g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * kaunta_store_get_new_register_path:
 *
 * Returns: (transfer full): where a new register may be written beside the one in use
 */
char *
kaunta_store_get_new_register_path (KauntaStore *self)
{
  g_return_val_if_fail (KAUNTA_IS_STORE (self), NULL);

  return g_build_filename (self->profile, "register-new.db", NULL);
}

const char *
kaunta_store_get_profile (KauntaStore *self)
{
  g_return_val_if_fail (KAUNTA_IS_STORE (self), NULL);

  return self->profile;
}

/**
 * kaunta_store_replace_register_async:
 *
 * Puts the register at kaunta_store_get_new_register_path(), closed by whoever wrote it, in the place of the
 * one in use, at one moment. A failure leaves the old one in use.
 */
void
kaunta_store_replace_register_async (KauntaStore *self, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *new_path = NULL;

  g_return_if_fail (KAUNTA_IS_STORE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, kaunta_store_replace_register_async);
  g_task_set_check_cancellable (task, FALSE);
  if (self->worker == NULL)
    {
      set_closed (&error);
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  new_path = kaunta_store_get_new_register_path (self);
  kaunta_store_worker_push_replacement (self->worker, new_path, g_steal_pointer (&task));
}

gboolean
kaunta_store_replace_register_finish (KauntaStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static gpointer
set_ledger_aside (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  return kaunta_ledger_set_aside (ledger, error);
}

/**
 * kaunta_store_set_aside_async:
 *
 * Puts an empty ledger in the place of the one in use, which is kept under another name. A failure leaves it as
 * it was.
 */
void
kaunta_store_set_aside_async (KauntaStore *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer user_data)
{
  kaunta_store_run_async (self, set_ledger_aside, NULL, NULL, g_free, cancellable, callback, user_data);
}

/**
 * kaunta_store_set_aside_finish:
 *
 * Returns: (transfer full) (nullable): the name that the ledger has now, in the profile's folder
 */
char *
kaunta_store_set_aside_finish (KauntaStore *self, GAsyncResult *result, GError **error)
{
  return kaunta_store_run_finish (self, result, error);
}
