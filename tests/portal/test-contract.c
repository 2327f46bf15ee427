/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <sqlite3.h>
#include <string.h>
#include "carry.h"
#include "carry-maker.h"
#include "contract.h"
#include "counter.h"
#include "manual-clock.h"
#include "number.h"
#include "push.h"
#include "schema.h"

#define NOW G_GINT64_CONSTANT (1795413600000)
#define JSON "application/json"
#define ENROL "POST /v1/enrol"
#define PUSH "POST /v1/devices/{device}/entries"
#define ENTRIES "GET /v1/devices/{device}/entries"
#define CHANGES "GET /v1/changes"
#define SNAPSHOT "GET /v1/register/snapshot"
#define PAYERS "GET /v1/payers"
#define BILL "GET /v1/bills/{bill}"
#define HEALTH "GET /v1/health"
#define CARRY "POST /v1/carry"

typedef struct
{
  TestManualClock *clock;
  TestPortal *portal;
  Contract *contract;
  Counter *one;
  Counter *two;
  const char *url;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  fixture->clock = test_manual_clock_new (NOW);
  fixture->portal = test_portal_new (KAUNTA_CLOCK (fixture->clock));
  fixture->contract = contract_load (CONTRACT);
  fixture->one = counter_new (fixture->portal, 1);
  fixture->two = counter_new (fixture->portal, 2);
  fixture->url = test_portal_get_url (fixture->portal);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  counter_free (fixture->one);
  counter_free (fixture->two);
  contract_free (fixture->contract);
  test_portal_free (fixture->portal);
  g_object_unref (fixture->clock);
}

static void
expect (Fixture *fixture, const char *operation, HttpReply *reply, guint status)
{
  g_autoptr (HttpReply) owned = reply;

  g_assert_cmpuint (owned->status, ==, status);
  contract_check_reply (fixture->contract, operation, owned);
}

/* A call by counter one, and what it must be answered. */
static void
get (Fixture *fixture, const char *operation, const char *path, guint status)
{
  expect (fixture, operation, http_send (fixture->url, "GET", path, fixture->one->token, NULL, NULL, NULL), status);
}

static void
post (Fixture *fixture, const char *operation, const char *path, const char *text, guint status)
{
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));

  expect (fixture, operation, http_send (fixture->url, "POST", path, fixture->one->token, JSON, body, NULL), status);
}

static void
post_enrolment (Fixture *fixture, Counter *counter, const char *code, guint status)
{
  g_auto (KauntaEnrolRequest) request = { 0 };
  KauntaEnrolKey code_key = { 0 };
  g_autoptr (GBytes) body = NULL;

  test_portal_make_request (code, kaunta_key_get_public (counter->maker->key), &request, &code_key);
  body = kaunta_enrol_request_encode (&request);
  contract_check_request (fixture->contract, ENROL, body);
  expect (fixture, ENROL, http_send (fixture->url, "POST", "/v1/enrol", NULL, JSON, body, NULL), status);
}

static void
push (Fixture *fixture, Counter *counter, const char *token, GPtrArray *entries, guint status)
{
  g_autoptr (GBytes) body = kaunta_push_encode (entries);
  g_autofree char *path = g_strdup_printf ("/v1/devices/%s/entries", counter->device.device);

  contract_check_request (fixture->contract, PUSH, body);
  expect (fixture, PUSH, http_send (fixture->url, "POST", path, token, JSON, body, NULL), status);
}

static void
play_enrolments (Fixture *fixture)
{
  g_autofree char *code = test_portal_create_code (fixture->portal, NULL);
  g_autofree char *large = g_strnfill (20000, ' ');
  g_autoptr (GBytes) text = g_bytes_new_static ("x", 1);

  post_enrolment (fixture, fixture->one, code, 200);
  post_enrolment (fixture, fixture->two, code, 403);
  post (fixture, ENROL, "/v1/enrol", "{}", 400);
  post (fixture, ENROL, "/v1/enrol", large, 413);
  expect (fixture, ENROL, http_send (fixture->url, "POST", "/v1/enrol", NULL, "text/plain", text, NULL), 415);
}

