/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-worker.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "database.h"
#include "ledger-private.h"
#include "register-private.h"

struct _KauntaStoreWorker
{
  gatomicrefcount references; /* the store's and the thread's */
  GThread *thread;
  GAsyncQueue *jobs;
  char *ledger_path;
  char *register_path;
  KauntaClock *clock;
  GMainContext *context; /* where @appended is called */
  KauntaStoreAppendedFunc appended;
  GWeakRef store;

  /* the thread's own */
  KauntaLedger *ledger;
  KauntaRegister *payers;
};

/* Where somebody waits for a piece of work: on the waiting one's stack. */
typedef struct
{
  GMutex mutex;
  GCond finished;
  gboolean done;
  gpointer result;
  GError *error;
} Wait;

typedef struct _Job Job;
struct _Job
{
  void (*run) (KauntaStoreWorker *worker, Job *job);
  KauntaStoreWork work;
  gpointer data;
  GDestroyNotify free_data;
  GDestroyNotify free_result;
  GTask *task; /* (nullable): either this */
  Wait *wait;  /* (nullable): or that hears of the end */
};

static void
release_worker (KauntaStoreWorker *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;

  g_async_queue_unref (self->jobs);
  g_main_context_unref (self->context);
  g_object_unref (self->clock);
  g_weak_ref_clear (&self->store);
  g_free (self->ledger_path);
  g_free (self->register_path);
  g_free (self);
}

static void
push_job (KauntaStoreWorker *self, const Job *job)
{
  g_async_queue_push (self->jobs, g_memdup2 (job, sizeof *job));
}

static void
finish_wait (Wait *wait, gpointer result, GError *error)
{
  g_mutex_lock (&wait->mutex);
  wait->result = result;
  wait->error = error;
  wait->done = TRUE;
  g_cond_signal (&wait->finished);
  g_mutex_unlock (&wait->mutex);
}

static void
wait_for (Wait *wait)
{
  g_mutex_lock (&wait->mutex);
  while (!wait->done)
    g_cond_wait (&wait->finished, &wait->mutex);
  g_mutex_unlock (&wait->mutex);
}

/* ---- On the thread ---- */

static gboolean
tell_appended_cb (gpointer data)
{
  KauntaStoreWorker *self = data;
  g_autoptr (GObject) store = g_weak_ref_get (&self->store);

  if (store != NULL)
    self->appended (store);
  return G_SOURCE_REMOVE;
}

static void
entries_committed_cb (gpointer data)
{
  KauntaStoreWorker *self = data;
  g_autoptr (GSource) source = g_idle_source_new ();

  /* As urgent as a task's end: who waits for the task hears of the entries first. */
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_atomic_ref_count_inc (&self->references);
  g_source_set_callback (source, tell_appended_cb, self, (GDestroyNotify) release_worker);
  g_source_attach (source, self->context);
}

/* The register is missing only after a replacement that the disk did not survive: then each piece of work
 * tries to have it back. */
static gpointer
do_work (KauntaStoreWorker *self, Job *job, GError **error)
{
  if (self->payers == NULL)
    self->payers = kaunta_register_open (self->register_path, error);
  return self->payers != NULL ? job->work (self->ledger, self->payers, job->data, error) : NULL;
}

static void
run_task (KauntaStoreWorker *self, Job *job)
{
  g_autoptr (GTask) task = job->task;
  gpointer result;
  GError *error = NULL;

  if (g_task_return_error_if_cancelled (task))
    {
      if (job->free_data != NULL)
        job->free_data (job->data);
      return;
    }

  result = do_work (self, job, &error);
  if (job->free_data != NULL)
    job->free_data (job->data);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, result, job->free_result);
}

static void
run_for_waiting (KauntaStoreWorker *self, Job *job)
{
  GError *error = NULL;
  gpointer result = do_work (self, job, &error);

  finish_wait (job->wait, result, error);
}

static void
close_files (KauntaStoreWorker *self)
{
  g_clear_pointer (&self->payers, kaunta_register_close);
  g_clear_pointer (&self->ledger, kaunta_ledger_close);
}

static gboolean
open_files (KauntaStoreWorker *self, GError **error)
{
  self->ledger = kaunta_ledger_open (self->ledger_path, self->clock, error);
  if (self->ledger == NULL)
    return FALSE;

  self->payers = kaunta_register_open (self->register_path, error);
  if (self->payers == NULL)
    {
      close_files (self);
      return FALSE;
    }
  kaunta_ledger_set_appended_func (self->ledger, entries_committed_cb, self);
  return TRUE;
}

static gboolean
check_candidate (const char *path, GError **error)
{
  g_autoptr (KauntaDatabase) candidate = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_set_error_literal (error, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_NOT_FOUND,
                           _("The new payer register is not there. The one in use stays."));
      return FALSE;
    }
  candidate = kaunta_database_open (path, &kaunta_register_schema, KAUNTA_DATABASE_WRITE, error);
  return candidate != NULL;
}

