/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "client.h"
#include "counter.h"
#include "enrolling.h"
#include "http.h"
#include "number.h"
#include "test-portal.h"
#include "waiting.h"

/* Counters against the portal itself. */
typedef struct
{
  Counter *counter;
  TestPortal *portal;
} Fixture;

static GError *
enrol (Counter *counter, const char *url, const char *code)
{
  g_autoptr (GAsyncResult) result = NULL;
  GError *error = NULL;

  kaunta_enrol_async (counter->store, url, code, "Counter 1", kaunta_http_make, NULL, KAUNTA_CLOCK (counter->clock), NULL, test_keep_result_cb, &result);
  test_wait_for_result (&result);
  kaunta_enrol_finish (counter->store, result, &error);
  return error;
}

static void
enrol_at (Counter *counter, TestPortal *portal)
{
  g_autofree char *code = test_portal_create_code (portal, NULL);
  g_autoptr (GError) error = enrol (counter, test_portal_get_url (portal), code);

  g_assert_no_error (error);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->counter = counter_new ();
  fixture->portal = test_portal_new (KAUNTA_CLOCK (fixture->counter->clock));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->counter, counter_free);
  g_clear_pointer (&fixture->portal, test_portal_free);
}

static void
wait_filled (Counter *counter)
{
  while (counter->register_told == 0)
    g_main_context_iteration (NULL, TRUE);
  kaunta_link_unref (counter_wait (counter, KAUNTA_LINK_ONLINE));
  counter_settle (counter);
}

static gpointer
read_enrolment (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  kaunta_ledger_get_enrolment (ledger, data, error);
  return NULL;
}

static gpointer
count_staff (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  *(gint64 *) data = kaunta_ledger_count_staff (ledger, error);
  return NULL;
}

static char *
get_device (Counter *counter)
{
  g_auto (KauntaEnrolment) enrolment = { 0 };
  g_autoptr (GError) error = NULL;

  kaunta_store_run (counter->store, read_enrolment, &enrolment, &error);
  g_assert_no_error (error);
  return g_steal_pointer (&enrolment.device);
}

static void
check_agreement (Fixture *fixture, Counter *counter)
{
  g_autofree char *device = get_device (counter);
  g_autoptr (GPtrArray) entries = test_portal_read_entries (fixture->portal, device);
  const KauntaEntry *newest = NULL;
  g_autofree char *head = NULL;
  KauntaTail tail = { 0 };

  counter_get_tail (counter, &tail);
  g_assert_cmpint (entries->len, ==, tail.seq);
  newest = g_ptr_array_index (entries, entries->len - 1);
  head = kaunta_hash_to_hex (newest->hash);
  g_assert_cmpstr (head, ==, tail.head);
  g_assert_cmpint (tail.acknowledged, ==, tail.seq);
}

static void
enrols_and_fetches_all_it_needs (Fixture *fixture, gconstpointer data)
{
  Counter *counter = fixture->counter;
  g_autofree char *key_file = g_build_filename (counter->profile, "device.key", NULL);
  g_autofree char *snapshot = g_build_filename (counter->profile, "register.snapshot", NULL);
  g_autoptr (GError) error = NULL;
  gint64 staff = 0;

  enrol_at (counter, fixture->portal);
  g_assert_true (g_file_test (key_file, G_FILE_TEST_EXISTS));
  counter_start_enrolled (counter);
  wait_filled (counter);
  g_assert_cmpint (counter_count_payers (counter), ==, 30);
  kaunta_store_run (counter->store, count_staff, &staff, &error);
  g_assert_no_error (error);
  g_assert_cmpint (staff, ==, 3);
  g_assert_cmpuint (counter->told, >=, 1);
  g_assert_false (g_file_test (snapshot, G_FILE_TEST_EXISTS));
  check_agreement (fixture, counter);
}

