/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>
#include "generator.h"
#include "identifier.h"
#include "running.h"
#include "snapshot.h"

#define N_PAYERS 4000

static KauntaGenerator *
create_generator (guint32 seed)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "..", "data", NULL);
  g_autoptr (GError) error = NULL;
  KauntaGenerator *generator = kaunta_generator_new (seed, folder, &error);

  g_assert_no_error (error);
  return generator;
}

/* What is written for @seed. */
static char *
generate (guint32 seed)
{
  g_autoptr (KauntaGenerator) generator = create_generator (seed);
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("kaunta-generator-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, "payers.jsonl", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *text = NULL;

  kaunta_generator_write (generator, N_PAYERS, file, &error);
  g_assert_no_error (error);
  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  return g_steal_pointer (&text);
}

static GPtrArray *
decode (const char *text)
{
  GPtrArray *payers = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_payer_unref);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      g_autoptr (GError) error = NULL;
      KauntaPayer *payer = kaunta_snapshot_payer_decode (lines[i], 1, &error);

      g_assert_no_error (error);
      g_ptr_array_add (payers, payer);
    }
  return payers;
}

static void
test_same_seed_gives_the_same_bytes (void)
{
  g_autofree char *once = generate (47);
  g_autofree char *again = generate (47);

  g_assert_cmpstr (once, ==, again);
}

static void
test_another_seed_gives_others (void)
{
  g_autofree char *one = generate (47);
  g_autofree char *other = generate (48);

  g_assert_cmpstr (one, !=, other);
}

static void
test_kinds_come_in_their_shares (void)
{
  g_autofree char *text = generate (47);
  g_autoptr (GPtrArray) payers = decode (text);
  guint n[KAUNTA_PAYER_OTHER + 1] = { 0 };

  g_assert_cmpuint (payers->len, ==, N_PAYERS);
  for (guint i = 0; i < payers->len; i++)
    n[((const KauntaPayer *) g_ptr_array_index (payers, i))->kind]++;
  g_assert_cmpuint (n[KAUNTA_PAYER_CITIZEN] * 100 / N_PAYERS, >=, 83);
  g_assert_cmpuint (n[KAUNTA_PAYER_CITIZEN] * 100 / N_PAYERS, <=, 87);
  g_assert_cmpuint (n[KAUNTA_PAYER_ENTITY] * 100 / N_PAYERS, >=, 10);
  g_assert_cmpuint (n[KAUNTA_PAYER_FOREIGNER] * 100 / N_PAYERS, >=, 2);
  g_assert_cmpuint (n[KAUNTA_PAYER_OTHER], ==, 0);
}

static void
test_no_two_share_an_identifier (void)
{
  g_autofree char *text = generate (47);
  g_autoptr (GPtrArray) payers = decode (text);
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < payers->len; i++)
    {
      const KauntaPayer *payer = g_ptr_array_index (payers, i);

      g_assert_true (g_hash_table_add (keys, kaunta_identifier_match_key (payer->id)));
    }
}

static void
test_values_have_their_usual_shapes (void)
{
  g_autofree char *text = generate (47);
  g_autoptr (GPtrArray) payers = decode (text);

  for (guint i = 0; i < payers->len; i++)
    {
      const KauntaPayer *payer = g_ptr_array_index (payers, i);
      g_autofree char *warning = kaunta_identifier_warning (payer->kind, payer->id);

      g_assert_null (warning);
      g_assert_nonnull (payer->place);
      g_assert_null (strpbrk (payer->name, "{}\t"));
      g_assert_cmpuint (strlen (payer->name), >, 3);
      if (payer->phone != NULL)
        g_assert_true (g_str_has_prefix (payer->phone, "25470000") && strlen (payer->phone) == 12);
    }
}

static void
test_lists_that_are_not_there_are_an_error (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (kaunta_generator_new (1, "/nonexistent", &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
}

static void
test_command_writes_a_register (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *top = g_dir_make_tmp ("kaunta-generate-XXXXXX", &error);
  g_autofree char *folder = g_build_filename (top, "made", NULL);
  g_autofree char *path = g_build_filename (folder, "payers.jsonl", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GPtrArray) payers = NULL;

  g_assert_no_error (error);
  g_assert_cmpint (run_program (NULL, NULL, KAUNTACTL, "generate", "--seed", "47", "--payers", "25", folder, NULL), ==, 0);
  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  payers = decode (text);
  g_assert_cmpuint (payers->len, ==, 25);
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_assert_cmpint (g_rmdir (top), ==, 0);
}

static void
test_command_refuses_numbers_out_of_range (void)
{
  static const char *const refused[][2] = { { "-1", "10" }, { "4294967296", "10" }, { "1", "0" }, { "1", "1000001" }, { "1", "ten" } };

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    g_assert_cmpint (run_program (NULL, NULL, KAUNTACTL, "generate", "--seed", refused[i][0], "--payers", refused[i][1],
                                  "/nonexistent", NULL), ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/generator/same-seed-gives-the-same-bytes", test_same_seed_gives_the_same_bytes);
  g_test_add_func ("/generator/another-seed-gives-others", test_another_seed_gives_others);
  g_test_add_func ("/generator/kinds-come-in-their-shares", test_kinds_come_in_their_shares);
  g_test_add_func ("/generator/no-two-share-an-identifier", test_no_two_share_an_identifier);
  g_test_add_func ("/generator/values-have-their-usual-shapes", test_values_have_their_usual_shapes);
  g_test_add_func ("/generator/lists-that-are-not-there-are-an-error", test_lists_that_are_not_there_are_an_error);
  g_test_add_func ("/generate/command-writes-a-register", test_command_writes_a_register);
  g_test_add_func ("/generate/command-refuses-numbers-out-of-range", test_command_refuses_numbers_out_of_range);
  return g_test_run ();
}
