/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "carry.h"
#include "journal-maker.h"
#include "json.h"

#define NOON G_GINT64_CONSTANT (1795421730123)
#define URL "https://portal.kiambu.example"
#define CA "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"

typedef struct
{
  JournalMaker *maker;
  GPtrArray *entries; /* (element-type KauntaEntry) */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  fixture->maker = journal_maker_new ();
  journal_maker_open (fixture->maker);
  fixture->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_entry_unref);
  for (guint i = 0; i < fixture->maker->lines->len; i++)
    {
      JournalLine *line = g_ptr_array_index (fixture->maker->lines, i);

      g_ptr_array_add (fixture->entries, kaunta_entry_new_from_bytes (line->body, line->sig, NULL));
    }
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  g_ptr_array_unref (fixture->entries);
  journal_maker_free (fixture->maker);
}

static void
make_acknowledgement (Fixture *fixture, KauntaAcknowledgement *ack)
{
  *ack = (KauntaAcknowledgement){ .device = "00421", .epoch = 1, .seq = 1, .at = NOON };
  memset (ack->head, 'a', sizeof ack->head - 1);
  kaunta_acknowledgement_sign (ack, fixture->maker->portal_key);
}

static GBytes *
make_carry (Fixture *fixture)
{
  g_auto (KauntaCarryHeader) header = {
    .device = g_strdup ("00421"),
    .epoch = 1,
    .office = g_strdup ("047-WESTLANDS"),
    .url = g_strdup (URL),
    .ca = g_strdup (CA),
    .key = g_strdup (kaunta_key_get_public (fixture->maker->key)),
    .portal_key = g_strdup (kaunta_key_get_public (fixture->maker->portal_key)),
    .first = 1,
    .made_at = NOON,
    .cursor = g_strdup ("17"),
    .acknowledged = TRUE,
  };
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  GBytes *file = NULL;

  make_acknowledgement (fixture, &header.ack);
  header.entries = kaunta_carry_add_entries (lines, fixture->entries);
  g_assert_cmpint (header.entries, ==, fixture->entries->len);
  file = kaunta_carry_encode (&header, lines, fixture->maker->key, &error);
  g_assert_no_error (error);
  return file;
}

static GBytes *
sign_answer (GString *lines, const KauntaKey *key)
{
  guint8 digest[KAUNTA_HASH_BYTES];
  guint8 sig[KAUNTA_SIGNATURE_BYTES];

  kaunta_signed_lines_digest (lines, digest);
  kaunta_key_sign (key, KAUNTA_CARRY_ANSWER_PURPOSE, digest, sizeof digest, sig);
  return kaunta_signed_lines_close (lines, sig);
}

static GBytes *
make_answer (Fixture *fixture)
{
  g_auto (KauntaCarryAnswerHeader) header = {
    .device = g_strdup ("00421"),
    .epoch = 1,
    .made_at = NOON,
    .cursor = g_strdup ("17"),
    .acknowledged = TRUE,
    .refused = TRUE,
    .problem = { .code = KAUNTA_WIRE_ERROR_GAP, .status = 409, .seq = 7 },
    .exceptions = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_exception_unref),
  };
  g_autoptr (GPtrArray) pages = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GError) error = NULL;
  GString *lines = NULL;

  make_acknowledgement (fixture, &header.ack);
  g_ptr_array_add (header.exceptions,
                   kaunta_exception_new ("12", "double-payment", "004210000017", "00421-000173", "00421", 5000, NOON, FALSE));
  for (gsize length = 1; length <= 4; length++)
    g_ptr_array_add (pages, g_bytes_new ("\x80\xff\x01\x7f", length));
  lines = kaunta_carry_answer_encode (&header, pages, &error);
  g_assert_no_error (error);
  return sign_answer (lines, fixture->maker->portal_key);
}

