/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "temp-profile.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        remove_tree (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

char *
test_temp_profile_new (void)
{
  g_autoptr (GError) error = NULL;
  char *path = g_dir_make_tmp ("kaunta-test-XXXXXX", &error);

  g_assert_no_error (error);
  return path;
}

void
test_temp_profile_free (char *path)
{
  remove_tree (path);
  g_free (path);
}
