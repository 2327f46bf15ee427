/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>
#include "call.h"
#include "fixture.h"
#include "http.h"
#include "coding.h"
#include "packing.h"
#include "push.h"

#define JSON "application/json"
#define ENTRIES "/v1/devices/00421/entries"
#define SNAPSHOT "/v1/register/snapshot"

static void
assert_problem (HttpReply *reply, guint status, KauntaWireError code)
{
  g_autoptr (HttpReply) owned = reply;
  g_auto (KauntaProblem) problem = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (owned->status, ==, status);
  kaunta_problem_decode (owned->body, status, &problem, &error);
  g_assert_no_error (error);
  g_assert_cmpint (problem.code, ==, code);
}

static void
assert_alive (Fixture *fixture)
{
  g_autoptr (HttpReply) reply = http_send (fixture->url, "GET", "/v1/health", NULL, NULL, NULL, NULL);

  g_assert_cmpuint (reply->status, ==, 200);
}

static HttpReply *
post_entries (Fixture *fixture, GBytes *body, const char *coding)
{
  return http_send (fixture->url, "POST", ENTRIES, fixture->one->token, JSON, body,
                    coding != NULL ? "Content-Encoding" : NULL, coding, NULL);
}

static void
test_packed_push (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GPtrArray) entries = counter_get_entries (fixture->one, 0, 2);
  g_autoptr (GBytes) plain = kaunta_push_encode (entries);
  g_autoptr (GBytes) packed = kaunta_pack (plain);
  g_autoptr (GBytes) packed_again = kaunta_pack_zstd (plain);
  g_autoptr (HttpReply) reply = post_entries (fixture, packed, "gzip");
  g_autoptr (HttpReply) reply_again = post_entries (fixture, packed_again, "zstd");

  g_assert_cmpuint (reply->status, ==, 200);
  g_assert_cmpuint (reply_again->status, ==, 200);
  g_assert_cmpint (test_portal_verify (fixture->portal, "00421"), ==, 2);
}

static void
test_bomb (Fixture *fixture, gconstpointer unused)
{
  gsize size = 64 * 1024 * 1024;
  g_autofree char *zeros = g_malloc0 (size);
  g_autoptr (GBytes) plain = g_bytes_new_static (zeros, size);
  g_autoptr (GBytes) bomb = kaunta_pack (plain);
  g_autoptr (GBytes) zstd_bomb = kaunta_pack_zstd (plain);

  g_assert_cmpuint (g_bytes_get_size (bomb), <, 128 * 1024);
  assert_problem (post_entries (fixture, bomb, "gzip"), 413, KAUNTA_WIRE_ERROR_TOO_LARGE);
  assert_problem (post_entries (fixture, zstd_bomb, "zstd"), 413, KAUNTA_WIRE_ERROR_TOO_LARGE);
  assert_alive (fixture);
}

static void
test_broken_gzip (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GPtrArray) entries = counter_get_entries (fixture->one, 0, 2);
  g_autoptr (GBytes) plain = kaunta_push_encode (entries);
  g_autoptr (GBytes) packed = kaunta_pack (plain);
  g_autoptr (GBytes) cut = g_bytes_new_from_bytes (packed, 0, g_bytes_get_size (packed) / 2);

  assert_problem (post_entries (fixture, cut, "gzip"), 400, KAUNTA_WIRE_ERROR_MALFORMED);
  assert_problem (post_entries (fixture, plain, "gzip"), 400, KAUNTA_WIRE_ERROR_MALFORMED);
}

static void
test_broken_zstd (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GPtrArray) entries = counter_get_entries (fixture->one, 0, 2);
  g_autoptr (GBytes) plain = kaunta_push_encode (entries);
  g_autoptr (GBytes) packed = kaunta_pack_zstd (plain);
  g_autoptr (GBytes) cut = g_bytes_new_from_bytes (packed, 0, g_bytes_get_size (packed) / 2);
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);

  assert_problem (post_entries (fixture, cut, "zstd"), 400, KAUNTA_WIRE_ERROR_MALFORMED);
  assert_problem (post_entries (fixture, plain, "zstd"), 400, KAUNTA_WIRE_ERROR_MALFORMED);
  assert_problem (post_entries (fixture, nothing, "zstd"), 400, KAUNTA_WIRE_ERROR_MALFORMED);
}

