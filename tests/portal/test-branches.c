/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <sqlite3.h>
#include <string.h>
#include "fixture.h"

/* The seqs of what lies beside the chain of counter one, as text. */
static char *
get_forks (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) forks = kaunta_portal_storage_read_forks (fixture->one->storage, "00421", 0, 100, &error);
  g_autoptr (GString) seqs = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < forks->len; i++)
    g_string_append_printf (seqs, "%s%" G_GINT64_FORMAT, i > 0 ? " " : "", ((KauntaEntry *) g_ptr_array_index (forks, i))->seq);
  return g_string_free (g_steal_pointer (&seqs), FALSE);
}

static void
assert_forks (Fixture *fixture, const char *expected)
{
  g_autofree char *seqs = get_forks (fixture);

  g_assert_cmpstr (seqs, ==, expected);
}

static void
assert_frozen (Fixture *fixture, gboolean frozen, gint64 waiting)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = kaunta_portal_storage_list_branched (fixture->one->storage, &error);
  const KauntaPortalBranched *branched = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (list->len, ==, 1);
  branched = g_ptr_array_index (list, 0);
  g_assert_cmpstr (branched->device, ==, "00421");
  g_assert_cmpstr (branched->office, ==, "047-WESTLANDS");
  g_assert_cmpint (branched->frozen, ==, frozen);
  g_assert_cmpint (branched->parts_at, ==, 3);
  g_assert_cmpint (branched->waiting, ==, waiting);
}

static gint64
enter (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  gint64 entered = -1;

  kaunta_portal_storage_enter_branches (fixture->one->storage, "00421", &entered, &error);
  g_assert_no_error (error);
  return entered;
}

static void
sell (Counter *counter, gint64 total)
{
  g_autofree char *bill = counter_raise_bill (counter, total);
  g_autofree char *receipt = counter_take (counter, bill, total);
}

/* Counter one, pushed up to its open till, and its copy; each sold something else since, and one's was pushed. */
static Counter *
part (Fixture *fixture)
{
  Counter *clone = NULL;

  counter_push_quietly (fixture->one);
  clone = counter_clone (fixture->one);
  sell (fixture->one, 30000);
  counter_push_quietly (fixture->one);
  sell (clone, 40000);
  return clone;
}

static void
test_both_whole (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (Counter) clone = part (fixture);

  g_assert_cmpint (counter_push_forked (clone), ==, 5);
  assert_forks (fixture, "3 4");
  sell (clone, 500);
  g_assert_cmpint (counter_push_forked (clone), ==, 7);
  assert_forks (fixture, "3 4 5 6");
  g_assert_cmpint (test_portal_verify (fixture->portal, "00421"), ==, 4);
  assert_frozen (fixture, TRUE, 4);
}

static void
test_goes_on (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (Counter) clone = part (fixture);

  counter_push_forked (clone);
  sell (fixture->one, 700);
  g_assert_cmpint (counter_push_forked (fixture->one), ==, 7);
  g_assert_cmpint (test_portal_verify (fixture->portal, "00421"), ==, 6);
  assert_forks (fixture, "3 4");
}

static void
test_again (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (Counter) clone = part (fixture);

  counter_push_forked (clone);
  clone->pushed = 0;
  g_assert_cmpint (counter_push_forked (clone), ==, 5);
  assert_forks (fixture, "3 4");
}

/* Nothing is kept that hangs in the air; its sender is led to where the branches part. */
static void
test_too_late (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (Counter) clone = part (fixture);
  g_autoptr (GPtrArray) late = counter_get_entries (clone, 3, 1);
  g_autoptr (GPtrArray) later = NULL;

  g_assert_cmpint (counter_push_refused (clone, late, KAUNTA_WIRE_ERROR_GAP), ==, 1);
  clone->pushed = 0;
  counter_push_forked (clone);
  assert_forks (fixture, "3 4");
  sell (clone, 500);
  later = counter_get_entries (clone, 5, 1);
  g_assert_cmpint (counter_push_refused (clone, later, KAUNTA_WIRE_ERROR_FORK), ==, 5);
  sell (fixture->one, 100);
  counter_push_forked (fixture->one);
  g_assert_cmpint (counter_push_refused (clone, later, KAUNTA_WIRE_ERROR_FORK), ==, 3);
  assert_forks (fixture, "3 4");
}

static void
test_foreign_branch (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (Counter) clone = part (fixture);
  g_autoptr (GPtrArray) branch = counter_get_entries (clone, 2, 2);

  g_clear_pointer (&clone->device.office, g_free);
  clone->device = (KauntaPortalDevice) { .device = "00422", .office = g_strdup ("047-WESTLANDS"), .epoch = 1 };
  counter_push_refused (clone, branch, KAUNTA_WIRE_ERROR_BAD_ENTRY);
  assert_forks (fixture, "");
}

