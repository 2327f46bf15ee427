/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "carrying.h"

#include "applying.h"
#include "carry.h"
#include "carry-wording.h"
#include "packing.h"
#include "sealing.h"
#include "tail.h"
#include "wording.h"

/* An answer on its way from the stick into ledger and register. */
typedef struct
{
  KauntaClock *clock;
  GBytes *file;
  KauntaCarryAnswer answer;
  KauntaKey *key; /* (nullable) before the ledger was asked */
  char *cursor;   /* where the next page begins */
  KauntaCarryRead read;
} Reading;

void
kaunta_carry_read_clear (KauntaCarryRead *self)
{
  g_clear_error (&self->refusal);
}

static void
free_reading (Reading *self)
{
  g_object_unref (self->clock);
  g_clear_pointer (&self->file, g_bytes_unref);
  kaunta_carry_answer_clear (&self->answer);
  g_clear_pointer (&self->key, kaunta_key_unref);
  g_free (self->cursor);
  kaunta_carry_read_clear (&self->read);
  g_free (self);
}

static gboolean
open_answer (Reading *self, KauntaLedger *ledger, GError **error)
{
  g_auto (KauntaEnrolment) enrolment = { 0 };

  if (!kaunta_ledger_get_enrolment (ledger, &enrolment, error)
      || !kaunta_carry_answer_open (&self->answer, self->file, enrolment.portal_key, error))
    return FALSE;
  if (!g_str_equal (self->answer.header.device, enrolment.device) || self->answer.header.epoch != enrolment.epoch)
    {
      g_set_error_literal (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_FENCED, "file: another counter's");
      return FALSE;
    }
  self->key = kaunta_key_ref (kaunta_ledger_get_key (ledger));
  self->cursor = g_strdup (self->answer.header.cursor);
  return TRUE;
}

/* As a push's answer is kept; an older acknowledgement than the newest one changes nothing. */
static gboolean
keep_acknowledgement (Reading *self, KauntaLedger *ledger, KauntaRegister *payers, GError **error)
{
  const KauntaCarryAnswerHeader *header = &self->answer.header;
  KauntaReceived received = { .ack = header->ack, .exceptions = header->exceptions };
  KauntaTail tail = { 0 };
  g_autoptr (KauntaBatch) batch = NULL;

  if (!header->acknowledged)
    return TRUE;
  if (!kaunta_ledger_get_tail (ledger, &tail, error))
    return FALSE;
  batch = kaunta_received_keep (ledger, payers, &received, error);
  if (batch == NULL)
    return FALSE;
  self->read.acknowledged = batch->tail.acknowledged - tail.acknowledged;
  return TRUE;
}

/* KauntaStoreWork with a Reading as @data. */
static gpointer
take_answer (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  Reading *self = data;
  const KauntaProblem *problem = &self->answer.header.problem;
  KauntaTail tail = { 0 };

  if (!open_answer (self, ledger, error) || !keep_acknowledgement (self, ledger, payers, error)
      || !kaunta_ledger_get_tail (ledger, &tail, error))
    return NULL;
  self->read.waiting = tail.seq - tail.acknowledged;
  if (self->answer.header.refused)
    {
      self->read.refusal = g_error_new_literal (KAUNTA_WIRE_ERROR, problem->code, problem->detail != NULL ? problem->detail : "");
      self->read.expected = problem->code == KAUNTA_WIRE_ERROR_GAP ? problem->seq : 0;
    }
  return self;
}

/* A sealed page, opened. */
static gboolean
open_page (Reading *self, GBytes *sealed, KauntaChangesPage *page, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autoptr (GBytes) packed = kaunta_unseal (self->key, sealed, &reason);
  g_autoptr (GBytes) plain = NULL;

  if (packed == NULL)
    {
      g_set_error (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_BAD_SIGNATURE, "page: %s", reason->message);
      return FALSE;
    }
  plain = kaunta_unpack (packed, KAUNTA_WIRE_MAX_ANSWER_BYTES, error);
  return plain != NULL && kaunta_changes_page_decode (plain, page, error);
}

static gboolean
apply_page (Reading *self, KauntaLedger *ledger, KauntaRegister *payers, KauntaChangesPage *page, GError **error)
{
  gboolean applied = FALSE;
  KauntaApplication application = {
    .changes = page->changes,
    .from = self->cursor,
    .cursor = page->cursor,
    .heard_at = MIN (self->answer.header.made_at, kaunta_clock_get_now (self->clock)),
    .applied = &applied,
  };

  if (kaunta_application_apply (ledger, payers, &application, error) == NULL)
    return FALSE;
  if (applied)
    self->read.changes += page->changes->len;
  else if (page->changes->len > 0)
    self->read.outdated = TRUE;
  g_free (self->cursor);
  self->cursor = g_strdup (page->cursor);
  return TRUE;
}

/* KauntaStoreWork with a Reading as @data. Gives @data, NULL without an error when there is no page any more. */
static gpointer
take_page (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  Reading *self = data;
  g_auto (KauntaChangesPage) page = { 0 };
  g_autoptr (GBytes) sealed = kaunta_carry_answer_read_page (&self->answer, error);

  if (sealed == NULL || !open_page (self, sealed, &page, error) || !apply_page (self, ledger, payers, &page, error))
    return NULL;
  return self;
}

static void
part_taken_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Reading *self = g_task_get_task_data (task);
  GError *error = NULL;
  gpointer taken = kaunta_store_run_finish (KAUNTA_STORE (source), result, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else if (taken == NULL)
    g_task_return_boolean (task, TRUE);
  else
    kaunta_store_run_async (KAUNTA_STORE (source), take_page, self, NULL, NULL, NULL, part_taken_cb, g_object_ref (task));
}

static void
read_aside (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const char *path = data;
  GError *error = NULL;
  GBytes *file = kaunta_carry_file_read (path, cancellable, &error);

  if (file != NULL)
    g_task_return_pointer (task, file, (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, error);
}

static void
file_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Reading *self = g_task_get_task_data (task);
  GError *error = NULL;

  self->file = g_task_propagate_pointer (G_TASK (result), &error);
  if (self->file == NULL)
    g_task_return_error (task, error);
  else
    kaunta_store_run_async (KAUNTA_STORE (source), take_answer, self, NULL, NULL, g_task_get_cancellable (task), part_taken_cb,
                            g_object_ref (task));
}

void
kaunta_carry_read_async (KauntaStore *store,
                         KauntaClock *clock,
                         const char *path,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GTask *task = g_task_new (store, cancellable, callback, user_data);
  g_autoptr (GTask) file_task = g_task_new (store, cancellable, file_read_cb, task);
  Reading *self = g_new0 (Reading, 1);

  self->clock = g_object_ref (clock);
  g_task_set_source_tag (task, kaunta_carry_read_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, self, (GDestroyNotify) free_reading);
  g_task_set_task_data (file_task, g_strdup (path), g_free);
  kaunta_store_run_aside (store, file_task, read_aside);
}

gboolean
kaunta_carry_read_finish (KauntaStore *store, GAsyncResult *result, KauntaCarryRead *read, GError **error)
{
  Reading *self = NULL;

  g_return_val_if_fail (g_task_is_valid (result, store), FALSE);

  self = g_task_get_task_data (G_TASK (result));
  if (!g_task_propagate_boolean (G_TASK (result), error))
    {
      kaunta_carry_reword_reading (error);
      return FALSE;
    }
  kaunta_wording_translate (&self->read.refusal);
  *read = self->read;
  self->read = (KauntaCarryRead){ 0 };
  return TRUE;
}
