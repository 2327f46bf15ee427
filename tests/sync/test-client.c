/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "asking.h"
#include "fake-portal.h"
#include "http.h"
#include "manual-clock.h"

#define NOON G_GINT64_CONSTANT (1795421730123)
#define GOOD_PAGE "{\"cursor\":\"1\",\"more\":false,\"changes\":[]}"

typedef struct
{
  FakePortal *portal;
  TestManualClock *clock;
  KauntaClient *client;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->portal = fake_portal_new (NULL);
  fixture->clock = test_manual_clock_new (NOON);
  fixture->client = asking_new_client (fixture->portal->url, NULL, KAUNTA_CLOCK (fixture->clock));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->client);
  g_clear_object (&fixture->clock);
  g_clear_pointer (&fixture->portal, fake_portal_free);
}

static void
takes_silence_for_no_news (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_auto (KauntaChangesPage) page = { 0 };
  g_autoptr (GError) pushed = NULL;
  g_autoptr (GPtrArray) entries = asking_make_entries (10);
  g_autoptr (GError) error = NULL;

  fake_portal_say (fixture->portal, 204, NULL, NULL);
  kaunta_client_pull_async (fixture->client, "7", 10, NULL, test_keep_result_cb, &result);
  test_wait_for_result (&result);
  g_assert_true (kaunta_client_pull_finish (fixture->client, result, &page, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (page.changes->len, ==, 0);
  g_assert_null (page.cursor);
  g_assert_false (page.more);

  fake_portal_say (fixture->portal, 204, NULL, NULL);
  pushed = asking_push (fixture->client, entries);
  g_assert_error (pushed, KAUNTA_SYNC_ERROR, KAUNTA_SYNC_ERROR_NONSENSE);
}

static void
refuses_plain_http_elsewhere (void)
{
  const char *const refused[] = {
    "http://portal.example",  "http://10.0.0.1:8080", "http://127.0.0.1.example", "http://localhost.example", "http://[2001:db8::1]/",
    "http://0.0.0.0",         "ftp://127.0.0.1",      "file:///etc/passwd",       "portal.example",           "",
    "https://",               "https://u:p@h.example", "https://h.example/?q=1",  "https://h.example/#f",     "http://user@127.0.0.1",
  };
  const char *const taken[] = {
    "http://127.0.0.1:8080", "http://127.8.9.10", "http://[::1]:8080/", "http://localhost", "http://LOCALHOST:1", "https://portal.example/kiambu/",
  };

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (kaunta_http_new (refused[i], NULL, &error));
      g_assert_error (error, KAUNTA_SYNC_ERROR, KAUNTA_SYNC_ERROR_ADDRESS);
    }
  for (guint i = 0; i < G_N_ELEMENTS (taken); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KauntaTransport) transport = kaunta_http_new (taken[i], NULL, &error);

      g_assert_no_error (error);
      g_assert_nonnull (transport);
    }
}

static void
sends_what_the_contract_says (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fake_portal_say (fixture->portal, 200, "application/json", GOOD_PAGE);
  error = asking_pull (fixture->client);
  g_assert_no_error (error);
  g_assert_cmpstr (fake_portal_get_request (fixture->portal, 0)->line, ==, "GET /v1/changes?cursor=a%20b%26c&limit=10");
  g_assert_cmpstr (fake_portal_get_request (fixture->portal, 0)->authorization, ==, "Bearer s3cret");
}

static GBytes *
make_bomb (void)
{
  g_autoptr (GZlibCompressor) compressor = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9);
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) packed = g_converter_output_stream_new (memory, G_CONVERTER (compressor));
  g_autofree char *spaces = g_strnfill (1024 * 1024, ' ');

  for (int i = 0; i < 64; i++)
    g_assert_true (g_output_stream_write_all (packed, spaces, 1024 * 1024, NULL, NULL, NULL));
  g_assert_true (g_output_stream_close (packed, NULL, NULL));
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}

static void
check_nonsense (Fixture *fixture, FakeAnswer answer)
{
  g_autoptr (GError) error = NULL;

  fake_portal_add (fixture->portal, answer);
  error = asking_pull (fixture->client);
  g_assert_error (error, KAUNTA_SYNC_ERROR, KAUNTA_SYNC_ERROR_NONSENSE);
}

static FakeAnswer
answer_text (guint status, const char *body)
{
  return (FakeAnswer){ .status = status, .type = "application/json", .body = g_bytes_new (body, strlen (body)) };
}

