/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fixture.h"

static void
pull_page (Counter *counter, const char *cursor, gint64 limit, KauntaChangesPage *page)
{
  g_autoptr (GError) error = NULL;

  kaunta_portal_storage_read_changes (counter->storage, &counter->device, cursor, limit, page, &error);
  g_assert_no_error (error);
}

static void
test_bill_raised_elsewhere (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *number = counter_raise_bill (fixture->one, 30000);
  g_autoptr (GPtrArray) told_one = NULL;
  g_autoptr (GPtrArray) told_two = NULL;
  const KauntaChange *change = NULL;
  const KauntaBill *bill = NULL;

  counter_push_quietly (fixture->one);
  told_one = counter_pull (fixture->one);
  told_two = counter_pull (fixture->two);
  g_assert_null (counter_find_change (told_one, KAUNTA_CHANGE_BILL, number));
  change = counter_find_change (told_two, KAUNTA_CHANGE_BILL, number);
  g_assert_nonnull (change);
  bill = change->value;
  g_assert_cmpint (bill->total, ==, 30000);
  g_assert_cmpstr (bill->device, ==, fixture->one->device.device);
  g_assert_cmpstr (bill->payer->name, ==, "Akinyi Grace Otieno");
  g_assert_cmpuint (bill->lines->len, ==, 1);
}

/* The counter that raised a bill hears of it again once another took money for it. */
static void
test_bill_paid_elsewhere (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *number = counter_raise_bill (fixture->one, 30000);
  g_autofree char *receipt = NULL;
  g_autoptr (GPtrArray) told_one = NULL;
  g_autoptr (GPtrArray) told_two = NULL;
  const KauntaBill *bill = NULL;

  counter_push_quietly (fixture->one);
  receipt = counter_take (fixture->two, number, 30000);
  counter_push_quietly (fixture->two);
  told_one = counter_pull (fixture->one);
  bill = counter_find_change (told_one, KAUNTA_CHANGE_BILL, number)->value;
  g_assert_cmpint (kaunta_bill_get_state (bill), ==, KAUNTA_BILL_PAID);
  g_assert_nonnull (counter_find_change (told_one, KAUNTA_CHANGE_PAYMENT, receipt));
  told_two = counter_pull (fixture->two);
  g_assert_null (counter_find_change (told_two, KAUNTA_CHANGE_PAYMENT, receipt));
}

static void
test_bill_cancelled_elsewhere (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *number = counter_raise_bill (fixture->one, 30000);
  g_autoptr (GPtrArray) told = NULL;
  const KauntaBill *bill = NULL;

  counter_push_quietly (fixture->one);
  counter_cancel (fixture->two, number);
  counter_push_quietly (fixture->two);
  told = counter_pull (fixture->one);
  bill = counter_find_change (told, KAUNTA_CHANGE_BILL, number)->value;
  g_assert_cmpint (kaunta_bill_get_state (bill), ==, KAUNTA_BILL_CANCELLED);
}

static void
test_device_keys (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GPtrArray) told = counter_pull (fixture->one);
  const KauntaDevice *device = counter_find_change (told, KAUNTA_CHANGE_DEVICE, fixture->two->device.device)->value;

  g_assert_cmpstr (device->key, ==, kaunta_key_get_public (fixture->two->maker->key));
}

