/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine-private.h"

#define MIN_BATCH_BYTES ((gsize) 16 * 1024)
#define CHECK_MS (15 * 60 * 1000)

static void
batch_counted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KauntaEngine) self = data;
  g_autoptr (KauntaBatch) batch = kaunta_store_run_finish (self->store, result, NULL);

  self->counting = FALSE;
  if (batch == NULL)
    return;
  kaunta_engine_take_tail (self, batch);
  kaunta_engine_update_link (self);
}

/* Brings the link's figures up to date while nothing may be sent. */
void
kaunta_engine_count (KauntaEngine *self)
{
  if (self->counting)
    return;
  self->counting = TRUE;
  kaunta_store_run_async (self->store, kaunta_batch_read, kaunta_batch_wish_new (KAUNTA_BATCH_NO_ENTRIES, 0), g_free,
                          (GDestroyNotify) kaunta_batch_free, NULL, batch_counted_cb, g_object_ref (self));
}

static void
stop_resending (KauntaEngine *self)
{
  self->send_after = KAUNTA_BATCH_AFTER_ACKNOWLEDGED;
  self->resending = FALSE;
}

/* Where the next batch begins. A portal that was restored from a backup gets again what it lost, batch by batch, until it is where the
 * acknowledgements say that it was. */
static void
choose_next (KauntaEngine *self, gint64 acknowledged)
{
  if (self->send_after != KAUNTA_BATCH_AFTER_ACKNOWLEDGED)
    self->send_after = acknowledged;
  if (self->send_after >= self->tail.acknowledged)
    stop_resending (self);
  self->wants[KAUNTA_STEP_PUSH] = self->resending || self->tail.seq > self->tail.acknowledged;
  self->wants[KAUNTA_STEP_PULL] = TRUE;
}

typedef struct
{
  KauntaEngine *engine;
  gint64 seq;
} Keeping;

static void
answer_kept_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Keeping *keeping = data;
  g_autoptr (KauntaEngine) self = keeping->engine;
  GError *error = NULL;
  g_autoptr (KauntaBatch) batch = kaunta_store_run_finish (self->store, result, &error);

  if (batch == NULL)
    {
      kaunta_engine_fail (self, KAUNTA_STEP_PUSH, error);
      return;
    }
  kaunta_engine_take_tail (self, batch);
  choose_next (self, keeping->seq);
  kaunta_engine_succeed (self, KAUNTA_STEP_PUSH);
}

static void
keep_answer (KauntaEngine *self, KauntaReceived *received)
{
  Keeping *keeping = g_new0 (Keeping, 1);

  keeping->engine = g_object_ref (self);
  keeping->seq = received->ack.seq;
  kaunta_store_run_async (self->store, kaunta_received_keep, received, (GDestroyNotify) kaunta_received_free,
                          (GDestroyNotify) kaunta_batch_free, NULL, answer_kept_cb, keeping);
}

/* An acknowledgement must speak of this counter and of everything that was sent. Whether it is signed and lies on the chain, the ledger checks. */
static gboolean
check_answer (KauntaEngine *self, const KauntaReceived *received, GError **error)
{
  if (g_str_equal (received->ack.device, self->device) && received->ack.seq >= self->last_sent)
    return TRUE;
  g_set_error_literal (error, KAUNTA_SYNC_ERROR, KAUNTA_SYNC_ERROR_NONSENSE, "an acknowledgement of something else");
  return FALSE;
}

/* Entries are never deleted here, so a portal that lost some gets them again; once, for a portal that asks on and on is not mending. */
static gboolean
can_go_back (KauntaEngine *self, const GError *error)
{
  gint64 expected = kaunta_client_get_problem (self->client)->seq;

  return g_error_matches (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_GAP) && !self->resending && expected >= 1
         && expected < self->first_sent;
}

/* A batch that never arrives whole on a bad line is of no use, however often it is sent; a small one may. */
static void
learn_size (KauntaEngine *self, const GError *error)
{
  if (error == NULL)
    self->batch_bytes = MIN (self->batch_bytes * 2, KAUNTA_BATCH_MAX_BYTES);
  else if (g_error_matches (error, KAUNTA_SYNC_ERROR, KAUNTA_SYNC_ERROR_UNREACHABLE))
    self->batch_bytes = MAX (self->batch_bytes / 2, MIN_BATCH_BYTES);
}

