/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "client.h"
#include "counter.h"
#include "enrolling.h"
#include "key-safe.h"
#include "middle.h"
#include "push.h"
#include "temp-profile.h"
#include "test-portal.h"
#include "waiting.h"

/* A counter that is enrolled at the portal, and what may become of its profile. */
typedef struct
{
  Counter *counter;
  Counter *other; /* (nullable): a copy or another machine */
  TestPortal *portal;
  Middle middle;
} Fixture;

static GError *
enrol (Fixture *fixture, Counter *counter, const char *code)
{
  g_autoptr (GAsyncResult) result = NULL;
  GError *error = NULL;

  kaunta_enrol_async (counter->store, test_portal_get_url (fixture->portal), code, "Counter 1", middle_make, &fixture->middle,
                      KAUNTA_CLOCK (counter->clock), NULL, test_keep_result_cb, &result);
  test_wait_for_result (&result);
  kaunta_enrol_finish (counter->store, result, &error);
  return error;
}

/* @device: (nullable): as this one again */
static void
enrol_well (Fixture *fixture, Counter *counter, const char *device)
{
  g_autofree char *code = test_portal_create_code (fixture->portal, device);
  g_autoptr (GError) error = enrol (fixture, counter, code);

  g_assert_no_error (error);
}

static void
push_all (Counter *counter)
{
  counter_start_enrolled (counter);
  kaunta_link_unref (counter_wait (counter, KAUNTA_LINK_ONLINE));
  counter_settle (counter);
  counter_stop (counter);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->counter = counter_new ();
  fixture->portal = test_portal_new (KAUNTA_CLOCK (fixture->counter->clock));
  enrol_well (fixture, fixture->counter, NULL);
  counter_append (fixture->counter, 5);
  push_all (fixture->counter);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->counter, counter_free);
  g_clear_pointer (&fixture->other, counter_free);
  g_clear_pointer (&fixture->portal, test_portal_free);
  g_free (fixture->middle.seen);
}

static gpointer
load_key (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  g_auto (KauntaEnrolment) enrolment = { 0 };
  g_autoptr (KauntaKey) key = NULL;

  if (!kaunta_ledger_get_enrolment (ledger, &enrolment, error))
    return NULL;
  key = kaunta_key_safe_load (data, enrolment.key, error);
  return key != NULL && kaunta_ledger_set_key (ledger, key, error) ? data : NULL;
}

static void
open_store (Counter *counter)
{
  g_autoptr (GError) error = NULL;

  counter->store = kaunta_store_open (counter->profile, KAUNTA_CLOCK (counter->clock), &error);
  g_assert_no_error (error);
  kaunta_store_run (counter->store, load_key, counter->profile, &error);
  g_assert_no_error (error);
}

static void
close_store (Counter *counter)
{
  kaunta_store_close (counter->store);
  g_clear_object (&counter->store);
}

/* The other is what the counter is now, file for file: its backup, or its clone. */
static void
copy_profile (Fixture *fixture)
{
  const char *const names[] = { "counter.db", "device.key" };

  fixture->other = counter_new ();
  close_store (fixture->other);
  close_store (fixture->counter);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *from = g_build_filename (fixture->counter->profile, names[i], NULL);
      g_autofree char *to = g_build_filename (fixture->other->profile, names[i], NULL);
      g_autoptr (GFile) source = g_file_new_for_path (from);
      g_autoptr (GFile) target = g_file_new_for_path (to);
      g_autoptr (GError) error = NULL;

      g_file_copy (source, target, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, &error);
      g_assert_no_error (error);
    }
  open_store (fixture->counter);
  open_store (fixture->other);
}

static guint
count_branches (Counter *counter)
{
  g_autoptr (GDir) folder = g_dir_open (counter->profile, 0, NULL);
  const char *name = NULL;
  guint count = 0;

  while ((name = g_dir_read_name (folder)) != NULL)
    if (g_str_has_prefix (name, "branch-00421-1-") && g_str_has_suffix (name, ".db"))
      count++;
  return count;
}

/* It is the counter of @epoch with @seq entries, and the portal has them all. */
static void
check_counter (Fixture *fixture, Counter *counter, gint64 epoch, gint64 seq)
{
  KauntaTail tail = { 0 };

  push_all (counter);
  counter_get_tail (counter, &tail);
  g_assert_cmpstr (tail.device, ==, "00421");
  g_assert_cmpint (tail.epoch, ==, epoch);
  g_assert_cmpint (tail.seq, ==, seq);
  g_assert_cmpint (tail.acknowledged, ==, seq);
  g_assert_cmpint (test_portal_verify (fixture->portal, "00421"), ==, seq);
}

static void
goes_on_in_a_later_epoch (Fixture *fixture, gconstpointer data)
{
  enrol_well (fixture, fixture->counter, "00421");
  check_counter (fixture, fixture->counter, 2, 7);
  counter_append (fixture->counter, 1);
  check_counter (fixture, fixture->counter, 2, 8);
}

