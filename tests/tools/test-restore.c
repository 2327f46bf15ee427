/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "running.h"
#include "temp-profile.h"
#include "test-ledger.h"
#include "verified-ledger.h"

/* A counter that has sold, and an empty folder on another machine. */
typedef struct
{
  TestLedger *test;
  char *digest; /* of everything the counter knew */
  char *folder;
  char *profile; /* the new one's */
  char *output;
  char *complaint;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *session = NULL;
  g_autofree char *bill = NULL;
  g_autofree char *receipt = NULL;

  fixture->test = test_ledger_new ();
  fixture->folder = test_temp_profile_new ();
  fixture->profile = g_build_filename (fixture->folder, "profile", NULL);
  session = test_ledger_open_till (fixture->test);
  bill = test_ledger_raise_bill (fixture->test, "20000001", "Wanjiku Atieno", 35000);
  receipt = test_ledger_take_cash (fixture->test, bill, 12000);
  fixture->digest = kaunta_ledger_digest (fixture->test->ledger, NULL);
  g_clear_pointer (&fixture->test->ledger, kaunta_ledger_close);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  g_free (fixture->output);
  g_free (fixture->complaint);
  g_free (fixture->digest);
  g_free (fixture->profile);
  test_temp_profile_free (fixture->folder);
  test_ledger_free (fixture->test);
}

static int
run (Fixture *fixture, const char *command, const char *path, const char *more)
{
  g_clear_pointer (&fixture->output, g_free);
  g_clear_pointer (&fixture->complaint, g_free);
  return run_program (&fixture->output, &fixture->complaint, KAUNTACTL, command, path, more, NULL);
}

static char *
in_folder (Fixture *fixture, const char *name)
{
  return g_build_filename (fixture->folder, name, NULL);
}

static KauntaLedger *
open_restored (Fixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->profile, "counter.db", NULL);
  g_autoptr (GError) error = NULL;
  KauntaLedger *ledger = kaunta_ledger_open (path, KAUNTA_CLOCK (fixture->test->clock), &error);

  g_assert_no_error (error);
  return ledger;
}

static void
assert_restored_from (Fixture *fixture, const char *from)
{
  g_autoptr (KauntaLedger) ledger = NULL;
  g_autofree char *digest = NULL;

  g_assert_cmpint (run (fixture, "restore", fixture->profile, from), ==, 0);
  g_assert_true (g_str_has_prefix (fixture->output, "restored: 4 entries of device 00421, epoch 1\n"));
  ledger = open_restored (fixture);
  digest = kaunta_ledger_digest (ledger, NULL);
  g_assert_cmpstr (digest, ==, fixture->digest);
  g_assert_true (kaunta_ledger_check (ledger, NULL));
  test_ledger_assert_verified (ledger, fixture->test->key);
}

static void
test_restores_from_a_store (Fixture *fixture, gconstpointer unused)
{
  assert_restored_from (fixture, fixture->test->path);
}

static void
test_restores_from_a_profile (Fixture *fixture, gconstpointer unused)
{
  assert_restored_from (fixture, fixture->test->profile);
}

static void
test_restores_from_an_export (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *path = in_folder (fixture, "journal.json");

  g_assert_cmpint (run (fixture, "export", fixture->test->profile, NULL), ==, 0);
  g_assert_true (g_file_set_contents (path, fixture->output, -1, NULL));
  assert_restored_from (fixture, path);
}

static void
test_restores_from_a_mirror (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *path = in_folder (fixture, "counter.mirror");

  g_assert_cmpint (run (fixture, "mirror", fixture->test->profile, path), ==, 0);
  assert_restored_from (fixture, path);
}

/* A power cut while it was restored, or somebody in doubt. */
static void
test_restoring_again_changes_nothing (Fixture *fixture, gconstpointer unused)
{
  assert_restored_from (fixture, fixture->test->profile);
  assert_restored_from (fixture, fixture->test->profile);
}

