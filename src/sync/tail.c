/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tail.h"

#include "push.h"

void
kaunta_batch_free (KauntaBatch *self)
{
  g_clear_pointer (&self->push, g_bytes_unref);
  g_free (self);
}

void
kaunta_received_free (KauntaReceived *self)
{
  g_clear_pointer (&self->exceptions, g_ptr_array_unref);
  g_free (self);
}

typedef struct
{
  KauntaBatch *batch;
  GString *push;
} Packing;

static void
add_sealed (gint64 seq, const char *body, gsize length, const guint8 sig[KAUNTA_SIGNATURE_BYTES], gpointer data)
{
  Packing *packing = data;

  if (packing->batch->first == 0)
    packing->batch->first = seq;
  packing->batch->last = seq;
  kaunta_push_add (packing->push, body, length, sig);
}

/* They are sent as they were signed: nothing of them is read here. */
static gboolean
read_push (KauntaBatch *batch, KauntaLedger *ledger, gint64 after, gsize max_bytes, GError **error)
{
  g_autoptr (GString) push = kaunta_push_begin ();
  Packing packing = { batch, push };

  if (!kaunta_ledger_each_sealed (ledger, after, KAUNTA_WIRE_MAX_PUSH_ENTRIES, max_bytes, add_sealed, &packing, error))
    return FALSE;
  if (batch->last > 0)
    batch->push = kaunta_push_end (g_steal_pointer (&push));
  return TRUE;
}

KauntaBatchWish *
kaunta_batch_wish_new (gint64 after, gsize max_bytes)
{
  KauntaBatchWish *self = g_new0 (KauntaBatchWish, 1);

  self->after = after;
  self->max_bytes = max_bytes;
  return self;
}

gpointer
kaunta_batch_read (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  g_autoptr (KauntaBatch) batch = g_new0 (KauntaBatch, 1);
  g_autoptr (GPtrArray) exceptions = NULL;
  const KauntaBatchWish *wish = data;
  gint64 after = wish->after;

  if (!kaunta_ledger_get_tail (ledger, &batch->tail, error))
    return NULL;
  exceptions = kaunta_ledger_get_exceptions (ledger, error);
  if (exceptions == NULL)
    return NULL;
  batch->exceptions = exceptions->len;
  if (after == KAUNTA_BATCH_NO_ENTRIES)
    return g_steal_pointer (&batch);

  if (after == KAUNTA_BATCH_AFTER_ACKNOWLEDGED)
    after = batch->tail.acknowledged;
  return read_push (batch, ledger, after, wish->max_bytes, error) ? g_steal_pointer (&batch) : NULL;
}

static gboolean
put_exceptions (KauntaLedger *ledger, const KauntaReceived *received, GError **error)
{
  if (!kaunta_ledger_begin_changes (ledger, error))
    return FALSE;
  for (guint i = 0; i < received->exceptions->len; i++)
    if (!kaunta_ledger_put_exception (ledger, g_ptr_array_index (received->exceptions, i), error))
      {
        kaunta_ledger_roll_back_changes (ledger);
        return FALSE;
      }
  return kaunta_ledger_commit_changes (ledger, NULL, 0, error);
}

gpointer
kaunta_received_keep (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  const KauntaReceived *received = data;
  KauntaBatchWish none = { .after = KAUNTA_BATCH_NO_ENTRIES };

  if (!kaunta_ledger_acknowledge (ledger, &received->ack, error))
    return NULL;
  if (received->exceptions->len > 0 && !put_exceptions (ledger, received, error))
    return NULL;
  return kaunta_batch_read (ledger, payers, &none, error);
}