static void
test_other_office (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *number = counter_raise_bill (fixture->one, 30000);
  g_autoptr (KauntaPolicy) policy = kaunta_policy_new ("022-LIMURU", "Limuru", "Kiambu County", FALSE, 0, 0);
  g_auto (KauntaPortalDevice) other = { .device = "00999", .office = g_strdup ("022-LIMURU"), .epoch = 1 };
  g_auto (KauntaChangesPage) page = { 0 };

  g_assert_true (kaunta_portal_storage_put (fixture->one->storage, NULL, KAUNTA_CHANGE_POLICY, "022-LIMURU", policy, NULL));
  counter_push_quietly (fixture->one);
  g_assert_true (kaunta_portal_storage_read_changes (fixture->one->storage, &other, NULL, 500, &page, NULL));
  g_assert_null (counter_find_change (page.changes, KAUNTA_CHANGE_BILL, number));
  g_assert_null (counter_find_change (page.changes, KAUNTA_CHANGE_STAFF, "1007"));
  g_assert_null (counter_find_change (page.changes, KAUNTA_CHANGE_POLICY, "047-WESTLANDS"));
  g_assert_nonnull (counter_find_change (page.changes, KAUNTA_CHANGE_POLICY, "022-LIMURU"));
  g_assert_nonnull (counter_find_change (page.changes, KAUNTA_CHANGE_SERVICE, "NRB-ID1"));
}

/* Who works at another office now signs in and approves there alone, and the old office is not told the new PIN. */
static void
test_staff_who_move (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (KauntaPolicy) policy = kaunta_policy_new ("022-LIMURU", "Limuru", "Kiambu County", FALSE, 0, 0);
  g_autoptr (GPtrArray) before = counter_pull (fixture->one);
  const KauntaStaff *colleague = counter_find_change (before, KAUNTA_CHANGE_STAFF, "1007")->value;
  g_autoptr (KauntaStaff) moved = kaunta_staff_new ("2001", "Moved", KAUNTA_ROLE_SUPERVISOR, colleague->pin_hash, TRUE);
  g_auto (KauntaPortalDevice) other = { .device = "00999", .office = g_strdup ("022-LIMURU"), .epoch = 1 };
  g_auto (KauntaChangesPage) page = { 0 };
  g_autoptr (GPtrArray) told = NULL;
  const KauntaStaff *left = NULL;
  const KauntaStaff *came = NULL;

  g_assert_true (kaunta_portal_storage_put (fixture->one->storage, NULL, KAUNTA_CHANGE_POLICY, "022-LIMURU", policy, NULL));
  g_assert_true (kaunta_portal_storage_put (fixture->one->storage, "022-LIMURU", KAUNTA_CHANGE_STAFF, "2001", moved, NULL));
  told = counter_pull (fixture->one);
  left = counter_find_change (told, KAUNTA_CHANGE_STAFF, "2001")->value;
  g_assert_false (left->active);
  g_assert_cmpstr (left->pin_hash, !=, moved->pin_hash);
  g_assert_true (kaunta_portal_storage_read_changes (fixture->one->storage, &other, NULL, 500, &page, NULL));
  came = counter_find_change (page.changes, KAUNTA_CHANGE_STAFF, "2001")->value;
  g_assert_true (came->active);
}

static void
test_pages (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GPtrArray) all = counter_pull (fixture->one);
  g_autofree char *cursor = g_strdup ("");
  guint seen = 0;
  gboolean more = TRUE;

  while (more)
    {
      g_auto (KauntaChangesPage) page = { 0 };

      pull_page (fixture->one, cursor, 3, &page);
      g_assert_cmpuint (page.changes->len, <=, 3);
      for (guint i = 0; i < page.changes->len; i++)
        {
          const KauntaChange *change = g_ptr_array_index (page.changes, i);
          const KauntaChange *expected = g_ptr_array_index (all, seen + i);

          g_assert_cmpstr (change->id, ==, expected->id);
        }
      seen += page.changes->len;
      more = page.more;
      g_free (cursor);
      cursor = g_strdup (page.cursor);
    }
  g_assert_cmpuint (seen, ==, all->len);
}

static void
test_only_news (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *number = counter_raise_bill (fixture->two, 30000);
  g_auto (KauntaChangesPage) first = { 0 };
  g_auto (KauntaChangesPage) quiet = { 0 };
  g_auto (KauntaChangesPage) news = { 0 };

  pull_page (fixture->one, NULL, 500, &first);
  pull_page (fixture->one, first.cursor, 500, &quiet);
  g_assert_cmpuint (quiet.changes->len, ==, 0);
  counter_push_quietly (fixture->two);
  pull_page (fixture->one, quiet.cursor, 500, &news);
  g_assert_cmpuint (news.changes->len, ==, 1);
  g_assert_nonnull (counter_find_change (news.changes, KAUNTA_CHANGE_BILL, number));
}