static void
test_unsigned (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (Counter) clone = part (fixture);
  JournalLine *line = g_ptr_array_index (clone->maker->lines, 3);
  g_autoptr (GPtrArray) branch = NULL;

  line->sig[0] ^= 1;
  branch = counter_get_entries (clone, 2, 2);
  g_assert_cmpint (counter_push_refused (clone, branch, KAUNTA_WIRE_ERROR_BAD_SIGNATURE), ==, 4);
  assert_forks (fixture, "");
  sell (fixture->one, 100);
  counter_push_quietly (fixture->one);
}

/* (transfer full): "kind receipt amount" of each that counter two is told, in order */
static char *
list_exceptions (Fixture *fixture)
{
  g_autoptr (GPtrArray) changes = counter_pull (fixture->two);
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; i < changes->len; i++)
    {
      const KauntaChange *change = g_ptr_array_index (changes, i);
      const KauntaException *exception = change->value;

      if (change->kind == KAUNTA_CHANGE_EXCEPTION)
        g_string_append_printf (list, "%s %s %s %" G_GINT64_FORMAT "%s; ", exception->kind, exception->device,
                                exception->receipt != NULL ? exception->receipt : "-", exception->amount,
                                exception->settled ? " settled" : "");
    }
  return g_string_free (g_steal_pointer (&list), FALSE);
}

static void
assert_exceptions (Fixture *fixture, const char *expected)
{
  g_autofree char *list = list_exceptions (fixture);

  g_assert_cmpstr (list, ==, expected);
}

static void
test_entered (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (Counter) clone = part (fixture);

  counter_reverse (clone, "00421-000001", 40000);
  counter_drop (clone, 150000);
  counter_close_till (clone);
  counter_push_forked (clone);
  assert_exceptions (fixture, "");
  g_assert_cmpint (enter (fixture), ==, 4);
  assert_exceptions (fixture, "branch 00421 00421-000001 40000; branch 00421 00421-000001 40000; branch 00421 - 150000; "
                              "branch 00421 - 200000; ");
  g_assert_cmpint (enter (fixture), ==, 0);
  assert_frozen (fixture, TRUE, 0);
}

/* The branch's receipt has the same number as one on the chain, and is another one. */
static void
test_same_number (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (Counter) clone = part (fixture);

  counter_push_forked (clone);
  enter (fixture);
  counter_enrol_again (fixture->one, fixture->portal, 3);
  counter_reverse (fixture->one, "00421-000001", 30000);
  counter_push_quietly (fixture->one);
  assert_exceptions (fixture, "branch 00421 00421-000001 40000; ");
}

static void
test_enrolled_again (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (Counter) clone = part (fixture);
  g_autofree char *token = g_strdup (fixture->one->token);
  g_auto (KauntaPortalDevice) device = { 0 };

  counter_push_forked (clone);
  sell (fixture->one, 700);
  counter_push_forked (fixture->one);
  sell (fixture->one, 800);
  counter_enrol_again (fixture->one, fixture->portal, 3);
  counter_push_quietly (fixture->one);
  g_assert_cmpint (test_portal_verify (fixture->portal, "00421"), ==, 9);
  g_assert_false (kaunta_portal_storage_find_device (fixture->one->storage, token, &device, NULL));
  assert_frozen (fixture, FALSE, 0);
  assert_exceptions (fixture, "branch 00421 00421-000001 40000; ");
}

/* It comes on a stick, weeks later: the token of its epoch is fenced. */
static void
test_dead_branch (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (Counter) clone = part (fixture);
  const char *key = kaunta_key_get_public (clone->maker->key);

  counter_enrol_again (fixture->one, fixture->portal, 3);
  counter_push_quietly (fixture->one);
  kaunta_portal_device_clear (&clone->device);
  g_assert_true (kaunta_portal_storage_find_signer (clone->storage, "00421", 1, key, &clone->device, NULL));
  g_assert_cmpint (clone->device.epoch, ==, 2);
  g_assert_cmpint (counter_push_forked (clone), ==, 5);
  assert_frozen (fixture, FALSE, 0);
  assert_exceptions (fixture, "branch 00421 00421-000001 40000; ");
  sell (clone, 500);
  sell (clone, 600);
  g_assert_cmpint (counter_push_forked (clone), ==, 9);
  assert_exceptions (fixture, "branch 00421 00421-000001 40000; branch 00421 00421-000002 500; branch 00421 00421-000003 600; ");

  sell (fixture->one, 900);
  counter_push_quietly (fixture->one);
}

