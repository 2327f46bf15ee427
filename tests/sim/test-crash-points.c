/* SPDX-License-Identifier: GPL-3.0-or-later */

/* As SQLite's own crash tests: the power is cut at the first write or sync of an act, then at the second, and so
 * on until the act gets through; likewise the disk is full, or fails. */

#include "disk.h"
#include "test-ledger.h"
#include "verified-ledger.h"

/* Each point is passed with as many chances of what the platter took. */
#define CHANCES 3
#define PAYER "20000001"
#define NAME "Wanjiku Atieno"
#define CENTS 35000

/**
 * Counter: what was told to the clerk, and so must be there whatever happened.
 */
typedef struct
{
  TestLedger *test;
  SimDisk *disk;
  char *bill;    /* (nullable) */
  char *receipt; /* (nullable) */
} Counter;

static void
counter_clear (Counter *self)
{
  g_clear_pointer (&self->test, test_ledger_free);
  g_clear_pointer (&self->disk, sim_disk_free);
  g_free (self->bill);
  g_free (self->receipt);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Counter, counter_clear)

static void
counter_init (Counter *self, guint32 seed)
{
  g_autofree char *session = NULL;

  *self = (Counter){ .test = test_ledger_new () };
  g_clear_pointer (&self->test->ledger, kaunta_ledger_close);
  self->disk = sim_disk_new (self->test->profile, seed);
  test_ledger_reopen (self->test);
  session = test_ledger_open_till (self->test);
}

/* Appends and tells the number of what it became, if it was kept. */
static char *
tell (Counter *self, KauntaFact *fact, const char *member, GError **error)
{
  g_autoptr (KauntaFact) owned = fact;
  g_autoptr (GPtrArray) entries = NULL;

  if (!kaunta_ledger_append (self->test->ledger, TEST_LEDGER_CLERK, NULL, &owned, 1, &entries, error))
    return NULL;
  return g_strdup (
      json_object_get_string_member (((KauntaEntry *) g_ptr_array_index (entries, 0))->data, member));
}

/* A clerk's customer, or as much of it as works. */
static gboolean
serve (Counter *self, GError **error)
{
  if (self->bill == NULL)
    self->bill = tell (self, test_ledger_draft_bill (PAYER, NAME, CENTS), "bill", error);
  if (self->bill != NULL && self->receipt == NULL)
    self->receipt = tell (self, test_ledger_draft_cash (self->bill, CENTS), "receipt", error);
  return self->receipt != NULL;
}

/* FALSE when the file is broken. */
static gboolean
restart (Counter *self)
{
  KauntaClock *clock = KAUNTA_CLOCK (self->test->clock);

  g_clear_pointer (&self->test->ledger, kaunta_ledger_close);
  sim_disk_plan_nothing (self->disk);
  if (!sim_disk_has_power (self->disk))
    sim_disk_restore_power (self->disk);
  self->test->ledger = kaunta_ledger_open (self->test->path, clock, NULL);
  return self->test->ledger != NULL && kaunta_ledger_set_key (self->test->ledger, self->test->key, NULL);
}

/* Whether all that was told is there. */
static gboolean
keeps_promises (Counter *self)
{
  g_autoptr (KauntaBill) bill = NULL;
  g_autoptr (KauntaPayment) payment = NULL;

  if (self->bill != NULL && !(bill = kaunta_ledger_get_bill (self->test->ledger, self->bill, NULL)))
    return FALSE;
  if (self->receipt == NULL)
    return TRUE;
  payment = kaunta_ledger_get_payment (self->test->ledger, self->receipt, NULL);
  return payment != NULL && payment->amount == CENTS && bill->paid == CENTS;
}

static void
assert_once (Counter *self, gint64 at_least)
{
  const KauntaBillFilter filter = { .limit = 100 };
  g_autoptr (GPtrArray) bills = kaunta_ledger_find_bills (self->test->ledger, &filter, NULL);

  g_assert_nonnull (bills);
  g_assert_cmpuint (bills->len, <=, 1);
  g_assert_cmpuint (bills->len, >=, at_least);
  for (guint i = 0; i < bills->len; i++)
    {
      const KauntaBill *bill = g_ptr_array_index (bills, i);
      g_autoptr (GPtrArray) payments = kaunta_ledger_get_payments (self->test->ledger, bill->number, NULL);

      g_assert_cmpuint (payments->len, <=, 1);
      g_assert_cmpuint (payments->len, >=, at_least);
    }
}

