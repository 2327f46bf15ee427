/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>

#include "database-private.h"
#include "temp-profile.h"
#include "test-ledger.h"

static char *
digest_file (const char *path)
{
  g_autofree char *content = NULL;
  gsize length = 0;

  if (!g_file_get_contents (path, &content, &length, NULL))
    return g_strdup ("none");
  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, (guchar *) content, length);
}

/* Opening gives @code and leaves @path, its log and the log's index byte for byte as they were. */
static void
assert_refused_untouched (const char *path, KauntaStoreError code)
{
  static const char *const suffixes[] = { "", "-wal", "-shm", "-journal", "-new" };
  g_autoptr (TestManualClock) clock = test_manual_clock_new (TEST_LEDGER_MORNING_MS);
  char *before[G_N_ELEMENTS (suffixes)];
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *name = g_strconcat (path, suffixes[i], NULL);

      before[i] = digest_file (name);
    }
  g_assert_null (kaunta_ledger_open (path, KAUNTA_CLOCK (clock), &error));
  g_assert_error (error, KAUNTA_STORE_ERROR, (int) code);
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *name = g_strconcat (path, suffixes[i], NULL);
      g_autofree char *after = digest_file (name);

      g_assert_cmpstr (before[i], ==, after);
      g_free (before[i]);
    }
}

/* A ledger that was closed as it should be. */
static TestLedger *
make_closed (void)
{
  TestLedger *test = test_ledger_new ();
  g_autofree char *session = test_ledger_open_till (test);

  g_clear_pointer (&test->ledger, kaunta_ledger_close);
  return test;
}

static void
run_sql (const char *path, const char *sql)
{
  sqlite3 *handle = NULL;

  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (handle), ==, SQLITE_OK);
}

