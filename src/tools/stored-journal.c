/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stored-journal.h"

#include <stdio.h>
#include <string.h>
#include "carry-journal.h"
#include "json.h"
#include "ledger.h"
#include "portal-journals.h"
#include "storage.h"

/* SQLite's file format, section 1.3: the header's text, and the application id at byte 68. */
#define SQLITE_MAGIC "SQLite format 3"
#define APPLICATION_OFFSET 68
#define COUNTER_APPLICATION "KNTL"
#define HEADER_BYTES (APPLICATION_OFFSET + 4)

/* A carry file's first line in JCS form, and a mirror's: "device", five digits, and "format". */
#define CARRY_START "{\"ack\":"
#define MIRROR_FORMAT "\"format\":\"kaunta-mirror-1\"}\n"

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
  char header[HEADER_BYTES + 1] = "";
  gsize length = 0;
  FILE *file = NULL;

  g_return_val_if_fail (path != NULL, KAUNTA_JOURNAL_FILE_EXPORT);

  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    return KAUNTA_JOURNAL_FILE_COUNTER;

  file = fopen (path, "rbe");
  if (file != NULL)
    {
      length = fread (header, 1, HEADER_BYTES, file);
      fclose (file);
    }

  if (g_str_has_prefix (header, CARRY_START))
    return KAUNTA_JOURNAL_FILE_CARRY;
  if (strstr (header, MIRROR_FORMAT) != NULL)
    return KAUNTA_JOURNAL_FILE_MIRROR;
  if (length < HEADER_BYTES || memcmp (header, SQLITE_MAGIC, sizeof SQLITE_MAGIC) != 0)
    return KAUNTA_JOURNAL_FILE_EXPORT;
  if (memcmp (header + APPLICATION_OFFSET, COUNTER_APPLICATION, strlen (COUNTER_APPLICATION)) == 0)
    return KAUNTA_JOURNAL_FILE_COUNTER;

  /* A young database in use has its first page in the write-ahead log only, where this header can't tell
   * whose it is. */
  return opens_as_portal (path) ? KAUNTA_JOURNAL_FILE_PORTAL : KAUNTA_JOURNAL_FILE_COUNTER;
}

static gboolean
use_stream (const char *path, KauntaJournalRead read, KauntaStoredJournalFunc use, gpointer data, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);
  KauntaStoredJournal journal = { .read = read, .from = stream };

  return stream != NULL && use (&journal, data, error);
}

static gboolean
tell_acknowledgement (KauntaLedger *ledger, const KauntaJournalVisitor *visitor, GError **error)
{
  KauntaAcknowledgement ack;
  gboolean found = FALSE;

  if (visitor->acknowledgement == NULL)
    return TRUE;

  return kaunta_ledger_get_acknowledgement (ledger, &ack, &found, error)
         && (!found || visitor->acknowledgement (&ack, visitor->data, error));
}

static gboolean
read_counter (gpointer from, const KauntaJournalVisitor *visitor, gint64 *place, GError **error)
{
  KauntaLedger *ledger = from;

  if (!kaunta_ledger_each_body (ledger, visitor->body, visitor->data, place, error))
    return FALSE;

  *place = 0;
  return tell_acknowledgement (ledger, visitor, error);
}

static gboolean
check_counter (gpointer from, GError **error)
{
  return kaunta_ledger_check (from, error);
}

static gboolean
use_counter (const char *path, KauntaStoredJournalFunc use, gpointer data, GError **error)
{
  g_autoptr (KauntaClock) clock = kaunta_clock_new_system ();
  g_autofree char *file =
      g_file_test (path, G_FILE_TEST_IS_DIR) ? g_build_filename (path, "counter.db", NULL) : g_strdup (path);
  g_autoptr (KauntaLedger) ledger = kaunta_ledger_open_readonly (file, clock, error);
  KauntaStoredJournal journal = { .read = read_counter, .from = ledger, .check = check_counter };

  return ledger != NULL && use (&journal, data, error);
}

gboolean
kaunta_stored_journal_each (const char *path, KauntaStoredJournalFunc use, gpointer data, GError **error)
{
  g_return_val_if_fail (path != NULL && use != NULL, FALSE);

  switch (kaunta_journal_file_recognise (path))
    {
    case KAUNTA_JOURNAL_FILE_COUNTER:
      return use_counter (path, use, data, error);
    case KAUNTA_JOURNAL_FILE_PORTAL:
      return kaunta_portal_journals_each (path, use, data, error);
    case KAUNTA_JOURNAL_FILE_CARRY:
      return kaunta_carry_journal_use (path, use, data, error);
    case KAUNTA_JOURNAL_FILE_MIRROR:
      return use_stream (path, kaunta_mirror_read, use, data, error);
    default:
      return use_stream (path, kaunta_export_read, use, data, error);
    }
}
