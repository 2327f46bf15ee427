/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>
#include "entry-line.h"
#include "json.h"
#include "reading.h"
#include "verifying.h"

#define MIRROR_HEADER "{\"device\":\"00421\",\"format\":\"kaunta-mirror-1\"}\n"

static gboolean
verify (KauntaJournalRead read, const char *text, gsize length, KauntaVerifierSummary *summary, gint64 *place,
        GError **error)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data (text, (gssize) length, NULL);

  return kaunta_journal_verify (read, stream, NULL, summary, place, error);
}

static void
assert_export_good (const char *text, gsize length, gint64 entries)
{
  KauntaVerifierSummary summary;
  gint64 place = -1;
  g_autoptr (GError) error = NULL;

  g_assert_true (verify (kaunta_export_read, text, length, &summary, &place, &error));
  g_assert_no_error (error);
  g_assert_cmpint (summary.entries, ==, entries);
}

static void
assert_export_bad (const char *text, gsize length, gint64 place, int code)
{
  KauntaVerifierSummary summary;
  gint64 found = -1;
  g_autoptr (GError) error = NULL;

  g_assert_false (verify (kaunta_export_read, text, length, &summary, &found, &error));
  g_assert_error (error, KAUNTA_JOURNAL_ERROR, code);
  g_assert_cmpint (found, ==, place);
}

/* A journal's parts as text: "entries" with its array, "key" with its text, and an acknowledgement of entry 3. */
typedef struct
{
  char *entries;
  char *key;
  char *acks;
} Parts;

static void
clear_parts (Parts *parts)
{
  g_free (parts->entries);
  g_free (parts->key);
  g_free (parts->acks);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Parts, clear_parts)

static char *
make_ack (JournalMaker *maker, gint64 seq)
{
  KauntaAcknowledgement ack = { .epoch = 1, .seq = seq, .at = maker->at };
  const JournalLine *line = maker->lines->pdata[seq - 1];
  guint8 hash[KAUNTA_HASH_BYTES];
  g_autofree char *head = NULL;
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  kaunta_hash (g_bytes_get_data (line->body, NULL), g_bytes_get_size (line->body), hash);
  head = kaunta_hash_to_hex (hash);
  g_strlcpy (ack.device, maker->device, sizeof ack.device);
  g_strlcpy (ack.head, head, sizeof ack.head);
  kaunta_acknowledgement_sign (&ack, maker->portal_key);
  json_node_take_object (node, kaunta_acknowledgement_to_json (&ack));
  return kaunta_json_canonical (node, NULL, NULL);
}

static char *
member_to_text (JsonObject *object, const char *name)
{
  g_autofree char *value = kaunta_json_canonical (json_object_get_member (object, name), NULL, NULL);

  return g_strdup_printf ("\"%s\":%s", name, value);
}

static void
make_parts (Parts *parts)
{
  g_autoptr (JournalMaker) maker = make_open ();
  g_autoptr (GBytes) export = journal_maker_export (maker);
  gsize length = 0;
  const char *text = g_bytes_get_data (export, &length);
  g_autoptr (JsonNode) node = kaunta_json_parse (text, length, length, KAUNTA_JSON_NORMAL, NULL);
  g_autofree char *ack = make_ack (maker, 3);

  parts->entries = member_to_text (json_node_get_object (node), "entries");
  parts->key = member_to_text (json_node_get_object (node), "key");
  parts->acks = g_strdup_printf ("\"acknowledgements\":[%s]", ack);
}

static void
the_parts_of_an_export_come_in_any_order (void)
{
  g_auto (Parts) parts = { NULL };
  const char *orders[6][3];

  make_parts (&parts);
  for (guint i = 0; i < 6; i++)
    {
      const char *all[] = { parts.entries, parts.key, parts.acks };
      g_autofree char *text = NULL;

      orders[i][0] = all[i % 3];
      orders[i][1] = all[(i + (i < 3 ? 1 : 2)) % 3];
      orders[i][2] = all[(i + (i < 3 ? 2 : 1)) % 3];
      text = g_strdup_printf (" {%s,\n%s ,\t%s}\n", orders[i][0], orders[i][1], orders[i][2]);
      assert_export_good (text, strlen (text), 4);
    }
}