static gint64
read_pragma (const char *path, const char *sql)
{
  sqlite3 *handle = NULL;
  sqlite3_stmt *statement = NULL;
  gint64 value;

  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (handle, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  value = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  sqlite3_close (handle);
  return value;
}

static void
edit_file (const char *path, gsize offset, const char *bytes, gssize keep)
{
  g_autofree char *content = NULL;
  gsize length = 0;

  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  memcpy (content + offset, bytes, strlen (bytes));
  g_assert_true (g_file_set_contents (path, content, keep >= 0 ? keep : (gssize) length, NULL));
}

static void
test_new_file_says_whose_it_is (void)
{
  g_autoptr (TestLedger) test = make_closed ();
  g_autofree char *log = g_strconcat (test->path, "-wal", NULL);

  g_assert_cmpint (read_pragma (test->path, "PRAGMA application_id"), ==, 0x4B4E544C);
  g_assert_cmpint (read_pragma (test->path, "PRAGMA user_version"), ==,
                   kaunta_schema_get_version (&kaunta_ledger_schema));
  g_assert_cmpint (read_pragma (test->path,
                                "SELECT count(*) FROM pragma_table_list WHERE type = 'table' AND NOT strict"
                                " AND name NOT LIKE 'sqlite_%'"),
                   ==, 0);
  g_assert_false (g_file_test (log, G_FILE_TEST_EXISTS));
}

static void
test_newer_is_left_alone (void)
{
  g_autoptr (TestLedger) test = make_closed ();

  run_sql (test->path, "PRAGMA user_version = 1000");
  assert_refused_untouched (test->path, KAUNTA_STORE_ERROR_NEWER);
}

/* A newer Kaunta may have been killed before its log went into the file. */
static void
test_newer_in_the_log_is_left_alone (void)
{
  g_autoptr (TestLedger) test = make_closed ();
  g_autofree char *log = g_strconcat (test->path, "-wal", NULL);
  g_autofree char *copy = g_build_filename (test->profile, "copy.db", NULL);
  g_autofree char *copy_log = g_strconcat (copy, "-wal", NULL);
  g_autofree char *content = NULL;
  g_autofree char *log_content = NULL;
  gsize length = 0;
  gsize log_length = 0;
  sqlite3 *handle = NULL;

  g_assert_cmpint (sqlite3_open (test->path, &handle), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle, "PRAGMA user_version = 1000", NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_true (g_file_get_contents (test->path, &content, &length, NULL));
  g_assert_true (g_file_get_contents (log, &log_content, &log_length, NULL));
  sqlite3_close (handle);

  g_assert_true (g_file_set_contents (copy, content, length, NULL));
  g_assert_true (g_file_set_contents (copy_log, log_content, log_length, NULL));
  assert_refused_untouched (copy, KAUNTA_STORE_ERROR_NEWER);
}

static void
test_foreign_is_left_alone (void)
{
  g_autoptr (TestLedger) test = make_closed ();
  g_autofree char *text = g_build_filename (test->profile, "text.db", NULL);
  g_autofree char *empty = g_build_filename (test->profile, "empty.db", NULL);
  g_autofree char *other = g_build_filename (test->profile, "other.db", NULL);

  g_assert_true (g_file_set_contents (text, "Dear diary", -1, NULL));
  assert_refused_untouched (text, KAUNTA_STORE_ERROR_DAMAGED);
  g_assert_true (g_file_set_contents (empty, "", 0, NULL));
  assert_refused_untouched (empty, KAUNTA_STORE_ERROR_DAMAGED);
  run_sql (other, "PRAGMA journal_mode = WAL; CREATE TABLE diary (day TEXT)");
  assert_refused_untouched (other, KAUNTA_STORE_ERROR_DAMAGED);
}

static void
test_damaged_is_left_alone (void)
{
  g_autoptr (TestLedger) header = make_closed ();
  g_autoptr (TestLedger) truncated = make_closed ();
  g_autoptr (TestLedger) page = make_closed ();
  g_autoptr (TestLedger) table = make_closed ();

  edit_file (header->path, 3, "x", -1);
  assert_refused_untouched (header->path, KAUNTA_STORE_ERROR_DAMAGED);
  edit_file (truncated->path, 0, "", 3 * 4096 + 100);
  assert_refused_untouched (truncated->path, KAUNTA_STORE_ERROR_DAMAGED);
  edit_file (page->path, 4 * 4096, "damage and more damage", -1);
  assert_refused_untouched (page->path, KAUNTA_STORE_ERROR_DAMAGED);
  run_sql (table->path, "DROP TRIGGER entry_stays");
  assert_refused_untouched (table->path, KAUNTA_STORE_ERROR_DAMAGED);
}

static void
test_second_opener_is_busy (void)
{
  g_autoptr (TestLedger) test = test_ledger_new ();
  g_autofree char *bill = NULL;
  g_autofree char *session = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (kaunta_ledger_open (test->path, KAUNTA_CLOCK (test->clock), &error));
  g_assert_error (error, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_BUSY);
  session = test_ledger_open_till (test);
  bill = test_ledger_raise_bill (test, "20000001", "Wanjiku Atieno", 35000);
}

static void
test_reader_runs_beside_a_writer (void)
{
  g_autoptr (TestLedger) test = test_ledger_new ();
  g_autofree char *session = test_ledger_open_till (test);
  g_autoptr (KauntaLedger) reader =
      kaunta_ledger_open_readonly (test->path, KAUNTA_CLOCK (test->clock), NULL);
  g_autofree char *bill = test_ledger_raise_bill (test, "20000001", "Wanjiku Atieno", 35000);
  g_autoptr (KauntaBill) read = NULL;
  g_autoptr (GError) error = NULL;

  read = kaunta_ledger_get_bill (reader, bill, NULL);
  g_assert_cmpint (read->total, ==, 35000);
  g_assert_false (kaunta_ledger_rebuild (reader, &error));
  g_assert_error (error, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_IO);
}

static void
test_reader_leaves_nothing_beside_a_closed_file (void)
{
  g_autoptr (TestLedger) test = make_closed ();
  g_autofree char *log = g_strconcat (test->path, "-wal", NULL);
  g_autofree char *before = digest_file (test->path);
  g_autofree char *after = NULL;
  g_autoptr (KauntaLedger) reader =
      kaunta_ledger_open_readonly (test->path, KAUNTA_CLOCK (test->clock), NULL);
  KauntaTail tail;

  g_assert_true (kaunta_ledger_get_tail (reader, &tail, NULL));
  g_assert_cmpint (tail.seq, ==, 2);
  g_clear_pointer (&reader, kaunta_ledger_close);
  after = digest_file (test->path);
  g_assert_cmpstr (before, ==, after);
  g_assert_false (g_file_test (log, G_FILE_TEST_EXISTS));
}

static void
test_journal_is_not_edited (void)
{
  g_autoptr (TestLedger) test = make_closed ();
  sqlite3 *handle = NULL;

  g_assert_cmpint (sqlite3_open (test->path, &handle), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle, "UPDATE entry SET body = x'00'", NULL, NULL, NULL), ==,
                   SQLITE_CONSTRAINT);
  g_assert_cmpint (sqlite3_exec (handle, "DELETE FROM entry", NULL, NULL, NULL), ==, SQLITE_CONSTRAINT);
  sqlite3_close (handle);
}

static void
test_check_finds_an_edited_projection (void)
{
  g_autoptr (TestLedger) test = make_closed ();
  g_autoptr (GError) error = NULL;

  test_ledger_reopen (test);
  g_assert_true (kaunta_ledger_check (test->ledger, NULL));
  g_clear_pointer (&test->ledger, kaunta_ledger_close);
  run_sql (test->path, "UPDATE till SET float_cents = float_cents + 1");
  test_ledger_reopen (test);
  g_assert_false (kaunta_ledger_check (test->ledger, &error));
  g_assert_error (error, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_DAMAGED);
  g_assert_true (kaunta_ledger_rebuild (test->ledger, NULL));
  g_assert_true (kaunta_ledger_check (test->ledger, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/opening/new-file-says-whose-it-is", test_new_file_says_whose_it_is);
  g_test_add_func ("/opening/newer-is-left-alone", test_newer_is_left_alone);
  g_test_add_func ("/opening/newer-in-the-log-is-left-alone", test_newer_in_the_log_is_left_alone);
  g_test_add_func ("/opening/foreign-is-left-alone", test_foreign_is_left_alone);
  g_test_add_func ("/opening/damaged-is-left-alone", test_damaged_is_left_alone);
  g_test_add_func ("/opening/second-opener-is-busy", test_second_opener_is_busy);
  g_test_add_func ("/opening/reader-runs-beside-a-writer", test_reader_runs_beside_a_writer);
  g_test_add_func ("/opening/reader-leaves-nothing-beside-a-closed-file",
                   test_reader_leaves_nothing_beside_a_closed_file);
  g_test_add_func ("/opening/journal-is-not-edited", test_journal_is_not_edited);
  g_test_add_func ("/opening/check-finds-an-edited-projection", test_check_finds_an_edited_projection);
  return g_test_run ();
}
