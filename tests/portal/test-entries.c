/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>
#include "fixture.h"

/* What the portal keeps that a refused push could have touched. */
static void
assert_holds (Fixture *fixture, guint entries)
{
  g_autoptr (GPtrArray) held = test_portal_read_entries (fixture->portal, fixture->one->device.device);

  g_assert_cmpuint (held->len, ==, entries);
}

static gboolean
has_bill (Fixture *fixture, const char *number)
{
  g_autoptr (KauntaBill) bill = NULL;
  g_autoptr (GPtrArray) payments = NULL;

  return kaunta_portal_storage_get_bill (test_portal_get_storage (fixture->portal), number, &bill, &payments, NULL);
}

static void
test_acknowledgement (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GPtrArray) entries = counter_get_entries (fixture->one, 0, 2);
  const KauntaEntry *last = g_ptr_array_index (entries, 1);
  const char *portal_key = NULL;
  g_autofree char *head = kaunta_hash_to_hex (last->hash);
  g_autoptr (GPtrArray) exceptions = NULL;
  KauntaAcknowledgement ack = { 0 };
  g_autoptr (GError) error = NULL;
  gint64 seq = 0;

  kaunta_portal_storage_append (fixture->one->storage, &fixture->one->device, entries, &ack, &exceptions, &seq, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (ack.device, ==, "00421");
  g_assert_cmpint (ack.epoch, ==, 1);
  g_assert_cmpint (ack.seq, ==, 2);
  g_assert_cmpstr (ack.head, ==, head);
  g_assert_cmpint (ack.at, ==, NOW);
  portal_key = json_object_get_string_member (((KauntaEntry *) g_ptr_array_index (entries, 0))->data, "portal_key");
  kaunta_acknowledgement_verify (&ack, portal_key, &error);
  g_assert_no_error (error);
}

static void
test_same_batch_twice (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *bill = counter_raise_bill (fixture->one, 30000);
  g_autofree char *receipt = counter_take (fixture->one, bill, 30000);

  counter_push_quietly (fixture->one);
  fixture->one->pushed = 0;
  counter_push_quietly (fixture->one);
  assert_holds (fixture, 4);
  g_assert_cmpint (test_portal_verify (fixture->portal, "00421"), ==, 4);
}

static void
test_overlapping_batch (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *bill = NULL;

  counter_push_quietly (fixture->one);
  bill = counter_raise_bill (fixture->one, 30000);
  fixture->one->pushed = 1;
  counter_push_quietly (fixture->one);
  assert_holds (fixture, 3);
  g_assert_true (has_bill (fixture, bill));
}

static void
test_gap (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *bill = counter_raise_bill (fixture->one, 30000);
  g_autoptr (GPtrArray) entries = counter_get_entries (fixture->one, 1, 2);

  g_assert_cmpint (counter_push_refused (fixture->one, entries, KAUNTA_WIRE_ERROR_GAP), ==, 1);
  assert_holds (fixture, 0);
}

/* The gap is in the middle: what comes before it is not kept either, and the next push is taken. */
static void
test_gap_within (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *bill = counter_raise_bill (fixture->one, 30000);
  g_autofree char *receipt = counter_take (fixture->one, bill, 30000);
  g_autoptr (GPtrArray) entries = counter_get_entries (fixture->one, 0, 4);

  g_ptr_array_remove_index (entries, 1);
  g_assert_cmpint (counter_push_refused (fixture->one, entries, KAUNTA_WIRE_ERROR_GAP), ==, 2);
  assert_holds (fixture, 0);
  counter_push_quietly (fixture->one);
  assert_holds (fixture, 4);
}

/* The machine's disk was put back to an older copy. */
static void
test_fork (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (Counter) older = NULL;
  g_autofree char *bill = NULL;
  g_autofree char *other = NULL;
  g_autoptr (GPtrArray) branch = NULL;

  counter_push_quietly (fixture->one);
  older = counter_clone (fixture->one);
  bill = counter_raise_bill (fixture->one, 30000);
  counter_push_quietly (fixture->one);

  other = counter_raise_bill (older, 50000);
  branch = counter_get_entries (older, 2, 1);
  g_assert_cmpint (counter_push_refused (older, branch, KAUNTA_WIRE_ERROR_FORK), ==, 4);
  assert_holds (fixture, 3);
  g_assert_true (has_bill (fixture, bill));

  fixture->one->pushed = 0;
  g_assert_cmpint (counter_push_forked (fixture->one), ==, 4);
}

