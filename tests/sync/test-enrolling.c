/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "client.h"
#include "counter.h"
#include "enrolling.h"
#include "http.h"
#include "middle.h"
#include "test-portal.h"
#include "waiting.h"

#define STRANGERS_KEY "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
#define STRANGERS_CA "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"

/* A machine that is to become a counter, the portal itself, and a line with somebody in its middle. */
typedef struct
{
  Counter *counter;
  TestPortal *portal;
  Middle middle;
} Fixture;

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
  g_free (fixture->middle.seen);
}

static GError *
enrol_at (Fixture *fixture, const char *url, const char *code)
{
  g_autoptr (GAsyncResult) result = NULL;
  GError *error = NULL;

  kaunta_enrol_async (fixture->counter->store, url, code, "Counter 1", middle_make, &fixture->middle, KAUNTA_CLOCK (fixture->counter->clock),
                      NULL, test_keep_result_cb, &result);
  test_wait_for_result (&result);
  kaunta_enrol_finish (fixture->counter->store, result, &error);
  return error;
}

/* (transfer full): NULL when it is a counter now */
static GError *
enrol (Fixture *fixture, const char *code)
{
  return enrol_at (fixture, test_portal_get_url (fixture->portal), code);
}

static void
enrol_well (Fixture *fixture, const char *code)
{
  g_autoptr (GError) error = enrol (fixture, code);

  g_assert_no_error (error);
}

