/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>

#include "counter.h"
#include "typed.h"

#define add(path, function)                                                                                    \
  g_test_add ("/opening/" path, TestCounter, NULL, test_counter_set_up, function, test_counter_tear_down)

static void
refuse_to_open (TestCounter *counter, const char *profile, int code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaDesk) desk = kaunta_desk_open (profile, KAUNTA_CLOCK (counter->clock), &error);

  g_assert_null (desk);
  g_assert_error (error, KAUNTA_STORE_ERROR, code);
  test_assert_sentence (&error, KAUNTA_STORE_ERROR);
}

static void
makes_a_folder_for_its_owner_alone (TestCounter *counter, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *profile = g_build_filename (counter->profile, "below", "new", NULL);
  g_autoptr (KauntaDesk) desk = kaunta_desk_open (profile, KAUNTA_CLOCK (counter->clock), &error);
  GStatBuf status;

  g_assert_no_error (error);
  g_assert_false (kaunta_desk_get_enrolled (desk));
  g_assert_null (kaunta_desk_get_device (desk));
  g_assert_cmpint (kaunta_desk_get_link (desk)->kind, ==, KAUNTA_LINK_STARTING);
  g_assert_cmpint (g_stat (profile, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0700);
  kaunta_desk_close (desk);
}

static void
knows_its_counter_again (TestCounter *counter, gconstpointer unused)
{
  test_counter_restart (counter);
  g_assert_true (kaunta_desk_get_enrolled (counter->desk));
  g_assert_cmpstr (kaunta_desk_get_device (counter->desk), ==, "00421");
  g_assert_cmpstr (kaunta_desk_get_counter_name (counter->desk), ==, "Counter 1");
  g_assert_cmpstr (kaunta_desk_get_policy (counter->desk)->office_name, ==, "Westlands");
}

static void
refuses_a_profile_in_use (TestCounter *counter, gconstpointer unused)
{
  refuse_to_open (counter, counter->profile, KAUNTA_STORE_ERROR_BUSY);
}

static void
refuses_a_folder_that_cant_be_made (TestCounter *counter, gconstpointer unused)
{
  g_autofree char *file = g_build_filename (counter->profile, "device.key", "below", NULL);

  refuse_to_open (counter, file, KAUNTA_STORE_ERROR_IO);
}

/* Another profile beside the counter's own, with a file of it. */
static char *
copy_profile (TestCounter *counter, const char *leave_out)
{
  static const char *const names[] = { "counter.db", "device.key" };
  g_autoptr (GError) error = NULL;
  char *profile = g_build_filename (counter->profile, "copy", NULL);

  kaunta_desk_close (counter->desk);
  g_assert_cmpint (g_mkdir (profile, 0700), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *from = g_build_filename (counter->profile, names[i], NULL);
      g_autofree char *to = g_build_filename (profile, names[i], NULL);
      g_autoptr (GFile) source = g_file_new_for_path (from);
      g_autoptr (GFile) target = g_file_new_for_path (to);

      if (g_str_equal (names[i], leave_out))
        continue;
      g_file_copy (source, target, G_FILE_COPY_NONE, NULL, NULL, NULL, &error);
      g_assert_no_error (error);
    }
  return profile;
}

static void
refuses_to_work_without_its_key (TestCounter *counter, gconstpointer unused)
{
  g_autofree char *profile = copy_profile (counter, "device.key");

  refuse_to_open (counter, profile, KAUNTA_STORE_ERROR_IO);
}

static void
refuses_a_key_that_is_not_its_own (TestCounter *counter, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *profile = copy_profile (counter, "device.key");
  g_autofree char *path = g_build_filename (profile, "device.key", NULL);
  g_autoptr (KauntaKey) other = kaunta_key_generate ();

  kaunta_key_save (other, path, &error);
  g_assert_no_error (error);
  refuse_to_open (counter, profile, KAUNTA_STORE_ERROR_IO);
}

static void
leaves_a_damaged_file_as_it_is (TestCounter *counter, gconstpointer unused)
{
  static const char damaged[] = "This is no database, though it stands where one was.";
  g_autoptr (GError) error = NULL;
  g_autofree char *profile = copy_profile (counter, "counter.db");
  g_autofree char *path = g_build_filename (profile, "counter.db", NULL);
  g_autofree char *after = NULL;

  g_file_set_contents (path, damaged, -1, &error);
  g_assert_no_error (error);
  refuse_to_open (counter, profile, KAUNTA_STORE_ERROR_DAMAGED);
  g_file_get_contents (path, &after, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (after, ==, damaged);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("makes-a-folder-for-its-owner-alone", makes_a_folder_for_its_owner_alone);
  add ("knows-its-counter-again", knows_its_counter_again);
  add ("refuses-a-profile-in-use", refuses_a_profile_in_use);
  add ("refuses-a-folder-that-can't-be-made", refuses_a_folder_that_cant_be_made);
  add ("refuses-to-work-without-its-key", refuses_to_work_without_its_key);
  add ("refuses-a-key-that-is-not-its-own", refuses_a_key_that_is_not_its_own);
  add ("leaves-a-damaged-file-as-it-is", leaves_a_damaged_file_as_it_is);

  return g_test_run ();
}
