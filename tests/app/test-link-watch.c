/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "link-watch.h"

/* What is said about a link of @kind with @acknowledged entries at the portal. */
static char *
notice (KauntaLinkWatch *watch, KauntaLinkKind kind, gint64 acknowledged)
{
  KauntaLink values = { .kind = kind, .acknowledged = acknowledged };
  g_autoptr (KauntaLink) link = kaunta_link_new (&values);

  return kaunta_link_watch_notice (watch, link);
}

#define assert_says(watch, kind, acknowledged, sentence) \
  G_STMT_START \
  { \
    g_autofree char *said = notice (watch, kind, acknowledged); \
    g_assert_cmpstr (said, ==, sentence); \
  } \
  G_STMT_END

#define DOWN "The line is down. Go on working; everything is stored on this computer."

static void
test_says_once_that_the_line_is_down (void)
{
  g_autoptr (KauntaLinkWatch) watch = kaunta_link_watch_new ();

  assert_says (watch, KAUNTA_LINK_STARTING, 0, NULL);
  assert_says (watch, KAUNTA_LINK_ONLINE, 5, NULL);
  assert_says (watch, KAUNTA_LINK_OFFLINE, 5, DOWN);
  assert_says (watch, KAUNTA_LINK_OFFLINE, 5, NULL);
}

static void
test_says_how_much_was_sent_when_all_of_it_was (void)
{
  g_autoptr (KauntaLinkWatch) watch = kaunta_link_watch_new ();

  assert_says (watch, KAUNTA_LINK_OFFLINE, 5, DOWN);
  assert_says (watch, KAUNTA_LINK_SENDING, 5, NULL);
  assert_says (watch, KAUNTA_LINK_SENDING, 9, NULL);
  assert_says (watch, KAUNTA_LINK_ONLINE, 17, "The line is back. 12 entries were sent.");
  assert_says (watch, KAUNTA_LINK_ONLINE, 18, NULL);
}

static void
test_counts_one_entry_in_the_singular (void)
{
  g_autoptr (KauntaLinkWatch) watch = kaunta_link_watch_new ();

  assert_says (watch, KAUNTA_LINK_OFFLINE, 5, DOWN);
  assert_says (watch, KAUNTA_LINK_ONLINE, 6, "The line is back. 1 entry was sent.");
}

static void
test_names_no_number_when_nothing_waited (void)
{
  g_autoptr (KauntaLinkWatch) watch = kaunta_link_watch_new ();

  assert_says (watch, KAUNTA_LINK_OFFLINE, 5, DOWN);
  assert_says (watch, KAUNTA_LINK_ONLINE, 5, "The line is back.");
}

static void
test_is_silent_while_a_bad_line_comes_and_goes (void)
{
  g_autoptr (KauntaLinkWatch) watch = kaunta_link_watch_new ();

  assert_says (watch, KAUNTA_LINK_OFFLINE, 5, DOWN);
  assert_says (watch, KAUNTA_LINK_SENDING, 7, NULL);
  assert_says (watch, KAUNTA_LINK_OFFLINE, 7, NULL);
  assert_says (watch, KAUNTA_LINK_ONLINE, 9, "The line is back. 4 entries were sent.");
}

static void
test_tells_the_problem_once_until_it_is_solved (void)
{
  KauntaLink values = { .kind = KAUNTA_LINK_ATTENTION,
                        .problem = (char *) "The portal answered with a web page." };
  g_autoptr (KauntaLink) link = kaunta_link_new (&values);
  g_autoptr (KauntaLinkWatch) watch = kaunta_link_watch_new ();
  g_autofree char *first = kaunta_link_watch_notice (watch, link);
  g_autofree char *second = kaunta_link_watch_notice (watch, link);
  g_autofree char *after = NULL;

  g_assert_cmpstr (first, ==, "The portal answered with a web page.");
  g_assert_null (second);
  assert_says (watch, KAUNTA_LINK_ONLINE, 0, NULL);
  after = kaunta_link_watch_notice (watch, link);
  g_assert_cmpstr (after, ==, first);
}

static void
test_repeats_nothing_in_another_language (void)
{
  g_autoptr (KauntaLinkWatch) watch = kaunta_link_watch_new ();
  g_autoptr (KauntaLinkWatch) anew = kaunta_link_watch_new ();

  assert_says (watch, KAUNTA_LINK_OFFLINE, 5, DOWN);
  kaunta_link_watch_follow (anew, watch);
  assert_says (anew, KAUNTA_LINK_OFFLINE, 5, NULL);
  assert_says (anew, KAUNTA_LINK_ONLINE, 7, "The line is back. 2 entries were sent.");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/link-watch/says-once-that-the-line-is-down", test_says_once_that_the_line_is_down);
  g_test_add_func ("/link-watch/says-how-much-was-sent-when-all-of-it-was",
                   test_says_how_much_was_sent_when_all_of_it_was);
  g_test_add_func ("/link-watch/counts-one-entry-in-the-singular", test_counts_one_entry_in_the_singular);
  g_test_add_func ("/link-watch/names-no-number-when-nothing-waited",
                   test_names_no_number_when_nothing_waited);
  g_test_add_func ("/link-watch/is-silent-while-a-bad-line-comes-and-goes",
                   test_is_silent_while_a_bad_line_comes_and_goes);
  g_test_add_func ("/link-watch/tells-the-problem-once-until-it-is-solved",
                   test_tells_the_problem_once_until_it_is_solved);
  g_test_add_func ("/link-watch/repeats-nothing-in-another-language",
                   test_repeats_nothing_in_another_language);
  return g_test_run ();
}
