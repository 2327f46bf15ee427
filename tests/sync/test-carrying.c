/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "applying.h"
#include "carry.h"
#include "carrying.h"
#include "counter.h"
#include "enrolling.h"
#include "http.h"
#include "packing.h"
#include "sealing.h"
#include "temp-profile.h"
#include "test-portal.h"
#include "waiting.h"

/* A counter whose line is down, a portal, and a stick. */
typedef struct
{
  Counter *counter;
  TestPortal *portal;
  char *stick;
} Fixture;

static void
enrol_at (Counter *counter, TestPortal *portal)
{
  g_autofree char *code = test_portal_create_code (portal, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kaunta_enrol_async (counter->store, test_portal_get_url (portal), code, "Counter 1", kaunta_http_make, NULL, KAUNTA_CLOCK (counter->clock),
                      NULL, test_keep_result_cb, &result);
  test_wait_for_result (&result);
  kaunta_enrol_finish (counter->store, result, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  fixture->counter = counter_new ();
  fixture->portal = test_portal_new (KAUNTA_CLOCK (fixture->counter->clock));
  fixture->stick = test_temp_profile_new ();
  enrol_at (fixture->counter, fixture->portal);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  counter_free (fixture->counter);
  test_portal_free (fixture->portal);
  test_temp_profile_free (fixture->stick);
}

static char *
get_path (Fixture *fixture, const char *name)
{
  return g_build_filename (fixture->stick, name, NULL);
}

static GError *
try_save (Fixture *fixture, Counter *counter, const char *name, gint64 from, KauntaCarrySaved *saved)
{
  g_autofree char *path = get_path (fixture, name);
  g_autoptr (GAsyncResult) result = NULL;
  GError *error = NULL;

  kaunta_carry_save_async (counter->store, KAUNTA_CLOCK (counter->clock), path, from, NULL, test_keep_result_cb, &result);
  test_wait_for_result (&result);
  kaunta_carry_save_finish (counter->store, result, saved, &error);
  return error;
}

static KauntaCarrySaved
save (Fixture *fixture, const char *name)
{
  KauntaCarrySaved saved = { 0 };
  g_autoptr (GError) error = try_save (fixture, fixture->counter, name, 0, &saved);

  g_assert_no_error (error);
  return saved;
}

static GBytes *
read_stick (Fixture *fixture, const char *name)
{
  g_autofree char *path = get_path (fixture, name);
  g_autoptr (GError) error = NULL;
  GBytes *file = kaunta_carry_file_read (path, NULL, &error);

  g_assert_no_error (error);
  return file;
}

/* Hands @name over, and writes the answer to @answer. */
static void
deliver (Fixture *fixture, const char *name, const char *answer)
{
  g_autofree char *path = get_path (fixture, answer);
  g_autoptr (GBytes) file = read_stick (fixture, name);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) reply = NULL;
  g_autoptr (GError) error = NULL;

  kaunta_carry_deliver_async (file, kaunta_http_make, NULL, KAUNTA_CLOCK (fixture->counter->clock), NULL, test_keep_result_cb, &result);
  test_wait_for_result (&result);
  reply = kaunta_carry_deliver_finish (result, &error);
  g_assert_no_error (error);
  kaunta_carry_file_write (path, reply, &error);
  g_assert_no_error (error);
}

static GError *
try_read (Fixture *fixture, Counter *counter, const char *name, KauntaCarryRead *read)
{
  g_autofree char *path = get_path (fixture, name);
  g_autoptr (GAsyncResult) result = NULL;
  GError *error = NULL;

  kaunta_carry_read_async (counter->store, KAUNTA_CLOCK (counter->clock), path, NULL, test_keep_result_cb, &result);
  test_wait_for_result (&result);
  kaunta_carry_read_finish (counter->store, result, read, &error);
  return error;
}

/* Reads the answer @name, which must be taken. */
static void
read_back (Fixture *fixture, const char *name, KauntaCarryRead *read)
{
  g_autoptr (GError) error = try_read (fixture, fixture->counter, name, read);

  g_assert_no_error (error);
}

static gpointer
count_staff (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  *(gint64 *) data = kaunta_ledger_count_staff (ledger, error);
  return NULL;
}

static gint64
get_staff_count (Counter *counter)
{
  gint64 staff = 0;

  kaunta_store_run (counter->store, count_staff, &staff, NULL);
  return staff;
}

static gpointer
read_journal (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  return kaunta_ledger_read_entries (ledger, 0, G_MAXINT64, G_MAXSIZE, error);
}

/* Both hold the same bytes. */
static void
check_agreement (Fixture *fixture)
{
  g_autoptr (GPtrArray) own = kaunta_store_run (fixture->counter->store, read_journal, NULL, NULL);
  const KauntaEntry *first = g_ptr_array_index (own, 0);
  g_autoptr (GPtrArray) held = test_portal_read_entries (fixture->portal, first->device);
  KauntaTail tail = { 0 };

  g_assert_cmpuint (held->len, ==, own->len);
  for (guint i = 0; i < own->len; i++)
    {
      const KauntaEntry *here = g_ptr_array_index (own, i);
      const KauntaEntry *there = g_ptr_array_index (held, i);

      g_assert_true (g_bytes_equal (here->body, there->body));
    }
  counter_get_tail (fixture->counter, &tail);
  g_assert_cmpint (tail.acknowledged, ==, tail.seq);
  test_portal_verify (fixture->portal, first->device);
}

static void
takes_entries_there_and_brings_the_answer_back (Fixture *fixture, gconstpointer unused)
{
  g_auto (KauntaCarryRead) read = { 0 };
  KauntaCarrySaved saved = { 0 };

  counter_append (fixture->counter, 1200);
  saved = save (fixture, "carry");
  g_assert_cmpint (saved.entries, ==, 1201);
  g_assert_cmpint (saved.left, ==, 0);
  g_assert_cmpint (get_staff_count (fixture->counter), ==, 0);

  deliver (fixture, "carry", "answer");
  read_back (fixture, "answer", &read);
  g_assert_no_error (read.refusal);
  g_assert_cmpint (read.acknowledged, ==, 1201);
  g_assert_cmpint (read.waiting, ==, 0);
  g_assert_cmpint (read.changes, >, 0);
  g_assert_false (read.outdated);
  g_assert_cmpint (get_staff_count (fixture->counter), ==, 3);
  check_agreement (fixture);
}

/* Appends @fact (taken) and gives what it became. */
static KauntaEntry *
act (KauntaLedger *ledger, KauntaFact *fact, GError **error)
{
  g_autoptr (GPtrArray) entries = NULL;
  KauntaEntry *entry = NULL;

  if (kaunta_ledger_append (ledger, "1007", NULL, &fact, 1, &entries, error))
    entry = kaunta_entry_ref (g_ptr_array_index (entries, 0));
  kaunta_fact_free (fact);
  return entry;
}

static gpointer
open_till (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  KauntaCount count = { 0 };
  g_autoptr (KauntaEntry) opened = act (ledger, kaunta_fact_new_till_opened (&count, 0), error);

  return NULL;
}

static gpointer
take_money (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  g_autoptr (KauntaEntry) bill = act (ledger, test_ledger_draft_bill ("20000001", "Akinyi Grace Otieno", 35000), error);
  const char *number = json_object_get_string_member (bill->data, "bill");
  g_autoptr (KauntaEntry) cash = act (ledger, test_ledger_draft_cash (number, 35000), error);

  return NULL;
}

static void
says_how_much_money_a_file_holds (Fixture *fixture, gconstpointer unused)
{
  g_auto (KauntaCarryRead) read = { 0 };
  g_autoptr (GError) error = NULL;
  KauntaCarrySaved saved = { 0 };

  kaunta_store_run (fixture->counter->store, open_till, NULL, &error);
  g_assert_no_error (error);
  kaunta_store_run (fixture->counter->store, take_money, NULL, &error);
  g_assert_no_error (error);
  saved = save (fixture, "carry");
  g_assert_cmpint (saved.entries, ==, 4);
  g_assert_cmpint (saved.cents, ==, 35000);

  deliver (fixture, "carry", "answer");
  read_back (fixture, "answer", &read);
  saved = save (fixture, "later");
  g_assert_cmpint (saved.entries, ==, 0);
  g_assert_cmpint (saved.cents, ==, 0);

  kaunta_store_run (fixture->counter->store, take_money, NULL, &error);
  g_assert_no_error (error);
  saved = save (fixture, "later");
  g_assert_cmpint (saved.entries, ==, 2);
  g_assert_cmpint (saved.cents, ==, 35000);
}

/* ---- Any order ---- */

typedef enum
{
  STEP_DELIVER_FIRST,
  STEP_DELIVER_SECOND,
  STEP_READ_FIRST,
  STEP_READ_SECOND,
  STEP_NETWORK,
  N_STEPS,
} Step;

static void
go_online (Fixture *fixture)
{
  counter_start_enrolled (fixture->counter);
  kaunta_link_unref (counter_wait (fixture->counter, KAUNTA_LINK_ONLINE));
  counter_settle (fixture->counter);
  counter_stop (fixture->counter);
}

static void
take_step (Fixture *fixture, Step step)
{
  g_auto (KauntaCarryRead) read = { 0 };

  switch (step)
    {
    case STEP_DELIVER_FIRST:
      deliver (fixture, "first", "first.answer");
      deliver (fixture, "first", "first.answer");
      break;
    case STEP_DELIVER_SECOND:
      deliver (fixture, "second", "second.answer");
      break;
    case STEP_READ_FIRST:
      read_back (fixture, "first.answer", &read);
      break;
    case STEP_READ_SECOND:
      read_back (fixture, "second.answer", &read);
      break;
    case STEP_NETWORK:
      go_online (fixture);
      break;
    case N_STEPS:
    default:
      g_assert_not_reached ();
    }
  /* The second file goes on where the first one ends for the counter, not for the portal: both begin with what is not acknowledged. */
  g_assert_no_error (read.refusal);
}

/* Whether @steps makes sense: an answer can be read when it was given. */
static gboolean
is_possible (const Step *steps, guint n)
{
  guint done = 0;

  for (guint i = 0; i < n; i++)
    {
      if ((steps[i] == STEP_READ_FIRST && (done & 1u << STEP_DELIVER_FIRST) == 0)
          || (steps[i] == STEP_READ_SECOND && (done & 1u << STEP_DELIVER_SECOND) == 0))
        return FALSE;
      done |= 1u << steps[i];
    }
  return TRUE;
}

/* A new counter goes through @steps. */
static void
try_order (Fixture *fixture, const Step *steps, guint n)
{
  KauntaTail before = { 0 };
  KauntaTail after = { 0 };

  counter_free (fixture->counter);
  fixture->counter = counter_new ();
  enrol_at (fixture->counter, fixture->portal);
  counter_append (fixture->counter, 3);
  save (fixture, "first");
  counter_append (fixture->counter, 4);
  save (fixture, "second");

  for (guint i = 0; i < n; i++)
    {
      take_step (fixture, steps[i]);
      counter_get_tail (fixture->counter, &after);
      g_assert_cmpint (after.acknowledged, >=, before.acknowledged);
      before = after;
    }
  check_agreement (fixture);
  g_assert_cmpint (get_staff_count (fixture->counter), ==, 3);
}

static guint
try_orders (Fixture *fixture, Step *steps, guint at, guint n)
{
  guint tried = 0;

  if (at == n)
    {
      if (!is_possible (steps, n))
        return 0;
      try_order (fixture, steps, n);
      return 1;
    }
  for (guint i = at; i < n; i++)
    {
      Step kept = steps[at];

      steps[at] = steps[i];
      steps[i] = kept;
      tried += try_orders (fixture, steps, at + 1, n);
      steps[i] = steps[at];
      steps[at] = kept;
    }
  return tried;
}

static void
no_order_makes_a_difference (Fixture *fixture, gconstpointer unused)
{
  Step steps[] = { STEP_DELIVER_FIRST, STEP_DELIVER_SECOND, STEP_READ_FIRST, STEP_READ_SECOND, STEP_NETWORK };

  /* Four without the network, of which each delivery comes before its reading: 4! / 4; with it 5! / 4. */
  g_assert_cmpuint (try_orders (fixture, steps, 0, N_STEPS - 1), ==, 6);
  g_assert_cmpuint (try_orders (fixture, steps, 0, N_STEPS), ==, 30);
}

/* ---- Answers ---- */

static void
an_answer_read_twice_changes_nothing (Fixture *fixture, gconstpointer unused)
{
  g_auto (KauntaCarryRead) first = { 0 };
  g_auto (KauntaCarryRead) second = { 0 };

  counter_append (fixture->counter, 5);
  save (fixture, "carry");
  deliver (fixture, "carry", "answer");
  read_back (fixture, "answer", &first);
  read_back (fixture, "answer", &second);
  g_assert_cmpint (first.acknowledged, ==, 6);
  g_assert_cmpint (second.acknowledged, ==, 0);
  g_assert_true (second.outdated);
  check_agreement (fixture);
}

static void
an_answer_that_comes_late_takes_nothing_back (Fixture *fixture, gconstpointer unused)
{
  g_auto (KauntaCarryRead) late = { 0 };
  KauntaTail tail = { 0 };

  counter_append (fixture->counter, 5);
  save (fixture, "carry");
  deliver (fixture, "carry", "answer");
  counter_append (fixture->counter, 5);
  go_online (fixture);
  read_back (fixture, "answer", &late);
  g_assert_cmpint (late.acknowledged, ==, 0);
  g_assert_true (late.outdated);
  counter_get_tail (fixture->counter, &tail);
  g_assert_cmpint (tail.acknowledged, ==, 11);
  check_agreement (fixture);
}

static gpointer
read_staff (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  return kaunta_ledger_get_staff (ledger, data, error);
}

/* Somebody lost the right to sign in after the answer was made. */
static void
old_news_do_not_come_over_newer (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (KauntaStaff) gone = kaunta_staff_new ("1007", "Amina Yusuf", KAUNTA_ROLE_CLERK, "$argon2id$v=19$m=8,t=1,p=1$c2FsdA$aGFzaA", FALSE);
  g_autoptr (KauntaStaff) known = NULL;
  g_auto (KauntaCarryRead) read = { 0 };
  g_autoptr (GError) error = NULL;

  save (fixture, "carry");
  deliver (fixture, "carry", "answer");
  kaunta_portal_storage_put (test_portal_get_storage (fixture->portal), "047-WESTLANDS", KAUNTA_CHANGE_STAFF, "1007", gone, &error);
  g_assert_no_error (error);
  go_online (fixture);
  read_back (fixture, "answer", &read);
  g_assert_true (read.outdated);
  g_assert_cmpint (read.changes, ==, 0);
  known = kaunta_store_run (fixture->counter->store, read_staff, (gpointer) "1007", &error);
  g_assert_no_error (error);
  g_assert_false (known->active);
}

static void
another_counters_answer_is_refused (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (Counter) other = counter_new ();
  g_auto (KauntaCarryRead) read = { 0 };
  g_autoptr (GError) error = NULL;
  KauntaTail tail = { 0 };

  enrol_at (other, fixture->portal);
  save (fixture, "carry");
  deliver (fixture, "carry", "answer");
  error = try_read (fixture, other, "answer", &read);
  g_assert_error (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_FENCED);
  counter_get_tail (other, &tail);
  g_assert_cmpint (tail.acknowledged, ==, 0);
  g_assert_cmpint (get_staff_count (other), ==, 0);
}

static void
another_portals_answer_is_refused (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (TestPortal) elsewhere = test_portal_new (KAUNTA_CLOCK (fixture->counter->clock));
  g_autoptr (Counter) stranger = counter_new ();
  g_auto (KauntaCarryRead) read = { 0 };
  g_autoptr (GError) error = NULL;
  Counter *own = fixture->counter;

  /* The first counter of another county: the same number, another portal's key. */
  enrol_at (stranger, elsewhere);
  fixture->counter = stranger;
  save (fixture, "carry");
  deliver (fixture, "carry", "answer");
  fixture->counter = own;
  error = try_read (fixture, own, "answer", &read);
  g_assert_error (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_BAD_SIGNATURE);
}

static void
files_that_are_no_answer_are_refused (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *folder = get_path (fixture, "folder");
  g_autofree char *cut = get_path (fixture, "cut");
  g_autoptr (GBytes) answer = NULL;
  const char *const names[] = { "missing", "folder", "cut", "carry" };

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  save (fixture, "carry");
  deliver (fixture, "carry", "answer");
  answer = read_stick (fixture, "answer");
  g_assert_true (g_file_set_contents (cut, g_bytes_get_data (answer, NULL), g_bytes_get_size (answer) - 100, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_auto (KauntaCarryRead) read = { 0 };
      g_autoptr (GError) error = try_read (fixture, fixture->counter, names[i], &read);

      g_assert_nonnull (error);
      g_assert_cmpint (get_staff_count (fixture->counter), ==, 0);
    }
}

/* ---- The file ---- */

static void
a_file_is_whole_or_not_there (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *path = get_path (fixture, "carry");
  g_autoptr (GDir) stick = NULL;
  g_autoptr (GError) error = NULL;
  KauntaCarrySaved saved = { 0 };
  struct stat status;

  error = try_save (fixture, fixture->counter, "nowhere/carry", 0, &saved);
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  save (fixture, "carry");
  save (fixture, "carry");
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  stick = g_dir_open (fixture->stick, 0, NULL);
  g_assert_cmpstr (g_dir_read_name (stick), ==, "carry");
  g_assert_null (g_dir_read_name (stick));
}

static gboolean
contains (GBytes *file, const char *text)
{
  gsize length = 0;
  const char *bytes = g_bytes_get_data (file, &length);

  return g_strstr_len (bytes, length, text) != NULL;
}

/* Whoever finds the stick can hand the file over: it holds no secret. What comes back opens at the counter alone. */
static void
a_lost_stick_shows_no_staff_list (Fixture *fixture, gconstpointer unused)
{
  const char *const secrets[] = { "argon2", "Amina", "Yusuf", "Ruth Chebet", "2001", "token" };
  g_autoptr (GBytes) carry = NULL;
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (GBytes) page = NULL;
  g_auto (KauntaCarry) sent = { 0 };
  g_auto (KauntaCarryAnswer) read = { 0 };
  g_autoptr (KauntaKey) finder = kaunta_key_generate ();

  go_online (fixture);
  save (fixture, "carry");
  deliver (fixture, "carry", "answer");
  carry = read_stick (fixture, "carry");
  answer = read_stick (fixture, "answer");
  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    {
      g_assert_false (contains (carry, secrets[i]));
      g_assert_false (contains (answer, secrets[i]));
    }
  g_assert_true (kaunta_carry_open (&sent, carry, NULL));
  g_assert_true (kaunta_carry_answer_open (&read, answer, sent.header.portal_key, NULL));
  page = kaunta_carry_answer_read_page (&read, NULL);
  g_assert_nonnull (page);
  g_assert_null (kaunta_unpack (page, G_MAXSIZE, NULL));
  g_assert_null (kaunta_unseal (finder, page, NULL));
}

/* ---- A portal that was restored from a backup ---- */

static void
copy (const char *from, const char *to)
{
  g_autoptr (GFile) source = g_file_new_for_path (from);
  g_autoptr (GFile) target = g_file_new_for_path (to);
  g_autoptr (GError) error = NULL;

  g_file_copy (source, target, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
a_portal_that_lost_entries_gets_them_again (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *backup = get_path (fixture, "portal.backup");
  g_auto (KauntaCarryRead) first = { 0 };
  g_auto (KauntaCarryRead) asks = { 0 };
  g_auto (KauntaCarryRead) last = { 0 };
  g_autoptr (GError) error = NULL;
  KauntaCarrySaved saved = { 0 };

  test_portal_stop (fixture->portal);
  copy (test_portal_get_path (fixture->portal), backup);
  test_portal_start (fixture->portal);
  counter_append (fixture->counter, 5);
  save (fixture, "carry");
  deliver (fixture, "carry", "answer");
  read_back (fixture, "answer", &first);
  test_portal_stop (fixture->portal);
  copy (backup, test_portal_get_path (fixture->portal));
  test_portal_start (fixture->portal);

  counter_append (fixture->counter, 2);
  save (fixture, "carry");
  deliver (fixture, "carry", "answer");
  read_back (fixture, "answer", &asks);
  g_assert_error (asks.refusal, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_GAP);
  g_assert_cmpint (asks.expected, ==, 1);

  error = try_save (fixture, fixture->counter, "carry", asks.expected, &saved);
  g_assert_no_error (error);
  g_assert_cmpint (saved.entries, ==, 8);
  deliver (fixture, "carry", "answer");
  read_back (fixture, "answer", &last);
  g_assert_no_error (last.refusal);
  check_agreement (fixture);
}

static void
the_link_shows_what_came_by_hand (Fixture *fixture, gconstpointer unused)
{
  g_auto (KauntaCarryRead) read = { 0 };
  g_autoptr (KauntaLink) before = NULL;
  g_autoptr (KauntaLink) after = NULL;

  save (fixture, "carry");
  deliver (fixture, "carry", "answer");
  test_portal_stop (fixture->portal);
  counter_start_enrolled (fixture->counter);
  before = counter_wait_resting (fixture->counter, KAUNTA_LINK_OFFLINE);
  g_assert_cmpint (before->waiting, ==, 1);

  read_back (fixture, "answer", &read);
  kaunta_engine_catch_up (fixture->counter->engine);
  counter_settle (fixture->counter);
  after = kaunta_engine_get_link (fixture->counter->engine);
  g_assert_cmpint (after->waiting, ==, 0);
  g_assert_cmpint (after->acknowledged, ==, 1);
  g_assert_cmpuint (fixture->counter->told, >=, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, test) g_test_add ("/carrying/" name, Fixture, NULL, set_up, test, tear_down)
  ADD ("takes-entries-there-and-brings-the-answer-back", takes_entries_there_and_brings_the_answer_back);
  ADD ("says-how-much-money-a-file-holds", says_how_much_money_a_file_holds);
  ADD ("no-order-makes-a-difference", no_order_makes_a_difference);
  ADD ("an-answer-read-twice-changes-nothing", an_answer_read_twice_changes_nothing);
  ADD ("an-answer-that-comes-late-takes-nothing-back", an_answer_that_comes_late_takes_nothing_back);
  ADD ("old-news-do-not-come-over-newer", old_news_do_not_come_over_newer);
  ADD ("another-counters-answer-is-refused", another_counters_answer_is_refused);
  ADD ("another-portals-answer-is-refused", another_portals_answer_is_refused);
  ADD ("files-that-are-no-answer-are-refused", files_that_are_no_answer_are_refused);
  ADD ("a-file-is-whole-or-not-there", a_file_is_whole_or_not_there);
  ADD ("a-lost-stick-shows-no-staff-list", a_lost_stick_shows_no_staff_list);
  ADD ("a-portal-that-lost-entries-gets-them-again", a_portal_that_lost_entries_gets_them_again);
  ADD ("the-link-shows-what-came-by-hand", the_link_shows_what_came_by_hand);
#undef ADD

  return g_test_run ();
}
