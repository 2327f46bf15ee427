/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "entry-line.h"
#include "ledger-private.h"
#include "lines.h"
#include "small-disk.h"
#include "store.h"
#include "test-ledger.h"
#include "verifier.h"

#define HEADER "{\"device\":\"00421\",\"format\":\"kaunta-mirror-1\"}\n"

static gboolean disks; /* may be mounted here */

typedef struct
{
  TestLedger *test;
  char *folder; /* where the stick would be */
  char *path;
  char *pocket; /* where it is when it was pulled out */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->test = test_ledger_new ();
  fixture->folder = g_build_filename (fixture->test->profile, "stick", NULL);
  fixture->path = g_build_filename (fixture->folder, "counter.mirror", NULL);
  fixture->pocket = g_build_filename (fixture->test->profile, "pocket", NULL);
  g_assert_cmpint (g_mkdir (fixture->folder, 0700), ==, 0);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_free (fixture->pocket);
  g_free (fixture->path);
  g_free (fixture->folder);
  test_ledger_free (fixture->test);
}

static void
set_mirror (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  kaunta_ledger_set_mirror (fixture->test->ledger, fixture->path, &error);
  g_assert_no_error (error);
}

static void
sign_in (Fixture *fixture)
{
  kaunta_entry_unref (test_ledger_act (fixture->test, NULL, kaunta_fact_new_signed_in ()));
}

/* As a store does when nobody waits. How often there was something to do. */
static guint
rest (Fixture *fixture)
{
  guint count = 1;

  while (kaunta_ledger_follow_with_mirror (fixture->test->ledger))
    count++;
  return count;
}

static char *
read_file (const char *path, gsize *length)
{
  char *content = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &content, length, &error);
  g_assert_no_error (error);
  return content;
}

/* What the mirror must be, to the byte. */
static GString *
write_expected (Fixture *fixture)
{
  GString *expected = g_string_new (HEADER);
  g_autoptr (GPtrArray) entries = kaunta_ledger_read_entries (fixture->test->ledger, 0, G_MAXINT64, G_MAXSIZE, NULL);

  for (guint i = 0; i < entries->len; i++)
    {
      kaunta_entry_line_append (expected, entries->pdata[i]);
      g_string_append_c (expected, '\n');
    }
  return expected;
}

static void
assert_file_is (const char *path, const char *bytes, gsize length)
{
  gsize held_length = 0;
  g_autofree char *held = read_file (path, &held_length);

  g_assert_cmpmem (held, held_length, bytes, length);
}

static void
assert_whole (Fixture *fixture)
{
  g_autoptr (GString) expected = write_expected (fixture);
  g_autoptr (KauntaMirror) mirror = kaunta_ledger_get_mirror (fixture->test->ledger, NULL);
  KauntaTail tail;

  assert_file_is (fixture->path, expected->str, expected->len);
  g_assert_true (kaunta_ledger_get_tail (fixture->test->ledger, &tail, NULL));
  g_assert_cmpstr (mirror->path, ==, fixture->path);
  g_assert_null (mirror->trouble);
  g_assert_cmpint (mirror->troubled_at, ==, 0);
  g_assert_cmpint (mirror->seq, ==, tail.seq);
}

/* Trouble is told of in words, with the moment it began; and the counter goes on selling. */
static void
assert_troubled (Fixture *fixture, const char *words, gint64 since)
{
  g_autoptr (KauntaMirror) mirror = kaunta_ledger_get_mirror (fixture->test->ledger, NULL);

  g_assert_nonnull (mirror->trouble);
  g_assert_nonnull (strstr (mirror->trouble, words));
  g_assert_cmpint (mirror->troubled_at, ==, since);
  sign_in (fixture);
  g_assert_true (kaunta_ledger_check (fixture->test->ledger, NULL));
}

static gint64
get_now (Fixture *fixture)
{
  return kaunta_clock_get_now (KAUNTA_CLOCK (fixture->test->clock));
}

static void
test_holds_every_entry (Fixture *fixture, gconstpointer data)
{
  g_autofree char *session = test_ledger_open_till (fixture->test);

  set_mirror (fixture);
  assert_whole (fixture);
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *bill = test_ledger_raise_bill (fixture->test, "20000001", "Wanjiku “W” Atieno", 35000);

      rest (fixture);
      assert_whole (fixture);
    }
}