/* A day in which the two counters take money for one bill, each other's branch, and each refusal. */
static void
play_pushes (Fixture *fixture)
{
  g_autofree char *bill = counter_raise_bill (fixture->one, 30000);
  g_autofree char *first = counter_take (fixture->one, bill, 30000);
  g_autofree char *second = counter_take (fixture->two, bill, 30000);
  g_autoptr (GPtrArray) ones = counter_get_entries (fixture->one, 0, 4);
  g_autoptr (GPtrArray) twos = counter_get_entries (fixture->two, 0, 3);
  g_autoptr (GPtrArray) late = counter_get_entries (fixture->one, 2, 1);
  g_autofree char *path = g_strdup_printf ("/v1/bills/%s", bill);

  push (fixture, fixture->one, fixture->one->token, late, 409);
  push (fixture, fixture->one, fixture->one->token, ones, 200);
  push (fixture, fixture->two, fixture->two->token, twos, 200);
  push (fixture, fixture->two, fixture->one->token, twos, 403);
  push (fixture, fixture->one, "nobody", ones, 401);
  get (fixture, BILL, path, 200);
}

static void
play_refused_pushes (Fixture *fixture)
{
  g_autofree char *large = g_strnfill (KAUNTA_WIRE_MAX_PUSH_BYTES + 1, ' ');
  g_autoptr (GBytes) text = g_bytes_new_static ("x", 1);
  g_autoptr (GPtrArray) unsigned_entry = NULL;
  g_autofree char *bill = counter_raise_bill (fixture->one, 100);
  JournalLine *line = g_ptr_array_index (fixture->one->maker->lines, 4);

  line->sig[0] ^= 1;
  unsigned_entry = counter_get_entries (fixture->one, 4, 1);
  push (fixture, fixture->one, fixture->one->token, unsigned_entry, 422);
  post (fixture, PUSH, "/v1/devices/00421/entries", "{\"entries\":[]}", 400);
  post (fixture, PUSH, "/v1/devices/00421/entries", large, 413);
  expect (fixture, PUSH,
          http_send (fixture->url, "POST", "/v1/devices/00421/entries", fixture->one->token, "text/plain", text, NULL), 415);
  expect (fixture, PUSH,
          http_send (fixture->url, "POST", "/v1/devices/00421/entries", fixture->one->token, JSON, text, "Content-Encoding", "br",
                     NULL),
          415);
}

static void
carry (Fixture *fixture, const char *type, GBytes *file, guint status)
{
  expect (fixture, CARRY, http_send (fixture->url, "POST", "/v1/carry", NULL, type, file, NULL), status);
}

/* Delivered, delivered again, with a gap, as one more changed, as a stranger, and as no file at all. */
static void
play_carries (Fixture *fixture)
{
  g_autofree char *bill = counter_raise_bill (fixture->two, 200);
  g_autofree char *nothing = counter_raise_bill (fixture->two, 300);
  g_autofree char *large = g_strnfill (KAUNTA_WIRE_MAX_CARRY_BYTES + 1, ' ');
  g_autoptr (GBytes) whole = counter_make_carry (fixture->two, 0, "", fixture->url);
  g_autoptr (GBytes) gap = counter_make_carry (fixture->two, 4, "3", fixture->url);
  g_autofree char *changed = g_strndup (g_bytes_get_data (whole, NULL), g_bytes_get_size (whole));
  g_autoptr (GBytes) flipped = NULL;
  g_autoptr (GBytes) cut = g_bytes_new_from_bytes (whole, 0, g_bytes_get_size (whole) - 1);
  g_autoptr (GBytes) too_large = g_bytes_new (large, strlen (large));

  strstr (changed, "\"made_at\":\"2026")[14] = '3';
  flipped = g_bytes_new (changed, strlen (changed));
  contract_check_request (fixture->contract, CARRY, whole);
  carry (fixture, KAUNTA_CARRY_TYPE, gap, 200);
  carry (fixture, KAUNTA_CARRY_TYPE, whole, 200);
  carry (fixture, KAUNTA_CARRY_TYPE, whole, 200);
  carry (fixture, KAUNTA_CARRY_TYPE, flipped, 422);
  carry (fixture, KAUNTA_CARRY_TYPE, cut, 400);
  carry (fixture, KAUNTA_CARRY_TYPE, too_large, 413);
  carry (fixture, JSON, whole, 415);
}

