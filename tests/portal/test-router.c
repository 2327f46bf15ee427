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
  ADD ("reads-the-query", test_query);
  ADD ("says-which-method-a-path-takes", test_method);
  g_test_add_func ("/router/bounds-each-body", test_bounds);

  return g_test_run ();
}