static void
what_was_not_sent_goes_before_the_later_epoch (Fixture *fixture, gconstpointer data)
{
  counter_append (fixture->counter, 3);
  enrol_well (fixture, fixture->counter, "00421");
  check_counter (fixture, fixture->counter, 2, 10);
}

/* Its disk was lost: the portal's copy is all there is. More than one page of it. */
static void
an_empty_machine_gets_the_portals_journal (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KauntaLink) fenced = NULL;

  counter_append (fixture->counter, 1200);
  push_all (fixture->counter);
  fixture->other = counter_new ();
  enrol_well (fixture, fixture->other, "00421");
  check_counter (fixture, fixture->other, 2, 1207);

  counter_append (fixture->counter, 1);
  counter_start_enrolled (fixture->counter);
  fenced = counter_wait (fixture->counter, KAUNTA_LINK_ATTENTION);
  g_assert_nonnull (strstr (fenced->problem, "another computer"));
  g_assert_cmpint (test_portal_verify (fixture->portal, "00421"), ==, 1207);
}

static void
a_backup_is_brought_up_to_date (Fixture *fixture, gconstpointer data)
{
  copy_profile (fixture);
  counter_append (fixture->counter, 4);
  push_all (fixture->counter);
  enrol_well (fixture, fixture->other, "00421");
  g_assert_cmpuint (count_branches (fixture->other), ==, 0);
  check_counter (fixture, fixture->other, 2, 11);
}

static void
make_branch (Fixture *fixture)
{
  copy_profile (fixture);
  counter_append (fixture->counter, 4);
  push_all (fixture->counter);
  test_manual_clock_advance (fixture->other->clock, 1000);
  counter_append (fixture->other, 2);
}

static void
another_branch_is_set_aside (Fixture *fixture, gconstpointer data)
{
  make_branch (fixture);
  enrol_well (fixture, fixture->other, "00421");
  g_assert_cmpuint (count_branches (fixture->other), ==, 1);
  check_counter (fixture, fixture->other, 2, 11);
}

/* Longer than the portal's, so that its place in there is another entry. */
static void
a_longer_branch_is_set_aside (Fixture *fixture, gconstpointer data)
{
  make_branch (fixture);
  counter_append (fixture->other, 20);
  enrol_well (fixture, fixture->other, "00421");
  g_assert_cmpuint (count_branches (fixture->other), ==, 1);
  check_counter (fixture, fixture->other, 2, 11);
}

/* After the own journal was set aside and before the portal's was there. */
static void
a_cut_is_healed_by_the_same_code (Fixture *fixture, gconstpointer data)
{
  g_autofree char *code = test_portal_create_code (fixture->portal, "00421");
  g_autoptr (GError) cut = NULL;
  g_autoptr (GError) again = NULL;

  make_branch (fixture);
  counter_append (fixture->other, 20);
  fixture->middle.lose = TRUE;
  fixture->middle.lose_path = "/entries";
  cut = enrol (fixture, fixture->other, code);
  g_assert_error (cut, KAUNTA_SYNC_ERROR, KAUNTA_SYNC_ERROR_UNREACHABLE);
  g_assert_cmpuint (count_branches (fixture->other), ==, 1);
  close_store (fixture->other);
  fixture->other->store = kaunta_store_open (fixture->other->profile, KAUNTA_CLOCK (fixture->other->clock), NULL);

  fixture->middle.lose = FALSE;
  again = enrol (fixture, fixture->other, code);
  g_assert_no_error (again);
  g_assert_cmpuint (count_branches (fixture->other), ==, 1);
  check_counter (fixture, fixture->other, 2, 11);
}

/* The same, and the code is too old by now. */
static void
a_cut_is_healed_by_a_new_code (Fixture *fixture, gconstpointer data)
{
  g_autofree char *code = test_portal_create_code (fixture->portal, "00421");
  g_autoptr (GError) cut = NULL;

  make_branch (fixture);
  fixture->middle.lose = TRUE;
  cut = enrol (fixture, fixture->other, code);
  g_assert_error (cut, KAUNTA_SYNC_ERROR, KAUNTA_SYNC_ERROR_UNREACHABLE);
  fixture->middle.lose = FALSE;
  test_manual_clock_advance (fixture->counter->clock, 15 * 60 * 1000);
  enrol_well (fixture, fixture->other, "00421");
  check_counter (fixture, fixture->other, 3, 11);
}

/* Both go on selling; the portal gets the whole of both, and the one that is frozen hears nothing else. */
static void
a_branch_is_whole_at_the_portal_while_it_is_frozen (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KauntaLink) frozen = NULL;
  g_autoptr (GPtrArray) forks = NULL;
  KauntaTail tail = { 0 };

  make_branch (fixture);
  counter_append (fixture->other, 7);
  counter_start_enrolled (fixture->other);
  frozen = counter_wait (fixture->other, KAUNTA_LINK_ATTENTION);
  counter_settle (fixture->other);
  counter_append (fixture->other, 3);
  counter_settle (fixture->other);
  counter_settle (fixture->other);
  counter_stop (fixture->other);
  counter_get_tail (fixture->other, &tail);
  g_assert_cmpint (tail.acknowledged, ==, 6);
  forks = kaunta_portal_storage_read_forks (test_portal_get_storage (fixture->portal), "00421", 0, 100, NULL);
  g_assert_cmpuint (forks->len, ==, 12);
  g_assert_cmpint (test_portal_verify (fixture->portal, "00421"), ==, 10);
}