static void
test_large_body (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *text = g_strnfill (3 * KAUNTA_WIRE_MAX_PUSH_BYTES, ' ');
  g_autoptr (GBytes) body = g_bytes_new_static (text, 3 * KAUNTA_WIRE_MAX_PUSH_BYTES);

  assert_problem (post_entries (fixture, body, NULL), 413, KAUNTA_WIRE_ERROR_TOO_LARGE);
  assert_alive (fixture);
}

/* Without a length the body is judged as it comes in. */
static void
test_large_chunks (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *chunk = g_strnfill (0x8000, ' ');
  g_autofree char *request = g_strdup_printf ("POST /v1/enrol HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                                              "Transfer-Encoding: chunked\r\n\r\n8000\r\n%s\r\n0\r\n\r\n",
                                              chunk);
  g_autofree char *answer = http_send_raw (fixture->url, request);

  g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 413 "));
  g_assert_nonnull (strstr (answer, "too-large"));
}

static void
test_garbage (Fixture *fixture, gconstpointer unused)
{
  static const char *const REQUESTS[] = {
    "\r\n\r\n",
    "hello\r\n\r\n",
    "GET\r\n\r\n",
    "GET /v1/health HTTP/9.9\r\n\r\n",
    "POST /v1/enrol HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
    "POST /v1/enrol HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{",
    "POST /v1/enrol HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
    "GET /v1/%00%ff HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    "\x16\x03\x01\x02",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (REQUESTS); i++)
    {
      g_autofree char *answer = http_send_raw (fixture->url, REQUESTS[i]);

      g_assert_false (g_str_has_prefix (answer, "HTTP/1.1 2"));
      assert_alive (fixture);
    }
}

/* The raw exchange says that nothing more will come, and ends when the server lets go of the connection. */
static void
test_hang_up (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *answer = http_send_raw (fixture->url, "GET /v1/health HTTP/1.1\r\nHost: x\r\n\r\n");

  g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 200"));
}

/* The newest cursor that counter one is given. */
static char *
read_cursor (Fixture *fixture)
{
  g_auto (KauntaChangesPage) page = { 0 };

  g_assert_true (kaunta_portal_storage_read_changes (fixture->one->storage, &fixture->one->device, NULL, KAUNTA_PORTAL_MAX_CHANGES,
                                                     &page, NULL));
  return g_steal_pointer (&page.cursor);
}

/* What a counter asks every few minutes, all day, on a line that is paid by the byte. */
static void
test_small_poll (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *cursor = read_cursor (fixture);
  g_autofree char *request = g_strdup_printf ("GET /v1/changes?cursor=%s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n\r\n",
                                              cursor, fixture->one->token);
  g_autofree char *answer = http_send_raw (fixture->url, request);

  g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 204 No Content\r\nDate: "));
  g_assert_true (g_str_has_suffix (answer, " GMT\r\n\r\n"));
  g_assert_cmpuint (strlen (answer), ==, 64);
}

static void
test_bad_bodies (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *deep = g_strnfill (100000, '[');
  const char *bodies[] = {
    "", "null", "[]", "{}", "{\"entries\":{}}", "{\"entries\":[1]}", "{\"entries\":[{}]}", "{\"entries\":[{\"body\":1,\"sig\":\"\"}]}",
    "<html>", "{\"entries\":[", "{\"entries\":[],\"entries\":[]}", deep,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (GBytes) body = g_bytes_new (bodies[i], strlen (bodies[i]));

      assert_problem (post_entries (fixture, body, NULL), 400, KAUNTA_WIRE_ERROR_MALFORMED);
    }
}

static void
test_unknown_calls (Fixture *fixture, gconstpointer unused)
{
  static const char *const PATHS[] = { "/", "/v1", "/v1/healthy", "/v1/health/", "/v1/devices/x/entries", "/v1/devices//entries",
                                       "/v1/bills/", "/v1/bills/1/2", "/V1/health" };
  g_autoptr (HttpReply) reply = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (PATHS); i++)
    assert_problem (http_send (fixture->url, "GET", PATHS[i], NULL, NULL, NULL, NULL), 404, KAUNTA_WIRE_ERROR_NOT_FOUND);

  reply = http_send (fixture->url, "DELETE", "/v1/health", NULL, NULL, NULL, NULL);
  g_assert_cmpstr (soup_message_headers_get_one (reply->headers, "Allow"), ==, "GET");
  assert_problem (g_steal_pointer (&reply), 405, KAUNTA_WIRE_ERROR_MALFORMED);
}