static void
assert_whole (Counter *self)
{
  g_autofree char *digest = kaunta_ledger_digest (self->test->ledger, NULL);
  g_autofree char *rebuilt = NULL;
  g_autoptr (GError) error = NULL;

  test_ledger_assert_verified (self->test->ledger, self->test->key);
  kaunta_ledger_check (self->test->ledger, &error);
  g_assert_no_error (error);
  kaunta_ledger_rebuild (self->test->ledger, &error);
  g_assert_no_error (error);
  rebuilt = kaunta_ledger_digest (self->test->ledger, NULL);
  g_assert_cmpstr (digest, ==, rebuilt);
}

/* The next customer's numbers follow without a gap; the verifier counts them. */
static void
assert_goes_on (Counter *self)
{
  g_autofree char *bill = test_ledger_raise_bill (self->test, "20000002", "Otieno Mwangi", 5000);
  g_autofree char *receipt = test_ledger_take_cash (self->test, bill, 5000);

  test_ledger_assert_verified (self->test->ledger, self->test->key);
}

/* Cuts the power at @call of serving a customer and closing the files. FALSE when there is no such call.
 * @kept: whether every promise was kept, and the file is whole. */
static gboolean
cut_power_at (guint64 call, guint32 seed, gboolean lazy, gboolean *kept)
{
  g_auto (Counter) counter = { 0 };

  counter_init (&counter, seed);
  sim_disk_set_lazy (counter.disk, lazy);
  sim_disk_plan (counter.disk, SIM_DISK_POWER_CUT, call, 1);
  serve (&counter, NULL);
  g_clear_pointer (&counter.test->ledger, kaunta_ledger_close);
  if (sim_disk_has_power (counter.disk))
    return FALSE;

  *kept = restart (&counter) && keeps_promises (&counter) && kaunta_ledger_check (counter.test->ledger, NULL);
  if (!*kept)
    return TRUE;
  assert_once (&counter, 0);
  assert_whole (&counter);
  assert_goes_on (&counter);
  return TRUE;
}

static void
test_power_cut_at_every_call (void)
{
  guint64 call = 1;
  gboolean kept = TRUE;

  for (guint32 seed = 1; seed <= CHANCES; seed++)
    for (call = 1; cut_power_at (call, seed, FALSE, &kept); call++)
      if (!kept)
        g_error ("A promise was broken by a power cut at call %" G_GUINT64_FORMAT ", chance %u", call, seed);
  g_test_message ("%" G_GUINT64_FORMAT " calls, each with %d chances", call - 1, CHANCES);
  g_assert_cmpuint (call, >, 30);
}

/* The harness' own test: without the log's sync, as with synchronous=NORMAL, promises are broken. */
static void
test_lazy_disk_is_found (void)
{
  guint broken = 0;
  gboolean kept = TRUE;

  for (guint64 call = 1; cut_power_at (call, 1, TRUE, &kept); call++)
    broken += !kept;
  g_test_message ("%u promises broken", broken);
  g_assert_cmpuint (broken, >, 0);
}

/* @fault from @call on for @length calls; then the clerk tries again. FALSE when it did not strike. */
static gboolean
fail_at (SimDiskFault fault, guint64 call, guint64 length)
{
  g_auto (Counter) counter = { 0 };
  g_autoptr (GError) error = NULL;

  counter_init (&counter, (guint32) call);
  sim_disk_plan (counter.disk, fault, call, length);
  serve (&counter, &error);
  if (sim_disk_count (counter.disk, fault) == 0)
    return FALSE;
  if (error != NULL)
    {
      g_assert_error (error, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_IO);
      g_clear_error (&error);
    }

  sim_disk_plan_nothing (counter.disk);
  serve (&counter, &error);
  g_assert_no_error (error);
  g_assert_true (keeps_promises (&counter));
  assert_once (&counter, 1);
  assert_whole (&counter);
  g_assert_true (restart (&counter));
  g_assert_true (keeps_promises (&counter));
  assert_once (&counter, 1);
  assert_whole (&counter);
  assert_goes_on (&counter);
  return TRUE;
}

static void
test_full_disk_at_every_call (void)
{
  guint64 call = 1;

  while (fail_at (SIM_DISK_FULL, call, 1 + call % 5))
    call++;
  g_assert_cmpuint (call, >, 30);
}

static void
test_failing_disk_at_every_call (void)
{
  guint64 call = 1;

  while (fail_at (SIM_DISK_ERROR, call, 1 + call % 5))
    call++;
  g_assert_cmpuint (call, >, 30);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/crash-points/power-cut-at-every-call-breaks-no-promise", test_power_cut_at_every_call);
  g_test_add_func ("/crash-points/lazy-disk-is-found", test_lazy_disk_is_found);
  g_test_add_func ("/crash-points/full-disk-at-every-call-books-once", test_full_disk_at_every_call);
  g_test_add_func ("/crash-points/failing-disk-at-every-call-books-once", test_failing_disk_at_every_call);
  return g_test_run ();
}
