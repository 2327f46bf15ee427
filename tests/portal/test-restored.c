/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <sqlite3.h>
#include "fixture.h"

/* (transfer full): the database as it is now; the portal goes on */
static GBytes *
back_up (Fixture *fixture)
{
  g_autofree char *path = g_strconcat (test_portal_get_path (fixture->portal), "-backup", NULL);
  g_autofree char *sql = g_strdup_printf ("VACUUM INTO '%s'", path);
  char *contents = NULL;
  gsize length = 0;
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (test_portal_get_path (fixture->portal), &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  g_assert_cmpint (g_unlink (path), ==, 0);
  return g_bytes_new_take (contents, length);
}

static void
put_back (Fixture *fixture, GBytes *backup)
{
  test_portal_stop (fixture->portal);
  g_assert_true (g_file_set_contents (test_portal_get_path (fixture->portal), g_bytes_get_data (backup, NULL),
                                      g_bytes_get_size (backup), NULL));
  test_portal_start (fixture->portal);
  counter_reconnect (fixture->one, fixture->portal);
  counter_reconnect (fixture->two, fixture->portal);
}

static void
put_payer (KauntaPortalStorage *storage, const char *id, const char *name)
{
  g_autoptr (KauntaPayer) payer = kaunta_payer_new (KAUNTA_PAYER_FOREIGNER, id, name, NULL, NULL, NULL, NOW, 0);
  g_autofree char *key = g_strconcat ("foreigner/", id, NULL);
  g_autoptr (GError) error = NULL;

  kaunta_portal_storage_put (storage, NULL, KAUNTA_CHANGE_PAYER, key, payer, &error);
  g_assert_no_error (error);
}

/* What counter one is told after @cursor (nullable), in at most @limit changes. */
static void
pull (Fixture *fixture, const char *cursor, gint64 limit, KauntaChangesPage *page)
{
  g_autoptr (GError) error = NULL;

  kaunta_portal_storage_read_changes (fixture->one->storage, &fixture->one->device, cursor, limit, page, &error);
  g_assert_no_error (error);
}

/* The newest cursor of counter one. */
static char *
read_cursor (Fixture *fixture)
{
  g_auto (KauntaChangesPage) page = { 0 };

  pull (fixture, NULL, KAUNTA_PORTAL_MAX_CHANGES, &page);
  return g_steal_pointer (&page.cursor);
}

/* How much there is to tell after @cursor. */
static guint
count_changes (Fixture *fixture, const char *cursor)
{
  g_auto (KauntaChangesPage) page = { 0 };

  pull (fixture, cursor, KAUNTA_PORTAL_MAX_CHANGES, &page);
  return page.changes->len;
}

static void
test_cursor_of_lost_future (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GBytes) backup = back_up (fixture);
  g_autofree char *first_lost = NULL;
  g_autofree char *lost = NULL;
  guint all = count_changes (fixture, NULL);

  put_payer (fixture->one->storage, "700001", "Ann Lost");
  first_lost = read_cursor (fixture);
  put_payer (fixture->one->storage, "700002", "Ben Lost");
  lost = read_cursor (fixture);
  put_back (fixture, backup);
  g_assert_cmpuint (count_changes (fixture, lost), ==, all);

  /* Nor when the portal has come as far again. */
  put_payer (fixture->one->storage, "700003", "Cem Found");
  g_assert_cmpuint (count_changes (fixture, first_lost), ==, all + 1);
  put_payer (fixture->one->storage, "700004", "Dan Found");
  put_payer (fixture->one->storage, "700005", "Eve Found");
  g_assert_cmpuint (count_changes (fixture, lost), ==, all + 3);
}

