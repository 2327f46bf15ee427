/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "client.h"
#include "engine-private.h"
#include "fixture.h"

static void
wait_online (Fixture *fixture, gint64 acknowledged)
{
  g_autoptr (KauntaLink) link = counter_wait (fixture->counter, KAUNTA_LINK_ONLINE);

  while (link->acknowledged < acknowledged)
    {
      g_main_context_iteration (NULL, TRUE);
      kaunta_link_unref (link);
      link = counter_wait (fixture->counter, KAUNTA_LINK_ONLINE);
    }
}

static void
doubles_its_wait_up_to_five_minutes (Fixture *fixture, gconstpointer data)
{
  gint64 longest = 1000;

  for (int i = 0; i < 40; i++)
    fake_portal_say (fixture->portal->fake, 503, "text/plain", "closed");
  fixture_start (fixture);
  for (guint tries = 1; tries <= 12; tries++)
    {
      g_autoptr (KauntaLink) link = counter_wait_resting (fixture->counter, KAUNTA_LINK_ATTENTION);
      gint64 waited = counter_sleep (fixture->counter);

      g_assert_cmpuint (fixture->portal->fake->requests->len, ==, tries);
      g_assert_cmpint (waited, >=, MAX (1000, longest / 2));
      g_assert_cmpint (waited, <=, longest);
      g_assert_cmpint (link->retry_at, ==, kaunta_clock_get_now (KAUNTA_CLOCK (fixture->counter->clock)));
      longest = MIN (2 * longest, 300000);
    }
  g_assert_cmpint (longest, ==, 300000);
}

static void
starts_from_one_second_after_a_success (Fixture *fixture, gconstpointer data)
{
  for (int i = 0; i < 5; i++)
    fake_portal_say (fixture->portal->fake, 503, "text/plain", "closed");
  fixture_start (fixture);
  for (int i = 0; i < 5; i++)
    {
      g_autoptr (KauntaLink) link = counter_wait_resting (fixture->counter, KAUNTA_LINK_ATTENTION);

      counter_sleep (fixture->counter);
    }
  wait_online (fixture, 5);
  counter_settle (fixture->counter);
  fake_portal_say (fixture->portal->fake, 503, "text/plain", "closed");
  counter_append (fixture->counter, 1);
  kaunta_link_unref (counter_wait_resting (fixture->counter, KAUNTA_LINK_ATTENTION));
  g_assert_cmpint (counter_sleep (fixture->counter), ==, 1000);
}

static void
honours_retry_after (Fixture *fixture, gconstpointer data)
{
  fake_portal_add (fixture->portal->fake, (FakeAnswer){ .status = 429, .header = "Retry-After", .value = "420" });
  fixture_start (fixture);
  kaunta_link_unref (counter_wait_resting (fixture->counter, KAUNTA_LINK_ATTENTION));
  g_assert_cmpint (counter_sleep (fixture->counter), ==, 420000);
  wait_online (fixture, 5);
}

static void
sends_at_once_when_asked (Fixture *fixture, gconstpointer data)
{
  fake_portal_add (fixture->portal->fake, (FakeAnswer){ .status = 503, .header = "Retry-After", .value = "420" });
  fixture_start (fixture);
  kaunta_link_unref (counter_wait_resting (fixture->counter, KAUNTA_LINK_ATTENTION));
  kaunta_engine_send_now (fixture->counter->engine);
  wait_online (fixture, 5);
}

/* A timeout, or a cut, says nothing about the outcome: the same entries go again, byte for byte, and are held once. */
static void
pushes_once_when_the_answer_is_lost (Fixture *fixture, gconstpointer data)
{
  fixture->portal->lose = TRUE;
  fixture_start (fixture);
  kaunta_link_unref (counter_wait_resting (fixture->counter, KAUNTA_LINK_OFFLINE));
  g_assert_cmpuint (fixture->portal->held->len, ==, 5);
  fixture->portal->lose = FALSE;
  counter_sleep (fixture->counter);
  wait_online (fixture, 5);
  g_assert_cmpuint (fixture->portal->held->len, ==, 5);
  g_assert_cmpuint (fixture->portal->repeated, >=, 5);
}

/* The network's word is a hint to ask at once, and never an answer. */
static void
tries_at_once_when_the_network_is_back (Fixture *fixture, gconstpointer data)
{
  GNetworkMonitor *monitor = g_network_monitor_get_default ();
  g_autoptr (KauntaLink) link = NULL;
  guint asked;

  fixture->portal->lose = TRUE;
  fixture_start (fixture);
  kaunta_link_unref (counter_wait_resting (fixture->counter, KAUNTA_LINK_OFFLINE));
  asked = fixture->portal->fake->requests->len;
  g_signal_emit_by_name (monitor, "network-changed", FALSE);
  counter_settle (fixture->counter);
  g_assert_cmpuint (fixture->portal->fake->requests->len, ==, asked);

  g_signal_emit_by_name (monitor, "network-changed", TRUE);
  link = kaunta_engine_get_link (fixture->counter->engine);
  g_assert_cmpint (link->kind, !=, KAUNTA_LINK_ONLINE);
  fixture->portal->lose = FALSE;
  wait_online (fixture, 5);
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  guint *answered = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) payers = kaunta_engine_find_payers_finish (KAUNTA_ENGINE (source), result, &error);

  g_assert_no_error (error);
  (*answered)++;
}

