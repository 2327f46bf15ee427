/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <string.h>
#include "json.h"
#include "reading.h"

static JsonNode *
load_vectors (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "journal", "journal-v1.json", NULL);
  g_autofree char *text = NULL;
  gsize length = 0;
  g_autoptr (GError) error = NULL;
  JsonNode *node = NULL;

  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  node = kaunta_json_parse (text, length, length, KAUNTA_JSON_NORMAL, &error);
  g_assert_no_error (error);
  return node;
}

/* The word is a hint: these are the codes that may stand for it. */
static int
get_code (const char *word)
{
  static const struct
  {
    const char *word;
    int code;
  } codes[] = {
    { "form", KAUNTA_JOURNAL_ERROR_FORM },         { "seq", KAUNTA_JOURNAL_ERROR_SEQ },
    { "signature", KAUNTA_JOURNAL_ERROR_SIGNATURE }, { "number", KAUNTA_JOURNAL_ERROR_NUMBER },
    { "turnover", KAUNTA_JOURNAL_ERROR_TURNOVER }, { "approver", KAUNTA_JOURNAL_ERROR_APPROVER },
    { "amount", KAUNTA_JOURNAL_ERROR_AMOUNT },     { "till", KAUNTA_JOURNAL_ERROR_TILL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      if (strcmp (codes[i].word, word) == 0)
        return codes[i].code;
    }

  g_error ("a word of the vectors that this test doesn't know: %s", word);
}

static void
gets_the_verdict_expected (gconstpointer data)
{
  JsonObject *expected = (JsonObject *) data;
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), expected);
  g_autofree char *text = kaunta_json_canonical (node, NULL, NULL);
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data (text, -1, NULL);
  KauntaVerifierSummary summary;
  g_autoptr (GError) error = NULL;
  gint64 place = -1;
  gboolean good = kaunta_journal_verify (kaunta_export_read, stream, NULL, &summary, &place, &error);

  if (json_object_get_boolean_member (expected, "valid"))
    {
      g_assert_no_error (error);
      g_assert_true (good);
      g_assert_cmpint (summary.entries, ==, json_array_get_length (json_object_get_array_member (expected, "entries")));
      return;
    }

  g_assert_false (good);
  g_test_message ("entry %" G_GINT64_FORMAT ": %s", place, error->message);
  g_assert_error (error, KAUNTA_JOURNAL_ERROR, get_code (json_object_get_string_member (expected, "fault")));
  g_assert_cmpint (place, ==, json_object_get_int_member (expected, "fault_seq"));
}

static void
sums_up_the_whole_day (gconstpointer data)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), (JsonObject *) data);
  g_autofree char *text = kaunta_json_canonical (node, NULL, NULL);
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data (text, -1, NULL);
  KauntaVerifierSummary summary;
  g_autoptr (GError) error = NULL;
  gint64 place = -1;

  g_assert_true (kaunta_journal_verify (kaunta_export_read, stream, NULL, &summary, &place, &error));
  g_assert_no_error (error);
  g_assert_cmpint (place, ==, 0);
  g_assert_cmpstr (summary.device, ==, "00421");
  g_assert_cmpint (summary.epoch, ==, 1);
  g_assert_cmpint (summary.entries, ==, 15);
  g_assert_cmpint (summary.bills, ==, 3);
  g_assert_cmpint (summary.payments, ==, 3);
  g_assert_cmpint (summary.reversals, ==, 1);
  g_assert_cmpint (summary.tills_closed, ==, 1);
  g_assert_cmpint (summary.turnover, ==, 85000);
  g_assert_cmpint (summary.last_at - summary.first_at, ==, 14 * 37123);
}

int
main (int argc, char **argv)
{
  g_autoptr (JsonNode) vectors = NULL;
  JsonArray *cases = NULL;

  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  vectors = load_vectors ();
  cases = json_object_get_array_member (json_node_get_object (vectors), "cases");
  g_test_add_data_func ("/vectors/sums-up-the-whole-day", json_array_get_object_element (cases, 0), sums_up_the_whole_day);
  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      JsonObject *object = json_array_get_object_element (cases, i);
      g_autofree char *name = g_strdelimit (g_strdup (json_object_get_string_member (object, "name")), " ", '-');
      g_autofree char *path = g_strconcat ("/vectors/", name, NULL);

      g_test_add_data_func (path, object, gets_the_verdict_expected);
    }

  return g_test_run ();
}
