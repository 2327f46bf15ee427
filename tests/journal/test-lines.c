/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>
#include "entry-line.h"
#include "journal-maker.h"
#include "json.h"
#include "lines.h"

#define MAX_LINE 100

/* A whole day's journal, as entries. (element-type KauntaEntry) */
static GPtrArray *
make_entries (void)
{
  g_autoptr (JournalMaker) maker = journal_maker_new ();
  GPtrArray *entries = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_entry_unref);

  journal_maker_open (maker);
  journal_maker_play_day (maker);
  for (guint i = 0; i < maker->lines->len; i++)
    {
      JournalLine *line = maker->lines->pdata[i];
      g_autoptr (GError) error = NULL;

      g_ptr_array_add (entries, kaunta_entry_new_from_bytes (line->body, line->sig, &error));
      g_assert_no_error (error);
    }

  return entries;
}

static void
an_entry_comes_back_from_its_line (void)
{
  g_autoptr (GPtrArray) entries = make_entries ();

  for (guint i = 0; i < entries->len; i++)
    {
      const KauntaEntry *entry = entries->pdata[i];
      g_autoptr (GString) line = g_string_new (NULL);
      g_autoptr (KauntaEntry) back = NULL;
      g_autoptr (GError) error = NULL;

      kaunta_entry_line_append (line, entry);
      g_assert_null (strchr (line->str, '\n'));
      back = kaunta_entry_line_decode (line->str, line->len, &error);
      g_assert_no_error (error);
      g_assert_true (g_bytes_equal (back->body, entry->body));
      g_assert_cmpmem (back->sig, sizeof back->sig, entry->sig, sizeof entry->sig);
    }
}

static void
a_line_is_canonical_json (void)
{
  g_autoptr (GPtrArray) entries = make_entries ();
  g_autoptr (GString) line = g_string_new (NULL);
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *canonical = NULL;
  const KauntaEntry *entry = entries->pdata[3];
  guint8 sig[KAUNTA_SIGNATURE_BYTES];

  kaunta_entry_line_append (line, entry);
  node = kaunta_json_parse (line->str, line->len, 65536, KAUNTA_JSON_NORMAL, &error);
  g_assert_no_error (error);
  canonical = kaunta_json_canonical (node, NULL, &error);
  g_assert_cmpstr (canonical, ==, line->str);

  g_assert_true (kaunta_entry_line_split_object (json_node_get_object (node), &body, sig, &error));
  g_assert_true (g_bytes_equal (body, entry->body));
  g_assert_cmpmem (sig, sizeof sig, entry->sig, sizeof entry->sig);
}

/* Whatever bit of a line changes: it is no line, or another body or signature. */
static void
each_changed_bit_of_a_line_is_seen (void)
{
  g_autoptr (GPtrArray) entries = make_entries ();
  const KauntaEntry *entry = entries->pdata[3];
  g_autoptr (GString) line = g_string_new (NULL);

  kaunta_entry_line_append (line, entry);
  for (gsize bit = 0; bit < 8 * line->len; bit++)
    {
      g_autoptr (GBytes) body = NULL;
      guint8 sig[KAUNTA_SIGNATURE_BYTES];

      line->str[bit / 8] ^= (char) (1 << bit % 8);
      if (kaunta_entry_line_split (line->str, line->len, &body, sig, NULL))
        g_assert_false (g_bytes_equal (body, entry->body) && memcmp (sig, entry->sig, sizeof sig) == 0);
      line->str[bit / 8] ^= (char) (1 << bit % 8);
    }
}

static void
other_spellings_of_a_line_are_refused (void)
{
  g_autofree char *sig = g_strnfill (KAUNTA_ENTRY_LINE_SIG_CHARACTERS, 'A');
  const char *const forms[] = {
    "", "{}", "{\"body\":\"\",\"sig\":\"A\"}", " {\"body\":\"{}\",\"sig\":\"%s\"}", "{\"body\":\"{}\",\"sig\":\"%s\"} ",
    "{\"sig\":\"%s\",\"body\":\"{}\"}", "{\"body\":\"\\u007b}\",\"sig\":\"%s\"}", "{\"body\":\"\t\",\"sig\":\"%s\"}",
    "{\"body\":\"\\\",\"sig\":\"%s\"}", "{\"body\":\"a\"b\",\"sig\":\"%s\"}", "{\"body\":\"\\/\",\"sig\":\"%s\"}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_auto (GStrv) halves = g_strsplit (forms[i], "%s", 2);
      g_autofree char *line = g_strjoinv (sig, halves);
      g_autoptr (GBytes) body = NULL;
      g_autoptr (GError) error = NULL;
      guint8 bytes[KAUNTA_SIGNATURE_BYTES];

      g_assert_false (kaunta_entry_line_split (line, strlen (line), &body, bytes, &error));
      g_assert_error (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_FORM);
      g_assert_null (body);
    }
}

