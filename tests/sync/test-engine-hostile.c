/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "fixture.h"
#include "packing.h"
#include "problem.h"
#include "push.h"

/* The answers of every wrong kind to a push. */
typedef struct
{
  const char *name;
  guint status;
  const char *body;
  char fill;
  gsize length;
} Wrong;

static const Wrong wrongs[] = {
  { "html", 200, "<!DOCTYPE html><html><body>Sign in to the network</body></html>" },
  { "an-error-page-with-200", 200, "{\"error\":{\"message\":\"Internal Server Error\"}}" },
  { "a-truncated-answer", 200, "{\"device\":\"00421\",\"epoch\":1,\"seq\":5,\"he" },
  { "an-empty-answer", 200, "" },
  { "a-huge-answer", 200, NULL, ' ', KAUNTA_WIRE_MAX_ANSWER_BYTES + 1 },
  { "a-deep-answer", 200, NULL, '[', 100000 },
  { "wrong-types", 200, "{\"device\":421,\"epoch\":\"1\",\"seq\":5.0,\"head\":[],\"at\":null,\"sig\":{},\"exceptions\":{}}" },
  { "a-500", 500, "<html><h1>500</h1></html>" },
  { "a-404-of-a-proxy", 404, "<html><h1>404</h1></html>" },
  { "a-redirect", 302, "" },
};

/* Whatever it is: the queue stays, the state says so in words, and the next try sends everything. */
static void
retries_after_a_malformed_response (Fixture *fixture, gconstpointer data)
{
  const Wrong *wrong = data;
  g_autofree char *filled = wrong->length > 0 ? g_strnfill (wrong->length, wrong->fill) : NULL;
  g_autoptr (KauntaLink) attention = NULL;
  g_autoptr (KauntaLink) online = NULL;
  KauntaTail tail = { 0 };

  fake_portal_say (fixture->portal->fake, wrong->status, "text/html", filled != NULL ? filled : wrong->body);
  fixture_start (fixture);
  attention = counter_wait_resting (fixture->counter, KAUNTA_LINK_ATTENTION);
  g_assert_cmpint (attention->waiting, ==, 5);
  g_assert_cmpint (attention->acknowledged, ==, 0);
  g_assert_nonnull (strstr (attention->problem, "Work goes on"));
  g_assert_cmpuint (strlen (attention->advice), >, 10);
  counter_get_tail (fixture->counter, &tail);
  g_assert_cmpint (tail.acknowledged, ==, 0);

  counter_sleep (fixture->counter);
  online = counter_wait (fixture->counter, KAUNTA_LINK_ONLINE);
  g_assert_cmpint (online->waiting, ==, 0);
  g_assert_cmpint (online->acknowledged, ==, 5);
  g_assert_null (online->problem);
  g_assert_cmpint (online->retry_at, ==, 0);
  g_assert_cmpuint (fixture->portal->held->len, ==, 5);
}

static void
say_problem (Fixture *fixture, KauntaWireError code, gint64 seq)
{
  KauntaProblem problem = { code, kaunta_wire_error_to_status (code), (char *) "because", seq };

  fake_portal_add (fixture->portal->fake, (FakeAnswer){ .status = problem.status, .body = kaunta_problem_encode (&problem) });
}

static const KauntaWireError refusals[] = {
  KAUNTA_WIRE_ERROR_GAP,           KAUNTA_WIRE_ERROR_FORK,      KAUNTA_WIRE_ERROR_FENCED,
  KAUNTA_WIRE_ERROR_BAD_SIGNATURE, KAUNTA_WIRE_ERROR_BAD_ENTRY,
};

static void
settle_after (Fixture *fixture, const char *start, guint count)
{
  fixture_wait_for (fixture, start, count);
  counter_settle (fixture->counter);
}

/* The portal's word is final until a person did something; news are still fetched. */
static void
stops_pushing_when_refused (Fixture *fixture, gconstpointer data)
{
  const KauntaWireError *code = data;
  g_autoptr (KauntaLink) attention = NULL;
  g_autoptr (KauntaLink) later = NULL;
  g_autoptr (KauntaLink) online = NULL;

  say_problem (fixture, *code, 99);
  fixture_start (fixture);
  attention = counter_wait (fixture->counter, KAUNTA_LINK_ATTENTION);
  settle_after (fixture, "GET /v1/changes", 1);
  counter_append (fixture->counter, 1);
  for (guint polls = 2; polls < 5; polls++)
    {
      counter_settle (fixture->counter);
      counter_sleep (fixture->counter);
      settle_after (fixture, "GET /v1/changes", polls);
    }
  later = counter_wait (fixture->counter, KAUNTA_LINK_ATTENTION);
  g_assert_cmpuint (plain_portal_count (fixture->portal, "POST"), ==, 1);
  g_assert_cmpint (later->waiting, ==, 6);
  g_assert_cmpstr (later->problem, ==, attention->problem);

  kaunta_engine_send_now (fixture->counter->engine);
  online = counter_wait (fixture->counter, KAUNTA_LINK_ONLINE);
  g_assert_cmpint (online->waiting, ==, 0);
}