static void
takes_nothing_for_an_answer_that_is_none (Fixture *fixture, gconstpointer data)
{
  g_autofree char *deep = g_strnfill (200000, '[');
  g_autofree char *huge = g_strnfill (KAUNTA_WIRE_MAX_ANSWER_BYTES + 1, ' ');
  FakeAnswer bomb = { .status = 200, .body = make_bomb (), .header = "Content-Encoding", .value = "gzip" };
  FakeAnswer coded = answer_text (200, GOOD_PAGE);
  FakeAnswer cut_gzip = answer_text (200, "\x1f\x8b\x08");
  FakeAnswer moved = answer_text (302, "");

  coded.header = "Content-Encoding";
  coded.value = "br";
  cut_gzip.header = "Content-Encoding";
  cut_gzip.value = "gzip";
  moved.header = "Location";
  moved.value = "http://127.0.0.1:1/";

  check_nonsense (fixture, answer_text (200, "<!DOCTYPE html><html><body>Welcome to the airport</body></html>"));
  check_nonsense (fixture, answer_text (200, "{\"error\":\"something went wrong\"}"));
  check_nonsense (fixture, answer_text (200, "{\"cursor\":\"1\",\"more\":fal"));
  check_nonsense (fixture, answer_text (200, ""));
  check_nonsense (fixture, answer_text (200, deep));
  check_nonsense (fixture, answer_text (200, huge));
  check_nonsense (fixture, answer_text (200, "{\"cursor\":1,\"more\":\"no\",\"changes\":{}}"));
  check_nonsense (fixture, answer_text (201, GOOD_PAGE));
  check_nonsense (fixture, answer_text (404, "<html>Not found</html>"));
  check_nonsense (fixture, answer_text (401, "{\"status\":403,\"code\":\"unauthorized\"}"));
  check_nonsense (fixture, bomb);
  check_nonsense (fixture, coded);
  check_nonsense (fixture, cut_gzip);
  check_nonsense (fixture, moved);
  check_nonsense (fixture, (FakeAnswer){ .raw = "SSH-2.0-OpenSSH_9.2\r\n\r\n" });
  g_assert_cmpuint (fixture->portal->requests->len, ==, 15);
}

static void
a_fault_of_the_portal_is_for_later (Fixture *fixture, gconstpointer data)
{
  const guint statuses[] = { 408, 429, 500, 502, 503, 504 };

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autoptr (GError) error = NULL;

      fake_portal_say (fixture->portal, statuses[i], "text/html", "<html>Internal error</html>");
      error = asking_pull (fixture->client);
      g_assert_error (error, KAUNTA_SYNC_ERROR, KAUNTA_SYNC_ERROR_SERVER);
    }
}

static void
a_refusal_is_the_portals_word (Fixture *fixture, gconstpointer data)
{
  for (KauntaWireError code = 0; code < KAUNTA_N_WIRE_ERRORS; code++)
    {
      KauntaProblem problem = { code, kaunta_wire_error_to_status (code), (char *) "because", 17 };
      g_autoptr (GError) error = NULL;

      fake_portal_add (fixture->portal, (FakeAnswer){ .status = problem.status, .body = kaunta_problem_encode (&problem) });
      error = asking_pull (fixture->client);
      g_assert_error (error, KAUNTA_WIRE_ERROR, (int) code);
      g_assert_cmpint (kaunta_client_get_problem (fixture->client)->seq, ==, 17);
    }
}

static gint64
ask_retry_after (Fixture *fixture, const char *value)
{
  g_autoptr (GError) error = NULL;

  fake_portal_add (fixture->portal, (FakeAnswer){ .status = 503, .header = "Retry-After", .value = value });
  error = asking_pull (fixture->client);
  g_assert_error (error, KAUNTA_SYNC_ERROR, KAUNTA_SYNC_ERROR_SERVER);
  return kaunta_client_get_retry_after (fixture->client);
}

static void
reads_retry_after (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (ask_retry_after (fixture, "120"), ==, 120000);
  g_assert_cmpint (ask_retry_after (fixture, "0"), ==, 0);
  g_assert_cmpint (ask_retry_after (fixture, "-5"), ==, 0);
  g_assert_cmpint (ask_retry_after (fixture, "soon"), ==, 0);
  g_assert_cmpint (ask_retry_after (fixture, "9223372036854775807"), ==, 3600000);
  g_assert_cmpint (ask_retry_after (fixture, "Mon, 23 Nov 2026 08:16:30 GMT"), ==, 59877);
  fake_portal_say (fixture->portal, 200, "application/json", GOOD_PAGE);
  error = asking_pull (fixture->client);
  g_assert_no_error (error);
  g_assert_cmpint (kaunta_client_get_retry_after (fixture->client), ==, 0);
}

