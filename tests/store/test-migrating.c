/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>

#include "database-private.h"
#include "test-ledger.h"
#include "verified-ledger.h"

/* What every version before this one wrote (old/ledger-N.sql, made with that version's TestLedger) is brought
 * up to date without losing anything, and is gone on with. */

/* Puts the store of @version in the place of @test's. */
static void
put_old_store (TestLedger *test, const char *script)
{
  sqlite3 *handle = NULL;

  g_clear_pointer (&test->ledger, kaunta_ledger_close);
  g_assert_cmpint (g_unlink (test->path), ==, 0);
  g_assert_cmpint (sqlite3_open (test->path, &handle), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle, script, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (handle), ==, SQLITE_OK);
}

static void
assert_goes_on (TestLedger *test)
{
  KauntaTail before;
  KauntaTail after;
  g_autofree char *bill = NULL;
  g_autofree char *receipt = NULL;

  g_assert_true (kaunta_ledger_get_tail (test->ledger, &before, NULL));
  g_assert_cmpstr (before.device, ==, TEST_LEDGER_DEVICE);
  g_assert_cmpint (before.epoch, ==, 1);
  g_assert_cmpint (before.seq, ==, 12);
  g_assert_cmpint (before.acknowledged, ==, 4);
  g_assert_cmpint (before.turnover, ==, 12000 + 7000);

  bill = test_ledger_raise_bill (test, "20000001", "Wanjiku Atieno", 500);
  receipt = test_ledger_take_cash (test, bill, 500);
  test_ledger_count_and_close (test);
  g_assert_true (kaunta_ledger_get_tail (test->ledger, &after, NULL));
  g_assert_cmpint (after.turnover, ==, before.turnover + 500);
}

static void
test_migrates (gconstpointer name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "store", "old", name, NULL);
  g_autofree char *script = NULL;
  g_autoptr (TestLedger) test = test_ledger_new ();
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &script, NULL, &error);
  g_assert_no_error (error);
  put_old_store (test, script);
  test_ledger_reopen (test);
  kaunta_ledger_check (test->ledger, &error);
  g_assert_no_error (error);
  assert_goes_on (test);
  kaunta_ledger_check (test->ledger, &error);
  g_assert_no_error (error);
  test_ledger_assert_verified (test->ledger, test->key);
}

int
main (int argc, char **argv)
{
  const int version = kaunta_schema_get_version (&kaunta_ledger_schema);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  g_test_init (&argc, &argv, NULL);
  for (int old = 1; old < version; old++)
    {
      g_autofree char *path = g_strdup_printf ("/migrating/goes-on-with-version-%d", old);
      char *name = g_strdup_printf ("ledger-%d.sql", old);

      g_ptr_array_add (names, name);
      g_test_add_data_func (path, name, test_migrates);
    }
  return g_test_run ();
}
