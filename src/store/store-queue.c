/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-queue.h"

struct _KauntaStoreQueue
{
  gatomicrefcount references; /* the maker's, and the thread's or the source's */
  KauntaStoreRunner runner;
  GAsyncQueue *items;
  gpointer owner;
  KauntaStoreRest rest;
  GDestroyNotify release;

  GThread *thread;       /* on a thread: it runs the items */
  GMainContext *context; /* inline: this runs them... */
  GSource *source;       /* ...by this, as long as there is something to do (nullable) (owned) */
  gboolean ended;
};

/* Where somebody waits for a piece: on the waiting one's stack. */
typedef struct
{
  GMutex mutex;
  GCond finished;
  gboolean done;
} Wait;

typedef struct
{
  KauntaStorePiece piece; /* NULL: the last one */
  gpointer data;
  Wait *wait; /* (nullable): who hears of its end */
} Item;

static void
unref_queue (gpointer data)
{
  KauntaStoreQueue *self = data;

  if (!g_atomic_ref_count_dec (&self->references))
    return;

  g_async_queue_unref (self->items);
  g_main_context_unref (self->context);
  g_free (self);
}

static void
finish_wait (Wait *wait)
{
  g_mutex_lock (&wait->mutex);
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

/* Takes @item. Whether there may be more. */
static gboolean
run_item (KauntaStoreQueue *self, Item *item)
{
  g_autofree Item *own = item;

  if (own->piece == NULL)
    {
      self->release (self->owner);
      return FALSE;
    }

  own->piece (self->owner, own->data);
  if (own->wait != NULL)
    finish_wait (own->wait);
  return TRUE;
}

/* ---- On a thread ---- */

static Item *
wait_for_item (KauntaStoreQueue *self)
{
  Item *item = NULL;

  do
    item = g_async_queue_try_pop (self->items);
  while (item == NULL && self->rest (self->owner));
  return item != NULL ? item : g_async_queue_pop (self->items);
}

static gpointer
run_thread (gpointer data)
{
  KauntaStoreQueue *self = data;

  while (run_item (self, wait_for_item (self)))
    continue;
  unref_queue (self);
  return NULL;
}

/* ---- Inline ---- */

static gboolean
run_next_cb (gpointer data)
{
  KauntaStoreQueue *self = data;
  Item *item = g_async_queue_try_pop (self->items);

  if (item != NULL)
    return run_item (self, item) ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;

  if (self->rest (self->owner))
    return G_SOURCE_CONTINUE;

  g_clear_pointer (&self->source, g_source_unref);
  return G_SOURCE_REMOVE;
}

static void
wake_up (KauntaStoreQueue *self)
{
  if (self->source != NULL || self->ended)
    return;

  self->source = g_idle_source_new ();
  /* No less urgent than what a thread would send: a busy main context must not starve the files. */
  g_source_set_priority (self->source, G_PRIORITY_DEFAULT);
  /* A task that ends within a piece may wait for the next one, as it may for a thread. */
  g_source_set_can_recurse (self->source, TRUE);
  g_atomic_ref_count_inc (&self->references);
  g_source_set_callback (self->source, run_next_cb, self, unref_queue);
  g_source_attach (self->source, self->context);
}

/* Runs here and now what was pushed, until @wait (nullable: until the last one). */
static void
run_until (KauntaStoreQueue *self, const Wait *wait)
{
  while (wait == NULL || !wait->done)
    {
      Item *item = g_async_queue_try_pop (self->items);

      if (item == NULL || !run_item (self, item))
        return;
    }
}

static void
put_to_sleep (KauntaStoreQueue *self)
{
  self->ended = TRUE;
  if (self->source == NULL)
    return;

  g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
}

/* ---- For the maker ---- */

static void
push_item (KauntaStoreQueue *self, KauntaStorePiece piece, gpointer data, Wait *wait)
{
  const Item item = { piece, data, wait };

  g_async_queue_push (self->items, g_memdup2 (&item, sizeof item));
}

KauntaStoreQueue *
kaunta_store_queue_new (KauntaStoreRunner runner, gpointer owner, KauntaStoreRest rest, GDestroyNotify release)
{
  KauntaStoreQueue *self = g_new0 (KauntaStoreQueue, 1);

  g_atomic_ref_count_init (&self->references);
  self->runner = runner;
  self->items = g_async_queue_new ();
  self->context = g_main_context_ref_thread_default ();
  self->owner = owner;
  self->rest = rest;
  self->release = release;
  if (runner == KAUNTA_STORE_ON_A_THREAD)
    {
      g_atomic_ref_count_inc (&self->references);
      self->thread = g_thread_new ("kaunta-store", run_thread, self);
    }
  return self;
}

KauntaStoreRunner
kaunta_store_queue_get_runner (KauntaStoreQueue *self)
{
  return self->runner;
}

void
kaunta_store_queue_push (KauntaStoreQueue *self, KauntaStorePiece piece, gpointer data)
{
  g_return_if_fail (piece != NULL);

  push_item (self, piece, data, NULL);
  if (self->runner == KAUNTA_STORE_INLINE)
    wake_up (self);
}

void
kaunta_store_queue_wait (KauntaStoreQueue *self, KauntaStorePiece piece, gpointer data)
{
  Wait wait = { 0 };

  g_return_if_fail (piece != NULL);

  push_item (self, piece, data, &wait);
  if (self->runner == KAUNTA_STORE_ON_A_THREAD)
    {
      wait_for (&wait);
      return;
    }

  /* What runs meanwhile may end the queue. */
  g_atomic_ref_count_inc (&self->references);
  run_until (self, &wait);
  wake_up (self);
  unref_queue (self);
}

void
kaunta_store_queue_end (KauntaStoreQueue *self)
{
  push_item (self, NULL, NULL, NULL);
  if (self->runner == KAUNTA_STORE_INLINE)
    {
      run_until (self, NULL);
      put_to_sleep (self);
    }
  /* The owner may be dropped by a piece: a thread can't wait for itself, and ends on its own. */
  else if (self->thread == g_thread_self ())
    g_thread_unref (self->thread);
  else
    g_thread_join (self->thread);
  unref_queue (self);
}
