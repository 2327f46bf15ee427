/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>

#include "journal-maker.h"
#include "ledger-private.h"
#include "temp-profile.h"
#include "test-ledger.h"
#include "verified-ledger.h"

/* An empty ledger on another machine, for the journal of @test's. */
typedef struct
{
  TestLedger *test;
  char *profile;
  char *path;
  TestManualClock *clock;
  KauntaLedger *ledger;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->test = test_ledger_new ();
  fixture->profile = test_temp_profile_new ();
  fixture->path = g_build_filename (fixture->profile, "counter.db", NULL);
  fixture->clock = test_manual_clock_new (TEST_LEDGER_MORNING_MS + 24 * 3600 * 1000);
  fixture->ledger = kaunta_ledger_open (fixture->path, KAUNTA_CLOCK (fixture->clock), NULL);
  g_assert_nonnull (fixture->ledger);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  kaunta_ledger_close (fixture->ledger);
  g_object_unref (fixture->clock);
  g_free (fixture->path);
  test_temp_profile_free (fixture->profile);
  test_ledger_free (fixture->test);
}

static void
play (TestLedger *test)
{
  g_autofree char *session = test_ledger_open_till (test);
  g_autofree char *bill = test_ledger_raise_bill (test, "20000001", "Wanjiku Atieno", 35000);
  g_autofree char *receipt = test_ledger_take_cash (test, bill, 35000);
  g_autofree char *other = test_ledger_raise_bill (test, "20000002", "Kiptoo Njoroge", 52000);
  g_autofree char *part = test_ledger_take_mpesa (test, other, 12000, "SKL1234567");

  test_ledger_reverse (test, receipt, 35000);
}

static GPtrArray *
read_all (KauntaLedger *ledger)
{
  GPtrArray *entries = kaunta_ledger_read_entries (ledger, 0, G_MAXINT64, G_MAXSIZE, NULL);

  g_assert_nonnull (entries);
  return entries;
}

static void
import (Fixture *fixture, GPtrArray *entries)
{
  g_autoptr (GError) error = NULL;

  kaunta_ledger_import (fixture->ledger, entries, &error);
  g_assert_no_error (error);
}

static void
assert_same (Fixture *fixture)
{
  g_autofree char *there = kaunta_ledger_digest (fixture->test->ledger, NULL);
  g_autofree char *here = kaunta_ledger_digest (fixture->ledger, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (here, ==, there);
  test_ledger_assert_verified (fixture->ledger, fixture->test->key);
  kaunta_ledger_check (fixture->ledger, &error);
  g_assert_no_error (error);
}

static void
test_whole_journal_comes_in (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) entries = NULL;

  play (fixture->test);
  entries = read_all (fixture->test->ledger);
  import (fixture, entries);
  assert_same (fixture);
}

static gint64
get_seq (Fixture *fixture)
{
  KauntaTail tail;

  g_assert_true (kaunta_ledger_get_tail (fixture->ledger, &tail, NULL));
  return tail.seq;
}

static void
test_what_is_here_is_skipped (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) some = NULL;
  g_autoptr (GPtrArray) all = NULL;

  play (fixture->test);
  some = kaunta_ledger_read_entries (fixture->test->ledger, 0, 4, G_MAXSIZE, NULL);
  all = read_all (fixture->test->ledger);
  import (fixture, some);
  g_assert_cmpint (get_seq (fixture), ==, 4);

  kaunta_ledger_close (fixture->ledger);
  fixture->ledger = kaunta_ledger_open (fixture->path, KAUNTA_CLOCK (fixture->clock), NULL);
  import (fixture, all);
  import (fixture, all);
  assert_same (fixture);
}

static void
count_commit (gpointer data)
{
  guint *count = data;

  (*count)++;
}

static void
test_tells_of_what_came_in (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) entries = NULL;
  guint count = 0;

  play (fixture->test);
  entries = read_all (fixture->test->ledger);
  kaunta_ledger_set_appended_func (fixture->ledger, count_commit, &count);
  import (fixture, entries);
  g_assert_cmpuint (count, ==, 1);
  import (fixture, entries);
  g_assert_cmpuint (count, ==, 1);
}

static void
enrol_again (KauntaLedger *ledger, gint64 epoch, KauntaKey *key, KauntaKey *portal_key)
{
  KauntaEnrolment enrolment = {
    .device = (char *) TEST_LEDGER_DEVICE,
    .epoch = epoch,
    .office = (char *) TEST_LEDGER_OFFICE,
    .name = (char *) "Counter 1",
    .url = (char *) "http://127.0.0.1:1",
    .portal_key = (char *) kaunta_key_get_public (portal_key),
    .token = (char *) "another token",
  };
  g_autoptr (GError) error = NULL;

  kaunta_ledger_enrol (ledger, &enrolment, key, &error);
  g_assert_no_error (error);
}