static const FakeRequest *
get_push (Fixture *fixture, guint n)
{
  for (guint i = 0;; i++)
    {
      const FakeRequest *request = fake_portal_get_request (fixture->portal->fake, i);

      if (g_str_has_prefix (request->line, "POST") && n-- == 0)
        return request;
    }
}

/* How many entries the @n-th push had. */
static guint
count_pushed (Fixture *fixture, guint n)
{
  const FakeRequest *push = get_push (fixture, n);
  g_autoptr (GBytes) plain = push->coding != NULL ? kaunta_unpack_zstd (push->body, KAUNTA_WIRE_MAX_PUSH_BYTES, NULL) : g_bytes_ref (push->body);
  gint64 place = 0;
  g_autoptr (GPtrArray) entries = kaunta_push_decode (plain, &place, NULL);

  return entries->len;
}

static void
assert_frozen (Fixture *fixture, gint64 waiting)
{
  g_autoptr (KauntaLink) link = counter_wait (fixture->counter, KAUNTA_LINK_ATTENTION);

  g_assert_nonnull (strstr (link->problem, "frozen"));
  g_assert_cmpint (link->waiting, ==, waiting);
  g_assert_cmpint (link->acknowledged, ==, 0);
}

/* The portal keeps this branch beside the other one: it gets the whole of it, from where it asks on, and nothing of that counts as acknowledged. */
static void
pushes_its_whole_branch_while_frozen (Fixture *fixture, gconstpointer data)
{
  say_problem (fixture, KAUNTA_WIRE_ERROR_FORK, 3);
  say_problem (fixture, KAUNTA_WIRE_ERROR_FORK, 6);
  fixture_start (fixture);
  fixture_wait_for (fixture, "POST", 2);
  settle_after (fixture, "GET /v1/changes", 1);
  g_assert_cmpuint (count_pushed (fixture, 0), ==, 5);
  g_assert_cmpuint (count_pushed (fixture, 1), ==, 3);
  assert_frozen (fixture, 5);

  say_problem (fixture, KAUNTA_WIRE_ERROR_FORK, 8);
  counter_append (fixture->counter, 2);
  settle_after (fixture, "POST", 3);
  assert_frozen (fixture, 7);
  g_assert_cmpuint (count_pushed (fixture, 2), ==, 2);
}

/* A portal that asks for the same again is not asked on and on. */
static void
rests_when_its_branch_makes_no_progress (Fixture *fixture, gconstpointer data)
{
  say_problem (fixture, KAUNTA_WIRE_ERROR_FORK, 3);
  say_problem (fixture, KAUNTA_WIRE_ERROR_FORK, 3);
  fixture_start (fixture);
  fixture_wait_for (fixture, "POST", 2);
  settle_after (fixture, "GET /v1/changes", 1);
  counter_sleep (fixture->counter);
  settle_after (fixture, "GET /v1/changes", 2);
  g_assert_cmpuint (plain_portal_count (fixture->portal, "POST"), ==, 2);
  assert_frozen (fixture, 5);
}

static void
stops_altogether_when_unauthorized (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KauntaLink) attention = NULL;

  say_problem (fixture, KAUNTA_WIRE_ERROR_UNAUTHORIZED, 0);
  fixture_start (fixture);
  attention = counter_wait (fixture->counter, KAUNTA_LINK_ATTENTION);
  counter_settle (fixture->counter);
  g_assert_cmpint (test_manual_clock_get_next (fixture->counter->clock), ==, -1);
  g_assert_cmpint (attention->retry_at, ==, 0);
  g_assert_nonnull (strstr (attention->advice, "enrol"));
  g_assert_cmpuint (fixture->portal->fake->requests->len, ==, 1);
}

/* An acknowledgement that the portal of the enrolment did not sign proves nothing. */
static void
refuses_an_acknowledgement_of_a_stranger (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KauntaKey) stranger = kaunta_key_generate ();
  g_autoptr (KauntaLink) attention = NULL;
  KauntaTail tail = { 0 };

  kaunta_key_unref (fixture->portal->key);
  fixture->portal->key = g_steal_pointer (&stranger);
  fixture_start (fixture);
  attention = counter_wait (fixture->counter, KAUNTA_LINK_ATTENTION);
  counter_get_tail (fixture->counter, &tail);
  g_assert_cmpint (tail.acknowledged, ==, 0);
  g_assert_cmpint (attention->waiting, ==, 5);
}

/* A cursor that does not move would be asked for ever. */
static void
refuses_a_page_that_never_ends (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KauntaLink) attention = NULL;

  fixture_start (fixture);
  g_clear_pointer (&attention, kaunta_link_unref);
  attention = counter_wait (fixture->counter, KAUNTA_LINK_ONLINE);
  settle_after (fixture, "GET /v1/changes", 2);
  g_clear_pointer (&attention, kaunta_link_unref);
  fake_portal_say (fixture->portal->fake, 200, "application/json", "{\"cursor\":\"9\",\"more\":true,\"changes\":[]}");
  counter_sleep (fixture->counter);
  attention = counter_wait_resting (fixture->counter, KAUNTA_LINK_ATTENTION);
  g_assert_cmpuint (plain_portal_count (fixture->portal, "GET /v1/changes"), ==, 3);
}

