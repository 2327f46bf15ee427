/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csv.h"

#include <string.h>

static KauntaCsv *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  KauntaCsv *csv = kaunta_csv_parse (text, strlen (text), &error);

  g_assert_no_error (error);
  return csv;
}

static void
test_fields (void)
{
  g_autoptr (KauntaCsv) csv = parse ("a,b,c\r\n1,\"two, \"\"2\"\"\",\r\n,,3\n");

  g_assert_cmpuint (kaunta_csv_get_n_rows (csv), ==, 2);
  g_assert_cmpstr (kaunta_csv_get (csv, 0, "a"), ==, "1");
  g_assert_cmpstr (kaunta_csv_get (csv, 0, "b"), ==, "two, \"2\"");
  g_assert_cmpstr (kaunta_csv_get (csv, 0, "c"), ==, "");
  g_assert_cmpstr (kaunta_csv_get (csv, 1, "c"), ==, "3");
  g_assert_true (kaunta_csv_has_column (csv, "c"));
  g_assert_false (kaunta_csv_has_column (csv, "d"));
  g_assert_cmpstr (kaunta_csv_get (csv, 1, "d"), ==, "");
}

static void
test_lines (void)
{
  g_autoptr (KauntaCsv) csv = parse ("\xef\xbb\xbfname,note\nx,\"two\nlines\"\ny,z");

  g_assert_true (kaunta_csv_has_column (csv, "name"));
  g_assert_cmpstr (kaunta_csv_get (csv, 0, "note"), ==, "two\nlines");
  g_assert_cmpuint (kaunta_csv_get_line (csv, 0), ==, 2);
  g_assert_cmpuint (kaunta_csv_get_line (csv, 1), ==, 4);
  g_assert_cmpstr (kaunta_csv_get (csv, 1, "note"), ==, "z");
}

static void
test_header_alone (void)
{
  g_autoptr (KauntaCsv) csv = parse ("a,b\n");

  g_assert_cmpuint (kaunta_csv_get_n_rows (csv), ==, 0);
}

static void
test_refusals (void)
{
  static const struct
  {
    const char *text;
    const char *line;
  } CASES[] = {
    { "", "Line 1:" },
    { "a,a\n", "Line 1:" },
    { "a,\n", "Line 1:" },
    { "a,b\n1\n", "Line 2:" },
    { "a,b\n1,2\n\n", "Line 3:" },
    { "a,b\n1,2,3\n", "Line 2:" },
    { "a,b\n1,2\"\n", "Line 2:" },
    { "a,b\n1,\"2\"x\n", "Line 2:" },
    { "a,b\n1,2\n3,\"4\n5,6\n", "Line 3:" },
    { "a,b\n1\r,2\n", "Line 2:" },
    { "a,b\n1,\xff\n", "Line 1:" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (CASES); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KauntaCsv) csv = kaunta_csv_parse (CASES[i].text, strlen (CASES[i].text), &error);

      g_assert_null (csv);
      g_assert_error (error, KAUNTA_CORE_ERROR, KAUNTA_CORE_ERROR_INVALID);
      g_assert_true (g_str_has_prefix (error->message, CASES[i].line));
    }
}

static void
test_nul (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaCsv) csv = kaunta_csv_parse ("a\nb\0c\n", 6, &error);

  g_assert_null (csv);
  g_assert_error (error, KAUNTA_CORE_ERROR, KAUNTA_CORE_ERROR_INVALID);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/csv/reads-quoted-and-empty-fields", test_fields);
  g_test_add_func ("/csv/knows-the-line-of-each-row", test_lines);
  g_test_add_func ("/csv/takes-a-table-without-rows", test_header_alone);
  g_test_add_func ("/csv/refuses-what-is-not-in-form-with-its-line", test_refusals);
  g_test_add_func ("/csv/refuses-a-nul", test_nul);

  return g_test_run ();
}
