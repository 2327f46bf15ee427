/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

#include "reading.h"
#include "temp-profile.h"
#include "test-ledger.h"

/* usage: test-flips [FLIPS]
 *
 * Single bits of a counter's store are changed, one at a time: each change must be found, or every entry and every table made from the
 * journal must read as before. */

#define FEW_FLIPS 150
#define SALES 12
#define SQLITE_HEADER_BYTES 100

static int flips = FEW_FLIPS;

/* What a reader gets out of a store. */
typedef struct
{
  char *entries;     /* digest of each body, signature and hash */
  char *projections; /* digest of what is made from them */
  char *told;        /* digest of all tables, what the portal told included */
} Meaning;

static void
clear_meaning (Meaning *meaning)
{
  g_free (meaning->entries);
  g_free (meaning->projections);
  g_free (meaning->told);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Meaning, clear_meaning)

static gboolean
digest_body (GBytes *body, const guint8 sig[KAUNTA_SIGNATURE_BYTES], const guint8 hash[KAUNTA_HASH_BYTES], gpointer data, GError **error)
{
  g_checksum_update (data, g_bytes_get_data (body, NULL), (gssize) g_bytes_get_size (body));
  g_checksum_update (data, sig, KAUNTA_SIGNATURE_BYTES);
  g_checksum_update (data, hash, KAUNTA_HASH_BYTES);
  return TRUE;
}

static void
digest_table (sqlite3 *handle, const char *name, GChecksum *checksum)
{
  char *sql = sqlite3_mprintf ("SELECT * FROM \"%w\"", name);
  sqlite3_stmt *rows = NULL;

  g_checksum_update (checksum, (const guchar *) name, -1);
  g_assert_cmpint (sqlite3_prepare_v2 (handle, sql, -1, &rows, NULL), ==, SQLITE_OK);
  while (sqlite3_step (rows) == SQLITE_ROW)
    for (int column = 0; column < sqlite3_column_count (rows); column++)
      {
        const guchar *bytes = sqlite3_column_blob (rows, column);

        g_checksum_update (checksum, (const guchar *) "|", 1);
        if (bytes != NULL)
          g_checksum_update (checksum, bytes, sqlite3_column_bytes (rows, column));
      }
  sqlite3_finalize (rows);
  sqlite3_free (sql);
}

static char *
digest_tables (const char *path)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  sqlite3 *handle = NULL;
  sqlite3_stmt *names = NULL;

  g_assert_cmpint (sqlite3_open_v2 (path, &handle, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (handle, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name", -1, &names, NULL), ==,
                   SQLITE_OK);
  while (sqlite3_step (names) == SQLITE_ROW)
    digest_table (handle, (const char *) sqlite3_column_text (names, 0), checksum);
  sqlite3_finalize (names);
  sqlite3_close (handle);
  return g_strdup (g_checksum_get_string (checksum));
}

static void
read_meaning (KauntaLedger *ledger, const char *path, Meaning *meaning)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gint64 place = 0;

  g_assert_true (kaunta_ledger_each_body (ledger, digest_body, checksum, &place, NULL));
  meaning->entries = g_strdup (g_checksum_get_string (checksum));
  meaning->projections = kaunta_ledger_digest (ledger, NULL);
  meaning->told = digest_tables (path);
  g_assert_nonnull (meaning->projections);
}

static gboolean
read_ledger (gpointer from, const KauntaJournalVisitor *visitor, gint64 *place, GError **error)
{
  KauntaAcknowledgement ack;
  gboolean found = FALSE;

  return kaunta_ledger_each_body (from, visitor->body, visitor->data, place, error)
         && kaunta_ledger_get_acknowledgement (from, &ack, &found, error)
         && (!found || visitor->acknowledgement (&ack, visitor->data, error));
}

/* What kauntactl verify --tables looks at. */
static gboolean
is_found (KauntaLedger *ledger)
{
  KauntaVerifierSummary summary;
  gint64 place = 0;

  return ledger == NULL || !kaunta_journal_verify (read_ledger, ledger, NULL, &summary, &place, NULL)
         || !kaunta_ledger_check (ledger, NULL);
}

typedef enum
{
  FOUND,
  IN_HEADER,
  TOLD,
  UNUSED,
  N_FATES,
} Fate;