/* The key is another counter's. */
static void
play_strange_carry (Fixture *fixture)
{
  g_autoptr (GBytes) strange = NULL;

  g_strlcpy (fixture->one->device.device, "00422", sizeof fixture->one->device.device);
  strange = counter_make_carry (fixture->one, 0, "", fixture->url);
  g_strlcpy (fixture->one->device.device, "00421", sizeof fixture->one->device.device);
  carry (fixture, KAUNTA_CARRY_TYPE, strange, 404);
}

static void
play_fork (Fixture *fixture)
{
  g_autoptr (Counter) clone = counter_clone (fixture->two);
  g_autofree char *bill = counter_raise_bill (fixture->two, 100);
  g_autofree char *other = counter_raise_bill (clone, 200);
  guint newest = fixture->two->maker->lines->len - 1;
  g_autoptr (GPtrArray) entries = counter_get_entries (fixture->two, newest, 1);
  g_autoptr (GPtrArray) branch = counter_get_entries (clone, newest, 1);

  push (fixture, fixture->two, fixture->two->token, entries, 200);
  push (fixture, clone, clone->token, branch, 409);
  push (fixture, fixture->two, fixture->two->token, entries, 409);
}

static void
put_payer (Fixture *fixture)
{
  g_autoptr (KauntaPayer) payer =
    kaunta_payer_new (KAUNTA_PAYER_FOREIGNER, "700001", "Ann Other", "254712000009", NULL, "Lang'ata", NOW, 0);

  g_assert_true (kaunta_portal_storage_put (test_portal_get_storage (fixture->portal), NULL, KAUNTA_CHANGE_PAYER,
                                            "foreigner/700001", payer, NULL));
}

static void
poll_again (Fixture *fixture)
{
  g_auto (KauntaChangesPage) page = { 0 };
  g_autofree char *path = NULL;

  g_assert_true (kaunta_portal_storage_read_changes (fixture->one->storage, &fixture->one->device, NULL, KAUNTA_PORTAL_MAX_CHANGES,
                                                     &page, NULL));
  path = g_strconcat ("/v1/changes?cursor=", page.cursor, NULL);
  get (fixture, CHANGES, path, 204);
}

static void
play_lookups (Fixture *fixture)
{
  g_autofree char *bill = kaunta_bill_number_format ("00499", 1, NULL);
  g_autofree char *path = g_strdup_printf ("/v1/bills/%s", bill);
  g_autofree char *long_query = g_strnfill (201, 'x');
  g_autofree char *query = g_strconcat ("/v1/payers?q=", long_query, NULL);

  put_payer (fixture);
  get (fixture, ENTRIES, "/v1/devices/00421/entries?after=1&limit=2", 200);
  get (fixture, ENTRIES, "/v1/devices/00421/entries?after=-1", 400);
  get (fixture, CHANGES, "/v1/changes", 200);
  get (fixture, CHANGES, "/v1/changes?cursor=3&limit=2", 200);
  poll_again (fixture);
  get (fixture, CHANGES, "/v1/changes?cursor=x", 400);
  get (fixture, CHANGES, "/v1/changes?limit=501", 400);
  get (fixture, PAYERS, "/v1/payers?q=grace%20akin", 200);
  get (fixture, PAYERS, "/v1/payers", 400);
  get (fixture, PAYERS, query, 400);
  get (fixture, BILL, path, 404);
  get (fixture, BILL, "/v1/bills/1", 400);
  get (fixture, HEALTH, "/v1/health", 200);
}

