/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "carrying.h"

#include "carry.h"
#include "carry-wording.h"

/* So many entries a piece of work: a clerk's payment between two of them waits a few hundredths of a second. */
#define MAX_PIECE_ENTRIES 500
#define MAX_PIECE_BYTES (512 * 1024)

/* A file on its way from the ledger to the stick. */
typedef struct
{
  KauntaClock *clock;
  char *path;
  gint64 from;
  KauntaCarryHeader header;
  KauntaKey *key; /* (nullable) before the ledger was asked */
  GString *lines;
  gint64 after;        /* the entry before those to be read next */
  gint64 newest;       /* what was the newest one when it began */
  gint64 turnover;     /* up to @after */
  gboolean full;
  KauntaCarrySaved saved;
} Saving;

static void
free_saving (Saving *self)
{
  g_object_unref (self->clock);
  g_free (self->path);
  kaunta_carry_header_clear (&self->header);
  g_clear_pointer (&self->key, kaunta_key_unref);
  g_string_free (self->lines, TRUE);
  g_free (self);
}

static gboolean
read_enrolment (Saving *self, KauntaLedger *ledger, GError **error)
{
  g_auto (KauntaEnrolment) enrolment = { 0 };

  if (!kaunta_ledger_get_enrolment (ledger, &enrolment, error))
    return FALSE;
  self->header.device = g_steal_pointer (&enrolment.device);
  self->header.epoch = enrolment.epoch;
  self->header.office = g_steal_pointer (&enrolment.office);
  self->header.url = g_steal_pointer (&enrolment.url);
  self->header.ca = g_steal_pointer (&enrolment.ca);
  self->header.portal_key = g_steal_pointer (&enrolment.portal_key);
  self->key = kaunta_key_ref (kaunta_ledger_get_key (ledger));
  self->header.key = g_strdup (kaunta_key_get_public (self->key));
  return TRUE;
}

static gboolean
read_place (Saving *self, KauntaLedger *ledger, GError **error)
{
  KauntaTail tail = { 0 };
  gint64 heard_at = 0;

  if (!kaunta_ledger_get_tail (ledger, &tail, error)
      || !kaunta_ledger_get_acknowledgement (ledger, &self->header.ack, &self->header.acknowledged, error))
    return FALSE;
  self->header.cursor = kaunta_ledger_get_cursor (ledger, &heard_at, error);
  if (self->header.cursor == NULL)
    return FALSE;

  self->newest = tail.seq;
  self->after = self->from > 0 ? MIN (self->from - 1, tail.acknowledged) : tail.acknowledged;
  self->header.first = self->after + 1;
  self->header.made_at = kaunta_clock_get_now (self->clock);
  return TRUE;
}

static gboolean
read_turnover (Saving *self, KauntaLedger *ledger, GError **error)
{
  g_autoptr (GPtrArray) before = NULL;

  if (self->after == 0)
    return TRUE;
  before = kaunta_ledger_read_entries (ledger, self->after - 1, 1, 1, error);
  if (before == NULL)
    return FALSE;
  self->turnover = ((KauntaEntry *) g_ptr_array_index (before, 0))->turnover;
  return TRUE;
}

/* KauntaStoreWork with a Saving as @data. */
static gpointer
begin (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  Saving *self = data;

  return read_enrolment (self, ledger, error) && read_place (self, ledger, error) && read_turnover (self, ledger, error) ? self : NULL;
}

/* KauntaStoreWork with a Saving as @data. */
static gpointer
read_piece (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  Saving *self = data;
  gint64 count = MIN (MAX_PIECE_ENTRIES, self->newest - self->after);
  g_autoptr (GPtrArray) entries = kaunta_ledger_read_entries (ledger, self->after, count, MAX_PIECE_BYTES, error);
  guint added = 0;

  if (entries == NULL)
    return NULL;
  added = kaunta_carry_add_entries (self->lines, entries);
  self->full = added < entries->len;
  if (added > 0)
    {
      const KauntaEntry *last = g_ptr_array_index (entries, added - 1);

      self->saved.cents += last->turnover - self->turnover;
      self->turnover = last->turnover;
      self->saved.entries += added;
      self->after = last->seq;
    }
  return self;
}

static void
write_aside (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Saving *self = data;
  g_autoptr (GBytes) file = NULL;
  GError *error = NULL;

  self->header.entries = self->saved.entries;
  self->saved.left = self->newest - self->after;
  file = kaunta_carry_encode (&self->header, self->lines, self->key, &error);
  if (file != NULL && kaunta_carry_file_write (self->path, file, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
piece_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Saving *self = g_task_get_task_data (task);
  KauntaStore *store = KAUNTA_STORE (source);
  GError *error = NULL;

  if (kaunta_store_run_finish (store, result, &error) == NULL)
    g_task_return_error (task, error);
  else if (self->full || self->after == self->newest)
    kaunta_store_run_aside (store, task, write_aside);
  else
    kaunta_store_run_async (store, read_piece, self, NULL, NULL, g_task_get_cancellable (task), piece_read_cb, g_object_ref (task));
}

void
kaunta_carry_save_async (KauntaStore *store,
                         KauntaClock *clock,
                         const char *path,
                         gint64 from,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (store, cancellable, callback, user_data);
  Saving *self = g_new0 (Saving, 1);

  self->clock = g_object_ref (clock);
  self->path = g_strdup (path);
  self->from = from;
  self->lines = g_string_new (NULL);
  g_task_set_source_tag (task, kaunta_carry_save_async);
  g_task_set_task_data (task, self, (GDestroyNotify) free_saving);
  kaunta_store_run_async (store, begin, self, NULL, NULL, cancellable, piece_read_cb, g_object_ref (task));
}

gboolean
kaunta_carry_save_finish (KauntaStore *store, GAsyncResult *result, KauntaCarrySaved *saved, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, store), FALSE);

  *saved = ((Saving *) g_task_get_task_data (G_TASK (result)))->saved;
  if (g_task_propagate_boolean (G_TASK (result), error))
    return TRUE;
  kaunta_carry_reword_saving (error);
  return FALSE;
}