static void
an_acknowledgement_of_another_journal_is_a_fault_wherever_it_stands (void)
{
  g_auto (Parts) parts = { NULL };
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  char *head = NULL;

  make_parts (&parts);
  head = strstr (parts.acks, "\"head\":\"") + strlen ("\"head\":\"");
  *head = *head == '0' ? '1' : '0';
  before = g_strdup_printf ("{%s,%s,%s}", parts.acks, parts.entries, parts.key);
  after = g_strdup_printf ("{%s,%s,%s}", parts.entries, parts.key, parts.acks);
  assert_export_bad (before, strlen (before), 3, KAUNTA_JOURNAL_ERROR_ACKNOWLEDGEMENT);
  assert_export_bad (after, strlen (after), 3, KAUNTA_JOURNAL_ERROR_ACKNOWLEDGEMENT);
}

/* In whatever spelling of JSON the parts are, and at whatever place the reading is interrupted for more. */
static void
an_export_is_read_across_what_is_read_at_once (void)
{
  g_auto (Parts) parts = { NULL };

  make_parts (&parts);
  for (gsize shift = 0; shift < 2000; shift += 41)
    {
      g_autofree char *space = g_strnfill (65536 - 1990 + shift, ' ');
      g_autofree char *text = g_strdup_printf ("{%s\"note\":\"\\\\\\\"]}\",%s,%s}", space, parts.entries, parts.key);

      assert_export_good (text, strlen (text), 4);
    }
}

static void
an_export_that_is_cut_is_never_good (void)
{
  g_auto (Parts) parts = { NULL };
  g_autofree char *text = NULL;
  KauntaVerifierSummary summary;
  gint64 place = 0;

  make_parts (&parts);
  text = g_strdup_printf ("{%s,%s,%s}", parts.entries, parts.acks, parts.key);
  for (gsize length = 0; length < strlen (text); length += length < 40 || length + 400 > strlen (text) ? 1 : 29)
    g_assert_false (verify (kaunta_export_read, text, length, &summary, &place, NULL));
  for (gsize length = 1; length < 2000; length++)
    if (text[length - 1] == '\\')
      g_assert_false (verify (kaunta_export_read, text, length, &summary, &place, NULL));
}

static void
what_is_no_export_is_told_apart (void)
{
  static const struct
  {
    const char *text;
    int code;
  } wrong[] = {
    { "{\"key\":\"x\"}", KAUNTA_JOURNAL_ERROR_KEYS },
    { "{\"entries\":[]}", KAUNTA_JOURNAL_ERROR_KEYS },
    { "{\"entries\":[],\"key\":7}", KAUNTA_JOURNAL_ERROR_KEYS },
    { "{\"entries\":[],\"key\":\"x\",\"key\":\"x\"}", KAUNTA_JOURNAL_ERROR_FORM },
    { "{\"entries\":[],\"key\":\"x\"}{}", KAUNTA_JOURNAL_ERROR_FORM },
    { "{\"entries\":[],\"key\":\"x\",}", KAUNTA_JOURNAL_ERROR_FORM },
    { "{\"entries\":[,],\"key\":\"x\"}", KAUNTA_JOURNAL_ERROR_FORM },
    { "{\"entries\" [],\"key\":\"x\"}", KAUNTA_JOURNAL_ERROR_FORM },
    { "{entries:[],\"key\":\"x\"}", KAUNTA_JOURNAL_ERROR_FORM },
    { "{\"entries\":[],\"key\":\"x\",\"acknowledgements\":[1]}", KAUNTA_JOURNAL_ERROR_KEYS },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      gint64 place = g_str_has_prefix (wrong[i].text, "{\"entries\":[,") ? 1 : 0;

      assert_export_bad (wrong[i].text, strlen (wrong[i].text), place, wrong[i].code);
    }
}