static void
never_has_two_requests_in_flight (Fixture *fixture, gconstpointer data)
{
  guint answered = 0;

  fixture_start (fixture);
  for (int i = 0; i < 10; i++)
    {
      kaunta_engine_find_payers_async (fixture->counter->engine, "wanjiku", NULL, asked_cb, &answered);
      counter_append (fixture->counter, 100);
      kaunta_engine_send_now (fixture->counter->engine);
      g_main_context_iteration (NULL, FALSE);
    }
  while (answered < 10)
    g_main_context_iteration (NULL, TRUE);
  wait_online (fixture, 1005);
  g_assert_cmpuint (fixture->portal->fake->most_open, ==, 1);
  g_assert_cmpuint (fixture->portal->held->len, ==, 1005);
  g_assert_cmpuint (fixture->portal->repeated, ==, 0);
}

static void
sends_the_tail_in_bounded_batches (Fixture *fixture, gconstpointer data)
{
  counter_append (fixture->counter, 5200);
  fixture_start (fixture);
  wait_online (fixture, 5205);
  g_assert_cmpuint (fixture->portal->pushes->len, ==, 2);
  g_assert_cmpuint (g_array_index (fixture->portal->pushes, guint, 0), >, 2000);
  g_assert_cmpuint (g_array_index (fixture->portal->pushes, guint, 0) + g_array_index (fixture->portal->pushes, guint, 1), ==, 5205);
}

/* Batches that get no answer become smaller each time, down to what goes through; answers make them larger again. */
static void
sends_less_at_once_while_no_answer_comes (Fixture *fixture, gconstpointer data)
{
  GArray *pushes = fixture->portal->pushes;
  gsize least = 0;

  counter_append (fixture->counter, 1500);
  fixture->portal->lose = TRUE;
  fixture_start (fixture);
  for (guint i = 0; i < 5; i++)
    {
      kaunta_link_unref (counter_wait_resting (fixture->counter, KAUNTA_LINK_OFFLINE));
      counter_sleep (fixture->counter);
    }
  kaunta_link_unref (counter_wait_resting (fixture->counter, KAUNTA_LINK_OFFLINE));
  g_assert_cmpuint (g_array_index (pushes, guint, 0), ==, 1505);
  g_assert_cmpuint (g_array_index (pushes, guint, pushes->len - 1), <, 200);
  g_assert_cmpuint (g_array_index (pushes, guint, pushes->len - 1), >, 10);
  least = fixture->counter->engine->batch_bytes;
  fixture->portal->lose = FALSE;
  counter_sleep (fixture->counter);
  wait_online (fixture, 1505);
  g_assert_cmpuint (fixture->counter->engine->batch_bytes, >, least);
}

static void
note_progress_cb (KauntaEngine *engine, GParamSpec *spec, GString *seen)
{
  g_autoptr (KauntaLink) link = kaunta_engine_get_link (engine);

  if (link->kind == KAUNTA_LINK_SENDING)
    g_string_append_printf (seen, "%d/%d ", (int) link->sent, (int) link->to_send);
}

static void
says_how_far_it_is (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) seen = g_string_new (NULL);
  g_autofree char *between = NULL;

  fixture_start (fixture);
  wait_online (fixture, 5);
  counter_settle (fixture->counter);
  g_signal_connect (fixture->counter->engine, "notify::link", G_CALLBACK (note_progress_cb), seen);
  fixture->counter->engine->batch_bytes = 128 * 1024;
  counter_append (fixture->counter, 700);
  kaunta_link_unref (counter_wait (fixture->counter, KAUNTA_LINK_SENDING));
  wait_online (fixture, 705);
  between = g_strdup_printf ("%u/700", g_array_index (fixture->portal->pushes, guint, 1));
  g_assert_nonnull (strstr (seen->str, "0/700"));
  g_assert_cmpuint (g_array_index (fixture->portal->pushes, guint, 1), <, 700);
  g_assert_nonnull (strstr (seen->str, between));
}

static void
sends_what_is_appended_at_once (Fixture *fixture, gconstpointer data)
{
  fixture_start (fixture);
  wait_online (fixture, 5);
  counter_settle (fixture->counter);
  counter_append (fixture->counter, 1);
  wait_online (fixture, 6);
  g_assert_cmpint (kaunta_clock_get_now (KAUNTA_CLOCK (fixture->counter->clock)), ==, TEST_LEDGER_MORNING_MS);
}

