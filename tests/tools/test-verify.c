/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <string.h>
#include "journal-maker.h"
#include "json.h"
#include "running.h"
#include "temp-profile.h"

typedef struct
{
  char *folder;
  char *path;
  char *output;
  char *complaint;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  fixture->folder = test_temp_profile_new ();
  fixture->path = g_build_filename (fixture->folder, "journal.json", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  test_temp_profile_free (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->output);
  g_free (fixture->complaint);
}

static void
write_journal (Fixture *fixture, JournalMaker *maker)
{
  g_autoptr (GBytes) bytes = journal_maker_export (maker);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (fixture->path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes),
                       &error);
  g_assert_no_error (error);
}

static int
verify (Fixture *fixture, const char *key)
{
  g_clear_pointer (&fixture->output, g_free);
  g_clear_pointer (&fixture->complaint, g_free);
  if (key == NULL)
    return run_program (&fixture->output, &fixture->complaint, KAUNTACTL, "verify", fixture->path, NULL);
  return run_program (&fixture->output, &fixture->complaint, KAUNTACTL, "verify", fixture->path, "--key", key,
                      NULL);
}

static void
sums_up_a_good_journal (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (JournalMaker) maker = journal_maker_new ();

  journal_maker_open (maker);
  journal_maker_play_day (maker);
  write_journal (fixture, maker);

  g_assert_cmpint (verify (fixture, NULL), ==, 0);
  g_assert_cmpstr (fixture->complaint, ==, "");
  g_assert_true (g_str_has_prefix (fixture->output, "good: 10 entries of device 00421, epoch 1\n"));
  g_assert_nonnull (
      strstr (fixture->output, "bills 1, payments 2, reversals 1, tills closed 1, turnover KES 50.00\n"));
}

static void
names_the_entry_and_what_is_wrong_with_it (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (JournalMaker) maker = journal_maker_new ();

  journal_maker_open (maker);
  maker->turnover = 7;
  journal_maker_add (maker, KAUNTA_FACT_CLERK_SIGNED_OUT, "{\"reason\":\"asked\"}");
  journal_maker_add (maker, KAUNTA_FACT_CLERK_SIGNED_IN, "{}");
  write_journal (fixture, maker);

  g_assert_cmpint (verify (fixture, NULL), ==, 1);
  g_assert_cmpstr (fixture->output, ==, "entry 5: the turnover does not add up\n");
}

static void
holds_the_journal_against_the_key_given (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (JournalMaker) maker = journal_maker_new ();

  journal_maker_open (maker);
  write_journal (fixture, maker);

  g_assert_cmpint (verify (fixture, kaunta_key_get_public (maker->key)), ==, 0);
  g_assert_cmpint (verify (fixture, kaunta_key_get_public (maker->portal_key)), ==, 1);
  g_assert_true (g_str_has_prefix (fixture->output, "entry 1: "));
  g_assert_cmpint (verify (fixture, "nonsense"), ==, 2);
}

static void
complains_about_what_is_no_journal (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (verify (fixture, NULL), ==, 1);
  g_assert_cmpstr (fixture->output, ==, "");
  g_assert_cmpstr (fixture->complaint, !=, "");

  g_file_set_contents (fixture->path, "<html>", -1, &error);
  g_assert_no_error (error);
  g_assert_cmpint (verify (fixture, NULL), ==, 1);
  g_assert_nonnull (strstr (fixture->complaint, "not valid JSON"));

  g_file_set_contents (fixture->path, "", -1, &error);
  g_assert_no_error (error);
  g_assert_cmpint (verify (fixture, NULL), ==, 1);
}

static void
gives_the_vectors_their_verdicts (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *source = g_test_build_filename (G_TEST_DIST, "journal", "journal-v1.json", NULL);
  g_autofree char *text = NULL;
  gsize length = 0;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) vectors = NULL;
  JsonArray *cases = NULL;

  g_file_get_contents (source, &text, &length, &error);
  g_assert_no_error (error);
  vectors = kaunta_json_parse (text, length, length, KAUNTA_JSON_NORMAL, &error);
  g_assert_no_error (error);

  cases = json_object_get_array_member (json_node_get_object (vectors), "cases");
  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      JsonObject *object = json_array_get_object_element (cases, i);
      gboolean valid = json_object_get_boolean_member (object, "valid");
      g_autofree char *canonical = kaunta_json_canonical (json_array_get_element (cases, i), NULL, &error);
      g_autofree char *verdict = NULL;

      g_assert_no_error (error);
      g_file_set_contents (fixture->path, canonical, -1, &error);
      g_assert_no_error (error);
      verdict = valid ? g_strdup ("good: ")
                      : g_strdup_printf ("entry %" G_GINT64_FORMAT ": ",
                                         json_object_get_int_member (object, "fault_seq"));

      g_test_message ("%s", json_object_get_string_member (object, "name"));
      g_assert_cmpint (verify (fixture, NULL), ==, valid ? 0 : 1);
      g_assert_true (g_str_has_prefix (fixture->output, verdict));
    }
}

static void
helps_whoever_does_not_know_the_commands (void)
{
  g_autofree char *help = NULL;
  g_autofree char *version = NULL;

  g_assert_cmpint (run_program (&help, NULL, KAUNTACTL, "--help", NULL), ==, 0);
  g_assert_nonnull (strstr (help, "kauntactl verify PATH [--key KEY]"));
  g_assert_cmpint (run_program (&version, NULL, KAUNTACTL, "--version", NULL), ==, 0);
  g_assert_true (g_str_has_prefix (version, "kauntactl "));
}

static void
assert_not_understood (const char *first, const char *second, const char *third)
{
  g_autofree char *complaint = NULL;

  g_assert_cmpint (run_program (NULL, &complaint, KAUNTACTL, first, second, third, NULL), ==, 2);
  g_assert_cmpstr (complaint, !=, "");
}

static void
refuses_what_it_does_not_understand (void)
{
  assert_not_understood (NULL, NULL, NULL);
  assert_not_understood ("verifi", NULL, NULL);
  assert_not_understood ("verify", NULL, NULL);
  assert_not_understood ("verify", "a", "b");
  assert_not_understood ("verify", "a", "--unknown");
  assert_not_understood ("verify", "a", "--key");
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)
  ADD ("/verify/sums-up-a-good-journal", sums_up_a_good_journal);
  ADD ("/verify/names-the-entry-and-what-is-wrong-with-it", names_the_entry_and_what_is_wrong_with_it);
  ADD ("/verify/holds-the-journal-against-the-key-given", holds_the_journal_against_the_key_given);
  ADD ("/verify/complains-about-what-is-no-journal", complains_about_what_is_no_journal);
  ADD ("/verify/gives-the-vectors-their-verdicts", gives_the_vectors_their_verdicts);
  g_test_add_func ("/kauntactl/helps-whoever-does-not-know-the-commands",
                   helps_whoever_does_not_know_the_commands);
  g_test_add_func ("/kauntactl/refuses-what-it-does-not-understand", refuses_what_it_does_not_understand);

  return g_test_run ();
}
