/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <string.h>

#include "core-error.h"
#include "text.h"

static void
assert_cleans (const char *typed, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = kaunta_text_clean (typed, "The name", 20, FALSE, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, expected);
}

static void
assert_refuses (const char *typed, KauntaCoreError code)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = kaunta_text_clean (typed, "The name", 20, FALSE, &error);

  g_assert_null (text);
  g_assert_error (error, KAUNTA_CORE_ERROR, (int) code);
  g_assert_true (g_str_has_prefix (error->message, "The name"));
}

static void
test_cleans_what_people_type (void)
{
  assert_cleans ("  Wanjiku \t Atieno\n", "Wanjiku Atieno");
  assert_cleans ("Wanjiku\xcc\x83", "Wanjik\xc5\xa9");
  assert_cleans ("Ng'ang'a \"Jr\" \\", "Ng'ang'a \"Jr\" \\");
  assert_cleans ("عبدالله", "عبدالله");
}

static void
test_refuses_what_is_no_line_of_text (void)
{
  assert_refuses (NULL, KAUNTA_CORE_ERROR_EMPTY);
  assert_refuses (" \t\n", KAUNTA_CORE_ERROR_EMPTY);
  assert_refuses ("\x7f" "ELF", KAUNTA_CORE_ERROR_INVALID);
  assert_refuses ("PK\x03\x04", KAUNTA_CORE_ERROR_INVALID);
  assert_refuses ("\xff\xd8\xff", KAUNTA_CORE_ERROR_INVALID);
  assert_refuses ("John \xe2\x80\xae" "nhoJ", KAUNTA_CORE_ERROR_INVALID);
  assert_refuses ("John \xef\xbf\xbd", KAUNTA_CORE_ERROR_INVALID);
  assert_refuses ("123456789012345678901", KAUNTA_CORE_ERROR_TOO_LONG);
}

static void
test_looks_at_huge_text_only_so_far (void)
{
  g_autofree char *huge = g_strnfill (64 * 1024 * 1024, 'x');

  assert_refuses (huge, KAUNTA_CORE_ERROR_TOO_LONG);
}

static void
test_takes_an_empty_text_where_it_may_be (void)
{
  g_autofree char *text = kaunta_text_clean ("  ", "The phone", 20, TRUE, NULL);

  g_assert_cmpstr (text, ==, "");
}

static void
test_folds_spellings_of_one_name_alike (void)
{
  static const char *const spellings[] = { "Ng'ang'a", "NGANGA", "Ng\xca\xbc" "ang\xca\xbc" "a", "Ng\xe2\x80\x99" "ang\xe2\x80\x99" "a", "ng`ang`a" };
  g_autofree char *marked = kaunta_text_fold ("  Wanjik\xc5\xa9--Atieno (Mrs.) ");

  for (guint i = 0; i < G_N_ELEMENTS (spellings); i++)
    {
      g_autofree char *key = kaunta_text_fold (spellings[i]);

      g_assert_cmpstr (key, ==, "nganga");
    }
  g_assert_cmpstr (marked, ==, "wanjiku atieno mrs");
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/text/cleans-what-people-type", test_cleans_what_people_type);
  g_test_add_func ("/text/refuses-what-is-no-line-of-text", test_refuses_what_is_no_line_of_text);
  g_test_add_func ("/text/looks-at-huge-text-only-so-far", test_looks_at_huge_text_only_so_far);
  g_test_add_func ("/text/takes-an-empty-text-where-it-may-be", test_takes_an_empty_text_where_it_may_be);
  g_test_add_func ("/text/folds-spellings-of-one-name-alike", test_folds_spellings_of_one_name_alike);

  return g_test_run ();
}
