/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stored-journal.h"

#include <stdio.h>
#include <string.h>
#include "json.h"
#include "ledger.h"
#include "storage.h"

#define PAGE_ENTRIES 500
#define PAGE_BYTES (8 * 1024 * 1024)

/* SQLite's file format, section 1.3: the header's text, and the application id at byte 68. */
#define SQLITE_MAGIC "SQLite format 3"
#define APPLICATION_OFFSET 68
#define COUNTER_APPLICATION "KNTL"
#define HEADER_BYTES (APPLICATION_OFFSET + 4)

static gboolean
opens_as_portal (const char *path)
{
  g_autoptr (KauntaClock) clock = kaunta_clock_new_system ();
  g_autoptr (KauntaPortalStorage) storage = kaunta_sqlite_storage_open_readonly (path, clock, NULL);

  return storage != NULL;
}

KauntaJournalFileKind
kaunta_journal_file_recognise (const char *path)
{
  char header[HEADER_BYTES] = "";
  gsize length = 0;
  FILE *file = NULL;

  g_return_val_if_fail (path != NULL, KAUNTA_JOURNAL_FILE_EXPORT);

  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    return KAUNTA_JOURNAL_FILE_COUNTER;

  file = fopen (path, "rbe");
  if (file != NULL)
    {
      length = fread (header, 1, sizeof header, file);
      fclose (file);
    }

  if (length < sizeof header || memcmp (header, SQLITE_MAGIC, sizeof SQLITE_MAGIC) != 0)
    return KAUNTA_JOURNAL_FILE_EXPORT;
  if (memcmp (header + APPLICATION_OFFSET, COUNTER_APPLICATION, strlen (COUNTER_APPLICATION)) == 0)
    return KAUNTA_JOURNAL_FILE_COUNTER;

  /* A young database in use has its first page in the write-ahead log only, where this header can't tell
   * whose it is. */
  return opens_as_portal (path) ? KAUNTA_JOURNAL_FILE_PORTAL : KAUNTA_JOURNAL_FILE_COUNTER;
}

static GPtrArray *
read_counter (gpointer from, const char *device, gint64 after_seq, gint64 limit, GError **error)
{
  return kaunta_ledger_read_entries (from, after_seq, limit, PAGE_BYTES, error);
}

static GPtrArray *
read_portal (gpointer from, const char *device, gint64 after_seq, gint64 limit, GError **error)
{
  return kaunta_portal_storage_read_entries (from, device, after_seq, limit, error);
}

static gboolean
use_counter (const char *path, KauntaStoredJournalFunc use, gpointer data, GError **error)
{
  g_autoptr (KauntaClock) clock = kaunta_clock_new_system ();
  g_autofree char *file =
      g_file_test (path, G_FILE_TEST_IS_DIR) ? g_build_filename (path, "counter.db", NULL) : g_strdup (path);
  g_autoptr (KauntaLedger) ledger = kaunta_ledger_open_readonly (file, clock, error);
  KauntaStoredJournal journal = { .from = ledger, .read = read_counter };
  KauntaAcknowledgement ack;
  gboolean found = FALSE;

  if (ledger == NULL || !kaunta_ledger_get_acknowledgement (ledger, &ack, &found, error))
    return FALSE;

  journal.ack = found ? &ack : NULL;
  return use (&journal, data, error);
}

static gboolean
use_portal (const char *path, KauntaStoredJournalFunc use, gpointer data, GError **error)
{
  g_autoptr (KauntaClock) clock = kaunta_clock_new_system ();
  g_autoptr (KauntaPortalStorage) storage = kaunta_sqlite_storage_open_readonly (path, clock, error);
  g_autoptr (GPtrArray) devices = NULL;

  if (storage == NULL)
    return FALSE;

  devices = kaunta_portal_storage_list_devices (storage, error);
  if (devices == NULL)
    return FALSE;

  for (guint i = 0; i < devices->len; i++)
    {
      const KauntaDevice *device = devices->pdata[i];
      KauntaStoredJournal journal = {
        .from = storage, .read = read_portal, .device = device->device, .key = device->key
      };

      if (!use (&journal, data, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
kaunta_stored_journal_each (const char *path, KauntaStoredJournalFunc use, gpointer data, GError **error)
{
  g_return_val_if_fail (path != NULL && use != NULL, FALSE);

  return kaunta_journal_file_recognise (path) == KAUNTA_JOURNAL_FILE_PORTAL
             ? use_portal (path, use, data, error)
             : use_counter (path, use, data, error);
}

typedef struct
{
  gint64 entries;
  gint64 seq; /* of the last one */
} Progress;

static gboolean
use_page (GPtrArray *page, KauntaEntryFunc use, gpointer data, Progress *progress, GError **error)
{
  for (guint i = 0; i < page->len; i++)
    {
      const KauntaEntry *entry = page->pdata[i];

      if (!use (entry, data, error))
        return FALSE;

      /* The store's order is by a column of its own. Where the signed one differs, reading would go round in
       * circles. */
      if (entry->seq <= progress->seq)
        {
          g_set_error (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_SEQ,
                       "its seq is %" G_GINT64_FORMAT ": out of order", entry->seq);
          return FALSE;
        }

      progress->seq = entry->seq;
      progress->entries++;
    }

  return TRUE;
}

gboolean
kaunta_stored_journal_each_entry (const KauntaStoredJournal *self, KauntaEntryFunc use, gpointer data,
                                  gint64 *place, GError **error)
{
  gint64 limit = PAGE_ENTRIES;
  Progress progress = { 0, 0 };
  gboolean more = TRUE;

  g_return_val_if_fail (self != NULL && use != NULL && place != NULL, FALSE);

  while (more)
    {
      g_autoptr (GError) problem = NULL;
      g_autoptr (GPtrArray) page = self->read (self->from, self->device, progress.seq, limit, &problem);

      /* One entry of the page can't be read: one by one, those before it can. */
      if (page == NULL && limit > 1)
        {
          limit = 1;
          continue;
        }
      if (page == NULL || !use_page (page, use, data, &progress, &problem))
        {
          *place = progress.entries + 1;
          g_propagate_error (error, g_steal_pointer (&problem));
          return FALSE;
        }

      more = page->len > 0;
    }

  return TRUE;
}

static gboolean
feed_entry (const KauntaEntry *entry, gpointer data, GError **error)
{
  return kaunta_verifier_feed (data, entry->body, entry->sig, error);
}

gboolean
kaunta_stored_journal_verify (const KauntaStoredJournal *self, const char *key,
                              KauntaVerifierSummary *summary, gint64 *place, GError **error)
{
  g_autoptr (KauntaVerifier) verifier = NULL;

  g_return_val_if_fail (self != NULL && summary != NULL && place != NULL, FALSE);

  *place = 0;
  verifier = kaunta_verifier_new (key != NULL ? key : self->key);
  if (!kaunta_stored_journal_each_entry (self, feed_entry, verifier, place, error))
    return FALSE;

  kaunta_verifier_get_summary (verifier, summary);
  if ((self->ack == NULL || kaunta_verifier_add_acknowledgement (verifier, self->ack, error))
      && kaunta_verifier_finish (verifier, error))
    return TRUE;

  *place = kaunta_verifier_get_fault (verifier);
  return FALSE;
}
