/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>

#include "register.h"
#include "temp-profile.h"

typedef struct
{
  char *profile;
  char *path;
  KauntaRegister *payers;
} Fixture;

static void
put (Fixture *fixture, KauntaPayerKind kind, const char *id, const char *name, const char *phone,
     gint64 updated)
{
  g_autoptr (KauntaPayer) payer = kaunta_payer_new (kind, id, name, phone, NULL, "Westlands", updated, 1000);
  g_autoptr (GError) error = NULL;

  kaunta_register_put (fixture->payers, payer, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->profile = test_temp_profile_new ();
  fixture->path = g_build_filename (fixture->profile, "register.db", NULL);
  fixture->payers = kaunta_register_open (fixture->path, NULL);
  g_assert_nonnull (fixture->payers);
  put (fixture, KAUNTA_PAYER_CITIZEN, "20000001", "Ng'ang'a Kiptoo", "254712345678", 10);
  put (fixture, KAUNTA_PAYER_CITIZEN, "20000002", "Wanjikũ Atieno", NULL, 10);
  put (fixture, KAUNTA_PAYER_CITIZEN, "2000000", "Ali Hassan", NULL, 10);
  put (fixture, KAUNTA_PAYER_CITIZEN, "20000003", "Alice Hassan", NULL, 10);
  put (fixture, KAUNTA_PAYER_ENTITY, "CPR/2009/12345", "Baraka Traders Ltd", NULL, 10);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->payers, kaunta_register_close);
  g_free (fixture->path);
  test_temp_profile_free (fixture->profile);
}

/* @expected: identifiers in their order, with commas */
static void
assert_finds (Fixture *fixture, const char *typed, const char *expected)
{
  g_autoptr (GPtrArray) found = kaunta_register_find (fixture->payers, typed, 10, NULL);
  g_autoptr (GString) ids = g_string_new (NULL);

  for (guint i = 0; i < found->len; i++)
    g_string_append_printf (ids, "%s%s", i > 0 ? "," : "", ((KauntaPayer *) found->pdata[i])->id);
  g_assert_cmpstr (ids->str, ==, expected);
}

static void
test_finds_words_in_any_order_and_case (Fixture *fixture, gconstpointer data)
{
  assert_finds (fixture, "atieno wanjiku", "20000002");
  assert_finds (fixture, "ATI wanj", "20000002");
  assert_finds (fixture, "wanjiku nobody", "");
  assert_finds (fixture, "traders", "CPR/2009/12345");
}

static void
test_finds_through_apostrophes (Fixture *fixture, gconstpointer data)
{
  assert_finds (fixture, "nganga", "20000001");
  assert_finds (fixture, "Ng’ang’a", "20000001");
  assert_finds (fixture, "ng'a kip", "20000001");
}

static void
test_exact_comes_before_prefix (Fixture *fixture, gconstpointer data)
{
  assert_finds (fixture, "ali", "2000000,20000003");
  assert_finds (fixture, "2000000", "2000000,20000003,20000001,20000002");
}

static void
test_exact_is_not_drowned_by_prefixes (Fixture *fixture, gconstpointer data)
{
  g_assert_true (kaunta_register_begin (fixture->payers, NULL));
  for (guint i = 0; i < 700; i++)
    {
      g_autofree char *id = g_strdup_printf ("3%07u", i);

      put (fixture, KAUNTA_PAYER_CITIZEN, id, "Janet Mutua", NULL, 10);
    }
  put (fixture, KAUNTA_PAYER_CITIZEN, "40000001", "Mutua Jan", NULL, 10);
  g_assert_true (kaunta_register_commit (fixture->payers, NULL));

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GPtrArray) found = kaunta_register_find (fixture->payers, "jan mutua", 3, NULL);

      g_assert_cmpuint (found->len, ==, 3);
      g_assert_cmpstr (((KauntaPayer *) found->pdata[0])->id, ==, "40000001");
      g_assert_cmpstr (((KauntaPayer *) found->pdata[1])->id, ==, "30000000");
    }
}

static void
test_finds_numbers_however_written (Fixture *fixture, gconstpointer data)
{
  assert_finds (fixture, "cpr 2009 123", "CPR/2009/12345");
  assert_finds (fixture, "0712 345", "20000001");
  assert_finds (fixture, "+254 712 345 678", "20000001");
  assert_finds (fixture, "99999", "");
}

