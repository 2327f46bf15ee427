/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <string.h>

#include "clock.h"
#include "manual-clock.h"

static void
test_writes_and_reads_the_same_moment (void)
{
  gint64 ms = 0;
  g_autofree char *text = kaunta_time_format (G_GINT64_CONSTANT (1795421730123));

  g_assert_cmpstr (text, ==, "2026-11-23T08:15:30.123Z");
  g_assert_true (kaunta_time_parse (text, &ms, NULL));
  g_assert_cmpint (ms, ==, G_GINT64_CONSTANT (1795421730123));
}

static void
test_refuses_other_forms_of_time (void)
{
  static const char *const wrong[] = {
    "", "2026-11-23", "2026-11-23T08:15:30Z", "2026-11-23T08:15:30.123+03:00", "2026-02-30T08:15:30.123Z",
    "2026-11-23T24:15:30.123Z", "2026-11-23 08:15:30.123Z", "1969-12-31T23:59:59.999Z", "+026-11-23T08:15:30.123Z",
  };
  gint64 ms = 0;

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_false (kaunta_time_parse (wrong[i], &ms, NULL));
  g_assert_false (kaunta_time_parse (NULL, &ms, NULL));
}

static void
test_shows_kenyan_time_whatever_the_zone (void)
{
  g_autofree char *clock = kaunta_time_display_clock (G_GINT64_CONSTANT (1795421730123));
  g_autofree char *day = kaunta_time_display_day (G_GINT64_CONSTANT (1795469400000));

  g_assert_cmpstr (clock, ==, "11:15");
  g_assert_cmpstr (day, ==, "2026-11-24");
}

static void
assert_age (gint64 age_ms, const char *expected)
{
  g_autofree char *age = kaunta_time_display_age (G_GINT64_CONSTANT (1795421730123) - age_ms, G_GINT64_CONSTANT (1795421730123));

  g_assert_cmpstr (age, ==, expected);
}

static void
test_says_how_old (void)
{
  assert_age (-5000, "just now");
  assert_age (59999, "just now");
  assert_age (60000, "1 minute ago");
  assert_age (30 * 60000, "30 minutes ago");
  assert_age (2 * 3600000, "2 hours ago");
  assert_age (3 * G_GINT64_CONSTANT (86400000), "3 days ago");
}

static void
note_cb (gpointer user_data)
{
  g_string_append_c (user_data, 'x');
}

static void
test_rings_in_order_and_once (void)
{
  g_autoptr (TestManualClock) clock = test_manual_clock_new (1000);
  g_autoptr (GString) rung = g_string_new (NULL);
  guint dropped;

  kaunta_clock_add_alarm (KAUNTA_CLOCK (clock), 500, note_cb, rung);
  dropped = kaunta_clock_add_alarm (KAUNTA_CLOCK (clock), 200, note_cb, rung);
  kaunta_clock_add_alarm (KAUNTA_CLOCK (clock), 1800000, note_cb, rung);
  kaunta_clock_remove_alarm (KAUNTA_CLOCK (clock), dropped);

  test_manual_clock_advance (clock, 499);
  g_assert_cmpuint (rung->len, ==, 0);
  test_manual_clock_advance (clock, 1);
  g_assert_cmpuint (rung->len, ==, 1);
  test_manual_clock_advance (clock, 1800000);
  g_assert_cmpuint (rung->len, ==, 2);
  g_assert_cmpint (kaunta_clock_get_now (KAUNTA_CLOCK (clock)), ==, 1801500);
}

static void
quit_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);
}

static void
test_system_clock_rings_in_its_own_context (void)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (context, FALSE);
  g_autoptr (KauntaClock) clock = kaunta_clock_new_system ();
  guint dropped;

  g_main_context_push_thread_default (context);
  kaunta_clock_add_alarm (clock, 0, quit_cb, loop);
  dropped = kaunta_clock_add_alarm (clock, 3600000, quit_cb, loop);
  g_main_loop_run (loop);
  kaunta_clock_remove_alarm (clock, dropped);
  g_assert_false (g_main_context_pending (context));
  g_main_context_pop_thread_default (context);

  g_assert_cmpuint (strlen (kaunta_clock_get_boot (clock)), ==, 8);
  g_assert_cmpint (kaunta_clock_get_up (clock), >, 0);
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/clock/writes-and-reads-the-same-moment", test_writes_and_reads_the_same_moment);
  g_test_add_func ("/clock/refuses-other-forms-of-time", test_refuses_other_forms_of_time);
  g_test_add_func ("/clock/shows-kenyan-time-whatever-the-zone", test_shows_kenyan_time_whatever_the_zone);
  g_test_add_func ("/clock/says-how-old", test_says_how_old);
  g_test_add_func ("/clock/rings-in-order-and-once", test_rings_in_order_and_once);
  g_test_add_func ("/clock/system-clock-rings-in-its-own-context", test_system_clock_rings_in_its_own_context);

  return g_test_run ();
}