static KauntaLines *
read_text (const char *text)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data (g_strdup (text), -1, g_free);

  return kaunta_lines_new (stream, MAX_LINE);
}

static void
gives_each_line_and_then_the_end (void)
{
  g_autoptr (KauntaLines) lines = read_text ("one\n\nthree\n");
  g_autoptr (GError) error = NULL;
  gsize length = 1;

  g_assert_cmpstr (kaunta_lines_next (lines, &length, NULL, &error), ==, "one");
  g_assert_cmpuint (length, ==, 3);
  g_assert_cmpint (kaunta_lines_get_end (lines), ==, 4);
  g_assert_cmpstr (kaunta_lines_next (lines, &length, NULL, &error), ==, "");
  g_assert_cmpuint (length, ==, 0);
  g_assert_cmpstr (kaunta_lines_next (lines, NULL, NULL, &error), ==, "three");
  g_assert_cmpint (kaunta_lines_get_end (lines), ==, 11);
  g_assert_null (kaunta_lines_next (lines, NULL, NULL, &error));
  g_assert_no_error (error);
}

static void
a_line_without_end_is_cut (void)
{
  g_autoptr (KauntaLines) lines = read_text ("one\ntwo");
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (kaunta_lines_next (lines, NULL, NULL, &error), ==, "one");
  g_assert_null (kaunta_lines_next (lines, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT);
  g_assert_cmpint (kaunta_lines_get_end (lines), ==, 4);
}

static void
a_line_is_as_long_as_the_bound_and_no_longer (void)
{
  g_autofree char *longest = g_strnfill (MAX_LINE, 'a');
  g_autofree char *text = g_strdup_printf ("x\n%s\n%sa\n", longest, longest);
  g_autoptr (KauntaLines) lines = read_text (text);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (kaunta_lines_next (lines, NULL, NULL, &error), ==, "x");
  g_assert_cmpstr (kaunta_lines_next (lines, NULL, NULL, &error), ==, longest);
  g_assert_null (kaunta_lines_next (lines, NULL, NULL, &error));
  g_assert_error (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_FORM);
}

/* Lines of every length around the size of what is read at once. */
static void
lines_of_every_length_come_whole (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (KauntaLines) lines = NULL;
  const gsize step = 977;
  const gsize n = 200;

  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *line = g_strnfill (i * step, (char) ('a' + i % 26));

      g_string_append_printf (text, "%s\n", line);
    }

  stream = g_memory_input_stream_new_from_data (text->str, (gssize) text->len, NULL);
  lines = kaunta_lines_new (stream, n * step);
  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (GError) error = NULL;
      gsize length = 0;
      const char *line = kaunta_lines_next (lines, &length, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (length, ==, i * step);
      g_assert_true (length == 0 || (line[0] == 'a' + i % 26 && line[length - 1] == line[0]));
    }
  g_assert_null (kaunta_lines_next (lines, NULL, NULL, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/entry-line/an-entry-comes-back-from-its-line", an_entry_comes_back_from_its_line);
  g_test_add_func ("/entry-line/a-line-is-canonical-json", a_line_is_canonical_json);
  g_test_add_func ("/entry-line/each-changed-bit-of-a-line-is-seen", each_changed_bit_of_a_line_is_seen);
  g_test_add_func ("/entry-line/other-spellings-of-a-line-are-refused", other_spellings_of_a_line_are_refused);
  g_test_add_func ("/lines/gives-each-line-and-then-the-end", gives_each_line_and_then_the_end);
  g_test_add_func ("/lines/a-line-without-end-is-cut", a_line_without_end_is_cut);
  g_test_add_func ("/lines/a-line-is-as-long-as-the-bound-and-no-longer", a_line_is_as_long_as_the_bound_and_no_longer);
  g_test_add_func ("/lines/lines-of-every-length-come-whole", lines_of_every_length_come_whole);
  return g_test_run ();
}