static void
test_finds_nothing_in_nothing (Fixture *fixture, gconstpointer data)
{
  assert_finds (fixture, "", "");
  assert_finds (fixture, "  \" * OR '", "");
  assert_finds (fixture, "\"; DROP TABLE payer", "");
  g_assert_cmpint (kaunta_register_count (fixture->payers, NULL), ==, 5);
}

static void
test_put_keeps_the_newer (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KauntaPayer) held = NULL;
  g_autoptr (KauntaPayer) newer = NULL;

  put (fixture, KAUNTA_PAYER_CITIZEN, "20000001", "An Older Name", NULL, 9);
  held = kaunta_register_get (fixture->payers, KAUNTA_PAYER_CITIZEN, "20000001", NULL);
  g_assert_cmpstr (held->name, ==, "Ng'ang'a Kiptoo");

  put (fixture, KAUNTA_PAYER_CITIZEN, "20000001", "Newer Name", NULL, 11);
  newer = kaunta_register_get (fixture->payers, KAUNTA_PAYER_CITIZEN, "20000001", NULL);
  g_assert_cmpstr (newer->name, ==, "Newer Name");
  assert_finds (fixture, "nganga", "");
  assert_finds (fixture, "newer", "20000001");
}

static void
test_delete_takes_the_name_out (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (kaunta_register_delete (fixture->payers, KAUNTA_PAYER_CITIZEN, "20000001", NULL));
  g_assert_true (kaunta_register_delete (fixture->payers, KAUNTA_PAYER_CITIZEN, "20000001", NULL));
  assert_finds (fixture, "nganga", "");
  g_assert_null (kaunta_register_get (fixture->payers, KAUNTA_PAYER_CITIZEN, "20000001", &error));
  g_assert_error (error, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_NOT_FOUND);
}

static void
test_roll_back_leaves_nothing (Fixture *fixture, gconstpointer data)
{
  g_assert_true (kaunta_register_begin (fixture->payers, NULL));
  put (fixture, KAUNTA_PAYER_CITIZEN, "20000009", "Somebody New", NULL, 10);
  g_assert_true (kaunta_register_set_tag (fixture->payers, "\"abc\"", NULL));
  kaunta_register_roll_back (fixture->payers);
  assert_finds (fixture, "somebody", "");
  g_assert_cmpint (kaunta_register_count (fixture->payers, NULL), ==, 5);
}

static void
test_damaged_file_is_set_aside (Fixture *fixture, gconstpointer data)
{
  g_autofree char *aside = g_strconcat (fixture->path, ".damaged-1", NULL);
  g_autofree char *content = NULL;
  g_autofree char *tag = NULL;

  g_clear_pointer (&fixture->payers, kaunta_register_close);
  g_assert_true (g_file_set_contents (fixture->path, "no database", -1, NULL));
  fixture->payers = kaunta_register_open (fixture->path, NULL);
  g_assert_nonnull (fixture->payers);
  g_assert_cmpint (kaunta_register_count (fixture->payers, NULL), ==, 0);
  tag = kaunta_register_get_tag (fixture->payers, NULL);
  g_assert_cmpstr (tag, ==, "");
  g_assert_true (g_file_get_contents (aside, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, "no database");
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*run) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/register/finds-words-in-any-order-and-case", test_finds_words_in_any_order_and_case },
    { "/register/finds-through-apostrophes", test_finds_through_apostrophes },
    { "/register/exact-comes-before-prefix", test_exact_comes_before_prefix },
    { "/register/exact-is-not-drowned-by-prefixes", test_exact_is_not_drowned_by_prefixes },
    { "/register/finds-numbers-however-written", test_finds_numbers_however_written },
    { "/register/finds-nothing-in-nothing", test_finds_nothing_in_nothing },
    { "/register/put-keeps-the-newer", test_put_keeps_the_newer },
    { "/register/delete-takes-the-name-out", test_delete_takes_the_name_out },
    { "/register/roll-back-leaves-nothing", test_roll_back_leaves_nothing },
    { "/register/damaged-file-is-set-aside", test_damaged_file_is_set_aside },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].run, tear_down);
  return g_test_run ();
}