static void
test_counter_goes_on_where_the_other_stopped (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KauntaKey) key = kaunta_key_generate ();
  g_autoptr (GPtrArray) entries = NULL;
  TestLedger here = { .ledger = fixture->ledger, .clock = fixture->clock, .key = key };
  g_autofree char *bill = NULL;
  g_autofree char *receipt = NULL;
  g_autofree char *session = NULL;
  KauntaTail tail;

  play (fixture->test);
  entries = read_all (fixture->test->ledger);
  import (fixture, entries);
  enrol_again (fixture->ledger, 2, key, fixture->test->portal_key);
  test_ledger_fill (fixture->ledger);

  bill = test_ledger_raise_bill (&here, "20000003", "Njeri Ouma", 7000);
  receipt = test_ledger_take_cash (&here, bill, 7000);
  g_assert_true (g_str_has_prefix (bill, "00421000003"));
  g_assert_cmpstr (receipt, ==, "00421-000003");
  test_ledger_count_and_close (&here);
  session = test_ledger_open_till (&here);
  g_assert_cmpstr (session, ==, "00421-0002");
  g_assert_true (kaunta_ledger_get_tail (fixture->ledger, &tail, NULL));
  g_assert_cmpint (tail.turnover, ==, 12000 + 7000);
  g_assert_cmpint (tail.epoch, ==, 2);
  test_ledger_assert_verified (fixture->ledger, key);
  g_assert_true (kaunta_ledger_check (fixture->ledger, NULL));
}

/* The portal may hold entries of a later epoch, which another machine wrote. */
static void
test_nothing_is_written_into_another_epoch (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KauntaKey) key = kaunta_key_generate ();
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;
  TestLedger there = *fixture->test;

  play (fixture->test);
  before = read_all (fixture->test->ledger);
  import (fixture, before);
  enrol_again (fixture->ledger, 2, key, fixture->test->portal_key);
  after = read_all (fixture->ledger);

  g_assert_true (kaunta_ledger_import (there.ledger, after, NULL));
  test_ledger_act_refused (&there, NULL, kaunta_fact_new_signed_in (), KAUNTA_STORE_ERROR_NOT_ENROLLED);
  enrol_again (there.ledger, 3, there.key, there.portal_key);
  g_clear_pointer (&before, g_ptr_array_unref);
  kaunta_entry_unref (test_ledger_act (&there, NULL, kaunta_fact_new_signed_in ()));
}

static void
assert_refused (Fixture *fixture, GPtrArray *entries, int code, gint64 seq)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (kaunta_ledger_import (fixture->ledger, entries, &error));
  g_assert_error (error, KAUNTA_STORE_ERROR, code);
  g_assert_cmpint (get_seq (fixture), ==, seq);
  g_assert_true (kaunta_ledger_check (fixture->ledger, NULL));
}

static void
test_other_branch_is_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TestLedger) clone = test_ledger_new ();
  g_autoptr (KauntaEntry) entry = test_ledger_act (clone, NULL, kaunta_fact_new_signed_in ());
  g_autofree char *session = test_ledger_open_till (fixture->test);
  g_autoptr (GPtrArray) here = read_all (fixture->test->ledger);
  g_autoptr (GPtrArray) there = read_all (clone->ledger);

  /* The same keys, and the same first entry. */
  g_assert_cmpmem (((KauntaEntry *) there->pdata[0])->hash, KAUNTA_HASH_BYTES,
                   ((KauntaEntry *) here->pdata[0])->hash, KAUNTA_HASH_BYTES);
  import (fixture, here);
  assert_refused (fixture, there, KAUNTA_STORE_ERROR_FENCED, 2);
}

static void
test_gap_is_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) entries = NULL;

  play (fixture->test);
  entries = read_all (fixture->test->ledger);
  g_ptr_array_remove_index (entries, 3);
  assert_refused (fixture, entries, KAUNTA_STORE_ERROR_DAMAGED, 0);
  g_ptr_array_remove_index (entries, 0);
  assert_refused (fixture, entries, KAUNTA_STORE_ERROR_DAMAGED, 0);
}

