/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "small-disk.h"
#include "store.h"
#include "temp-profile.h"
#include "test-ledger.h"
#include "verified-ledger.h"

/* A counter whose files are on a real disk of four megabytes. */
typedef struct
{
  TestLedger *test;
  char *disk;
  char *ballast;
} Fixture;

static void
open_ledger (Fixture *fixture, GError **error)
{
  fixture->test->ledger =
      kaunta_ledger_open (fixture->test->path, KAUNTA_CLOCK (fixture->test->clock), error);
}

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  TestLedger *test = test_ledger_new ();
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&test->ledger, kaunta_ledger_close);
  fixture->test = test;
  fixture->disk = g_build_filename (test->profile, "disk", NULL);
  fixture->ballast = g_build_filename (fixture->disk, "ballast", NULL);
  g_free (test->path);
  test->path = g_build_filename (fixture->disk, "counter.db", NULL);
  small_disk_mount (fixture->disk, 4096);
  open_ledger (fixture, &error);
  g_assert_no_error (error);
  test_ledger_enrol (test->ledger, test->key, test->portal_key);
  test_ledger_fill (test->ledger);
  g_free (test_ledger_open_till (test));
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  g_clear_pointer (&fixture->test->ledger, kaunta_ledger_close);
  small_disk_unmount (fixture->disk);
  g_free (fixture->disk);
  g_free (fixture->ballast);
  test_ledger_free (fixture->test);
}

/* Writes until there is no room for a byte. */
static void
fill_disk (Fixture *fixture)
{
  static const char zeros[256] = { 0 };
  int descriptor = open (fixture->ballast, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);

  g_assert_cmpint (descriptor, >=, 0);
  while (write (descriptor, zeros, sizeof zeros) > 0)
    ;
  g_assert_cmpint (errno, ==, ENOSPC);
  close (descriptor);
}

static void
make_room (Fixture *fixture)
{
  g_assert_cmpint (g_unlink (fixture->ballast), ==, 0);
}

static gboolean
raise_bill (Fixture *fixture, GError **error)
{
  g_autoptr (KauntaFact) fact = test_ledger_draft_bill ("20000001", "Wanjiku Atieno", 35000);

  return kaunta_ledger_append (fixture->test->ledger, TEST_LEDGER_CLERK, NULL, &fact, 1, NULL, error);
}

/* How many bills found room. */
static guint
sell_until_full (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  guint count = 0;

  while (raise_bill (fixture, &error))
    count++;
  g_assert_error (error, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_IO);
  g_assert_nonnull (strstr (error->message, "The disk is full. Nothing was saved"));
  return count;
}

/* The next bill has the number after the last that was saved, and everything is whole. */
static void
assert_goes_on (Fixture *fixture, guint bills)
{
  g_autofree char *number = test_ledger_raise_bill (fixture->test, "20000001", "Wanjiku Atieno", 35000);
  g_autofree char *serial = g_strdup_printf ("00421%06u", bills + 1);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_str_has_prefix (number, serial));
  test_ledger_assert_verified (fixture->test->ledger, fixture->test->key);
  kaunta_ledger_check (fixture->test->ledger, &error);
  g_assert_no_error (error);
}

static void
test_full_disk_refuses_and_goes_on (Fixture *fixture, gconstpointer unused)
{
  guint bills = 0;

  fill_disk (fixture);
  bills = sell_until_full (fixture);
  g_assert_cmpuint (sell_until_full (fixture), ==, 0);
  make_room (fixture);
  assert_goes_on (fixture, bills);
}

/* Closing can't move the log into a file that has no room to grow. */
static void
test_closing_on_a_full_disk_loses_nothing (Fixture *fixture, gconstpointer unused)
{
  guint bills = 0;

  for (guint i = 0; i < 20; i++)
    g_assert_true (raise_bill (fixture, NULL));
  fill_disk (fixture);
  bills = 20 + sell_until_full (fixture);
  g_clear_pointer (&fixture->test->ledger, kaunta_ledger_close);
  make_room (fixture);
  test_ledger_reopen (fixture->test);
  assert_goes_on (fixture, bills);
}

/* It may open or not, but it says why, and harms nothing. */
static void
test_opening_on_a_full_disk_loses_nothing (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (raise_bill (fixture, NULL));
  g_clear_pointer (&fixture->test->ledger, kaunta_ledger_close);
  fill_disk (fixture);
  open_ledger (fixture, &error);
  if (fixture->test->ledger == NULL)
    {
      g_assert_error (error, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_IO);
      g_assert_nonnull (strstr (error->message, "The disk is full"));
    }
  make_room (fixture);
  test_ledger_reopen (fixture->test);
  assert_goes_on (fixture, 1);
}