static void
test_unchanged_value (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (KauntaService) service =
    kaunta_service_new ("047-NEW", "New", "Mpya", "Nairobi City County", "047", "", KAUNTA_TENDER_SET_ALL);
  g_auto (KauntaChangesPage) first = { 0 };
  g_auto (KauntaChangesPage) second = { 0 };

  g_assert_true (kaunta_portal_storage_put (fixture->one->storage, NULL, KAUNTA_CHANGE_SERVICE, "047-NEW", service, NULL));
  pull_page (fixture->one, NULL, 500, &first);
  g_assert_true (kaunta_portal_storage_put (fixture->one->storage, NULL, KAUNTA_CHANGE_SERVICE, "047-NEW", service, NULL));
  pull_page (fixture->one, first.cursor, 500, &second);
  g_assert_cmpuint (second.changes->len, ==, 0);
}

static void
test_unknown_cursor (Fixture *fixture, gconstpointer unused)
{
  static const char *const CURSORS[] = { "x", "-1", "18446744073709551616", "1 ", "1-", "1-0123456", "1-0123456x", "1-012345678", "1-01234567-" };

  for (gsize i = 0; i < G_N_ELEMENTS (CURSORS); i++)
    {
      g_auto (KauntaChangesPage) page = { 0 };
      g_autoptr (GError) error = NULL;

      g_assert_false (kaunta_portal_storage_read_changes (fixture->one->storage, &fixture->one->device, CURSORS[i], 500,
                                                          &page, &error));
      g_assert_error (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_MALFORMED);
    }
}

static void
assert_found (Fixture *fixture, const char *typed, const char *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) payers = kaunta_portal_storage_find_payers (fixture->one->storage, typed, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (payers->len, ==, 1);
  g_assert_cmpstr (((KauntaPayer *) g_ptr_array_index (payers, 0))->id, ==, id);
}

static void
test_find_payers (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GPtrArray) many = NULL;

  assert_found (fixture, "20000001", "20000001");
  assert_found (fixture, "0712 000 001", "20000001");
  assert_found (fixture, "otieno akinyi", "20000001");
  assert_found (fixture, "OTI GRA aki", "20000001");
  assert_found (fixture, "pvt test001", "PVT-TEST001");
  none = kaunta_portal_storage_find_payers (fixture->one->storage, "nobody at all", NULL);
  g_assert_cmpuint (none->len, ==, 0);
  many = kaunta_portal_storage_find_payers (fixture->one->storage, "nganga", NULL);
  g_assert_cmpuint (many->len, >, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) \
  g_test_add ("/changes/" name, Fixture, NULL, fixture_set_up_counters, function, fixture_tear_down)
  ADD ("offer-bills-to-the-other-counters", test_bill_raised_elsewhere);
  ADD ("tell-of-a-bill-paid-elsewhere", test_bill_paid_elsewhere);
  ADD ("tell-of-a-bill-cancelled-elsewhere", test_bill_cancelled_elsewhere);
  ADD ("tell-the-other-counters-keys", test_device_keys);
  ADD ("stay-within-an-office", test_other_office);
  ADD ("tell-the-old-office-of-staff-who-move", test_staff_who_move);
  ADD ("come-in-pages-without-loss", test_pages);
  ADD ("give-only-news-after-a-cursor", test_only_news);
  ADD ("leave-out-what-is-as-it-was", test_unchanged_value);
  ADD ("refuse-a-cursor-never-given", test_unknown_cursor);
  g_test_add ("/lookups/finds-payers-by-identifier-phone-and-words", Fixture, NULL, fixture_set_up_counters,
              test_find_payers, fixture_tear_down);

  return g_test_run ();
}