/* The fate of the change at byte @at of the copy at @path. */
static Fate
judge (const char *path, gsize at, int bit, const Meaning *before)
{
  g_autoptr (KauntaClock) clock = kaunta_clock_new_system ();
  g_autoptr (KauntaLedger) ledger = kaunta_ledger_open_readonly (path, clock, NULL);
  g_auto (Meaning) after = { NULL };

  if (is_found (ledger))
    return FOUND;

  read_meaning (ledger, path, &after);
  if (strcmp (after.entries, before->entries) != 0 || strcmp (after.projections, before->projections) != 0)
    g_error ("bit %d of byte %" G_GSIZE_FORMAT " changed a fact and was not found", bit, at);
  if (strcmp (after.told, before->told) != 0)
    return TOLD;
  return at < SQLITE_HEADER_BYTES ? IN_HEADER : UNUSED;
}

static void
write_copy (const char *path, const char *bytes, gsize length)
{
  FILE *file = g_fopen (path, "wbe");

  g_assert_nonnull (file);
  g_assert_cmpuint (fwrite (bytes, 1, length, file), ==, length);
  g_assert_cmpint (fclose (file), ==, 0);
}

/* Days of two tills, the first one acknowledged, so that there is something of every kind. */
static void
live (TestLedger *test)
{
  KauntaAcknowledgement ack;
  KauntaTail tail;

  for (guint day = 0; day < 2; day++)
    {
      g_autofree char *session = test_ledger_open_till (test);

      for (guint i = 0; i < SALES; i++)
        {
          g_autofree char *code = g_strdup_printf ("UKN%07u", day * SALES + i);
          g_autofree char *bill = test_ledger_raise_bill (test, "20000001", "Wanjik\xc5\xa9 Atieno", 35000);
          g_autofree char *receipt =
              i % 2 == 0 ? test_ledger_take_cash (test, bill, 35000) : test_ledger_take_mpesa (test, bill, 35000, code);

          if (i == 4)
            test_ledger_reverse (test, receipt, 35000);
        }
      test_ledger_count_and_close (test);
      g_assert_true (kaunta_ledger_get_tail (test->ledger, &tail, NULL));
      if (day > 0)
        continue;
      test_ledger_draft_acknowledgement (test, tail.seq, &ack);
      g_assert_true (kaunta_ledger_acknowledge (test->ledger, &ack, NULL));
    }
}

static void
a_changed_bit_is_found_or_has_changed_no_fact (void)
{
  static const char *const names[N_FATES] = { "found", "in fields of SQLite's header that nobody reads",
                                              "in what the portal told or in the enrolment", "in unused space" };
  g_autoptr (TestLedger) test = test_ledger_new ();
  g_autofree char *copy = g_build_filename (test->profile, "copy.db", NULL);
  g_autofree char *bytes = NULL;
  gsize length = 0;
  g_auto (Meaning) before = { NULL };
  int fates[N_FATES] = { 0 };

  live (test);
  read_meaning (test->ledger, test->path, &before);
  g_clear_pointer (&test->ledger, kaunta_ledger_close);
  g_assert_true (g_file_get_contents (test->path, &bytes, &length, NULL));
  write_copy (copy, bytes, length);
  g_assert_cmpint (judge (copy, length, 0, &before), ==, UNUSED);

  for (int i = 0; i < flips; i++)
    {
      gsize at = (gsize) g_test_rand_int_range (0, (gint32) length);
      int bit = g_test_rand_int_range (0, 8);

      bytes[at] ^= (char) (1 << bit);
      write_copy (copy, bytes, length);
      fates[judge (copy, at, bit, &before)]++;
      bytes[at] ^= (char) (1 << bit);
    }

  for (int fate = 0; fate < N_FATES; fate++)
    g_test_message ("%d of %d bits: %s", fates[fate], flips, names[fate]);
  g_assert_cmpint (fates[FOUND], >, flips / 4);
  test_ledger_reopen (test);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (argc > 1)
    flips = (int) g_ascii_strtoll (argv[1], NULL, 10);

  g_test_add_func ("/flips/a-changed-bit-is-found-or-has-changed-no-fact", a_changed_bit_is_found_or_has_changed_no_fact);

  return g_test_run ();
}