static gboolean
has_file (Fixture *fixture, const char *name)
{
  g_autofree char *path = g_build_filename (fixture->counter->profile, name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static gpointer
read_enrolment (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  return kaunta_ledger_get_enrolment (ledger, data, error) ? data : NULL;
}

static void
assert_not_enrolled (Fixture *fixture)
{
  g_auto (KauntaEnrolment) enrolment = { 0 };
  g_autoptr (GError) none = NULL;

  kaunta_store_run (fixture->counter->store, read_enrolment, &enrolment, &none);
  g_assert_error (none, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_NOT_ENROLLED);
  g_assert_false (has_file (fixture, "device.key"));
}

static void
assert_enrolled (Fixture *fixture, const char *device)
{
  g_auto (KauntaEnrolment) enrolment = { 0 };
  g_autoptr (GError) error = NULL;

  kaunta_store_run (fixture->counter->store, read_enrolment, &enrolment, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (enrolment.device, ==, device);
  g_assert_true (has_file (fixture, "device.key"));
  g_assert_false (has_file (fixture, "device.key.new"));
  counter_start_enrolled (fixture->counter);
  kaunta_link_unref (counter_wait (fixture->counter, KAUNTA_LINK_ONLINE));
}

static void
a_refused_code_leaves_the_profile_as_it_was (Fixture *fixture, gconstpointer data)
{
  g_autofree char *code = test_portal_create_code (fixture->portal, NULL);
  g_autoptr (GError) wrong = enrol (fixture, "0000-0000-0000-0000");
  g_autoptr (GError) empty = enrol (fixture, " - ");
  g_autoptr (GError) elsewhere = enrol_at (fixture, "http://portal.example", "0000-0000-0000-0000");

  g_assert_error (wrong, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_CODE_REFUSED);
  g_assert_nonnull (strstr (wrong->message, "15 minutes"));
  g_assert_error (empty, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_CODE_REFUSED);
  g_assert_error (elsewhere, KAUNTA_SYNC_ERROR, KAUNTA_SYNC_ERROR_ADDRESS);
  assert_not_enrolled (fixture);
  g_assert_false (has_file (fixture, "device.key.new"));
  enrol_well (fixture, code);
}

static void
takes_a_code_as_people_type_it (Fixture *fixture, gconstpointer data)
{
  g_autofree char *code = test_portal_create_code (fixture->portal, NULL);
  g_autofree char *lower = g_ascii_strdown (code, -1);
  g_autofree char *typed = g_strdup_printf (" %.4s-%.4s %s ", lower, lower + 4, lower + 8);

  enrol_well (fixture, typed);
}

/* The portal made a counter of it, and the line was cut before that was heard. */
static void
a_lost_answer_is_given_again (Fixture *fixture, gconstpointer data)
{
  g_autofree char *code = test_portal_create_code (fixture->portal, NULL);
  g_autoptr (GError) cut = NULL;
  g_autoptr (GPtrArray) devices = NULL;

  fixture->middle.lose = TRUE;
  cut = enrol (fixture, code);
  g_assert_error (cut, KAUNTA_SYNC_ERROR, KAUNTA_SYNC_ERROR_UNREACHABLE);
  assert_not_enrolled (fixture);
  g_assert_true (has_file (fixture, "device.key.new"));

  fixture->middle.lose = FALSE;
  enrol_well (fixture, code);
  assert_enrolled (fixture, "00421");
  devices = kaunta_portal_storage_list_devices (test_portal_get_storage (fixture->portal), NULL);
  g_assert_cmpuint (devices->len, ==, 1);
}

/* The same, and the code is too old by now: the new one makes a new counter, the number that nobody uses is lost. */
static void
a_lost_answer_is_healed_by_a_new_code (Fixture *fixture, gconstpointer data)
{
  g_autofree char *code = test_portal_create_code (fixture->portal, NULL);
  g_autofree char *next = NULL;
  g_autoptr (GError) cut = NULL;
  g_autoptr (GError) late = NULL;

  fixture->middle.lose = TRUE;
  cut = enrol (fixture, code);
  fixture->middle.lose = FALSE;
  test_manual_clock_advance (fixture->counter->clock, 15 * 60 * 1000);
  late = enrol (fixture, code);
  g_assert_error (late, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_CODE_REFUSED);
  next = test_portal_create_code (fixture->portal, NULL);
  enrol_well (fixture, next);
  assert_enrolled (fixture, "00422");
}

static void
swap_key (JsonObject *body)
{
  json_object_set_string_member (body, "key", STRANGERS_KEY);
}

static void
swap_portal_key (JsonObject *body)
{
  json_object_set_string_member (body, "portal_key", STRANGERS_KEY);
}

static void
plant_authority (JsonObject *body)
{
  json_object_set_string_member (body, "ca", STRANGERS_CA);
}

static void
swap_token (JsonObject *body)
{
  json_object_set_string_member (body, "token", STRANGERS_KEY);
}

static void
a_swapped_key_is_found (Fixture *fixture, gconstpointer data)
{
  g_autofree char *code = test_portal_create_code (fixture->portal, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) devices = NULL;

  fixture->middle.request = swap_key;
  error = enrol (fixture, code);
  g_assert_error (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_CODE_REFUSED);
  assert_not_enrolled (fixture);
  devices = kaunta_portal_storage_list_devices (test_portal_get_storage (fixture->portal), NULL);
  g_assert_cmpuint (devices->len, ==, 0);
}

static void
an_altered_answer_is_found (Fixture *fixture, gconstpointer data)
{
  void (*const alterations[]) (JsonObject *) = { swap_portal_key, plant_authority, swap_token };
  g_autofree char *code = test_portal_create_code (fixture->portal, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (alterations); i++)
    {
      g_autoptr (GError) error = NULL;

      fixture->middle.answer = alterations[i];
      error = enrol (fixture, code);
      g_assert_error (error, KAUNTA_SYNC_ERROR, KAUNTA_SYNC_ERROR_INSECURE);
      assert_not_enrolled (fixture);
    }
  /* Alone with the portal again, the same code goes on where it was. */
  fixture->middle.answer = NULL;
  enrol_well (fixture, code);
  assert_enrolled (fixture, "00421");
}

static void
neither_code_nor_token_can_be_read_on_the_line (Fixture *fixture, gconstpointer data)
{
  g_autofree char *code = test_portal_create_code (fixture->portal, NULL);
  g_auto (KauntaEnrolment) enrolment = { 0 };
  g_autoptr (GError) error = NULL;

  enrol_well (fixture, code);
  kaunta_store_run (fixture->counter->store, read_enrolment, &enrolment, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (strlen (enrolment.token), ==, 43);
  g_assert_null (strstr (fixture->middle.seen, enrolment.token));
  g_assert_null (strstr (fixture->middle.seen, code + 4));
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

  add ("/enrolling/a-refused-code-leaves-the-profile-as-it-was", a_refused_code_leaves_the_profile_as_it_was);
  add ("/enrolling/takes-a-code-as-people-type-it", takes_a_code_as_people_type_it);
  add ("/enrolling/a-lost-answer-is-given-again", a_lost_answer_is_given_again);
  add ("/enrolling/a-lost-answer-is-healed-by-a-new-code", a_lost_answer_is_healed_by_a_new_code);
  add ("/enrolling/a-swapped-key-is-found", a_swapped_key_is_found);
  add ("/enrolling/an-altered-answer-is-found", an_altered_answer_is_found);
  add ("/enrolling/neither-code-nor-token-can-be-read-on-the-line", neither_code_nor_token_can_be_read_on_the_line);

  return g_test_run ();
}