static void
test_can_be_verified (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = g_file_new_for_path (fixture->path);
  g_autoptr (GFileInputStream) stream = NULL;
  g_autoptr (KauntaLines) lines = NULL;
  g_autoptr (KauntaVerifier) verifier = kaunta_verifier_new (kaunta_key_get_public (fixture->test->key));
  g_autoptr (GError) error = NULL;
  const char *line = NULL;
  gsize length = 0;

  sign_in (fixture);
  set_mirror (fixture);
  stream = g_file_read (file, NULL, NULL);
  lines = kaunta_lines_new (G_INPUT_STREAM (stream), KAUNTA_ENTRY_LINE_MAX_BYTES);
  line = kaunta_lines_next (lines, NULL, NULL, &error);
  while (error == NULL && (line = kaunta_lines_next (lines, &length, NULL, &error)) != NULL)
    {
      g_autoptr (KauntaEntry) entry = kaunta_entry_line_decode (line, length, &error);

      g_assert_no_error (error);
      g_assert_true (kaunta_verifier_feed (verifier, entry->body, entry->sig, NULL));
    }
  g_assert_no_error (error);
  g_assert_true (kaunta_verifier_finish (verifier, NULL));
}

/* What was committed and not mirrored when the power went is added when the counter starts again; a mirror that
 * was away for long catches up in pieces, so that nobody waits for it. */
static void
test_catches_up (Fixture *fixture, gconstpointer data)
{
  set_mirror (fixture);
  for (guint i = 0; i < 1200; i++)
    sign_in (fixture);
  test_ledger_reopen (fixture->test);
  g_assert_cmpuint (rest (fixture), >=, 3);
  assert_whole (fixture);
}

static void
test_goes_on_where_it_stopped (Fixture *fixture, gconstpointer data)
{
  set_mirror (fixture);
  sign_in (fixture);
  g_assert_true (kaunta_ledger_set_mirror (fixture->test->ledger, NULL, NULL));
  rest (fixture);
  g_assert_null (kaunta_ledger_get_mirror (fixture->test->ledger, NULL));
  sign_in (fixture);
  set_mirror (fixture);
  assert_whole (fixture);
}

static void
test_ended_one_is_left_alone (Fixture *fixture, gconstpointer data)
{
  g_autofree char *before = NULL;
  gsize length = 0;

  set_mirror (fixture);
  before = read_file (fixture->path, &length);
  g_assert_true (kaunta_ledger_set_mirror (fixture->test->ledger, NULL, NULL));
  sign_in (fixture);
  rest (fixture);
  assert_file_is (fixture->path, before, length);
}

/* Wherever the power was cut while a line was written. */
static void
test_unfinished_line_is_written_again (Fixture *fixture, gconstpointer data)
{
  g_autofree char *whole = NULL;
  gsize length = 0;

  sign_in (fixture);
  set_mirror (fixture);
  whole = read_file (fixture->path, &length);
  for (gsize cut = 0; cut < length; cut++)
    {
      g_assert_true (g_file_set_contents (fixture->path, whole, cut, NULL));
      test_ledger_reopen (fixture->test);
      rest (fixture);
      assert_file_is (fixture->path, whole, length);
    }
  assert_whole (fixture);
}

static void
test_nonsense_behind_the_last_line_is_cut (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *bytes;
    gsize length;
  } tails[] = {
    { "\0\0\0\0\0\0\0\0", 8 },
    { "\0\0\0\n\0\0\0\n", 8 },
    { "\n\n", 2 },
    { "{\"body\":\"{}\",\"sig\":\"", 20 },
    { "what a power cut left\nof other files\n", 37 },
  };
  g_autofree char *zeros = g_malloc0 (300 * 1024);

  sign_in (fixture);
  set_mirror (fixture);
  for (guint i = 0; i <= G_N_ELEMENTS (tails); i++)
    {
      g_autoptr (GString) spoilt = write_expected (fixture);

      if (i < G_N_ELEMENTS (tails))
        g_string_append_len (spoilt, tails[i].bytes, tails[i].length);
      else
        g_string_append_len (spoilt, zeros, 300 * 1024);
      g_assert_true (g_file_set_contents (fixture->path, spoilt->str, spoilt->len, NULL));

      sign_in (fixture);
      rest (fixture);
      assert_whole (fixture);
    }
}