/* Renaming is what makes it one moment: before it, every failure leaves the old register. */
static gboolean
replace_register (KauntaStoreWorker *self, const char *new_path, GError **error)
{
  gboolean renamed;

  if (!check_candidate (new_path, error))
    return FALSE;

  g_clear_pointer (&self->payers, kaunta_register_close);
  renamed = g_rename (new_path, self->register_path) == 0;
  if (!renamed)
    kaunta_database_set_error (NULL, SQLITE_CANTOPEN, error);
  self->payers = kaunta_register_open (self->register_path, renamed ? error : NULL);
  return renamed && self->payers != NULL;
}

static void
run_replacement (KauntaStoreWorker *self, Job *job)
{
  g_autoptr (GTask) task = job->task;
  g_autofree char *new_path = job->data;
  GError *error = NULL;

  if (g_task_return_error_if_cancelled (task))
    return;

  if (replace_register (self, new_path, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* Nobody waits now: the slow part of the commits is done here. */
static Job *
wait_for_job (KauntaStoreWorker *self)
{
  Job *job = g_async_queue_try_pop (self->jobs);

  if (job != NULL)
    return job;

  kaunta_ledger_checkpoint (self->ledger);
  if (self->payers != NULL)
    kaunta_register_checkpoint (self->payers);
  return g_async_queue_pop (self->jobs);
}

static void
run_jobs (KauntaStoreWorker *self)
{
  gboolean stopping = FALSE;

  while (!stopping)
    {
      g_autofree Job *job = wait_for_job (self);

      stopping = job->run == NULL;
      if (!stopping)
        job->run (self, job);
    }
}

typedef struct
{
  KauntaStoreWorker *worker;
  Wait *opening;
} ThreadStart;

static gpointer
run_thread (gpointer data)
{
  ThreadStart *start = data;
  KauntaStoreWorker *self = start->worker;
  Wait *opening = start->opening;
  GError *error = NULL;
  gboolean opened = open_files (self, &error);

  g_free (start);
  finish_wait (opening, NULL, error);
  if (opened)
    {
      run_jobs (self);
      close_files (self);
    }
  release_worker (self);
  return NULL;
}

/* ---- For the store's owner ---- */

static KauntaStoreWorker *
new_worker (const char *ledger_path, const char *register_path, KauntaClock *clock,
            KauntaStoreAppendedFunc appended, GObject *store)
{
  KauntaStoreWorker *self = g_new0 (KauntaStoreWorker, 1);

  g_atomic_ref_count_init (&self->references);
  g_atomic_ref_count_inc (&self->references);
  self->jobs = g_async_queue_new ();
  self->ledger_path = g_strdup (ledger_path);
  self->register_path = g_strdup (register_path);
  self->clock = g_object_ref (clock);
  self->context = g_main_context_ref_thread_default ();
  self->appended = appended;
  g_weak_ref_init (&self->store, store);
  return self;
}

KauntaStoreWorker *
kaunta_store_worker_start (const char *ledger_path, const char *register_path, KauntaClock *clock,
                           KauntaStoreAppendedFunc appended, GObject *store, GError **error)
{
  KauntaStoreWorker *self = new_worker (ledger_path, register_path, clock, appended, store);
  ThreadStart *start = g_new0 (ThreadStart, 1);
  Wait opening = { 0 };

  start->worker = self;
  start->opening = &opening;
  self->thread = g_thread_new ("kaunta-store", run_thread, start);
  wait_for (&opening);
  if (opening.error == NULL)
    return self;

  g_propagate_error (error, opening.error);
  g_thread_join (self->thread);
  release_worker (self);
  return NULL;
}

void
kaunta_store_worker_stop (KauntaStoreWorker *self)
{
  const Job last = { 0 };

  push_job (self, &last);
  /* The last reference to the store may go with a task that ends on the thread: a thread can't wait for
   * itself, and ends on its own. */
  if (self->thread == g_thread_self ())
    g_thread_unref (self->thread);
  else
    g_thread_join (self->thread);
  release_worker (self);
}

void
kaunta_store_worker_push (KauntaStoreWorker *self, KauntaStoreWork work, gpointer data,
                          GDestroyNotify free_data, GDestroyNotify free_result, GTask *task)
{
  const Job job = {
    .run = run_task,
    .work = work,
    .data = data,
    .free_data = free_data,
    .free_result = free_result,
    .task = task,
  };

  push_job (self, &job);
}

void
kaunta_store_worker_push_replacement (KauntaStoreWorker *self, const char *new_path, GTask *task)
{
  const Job job = { .run = run_replacement, .data = g_strdup (new_path), .task = task };

  push_job (self, &job);
}

gpointer
kaunta_store_worker_run (KauntaStoreWorker *self, KauntaStoreWork work, gpointer data, GError **error)
{
  Wait wait = { 0 };
  const Job job = { .run = run_for_waiting, .work = work, .data = data, .wait = &wait };

  push_job (self, &job);
  wait_for (&wait);
  if (wait.error != NULL)
    g_propagate_error (error, wait.error);
  return wait.result;
}