/* What the portal did first after it was put back failed, and was taken back. */
static void
test_taken_back (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GBytes) backup = back_up (fixture);
  g_autoptr (GPtrArray) puts = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_portal_put_free);
  g_autofree char *lost = NULL;
  g_autoptr (GError) error = NULL;
  guint all = count_changes (fixture, NULL);

  put_payer (fixture->one->storage, "700001", "Ann Lost");
  lost = read_cursor (fixture);
  put_back (fixture, backup);
  g_ptr_array_add (puts, kaunta_portal_put_new (NULL, KAUNTA_CHANGE_PAYER, "foreigner/700002",
                                                kaunta_payer_new (KAUNTA_PAYER_FOREIGNER, "700002", "Ben", NULL, NULL, NULL, NOW, 0)));
  g_ptr_array_add (puts, kaunta_portal_put_new ("047-NOWHERE", KAUNTA_CHANGE_PAYER, "foreigner/700003",
                                                kaunta_payer_new (KAUNTA_PAYER_FOREIGNER, "700003", "Cem", NULL, NULL, NULL, NOW, 0)));
  g_assert_false (kaunta_portal_storage_put_all (fixture->one->storage, puts, &error));
  g_assert_error (error, KAUNTA_PORTAL_ERROR, KAUNTA_PORTAL_ERROR_UNKNOWN);
  put_payer (fixture->one->storage, "700004", "Dan Found");
  g_assert_cmpuint (count_changes (fixture, lost), ==, all + 1);
}

static void
test_older_cursor (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GBytes) backup = NULL;
  g_autofree char *older = NULL;
  g_autofree char *newer = NULL;

  put_payer (fixture->one->storage, "700001", "Ann Kept");
  older = read_cursor (fixture);
  backup = back_up (fixture);
  put_payer (fixture->one->storage, "700002", "Ben Lost");
  put_back (fixture, backup);
  put_payer (fixture->one->storage, "700003", "Cem Found");
  g_assert_cmpuint (count_changes (fixture, older), ==, 1);
  newer = read_cursor (fixture);
  g_assert_cmpuint (count_changes (fixture, newer), ==, 0);
}

/* kauntactl writes while the portal runs. */
static void
test_two_writers (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (KauntaPortalStorage) other =
    kaunta_sqlite_storage_open (test_portal_get_path (fixture->portal), KAUNTA_CLOCK (fixture->clock), NULL);
  g_autofree char *first = read_cursor (fixture);
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;

  put_payer (other, "700001", "Ann");
  second = read_cursor (fixture);
  put_payer (fixture->one->storage, "700002", "Ben");
  put_payer (other, "700003", "Cem");
  third = read_cursor (fixture);
  put_payer (fixture->one->storage, "700004", "Dan");
  g_assert_cmpuint (count_changes (fixture, first), ==, 4);
  g_assert_cmpuint (count_changes (fixture, second), ==, 3);
  g_assert_cmpuint (count_changes (fixture, third), ==, 1);
}

/* Page by page, over several runs. */
static void
test_pages (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *cursor = NULL;
  guint all = 0;
  gboolean more = TRUE;
  guint pages = 0;

  for (int i = 0; i < 3; i++)
    {
      g_autofree char *id = g_strdup_printf ("70000%d", i);

      put_payer (fixture->one->storage, id, "Ann");
      test_portal_stop (fixture->portal);
      test_portal_start (fixture->portal);
      counter_reconnect (fixture->one, fixture->portal);
    }
  all = count_changes (fixture, NULL);
  for (; more; pages++)
    {
      g_auto (KauntaChangesPage) page = { 0 };

      pull (fixture, cursor, 1, &page);
      g_assert_cmpuint (page.changes->len, ==, 1);
      g_free (cursor);
      cursor = g_steal_pointer (&page.cursor);
      more = page.more;
    }
  g_assert_cmpuint (pages, ==, all);
}

/* Cursors that were given out before there were runs. */
static void
test_plain_cursor (Fixture *fixture, gconstpointer unused)
{
  guint all = count_changes (fixture, NULL);

  g_assert_cmpuint (count_changes (fixture, "0"), ==, all);
  g_assert_cmpuint (count_changes (fixture, "999999999"), ==, all);
}

static void
test_entries (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GBytes) backup = NULL;
  g_autofree char *bill = NULL;
  g_autofree char *receipt = NULL;
  g_autoptr (GPtrArray) next = NULL;

  counter_push_quietly (fixture->one);
  backup = back_up (fixture);
  bill = counter_raise_bill (fixture->one, 30000);
  counter_push_quietly (fixture->one);
  put_back (fixture, backup);
  receipt = counter_take (fixture->one, bill, 30000);
  next = counter_get_entries (fixture->one, 3, 1);
  g_assert_cmpint (counter_push_refused (fixture->one, next, KAUNTA_WIRE_ERROR_GAP), ==, 3);
  fixture->one->pushed = 2;
  counter_push_quietly (fixture->one);
  g_assert_cmpint (test_portal_verify (fixture->portal, "00421"), ==, 4);
}

