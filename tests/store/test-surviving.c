/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <gio/gunixinputstream.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "database-private.h"
#include "ledger-private.h"
#include "temp-profile.h"
#include "test-ledger.h"
#include "verified-ledger.h"

#define HELPER_ARGUMENT "--append-until-killed"
#define PAYMENTS_BEFORE_KILL 25

static const guint8 helper_seed[32] = { 5 };

/* The helper: takes payments and says each receipt's number after it was committed, until it is killed. */
G_NORETURN static void
append_until_killed (const char *path)
{
  g_autoptr (KauntaClock) clock = kaunta_clock_new_system ();
  g_autoptr (KauntaKey) key = kaunta_key_new_from_seed (helper_seed);
  KauntaLedger *ledger = kaunta_ledger_open (path, clock, NULL);
  KauntaCount count = { 0 };
  g_autoptr (KauntaFact) opening = kaunta_fact_new_till_opened (&count, 0);

  test_ledger_enrol (ledger, key, key);
  g_assert_true (kaunta_ledger_append (ledger, TEST_LEDGER_CLERK, NULL, &opening, 1, NULL, NULL));
  for (;;)
    {
      g_autoptr (KauntaFact) bill = test_ledger_draft_bill ("20000001", "Wanjiku Atieno", 35000);
      g_autoptr (KauntaFact) cash = NULL;
      g_autoptr (GPtrArray) raised = NULL;
      g_autoptr (GPtrArray) taken = NULL;

      g_assert_true (kaunta_ledger_append (ledger, TEST_LEDGER_CLERK, NULL, &bill, 1, &raised, NULL));
      cash = test_ledger_draft_cash (
          json_object_get_string_member (((KauntaEntry *) raised->pdata[0])->data, "bill"), 35000);
      g_assert_true (kaunta_ledger_append (ledger, TEST_LEDGER_CLERK, NULL, &cash, 1, &taken, NULL));
      printf ("%s\n", json_object_get_string_member (((KauntaEntry *) taken->pdata[0])->data, "receipt"));
      fflush (stdout);
    }
}

/* Reads @count lines of what the helper says. (transfer full) (element-type utf8) */
static GPtrArray *
read_receipts (int descriptor, guint count)
{
  g_autoptr (GInputStream) pipe = g_unix_input_stream_new (descriptor, TRUE);
  g_autoptr (GDataInputStream) lines = g_data_input_stream_new (pipe);
  GPtrArray *receipts = g_ptr_array_new_with_free_func (g_free);

  while (receipts->len < count)
    {
      char *line = g_data_input_stream_read_line (lines, NULL, NULL, NULL);

      g_assert_nonnull (line);
      g_ptr_array_add (receipts, line);
    }
  return receipts;
}

static void
kill_at_once (GPid pid)
{
  int status = 0;

  g_assert_cmpint (kill (pid, SIGKILL), ==, 0);
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_true (WIFSIGNALED (status));
  g_spawn_close_pid (pid);
}

static void
test_killed_program_loses_nothing (gconstpointer program)
{
  char *profile = test_temp_profile_new ();
  g_autofree char *path = g_build_filename (profile, "counter.db", NULL);
  const char *const arguments[] = { program, HELPER_ARGUMENT, path, NULL };
  g_autoptr (KauntaClock) clock = kaunta_clock_new_system ();
  g_autoptr (KauntaKey) key = kaunta_key_new_from_seed (helper_seed);
  g_autoptr (GPtrArray) receipts = NULL;
  KauntaLedger *ledger;
  GPid pid = 0;
  int out = -1;
  g_autoptr (GError) error = NULL;

  g_spawn_async_with_pipes (NULL, (char **) arguments, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid,
                            NULL, &out, NULL, &error);
  g_assert_no_error (error);
  receipts = read_receipts (out, PAYMENTS_BEFORE_KILL);
  kill_at_once (pid);

  ledger = kaunta_ledger_open (path, clock, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < receipts->len; i++)
    {
      g_autoptr (KauntaPayment) payment = kaunta_ledger_get_payment (ledger, receipts->pdata[i], &error);

      g_assert_no_error (error);
      g_assert_cmpint (payment->amount, ==, 35000);
    }
  test_ledger_assert_verified (ledger, key);
  kaunta_ledger_check (ledger, &error);
  g_assert_no_error (error);
  kaunta_ledger_close (ledger);
  test_temp_profile_free (profile);
}

/* After a failure that is over: nothing of it is there, no number is missing, and the journal is whole. */
static void
assert_goes_on (TestLedger *test, const char *digest_before)
{
  g_autofree char *digest = kaunta_ledger_digest (test->ledger, NULL);
  g_autofree char *number = NULL;

  g_assert_cmpstr (digest, ==, digest_before);
  number = test_ledger_raise_bill (test, "20000001", "Wanjiku Atieno", 35000);
  test_ledger_assert_verified (test->ledger, test->key);
  test_ledger_reopen (test);
  g_assert_true (kaunta_ledger_check (test->ledger, NULL));
}