static void
goes_on_after_an_outage (Fixture *fixture, gconstpointer data)
{
  Counter *counter = fixture->counter;
  g_autoptr (KauntaLink) offline = NULL;

  enrol_at (counter, fixture->portal);
  counter_start_enrolled (counter);
  wait_filled (counter);
  test_portal_stop (fixture->portal);
  counter_append (counter, 20);
  offline = counter_wait_resting (counter, KAUNTA_LINK_OFFLINE);
  counter_append (counter, 20);
  counter_sleep (counter);
  kaunta_link_unref (counter_wait_resting (counter, KAUNTA_LINK_OFFLINE));
  g_assert_cmpint (offline->waiting, ==, 20);

  test_portal_start (fixture->portal);
  counter_sleep (counter);
  kaunta_link_unref (counter_wait (counter, KAUNTA_LINK_ONLINE));
  check_agreement (fixture, counter);
}

static gpointer
raise_bill (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) entries = NULL;
  KauntaFact *facts[2] = { NULL, test_ledger_draft_bill ("20000001", "Akinyi Grace Otieno", 35000) };
  KauntaCount count = { 0 };
  const KauntaEntry *entry = NULL;
  char *number = NULL;

  facts[0] = kaunta_fact_new_till_opened (&count, 0);
  if (kaunta_ledger_append (ledger, "1007", NULL, facts, 2, &entries, error))
    {
      entry = g_ptr_array_index (entries, 1);
      number = g_strdup (json_object_get_string_member (entry->data, "bill"));
    }
  kaunta_fact_free (facts[0]);
  kaunta_fact_free (facts[1]);
  return number;
}

static gpointer
has_bill (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  g_autoptr (KauntaBill) bill = kaunta_ledger_get_bill (ledger, data, NULL);

  return GINT_TO_POINTER (bill != NULL);
}

static gpointer
read_heard_at (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  g_autofree char *cursor = kaunta_ledger_get_cursor (ledger, data, error);

  return NULL;
}

/* When the list of staff, the prices and the rules were last known to be true. */
static gint64
get_heard_at (Counter *counter)
{
  g_autoptr (GError) error = NULL;
  gint64 heard_at = 0;

  kaunta_store_run (counter->store, read_heard_at, &heard_at, &error);
  g_assert_no_error (error);
  return heard_at;
}

static KauntaBill *
fetch_bill (Counter *counter, const char *number, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kaunta_engine_fetch_bill_async (counter->engine, number, NULL, test_keep_result_cb, &result);
  test_wait_for_result (&result);
  return kaunta_engine_fetch_bill_finish (counter->engine, result, error);
}

static void
hears_of_a_bill_raised_elsewhere (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Counter) other = counter_new ();
  g_autofree char *number = NULL;
  g_autoptr (KauntaBill) bill = NULL;
  g_autoptr (GError) error = NULL;

  enrol_at (fixture->counter, fixture->portal);
  enrol_at (other, fixture->portal);
  counter_start_enrolled (fixture->counter);
  counter_start_enrolled (other);
  wait_filled (fixture->counter);
  wait_filled (other);
  number = kaunta_store_run (other->store, raise_bill, NULL, &error);
  g_assert_no_error (error);
  kaunta_link_unref (counter_wait (other, KAUNTA_LINK_SENDING));
  kaunta_link_unref (counter_wait (other, KAUNTA_LINK_ONLINE));
  g_assert_null (kaunta_store_run (fixture->counter->store, has_bill, number, NULL));

  bill = fetch_bill (fixture->counter, number, &error);
  g_assert_no_error (error);
  g_assert_cmpint (bill->total, ==, 35000);
  g_assert_cmpint (bill->known, ==, kaunta_clock_get_now (KAUNTA_CLOCK (fixture->counter->clock)));
  g_assert_nonnull (kaunta_store_run (fixture->counter->store, has_bill, number, NULL));
}