/* A copy and the counter itself, both with entries that the portal acknowledged once and has no more. */
static void
test_branch (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GBytes) backup = NULL;
  g_autofree char *bill = NULL;
  g_autofree char *own = NULL;
  g_autofree char *other = NULL;
  g_autofree char *later = NULL;
  g_autoptr (Counter) clone = NULL;
  g_autoptr (GPtrArray) next = NULL;

  counter_push_quietly (fixture->one);
  backup = back_up (fixture);
  bill = counter_raise_bill (fixture->one, 30000);
  counter_push_quietly (fixture->one);
  clone = counter_clone (fixture->one);
  own = counter_take (fixture->one, bill, 10000);
  other = counter_take (clone, bill, 20000);
  put_back (fixture, backup);
  clone->storage = fixture->one->storage;
  fixture->one->pushed = 2;
  counter_push_quietly (fixture->one);

  next = counter_get_entries (clone, 3, 1);
  g_assert_cmpint (counter_push_refused (clone, next, KAUNTA_WIRE_ERROR_FORK), ==, 5);
  later = counter_take (fixture->one, bill, 5000);
  counter_push_forked (fixture->one);
  g_assert_cmpint (test_portal_verify (fixture->portal, "00421"), ==, 5);
}

static void
test_lost_enrolment (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GBytes) backup = back_up (fixture);
  g_autoptr (Counter) lost = counter_new (fixture->portal, 3);
  g_autoptr (Counter) found = NULL;
  g_auto (KauntaPortalDevice) device = { 0 };
  g_autoptr (GError) error = NULL;
  gint64 next = 0;

  g_assert_cmpstr (lost->device.device, ==, "00423");
  put_back (fixture, backup);
  g_assert_false (kaunta_portal_storage_find_device (fixture->one->storage, lost->token, &device, &error));
  g_assert_error (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_UNAUTHORIZED);
  g_assert_true (kaunta_portal_storage_skip_numbers (fixture->one->storage, &next, NULL));
  g_assert_cmpint (next, ==, 1423);
  found = counter_new (fixture->portal, 4);
  g_assert_cmpstr (found->device.device, ==, "01423");
}

/* The other one of that number may have been told to counters, and settled by one. */
static void
test_exception_numbers (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *bill = counter_raise_bill (fixture->one, 30000);
  g_autofree char *receipt = counter_take (fixture->one, bill, 40000);
  g_autoptr (GPtrArray) exceptions = NULL;
  gint64 next = 0;

  g_assert_true (kaunta_portal_storage_skip_numbers (fixture->one->storage, &next, NULL));
  exceptions = counter_push (fixture->one);
  g_assert_cmpuint (exceptions->len, ==, 1);
  g_assert_cmpstr (((KauntaException *) g_ptr_array_index (exceptions, 0))->id, ==, "1000001");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) \
  g_test_add ("/restored/" name, Fixture, NULL, fixture_set_up_counters, function, fixture_tear_down)
  ADD ("cursor-of-a-lost-future-gets-the-whole-again", test_cursor_of_lost_future);
  ADD ("lost-future-is-found-out-after-a-failure-too", test_taken_back);
  ADD ("cursor-from-before-the-backup-stays-good", test_older_cursor);
  ADD ("cursors-stay-good-while-two-write", test_two_writers);
  ADD ("pages-go-on-over-runs", test_pages);
  ADD ("cursors-without-a-run-are-understood", test_plain_cursor);
  ADD ("entries-are-asked-for-again", test_entries);
  ADD ("branch-is-found-although-what-came-before-was-lost", test_branch);
  ADD ("lost-number-is-not-given-again", test_lost_enrolment);
  ADD ("lost-exception-is-not-named-again", test_exception_numbers);

  return g_test_run ();
}
