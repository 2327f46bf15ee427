/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <signal.h>
#include <sqlite3.h>
#include <string.h>
#include "manual-clock.h"
#include "storage.h"
#include "temp-profile.h"

#define NOW G_GINT64_CONSTANT (1795413600000)

typedef struct
{
  char *folder;
  char *database;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  fixture->folder = test_temp_profile_new ();
  fixture->database = g_build_filename (fixture->folder, "portal.db", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  test_temp_profile_free (fixture->folder);
  g_free (fixture->database);
}

static GSubprocess *
start (Fixture *fixture, const char *address)
{
  g_autoptr (GError) error = NULL;
  GSubprocess *program =
    g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, &error, PORTAL, "--database",
                      fixture->database, "--address", address, NULL);

  g_assert_no_error (error);
  return program;
}

static void
assert_serves_until (Fixture *fixture, int signal_number)
{
  g_autoptr (GSubprocess) program = start (fixture, "127.0.0.1");
  g_autoptr (GDataInputStream) output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (program));
  g_autofree char *line = g_data_input_stream_read_line (output, NULL, NULL, NULL);

  g_assert_nonnull (line);
  g_assert_true (g_str_has_prefix (line, "Listening on http://127.0.0.1:"));
  g_subprocess_send_signal (program, signal_number);
  g_assert_true (g_subprocess_wait (program, NULL, NULL));
  g_assert_true (g_subprocess_get_if_exited (program));
  g_assert_cmpint (g_subprocess_get_exit_status (program), ==, 0);
}

static void
test_ends_cleanly (Fixture *fixture, gconstpointer unused)
{
  assert_serves_until (fixture, SIGTERM);
  assert_serves_until (fixture, SIGINT);
}

static void
test_refuses_to_start (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GSubprocess) program = start (fixture, "0.0.0.0");
  g_autofree char *complaint = NULL;

  g_assert_true (g_subprocess_communicate_utf8 (program, NULL, NULL, NULL, &complaint, NULL));
  g_assert_cmpint (g_subprocess_get_exit_status (program), ==, 1);
  g_assert_nonnull (strstr (complaint, "127.0.0.1"));
}

/* Opens a file that must be refused and left as it is. */
static void
assert_untouched (Fixture *fixture, KauntaPortalError code)
{
  g_autoptr (TestManualClock) clock = test_manual_clock_new (NOW);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;
  gsize length_before = 0;
  gsize length_after = 0;

  g_assert_true (g_file_get_contents (fixture->database, &before, &length_before, NULL));
  g_assert_null (kaunta_sqlite_storage_open (fixture->database, KAUNTA_CLOCK (clock), &error));
  g_assert_error (error, KAUNTA_PORTAL_ERROR, code);
  g_assert_true (g_file_get_contents (fixture->database, &after, &length_after, NULL));
  g_assert_cmpmem (before, length_before, after, length_after);
}

static void
execute (Fixture *fixture, const char *sql)
{
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (fixture->database, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
}

static void
test_no_database (Fixture *fixture, gconstpointer unused)
{
  g_assert_true (g_file_set_contents (fixture->database, "a letter, and no database at all", -1, NULL));
  assert_untouched (fixture, KAUNTA_PORTAL_ERROR_STORAGE);
}

static void
test_other_database (Fixture *fixture, gconstpointer unused)
{
  execute (fixture, "CREATE TABLE recipes (name TEXT)");
  assert_untouched (fixture, KAUNTA_PORTAL_ERROR_STORAGE);
}

static void
test_newer_database (Fixture *fixture, gconstpointer unused)
{
  assert_serves_until (fixture, SIGTERM);
  execute (fixture, "PRAGMA user_version = 999");
  assert_untouched (fixture, KAUNTA_PORTAL_ERROR_NEWER);
}

static void
test_private_file (Fixture *fixture, gconstpointer unused)
{
  GStatBuf info;

  assert_serves_until (fixture, SIGTERM);
  g_assert_cmpint (g_stat (fixture->database, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
}

static void
test_read_only (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (TestManualClock) clock = test_manual_clock_new (NOW);
  g_autoptr (KauntaPortalStorage) storage = NULL;
  g_autoptr (GPtrArray) devices = NULL;
  g_autoptr (GError) error = NULL;

  assert_serves_until (fixture, SIGTERM);
  storage = kaunta_sqlite_storage_open_readonly (fixture->database, KAUNTA_CLOCK (clock), &error);
  g_assert_no_error (error);
  devices = kaunta_portal_storage_list_devices (storage, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (devices->len, ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) g_test_add ("/program/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("says-when-it-listens-and-ends-when-asked", test_ends_cleanly);
  ADD ("does-not-start-in-the-open-without-certificate", test_refuses_to_start);
  ADD ("leaves-what-is-no-database", test_no_database);
  ADD ("leaves-another-programs-database", test_other_database);
  ADD ("leaves-a-newer-database", test_newer_database);
  ADD ("keeps-its-database-from-other-users", test_private_file);
  ADD ("is-read-without-being-written", test_read_only);

  return g_test_run ();
}