/* The stick is pulled out before something is written. When that was found. */
static gint64
pull_out (Fixture *fixture)
{
  gint64 found_at = 0;

  set_mirror (fixture);
  g_assert_cmpint (g_rename (fixture->folder, fixture->pocket), ==, 0);
  sign_in (fixture);
  found_at = get_now (fixture);
  rest (fixture);
  return found_at;
}

static void
test_missing_one_is_told_and_catches_up (Fixture *fixture, gconstpointer data)
{
  gint64 since = pull_out (fixture);

  assert_troubled (fixture, "not there", since);
  rest (fixture);
  assert_troubled (fixture, "not there", since);

  g_assert_cmpint (g_rename (fixture->pocket, fixture->folder), ==, 0);
  rest (fixture);
  assert_whole (fixture);
}

/* Where a stick was mounted is an empty folder without it: a mirror begun there would be no second place. */
static void
test_missing_one_is_not_begun_afresh (Fixture *fixture, gconstpointer data)
{
  set_mirror (fixture);
  g_assert_cmpint (g_unlink (fixture->path), ==, 0);
  sign_in (fixture);
  rest (fixture);
  assert_troubled (fixture, "not there", get_now (fixture));
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
}

static void
test_trouble_is_remembered_over_a_restart (Fixture *fixture, gconstpointer data)
{
  gint64 since = pull_out (fixture);

  test_manual_clock_advance (fixture->test->clock, 3600 * 1000);
  test_ledger_reopen (fixture->test);
  rest (fixture);
  assert_troubled (fixture, "not there", since);
}

/* When nobody writes, it isn't asked for at each moment, but it is asked for. */
static void
test_is_tried_again_after_a_while (Fixture *fixture, gconstpointer data)
{
  pull_out (fixture);
  g_assert_cmpint (g_rename (fixture->pocket, fixture->folder), ==, 0);
  test_manual_clock_advance (fixture->test->clock, 9999);
  rest (fixture);
  {
    g_autoptr (KauntaMirror) mirror = kaunta_ledger_get_mirror (fixture->test->ledger, NULL);

    g_assert_nonnull (mirror->trouble);
  }
  test_manual_clock_advance (fixture->test->clock, 1);
  rest (fixture);
  assert_whole (fixture);
}

/* What found no room was taken away again. */
static void
assert_ends_with_a_line (Fixture *fixture)
{
  gsize length = 0;
  g_autofree char *held = read_file (fixture->path, &length);

  g_assert_cmpuint (length, >, 0);
  g_assert_cmpint (held[length - 1], ==, '\n');
}

static void
test_full_disk_is_told_and_caught_up_with (Fixture *fixture, gconstpointer data)
{
  g_autofree char *ballast = g_build_filename (fixture->folder, "ballast", NULL);
  g_autofree char *zeros = g_malloc0 (48 * 1024);
  g_autoptr (KauntaMirror) mirror = NULL;

  if (!disks)
    {
      g_test_skip ("no disk can be mounted here");
      return;
    }
  small_disk_mount (fixture->folder, 64);
  set_mirror (fixture);
  g_assert_true (g_file_set_contents (ballast, zeros, 48 * 1024, NULL));
  while ((mirror = kaunta_ledger_get_mirror (fixture->test->ledger, NULL))->trouble == NULL)
    {
      g_clear_pointer (&mirror, kaunta_mirror_unref);
      sign_in (fixture);
      rest (fixture);
    }
  assert_troubled (fixture, "full", mirror->troubled_at);
  assert_ends_with_a_line (fixture);

  g_assert_cmpint (g_unlink (ballast), ==, 0);
  rest (fixture);
  assert_whole (fixture);
  small_disk_unmount (fixture->folder);
}

