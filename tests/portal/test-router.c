/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>
#include "asking.h"
#include "fixture.h"
#include "push.h"

#define ENTRIES "/v1/devices/00421/entries"

static KauntaPortalRouter *
new_router (Fixture *fixture)
{
  return kaunta_portal_router_new (test_portal_get_storage (fixture->portal), KAUNTA_CLOCK (fixture->clock));
}

static void
test_push (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (KauntaPortalRouter) router = new_router (fixture);
  g_autoptr (GPtrArray) entries = counter_get_entries (fixture->one, 0, 2);
  g_autoptr (GBytes) body = kaunta_push_encode (entries);
  g_auto (KauntaPortalAnswer) answer = { 0 };

  ask_router (router, "POST", ENTRIES, fixture->one->token, body, &answer);
  g_assert_cmpuint (answer.status, ==, 200);
  g_assert_cmpint (test_portal_verify (fixture->portal, "00421"), ==, 2);
}

/* The seqs that a page has, as text. */
static char *
get_page (KauntaPortalRouter *router, Fixture *fixture, const char *query, gboolean *more)
{
  g_autofree char *path = g_strconcat (ENTRIES, query, NULL);
  g_auto (KauntaPortalAnswer) answer = { 0 };
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GString) seqs = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  ask_router (router, "GET", path, fixture->one->token, NULL, &answer);
  g_assert_cmpuint (answer.status, ==, 200);
  entries = kaunta_entries_page_decode (answer.body, more, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < entries->len; i++)
    {
      const KauntaEntry *entry = g_ptr_array_index (entries, i);

      g_assert_true (kaunta_entry_verify (entry, kaunta_key_get_public (fixture->one->maker->key), NULL));
      g_string_append_printf (seqs, "%s%" G_GINT64_FORMAT, i > 0 ? " " : "", entry->seq);
    }
  return g_string_free (g_steal_pointer (&seqs), FALSE);
}

static void
assert_page (KauntaPortalRouter *router, Fixture *fixture, const char *query, const char *expected, gboolean more_expected)
{
  gboolean more = FALSE;
  g_autofree char *seqs = get_page (router, fixture, query, &more);

  g_assert_cmpstr (seqs, ==, expected);
  g_assert_cmpint (more, ==, more_expected);
}

static void
test_pages (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (KauntaPortalRouter) router = new_router (fixture);

  assert_page (router, fixture, "", "", FALSE);
  for (int i = 0; i < 22; i++)
    {
      g_autofree char *bill = counter_raise_bill (fixture->one, 100);
    }
  counter_push_quietly (fixture->one);
  assert_page (router, fixture, "?after=22", "23 24", FALSE);
  assert_page (router, fixture, "?after=20&limit=2", "21 22", TRUE);
  assert_page (router, fixture, "?after=2&limit=20", "3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22", TRUE);
  assert_page (router, fixture, "?after=2&limit=22", "3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24", FALSE);
  assert_page (router, fixture, "?after=24", "", FALSE);
}

/* Long entries, so that what bounds the page is its bytes. */
static void
test_long_pages (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (KauntaPortalRouter) router = new_router (fixture);
  g_autofree char *words = g_strnfill (50 * 1024, 'x');
  g_autofree char *data = g_strdup_printf ("{\"amount\":100,\"reason\":\"float\",\"note\":\"%s\"}", words);
  g_autofree char *first = NULL;
  gboolean more = FALSE;

  for (int i = 0; i < 43; i++)
    journal_maker_add (fixture->one->maker, KAUNTA_FACT_CASH_PAID_IN, data);
  counter_push_quietly (fixture->one);
  first = get_page (router, fixture, "", &more);
  g_assert_true (more);
  g_assert_true (g_str_has_suffix (first, " 41 42 43"));
  assert_page (router, fixture, "?after=43", "44 45", FALSE);
}

static void
test_foreign_journal (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (KauntaPortalRouter) router = new_router (fixture);
  g_auto (KauntaPortalAnswer) answer = { 0 };

  ask_router (router, "GET", "/v1/devices/00422/entries", fixture->one->token, NULL, &answer);
  assert_problem_answer (&answer, 403, KAUNTA_WIRE_ERROR_FENCED);
}

