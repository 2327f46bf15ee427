/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "deadline.h"

#include "client.h"
#include "manual-clock.h"

#define NOON G_GINT64_CONSTANT (1795421730123)
#define SILENCE_MS 30000
#define TOTAL_MS 600000

typedef struct
{
  TestManualClock *clock;
  KauntaDeadline *deadline;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->clock = test_manual_clock_new (NOON);
  fixture->deadline = kaunta_deadline_new (KAUNTA_CLOCK (fixture->clock), SILENCE_MS, TOTAL_MS, NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  kaunta_deadline_free (fixture->deadline);
  g_object_unref (fixture->clock);
}

static gboolean
has_passed (Fixture *fixture)
{
  return g_cancellable_is_cancelled (kaunta_deadline_get_cancellable (fixture->deadline));
}

static void
silence_ends_it (Fixture *fixture, gconstpointer data)
{
  test_manual_clock_advance (fixture->clock, SILENCE_MS - 1);
  g_assert_false (has_passed (fixture));
  test_manual_clock_advance (fixture->clock, 1);
  g_assert_true (has_passed (fixture));
}

static void
progress_gives_it_time (Fixture *fixture, gconstpointer data)
{
  for (int i = 0; i < 10; i++)
    {
      test_manual_clock_advance (fixture->clock, SILENCE_MS - 1);
      kaunta_deadline_restart (fixture->deadline);
      g_assert_false (has_passed (fixture));
    }
}

/* A byte now and then does not hold a request for ever. */
static void
progress_does_not_help_for_ever (Fixture *fixture, gconstpointer data)
{
  for (int i = 0; i < TOTAL_MS / 1000 - 1; i++)
    {
      test_manual_clock_advance (fixture->clock, 1000);
      kaunta_deadline_restart (fixture->deadline);
      g_assert_false (has_passed (fixture));
    }
  test_manual_clock_advance (fixture->clock, 1000);
  g_assert_true (has_passed (fixture));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/deadline/silence-ends-it", Fixture, NULL, set_up, silence_ends_it, tear_down);
  g_test_add ("/deadline/progress-gives-it-time", Fixture, NULL, set_up, progress_gives_it_time, tear_down);
  g_test_add ("/deadline/progress-does-not-help-for-ever", Fixture, NULL, set_up, progress_does_not_help_for_ever, tear_down);

  return g_test_run ();
}
