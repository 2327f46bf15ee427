/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A journal that makes room for another: the power is cut at the first write or sync of it, then at the second, and
 * so on until the act gets through; likewise the disk is full, or fails. No entry may be lost, and what was cut off
 * can be done again. */

#include "disk.h"
#include "test-ledger.h"
#include "verified-ledger.h"

/**
 * Move:
 * @entries: all there are (element-type KauntaEntry)
 * @digest: of what they are projected to
 */
typedef struct
{
  TestLedger *test;
  SimDisk *disk;
  GPtrArray *entries;
  char *digest;
} Move;

static void
move_clear (Move *self)
{
  g_clear_pointer (&self->test, test_ledger_free);
  g_clear_pointer (&self->disk, sim_disk_free);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_free (self->digest);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Move, move_clear)

static void
move_init (Move *self, guint32 seed)
{
  g_autofree char *session = NULL;
  g_autofree char *bill = NULL;
  g_autofree char *receipt = NULL;

  *self = (Move){ .test = test_ledger_new () };
  g_clear_pointer (&self->test->ledger, kaunta_ledger_close);
  self->disk = sim_disk_new (self->test->profile, seed);
  test_ledger_reopen (self->test);
  session = test_ledger_open_till (self->test);
  bill = test_ledger_raise_bill (self->test, "20000001", "Wanjiku Atieno", 35000);
  receipt = test_ledger_take_cash (self->test, bill, 35000);
  self->entries = kaunta_ledger_read_entries (self->test->ledger, 0, G_MAXINT64, G_MAXSIZE, NULL);
  self->digest = kaunta_ledger_digest (self->test->ledger, NULL);
}

/* As a counter does that is given the portal's journal. */
static gboolean
move (Move *self, GError **error)
{
  g_autofree char *name = kaunta_ledger_set_aside (self->test->ledger, error);

  return name != NULL && kaunta_ledger_import (self->test->ledger, self->entries, error);
}

static void
restart (Move *self)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->test->ledger, kaunta_ledger_close);
  sim_disk_plan_nothing (self->disk);
  if (!sim_disk_has_power (self->disk))
    sim_disk_restore_power (self->disk);
  self->test->ledger = kaunta_ledger_open (self->test->path, KAUNTA_CLOCK (self->test->clock), &error);
  g_assert_no_error (error);
}

static guint
count_entries (Move *self, KauntaLedger *ledger)
{
  g_autoptr (GPtrArray) held = kaunta_ledger_read_entries (ledger, 0, G_MAXINT64, G_MAXSIZE, NULL);

  g_assert_nonnull (held);
  g_assert_cmpuint (held->len, <=, self->entries->len);
  for (guint i = 0; i < held->len; i++)
    {
      const KauntaEntry *here = g_ptr_array_index (held, i);
      const KauntaEntry *there = g_ptr_array_index (self->entries, i);

      g_assert_cmpmem (here->hash, sizeof here->hash, there->hash, sizeof there->hash);
    }
  return held->len;
}

/* The one that was set aside. (transfer full) */
static char *
find_branch (Move *self)
{
  g_autoptr (GDir) folder = g_dir_open (self->test->profile, 0, NULL);
  const char *name = NULL;

  while ((name = g_dir_read_name (folder)) != NULL)
    if (g_str_has_prefix (name, "branch-") && g_str_has_suffix (name, ".db"))
      return g_build_filename (self->test->profile, name, NULL);
  g_error ("Neither journal is there");
}

/* Under the one name or the other, every entry is there, and the file is whole. */
static void
assert_nothing_is_lost (Move *self)
{
  g_autofree char *path = NULL;
  g_autoptr (KauntaLedger) branch = NULL;
  g_autoptr (GError) error = NULL;

  kaunta_ledger_check (self->test->ledger, &error);
  g_assert_no_error (error);
  if (count_entries (self, self->test->ledger) == self->entries->len)
    return;

  path = find_branch (self);
  branch = kaunta_ledger_open (path, KAUNTA_CLOCK (self->test->clock), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_entries (self, branch), ==, self->entries->len);
  kaunta_ledger_check (branch, &error);
  g_assert_no_error (error);
}

static void
assert_can_be_done_again (Move *self)
{
  g_autofree char *digest = NULL;
  g_autoptr (GError) error = NULL;

  kaunta_ledger_import (self->test->ledger, self->entries, &error);
  g_assert_no_error (error);
  digest = kaunta_ledger_digest (self->test->ledger, NULL);
  g_assert_cmpstr (digest, ==, self->digest);
  test_ledger_assert_verified (self->test->ledger, self->test->key);
}

/* FALSE when there is no such call. */
static gboolean
cut_power_at (guint64 call, guint32 seed)
{
  g_auto (Move) self = { 0 };

  move_init (&self, seed);
  sim_disk_plan (self.disk, SIM_DISK_POWER_CUT, call, 1);
  move (&self, NULL);
  g_clear_pointer (&self.test->ledger, kaunta_ledger_close);
  if (sim_disk_has_power (self.disk))
    return FALSE;

  restart (&self);
  assert_nothing_is_lost (&self);
  assert_can_be_done_again (&self);
  return TRUE;
}

static void
test_power_cut_at_every_call (void)
{
  guint64 call = 1;

  while (cut_power_at (call, (guint32) call))
    call++;
  g_test_message ("%" G_GUINT64_FORMAT " calls", call - 1);
  g_assert_cmpuint (call, >, 30);
}

/* @fault from @call on for @length calls; the program goes on, and is started again later. Whether it struck: not
 * every call asks for room. */
static gboolean
fail_at (SimDiskFault fault, guint64 call, guint64 length)
{
  g_auto (Move) self = { 0 };
  g_autoptr (GError) error = NULL;

  move_init (&self, (guint32) call);
  sim_disk_plan (self.disk, fault, call, length);
  move (&self, &error);
  if (sim_disk_count (self.disk, fault) == 0)
    return FALSE;
  if (error != NULL)
    g_assert_cmpint (error->domain, ==, KAUNTA_STORE_ERROR);

  sim_disk_plan_nothing (self.disk);
  if (kaunta_ledger_import (self.test->ledger, self.entries, NULL))
    assert_nothing_is_lost (&self);
  restart (&self);
  assert_nothing_is_lost (&self);
  assert_can_be_done_again (&self);
  return TRUE;
}

static guint64
count_calls (void)
{
  g_auto (Move) self = { 0 };
  g_autoptr (GError) error = NULL;
  guint64 before = 0;

  move_init (&self, 1);
  before = sim_disk_get_calls (self.disk);
  move (&self, &error);
  g_assert_no_error (error);
  return sim_disk_get_calls (self.disk) - before;
}

static void
test_faults_at_many_calls (gconstpointer data)
{
  const SimDiskFault fault = GPOINTER_TO_INT (data);
  const guint64 calls = count_calls ();
  guint struck = 0;

  for (guint64 call = 1; call <= calls; call += 3)
    struck += fail_at (fault, call, 1 + call % 5);
  g_test_message ("struck %u times", struck);
  g_assert_cmpuint (struck, >, 20);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/moving-points/power-cut-at-every-call-loses-no-entry", test_power_cut_at_every_call);
  g_test_add_data_func ("/moving-points/full-disk-loses-no-entry", GINT_TO_POINTER (SIM_DISK_FULL),
                        test_faults_at_many_calls);
  g_test_add_data_func ("/moving-points/failing-disk-loses-no-entry", GINT_TO_POINTER (SIM_DISK_ERROR),
                        test_faults_at_many_calls);
  return g_test_run ();
}
