/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "counter.h"
#include "language.h"
#include "refusal-window.h"
#include "temp-profile.h"
#include "widgets.h"

#define DATABASE "counter.db"

/* The digest of the profile's @name; NULL when it is not there. */
static char *
digest_file (const char *profile, const char *name)
{
  g_autofree char *path = g_build_filename (profile, name, NULL);
  g_autofree char *contents = NULL;
  gsize length = 0;

  if (!g_file_get_contents (path, &contents, &length, NULL))
    return NULL;
  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) contents, length);
}

/* Opens @profile, which must be refused, shows the window for it, and finds the database as it was. */
static void
assert_refused (const char *profile)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaClock) clock = kaunta_clock_new_system ();
  g_autofree char *before = digest_file (profile, DATABASE);
  g_autofree char *after = NULL;
  g_autoptr (KauntaDesk) desk = kaunta_desk_open (profile, clock, &error);
  GtkWidget *window = NULL;

  g_assert_null (desk);
  g_assert_nonnull (error);
  window = GTK_WIDGET (kaunta_refusal_window_new (test_widgets_get_application (), profile, error));
  gtk_window_present (GTK_WINDOW (window));
  g_assert_true (test_widgets_show_text (window, error->message));
  g_assert_true (test_widgets_show_text (window, "What is safe"));
  g_assert_true (test_widgets_show_text (window, "What to do"));
  g_assert_true (test_widgets_show_text (window, profile));
  test_widgets_settle ();
  after = digest_file (profile, DATABASE);
  g_assert_cmpstr (after, ==, before);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Puts @length bytes into the database at @offset. */
static void
overwrite (const char *profile, goffset offset, const void *bytes, gsize length)
{
  g_autofree char *path = g_build_filename (profile, DATABASE, NULL);
  int file = g_open (path, O_WRONLY);

  g_assert_cmpint (file, >=, 0);
  g_assert_cmpint (pwrite (file, bytes, length, offset), ==, (gssize) length);
  g_assert_cmpint (close (file), ==, 0);
}

/* A profile that was in use, and is no longer. */
static char *
make_used_profile (void)
{
  g_autoptr (GError) error = NULL;
  char *profile = test_temp_profile_new ();
  g_autoptr (KauntaClock) clock = kaunta_clock_new_system ();
  g_autoptr (KauntaDesk) desk = kaunta_desk_open (profile, clock, &error);

  g_assert_no_error (error);
  kaunta_desk_close (desk);
  return profile;
}

static void
test_leaves_a_damaged_file_alone (void)
{
  char *profile = make_used_profile ();
  g_autofree char *rubbish = g_strnfill (4096, 'x');

  overwrite (profile, 0, rubbish, 4096);
  assert_refused (profile);
  test_temp_profile_free (profile);
}

static void
test_leaves_a_newer_file_alone (void)
{
  char *profile = make_used_profile ();
  /* PRAGMA user_version, at offset 60 of a database's header (https://www.sqlite.org/fileformat.html). */
  const guint8 version[] = { 0, 0, 0x0f, 0xff };

  overwrite (profile, 60, version, sizeof version);
  assert_refused (profile);
  test_temp_profile_free (profile);
}

static void
test_leaves_what_another_program_holds_alone (void)
{
  g_autoptr (GError) error = NULL;
  char *profile = test_temp_profile_new ();
  g_autoptr (KauntaClock) clock = kaunta_clock_new_system ();
  g_autoptr (KauntaDesk) first = kaunta_desk_open (profile, clock, &error);

  g_assert_no_error (error);
  assert_refused (profile);
  kaunta_desk_close (first);
  test_temp_profile_free (profile);
}

int
main (int argc, char **argv)
{
  test_widgets_init (&argc, &argv);
  kaunta_language_use ("en");
  g_test_add_func ("/refusal/leaves-a-damaged-file-alone", test_leaves_a_damaged_file_alone);
  g_test_add_func ("/refusal/leaves-a-newer-file-alone", test_leaves_a_newer_file_alone);
  g_test_add_func ("/refusal/leaves-what-another-program-holds-alone",
                   test_leaves_what_another_program_holds_alone);
  return g_test_run ();
}
