/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "entry-line.h"
#include "json.h"
#include "ledger.h"
#include "long-journal.h"

/* usage: long-journal-file export|mirror|store LENGTH PATH
 *
 * Writes a right journal of LENGTH entries to the file PATH. In a store it is the journal alone: what is projected from it is not there. */

static char *
make_line (LongJournal *journal)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *sig = kaunta_base64url_encode (journal->sig, sizeof journal->sig);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "body", journal->body->str);
  json_object_set_string_member (object, "sig", sig);
  json_node_take_object (node, object);
  return kaunta_json_canonical (node, NULL, NULL);
}

static void
write_mirror (LongJournal *journal, FILE *file)
{
  fputs ("{\"device\":\"00421\",\"format\":\"kaunta-mirror-1\"}\n", file);
  while (long_journal_next (journal))
    {
      g_autofree char *line = make_line (journal);

      fprintf (file, "%s\n", line);
    }
}

static void
write_export (LongJournal *journal, FILE *file)
{
  const char *before = "{\"entries\":[\n";

  while (long_journal_next (journal))
    {
      g_autofree char *line = make_line (journal);

      fprintf (file, "%s%s", before, line);
      before = ",\n";
    }
  fprintf (file, "\n],\"key\":\"%s\"}\n", kaunta_key_get_public (journal->key));
}

static void
write_file (LongJournal *journal, const char *path, void (*write) (LongJournal *, FILE *))
{
  FILE *file = fopen (path, "wbe");

  g_assert_nonnull (file);
  write (journal, file);
  g_assert_cmpint (fclose (file), ==, 0);
}

static void
write_store (LongJournal *journal, const char *path)
{
  g_autoptr (KauntaClock) clock = kaunta_clock_new_system ();
  g_autoptr (KauntaLedger) ledger = kaunta_ledger_open (path, clock, NULL);
  sqlite3 *handle = NULL;
  sqlite3_stmt *insert = NULL;

  g_assert_nonnull (ledger);
  g_clear_pointer (&ledger, kaunta_ledger_close);
  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle, "PRAGMA synchronous = OFF; BEGIN", NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (handle, "INSERT INTO entry (seq, body, sig, hash) VALUES (?, ?, ?, ?)", -1, &insert, NULL), ==,
                   SQLITE_OK);
  while (long_journal_next (journal))
    {
      sqlite3_bind_int64 (insert, 1, journal->seq);
      sqlite3_bind_blob64 (insert, 2, journal->body->str, journal->body->len, SQLITE_STATIC);
      sqlite3_bind_blob (insert, 3, journal->sig, sizeof journal->sig, SQLITE_STATIC);
      sqlite3_bind_blob (insert, 4, journal->prev, sizeof journal->prev, SQLITE_STATIC);
      g_assert_cmpint (sqlite3_step (insert), ==, SQLITE_DONE);
      sqlite3_reset (insert);
    }
  sqlite3_finalize (insert);
  g_assert_cmpint (sqlite3_exec (handle, "COMMIT", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (handle);
}

int
main (int argc, char **argv)
{
  g_autoptr (LongJournal) journal = NULL;

  if (argc != 4)
    return EXIT_FAILURE;

  journal = long_journal_new (g_ascii_strtoll (argv[2], NULL, 10));
  if (strcmp (argv[1], "store") == 0)
    write_store (journal, argv[3]);
  else
    write_file (journal, argv[3], strcmp (argv[1], "mirror") == 0 ? write_mirror : write_export);
  return EXIT_SUCCESS;
}