static void
ask_snapshot (Fixture *fixture, const char *name, const char *value, guint status)
{
  expect (fixture, SNAPSHOT,
          http_send (fixture->url, "GET", "/v1/register/snapshot", fixture->one->token, NULL, NULL, name, value, NULL), status);
}

static void
play_snapshot (Fixture *fixture)
{
  g_autoptr (HttpReply) whole =
    http_send (fixture->url, "GET", "/v1/register/snapshot", fixture->one->token, NULL, NULL, NULL);
  const char *tag = soup_message_headers_get_one (whole->headers, "ETag");

  get (fixture, SNAPSHOT, "/v1/register/snapshot", 200);
  ask_snapshot (fixture, "Range", "bytes=10-", 206);
  ask_snapshot (fixture, "Range", "bytes=100000000-", 416);
  ask_snapshot (fixture, "If-None-Match", tag, 304);
  ask_snapshot (fixture, "If-Match", "\"0\"", 412);
}

/* What every call with a token answers to who has none, or the older epoch's, or sends a body with a GET. */
static void
play_strangers (Fixture *fixture)
{
  static const struct
  {
    const char *operation;
    const char *path;
  } CALLS[] = {
    { ENTRIES, "/v1/devices/00422/entries" },
    { CHANGES, "/v1/changes" },
    { SNAPSHOT, "/v1/register/snapshot" },
    { PAYERS, "/v1/payers?q=x" },
    { BILL, "/v1/bills/004210000017" },
  };
  g_autoptr (GBytes) body = g_bytes_new_static ("{}", 2);

  for (gsize i = 0; i < G_N_ELEMENTS (CALLS); i++)
    {
      const char *path = CALLS[i].path;

      expect (fixture, CALLS[i].operation, http_send (fixture->url, "GET", path, NULL, NULL, NULL, NULL), 401);
      expect (fixture, CALLS[i].operation, http_send (fixture->url, "GET", path, "nobody", NULL, NULL, NULL), 401);
      expect (fixture, CALLS[i].operation, http_send (fixture->url, "GET", path, fixture->two->token, NULL, NULL, NULL), 403);
      expect (fixture, CALLS[i].operation, http_send (fixture->url, "GET", path, NULL, JSON, body, NULL), 413);
    }
  expect (fixture, HEALTH, http_send (fixture->url, "GET", "/v1/health", NULL, JSON, body, NULL), 413);
}

static void
enrol_two_again (Fixture *fixture)
{
  g_autofree char *code = test_portal_create_code (fixture->portal, fixture->two->device.device);

  post_enrolment (fixture, fixture->two, code, 200);
}

/* Takes the tables away under the running portal. */
static void
break_storage (Fixture *fixture)
{
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (test_portal_get_path (fixture->portal), &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db,
                                 "ALTER TABLE portal RENAME TO a; ALTER TABLE device_epochs RENAME TO b; "
                                 "ALTER TABLE enrolment_codes RENAME TO c",
                                 NULL, NULL, NULL),
                   ==, SQLITE_OK);
  sqlite3_close (db);
}

static void
play_broken_storage (Fixture *fixture)
{
  g_autoptr (GPtrArray) entries = counter_get_entries (fixture->one, 0, 1);
  g_autoptr (GBytes) file = counter_make_carry (fixture->one, 4, "", fixture->url);

  break_storage (fixture);
  post_enrolment (fixture, fixture->one, "0123456789ABCDEF", 500);
  push (fixture, fixture->one, fixture->one->token, entries, 500);
  carry (fixture, KAUNTA_CARRY_TYPE, file, 500);
  get (fixture, ENTRIES, "/v1/devices/00421/entries", 500);
  get (fixture, CHANGES, "/v1/changes", 500);
  get (fixture, SNAPSHOT, "/v1/register/snapshot", 500);
  get (fixture, PAYERS, "/v1/payers?q=x", 500);
  get (fixture, BILL, "/v1/bills/004210000017", 500);
  get (fixture, HEALTH, "/v1/health", 200);
}

