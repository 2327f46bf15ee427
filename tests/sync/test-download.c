/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "asking.h"
#include "fake-portal.h"
#include "manual-clock.h"
#include "temp-profile.h"

#define NOON G_GINT64_CONSTANT (1795421730123)
#define LENGTH 1000
#define HELD 400

typedef struct
{
  FakePortal *portal;
  TestManualClock *clock;
  KauntaClient *client;
  char *folder;
  char *path;
  char *part;
  char *snapshot; /* LENGTH characters */
  char *tag;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *hash = NULL;

  fixture->portal = fake_portal_new (NULL);
  fixture->clock = test_manual_clock_new (NOON);
  fixture->client = asking_new_client (fixture->portal->url, NULL, KAUNTA_CLOCK (fixture->clock));
  fixture->folder = test_temp_profile_new ();
  fixture->path = g_build_filename (fixture->folder, "register.snapshot", NULL);
  fixture->part = g_strconcat (fixture->path, ".part", NULL);
  fixture->snapshot = g_strnfill (LENGTH, 'a');
  memset (fixture->snapshot + HELD, 'b', LENGTH - HELD);
  hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, fixture->snapshot, LENGTH);
  fixture->tag = g_strdup_printf ("\"%s\"", hash);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->client);
  g_clear_object (&fixture->clock);
  g_clear_pointer (&fixture->portal, fake_portal_free);
  test_temp_profile_free (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->part);
  g_free (fixture->snapshot);
  g_free (fixture->tag);
}

/* (transfer full): NULL when there is a snapshot */
static GError *
fetch (Fixture *fixture, const char *known_tag, char **tag)
{
  g_autoptr (GAsyncResult) result = NULL;
  GError *error = NULL;

  kaunta_client_fetch_snapshot_async (fixture->client, known_tag, fixture->path, NULL, test_keep_result_cb, &result);
  test_wait_for_result (&result);
  kaunta_client_fetch_snapshot_finish (fixture->client, result, tag, &error);
  return error;
}

static void
say_raw (Fixture *fixture, char *raw)
{
  fake_portal_add (fixture->portal, (FakeAnswer){ .raw = raw });
}