/* News that can't be read hold up no payment. */
static void
pushes_although_news_are_nonsense (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KauntaLink) link = NULL;

  fixture_start (fixture);
  link = counter_wait (fixture->counter, KAUNTA_LINK_ONLINE);
  settle_after (fixture, "GET /v1/changes", 2);
  fake_portal_say (fixture->portal->fake, 200, "text/html", "<html>");
  counter_sleep (fixture->counter);
  kaunta_link_unref (link);
  link = counter_wait_resting (fixture->counter, KAUNTA_LINK_ATTENTION);

  counter_append (fixture->counter, 1);
  settle_after (fixture, "POST", 2);
  g_assert_cmpuint (fixture->portal->held->len, ==, 6);
  kaunta_link_unref (link);
  link = counter_wait_resting (fixture->counter, KAUNTA_LINK_ATTENTION);
  g_assert_cmpint (link->waiting, ==, 0);
}

/* A snapshot that is none leaves the register as it is. */
static void
keeps_the_register_when_the_snapshot_is_wrong (Fixture *fixture, gconstpointer data)
{
  const char *const snapshots[] = {
    "{\"format\":\"kaunta-register-1\",\"count\":2,\"at\":\"2026-11-23T05:00:00.000Z\"}\n",
    "{\"format\":\"kaunta-register-9\",\"count\":0,\"at\":\"2026-11-23T05:00:00.000Z\"}\n",
    "{\"format\":\"kaunta-register-1\",\"count\":1,\"at\":\"2026-11-23T05:00:00.000Z\"}\n{\"kind\":\"citizen\"}\n",
    "<html>",
  };

  for (guint i = 0; i < G_N_ELEMENTS (snapshots); i++)
    {
      g_autoptr (KauntaLink) link = NULL;

      g_bytes_unref (fixture->portal->snapshot);
      fixture->portal->snapshot = plain_portal_pack (snapshots[i]);
      if (fixture->counter->engine == NULL)
        fixture_start (fixture);
      else
        counter_sleep (fixture->counter);
      settle_after (fixture, "GET /v1/register/snapshot", i + 1);
      link = counter_wait_resting (fixture->counter, KAUNTA_LINK_ATTENTION);
      g_assert_cmpint (link->waiting, ==, 0);
    }
  g_assert_cmpuint (fixture->counter->register_told, ==, 0);
}

/* What came is not what the portal had, whoever altered it; the next try gets it. */
static void
refuses_a_snapshot_that_is_not_what_its_tag_says (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KauntaLink) attention = NULL;
  g_autoptr (KauntaLink) online = NULL;

  fixture->portal->tag = "\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\"";
  fixture_start (fixture);
  settle_after (fixture, "GET /v1/register/snapshot", 1);
  attention = counter_wait_resting (fixture->counter, KAUNTA_LINK_ATTENTION);
  g_assert_cmpuint (fixture->counter->register_told, ==, 0);
  fixture->portal->tag = NULL;
  counter_sleep (fixture->counter);
  online = counter_wait (fixture->counter, KAUNTA_LINK_ONLINE);
  g_assert_cmpuint (fixture->counter->register_told, ==, 1);
}

static void
add (const char *path, gconstpointer data, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, data, fixture_set_up, test, fixture_tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (wrongs); i++)
    {
      g_autofree char *path = g_strconcat ("/engine/retries-after-malformed-response/", wrongs[i].name, NULL);

      add (path, &wrongs[i], retries_after_a_malformed_response);
    }
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autofree char *path = g_strconcat ("/engine/stops-pushing-when-refused/", kaunta_wire_error_to_nick (refusals[i]), NULL);

      add (path, &refusals[i], stops_pushing_when_refused);
    }
  add ("/engine/pushes-its-whole-branch-while-frozen", NULL, pushes_its_whole_branch_while_frozen);
  add ("/engine/rests-when-its-branch-makes-no-progress", NULL, rests_when_its_branch_makes_no_progress);
  add ("/engine/stops-altogether-when-unauthorized", NULL, stops_altogether_when_unauthorized);
  add ("/engine/refuses-an-acknowledgement-of-a-stranger", NULL, refuses_an_acknowledgement_of_a_stranger);
  add ("/engine/refuses-a-page-that-never-ends", NULL, refuses_a_page_that_never_ends);
  add ("/engine/pushes-although-news-are-nonsense", NULL, pushes_although_news_are_nonsense);
  add ("/engine/keeps-the-register-when-the-snapshot-is-wrong", NULL, keeps_the_register_when_the_snapshot_is_wrong);
  add ("/engine/refuses-a-snapshot-that-is-not-what-its-tag-says", NULL, refuses_a_snapshot_that_is_not_what_its_tag_says);

  return g_test_run ();
}