static void
test_damaged_journal_makes_nothing (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *path = in_folder (fixture, "counter.mirror");
  g_autofree char *text = NULL;
  char *amount = NULL;

  g_assert_cmpint (run (fixture, "mirror", fixture->test->profile, path), ==, 0);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  amount = strstr (text, "12000");
  g_assert_nonnull (amount);
  amount[1] = '3';
  g_assert_true (g_file_set_contents (path, text, -1, NULL));

  g_assert_cmpint (run (fixture, "restore", fixture->profile, path), ==, 1);
  g_assert_nonnull (strstr (fixture->complaint, "entry 4"));
  g_assert_false (g_file_test (fixture->profile, G_FILE_TEST_EXISTS));
}

static void
test_what_is_not_there_makes_nothing (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *path = in_folder (fixture, "nothing");

  g_assert_cmpint (run (fixture, "restore", fixture->profile, path), ==, 1);
  g_assert_false (g_file_test (fixture->profile, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
test_counter_is_not_restored_into (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (TestLedger) other = test_ledger_new ();
  g_autofree char *before = kaunta_ledger_digest (other->ledger, NULL);
  g_autofree char *after = NULL;

  g_clear_pointer (&other->ledger, kaunta_ledger_close);
  g_assert_cmpint (run (fixture, "restore", other->profile, fixture->test->profile), ==, 1);
  g_assert_nonnull (strstr (fixture->complaint, "counter 00421 already"));
  test_ledger_reopen (other);
  after = kaunta_ledger_digest (other->ledger, NULL);
  g_assert_cmpstr (after, ==, before);
}

static void
test_counter_in_use_is_not_touched (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *path = in_folder (fixture, "counter.mirror");

  test_ledger_reopen (fixture->test);
  g_assert_cmpint (run (fixture, "mirror", fixture->test->profile, path), ==, 1);
  g_assert_nonnull (strstr (fixture->complaint, "Another Kaunta"));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_cmpint (run (fixture, "mirror", fixture->test->profile, NULL), ==, 0);
}

static void
test_mirror_is_told_set_and_ended (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *path = in_folder (fixture, "counter.mirror");
  g_autofree char *line = g_strdup_printf ("mirror %s\n", path);
  const char *const profile = fixture->test->profile;

  g_assert_cmpint (run (fixture, "mirror", profile, NULL), ==, 0);
  g_assert_cmpstr (fixture->output, ==, "no mirror\n");
  g_assert_cmpint (run (fixture, "mirror", profile, path), ==, 0);
  g_assert_cmpstr (fixture->output, ==, line);
  g_assert_cmpint (run (fixture, "mirror", profile, NULL), ==, 0);
  g_assert_cmpstr (fixture->output, ==, line);
  g_assert_cmpint (run (fixture, "verify", path, NULL), ==, 0);
  g_assert_true (g_str_has_prefix (fixture->output, "good: 4 entries"));

  g_assert_cmpint (run (fixture, "mirror", profile, "--off"), ==, 0);
  g_assert_cmpstr (fixture->output, ==, "no mirror\n");
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
test_mistyped_profile_makes_nothing (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *path = in_folder (fixture, "counter.mirror");

  g_assert_cmpint (run (fixture, "mirror", fixture->profile, path), ==, 1);
  g_assert_false (g_file_test (fixture->profile, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*run) (Fixture *fixture, gconstpointer unused);
  } tests[] = {
    { "/restore/from-a-store", test_restores_from_a_store },
    { "/restore/from-a-profile", test_restores_from_a_profile },
    { "/restore/from-an-export", test_restores_from_an_export },
    { "/restore/from-a-mirror", test_restores_from_a_mirror },
    { "/restore/again-changes-nothing", test_restoring_again_changes_nothing },
    { "/restore/damaged-journal-makes-nothing", test_damaged_journal_makes_nothing },
    { "/restore/what-is-not-there-makes-nothing", test_what_is_not_there_makes_nothing },
    { "/restore/counter-is-not-restored-into", test_counter_is_not_restored_into },
    { "/mirror/counter-in-use-is-not-touched", test_counter_in_use_is_not_touched },
    { "/mirror/is-told-set-and-ended", test_mirror_is_told_set_and_ended },
    { "/mirror/mistyped-profile-makes-nothing", test_mistyped_profile_makes_nothing },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].run, tear_down);
  return g_test_run ();
}