static void
test_bad_signature (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *bill = counter_raise_bill (fixture->one, 30000);
  JournalLine *line = g_ptr_array_index (fixture->one->maker->lines, 2);
  g_autoptr (GPtrArray) entries = NULL;

  line->sig[0] ^= 1;
  entries = counter_get_entries (fixture->one, 0, 3);
  g_assert_cmpint (counter_push_refused (fixture->one, entries, KAUNTA_WIRE_ERROR_BAD_SIGNATURE), ==, 3);
  assert_holds (fixture, 0);
  g_assert_false (has_bill (fixture, bill));
}

/* Somebody who has the token but not the key can't freeze a counter. */
static void
test_unsigned_fork (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *bill = NULL;
  JournalLine *line = NULL;
  g_autoptr (GPtrArray) entries = NULL;

  counter_push_quietly (fixture->one);
  fixture->one->maker->seq = 1;
  bill = counter_raise_bill (fixture->one, 30000);
  line = g_ptr_array_index (fixture->one->maker->lines, 2);
  line->sig[0] ^= 1;
  entries = counter_get_entries (fixture->one, 2, 1);
  counter_push_refused (fixture->one, entries, KAUNTA_WIRE_ERROR_BAD_SIGNATURE);

  g_ptr_array_set_size (fixture->one->maker->lines, 2);
  fixture->one->maker->seq = 2;
  fixture->one->pushed = 0;
  counter_push_quietly (fixture->one);
}

static void
assert_bad_entry (Fixture *fixture)
{
  g_autoptr (GPtrArray) entries = counter_get_entries (fixture->one, 0, fixture->one->maker->lines->len);

  g_assert_cmpint (counter_push_refused (fixture->one, entries, KAUNTA_WIRE_ERROR_BAD_ENTRY), ==,
                   fixture->one->maker->seq);
  assert_holds (fixture, 0);
}

static void
assert_bad_bill (Fixture *fixture)
{
  g_autofree char *bill = counter_raise_bill (fixture->one, 30000);

  assert_bad_entry (fixture);
}

static void
test_wrong_prev (Fixture *fixture, gconstpointer unused)
{
  fixture->one->maker->prev[0] ^= 1;
  assert_bad_bill (fixture);
}

static void
test_wrong_turnover (Fixture *fixture, gconstpointer unused)
{
  fixture->one->maker->turnover = 1;
  assert_bad_bill (fixture);
}

static void
test_wrong_epoch (Fixture *fixture, gconstpointer unused)
{
  fixture->one->maker->epoch = 2;
  assert_bad_bill (fixture);
}

static void
test_other_devices_number (Fixture *fixture, gconstpointer unused)
{
  journal_maker_add (fixture->one->maker, KAUNTA_FACT_PAYMENT_TAKEN,
                     "{\"receipt\":\"00422-000001\",\"bill\":\"004210000017\",\"tender\":\"cash\",\"amount\":1,"
                     "\"status\":\"confirmed\",\"tendered\":1,\"change\":0}");
  assert_bad_entry (fixture);
}

static void
test_number_twice (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *bill = counter_raise_bill (fixture->one, 30000);
  g_autofree char *again = NULL;

  fixture->one->bills = 0;
  again = counter_raise_bill (fixture->one, 30000);
  g_assert_cmpstr (bill, ==, again);
  assert_bad_entry (fixture);
}

static void
test_reversal_of_nothing (Fixture *fixture, gconstpointer unused)
{
  counter_reverse (fixture->one, "00421-000009", 100);
  assert_bad_entry (fixture);
}

static void
test_without_approver (Fixture *fixture, gconstpointer unused)
{
  journal_maker_add (fixture->one->maker, KAUNTA_FACT_BILL_CANCELLED, "{\"bill\":\"004210000017\",\"reason\":\"x\"}");
  assert_bad_entry (fixture);
}

/* Four eyes: an approver alone is two of them. */
static void
test_without_clerk (Fixture *fixture, gconstpointer unused)
{
  fixture->one->maker->clerk = NULL;
  counter_cancel (fixture->one, "004210000017");
  assert_bad_entry (fixture);
}

