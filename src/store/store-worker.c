/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-worker.h"

#include "store-files.h"

struct _KauntaStoreWorker
{
  gatomicrefcount references; /* the store's, the queue's, and those of news on its way */
  KauntaStoreQueue *queue;
  GMainContext *context; /* where @appended is called */
  KauntaStoreAppendedFunc appended;
  GWeakRef store;

  KauntaStoreFiles *files; /* touched where the queue runs */
};

typedef struct
{
  KauntaStoreWork work;
  gpointer data;
  GDestroyNotify free_data;
  GDestroyNotify free_result;
  GTask *task;
} Job;

static void
release_worker (gpointer data)
{
  KauntaStoreWorker *self = data;

  if (!g_atomic_ref_count_dec (&self->references))
    return;

  kaunta_store_files_free (self->files);
  g_main_context_unref (self->context);
  g_weak_ref_clear (&self->store);
  g_free (self);
}

/* ---- Where the queue runs ---- */

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
  g_source_set_callback (source, tell_appended_cb, self, release_worker);
  g_source_attach (source, self->context);
}

static void
open_files (gpointer owner, gpointer error)
{
  KauntaStoreWorker *self = owner;

  kaunta_store_files_open (self->files, entries_committed_cb, self, error);
}

static void
close_files (gpointer owner, gpointer data)
{
  KauntaStoreWorker *self = owner;

  kaunta_store_files_close (self->files);
}

/* Nobody waits now. */
static gboolean
rest (gpointer owner)
{
  KauntaStoreWorker *self = owner;

  return kaunta_store_files_rest (self->files);
}

static void
free_job_data (const Job *job)
{
  if (job->free_data != NULL)
    job->free_data (job->data);
}

static void
run_job (gpointer owner, gpointer data)
{
  KauntaStoreWorker *self = owner;
  g_autofree Job *job = data;
  g_autoptr (GTask) task = job->task;
  gpointer result;
  GError *error = NULL;

  if (g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    {
      free_job_data (job);
      g_task_return_error_if_cancelled (task);
      return;
    }

  result = kaunta_store_files_work (self->files, job->work, job->data, &error);
  free_job_data (job);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, result, job->free_result);
}

typedef struct
{
  KauntaStoreWork work;
  gpointer data;
  gpointer result;
  GError *error;
} Visit;

static void
run_visit (gpointer owner, gpointer data)
{
  KauntaStoreWorker *self = owner;
  Visit *visit = data;

  visit->result = kaunta_store_files_work (self->files, visit->work, visit->data, &visit->error);
}

static void
run_replacement (gpointer owner, gpointer data)
{
  KauntaStoreWorker *self = owner;
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (g_task_return_error_if_cancelled (task))
    return;

  if (kaunta_store_files_replace_register (self->files, g_task_get_task_data (task), &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

typedef struct
{
  GTaskThreadFunc func;
  GTask *task;
} Aside;

static void
run_aside (gpointer owner, gpointer data)
{
  g_autofree Aside *aside = data;
  g_autoptr (GTask) task = aside->task;

  aside->func (task, g_task_get_source_object (task), g_task_get_task_data (task), g_task_get_cancellable (task));
}

/* ---- For the store's owner ---- */

KauntaStoreWorker *
kaunta_store_worker_start (KauntaStoreRunner runner, const char *profile, KauntaClock *clock,
                           KauntaStoreAppendedFunc appended, GObject *store, GError **error)
{
  KauntaStoreWorker *self = g_new0 (KauntaStoreWorker, 1);
  g_autoptr (GError) problem = NULL;

  g_atomic_ref_count_init (&self->references);
  self->files = kaunta_store_files_new (profile, clock);
  self->context = g_main_context_ref_thread_default ();
  self->appended = appended;
  g_weak_ref_init (&self->store, store);

  g_atomic_ref_count_inc (&self->references);
  self->queue = kaunta_store_queue_new (runner, self, rest, release_worker);
  kaunta_store_queue_wait (self->queue, open_files, &problem);
  if (problem == NULL)
    return self;

  g_propagate_error (error, g_steal_pointer (&problem));
  kaunta_store_worker_stop (self);
  return NULL;
}

void
kaunta_store_worker_stop (KauntaStoreWorker *self)
{
  kaunta_store_queue_push (self->queue, close_files, NULL);
  kaunta_store_queue_end (self->queue);
  release_worker (self);
}

void
kaunta_store_worker_push (KauntaStoreWorker *self, KauntaStoreWork work, gpointer data,
                          GDestroyNotify free_data, GDestroyNotify free_result, GTask *task)
{
  const Job job = { work, data, free_data, free_result, task };

  kaunta_store_queue_push (self->queue, run_job, g_memdup2 (&job, sizeof job));
}

void
kaunta_store_worker_push_replacement (KauntaStoreWorker *self, const char *new_path, GTask *task)
{
  g_task_set_task_data (task, g_strdup (new_path), g_free);
  kaunta_store_queue_push (self->queue, run_replacement, task);
}

void
kaunta_store_worker_push_aside (KauntaStoreWorker *self, GTaskThreadFunc func, GTask *task)
{
  const Aside aside = { func, task };

  if (kaunta_store_queue_get_runner (self->queue) == KAUNTA_STORE_INLINE)
    {
      kaunta_store_queue_push (self->queue, run_aside, g_memdup2 (&aside, sizeof aside));
      return;
    }
  g_task_run_in_thread (task, func);
  g_object_unref (task);
}

gpointer
kaunta_store_worker_run (KauntaStoreWorker *self, KauntaStoreWork work, gpointer data, GError **error)
{
  Visit visit = { .work = work, .data = data };

  kaunta_store_queue_wait (self->queue, run_visit, &visit);
  if (visit.error != NULL)
    g_propagate_error (error, visit.error);
  return visit.result;
}
