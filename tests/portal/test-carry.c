/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "carry-maker.h"
#include "carry.h"
#include "fixture.h"
#include "http.h"
#include "packing.h"
#include "sealing.h"

static void
sell (Counter *counter, gint64 total)
{
  g_autofree char *bill = counter_raise_bill (counter, total);
  g_autofree char *receipt = counter_take (counter, bill, total);
}

/* Hands @file over; the answer, which must be one. */
static void
deliver (Fixture *fixture, GBytes *file, KauntaCarryAnswer *answer)
{
  g_autoptr (HttpReply) reply = http_send (fixture->url, "POST", "/v1/carry", NULL, KAUNTA_CARRY_TYPE, file, NULL);
  g_auto (KauntaCarry) carry = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (reply->status, ==, 200);
  g_assert_true (kaunta_carry_open (&carry, file, NULL));
  kaunta_carry_answer_open (answer, reply->body, carry.header.portal_key, &error);
  g_assert_no_error (error);
}

static gint64
count_forks (Fixture *fixture)
{
  g_autoptr (GPtrArray) forks = kaunta_portal_storage_read_forks (fixture->one->storage, "00421", 0, 100000, NULL);

  return forks->len;
}

static void
takes_entries_as_a_push_does (Fixture *fixture, gconstpointer unused)
{
  g_auto (KauntaCarryAnswer) first = { 0 };
  g_auto (KauntaCarryAnswer) again = { 0 };
  g_autoptr (GBytes) file = NULL;

  sell (fixture->one, 30000);
  file = counter_make_carry (fixture->one, 0, "", fixture->url);
  deliver (fixture, file, &first);
  g_assert_true (first.header.acknowledged);
  g_assert_cmpint (first.header.ack.seq, ==, 4);
  g_assert_false (first.header.refused);
  deliver (fixture, file, &again);
  g_assert_cmpint (again.header.ack.seq, ==, 4);
  g_assert_cmpint (test_portal_verify (fixture->portal, "00421"), ==, 4);
}

/* The whole branch, in one turn, though every part of it is refused. */
static void
keeps_the_whole_of_a_second_branch (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (Counter) clone = NULL;
  g_autoptr (GBytes) file = NULL;
  g_auto (KauntaCarryAnswer) answer = { 0 };

  counter_push_quietly (fixture->one);
  clone = counter_clone (fixture->one);
  sell (fixture->one, 30000);
  counter_push_quietly (fixture->one);
  for (guint i = 0; i < KAUNTA_WIRE_MAX_PUSH_ENTRIES / 2 + 10; i++)
    sell (clone, 100);
  file = counter_make_carry (clone, 2, "", fixture->url);
  deliver (fixture, file, &answer);
  g_assert_true (answer.header.refused);
  g_assert_cmpint (answer.header.problem.code, ==, KAUNTA_WIRE_ERROR_FORK);
  g_assert_cmpint (answer.header.problem.seq, ==, clone->maker->lines->len + 1);
  g_assert_cmpint (count_forks (fixture), ==, clone->maker->lines->len - 2);
  g_assert_cmpint (test_portal_verify (fixture->portal, "00421"), ==, 4);
}

/* Its facts are not lost, but it has no business with the staff list any more. */
static void
tells_an_older_epoch_no_news (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GBytes) file = NULL;
  g_auto (KauntaCarryAnswer) answer = { 0 };

  sell (fixture->one, 30000);
  counter_push_quietly (fixture->one);
  file = counter_make_carry (fixture->one, 0, "", fixture->url);
  counter_enrol_again (fixture->one, fixture->portal, 7);
  deliver (fixture, file, &answer);
  g_assert_true (answer.header.acknowledged);
  g_assert_cmpint (answer.header.epoch, ==, 1);
  g_assert_cmpint (answer.header.pages, ==, 0);
  g_assert_cmpint (count_forks (fixture), ==, 0);
}

/* Else whoever stole the old machine could go on with the journal until the new one sends its first entry, and freeze it. */
static void
lets_no_fenced_key_go_on_with_the_journal (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (Counter) stolen = NULL;
  g_autoptr (GBytes) file = NULL;
  g_auto (KauntaCarryAnswer) early = { 0 };
  g_auto (KauntaCarryAnswer) late = { 0 };

  counter_push_quietly (fixture->one);
  stolen = counter_clone (fixture->one);
  counter_enrol_again (fixture->one, fixture->portal, 7);
  sell (stolen, 30000);
  file = counter_make_carry (stolen, 0, "", fixture->url);
  deliver (fixture, file, &early);
  g_assert_cmpint (early.header.problem.code, ==, KAUNTA_WIRE_ERROR_FENCED);
  g_assert_false (early.header.acknowledged);

  counter_push_quietly (fixture->one);
  g_assert_cmpint (test_portal_verify (fixture->portal, "00421"), ==, 3);
  deliver (fixture, file, &late);
  g_assert_cmpint (late.header.problem.code, ==, KAUNTA_WIRE_ERROR_FORK);
  g_assert_cmpint (count_forks (fixture), ==, 2);
  sell (fixture->one, 100);
  counter_push_quietly (fixture->one);
}

static void
seals_the_news_to_the_counter (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GBytes) file = counter_make_carry (fixture->one, 0, "", fixture->url);
  g_auto (KauntaCarryAnswer) answer = { 0 };
  g_auto (KauntaChangesPage) page = { 0 };
  g_autoptr (GBytes) sealed = NULL;
  g_autoptr (GBytes) packed = NULL;
  g_autoptr (GBytes) plain = NULL;
  g_autoptr (GError) error = NULL;

  deliver (fixture, file, &answer);
  sealed = kaunta_carry_answer_read_page (&answer, &error);
  g_assert_no_error (error);
  packed = kaunta_unseal (fixture->one->maker->key, sealed, &error);
  g_assert_no_error (error);
  plain = kaunta_unpack (packed, KAUNTA_WIRE_MAX_ANSWER_BYTES, &error);
  g_assert_no_error (error);
  kaunta_changes_page_decode (plain, &page, &error);
  g_assert_no_error (error);
  g_assert_nonnull (counter_find_change (page.changes, KAUNTA_CHANGE_STAFF, "1007"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) g_test_add ("/carry/" name, Fixture, NULL, fixture_set_up_counters, function, fixture_tear_down)
  ADD ("takes-entries-as-a-push-does", takes_entries_as_a_push_does);
  ADD ("keeps-the-whole-of-a-second-branch", keeps_the_whole_of_a_second_branch);
  ADD ("tells-an-older-epoch-no-news", tells_an_older_epoch_no_news);
  ADD ("lets-no-fenced-key-go-on-with-the-journal", lets_no_fenced_key_go_on_with_the_journal);
  ADD ("seals-the-news-to-the-counter", seals_the_news_to_the_counter);
#undef ADD

  return g_test_run ();
}