static void
polls_every_thirty_seconds (Fixture *fixture, gconstpointer data)
{
  fixture_start (fixture);
  wait_online (fixture, 5);
  fixture_wait_for (fixture, "GET /v1/changes", 2);
  for (guint polls = 3; polls < 6; polls++)
    {
      counter_settle (fixture->counter);
      g_assert_cmpint (counter_sleep (fixture->counter), ==, 30000);
      fixture_wait_for (fixture, "GET /v1/changes", polls);
    }
}

/* The portal was restored from a backup: it lost what it had acknowledged, and this counter still has it. */
static void
sends_again_what_the_portal_lost (Fixture *fixture, gconstpointer data)
{
  fixture_start (fixture);
  wait_online (fixture, 5);
  counter_settle (fixture->counter);
  plain_portal_forget_after (fixture->portal, 2);
  counter_append (fixture->counter, 1);
  wait_online (fixture, 6);
  g_assert_cmpuint (fixture->portal->held->len, ==, 6);
}

/* A counter that has closed for the day has nothing new to send, and would never hear of the loss. */
static void
finds_what_the_portal_lost_though_nothing_is_new (Fixture *fixture, gconstpointer data)
{
  fixture_start (fixture);
  wait_online (fixture, 5);
  counter_settle (fixture->counter);
  plain_portal_forget_after (fixture->portal, 2);
  for (int polls = 0; polls < 40 && fixture->portal->held->len < 5; polls++)
    {
      counter_sleep (fixture->counter);
      counter_settle (fixture->counter);
    }
  g_assert_cmpuint (fixture->portal->held->len, ==, 5);
}

static void
says_offline_when_nothing_answers (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KauntaLink) link = NULL;

  counter_start (fixture->counter, "http://127.0.0.1:9");
  link = counter_wait_resting (fixture->counter, KAUNTA_LINK_OFFLINE);
  g_assert_cmpint (link->waiting, ==, 5);
  g_assert_cmpint (link->oldest_at, >, 0);
  g_assert_cmpint (link->heard_at, ==, 0);
  g_assert_nonnull (link->problem);

  counter_append (fixture->counter, 2);
  while (link->waiting < 7)
    {
      g_main_context_iteration (NULL, TRUE);
      kaunta_link_unref (link);
      link = kaunta_engine_get_link (fixture->counter->engine);
    }
  g_assert_cmpint (link->kind, ==, KAUNTA_LINK_OFFLINE);
}

static void
stops_in_the_middle_of_a_request (Fixture *fixture, gconstpointer data)
{
  KauntaTail tail = { 0 };

  fake_portal_add (fixture->portal->fake, (FakeAnswer){ .status = 0 });
  fixture_start (fixture);
  fixture_wait_for (fixture, "POST", 1);
  counter_stop (fixture->counter);
  counter_get_tail (fixture->counter, &tail);
  g_assert_cmpint (tail.acknowledged, ==, 0);
  fixture_start (fixture);
  wait_online (fixture, 5);
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, fixture_set_up, test, fixture_tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("/engine/doubles-its-wait-up-to-five-minutes", doubles_its_wait_up_to_five_minutes);
  add ("/engine/starts-from-one-second-after-a-success", starts_from_one_second_after_a_success);
  add ("/engine/honours-retry-after", honours_retry_after);
  add ("/engine/sends-at-once-when-asked", sends_at_once_when_asked);
  add ("/engine/tries-at-once-when-the-network-is-back", tries_at_once_when_the_network_is_back);
  add ("/engine/pushes-once-when-the-answer-is-lost", pushes_once_when_the_answer_is_lost);
  add ("/engine/never-has-two-requests-in-flight", never_has_two_requests_in_flight);
  add ("/engine/sends-the-tail-in-bounded-batches", sends_the_tail_in_bounded_batches);
  add ("/engine/sends-less-at-once-while-no-answer-comes", sends_less_at_once_while_no_answer_comes);
  add ("/engine/says-how-far-it-is", says_how_far_it_is);
  add ("/engine/sends-what-is-appended-at-once", sends_what_is_appended_at_once);
  add ("/engine/polls-every-thirty-seconds", polls_every_thirty_seconds);
  add ("/engine/sends-again-what-the-portal-lost", sends_again_what_the_portal_lost);
  add ("/engine/finds-what-the-portal-lost-though-nothing-is-new", finds_what_the_portal_lost_though_nothing_is_new);
  add ("/engine/says-offline-when-nothing-answers", says_offline_when_nothing_answers);
  add ("/engine/stops-in-the-middle-of-a-request", stops_in_the_middle_of_a_request);

  return g_test_run ();
}
