/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "catalogue.h"
#include "counter.h"
#include "small-disk.h"
#include "stick.h"
#include "typed.h"
#include "waiting.h"

static gboolean have_disks;

static char *
save (TestCounter *self, const char *path, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kaunta_desk_save_carry_async (self->desk, path, NULL, test_keep_result_cb, &result);
  test_wait_for_result (&result);
  return kaunta_desk_save_carry_finish (self->desk, result, error);
}

static char *
read_answer (TestCounter *self, const char *path, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kaunta_desk_read_answer_async (self->desk, path, NULL, test_keep_result_cb, &result);
  test_wait_for_result (&result);
  return kaunta_desk_read_answer_finish (self->desk, result, error);
}

static void
says_how_many_entries_and_how_much_money_were_saved (TestCounter *self, gconstpointer unused)
{
  g_autofree char *path = g_build_filename (self->profile, "carry", NULL);
  g_autofree char *name = kaunta_desk_suggest_carry_name (self->desk);
  g_autofree char *said = NULL;
  g_autofree char *expected = NULL;
  g_autoptr (KauntaBill) bill = NULL;
  g_autoptr (KauntaPayment) payment = NULL;
  g_autoptr (GError) error = NULL;

  test_begin_day (self);
  bill = test_sell (self, test_service_permit ());
  payment = test_pay_cash (self, bill);
  said = save (self, path, &error);
  g_assert_no_error (error);
  expected = g_strdup_printf ("%" G_GINT64_FORMAT " entries with KES 350 were saved.", test_counter_get_seq (self));
  g_assert_true (g_str_has_prefix (said, expected));
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
  g_assert_cmpstr (name, ==, "00421-2026-11-23-1100.kaunta");
}

static void
refuse_to_read (TestCounter *self, const char *path, const char *words)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *said = read_answer (self, path, &error);

  g_assert_null (said);
  g_assert_nonnull (strstr (error->message, words));
  test_assert_sentence (&error, error->domain);
}

static void
says_why_a_file_is_no_answer (TestCounter *self, gconstpointer unused)
{
  g_autofree char *path = g_build_filename (self->profile, "carry", NULL);
  g_autofree char *missing = g_build_filename (self->profile, "missing", NULL);
  g_autofree char *said = save (self, path, NULL);

  g_assert_nonnull (said);
  refuse_to_read (self, path, "is no answer of this counter’s portal");
  refuse_to_read (self, self->profile, "could not be read");
  refuse_to_read (self, missing, "could not be read");
}

/* Fails to save to a stick on which the last file is whole; it stays so. */
static void
refuse_to_save (TestCounter *self, const char *stick, const char *words)
{
  g_autofree char *path = g_build_filename (stick, "carry", NULL);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GDir) folder = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *said = NULL;

  g_assert_true (g_file_get_contents (path, &before, NULL, NULL));
  said = save (self, path, &error);
  g_assert_null (said);
  g_assert_nonnull (strstr (error->message, words));
  test_assert_sentence (&error, error->domain);
  g_assert_true (g_file_get_contents (path, &after, NULL, NULL));
  g_assert_cmpstr (before, ==, after);
  folder = g_dir_open (stick, 0, NULL);
  g_assert_cmpstr (g_dir_read_name (folder), ==, "carry");
  g_assert_null (g_dir_read_name (folder));
}

static void
a_full_or_locked_stick_loses_nothing (TestCounter *self, gconstpointer unused)
{
  g_autofree char *stick = g_build_filename (self->profile, "stick", NULL);
  g_autofree char *path = g_build_filename (stick, "carry", NULL);
  g_autofree char *said = NULL;

  if (!have_disks)
    {
      g_test_skip ("this user may mount nothing");
      return;
    }
  small_disk_mount (stick, 12);
  said = save (self, path, NULL);
  g_assert_nonnull (said);
  test_begin_day (self);
  for (guint i = 0; i < 10; i++)
    {
      g_autoptr (KauntaBill) bill = test_sell (self, test_service_permit ());
      g_autoptr (KauntaPayment) payment = test_pay_cash (self, bill);
    }
  refuse_to_save (self, stick, "There is no room for the file.");
  small_disk_set_read_only (stick, TRUE);
  refuse_to_save (self, stick, "Nothing may be written there.");
  small_disk_unmount (stick);
}

int
main (int argc, char **argv)
{
  have_disks = small_disk_prepare ();
  g_test_init (&argc, &argv, NULL);
#define ADD(name, test) g_test_add ("/stick/" name, TestCounter, NULL, test_counter_set_up, test, test_counter_tear_down)
  ADD ("says-how-many-entries-and-how-much-money-were-saved", says_how_many_entries_and_how_much_money_were_saved);
  ADD ("says-why-a-file-is-no-answer", says_why_a_file_is_no_answer);
  ADD ("a-full-or-locked-stick-loses-nothing", a_full_or_locked_stick_loses_nothing);
#undef ADD
  return g_test_run ();
}