static void
append_and_fail (TestLedger *test)
{
  g_autoptr (KauntaFact) fact = test_ledger_draft_bill ("20000001", "Wanjiku Atieno", 35000);
  g_autoptr (GError) error = NULL;

  g_assert_false (kaunta_ledger_append (test->ledger, TEST_LEDGER_CLERK, NULL, &fact, 1, NULL, &error));
  g_assert_error (error, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_IO);
}

/* Raises bills until one finds no room. */
static void
fill_up (TestLedger *test)
{
  g_autoptr (KauntaFact) fact = test_ledger_draft_bill ("20000001", "Wanjiku Atieno", 35000);
  g_autoptr (GError) error = NULL;

  while (kaunta_ledger_append (test->ledger, TEST_LEDGER_CLERK, NULL, &fact, 1, NULL, &error))
    ;
  g_assert_error (error, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_IO);
}

static void
test_full_disk_uses_no_number (void)
{
  g_autoptr (TestLedger) test = test_ledger_new ();
  g_autofree char *session = test_ledger_open_till (test);
  g_autofree char *digest = NULL;

  /* Fewer than there are: SQLite then takes the pages that there are and no more. */
  g_assert_true (
      kaunta_database_run_script (test->ledger->database->handle, "PRAGMA max_page_count = 1", NULL));
  fill_up (test);
  digest = kaunta_ledger_digest (test->ledger, NULL);
  append_and_fail (test);
  g_assert_true (
      kaunta_database_run_script (test->ledger->database->handle, "PRAGMA max_page_count = 1000000", NULL));
  assert_goes_on (test, digest);
}

static void
limit_files (rlim_t bytes)
{
  struct rlimit limit;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = bytes == RLIM_INFINITY ? limit.rlim_max : bytes;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

static void
test_failing_disk_uses_no_number (void)
{
  g_autoptr (TestLedger) test = test_ledger_new ();
  g_autofree char *session = test_ledger_open_till (test);
  g_autofree char *first = test_ledger_raise_bill (test, "20000001", "Wanjiku Atieno", 35000);
  g_autofree char *digest = kaunta_ledger_digest (test->ledger, NULL);

  /* Every write past the first kilobyte of a file fails, as on a disk that is gone. */
  signal (SIGXFSZ, SIG_IGN);
  limit_files (1024);
  append_and_fail (test);
  append_and_fail (test);
  limit_files (RLIM_INFINITY);
  assert_goes_on (test, digest);
}

static gint64
read_pragma (TestLedger *test, const char *sql)
{
  sqlite3_stmt *statement = NULL;
  gint64 value;

  g_assert_cmpint (sqlite3_prepare_v2 (test->ledger->database->handle, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  value = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  return value;
}

/* What no test can pull the plug for: the log goes to the disk with each commit (https://www.sqlite.org/pragma.html). */
static void
test_waits_for_the_disk (void)
{
  g_autoptr (TestLedger) test = test_ledger_new ();

  g_assert_cmpint (read_pragma (test, "PRAGMA synchronous"), ==, 2);
  g_assert_cmpint (read_pragma (test, "SELECT journal_mode = 'wal' FROM pragma_journal_mode"), ==, 1);
  test_ledger_reopen (test);
  g_assert_cmpint (read_pragma (test, "PRAGMA synchronous"), ==, 2);
}

static void
test_checkpoint_loses_nothing (void)
{
  g_autoptr (TestLedger) test = test_ledger_new ();
  g_autofree char *session = test_ledger_open_till (test);
  g_autofree char *digest = NULL;
  g_autofree char *after = NULL;

  for (guint i = 0; i < 60; i++)
    g_free (test_ledger_raise_bill (test, "20000001", "Wanjiku Atieno", 35000));
  digest = kaunta_ledger_digest (test->ledger, NULL);
  g_assert_cmpint (test->ledger->database->wal_pages, >, 256);
  kaunta_ledger_checkpoint (test->ledger);
  g_assert_cmpint (test->ledger->database->wal_pages, ==, 0);
  test_ledger_reopen (test);
  after = kaunta_ledger_digest (test->ledger, NULL);
  g_assert_cmpstr (digest, ==, after);
}

int
main (int argc, char **argv)
{
  if (argc == 3 && g_str_equal (argv[1], HELPER_ARGUMENT))
    append_until_killed (argv[2]);

  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/surviving/killed-program-loses-nothing", argv[0],
                        test_killed_program_loses_nothing);
  g_test_add_func ("/surviving/full-disk-uses-no-number", test_full_disk_uses_no_number);
  g_test_add_func ("/surviving/failing-disk-uses-no-number", test_failing_disk_uses_no_number);
  g_test_add_func ("/surviving/waits-for-the-disk", test_waits_for_the_disk);
  g_test_add_func ("/surviving/checkpoint-loses-nothing", test_checkpoint_loses_nothing);
  return g_test_run ();
}
