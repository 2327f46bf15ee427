/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "catching-up.h"

#define MAX_ENTRY_BYTES (256 * 1024)

/**
 * Place: where the journal here is, seen from the portal's
 * @PLACE_GOOD: it can be gone on with
 * @PLACE_BEHIND: entries are missing
 * @PLACE_ELSEWHERE: it is another branch
 */
typedef enum
{
  PLACE_GOOD,
  PLACE_BEHIND,
  PLACE_ELSEWHERE,
} Place;

/* Shared by the caller's thread and, one after the other, the store's. */
typedef struct
{
  KauntaClient *client;
  char *device;
  gint64 seq;
  char *head;
  gint64 own;          /* seq of the newest entry here */
  GPtrArray *page;     /* (nullable): entries that came in */
  gboolean set_aside;  /* done once already */
} CatchingUp;

static void
free_catching_up (CatchingUp *self)
{
  g_object_unref (self->client);
  g_free (self->device);
  g_free (self->head);
  g_clear_pointer (&self->page, g_ptr_array_unref);
  g_free (self);
}

static void
fail (GTask *task, GError *error)
{
  g_task_return_error (task, error);
  g_object_unref (task);
}

static void
fail_nonsense (GTask *task)
{
  fail (task, g_error_new_literal (KAUNTA_SYNC_ERROR, KAUNTA_SYNC_ERROR_NONSENSE, "the portal does not send the journal that it speaks of"));
}

static gboolean
compare_entry (KauntaLedger *ledger, CatchingUp *self, Place *place, GError **error)
{
  g_autoptr (GPtrArray) entries = kaunta_ledger_read_entries (ledger, self->seq - 1, 1, MAX_ENTRY_BYTES, error);
  g_autofree char *hash = NULL;

  if (entries == NULL)
    return FALSE;
  g_assert (entries->len == 1);
  hash = kaunta_hash_to_hex (((KauntaEntry *) g_ptr_array_index (entries, 0))->hash);
  *place = g_str_equal (hash, self->head) ? PLACE_GOOD : PLACE_ELSEWHERE;
  return TRUE;
}

/* On the store's thread. Another device's journal counts as good here: the ledger itself refuses to go on with it, in words. */
static gpointer
find_place (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  CatchingUp *self = data;
  Place place = PLACE_GOOD;
  KauntaTail tail = { 0 };

  if (!kaunta_ledger_get_tail (ledger, &tail, error))
    return NULL;
  self->own = tail.seq;
  if (self->seq == 0 || (tail.seq > 0 && !g_str_equal (tail.device, self->device)))
    place = PLACE_GOOD;
  else if (tail.seq < self->seq)
    place = PLACE_BEHIND;
  else if (!compare_entry (ledger, self, &place, error))
    return NULL;
  return g_memdup2 (&place, sizeof place);
}

/* On the store's thread. */
static gpointer
take_page (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  CatchingUp *self = data;

  return kaunta_ledger_import (ledger, self->page, error) ? self : NULL;
}

static void look (GTask *task);

static void
set_aside_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  GError *error = NULL;
  g_autofree char *name = kaunta_store_set_aside_finish (KAUNTA_STORE (source), result, &error);

  if (name == NULL)
    fail (task, error);
  else
    look (task);
}

static void
set_aside (GTask *task)
{
  CatchingUp *self = g_task_get_task_data (task);

  if (self->set_aside)
    {
      fail_nonsense (task);
      return;
    }
  self->set_aside = TRUE;
  kaunta_store_set_aside_async (g_task_get_source_object (task), NULL, set_aside_cb, task);
}

static void
page_taken_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  GError *error = NULL;

  if (kaunta_store_run_finish (KAUNTA_STORE (source), result, &error) != NULL)
    look (task);
  else if (g_error_matches (error, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_FENCED))
    {
      g_error_free (error);
      set_aside (task);
    }
  else
    fail (task, error);
}

/* Of the device that was asked for, and news. */
static gboolean
is_wanted (const CatchingUp *self)
{
  gint64 last = 0;

  for (guint i = 0; i < self->page->len; i++)
    {
      const KauntaEntry *entry = g_ptr_array_index (self->page, i);

      if (!g_str_equal (entry->device, self->device))
        return FALSE;
      last = entry->seq;
    }
  return last > self->own;
}

static void
page_fetched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  CatchingUp *self = g_task_get_task_data (task);
  GError *error = NULL;

  g_clear_pointer (&self->page, g_ptr_array_unref);
  self->page = kaunta_client_fetch_entries_finish (self->client, result, &error);
  if (self->page == NULL)
    {
      fail (task, error);
      return;
    }
  if (!is_wanted (self))
    fail_nonsense (task);
  else
    kaunta_store_run_async (g_task_get_source_object (task), take_page, self, NULL, NULL, NULL, page_taken_cb, task);
}

/* From the newest entry here on, so that it is compared with the portal's. */
static void
fetch (GTask *task)
{
  CatchingUp *self = g_task_get_task_data (task);

  kaunta_client_fetch_entries_async (self->client, self->device, MAX (self->own - 1, 0), g_task_get_cancellable (task), page_fetched_cb, task);
}

static void
place_found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  GError *error = NULL;
  g_autofree Place *place = kaunta_store_run_finish (KAUNTA_STORE (source), result, &error);

  if (place == NULL)
    fail (task, error);
  else if (*place == PLACE_BEHIND)
    fetch (task);
  else if (*place == PLACE_ELSEWHERE)
    set_aside (task);
  else
    {
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
    }
}

static void
look (GTask *task)
{
  kaunta_store_run_async (g_task_get_source_object (task), find_place, g_task_get_task_data (task), NULL, g_free, NULL, place_found_cb, task);
}

void
kaunta_catching_up_async (KauntaStore *store,
                          KauntaClient *client,
                          const char *device,
                          gint64 seq,
                          const char *head,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GTask *task = g_task_new (store, cancellable, callback, user_data);
  CatchingUp *self = g_new0 (CatchingUp, 1);

  self->client = g_object_ref (client);
  self->device = g_strdup (device);
  self->seq = seq;
  self->head = g_strdup (head);
  g_task_set_source_tag (task, kaunta_catching_up_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, self, (GDestroyNotify) free_catching_up);
  look (task);
}

gboolean
kaunta_catching_up_finish (KauntaStore *store, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
