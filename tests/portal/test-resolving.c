/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>
#include "fixture.h"
#include "running.h"

static void
sell (Counter *counter, gint64 total)
{
  g_autofree char *bill = counter_raise_bill (counter, total);
  g_autofree char *receipt = counter_take (counter, bill, total);
}

/* Counter one is frozen: its copy sold for 400 shillings what it sold for 300. */
static void
freeze (Fixture *fixture)
{
  g_autoptr (Counter) clone = NULL;

  counter_push_quietly (fixture->one);
  clone = counter_clone (fixture->one);
  sell (fixture->one, 30000);
  sell (clone, 40000);
  counter_push_quietly (fixture->one);
  counter_push_forked (clone);
}

static char *
run (Fixture *fixture, const char *command, const char *device, int status)
{
  char *output = NULL;
  g_autofree char *complaint = NULL;

  g_assert_cmpint (run_program (&output, &complaint, KAUNTACTL, command, test_portal_get_path (fixture->portal), device, NULL), ==,
                   status);
  g_assert_cmpint (complaint[0] != '\0', ==, status != 0);
  return output;
}

static void
test_branches (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *before = run (fixture, "branches", NULL, 0);
  g_autofree char *after = NULL;

  g_assert_cmpstr (before, ==, "No counter's journal has a second branch.\n");
  freeze (fixture);
  after = run (fixture, "branches", NULL, 0);
  g_assert_cmpstr (after, ==,
                   "00421  047-WESTLANDS  frozen, parts at entry 3, not entered yet: 2 of 2\n"
                   "  chain\n"
                   "    3  2026-11-23T06:00:02.000Z  bill.raised  004210000017  -\n"
                   "    4  2026-11-23T06:00:03.000Z  payment.taken  00421-000001  300.00\n"
                   "  branch 1\n"
                   "    3  2026-11-23T06:00:02.000Z  bill.raised  004210000017  -\n"
                   "    4  2026-11-23T06:00:03.000Z  payment.taken  00421-000001  400.00\n");
}

static void
test_resolve (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *output = NULL;
  g_autofree char *branches = NULL;
  g_auto (GStrv) lines = NULL;

  freeze (fixture);
  output = run (fixture, "resolve", "00421", 0);
  lines = g_strsplit (output, "\n", -1);
  g_assert_cmpstr (lines[0], ==, "exceptions 1");
  g_assert_true (g_str_has_prefix (lines[1], "code "));

  /* kauntactl goes by the real clock. */
  test_manual_clock_set_now (fixture->clock, g_get_real_time () / 1000);
  counter_enrol_with (fixture->one, lines[1] + strlen ("code "), 3);
  g_assert_cmpstr (fixture->one->device.device, ==, "00421");
  g_assert_cmpint (fixture->one->device.epoch, ==, 2);
  counter_push_quietly (fixture->one);
  branches = run (fixture, "branches", NULL, 0);
  g_assert_true (g_str_has_prefix (branches, "00421  047-WESTLANDS  enrolled again, parts at entry 3, not entered yet: 0 of 2\n"));
}

static void
test_not_frozen (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *unfrozen = run (fixture, "resolve", "00421", 1);
  g_autofree char *unknown = run (fixture, "resolve", "99999", 1);

  g_assert_cmpstr (unfrozen, ==, "");
  g_assert_cmpstr (unknown, ==, "");
}

static void
test_restored (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *output = run (fixture, "portal-restored", NULL, 0);
  g_autoptr (Counter) next = counter_new (fixture->portal, 3);

  g_assert_cmpstr (output, ==, "the next counter is 01423\n");
  g_assert_cmpstr (next->device.device, ==, "01423");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) \
  g_test_add ("/resolving/" name, Fixture, NULL, fixture_set_up_counters, function, fixture_tear_down)
  ADD ("shows-what-is-in-each-branch", test_branches);
  ADD ("resolved-counter-can-be-enrolled-again", test_resolve);
  ADD ("portal-that-was-put-back-skips-numbers", test_restored);
  ADD ("resolves-frozen-counters-only", test_not_frozen);

  return g_test_run ();
}