static GString *
make_mirror (JournalMaker *maker)
{
  GString *mirror = g_string_new (MIRROR_HEADER);

  for (guint i = 0; i < maker->lines->len; i++)
    {
      const JournalLine *line = maker->lines->pdata[i];
      g_autoptr (KauntaEntry) entry = kaunta_entry_new_from_bytes (line->body, line->sig, NULL);

      g_assert_nonnull (entry);
      kaunta_entry_line_append (mirror, entry);
      g_string_append_c (mirror, '\n');
    }

  return mirror;
}

/* A power cut in the middle of a line leaves a good mirror of what is before it. */
static void
a_mirror_is_good_up_to_its_last_whole_line (void)
{
  g_autoptr (JournalMaker) maker = make_open ();
  g_autoptr (GString) mirror = make_mirror (maker);
  KauntaVerifierSummary summary;
  gint64 place = -1;
  g_autoptr (GError) error = NULL;

  g_assert_true (verify (kaunta_mirror_read, mirror->str, mirror->len, &summary, &place, &error));
  g_assert_cmpint (summary.entries, ==, 4);
  g_assert_true (verify (kaunta_mirror_read, mirror->str, mirror->len - 1, &summary, &place, &error));
  g_assert_cmpint (summary.entries, ==, 3);
  g_assert_true (verify (kaunta_mirror_read, mirror->str, strlen (MIRROR_HEADER), &summary, &place, &error));
  g_assert_cmpint (summary.entries, ==, 0);
  g_assert_no_error (error);
}

static void
a_line_that_is_no_entry_is_a_fault_of_a_mirror (void)
{
  g_autoptr (JournalMaker) maker = make_open ();
  g_autoptr (GString) mirror = make_mirror (maker);
  char *third = mirror->str;
  KauntaVerifierSummary summary;
  gint64 place = -1;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 3; i++)
    third = strchr (third, '\n') + 1;
  *third = '[';
  g_assert_false (verify (kaunta_mirror_read, mirror->str, mirror->len, &summary, &place, &error));
  g_assert_error (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_FORM);
  g_assert_cmpint (place, ==, 3);
}

static void
what_is_no_mirror_is_told_apart (void)
{
  static const char *const wrong[] = { "[]\n", "{}\n", "{\"format\":\"kaunta-mirror-2\"}\n", "mirror\n" };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      KauntaVerifierSummary summary;
      gint64 place = -1;
      g_autoptr (GError) error = NULL;

      g_assert_false (verify (kaunta_mirror_read, wrong[i], strlen (wrong[i]), &summary, &place, &error));
      g_assert_error (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_FORM);
      g_assert_cmpint (place, ==, 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/reading/the-parts-of-an-export-come-in-any-order", the_parts_of_an_export_come_in_any_order);
  g_test_add_func ("/reading/an-acknowledgement-of-another-journal-is-a-fault-wherever-it-stands",
                   an_acknowledgement_of_another_journal_is_a_fault_wherever_it_stands);
  g_test_add_func ("/reading/an-export-is-read-across-what-is-read-at-once",
                   an_export_is_read_across_what_is_read_at_once);
  g_test_add_func ("/reading/an-export-that-is-cut-is-never-good", an_export_that_is_cut_is_never_good);
  g_test_add_func ("/reading/what-is-no-export-is-told-apart", what_is_no_export_is_told_apart);
  g_test_add_func ("/reading/a-mirror-is-good-up-to-its-last-whole-line", a_mirror_is_good_up_to_its_last_whole_line);
  g_test_add_func ("/reading/a-line-that-is-no-entry-is-a-fault-of-a-mirror",
                   a_line_that_is_no_entry_is_a_fault_of_a_mirror);
  g_test_add_func ("/reading/what-is-no-mirror-is-told-apart", what_is_no_mirror_is_told_apart);

  return g_test_run ();
}