/* (element-type KauntaEntry): the maker's entries as they are, none verified. */
static GPtrArray *
read_made (JournalMaker *maker)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_entry_unref);

  for (guint i = 0; i < maker->lines->len; i++)
    {
      const JournalLine *line = maker->lines->pdata[i];
      g_autoptr (GError) error = NULL;

      g_ptr_array_add (entries, kaunta_entry_new_from_bytes (line->body, line->sig, &error));
      g_assert_no_error (error);
    }
  return entries;
}

typedef void (*SpoilFunc) (JournalMaker *maker);

static void
sign_with_another_key (JournalMaker *maker)
{
  const guint8 seed[32] = { 77 };

  kaunta_key_unref (maker->key);
  maker->key = kaunta_key_new_from_seed (seed);
}

static void
claim_another_device (JournalMaker *maker)
{
  maker->device = "00422";
}

static void
claim_another_epoch (JournalMaker *maker)
{
  maker->epoch = 2;
}

static void
claim_another_turnover (JournalMaker *maker)
{
  maker->turnover += 100;
}

static void
claim_another_predecessor (JournalMaker *maker)
{
  maker->prev[0] ^= 1;
}

static void
test_what_does_not_follow_is_refused (Fixture *fixture, gconstpointer data)
{
  static const SpoilFunc spoils[] = { sign_with_another_key, claim_another_device, claim_another_epoch,
                                      claim_another_turnover, claim_another_predecessor };

  for (guint i = 0; i < G_N_ELEMENTS (spoils); i++)
    {
      g_autoptr (JournalMaker) maker = journal_maker_new ();
      g_autoptr (GPtrArray) entries = NULL;

      journal_maker_open (maker);
      spoils[i](maker);
      journal_maker_add (maker, KAUNTA_FACT_CLERK_SIGNED_IN, "{}");
      entries = read_made (maker);
      assert_refused (fixture, entries, KAUNTA_STORE_ERROR_DAMAGED, 0);
    }
}

static void
test_failure_leaves_what_came_before (Fixture *fixture, gconstpointer data)
{
  g_autoptr (JournalMaker) maker = journal_maker_new ();
  g_autoptr (GPtrArray) entries = NULL;

  journal_maker_open (maker);
  while (maker->lines->len < 1200)
    journal_maker_add (maker, KAUNTA_FACT_CLERK_SIGNED_IN, "{}");
  claim_another_predecessor (maker);
  journal_maker_add (maker, KAUNTA_FACT_CLERK_SIGNED_IN, "{}");
  entries = read_made (maker);
  assert_refused (fixture, entries, KAUNTA_STORE_ERROR_DAMAGED, 1000);

  g_ptr_array_remove_index (entries, 1200);
  import (fixture, entries);
  g_assert_cmpint (get_seq (fixture), ==, 1200);
}

static char *
set_aside (KauntaLedger *ledger)
{
  g_autoptr (GError) error = NULL;
  char *name = kaunta_ledger_set_aside (ledger, &error);

  g_assert_no_error (error);
  return name;
}

static KauntaLedger *
open_aside (TestLedger *test, const char *name)
{
  g_autofree char *path = g_build_filename (test->profile, name, NULL);
  KauntaLedger *ledger = kaunta_ledger_open_readonly (path, KAUNTA_CLOCK (test->clock), NULL);

  g_assert_nonnull (ledger);
  return ledger;
}

static void
test_ledger_set_aside_is_kept_whole (Fixture *fixture, gconstpointer data)
{
  TestLedger *test = fixture->test;
  g_autofree char *before = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *name = NULL;
  g_autoptr (KauntaLedger) branch = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (KauntaEnrolment) enrolment = { 0 };

  play (test);
  before = kaunta_ledger_digest (test->ledger, NULL);
  name = set_aside (test->ledger);
  g_assert_cmpstr (name, ==, "branch-00421-1-20261123T050042Z.db");
  branch = open_aside (test, name);
  kept = kaunta_ledger_digest (branch, NULL);
  g_assert_cmpstr (kept, ==, before);
  g_assert_true (kaunta_ledger_check (branch, NULL));
  test_ledger_assert_verified (branch, test->key);

  entries = read_all (test->ledger);
  g_assert_cmpuint (entries->len, ==, 0);
  g_assert_false (kaunta_ledger_get_enrolment (test->ledger, &enrolment, &error));
  g_assert_error (error, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_NOT_ENROLLED);
}

