/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include "shelf.h"
#include "temp-profile.h"

/* More than are held in memory. */
#define RECORDS 10000

static KauntaShelf *
make_shelf (void)
{
  KauntaShelf *shelf = kaunta_shelf_new (sizeof (gint64));

  for (gint64 i = 0; i < RECORDS; i++)
    {
      gint64 record = i * i;
      g_autoptr (GError) error = NULL;

      kaunta_shelf_append (shelf, &record, &error);
      g_assert_no_error (error);
    }

  g_assert_cmpint (kaunta_shelf_get_length (shelf), ==, RECORDS);
  return shelf;
}

static void
gives_back_what_was_put_on_it (void)
{
  g_autoptr (KauntaShelf) shelf = make_shelf ();

  for (gint64 i = 0; i < RECORDS; i++)
    {
      gint64 record = -1;

      g_assert_true (kaunta_shelf_get (shelf, i, &record, NULL));
      g_assert_cmpint (record, ==, i * i);
    }
}

static void
keeps_what_was_changed (void)
{
  g_autoptr (KauntaShelf) shelf = make_shelf ();
  const gint64 places[] = { 0, 1, 1023, 1024, RECORDS / 2, RECORDS - 1025, RECORDS - 1 };

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      gint64 record = -places[i];

      g_assert_true (kaunta_shelf_set (shelf, places[i], &record, NULL));
    }
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      gint64 record = 1;

      g_assert_true (kaunta_shelf_get (shelf, places[i], &record, NULL));
      g_assert_cmpint (record, ==, -places[i]);
    }
}

static void
leaves_no_file_behind (void)
{
  g_autoptr (KauntaShelf) shelf = make_shelf ();
  g_autoptr (GDir) folder = g_dir_open (g_get_tmp_dir (), 0, NULL);

  g_assert_nonnull (folder);
  g_assert_null (g_dir_read_name (folder));
}

static void
says_when_there_is_no_place (void)
{
  g_autoptr (KauntaShelf) shelf = kaunta_shelf_new (1);
  g_autoptr (GError) error = NULL;
  guint8 record = 7;

  g_assert_cmpint (g_rmdir (g_get_tmp_dir ()), ==, 0);
  for (gint64 i = 0; i < RECORDS && error == NULL; i++)
    kaunta_shelf_append (shelf, &record, &error);
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_assert_cmpint (g_mkdir (g_get_tmp_dir (), 0700), ==, 0);
}

int
main (int argc, char **argv)
{
  const char *parent = g_getenv ("TMPDIR") != NULL ? g_getenv ("TMPDIR") : "/tmp";
  char *folder = g_mkdtemp (g_build_filename (parent, "kaunta-test-XXXXXX", NULL));
  int status = 0;

  /* Before GLib looks where temporary files go: it looks once. */
  g_assert_nonnull (folder);
  g_setenv ("TMPDIR", folder, TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/shelf/gives-back-what-was-put-on-it", gives_back_what_was_put_on_it);
  g_test_add_func ("/shelf/keeps-what-was-changed", keeps_what_was_changed);
  g_test_add_func ("/shelf/leaves-no-file-behind", leaves_no_file_behind);
  g_test_add_func ("/shelf/says-when-there-is-no-place", says_when_there_is_no_place);

  status = g_test_run ();
  test_temp_profile_free (folder);
  return status;
}