static void
test_other_device (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (Counter) other = counter_new (fixture->portal, 2);
  g_autoptr (GPtrArray) entries = counter_get_entries (other, 0, 2);

  counter_push_refused (fixture->one, entries, KAUNTA_WIRE_ERROR_BAD_ENTRY);
  assert_holds (fixture, 0);
}

/* Enrolled again while the tail of the older epoch still waits: it is taken, and after it nothing older is. */
static void
test_next_epoch (Fixture *fixture, gconstpointer unused)
{
  Counter *counter = fixture->one;
  g_autofree char *bill = counter_raise_bill (counter, 30000);
  g_autofree char *code = test_portal_create_code (fixture->portal, "00421");
  g_auto (KauntaEnrolAnswer) answer = { 0 };
  g_autofree char *data = NULL;
  guint8 seed[32] = { 9 };
  g_autoptr (GPtrArray) entries = counter_get_entries (counter, 0, 3);

  kaunta_key_unref (counter->maker->key);
  counter->maker->key = kaunta_key_new_from_seed (seed);
  test_portal_enrol (counter->storage, code, kaunta_key_get_public (counter->maker->key), &answer);
  counter_push_refused (counter, entries, KAUNTA_WIRE_ERROR_FENCED);

  counter->device.epoch = 2;
  counter->maker->epoch = 2;
  counter->maker->clerk = NULL;
  counter->maker->till = NULL;
  data = g_strdup_printf ("{\"key\":\"%s\",\"office\":\"047-WESTLANDS\",\"portal_key\":\"%s\"}",
                          kaunta_key_get_public (counter->maker->key), answer.portal_key);
  journal_maker_add (counter->maker, KAUNTA_FACT_DEVICE_ENROLLED, data);
  counter_push_quietly (counter);
  assert_holds (fixture, 4);
  g_assert_cmpint (test_portal_verify (fixture->portal, "00421"), ==, 4);
}

static void
test_restart (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *bill = counter_raise_bill (fixture->one, 30000);
  g_autofree char *receipt = counter_take (fixture->one, bill, 30000);
  g_auto (KauntaPortalDevice) device = { 0 };

  counter_push_quietly (fixture->one);
  test_portal_stop (fixture->portal);
  test_portal_start (fixture->portal);
  counter_reconnect (fixture->one, fixture->portal);
  g_assert_true (kaunta_portal_storage_find_device (fixture->one->storage, fixture->one->token, &device, NULL));
  g_assert_true (has_bill (fixture, bill));
  fixture->one->pushed = 0;
  counter_push_quietly (fixture->one);
  g_assert_cmpint (test_portal_verify (fixture->portal, "00421"), ==, 4);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) \
  g_test_add ("/entries/" name, Fixture, NULL, fixture_set_up_counter, function, fixture_tear_down)
  ADD ("are-acknowledged-with-the-portals-signature", test_acknowledgement);
  ADD ("same-batch-twice-changes-nothing", test_same_batch_twice);
  ADD ("overlapping-batch-adds-what-is-new", test_overlapping_batch);
  ADD ("gap-says-what-it-expects", test_gap);
  ADD ("gap-within-a-batch-keeps-nothing-of-it", test_gap_within);
  ADD ("fork-keeps-both-and-freezes-the-device", test_fork);
  ADD ("fork-without-signature-freezes-nobody", test_unsigned_fork);
  ADD ("bad-signature-keeps-nothing-of-its-batch", test_bad_signature);
  ADD ("refuses-a-wrong-predecessor", test_wrong_prev);
  ADD ("refuses-a-wrong-turnover", test_wrong_turnover);
  ADD ("refuses-an-epoch-never-given", test_wrong_epoch);
  ADD ("refuses-another-devices-number", test_other_devices_number);
  ADD ("refuses-a-number-given-twice", test_number_twice);
  ADD ("refuses-a-reversal-of-nothing", test_reversal_of_nothing);
  ADD ("refuses-a-cancellation-without-approver", test_without_approver);
  ADD ("refuses-a-cancellation-without-clerk", test_without_clerk);
  ADD ("refuses-another-devices-entries", test_other_device);
  ADD ("takes-an-older-epochs-tail-before-the-new-epoch", test_next_epoch);
  ADD ("restart-keeps-everything", test_restart);

  return g_test_run ();
}