static void
test_read_only_disk_is_told_and_caught_up_with (Fixture *fixture, gconstpointer data)
{
  if (!disks)
    {
      g_test_skip ("no disk can be mounted here");
      return;
    }
  small_disk_mount (fixture->folder, 256);
  set_mirror (fixture);
  small_disk_set_read_only (fixture->folder, TRUE);
  sign_in (fixture);
  rest (fixture);
  assert_troubled (fixture, "can’t be written", get_now (fixture));
  small_disk_set_read_only (fixture->folder, FALSE);
  rest (fixture);
  assert_whole (fixture);

  small_disk_unmount (fixture->folder);
  sign_in (fixture);
  rest (fixture);
  assert_troubled (fixture, "not there", get_now (fixture));
}

/* What stands at the mirror's place is left as it is, byte for byte, and told of. */
static void
assert_left_alone (Fixture *fixture, const char *bytes, gsize length, const char *words)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (fixture->path, bytes, length, NULL));
  sign_in (fixture);
  rest (fixture);
  assert_troubled (fixture, words, get_now (fixture));
  g_assert_false (kaunta_ledger_set_mirror (fixture->test->ledger, fixture->path, &error));
  g_assert_error (error, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_FENCED);
  assert_file_is (fixture->path, bytes, length);
}

static void
test_another_file_is_left_alone (Fixture *fixture, gconstpointer data)
{
  static const char *const others[] = {
    "Dear diary\n",
    "{\"device\":\"00422\",\"format\":\"kaunta-mirror-1\"}\n",
    "{\"device\":\"00421\",\"format\":\"kaunta-mirror-2\"}\n",
    "{\"device\":\"00421\",\"format\":\"kaunta-mirror-1\"}x",
  };

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      set_mirror (fixture);
      assert_left_alone (fixture, others[i], strlen (others[i]), "no mirror of this counter");
      g_assert_cmpint (g_unlink (fixture->path), ==, 0);
    }
}

static void
test_another_journal_is_left_alone (Fixture *fixture, gconstpointer data)
{
  Fixture clone = { 0 };
  g_autoptr (GString) branch = NULL;

  set_up (&clone, NULL);
  for (guint i = 0; i < 2; i++)
    kaunta_entry_unref (test_ledger_act (clone.test, NULL, kaunta_fact_new_signed_out ("asked")));
  branch = write_expected (&clone);

  set_mirror (fixture);
  for (guint i = 0; i < 5; i++)
    sign_in (fixture);
  assert_left_alone (fixture, branch->str, branch->len, "another journal");
  tear_down (&clone, NULL);
}

/* The counter's files were put back from an old copy: its numbers would be given twice. */
static void
test_mirror_that_is_ahead_is_left_alone (Fixture *fixture, gconstpointer data)
{
  Fixture future = { 0 };
  g_autoptr (GString) ahead = NULL;

  set_up (&future, NULL);
  for (guint i = 0; i < 8; i++)
    sign_in (&future);
  ahead = write_expected (&future);
  set_mirror (fixture);
  assert_left_alone (fixture, ahead->str, ahead->len, "Sell no more");
  tear_down (&future, NULL);
}

static void
test_what_is_no_file_is_left_alone (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (mkfifo (fixture->path, 0600), ==, 0);
  g_assert_false (kaunta_ledger_set_mirror (fixture->test->ledger, fixture->path, &error));
  g_assert_error (error, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_FENCED);
  g_assert_null (kaunta_ledger_get_mirror (fixture->test->ledger, NULL));
}

static void
test_failing_to_begin_leaves_nothing (Fixture *fixture, gconstpointer data)
{
  g_autofree char *nowhere = g_build_filename (fixture->folder, "nowhere", "counter.mirror", NULL);
  g_autofree char *path = g_build_filename (fixture->folder, "empty.db", NULL);
  g_autoptr (KauntaLedger) empty = kaunta_ledger_open (path, KAUNTA_CLOCK (fixture->test->clock), NULL);
  g_autoptr (GError) missing = NULL;
  g_autoptr (GError) young = NULL;

  g_assert_false (kaunta_ledger_set_mirror (fixture->test->ledger, nowhere, &missing));
  g_assert_error (missing, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_NOT_FOUND);
  g_assert_false (kaunta_ledger_set_mirror (empty, fixture->path, &young));
  g_assert_error (young, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_NOT_ENROLLED);
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
}