/* Asks for changes after @cursor; the new cursor, or NULL when there was nothing to say. */
static char *
poll (KauntaPortalRouter *router, Fixture *fixture, const char *cursor, guint n_changes)
{
  g_autofree char *path = g_strconcat ("/v1/changes?limit=500&cursor=", cursor, NULL);
  g_auto (KauntaPortalAnswer) answer = { 0 };
  g_auto (KauntaChangesPage) page = { 0 };
  g_autoptr (GError) error = NULL;

  ask_router (router, "GET", path, fixture->one->token, NULL, &answer);
  if (answer.status == SOUP_STATUS_NO_CONTENT)
    {
      g_assert_null (answer.body);
      return NULL;
    }
  g_assert_cmpuint (answer.status, ==, 200);
  kaunta_changes_page_decode (answer.body, &page, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (page.changes->len, ==, n_changes);
  return g_steal_pointer (&page.cursor);
}

static void
test_nothing_to_say (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (KauntaPortalRouter) router = new_router (fixture);
  g_autofree char *first = poll (router, fixture, "", 13);
  g_autofree char *again = poll (router, fixture, first, 0);
  g_autofree char *bill = counter_raise_bill (fixture->one, 100);
  g_autofree char *own = NULL;
  g_autofree char *after = NULL;

  g_assert_nonnull (first);
  g_assert_null (again);

  /* Its own bill is not told to it, and not looked through again. */
  counter_push_quietly (fixture->one);
  own = poll (router, fixture, first, 0);
  g_assert_nonnull (own);
  after = poll (router, fixture, own, 0);
  g_assert_null (after);
}

static void
test_query (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (KauntaPortalRouter) router = new_router (fixture);
  g_auto (KauntaPortalAnswer) answer = { 0 };

  ask_router (router, "GET", "/v1/changes?limit=0", fixture->one->token, NULL, &answer);
  assert_problem_answer (&answer, 400, KAUNTA_WIRE_ERROR_MALFORMED);
}

static void
test_method (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (KauntaPortalRouter) router = new_router (fixture);
  g_auto (KauntaPortalAnswer) answer = { 0 };

  ask_router (router, "DELETE", "/v1/changes", fixture->one->token, NULL, &answer);
  assert_problem_answer (&answer, 405, KAUNTA_WIRE_ERROR_MALFORMED);
  g_assert_cmpstr (soup_message_headers_get_one (answer.headers, "Allow"), ==, "GET");
  kaunta_portal_answer_clear (&answer);
  ask_router (router, "PUT", ENTRIES, fixture->one->token, NULL, &answer);
  g_assert_cmpstr (soup_message_headers_get_one (answer.headers, "Allow"), ==, "POST, GET");
}

static void
test_bounds (void)
{
  g_assert_cmpuint (kaunta_portal_router_get_max_body ("POST", ENTRIES), ==, KAUNTA_WIRE_MAX_PUSH_BYTES);
  g_assert_cmpuint (kaunta_portal_router_get_max_body ("GET", "/v1/changes"), ==, 0);
  g_assert_cmpuint (kaunta_portal_router_get_max_body ("POST", "/v1/nowhere"), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) \
  g_test_add ("/router/" name, Fixture, NULL, fixture_set_up_counter, function, fixture_tear_down)
  ADD ("takes-a-push-without-a-socket", test_push);
  ADD ("gives-a-counter-its-journal-in-pages", test_pages);
  ADD ("bounds-a-page-of-long-entries", test_long_pages);
  ADD ("gives-nobody-another-counters-journal", test_foreign_journal);
  ADD ("says-nothing-when-nothing-changed", test_nothing_to_say);
  ADD ("reads-the-query", test_query);
  ADD ("says-which-method-a-path-takes", test_method);
  g_test_add_func ("/router/bounds-each-body", test_bounds);

  return g_test_run ();
}