static void
test_every_answer (Fixture *fixture, gconstpointer unused)
{
  play_enrolments (fixture);
  play_pushes (fixture);
  play_refused_pushes (fixture);
  play_carries (fixture);
  play_strange_carry (fixture);
  play_fork (fixture);
  play_lookups (fixture);
  play_snapshot (fixture);
  enrol_two_again (fixture);
  play_strangers (fixture);
  play_broken_storage (fixture);
  contract_check_all_seen (fixture->contract);
}

static void
assert_fault (const char *schema_text, const char *value_text, gboolean faulty)
{
  g_autoptr (JsonNode) schema = json_from_string (schema_text, NULL);
  g_autoptr (JsonNode) value = json_from_string (value_text, NULL);
  JsonObject *root = json_node_get_object (schema);
  g_autofree char *fault = schema_fault (root, root, value);

  g_test_message ("%s: %s: %s", schema_text, value_text, fault != NULL ? fault : "good");
  g_assert_true ((fault != NULL) == faulty);
}

/* A test that can't fail proves nothing: each word of the schemas, kept and broken. */
static void
test_schema_words (void)
{
  static const struct
  {
    const char *schema;
    const char *good;
    const char *bad;
  } CASES[] = {
    { "{\"type\":\"integer\"}", "1", "\"1\"" },
    { "{\"type\":\"boolean\"}", "true", "0" },
    { "{\"type\":\"null\"}", "null", "0" },
    { "{\"type\":\"array\",\"items\":{\"type\":\"string\"}}", "[\"a\"]", "[\"a\",1]" },
    { "{\"type\":\"array\",\"minItems\":1}", "[1]", "[]" },
    { "{\"type\":\"array\",\"maxItems\":1}", "[1]", "[1,2]" },
    { "{\"type\":\"string\",\"pattern\":\"^a$\"}", "\"a\"", "\"ab\"" },
    { "{\"type\":\"string\",\"minLength\":1}", "\"a\"", "\"\"" },
    { "{\"type\":\"string\",\"maxLength\":1}", "\"a\"", "\"ab\"" },
    { "{\"type\":\"integer\",\"minimum\":1}", "1", "0" },
    { "{\"type\":\"integer\",\"maximum\":1}", "1", "2" },
    { "{\"enum\":[\"a\",\"b\"]}", "\"b\"", "\"c\"" },
    { "{\"const\":\"a\"}", "\"a\"", "\"b\"" },
    { "{\"type\":\"object\",\"required\":[\"a\"]}", "{\"a\":1}", "{\"b\":1}" },
    { "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}}}", "{\"a\":\"x\"}", "{\"a\":1}" },
    { "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}},\"additionalProperties\":false}", "{\"a\":\"x\"}",
      "{\"a\":\"x\",\"b\":1}" },
    { "{\"oneOf\":[{\"const\":\"a\"},{\"const\":\"b\"}]}", "\"b\"", "\"c\"" },
    { "{\"type\":\"array\",\"items\":{\"$ref\":\"#/description\"},\"description\":{\"type\":\"integer\"}}", "[1]", "[\"x\"]" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (CASES); i++)
    {
      assert_fault (CASES[i].schema, CASES[i].good, FALSE);
      assert_fault (CASES[i].schema, CASES[i].bad, TRUE);
    }
  assert_fault ("{\"format\":\"date\"}", "\"x\"", TRUE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/contract/each-word-of-a-schema-can-be-broken", test_schema_words);
  g_test_add ("/contract/every-answer-is-documented-and-every-document-answered", Fixture, NULL, set_up, test_every_answer,
              tear_down);

  return g_test_run ();
}