static void
check_snapshot (Fixture *fixture)
{
  g_autofree char *contents = NULL;

  g_assert_true (g_file_get_contents (fixture->path, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, fixture->snapshot);
  g_assert_false (g_file_test (fixture->part, G_FILE_TEST_EXISTS));
}

static void
cut (Fixture *fixture)
{
  g_autofree char *raw = g_strdup_printf ("HTTP/1.1 200 OK\r\nETag: %s\r\nContent-Length: %d\r\n\r\n%.*s", fixture->tag, LENGTH, HELD,
                                          fixture->snapshot);
  g_autofree char *tag = NULL;
  g_autoptr (GError) error = NULL;

  say_raw (fixture, raw);
  error = fetch (fixture, "", &tag);
  g_assert_error (error, KAUNTA_SYNC_ERROR, KAUNTA_SYNC_ERROR_UNREACHABLE);
  g_assert_true (g_file_test (fixture->part, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
}

static void
goes_on_where_it_stopped (Fixture *fixture, gconstpointer data)
{
  g_autofree char *rest = g_strdup_printf ("HTTP/1.1 206 Partial Content\r\nETag: %s\r\nContent-Range: bytes %d-%d/%d\r\n"
                                           "Content-Length: %d\r\n\r\n%s",
                                           fixture->tag, HELD, LENGTH - 1, LENGTH, LENGTH - HELD, fixture->snapshot + HELD);
  g_autofree char *tag = NULL;
  g_autoptr (GError) error = NULL;

  cut (fixture);
  say_raw (fixture, rest);
  error = fetch (fixture, "", &tag);
  g_assert_no_error (error);
  g_assert_cmpstr (fake_portal_get_request (fixture->portal, 0)->range, ==, NULL);
  g_assert_cmpstr (fake_portal_get_request (fixture->portal, 1)->range, ==, "bytes=400-");
  g_assert_cmpstr (tag, ==, fixture->tag);
  check_snapshot (fixture);
}

/* The portal made another snapshot in the meantime, so it sends that one whole. */
static void
begins_anew_when_there_is_another (Fixture *fixture, gconstpointer data)
{
  g_autofree char *other = g_strnfill (LENGTH, 'c');
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, other, LENGTH);
  g_autofree char *raw = g_strdup_printf ("HTTP/1.1 200 OK\r\nETag: \"%s\"\r\nContent-Length: %d\r\n\r\n%s", hash, LENGTH, other);
  g_autofree char *tag = NULL;
  g_autoptr (GError) error = NULL;

  cut (fixture);
  say_raw (fixture, raw);
  error = fetch (fixture, "", &tag);
  g_assert_no_error (error);
  memcpy (fixture->snapshot, other, LENGTH);
  check_snapshot (fixture);
}

static void
check_nonsense (Fixture *fixture, char *raw)
{
  g_autofree char *tag = NULL;
  g_autoptr (GError) error = NULL;

  say_raw (fixture, raw);
  error = fetch (fixture, "", &tag);
  g_assert_error (error, KAUNTA_SYNC_ERROR, KAUNTA_SYNC_ERROR_NONSENSE);
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (fixture->part, G_FILE_TEST_EXISTS));
}

static void
refuses_what_has_no_tag_or_is_another_part (Fixture *fixture, gconstpointer data)
{
  g_autofree char *elsewhere = g_strdup_printf ("HTTP/1.1 206 Partial Content\r\nETag: %s\r\nContent-Range: bytes 7-11/1000\r\n"
                                                "Content-Length: 5\r\n\r\nother",
                                                fixture->tag);

  check_nonsense (fixture, elsewhere);
  check_nonsense (fixture, (char *) "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nother");
  check_nonsense (fixture, (char *) "HTTP/1.1 200 OK\r\nETag: \"7\"\r\nContent-Length: 5\r\n\r\nother");
  check_nonsense (fixture, (char *) "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>");
}

static void
downloads_nothing_that_is_known (Fixture *fixture, gconstpointer data)
{
  g_autofree char *tag = NULL;
  g_autoptr (GError) error = NULL;

  fake_portal_say (fixture->portal, 304, NULL, NULL);
  error = fetch (fixture, fixture->tag, &tag);
  g_assert_no_error (error);
  g_assert_cmpstr (tag, ==, fixture->tag);
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
}

static void
gives_up_when_nothing_comes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *tag = NULL;
  g_autoptr (GError) error = NULL;

  fake_portal_add (fixture->portal, (FakeAnswer){ .status = 0 });
  kaunta_client_fetch_snapshot_async (fixture->client, "", fixture->path, NULL, test_keep_result_cb, &result);
  while (fixture->portal->requests->len == 0)
    g_main_context_iteration (NULL, TRUE);
  test_manual_clock_advance (fixture->clock, 30000);
  test_wait_for_result (&result);
  g_assert_false (kaunta_client_fetch_snapshot_finish (fixture->client, result, &tag, &error));
  g_assert_error (error, KAUNTA_SYNC_ERROR, KAUNTA_SYNC_ERROR_UNREACHABLE);
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

  add ("/download/goes-on-where-it-stopped", goes_on_where_it_stopped);
  add ("/download/begins-anew-when-there-is-another", begins_anew_when_there_is_another);
  add ("/download/refuses-what-has-no-tag-or-is-another-part", refuses_what_has_no_tag_or_is_another_part);
  add ("/download/downloads-nothing-that-is-known", downloads_nothing_that_is_known);
  add ("/download/gives-up-when-nothing-comes", gives_up_when_nothing_comes);

  return g_test_run ();
}
