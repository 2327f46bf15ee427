/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <signal.h>
#include <string.h>
#include "county-authority.h"
#include "running.h"
#include "storage.h"
#include "temp-profile.h"

#define OFFICE "047-WESTLANDS"

/* The real portal with a certificate of the county's own authority, which nobody else knows. */
typedef struct
{
  CountyAuthority *county;
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
  g_autofree char *certificate = NULL;
  g_autoptr (GDataInputStream) output = NULL;
  g_autofree char *line = NULL;
  g_autoptr (GError) error = NULL;

  fixture->county = county_authority_new ();
  certificate = county_authority_certify (fixture->county, "IP:127.0.0.1");
  fixture->folder = test_temp_profile_new ();
  database = g_build_filename (fixture->folder, "portal.db", NULL);
  fixture->code = prepare_database (database);
  fixture->portal = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, PORTAL, "--database", database,
                                      "--certificate", certificate, "--authority", fixture->county->path, NULL);
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
  county_authority_free (fixture->county);
}

static int
enrol (Fixture *fixture, char **complaint)
{
  char *profile = test_temp_profile_new ();
  int status = run_program (NULL, complaint, KAUNTACTL, "enrol", profile, fixture->url, fixture->code, "Window 1", NULL);

  test_temp_profile_free (profile);
  return status;
}

static void
enrols_under_an_authority_that_only_the_code_proves (Fixture *fixture, gconstpointer data)
{
  g_autofree char *complaint = NULL;

  g_assert_cmpint (enrol (fixture, &complaint), ==, 0);
  g_assert_cmpstr (complaint, ==, "");
}

/* A portal that counters would not believe from the day after their enrolment does not begin. */
static void
the_portal_wants_the_authority_that_vouches_for_it (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CountyAuthority) stranger = county_authority_new ();
  g_autofree char *certificate = g_build_filename (fixture->county->folder, "portal.pem", NULL);
  g_autofree char *database = g_build_filename (fixture->folder, "other.db", NULL);
  g_autofree char *without = NULL;
  g_autofree char *wrong = NULL;

  g_assert_cmpint (run_program (NULL, &without, PORTAL, "--database", database, "--certificate", certificate, NULL), ==, 2);
  g_assert_nonnull (strstr (without, "--authority"));
  g_assert_cmpint (run_program (NULL, &wrong, PORTAL, "--database", database, "--certificate", certificate, "--authority", stranger->path, NULL),
                   ==, 1);
  g_assert_nonnull (strstr (wrong, "does not vouch"));
}

static void
speaks_no_plain_http_beside (Fixture *fixture, gconstpointer data)
{
  g_autofree char *complaint = NULL;
  g_autofree char *plain = g_strconcat ("http", fixture->url + strlen ("https"), NULL);

  g_free (fixture->url);
  fixture->url = g_steal_pointer (&plain);
  g_assert_cmpint (enrol (fixture, &complaint), ==, 1);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) g_test_add ("/https/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("enrols-under-an-authority-that-only-the-code-proves", enrols_under_an_authority_that_only_the_code_proves);
  ADD ("the-portal-wants-the-authority-that-vouches-for-it", the_portal_wants_the_authority_that_vouches_for_it);
  ADD ("speaks-no-plain-http-beside", speaks_no_plain_http_beside);

  return g_test_run ();
}
