/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <sys/stat.h>

#include "carry.h"
#include "packing.h"
#include "sealing.h"
#include "stick.h"

/* What is refused of what lies on a stick, and what a stick gives away. */

static void
another_counters_answer_is_refused (Stick *stick, gconstpointer unused)
{
  g_autoptr (Counter) other = counter_new ();
  g_auto (KauntaCarryRead) read = { 0 };
  g_autoptr (GError) error = NULL;
  KauntaTail tail = { 0 };

  stick_enrol_at (other, stick->portal);
  stick_save (stick, "carry");
  stick_deliver (stick, "carry", "answer");
  error = stick_try_read (stick, other, "answer", &read);
  g_assert_error (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_FENCED);
  counter_get_tail (other, &tail);
  g_assert_cmpint (tail.acknowledged, ==, 0);
  g_assert_cmpint (stick_count_staff (other), ==, 0);
}

static void
another_portals_answer_is_refused (Stick *stick, gconstpointer unused)
{
  g_autoptr (TestPortal) elsewhere = test_portal_new (KAUNTA_CLOCK (stick->counter->clock));
  g_autoptr (Counter) stranger = counter_new ();
  g_auto (KauntaCarryRead) read = { 0 };
  g_autoptr (GError) error = NULL;
  Counter *own = stick->counter;

  /* The first counter of another county: the same number, another portal's key. */
  stick_enrol_at (stranger, elsewhere);
  stick->counter = stranger;
  stick_save (stick, "carry");
  stick_deliver (stick, "carry", "answer");
  stick->counter = own;
  error = stick_try_read (stick, own, "answer", &read);
  g_assert_error (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_BAD_SIGNATURE);
}

static void
files_that_are_no_answer_are_refused (Stick *stick, gconstpointer unused)
{
  g_autofree char *folder = stick_get_path (stick, "folder");
  g_autofree char *cut = stick_get_path (stick, "cut");
  g_autoptr (GBytes) answer = NULL;
  const char *const names[] = { "missing", "folder", "cut", "carry" };

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  stick_save (stick, "carry");
  stick_deliver (stick, "carry", "answer");
  answer = stick_read_file (stick, "answer");
  g_assert_true (g_file_set_contents (cut, g_bytes_get_data (answer, NULL), g_bytes_get_size (answer) - 100, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_auto (KauntaCarryRead) read = { 0 };
      g_autoptr (GError) error = stick_try_read (stick, stick->counter, names[i], &read);

      g_assert_nonnull (error);
      g_assert_cmpint (stick_count_staff (stick->counter), ==, 0);
    }
}

static void
a_file_is_whole_or_not_there (Stick *stick, gconstpointer unused)
{
  g_autofree char *path = stick_get_path (stick, "carry");
  g_autoptr (GDir) folder = NULL;
  g_autoptr (GError) error = NULL;
  KauntaCarrySaved saved = { 0 };
  struct stat status;

  error = stick_try_save (stick, stick->counter, "nowhere/carry", 0, &saved);
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  stick_save (stick, "carry");
  stick_save (stick, "carry");
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  folder = g_dir_open (stick->path, 0, NULL);
  g_assert_cmpstr (g_dir_read_name (folder), ==, "carry");
  g_assert_null (g_dir_read_name (folder));
}

static gboolean
contains (GBytes *file, const char *text)
{
  gsize length = 0;
  const char *bytes = g_bytes_get_data (file, &length);

  return g_strstr_len (bytes, length, text) != NULL;
}

/* Whoever finds the stick can hand the file over: it holds no secret. What comes back opens at the counter alone. */
static void
a_lost_stick_shows_no_staff_list (Stick *stick, gconstpointer unused)
{
  const char *const secrets[] = { "argon2", "Amina", "Yusuf", "Ruth Chebet", "2001", "token" };
  g_autoptr (GBytes) carry = NULL;
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (GBytes) page = NULL;
  g_auto (KauntaCarry) sent = { 0 };
  g_auto (KauntaCarryAnswer) read = { 0 };
  g_autoptr (KauntaKey) finder = kaunta_key_generate ();

  stick_go_online (stick);
  stick_save (stick, "carry");
  stick_deliver (stick, "carry", "answer");
  carry = stick_read_file (stick, "carry");
  answer = stick_read_file (stick, "answer");
  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    {
      g_assert_false (contains (carry, secrets[i]));
      g_assert_false (contains (answer, secrets[i]));
    }
  g_assert_true (kaunta_carry_open (&sent, carry, NULL));
  g_assert_true (kaunta_carry_answer_open (&read, answer, sent.header.portal_key, NULL));
  page = kaunta_carry_answer_read_page (&read, NULL);
  g_assert_nonnull (page);
  g_assert_null (kaunta_unpack (page, G_MAXSIZE, NULL));
  g_assert_null (kaunta_unseal (finder, page, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, test) g_test_add ("/carried-files/" name, Stick, NULL, stick_set_up, test, stick_tear_down)
  ADD ("another-counters-answer-is-refused", another_counters_answer_is_refused);
  ADD ("another-portals-answer-is-refused", another_portals_answer_is_refused);
  ADD ("files-that-are-no-answer-are-refused", files_that_are_no_answer_are_refused);
  ADD ("a-file-is-whole-or-not-there", a_file_is_whole_or_not_there);
  ADD ("a-lost-stick-shows-no-staff-list", a_lost_stick_shows_no_staff_list);
#undef ADD

  return g_test_run ();
}
