/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "carry-maker.h"
#include "carry.h"
#include "manual-clock.h"
#include "running.h"
#include "temp-profile.h"
#include "test-portal.h"

#define NOW G_GINT64_CONSTANT (1795413600000)

/* A portal, a counter that it knows, and a stick with what the counter saved. */
typedef struct
{
  TestManualClock *clock;
  TestPortal *portal;
  Counter *counter;
  char *stick;
  char *file;
  char *answer;
} Fixture;

static void
write_file (const char *path, GBytes *bytes)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &error);
  g_assert_no_error (error);
}

static void
save (Fixture *fixture, guint after)
{
  g_autoptr (GBytes) file = counter_make_carry (fixture->counter, after, "", test_portal_get_url (fixture->portal));

  write_file (fixture->file, file);
}

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *bill = NULL;

  fixture->clock = test_manual_clock_new (NOW);
  fixture->portal = test_portal_new (KAUNTA_CLOCK (fixture->clock));
  fixture->counter = counter_new (fixture->portal, 1);
  bill = counter_raise_bill (fixture->counter, 30000);
  fixture->stick = test_temp_profile_new ();
  fixture->file = g_build_filename (fixture->stick, "00421.kaunta-carry", NULL);
  fixture->answer = g_strconcat (fixture->file, ".answer", NULL);
  save (fixture, 0);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  counter_free (fixture->counter);
  test_portal_free (fixture->portal);
  g_object_unref (fixture->clock);
  test_temp_profile_free (fixture->stick);
  g_free (fixture->file);
  g_free (fixture->answer);
}

static void
read_answer (Fixture *fixture, const char *path, KauntaCarryAnswer *answer)
{
  g_autofree char *text = NULL;
  gsize length = 0;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) file = counter_make_carry (fixture->counter, 0, "", "http://127.0.0.1:1");
  g_auto (KauntaCarry) asked = { 0 };
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  bytes = g_bytes_new (text, length);
  g_assert_true (kaunta_carry_open (&asked, file, NULL));
  kaunta_carry_answer_open (answer, bytes, asked.header.portal_key, &error);
  g_assert_no_error (error);
}

static void
delivers_without_a_profile (Fixture *fixture, gconstpointer unused)
{
  g_auto (KauntaCarryAnswer) answer = { 0 };
  g_autofree char *output = NULL;
  g_autofree char *complaint = NULL;
  g_autoptr (GPtrArray) held = NULL;

  g_assert_cmpint (run_program (&output, &complaint, KAUNTACTL, "carry", fixture->file, NULL), ==, 0);
  g_assert_cmpstr (complaint, ==, "");
  g_assert_nonnull (strstr (output, "device 00421, 3 entries from 1\n"));
  g_assert_nonnull (strstr (output, "acknowledged: up to entry 3\n"));
  held = test_portal_read_entries (fixture->portal, "00421");
  g_assert_cmpuint (held->len, ==, 3);
  read_answer (fixture, fixture->answer, &answer);
  g_assert_cmpint (answer.header.ack.seq, ==, 3);
  g_assert_cmpint (answer.header.pages, >=, 1);
}

static void
writes_the_answer_where_it_is_told (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *path = g_build_filename (fixture->stick, "back", NULL);
  g_auto (KauntaCarryAnswer) answer = { 0 };

  g_assert_cmpint (run_program (NULL, NULL, KAUNTACTL, "carry", fixture->file, path, NULL), ==, 0);
  read_answer (fixture, path, &answer);
  g_assert_false (g_file_test (fixture->answer, G_FILE_TEST_EXISTS));
}

/* The refusal is for the counter, too: the answer is written all the same. */
static void
says_when_entries_were_refused (Fixture *fixture, gconstpointer unused)
{
  g_auto (KauntaCarryAnswer) answer = { 0 };
  g_autofree char *output = NULL;

  save (fixture, 1);
  g_assert_cmpint (run_program (&output, NULL, KAUNTACTL, "carry", fixture->file, NULL), ==, 1);
  g_assert_nonnull (strstr (output, "refused: gap"));
  read_answer (fixture, fixture->answer, &answer);
  g_assert_true (answer.header.refused);
  g_assert_cmpint (answer.header.problem.seq, ==, 1);
}

static void
says_when_the_portal_can_not_be_reached (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *complaint = NULL;

  test_portal_stop (fixture->portal);
  g_assert_cmpint (run_program (NULL, &complaint, KAUNTACTL, "carry", fixture->file, NULL), ==, 1);
  g_assert_nonnull (strstr (complaint, "can’t be reached"));
  g_assert_false (g_file_test (fixture->answer, G_FILE_TEST_EXISTS));
  test_portal_start (fixture->portal);
}

static void
sends_no_file_that_is_not_whole (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *text = NULL;
  gsize length = 0;
  g_autoptr (GBytes) cut = NULL;
  g_autofree char *complaint = NULL;
  g_autoptr (GPtrArray) held = NULL;

  g_assert_true (g_file_get_contents (fixture->file, &text, &length, NULL));
  cut = g_bytes_new (text, length - 1);
  write_file (fixture->file, cut);
  g_assert_cmpint (run_program (NULL, &complaint, KAUNTACTL, "carry", fixture->file, NULL), ==, 1);
  g_assert_nonnull (strstr (complaint, "nothing was sent"));
  held = test_portal_read_entries (fixture->portal, "00421");
  g_assert_cmpuint (held->len, ==, 0);
  g_assert_cmpint (run_program (NULL, NULL, KAUNTACTL, "carry", "/nowhere/file", NULL), ==, 1);
  g_assert_cmpint (run_program (NULL, NULL, KAUNTACTL, "carry", NULL), ==, 2);
}

/* Nobody is sent there in plain text. */
static void
goes_to_no_address_that_is_not_safe (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GBytes) file = counter_make_carry (fixture->counter, 0, "", "http://portal.example");
  g_autofree char *complaint = NULL;

  write_file (fixture->file, file);
  g_assert_cmpint (run_program (NULL, &complaint, KAUNTACTL, "carry", fixture->file, NULL), ==, 1);
  g_assert_nonnull (strstr (complaint, "https://"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, test) g_test_add ("/carry/" name, Fixture, NULL, set_up, test, tear_down)
  ADD ("delivers-without-a-profile", delivers_without_a_profile);
  ADD ("writes-the-answer-where-it-is-told", writes_the_answer_where_it_is_told);
  ADD ("says-when-entries-were-refused", says_when_entries_were_refused);
  ADD ("says-when-the-portal-can-not-be-reached", says_when_the_portal_can_not_be_reached);
  ADD ("sends-no-file-that-is-not-whole", sends_no_file_that_is_not_whole);
  ADD ("goes-to-no-address-that-is-not-safe", goes_to_no_address_that_is_not_safe);
#undef ADD

  return g_test_run ();
}