static void
a_cut_line_says_nothing_about_the_outcome (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) cut = NULL;
  g_autoptr (GError) gone = NULL;

  fake_portal_add (fixture->portal, (FakeAnswer){ .raw = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"cur" });
  cut = asking_pull (fixture->client);
  g_assert_error (cut, KAUNTA_SYNC_ERROR, KAUNTA_SYNC_ERROR_UNREACHABLE);
  soup_server_disconnect (fixture->portal->server);
  gone = asking_pull (fixture->client);
  g_assert_error (gone, KAUNTA_SYNC_ERROR, KAUNTA_SYNC_ERROR_UNREACHABLE);
}

static void
wait_for_requests (Fixture *fixture, guint count)
{
  while (fixture->portal->requests->len < count)
    g_main_context_iteration (NULL, TRUE);
}

static void
gives_up_at_the_deadline (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_auto (KauntaChangesPage) page = { 0 };
  g_autoptr (GError) error = NULL;

  fake_portal_add (fixture->portal, (FakeAnswer){ .status = 0 });
  kaunta_client_pull_async (fixture->client, "", 10, NULL, test_keep_result_cb, &result);
  wait_for_requests (fixture, 1);
  test_manual_clock_advance (fixture->clock, 29999);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_null (result);
  test_manual_clock_advance (fixture->clock, 1);
  test_wait_for_result (&result);
  g_assert_false (kaunta_client_pull_finish (fixture->client, result, &page, &error));
  g_assert_error (error, KAUNTA_SYNC_ERROR, KAUNTA_SYNC_ERROR_UNREACHABLE);
  g_assert_cmpint (test_manual_clock_get_next (fixture->clock), ==, -1);
}

static void
can_be_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_auto (KauntaChangesPage) page = { 0 };
  g_autoptr (GError) error = NULL;

  fake_portal_add (fixture->portal, (FakeAnswer){ .status = 0 });
  kaunta_client_pull_async (fixture->client, "", 10, cancellable, test_keep_result_cb, &result);
  wait_for_requests (fixture, 1);
  g_cancellable_cancel (cancellable);
  test_wait_for_result (&result);
  g_assert_false (kaunta_client_pull_finish (fixture->client, result, &page, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
pushes_over_one_connection (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) entries = asking_make_entries (10);

  for (int i = 0; i < 20; i++)
    {
      g_autoptr (GError) error = NULL;

      fake_portal_say (fixture->portal, 200, "application/json", "{}");
      error = asking_push (fixture->client, entries);
      g_assert_error (error, KAUNTA_SYNC_ERROR, KAUNTA_SYNC_ERROR_NONSENSE);
    }
  g_assert_cmpuint (fixture->portal->requests->len, ==, 20);
  g_assert_cmpuint (g_hash_table_size (fixture->portal->ports), ==, 1);
}

static void
packs_large_bodies_alone (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) small = asking_make_entries (10);
  g_autoptr (GPtrArray) large = asking_make_entries (20000);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) again = NULL;

  error = asking_push (fixture->client, small);
  again = asking_push (fixture->client, large);
  g_assert_null (fake_portal_get_request (fixture->portal, 0)->coding);
  g_assert_cmpstr (fake_portal_get_request (fixture->portal, 1)->coding, ==, "zstd");
  g_assert_cmpuint (g_bytes_get_size (fake_portal_get_request (fixture->portal, 1)->body), <, 2000);
}

static void
keeps_no_cookies (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) again = NULL;

  fake_portal_add (fixture->portal, (FakeAnswer){ .status = 500, .header = "Set-Cookie", .value = "a=b" });
  error = asking_pull (fixture->client);
  again = asking_pull (fixture->client);
  g_assert_null (fake_portal_get_request (fixture->portal, 1)->cookie);
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

  g_test_add_func ("/client/refuses-plain-http-elsewhere", refuses_plain_http_elsewhere);
  add ("/client/sends-what-the-contract-says", sends_what_the_contract_says);
  add ("/client/takes-silence-for-no-news", takes_silence_for_no_news);
  add ("/client/takes-nothing-for-an-answer-that-is-none", takes_nothing_for_an_answer_that_is_none);
  add ("/client/a-fault-of-the-portal-is-for-later", a_fault_of_the_portal_is_for_later);
  add ("/client/a-refusal-is-the-portals-word", a_refusal_is_the_portals_word);
  add ("/client/reads-retry-after", reads_retry_after);
  add ("/client/a-cut-line-says-nothing-about-the-outcome", a_cut_line_says_nothing_about_the_outcome);
  add ("/client/gives-up-at-the-deadline", gives_up_at_the_deadline);
  add ("/client/can-be-cancelled", can_be_cancelled);
  add ("/client/pushes-over-one-connection", pushes_over_one_connection);
  add ("/client/packs-large-bodies-alone", packs_large_bodies_alone);
  add ("/client/keeps-no-cookies", keeps_no_cookies);

  return g_test_run ();
}