static void
a_looked_up_bill_makes_nothing_else_young (Fixture *fixture, gconstpointer data)
{
  TestManualClock *clock = fixture->counter->clock;
  g_autoptr (Counter) other = counter_new ();
  g_autofree char *number = NULL;
  g_autoptr (KauntaBill) bill = NULL;
  g_autoptr (GError) error = NULL;
  gint64 pulled_at = 0;

  enrol_at (fixture->counter, fixture->portal);
  enrol_at (other, fixture->portal);
  counter_start_enrolled (fixture->counter);
  counter_start_enrolled (other);
  wait_filled (fixture->counter);
  wait_filled (other);
  number = kaunta_store_run (other->store, raise_bill, NULL, &error);
  g_assert_no_error (error);
  kaunta_link_unref (counter_wait (other, KAUNTA_LINK_SENDING));
  kaunta_link_unref (counter_wait (other, KAUNTA_LINK_ONLINE));
  pulled_at = get_heard_at (fixture->counter);

  test_manual_clock_set_now (clock, kaunta_clock_get_now (KAUNTA_CLOCK (clock)) + 3600 * 1000);
  bill = fetch_bill (fixture->counter, number, &error);
  g_assert_no_error (error);
  g_assert_cmpint (get_heard_at (fixture->counter), ==, pulled_at);
}

/* That nothing changed is news as well: what is known here is of now. */
static void
silence_makes_what_is_known_young (Fixture *fixture, gconstpointer data)
{
  KauntaClock *clock = KAUNTA_CLOCK (fixture->counter->clock);

  enrol_at (fixture->counter, fixture->portal);
  counter_start_enrolled (fixture->counter);
  wait_filled (fixture->counter);
  for (int polls = 0; polls < 3; polls++)
    {
      counter_settle (fixture->counter);
      counter_sleep (fixture->counter);
      counter_settle (fixture->counter);
      g_assert_cmpint (get_heard_at (fixture->counter), ==, kaunta_clock_get_now (clock));
    }
}

static void
looks_up_at_the_portal (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) payers = NULL;
  g_autoptr (KauntaBill) bill = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) unknown = NULL;
  g_autofree char *number = NULL;
  const KauntaPayer *payer = NULL;

  enrol_at (fixture->counter, fixture->portal);
  counter_start_enrolled (fixture->counter);
  kaunta_engine_find_payers_async (fixture->counter->engine, "20000001", NULL, test_keep_result_cb, &result);
  test_wait_for_result (&result);
  payers = kaunta_engine_find_payers_finish (fixture->counter->engine, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (payers->len, >=, 1);
  payer = g_ptr_array_index (payers, 0);
  g_assert_cmpstr (payer->name, ==, "Akinyi Grace Otieno");
  g_assert_cmpint (payer->known, >, 0);

  number = kaunta_bill_number_format ("00999", 1, NULL);
  bill = fetch_bill (fixture->counter, number, &unknown);
  g_assert_null (bill);
  g_assert_error (unknown, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_NOT_FOUND);
}

static void
a_look_up_without_a_line_says_so (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KauntaBill) bill = NULL;
  g_autoptr (KauntaLink) link = NULL;
  g_autoptr (GError) error = NULL;

  enrol_at (fixture->counter, fixture->portal);
  counter_start_enrolled (fixture->counter);
  wait_filled (fixture->counter);
  test_portal_stop (fixture->portal);
  bill = fetch_bill (fixture->counter, "009990000017", &error);
  g_assert_error (error, KAUNTA_SYNC_ERROR, KAUNTA_SYNC_ERROR_UNREACHABLE);
  g_assert_nonnull (strstr (error->message, "try again"));
  link = counter_wait (fixture->counter, KAUNTA_LINK_OFFLINE);
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("/enrolling/fetches-all-it-needs", enrols_and_fetches_all_it_needs);
  add ("/engine/goes-on-after-an-outage", goes_on_after_an_outage);
  add ("/engine/hears-of-a-bill-raised-elsewhere", hears_of_a_bill_raised_elsewhere);
  add ("/engine/a-looked-up-bill-makes-nothing-else-young", a_looked_up_bill_makes_nothing_else_young);
  add ("/engine/silence-makes-what-is-known-young", silence_makes_what_is_known_young);
  add ("/engine/looks-up-at-the-portal", looks_up_at_the_portal);
  add ("/engine/a-look-up-without-a-line-says-so", a_look_up_without_a_line_says_so);

  return g_test_run ();
}
