/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "profile.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define APPLICATION_ID "ke.go.kaunta.Kaunta"

static void
test_default_profile_has_kauntas_own_id (void)
{
  g_autofree char *profile = kaunta_profile_get_default ();
  g_autofree char *application_id = kaunta_profile_get_application_id (profile);

  g_assert_cmpstr (application_id, ==, APPLICATION_ID);
}

static void
test_another_profile_has_another_id (void)
{
  g_autofree char *first = kaunta_profile_get_application_id ("/srv/counter-1");
  g_autofree char *second = kaunta_profile_get_application_id ("/srv/counter-2");

  g_assert_true (g_application_id_is_valid (first));
  g_assert_true (g_str_has_prefix (first, APPLICATION_ID "."));
  g_assert_cmpstr (first, !=, second);
}

static void
test_one_folder_has_one_id_however_it_is_written (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("kaunta-profile-XXXXXX", &error);
  g_autofree char *link = g_strconcat (folder, ".link", NULL);
  g_autofree char *roundabout = g_build_filename (folder, "..", ".", NULL);
  g_autofree char *name = g_path_get_basename (folder);
  g_autofree char *long_way = g_build_filename (roundabout, name, NULL);
  g_autofree char *plain_id = NULL;
  g_autofree char *link_id = NULL;
  g_autofree char *long_id = NULL;

  g_assert_no_error (error);
  g_assert_cmpint (symlink (folder, link), ==, 0);
  plain_id = kaunta_profile_get_application_id (folder);
  link_id = kaunta_profile_get_application_id (link);
  long_id = kaunta_profile_get_application_id (long_way);
  g_assert_cmpstr (link_id, ==, plain_id);
  g_assert_cmpstr (long_id, ==, plain_id);
  g_unlink (link);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/profile/default-profile-has-kauntas-own-id", test_default_profile_has_kauntas_own_id);
  g_test_add_func ("/profile/another-profile-has-another-id", test_another_profile_has_another_id);
  g_test_add_func ("/profile/one-folder-has-one-id-however-it-is-written",
                   test_one_folder_has_one_id_however_it_is_written);
  return g_test_run ();
}