static void
drop_first_entry (JsonObject *body)
{
  if (json_object_has_member (body, "entries"))
    json_array_remove_element (json_object_get_array_member (body, "entries"), 0);
}

static void
a_journal_with_a_gap_is_not_taken (Fixture *fixture, gconstpointer data)
{
  g_autofree char *code = test_portal_create_code (fixture->portal, "00421");
  g_autoptr (GError) error = NULL;
  KauntaTail tail = { 0 };

  fixture->other = counter_new ();
  fixture->middle.answer = drop_first_entry;
  error = enrol (fixture, fixture->other, code);
  g_assert_nonnull (error);
  counter_get_tail (fixture->other, &tail);
  g_assert_cmpint (tail.seq, ==, 0);
}

static const char *others_page;

/* Gives another device's entries for the ones that were asked for. */
static void
give_others_page (JsonObject *body)
{
  g_autoptr (JsonNode) page = NULL;

  if (!json_object_has_member (body, "entries"))
    return;
  page = json_from_string (others_page, NULL);
  json_object_set_array_member (body, "entries",
                                json_array_ref (json_object_get_array_member (json_node_get_object (page), "entries")));
}

/* It would fill the machine with a journal that it can never go on with. */
static void
another_devices_journal_is_not_taken (Fixture *fixture, gconstpointer data)
{
  g_autofree char *code = NULL;
  g_autofree char *page = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  KauntaTail tail = { 0 };

  enrol_well (fixture, fixture->counter, "00421");
  push_all (fixture->counter);
  entries = test_portal_read_entries (fixture->portal, "00421");
  bytes = kaunta_entries_page_encode (entries, FALSE);
  page = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

  fixture->other = counter_new ();
  enrol_well (fixture, fixture->other, NULL);
  counter_append (fixture->other, 2);
  push_all (fixture->other);
  g_clear_pointer (&fixture->other, counter_free);

  fixture->other = counter_new ();
  code = test_portal_create_code (fixture->portal, "00422");
  others_page = page;
  fixture->middle.answer = give_others_page;
  error = enrol (fixture, fixture->other, code);
  g_assert_error (error, KAUNTA_SYNC_ERROR, KAUNTA_SYNC_ERROR_NONSENSE);
  counter_get_tail (fixture->other, &tail);
  g_assert_cmpint (tail.seq, ==, 0);
}

static void
another_counters_code_changes_nothing (Fixture *fixture, gconstpointer data)
{
  g_autofree char *code = NULL;
  g_autoptr (GError) error = NULL;
  KauntaTail tail = { 0 };

  fixture->other = counter_new ();
  enrol_well (fixture, fixture->other, NULL);
  code = test_portal_create_code (fixture->portal, "00422");
  error = enrol (fixture, fixture->counter, code);
  g_assert_error (error, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_REFUSED);
  counter_get_tail (fixture->counter, &tail);
  g_assert_cmpint (tail.seq, ==, 6);
  check_counter (fixture, fixture->counter, 1, 6);
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("/enrolling-again/goes-on-in-a-later-epoch", goes_on_in_a_later_epoch);
  add ("/enrolling-again/what-was-not-sent-goes-before-the-later-epoch", what_was_not_sent_goes_before_the_later_epoch);
  add ("/enrolling-again/an-empty-machine-gets-the-portals-journal", an_empty_machine_gets_the_portals_journal);
  add ("/enrolling-again/a-backup-is-brought-up-to-date", a_backup_is_brought_up_to_date);
  add ("/enrolling-again/another-branch-is-set-aside", another_branch_is_set_aside);
  add ("/enrolling-again/a-longer-branch-is-set-aside", a_longer_branch_is_set_aside);
  add ("/enrolling-again/a-cut-is-healed-by-the-same-code", a_cut_is_healed_by_the_same_code);
  add ("/enrolling-again/a-cut-is-healed-by-a-new-code", a_cut_is_healed_by_a_new_code);
  add ("/enrolling-again/a-branch-is-whole-at-the-portal-while-it-is-frozen", a_branch_is_whole_at_the_portal_while_it_is_frozen);
  add ("/enrolling-again/a-journal-with-a-gap-is-not-taken", a_journal_with_a_gap_is_not_taken);
  add ("/enrolling-again/another-counters-code-changes-nothing", another_counters_code_changes_nothing);
  add ("/enrolling-again/another-devices-journal-is-not-taken", another_devices_journal_is_not_taken);

  return g_test_run ();
}