static void
test_packed_answer (Fixture *fixture, gconstpointer unused)
{
  const char *token = fixture->one->token;
  g_autoptr (HttpReply) packed = http_send (fixture->url, "GET", "/v1/changes", token, NULL, NULL, "Accept-Encoding", "gzip", NULL);
  g_autoptr (HttpReply) plain = http_send (fixture->url, "GET", "/v1/changes", token, NULL, NULL, NULL);
  g_autoptr (HttpReply) refused =
    http_send (fixture->url, "GET", "/v1/changes", token, NULL, NULL, "Accept-Encoding", "gzip;q=0", NULL);
  g_autoptr (HttpReply) preferred =
    http_send (fixture->url, "GET", "/v1/changes", token, NULL, NULL, "Accept-Encoding", "gzip;q=0.5, br, zstd", NULL);
  g_autoptr (GBytes) unpacked = kaunta_unpack (packed->body, KAUNTA_WIRE_MAX_ANSWER_BYTES, NULL);
  g_autoptr (GBytes) unpacked_too = kaunta_unpack_zstd (preferred->body, KAUNTA_WIRE_MAX_ANSWER_BYTES, NULL);

  g_assert_cmpstr (soup_message_headers_get_one (packed->headers, "Content-Encoding"), ==, "gzip");
  g_assert_null (soup_message_headers_get_one (plain->headers, "Content-Encoding"));
  g_assert_null (soup_message_headers_get_one (refused->headers, "Content-Encoding"));
  g_assert_true (g_bytes_equal (unpacked, plain->body));
  g_assert_cmpstr (soup_message_headers_get_one (preferred->headers, "Content-Encoding"), ==, "zstd");
  g_assert_true (g_bytes_equal (unpacked_too, plain->body));
}

static HttpReply *
get_snapshot (Fixture *fixture, const char *range, const char *condition)
{
  return http_send (fixture->url, "GET", SNAPSHOT, fixture->one->token, NULL, NULL, range != NULL ? "Range" : NULL, range,
                    condition != NULL ? "If-Range" : NULL, condition, NULL);
}

static void
test_resumed_snapshot (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (HttpReply) whole = get_snapshot (fixture, NULL, NULL);
  const char *tag = soup_message_headers_get_one (whole->headers, "ETag");
  g_autoptr (HttpReply) head = get_snapshot (fixture, "bytes=0-99", tag);
  g_autoptr (HttpReply) rest = NULL;
  g_autoptr (GByteArray) joined = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, whole->body);
  g_autofree char *quoted = g_strdup_printf ("\"%s\"", hash);

  g_assert_cmpstr (tag, ==, quoted);
  g_assert_cmpuint (head->status, ==, 206);
  g_assert_cmpuint (g_bytes_get_size (head->body), ==, 100);
  test_portal_stop (fixture->portal);
  test_manual_clock_advance (fixture->clock, 60000);
  test_portal_start (fixture->portal);

  rest = get_snapshot (fixture, "bytes=100-", tag);
  g_assert_cmpuint (rest->status, ==, 206);
  g_byte_array_append (joined, g_bytes_get_data (head->body, NULL), 100);
  g_byte_array_append (joined, g_bytes_get_data (rest->body, NULL), g_bytes_get_size (rest->body));
  bytes = g_byte_array_free_to_bytes (g_steal_pointer (&joined));
  g_assert_true (g_bytes_equal (bytes, whole->body));
}

static void
test_changed_snapshot (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (HttpReply) old = get_snapshot (fixture, NULL, NULL);
  const char *tag = soup_message_headers_get_one (old->headers, "ETag");
  g_autoptr (KauntaPayer) payer = kaunta_payer_new (KAUNTA_PAYER_CITIZEN, "30000001", "New Person", NULL, NULL, NULL, NOW, 0);
  g_autoptr (HttpReply) rest = NULL;

  g_assert_true (kaunta_portal_storage_put (test_portal_get_storage (fixture->portal), NULL, KAUNTA_CHANGE_PAYER,
                                            "citizen/30000001", payer, NULL));
  rest = get_snapshot (fixture, "bytes=100-", tag);
  g_assert_cmpuint (rest->status, ==, 200);
  g_assert_cmpstr (soup_message_headers_get_one (rest->headers, "ETag"), !=, tag);
  g_assert_false (g_bytes_equal (rest->body, old->body));
}