static void
carries_entries_as_they_are (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GBytes) file = make_carry (fixture);
  g_auto (KauntaCarry) carry = { 0 };
  g_autoptr (GError) error = NULL;
  guint at = 0;

  kaunta_carry_open (&carry, file, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (carry.header.device, ==, "00421");
  g_assert_cmpstr (carry.header.url, ==, URL);
  g_assert_cmpstr (carry.header.ca, ==, CA);
  g_assert_cmpstr (carry.header.cursor, ==, "17");
  g_assert_cmpint (carry.header.made_at, ==, NOON);
  g_assert_true (carry.header.acknowledged);
  g_assert_true (kaunta_acknowledgement_verify (&carry.header.ack, carry.header.portal_key, NULL));

  while (TRUE)
    {
      g_autoptr (GPtrArray) some = kaunta_carry_read_entries (&carry, 2, G_MAXSIZE, &error);

      g_assert_no_error (error);
      if (some->len == 0)
        break;
      for (guint i = 0; i < some->len; i++, at++)
        g_assert_true (g_bytes_equal (((KauntaEntry *) some->pdata[i])->body,
                                      ((KauntaEntry *) fixture->entries->pdata[at])->body));
    }
  g_assert_cmpuint (at, ==, fixture->entries->len);
}

static void
an_answer_comes_back_whole (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GBytes) file = make_answer (fixture);
  g_auto (KauntaCarryAnswer) answer = { 0 };
  g_autoptr (GError) error = NULL;

  kaunta_carry_answer_open (&answer, file, kaunta_key_get_public (fixture->maker->portal_key), &error);
  g_assert_no_error (error);
  g_assert_true (answer.header.acknowledged && answer.header.refused);
  g_assert_cmpint (answer.header.problem.code, ==, KAUNTA_WIRE_ERROR_GAP);
  g_assert_cmpint (answer.header.problem.seq, ==, 7);
  g_assert_cmpuint (answer.header.exceptions->len, ==, 1);
  g_assert_cmpint (answer.header.pages, ==, 4);
  for (gsize length = 1; length <= 4; length++)
    {
      g_autoptr (GBytes) page = kaunta_carry_answer_read_page (&answer, &error);
      g_autoptr (GBytes) expected = g_bytes_new ("\x80\xff\x01\x7f", length);

      g_assert_no_error (error);
      g_assert_true (g_bytes_equal (page, expected));
    }
  g_assert_null (kaunta_carry_answer_read_page (&answer, &error));
  g_assert_no_error (error);
}

/* Whether any of the two readers takes it. */
static gboolean
is_taken (Fixture *fixture, GBytes *file)
{
  g_auto (KauntaCarry) carry = { 0 };
  g_auto (KauntaCarryAnswer) answer = { 0 };
  g_autoptr (GError) carry_error = NULL;
  g_autoptr (GError) answer_error = NULL;

  if (kaunta_carry_open (&carry, file, &carry_error)
      || kaunta_carry_answer_open (&answer, file, kaunta_key_get_public (fixture->maker->portal_key), &answer_error))
    return TRUE;
  g_assert_nonnull (carry_error);
  g_assert_nonnull (answer_error);
  return FALSE;
}

typedef GBytes *(*MakeFunc) (Fixture *fixture);

static void
every_flipped_bit_is_refused (Fixture *fixture, gconstpointer make)
{
  g_autoptr (GBytes) file = ((MakeFunc) make) (fixture);
  gsize length = 0;
  const guint8 *bytes = g_bytes_get_data (file, &length);

  g_assert_true (is_taken (fixture, file));
  for (gsize i = 0; i < length; i++)
    {
      g_autofree guint8 *changed = g_memdup2 (bytes, length);
      g_autoptr (GBytes) flipped = NULL;

      changed[i] ^= 1 << (i % 8);
      flipped = g_bytes_new (changed, length);
      g_assert_false (is_taken (fixture, flipped));
    }
}