/* The portal holds another branch under these numbers. It keeps this one beside it, to be looked at, so it gets the whole of it, and nothing of
 * that counts as acknowledged. It says where it wants to go on; a portal that asks for the same again gets nothing before there is something new. */
static void
go_on_with_branch (KauntaEngine *self, GError *error)
{
  gint64 next = kaunta_client_get_problem (self->client)->seq;
  gboolean progress = next > self->branch_next;

  kaunta_engine_note_failure (self, KAUNTA_STEP_PUSH, error);
  if (progress)
    {
      self->branch_next = next;
      self->send_after = next - 1;
      self->halted &= ~(1u << KAUNTA_STEP_PUSH);
      self->rests_until[KAUNTA_STEP_PUSH] = 0;
      self->wants[KAUNTA_STEP_PUSH] = self->tail.seq >= next;
    }
  kaunta_engine_end (self);
}

static void
batch_pushed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KauntaEngine) self = data;
  g_autoptr (KauntaReceived) received = g_new0 (KauntaReceived, 1);
  g_autoptr (GError) error = NULL;
  gboolean good = kaunta_client_push_finish (self->client, result, &received->ack, &received->exceptions, &error)
                  && check_answer (self, received, &error);

  learn_size (self, error);
  if (good)
    {
      self->branch_next = 0;
      keep_answer (self, g_steal_pointer (&received));
    }
  else if (can_go_back (self, error))
    {
      self->resending = TRUE;
      self->send_after = kaunta_client_get_problem (self->client)->seq - 1;
      self->wants[KAUNTA_STEP_PUSH] = TRUE;
      kaunta_engine_end (self);
    }
  else if (g_error_matches (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_FORK) && self->running)
    go_on_with_branch (self, g_steal_pointer (&error));
  else
    {
      if (g_error_matches (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_GAP))
        stop_resending (self);
      kaunta_engine_fail (self, KAUNTA_STEP_PUSH, g_steal_pointer (&error));
    }
}

void
kaunta_engine_put_check_off (KauntaEngine *self)
{
  self->next_check = kaunta_clock_get_up (self->clock) + CHECK_MS;
}

/* A portal that was restored from a backup says what it lost only to who sends the next entry, and a counter that has closed for
 * the day sends none. So the newest entry is sent again now and then: a portal that holds it acknowledges it once more. */
static void
check_now_and_then (KauntaEngine *self)
{
  if (self->tail.acknowledged == 0 || kaunta_clock_get_up (self->clock) < self->next_check)
    return;
  kaunta_engine_put_check_off (self);
  self->send_after = self->tail.acknowledged - 1;
  self->wants[KAUNTA_STEP_PUSH] = TRUE;
}

static void
batch_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KauntaEngine) self = data;
  GError *error = NULL;
  g_autoptr (KauntaBatch) batch = kaunta_store_run_finish (self->store, result, &error);

  if (batch == NULL)
    {
      kaunta_engine_fail (self, KAUNTA_STEP_PUSH, error);
      return;
    }
  kaunta_engine_take_tail (self, batch);
  if (batch->push == NULL || !self->running)
    {
      check_now_and_then (self);
      kaunta_engine_end (self);
      return;
    }

  self->first_sent = batch->first;
  self->last_sent = batch->last;
  kaunta_engine_update_link (self);
  kaunta_client_push_async (self->client, self->device, batch->push, self->in_flight, batch_pushed_cb, g_object_ref (self));
}

void
kaunta_engine_push (KauntaEngine *self)
{
  kaunta_engine_begin (self);
  self->wants[KAUNTA_STEP_PUSH] = FALSE;
  kaunta_store_run_async (self->store, kaunta_batch_read, kaunta_batch_wish_new (self->send_after, self->batch_bytes), g_free,
                          (GDestroyNotify) kaunta_batch_free, NULL, batch_read_cb, g_object_ref (self));
}