static void
test_snapshot_lines (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (HttpReply) whole = get_snapshot (fixture, NULL, NULL);
  g_autoptr (GBytes) text = kaunta_unpack (whole->body, KAUNTA_WIRE_MAX_ANSWER_BYTES, NULL);
  g_autofree char *terminated = g_strndup (g_bytes_get_data (text, NULL), g_bytes_get_size (text));
  g_auto (GStrv) lines = g_strsplit (terminated, "\n", -1);

  g_assert_cmpuint (g_strv_length (lines), ==, 32);
  g_assert_nonnull (strstr (lines[0], "\"count\":30"));
  g_assert_cmpstr (lines[31], ==, "");
}

static void
test_old_token (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *code = test_portal_create_code (fixture->portal, "00421");
  g_auto (KauntaEnrolRequest) request = { 0 };
  KauntaEnrolKey code_key = { 0 };
  g_autoptr (GBytes) body = NULL;
  g_autoptr (HttpReply) reply = NULL;

  test_portal_make_request (code, kaunta_key_get_public (fixture->one->maker->key), &request, &code_key);
  body = kaunta_enrol_request_encode (&request);
  reply = http_send (fixture->url, "POST", "/v1/enrol", NULL, JSON, body, NULL);
  g_assert_cmpuint (reply->status, ==, 200);
  assert_problem (http_send (fixture->url, "GET", "/v1/changes", fixture->one->token, NULL, NULL, NULL), 403,
                  KAUNTA_WIRE_ERROR_FENCED);
}

static void
test_addresses (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (KauntaPortalServer) server =
    kaunta_portal_server_new (test_portal_get_storage (fixture->portal), KAUNTA_CLOCK (fixture->clock));
  g_autoptr (GError) everywhere = NULL;
  g_autoptr (GError) name = NULL;

  g_assert_cmpuint (kaunta_portal_server_listen (server, "0.0.0.0", 0, NULL, NULL, &everywhere), ==, 0);
  g_assert_error (everywhere, KAUNTA_PORTAL_ERROR, KAUNTA_PORTAL_ERROR_LISTEN);
  g_assert_cmpuint (kaunta_portal_server_listen (server, "portal.example", 0, NULL, NULL, &name), ==, 0);
  g_assert_error (name, KAUNTA_PORTAL_ERROR, KAUNTA_PORTAL_ERROR_LISTEN);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) \
  g_test_add ("/server/" name, Fixture, NULL, fixture_set_up_counter, function, fixture_tear_down)
  ADD ("takes-a-packed-push", test_packed_push);
  ADD ("refuses-a-gzip-bomb", test_bomb);
  ADD ("refuses-broken-gzip", test_broken_gzip);
  ADD ("refuses-broken-zstd", test_broken_zstd);
  ADD ("refuses-a-large-body", test_large_body);
  ADD ("refuses-a-large-body-of-unknown-length", test_large_chunks);
  ADD ("outlives-garbage", test_garbage);
  ADD ("lets-go-of-who-hung-up", test_hang_up);
  ADD ("poll-with-nothing-to-say-is-small", test_small_poll);
  ADD ("refuses-bodies-of-every-wrong-kind", test_bad_bodies);
  ADD ("says-which-calls-there-are-not", test_unknown_calls);
  ADD ("packs-an-answer-for-who-takes-that", test_packed_answer);
  ADD ("snapshot-goes-on-where-it-stopped", test_resumed_snapshot);
  ADD ("changed-snapshot-is-not-stitched-to-an-old-one", test_changed_snapshot);
  ADD ("snapshot-has-a-header-and-a-line-for-each-payer", test_snapshot_lines);
  ADD ("fences-an-older-token", test_old_token);
  ADD ("serves-plain-http-on-loopback-only", test_addresses);

  return g_test_run ();
}
