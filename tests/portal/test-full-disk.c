/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <signal.h>
#include <sys/resource.h>
#include "asking.h"
#include "fixture.h"
#include "push.h"

#define ENTRIES "/v1/devices/00421/entries"

/* No file of this process grows any more, as on a full disk; G_MAXUINT64 ends that. */
static void
limit_files (guint64 bytes)
{
  struct rlimit limit = { 0 };

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = MIN (bytes, limit.rlim_max);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

static void
push (KauntaPortalRouter *router, Fixture *fixture, KauntaPortalAnswer *answer)
{
  Counter *counter = fixture->one;
  g_autoptr (GPtrArray) entries = counter_get_entries (counter, counter->pushed, counter->maker->lines->len - counter->pushed);
  g_autoptr (GBytes) body = kaunta_push_encode (entries);

  ask_router (router, "POST", ENTRIES, counter->token, body, answer);
}

static void
test_push (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (KauntaPortalRouter) router =
    kaunta_portal_router_new (test_portal_get_storage (fixture->portal), KAUNTA_CLOCK (fixture->clock));
  g_auto (KauntaPortalAnswer) refusal = { 0 };
  g_auto (KauntaPortalAnswer) health = { 0 };
  g_auto (KauntaPortalAnswer) answer = { 0 };
  g_autoptr (GPtrArray) held = NULL;

  counter_push_quietly (fixture->one);
  for (int i = 0; i < 200; i++)
    {
      g_autofree char *bill = counter_raise_bill (fixture->one, 100);
    }
  limit_files (1);
  push (router, fixture, &refusal);
  ask_router (router, "GET", "/v1/health", NULL, NULL, &health);
  limit_files (G_MAXUINT64);
  assert_problem_answer (&refusal, 500, KAUNTA_WIRE_ERROR_STORAGE);
  g_assert_cmpuint (health.status, ==, 200);
  held = test_portal_read_entries (fixture->portal, "00421");
  g_assert_cmpuint (held->len, ==, 2);

  push (router, fixture, &answer);
  g_assert_cmpuint (answer.status, ==, 200);
  g_assert_cmpint (test_portal_verify (fixture->portal, "00421"), ==, 202);
}

/* The code is not used up by an enrolment that could not be kept. */
static void
test_enrolment (Fixture *fixture, gconstpointer unused)
{
  KauntaPortalStorage *storage = test_portal_get_storage (fixture->portal);
  g_autoptr (GPtrArray) before = kaunta_portal_storage_list_devices (storage, NULL);
  g_autofree char *code = test_portal_create_code (fixture->portal, NULL);
  g_autofree char *none = NULL;
  g_autoptr (Counter) counter = NULL;
  g_autoptr (GError) error = NULL;

  limit_files (1);
  none = kaunta_portal_storage_create_code (storage, "047-WESTLANDS", NULL, &error);
  limit_files (G_MAXUINT64);
  g_assert_null (none);
  g_assert_error (error, KAUNTA_PORTAL_ERROR, KAUNTA_PORTAL_ERROR_STORAGE);
  counter = counter_new_with (fixture->portal, code, 5);
  g_assert_cmpstr (counter->device.device, ==, "00422");
  g_assert_cmpuint (before->len, ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  signal (SIGXFSZ, SIG_IGN);

#define ADD(name, function) \
  g_test_add ("/full-disk/" name, Fixture, NULL, fixture_set_up_counter, function, fixture_tear_down)
  ADD ("push-is-kept-whole-or-not-at-all-and-the-portal-goes-on", test_push);
  ADD ("refused-code-leaves-the-others-good", test_enrolment);

  return g_test_run ();
}