/* At whatever byte the room ends while the first file is made: there is none then, or a whole one. */
static void
test_first_opening_makes_a_whole_file_or_none (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *path = g_build_filename (fixture->disk, "young.db", NULL);
  g_autofree char *zeros = NULL;
  gboolean opened = FALSE;

  for (gsize free_bytes = 0; !opened; free_bytes += 4096)
    {
      g_autoptr (KauntaLedger) ledger = NULL;
      g_autoptr (GError) error = NULL;

      fill_disk (fixture);
      {
        GStatBuf status;

        g_assert_cmpint (g_stat (fixture->ballast, &status), ==, 0);
        g_assert_cmpint (truncate (fixture->ballast, MAX (0, status.st_size - (goffset) free_bytes)), ==, 0);
      }
      ledger = kaunta_ledger_open (path, KAUNTA_CLOCK (fixture->test->clock), &error);
      opened = ledger != NULL;
      make_room (fixture);
      if (opened)
        break;

      g_assert_nonnull (strstr (error->message, "The disk is full"));
      ledger = kaunta_ledger_open (path, KAUNTA_CLOCK (fixture->test->clock), NULL);
      g_assert_nonnull (ledger);
      g_assert_true (kaunta_ledger_check (ledger, NULL));
      g_clear_pointer (&ledger, kaunta_ledger_close);
      g_assert_cmpint (g_unlink (path), ==, 0);
    }
}

static void
test_ledger_is_not_set_aside_on_a_full_disk (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  guint bills = 0;

  fill_disk (fixture);
  bills = sell_until_full (fixture);
  g_assert_null (kaunta_ledger_set_aside (fixture->test->ledger, &error));
  g_assert_error (error, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_IO);
  g_assert_nonnull (strstr (error->message, "The disk is full"));
  make_room (fixture);
  assert_goes_on (fixture, bills);
}

static char *
digest_ledger_file (Fixture *fixture)
{
  g_autofree char *content = NULL;
  gsize length = 0;

  g_assert_true (g_file_get_contents (fixture->test->path, &content, &length, NULL));
  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, (guchar *) content, length);
}

static void
test_read_only_disk_is_told (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (KauntaStore) store = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (raise_bill (fixture, NULL));
  g_clear_pointer (&fixture->test->ledger, kaunta_ledger_close);
  before = digest_ledger_file (fixture);
  small_disk_set_read_only (fixture->disk, TRUE);
  store = kaunta_store_open (fixture->disk, KAUNTA_CLOCK (fixture->test->clock), &error);
  g_assert_null (store);
  g_assert_error (error, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_IO);
  g_assert_nonnull (strstr (error->message, "can’t be opened for writing"));
  after = digest_ledger_file (fixture);
  g_assert_cmpstr (after, ==, before);

  small_disk_set_read_only (fixture->disk, FALSE);
  test_ledger_reopen (fixture->test);
  assert_goes_on (fixture, 1);
}

static gpointer
read_staff (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  gint64 *count = data;

  *count = kaunta_ledger_count_staff (ledger, error);
  return NULL;
}

/* No room for the payers: the counter sells without them. */
static void
test_store_opens_without_room_for_a_register (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (KauntaStore) store = NULL;
  g_autoptr (GError) error = NULL;
  gint64 count = 0;

  g_clear_pointer (&fixture->test->ledger, kaunta_ledger_close);
  fill_disk (fixture);
  {
    GStatBuf status;

    g_assert_cmpint (g_stat (fixture->ballast, &status), ==, 0);
    g_assert_cmpint (truncate (fixture->ballast, status.st_size - 48 * 1024), ==, 0);
  }
  store = kaunta_store_open_inline (fixture->disk, KAUNTA_CLOCK (fixture->test->clock), &error);
  g_assert_no_error (error);
  kaunta_store_run (store, read_staff, &count, &error);
  g_assert_no_error (error);
  g_assert_cmpint (count, ==, 3);
  kaunta_store_close (store);
  make_room (fixture);
  test_ledger_reopen (fixture->test);
  assert_goes_on (fixture, 0);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*run) (Fixture *fixture, gconstpointer unused);
  } tests[] = {
    { "/disks/full-one-refuses-and-goes-on", test_full_disk_refuses_and_goes_on },
    { "/disks/closing-on-a-full-one-loses-nothing", test_closing_on_a_full_disk_loses_nothing },
    { "/disks/opening-on-a-full-one-loses-nothing", test_opening_on_a_full_disk_loses_nothing },
    { "/disks/first-opening-makes-a-whole-file-or-none", test_first_opening_makes_a_whole_file_or_none },
    { "/disks/ledger-is-not-set-aside-on-a-full-one", test_ledger_is_not_set_aside_on_a_full_disk },
    { "/disks/read-only-one-is-told", test_read_only_disk_is_told },
    { "/disks/store-opens-without-room-for-a-register", test_store_opens_without_room_for_a_register },
  };
  const gboolean disks = small_disk_prepare ();

  g_test_init (&argc, &argv, NULL);
  if (!disks)
    {
      g_print ("1..0 # SKIP this user can't mount a disk\n");
      return 0;
    }
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].run, tear_down);
  return g_test_run ();
}