static gpointer
sign_in_work (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  Fixture *fixture = data;
  g_autoptr (KauntaFact) fact = kaunta_fact_new_signed_in ();

  g_assert_true (kaunta_ledger_set_key (ledger, fixture->test->key, NULL));
  g_assert_true (kaunta_ledger_append (ledger, TEST_LEDGER_CLERK, NULL, &fact, 1, NULL, error));
  return NULL;
}

/* The store does it by itself, whoever runs it: after the answer, and before it closes. */
static void
test_store_follows (Fixture *fixture, gconstpointer data)
{
  KauntaStore *(*const opens[]) (const char *, KauntaClock *, GError **) = { kaunta_store_open, kaunta_store_open_inline };

  set_mirror (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (opens); i++)
    {
      g_autoptr (KauntaStore) store = NULL;
      g_autoptr (GString) expected = NULL;

      g_clear_pointer (&fixture->test->ledger, kaunta_ledger_close);
      store = opens[i](fixture->test->profile, KAUNTA_CLOCK (fixture->test->clock), NULL);
      kaunta_store_run (store, sign_in_work, fixture, NULL);
      kaunta_store_close (store);
      while (g_main_context_iteration (NULL, FALSE))
        ;
      test_ledger_reopen (fixture->test);
      expected = write_expected (fixture);
      assert_file_is (fixture->path, expected->str, expected->len);
    }
}

/* Not only when it closes. */
static void
test_store_follows_when_nobody_waits (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KauntaStore) store = NULL;
  gsize before = 0;
  gsize answered = 0;
  gsize after = 0;

  set_mirror (fixture);
  g_free (read_file (fixture->path, &before));
  g_clear_pointer (&fixture->test->ledger, kaunta_ledger_close);
  store = kaunta_store_open_inline (fixture->test->profile, KAUNTA_CLOCK (fixture->test->clock), NULL);
  kaunta_store_run (store, sign_in_work, fixture, NULL);
  g_free (read_file (fixture->path, &answered));
  g_assert_cmpuint (answered, ==, before);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_free (read_file (fixture->path, &after));
  g_assert_cmpuint (after, >, before);
  kaunta_store_close (store);
  test_ledger_reopen (fixture->test);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*run) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/mirror/holds-every-entry", test_holds_every_entry },
    { "/mirror/can-be-verified", test_can_be_verified },
    { "/mirror/catches-up", test_catches_up },
    { "/mirror/goes-on-where-it-stopped", test_goes_on_where_it_stopped },
    { "/mirror/ended-one-is-left-alone", test_ended_one_is_left_alone },
    { "/mirror/unfinished-line-is-written-again", test_unfinished_line_is_written_again },
    { "/mirror/nonsense-behind-the-last-line-is-cut", test_nonsense_behind_the_last_line_is_cut },
    { "/mirror/missing-one-is-told-and-catches-up", test_missing_one_is_told_and_catches_up },
    { "/mirror/missing-one-is-not-begun-afresh", test_missing_one_is_not_begun_afresh },
    { "/mirror/trouble-is-remembered-over-a-restart", test_trouble_is_remembered_over_a_restart },
    { "/mirror/is-tried-again-after-a-while", test_is_tried_again_after_a_while },
    { "/mirror/full-disk-is-told-and-caught-up-with", test_full_disk_is_told_and_caught_up_with },
    { "/mirror/read-only-disk-is-told-and-caught-up-with", test_read_only_disk_is_told_and_caught_up_with },
    { "/mirror/another-file-is-left-alone", test_another_file_is_left_alone },
    { "/mirror/another-journal-is-left-alone", test_another_journal_is_left_alone },
    { "/mirror/one-that-is-ahead-is-left-alone", test_mirror_that_is_ahead_is_left_alone },
    { "/mirror/what-is-no-file-is-left-alone", test_what_is_no_file_is_left_alone },
    { "/mirror/failing-to-begin-leaves-nothing", test_failing_to_begin_leaves_nothing },
    { "/mirror/store-follows", test_store_follows },
    { "/mirror/store-follows-when-nobody-waits", test_store_follows_when_nobody_waits },
  };

  disks = small_disk_prepare ();
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].run, tear_down);
  return g_test_run ();
}
