/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <locale.h>
#include <signal.h>
#include <string.h>
#include "running.h"
#include "storage.h"
#include "temp-profile.h"

#define OFFICE "047-WESTLANDS"

/* The real portal with a certificate of an authority that only tests know (tests/sync/tls). */
typedef struct
{
  char *folder;
  char *code;
  GSubprocess *portal;
  char *url;
} Fixture;

/* A portal's database with an office; a code to enrol there. (transfer full) */
static char *
prepare_database (const char *path)
{
  g_autoptr (KauntaClock) clock = kaunta_clock_new_system ();
  g_autoptr (KauntaPolicy) policy = kaunta_policy_new (OFFICE, "Westlands", "Nairobi City County", TRUE, 0, 0);
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaPortalStorage) storage = kaunta_sqlite_storage_open (path, clock, &error);
  char *code = NULL;

  g_assert_no_error (error);
  kaunta_portal_storage_put (storage, OFFICE, KAUNTA_CHANGE_POLICY, OFFICE, policy, &error);
  g_assert_no_error (error);
  code = kaunta_portal_storage_create_code (storage, OFFICE, NULL, &error);
  g_assert_no_error (error);
  return code;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *database = NULL;
  g_autofree char *certificate = g_test_build_filename (G_TEST_DIST, "sync", "tls", "portal.pem", NULL);
  g_autoptr (GDataInputStream) output = NULL;
  g_autofree char *line = NULL;
  g_autoptr (GError) error = NULL;

  fixture->folder = test_temp_profile_new ();
  database = g_build_filename (fixture->folder, "portal.db", NULL);
  fixture->code = prepare_database (database);
  fixture->portal = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, PORTAL, "--database", database,
                                      "--certificate", certificate, NULL);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (fixture->portal));
  line = g_data_input_stream_read_line (output, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (line);
  g_assert_true (g_str_has_prefix (line, "Listening on https://127.0.0.1:"));
  fixture->url = g_strdup (line + strlen ("Listening on "));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_subprocess_send_signal (fixture->portal, SIGTERM);
  g_assert_true (g_subprocess_wait_check (fixture->portal, NULL, NULL));
  g_object_unref (fixture->portal);
  g_free (fixture->code);
  g_free (fixture->url);
  test_temp_profile_free (fixture->folder);
}

static int
enrol (Fixture *fixture, const char *ca_file, char **complaint)
{
  char *profile = test_temp_profile_new ();
  int status = ca_file != NULL ? run_program (NULL, complaint, KAUNTACTL, "enrol", "--ca", ca_file, profile, fixture->url,
                                              fixture->code, "Window 1", NULL)
                               : run_program (NULL, complaint, KAUNTACTL, "enrol", profile, fixture->url, fixture->code,
                                              "Window 1", NULL);

  test_temp_profile_free (profile);
  return status;
}

static void
enrols_under_the_given_authority_only (Fixture *fixture, gconstpointer data)
{
  g_autofree char *authority = g_test_build_filename (G_TEST_DIST, "sync", "tls", "authority.pem", NULL);
  g_autofree char *complaint = NULL;

  g_assert_cmpint (enrol (fixture, NULL, &complaint), ==, 1);
  g_assert_cmpstr (complaint, !=, "");
  /* The code is still good: it never went to a portal that nobody vouched for. */
  g_clear_pointer (&complaint, g_free);
  g_assert_cmpint (enrol (fixture, authority, &complaint), ==, 0);
  g_assert_cmpstr (complaint, ==, "");
}

/* As somebody types it who stands in the folder of the file. */
static void
takes_an_authority_by_relative_path (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "sync", "tls", NULL);
  g_autofree char *before = g_get_current_dir ();
  g_autofree char *complaint = NULL;
  int status;

  g_assert_cmpint (g_chdir (folder), ==, 0);
  status = enrol (fixture, "authority.pem", &complaint);
  g_assert_cmpint (g_chdir (before), ==, 0);
  g_assert_cmpstr (complaint, ==, "");
  g_assert_cmpint (status, ==, 0);
}

static void
speaks_no_plain_http_beside (Fixture *fixture, gconstpointer data)
{
  g_autofree char *complaint = NULL;
  g_autofree char *plain = g_strconcat ("http", fixture->url + strlen ("https"), NULL);

  g_free (fixture->url);
  fixture->url = g_steal_pointer (&plain);
  g_assert_cmpint (enrol (fixture, NULL, &complaint), ==, 1);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) g_test_add ("/https/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("enrols-under-the-given-authority-only", enrols_under_the_given_authority_only);
  ADD ("takes-an-authority-by-relative-path", takes_an_authority_by_relative_path);
  ADD ("speaks-no-plain-http-beside", speaks_no_plain_http_beside);

  return g_test_run ();
}