/* Sold before it was enrolled again elsewhere, from the same journal's end. On the chain it would make a branch of the new counter's. */
static void
test_late_tail (Fixture *fixture, gconstpointer unused)
{
  const char *key = kaunta_key_get_public (fixture->one->maker->key);
  g_autoptr (Counter) old = NULL;
  g_autoptr (GPtrArray) entries = NULL;

  counter_push_quietly (fixture->one);
  old = counter_clone (fixture->one);
  sell (old, 500);
  counter_enrol_again (fixture->one, fixture->portal, 3);
  kaunta_portal_device_clear (&old->device);
  g_assert_true (kaunta_portal_storage_find_signer (old->storage, "00421", 1, key, &old->device, NULL));
  entries = counter_get_entries (old, 2, 2);
  g_assert_cmpint (counter_push_refused (old, entries, KAUNTA_WIRE_ERROR_FENCED), ==, 3);
  counter_push_quietly (fixture->one);
  g_assert_cmpint (counter_push_forked (old), ==, 5);
  assert_frozen (fixture, FALSE, 0);
  assert_exceptions (fixture, "branch 00421 00421-000001 500; ");
  g_assert_cmpint (test_portal_verify (fixture->portal, "00421"), ==, 3);
}

static void
execute (sqlite3 *db, const char *sql)
{
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
}

static void
test_upgrade (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *path = g_strconcat (test_portal_get_path (fixture->portal), "-old", NULL);
  g_autofree char *schema = NULL;
  g_autoptr (KauntaPortalStorage) storage = NULL;
  g_autoptr (GError) error = NULL;
  sqlite3_stmt *row = NULL;
  sqlite3 *db = NULL;

  g_assert_true (g_file_get_contents (SCHEMA_1, &schema, NULL, NULL));
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  execute (db, schema);
  execute (db, "PRAGMA application_id = 0x4b4e5450; PRAGMA user_version = 1; "
               "INSERT INTO exceptions VALUES ('7', 'double-payment', NULL, '00421-000001', '00421', 100, 1, 0)");
  sqlite3_close (db);
  storage = kaunta_sqlite_storage_open (path, KAUNTA_CLOCK (fixture->clock), &error);
  g_assert_no_error (error);
  g_clear_object (&storage);

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, "SELECT exception, about, settled FROM exceptions", -1, &row, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (row), ==, SQLITE_ROW);
  g_assert_cmpstr ((const char *) sqlite3_column_text (row, 0), ==, "7");
  g_assert_cmpstr ((const char *) sqlite3_column_text (row, 1), ==, "00421-000001");
  g_assert_cmpint (sqlite3_column_int (row, 2), ==, 0);
  sqlite3_finalize (row);
  sqlite3_close (db);
}

static void
test_signer (Fixture *fixture, gconstpointer unused)
{
  const char *key = kaunta_key_get_public (fixture->one->maker->key);
  const char *other = kaunta_key_get_public (fixture->two->maker->key);
  g_auto (KauntaPortalDevice) device = { 0 };
  g_auto (KauntaPortalDevice) nobody = { 0 };
  g_autoptr (GError) error = NULL;

  kaunta_portal_storage_find_signer (fixture->one->storage, "00421", 1, key, &device, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (device.device, ==, "00421");
  g_assert_cmpstr (device.office, ==, "047-WESTLANDS");
  g_assert_cmpint (device.epoch, ==, 1);
  g_assert_false (kaunta_portal_storage_find_signer (fixture->one->storage, "00421", 1, other, &nobody, &error));
  g_assert_error (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (kaunta_portal_storage_find_signer (fixture->one->storage, "00421", 2, key, &nobody, &error));
  g_assert_error (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_NOT_FOUND);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) \
  g_test_add ("/branches/" name, Fixture, NULL, fixture_set_up_counters, function, fixture_tear_down)
  ADD ("keeps-both-branches-whole", test_both_whole);
  ADD ("chain-of-a-frozen-counter-goes-on", test_goes_on);
  ADD ("branch-that-comes-again-is-no-news", test_again);
  ADD ("branch-is-asked-for-from-where-it-parts", test_too_late);
  ADD ("keeps-no-branch-of-another-counter", test_foreign_branch);
  ADD ("keeps-no-branch-that-is-not-signed", test_unsigned);
  ADD ("enters-the-money-of-a-branch-once", test_entered);
  ADD ("receipt-of-a-branch-is-not-settled-by-its-namesake", test_same_number);
  ADD ("counter-that-is-enrolled-again-is-frozen-no-more", test_enrolled_again);
  ADD ("branch-of-an-older-epoch-freezes-nobody-and-is-entered", test_dead_branch);
  ADD ("tail-of-an-older-epoch-is-no-branch", test_late_tail);
  ADD ("database-of-version-1-keeps-its-exceptions", test_upgrade);
  ADD ("finds-who-signed-by-number-epoch-and-key", test_signer);

  return g_test_run ();
}