static void
every_cut_and_every_addition_is_refused (Fixture *fixture, gconstpointer make)
{
  g_autoptr (GBytes) file = ((MakeFunc) make) (fixture);
  gsize length = 0;
  const char *bytes = g_bytes_get_data (file, &length);
  g_autofree char *longer = g_strdup_printf ("%.*s\n", (int) length, bytes);
  g_autofree char *twice = g_strdup_printf ("%.*s%.*s", (int) length, bytes, (int) length, bytes);
  g_autoptr (GBytes) with_end = g_bytes_new (longer, strlen (longer));
  g_autoptr (GBytes) doubled = g_bytes_new (twice, strlen (twice));

  for (gsize i = 0; i < length; i++)
    {
      g_autoptr (GBytes) cut = g_bytes_new (bytes, i);

      g_assert_false (is_taken (fixture, cut));
    }
  g_assert_false (is_taken (fixture, with_end));
  g_assert_false (is_taken (fixture, doubled));
}

static void
other_files_are_refused (Fixture *fixture, gconstpointer unused)
{
  static const char nul[] = "{}\n\0\n{\"sig\":\"\"}\n";
  const struct
  {
    const char *text;
    gssize length;
  } files[] = {
    { "", 0 },
    { "\n", -1 },
    { "\n\n", -1 },
    { "\n\n\n", -1 },
    { "{}\n{}\n", -1 },
    { "%PDF-1.7\nhello\n%%EOF\n", -1 },
    { "<html>\n<body>Sign in to this network</body>\n</html>\n", -1 },
    { nul, sizeof nul - 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (GBytes) file
          = g_bytes_new (files[i].text, files[i].length < 0 ? strlen (files[i].text) : (gsize) files[i].length);

      g_assert_false (is_taken (fixture, file));
    }
}

static void
a_file_larger_than_the_bound_is_refused (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *text = g_strnfill (KAUNTA_WIRE_MAX_CARRY_BYTES + 1, '\n');
  g_autoptr (GBytes) file = g_bytes_new (text, KAUNTA_WIRE_MAX_CARRY_BYTES + 1);
  g_auto (KauntaCarry) carry = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_false (kaunta_carry_open (&carry, file, &error));
  g_assert_error (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_TOO_LARGE);
}

static void
another_portals_answer_is_refused (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GBytes) file = make_answer (fixture);
  g_auto (KauntaCarryAnswer) answer = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_false (kaunta_carry_answer_open (&answer, file, kaunta_key_get_public (fixture->maker->key), &error));
  g_assert_error (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_BAD_SIGNATURE);
}

/* What the key's owner himself signed wrongly. */
static void
entries_out_of_their_place_are_refused (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GBytes) file = NULL;
  g_auto (KauntaCarry) carry = { 0 };
  g_autoptr (GError) error = NULL;

  g_ptr_array_remove_index (fixture->entries, 1);
  file = make_carry (fixture);
  g_assert_true (kaunta_carry_open (&carry, file, NULL));
  g_assert_null (kaunta_carry_read_entries (&carry, 100, G_MAXSIZE, &error));
  g_assert_error (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_BAD_ENTRY);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, data, func) g_test_add ("/carry/" name, Fixture, data, set_up, func, tear_down)
  ADD ("carries-entries-as-they-are", NULL, carries_entries_as_they_are);
  ADD ("an-answer-comes-back-whole", NULL, an_answer_comes_back_whole);
  ADD ("every-flipped-bit-is-refused", make_carry, every_flipped_bit_is_refused);
  ADD ("every-flipped-bit-of-an-answer-is-refused", make_answer, every_flipped_bit_is_refused);
  ADD ("every-cut-and-every-addition-is-refused", make_carry, every_cut_and_every_addition_is_refused);
  ADD ("every-cut-and-every-addition-to-an-answer-is-refused", make_answer, every_cut_and_every_addition_is_refused);
  ADD ("other-files-are-refused", NULL, other_files_are_refused);
  ADD ("a-file-larger-than-the-bound-is-refused", NULL, a_file_larger_than_the_bound_is_refused);
  ADD ("another-portals-answer-is-refused", NULL, another_portals_answer_is_refused);
  ADD ("entries-out-of-their-place-are-refused", NULL, entries_out_of_their_place_are_refused);
#undef ADD
  return g_test_run ();
}