/* What is put in its place is a ledger like any other, then and after a restart. */
static void
test_ledger_goes_on_after_one_was_set_aside (Fixture *fixture, gconstpointer data)
{
  TestLedger *test = fixture->test;
  g_autoptr (GPtrArray) entries = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *bill = NULL;

  play (test);
  entries = read_all (test->ledger);
  first = set_aside (test->ledger);
  g_assert_true (kaunta_ledger_import (test->ledger, entries, NULL));
  second = set_aside (test->ledger);
  g_assert_cmpstr (first, !=, second);

  g_assert_true (kaunta_ledger_import (test->ledger, entries, NULL));
  enrol_again (test->ledger, 2, test->key, test->portal_key);
  test_ledger_fill (test->ledger);
  test_ledger_reopen (test);
  bill = test_ledger_raise_bill (test, "20000003", "Njeri Ouma", 7000);
  g_assert_true (g_str_has_prefix (bill, "00421000003"));
  test_ledger_assert_verified (test->ledger, test->key);
}

static void
test_nobody_comes_in_while_one_is_set_aside (Fixture *fixture, gconstpointer data)
{
  TestLedger *test = fixture->test;
  g_autofree char *name = set_aside (test->ledger);
  g_autoptr (GError) error = NULL;

  g_assert_null (kaunta_ledger_open (test->path, KAUNTA_CLOCK (test->clock), &error));
  g_assert_error (error, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_BUSY);
}

/* Somebody verifies the file meanwhile: it has a log that can't be emptied then, or an index of it. */
static void
test_reader_may_be_there_when_one_is_set_aside (Fixture *fixture, gconstpointer data)
{
  TestLedger *test = fixture->test;
  g_autoptr (KauntaLedger) reader = kaunta_ledger_open_readonly (test->path, KAUNTA_CLOCK (test->clock), NULL);
  g_autoptr (GPtrArray) entries = read_all (reader);
  g_autofree char *name = set_aside (test->ledger);

  g_assert_true (kaunta_ledger_import (test->ledger, entries, NULL));
  g_clear_pointer (&reader, kaunta_ledger_close);
  enrol_again (test->ledger, 2, test->key, test->portal_key);
  test_ledger_reopen (test);
  g_assert_true (kaunta_ledger_check (test->ledger, NULL));
  test_ledger_assert_verified (test->ledger, test->key);
}

static void
test_ledger_that_can_not_be_set_aside_goes_on (Fixture *fixture, gconstpointer data)
{
  TestLedger *test = fixture->test;
  g_autofree char *draft = g_strconcat (test->path, "-new", NULL);
  g_autofree char *inside = g_build_filename (draft, "x", NULL);
  g_autofree char *bill = NULL;
  g_autoptr (GError) error = NULL;

  play (test);
  /* A folder with something in it stands where the new file is drafted. */
  g_assert_cmpint (g_mkdir (draft, 0700), ==, 0);
  g_assert_cmpint (g_mkdir (inside, 0700), ==, 0);
  g_assert_null (kaunta_ledger_set_aside (test->ledger, &error));
  g_assert_error (error, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_IO);
  bill = test_ledger_raise_bill (test, "20000003", "Njeri Ouma", 7000);
  test_ledger_assert_verified (test->ledger, test->key);
  test_ledger_reopen (test);
  g_assert_true (kaunta_ledger_check (test->ledger, NULL));
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*run) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/importing/whole-journal-comes-in", test_whole_journal_comes_in },
    { "/importing/what-is-here-is-skipped", test_what_is_here_is_skipped },
    { "/importing/tells-of-what-came-in", test_tells_of_what_came_in },
    { "/importing/counter-goes-on-where-the-other-stopped", test_counter_goes_on_where_the_other_stopped },
    { "/importing/nothing-is-written-into-another-epoch", test_nothing_is_written_into_another_epoch },
    { "/importing/other-branch-is-refused", test_other_branch_is_refused },
    { "/importing/gap-is-refused", test_gap_is_refused },
    { "/importing/what-does-not-follow-is-refused", test_what_does_not_follow_is_refused },
    { "/importing/failure-leaves-what-came-before", test_failure_leaves_what_came_before },
    { "/aside/ledger-is-kept-whole", test_ledger_set_aside_is_kept_whole },
    { "/aside/another-goes-on-in-its-place", test_ledger_goes_on_after_one_was_set_aside },
    { "/aside/nobody-comes-in-meanwhile", test_nobody_comes_in_while_one_is_set_aside },
    { "/aside/reader-may-be-there", test_reader_may_be_there_when_one_is_set_aside },
    { "/aside/what-can-not-be-set-aside-goes-on", test_ledger_that_can_not_be_set_aside_goes_on },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].run, tear_down);
  return g_test_run ();
}
