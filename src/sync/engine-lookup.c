/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine-private.h"

#include "wording.h"

/**
 * LookUp: one question at the portal
 * @bill: whether @text is a bill's number, or what was typed of a payer
 */
typedef struct
{
  gboolean bill;
  char *text;
  gulong handler; /* on the caller's cancellable */
} LookUp;

static void
free_look_up (LookUp *look_up)
{
  g_free (look_up->text);
  g_free (look_up);
}

static void
caller_cancelled_cb (GCancellable *outer, GCancellable *in_flight)
{
  g_cancellable_cancel (in_flight);
}

/* Answers the caller; what it means for the link is said first, so that the caller sees the link as it is. Takes @task and @error. */
static void
fail (KauntaEngine *self, GTask *task, GError *error)
{
  LookUp *look_up = g_task_get_task_data (task);

  g_cancellable_disconnect (g_task_get_cancellable (task), look_up->handler);
  if (error->domain == KAUNTA_WIRE_ERROR && !kaunta_trouble_is_general (error))
    kaunta_engine_succeed (self, KAUNTA_STEP_LOOK_UP);
  else if (kaunta_trouble_is_general (error))
    kaunta_engine_fail (self, KAUNTA_STEP_LOOK_UP, g_error_copy (error));
  else
    kaunta_engine_end (self);
  g_task_return_error (task, error);
  g_object_unref (task);
}

static void
succeed (KauntaEngine *self, GTask *task, gpointer answer, GDestroyNotify free_answer)
{
  LookUp *look_up = g_task_get_task_data (task);

  g_cancellable_disconnect (g_task_get_cancellable (task), look_up->handler);
  kaunta_engine_succeed (self, KAUNTA_STEP_LOOK_UP);
  g_task_return_pointer (task, answer, free_answer);
  g_object_unref (task);
}

static void
payers_found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  g_autoptr (KauntaEngine) self = g_object_ref (g_task_get_source_object (task));
  GError *error = NULL;
  GPtrArray *payers = kaunta_client_find_payers_finish (self->client, result, &error);

  if (payers == NULL)
    {
      fail (self, task, error);
      return;
    }
  for (guint i = 0; i < payers->len; i++)
    {
      KauntaPayer *payer = g_ptr_array_index (payers, i);

      payer->known = kaunta_clock_get_now (self->clock);
    }
  succeed (self, task, payers, (GDestroyNotify) g_ptr_array_unref);
}

typedef struct
{
  GTask *task;
  KauntaBill *bill;
} Keeping;

static void
bill_kept_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Keeping *keeping = data;
  g_autoptr (KauntaBill) bill = keeping->bill;
  g_autoptr (KauntaEngine) self = g_object_ref (g_task_get_source_object (keeping->task));
  GError *error = NULL;

  if (kaunta_store_run_finish (self->store, result, &error) == NULL)
    fail (self, keeping->task, error);
  else
    succeed (self, keeping->task, g_steal_pointer (&bill), (GDestroyNotify) kaunta_bill_unref);
}

static void
bill_got_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  g_autoptr (KauntaEngine) self = g_object_ref (g_task_get_source_object (task));
  KauntaFinding *finding = g_new0 (KauntaFinding, 1);
  Keeping *keeping = NULL;
  GError *error = NULL;

  if (!kaunta_client_get_bill_finish (self->client, result, &finding->bill, &finding->payments, &error))
    {
      kaunta_finding_free (finding);
      fail (self, task, error);
      return;
    }
  finding->bill->known = kaunta_clock_get_now (self->clock);
  keeping = g_new0 (Keeping, 1);
  keeping->task = task;
  keeping->bill = kaunta_bill_ref (finding->bill);
  kaunta_store_run_async (self->store, kaunta_finding_keep, finding, (GDestroyNotify) kaunta_finding_free, NULL, NULL, bill_kept_cb, keeping);
}

void
kaunta_engine_look_up (KauntaEngine *self)
{
  GTask *task = g_queue_pop_head (&self->lookups);
  LookUp *look_up = g_task_get_task_data (task);
  GCancellable *in_flight = kaunta_engine_begin (self);

  if (g_task_get_cancellable (task) != NULL)
    look_up->handler = g_cancellable_connect (g_task_get_cancellable (task), G_CALLBACK (caller_cancelled_cb), g_object_ref (in_flight),
                                              g_object_unref);
  if (look_up->bill)
    kaunta_client_get_bill_async (self->client, look_up->text, in_flight, bill_got_cb, task);
  else
    kaunta_client_find_payers_async (self->client, look_up->text, in_flight, payers_found_cb, task);
}

void
kaunta_engine_drop_lookups (KauntaEngine *self)
{
  GTask *task = NULL;

  while ((task = g_queue_pop_head (&self->lookups)) != NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "the engine was stopped");
      g_object_unref (task);
    }
}

static void
ask (KauntaEngine *self, gboolean bill, const char *text, gpointer tag, GCancellable *cancellable, GAsyncReadyCallback callback,
     gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  LookUp *look_up = g_new0 (LookUp, 1);

  look_up->bill = bill;
  look_up->text = g_strdup (text);
  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, look_up, (GDestroyNotify) free_look_up);
  g_queue_push_tail (&self->lookups, task);
  if (!self->running)
    kaunta_engine_drop_lookups (self);
  kaunta_engine_go_on (self);
}

void
kaunta_engine_find_payers_async (KauntaEngine *self, const char *typed, GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_return_if_fail (KAUNTA_IS_ENGINE (self) && typed != NULL);

  ask (self, FALSE, typed, kaunta_engine_find_payers_async, cancellable, callback, user_data);
}

GPtrArray *
kaunta_engine_find_payers_finish (KauntaEngine *self, GAsyncResult *result, GError **error)
{
  GError *reason = NULL;
  GPtrArray *payers = g_task_propagate_pointer (G_TASK (result), &reason);

  kaunta_wording_translate (&reason);
  if (reason != NULL)
    g_propagate_error (error, reason);
  return payers;
}

void
kaunta_engine_fetch_bill_async (KauntaEngine *self, const char *number, GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (KAUNTA_IS_ENGINE (self) && number != NULL);

  ask (self, TRUE, number, kaunta_engine_fetch_bill_async, cancellable, callback, user_data);
}

KauntaBill *
kaunta_engine_fetch_bill_finish (KauntaEngine *self, GAsyncResult *result, GError **error)
{
  GError *reason = NULL;
  KauntaBill *bill = g_task_propagate_pointer (G_TASK (result), &reason);

  kaunta_wording_translate (&reason);
  if (reason != NULL)
    g_propagate_error (error, reason);
  return bill;
}
