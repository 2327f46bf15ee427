/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The power is cut at the first write or sync of taking a batch, then at the second, and so on until the portal
 * gets through; likewise its disk is full, or fails. */

#include "counter.h"
#include "disk.h"
#include "manual-clock.h"

#define NOW G_GINT64_CONSTANT (1795413600000)
#define CENTS 30000
/* Each point is passed with as many chances of what the platter took. */
#define CHANCES 5
/* What the batch holds: a bill, and two payments that make it whole. */
#define N_ENTRIES 3

typedef struct
{
  TestManualClock *clock;
  TestPortal *portal;
  Counter *counter;
  SimDisk *disk;
  char *bill;
  GPtrArray *batch;
} County;

static void
county_clear (County *self)
{
  g_clear_pointer (&self->counter, counter_free);
  g_clear_pointer (&self->portal, test_portal_free);
  g_clear_pointer (&self->disk, sim_disk_free);
  g_clear_pointer (&self->batch, g_ptr_array_unref);
  g_clear_object (&self->clock);
  g_free (self->bill);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (County, county_clear)

static void
restart (County *self)
{
  test_portal_stop (self->portal);
  sim_disk_plan_nothing (self->disk);
  if (!sim_disk_has_power (self->disk))
    sim_disk_restore_power (self->disk);
  test_portal_start (self->portal);
  counter_reconnect (self->counter, self->portal);
}

static void
county_init (County *self, guint32 seed)
{
  g_autofree char *folder = NULL;

  self->clock = test_manual_clock_new (NOW);
  self->portal = test_portal_new (KAUNTA_CLOCK (self->clock));
  self->counter = counter_new (self->portal, 7);
  counter_push_quietly (self->counter);
  test_portal_stop (self->portal);
  folder = g_path_get_dirname (test_portal_get_path (self->portal));
  self->disk = sim_disk_new (folder, seed);
  test_portal_start (self->portal);
  counter_reconnect (self->counter, self->portal);

  self->bill = counter_raise_bill (self->counter, CENTS);
  g_free (counter_take (self->counter, self->bill, CENTS / 3));
  g_free (counter_take (self->counter, self->bill, CENTS - CENTS / 3));
  self->batch = counter_get_entries (self->counter, self->counter->pushed, N_ENTRIES);
}

/* Whether the portal acknowledged the batch. */
static gboolean
push (County *self)
{
  g_autoptr (GPtrArray) exceptions = NULL;
  KauntaAcknowledgement ack = { 0 };
  gint64 seq = 0;

  return kaunta_portal_storage_append (self->counter->storage, &self->counter->device, self->batch, &ack, &exceptions,
                                       &seq, NULL);
}

/* All of the batch is there, once, or nothing. */
static gint64
count_held (County *self)
{
  gint64 held = test_portal_verify (self->portal, self->counter->device.device) - self->counter->pushed;
  g_autoptr (KauntaBill) bill = NULL;
  g_autoptr (GPtrArray) payments = NULL;

  g_assert_true (held == 0 || held == N_ENTRIES);
  kaunta_portal_storage_get_bill (self->counter->storage, self->bill, &bill, &payments, NULL);
  g_assert_true ((bill != NULL) == (held > 0));
  if (bill != NULL)
    g_assert_cmpint (bill->paid, ==, CENTS);
  return held;
}

/* FALSE when there is no such call. @kept: what was acknowledged was there afterwards. */
static gboolean
cut_power_at (guint64 call, guint32 seed, gboolean *kept)
{
  g_auto (County) county = { 0 };
  gboolean acknowledged;

  county_init (&county, seed);
  sim_disk_plan (county.disk, SIM_DISK_POWER_CUT, call, 1);
  acknowledged = push (&county);
  test_portal_stop (county.portal);
  if (sim_disk_has_power (county.disk))
    {
      test_portal_start (county.portal);
      return FALSE;
    }

  restart (&county);
  *kept = count_held (&county) == N_ENTRIES || !acknowledged;
  g_assert_true (push (&county));
  g_assert_cmpint (count_held (&county), ==, N_ENTRIES);
  return TRUE;
}

static void
test_power_cut_at_every_call (void)
{
  gboolean kept = TRUE;
  guint64 call = 1;

  for (guint32 chance = 1; chance <= CHANCES; chance++)
    for (call = 1; cut_power_at (call, chance, &kept); call++)
      if (!kept)
        g_error ("What was acknowledged was lost by a power cut at call %" G_GUINT64_FORMAT ", chance %u", call, chance);
  g_test_message ("%" G_GUINT64_FORMAT " calls", call - 1);
  g_assert_cmpuint (call, >, 15);
}

/* FALSE when the fault did not strike. */
static gboolean
fail_at (SimDiskFault fault, guint64 call)
{
  g_auto (County) county = { 0 };
  gboolean acknowledged;

  county_init (&county, (guint32) call);
  sim_disk_plan (county.disk, fault, call, 1 + call % 4);
  acknowledged = push (&county);
  if (sim_disk_count (county.disk, fault) == 0)
    return FALSE;

  sim_disk_plan_nothing (county.disk);
  g_assert_cmpint (count_held (&county), ==, acknowledged ? N_ENTRIES : 0);
  g_assert_true (push (&county));
  restart (&county);
  g_assert_cmpint (count_held (&county), ==, N_ENTRIES);
  return TRUE;
}

static void
test_full_disk_at_every_call (void)
{
  guint64 call = 1;

  while (fail_at (SIM_DISK_FULL, call))
    call++;
  g_assert_cmpuint (call, >, 15);
}

static void
test_failing_disk_at_every_call (void)
{
  guint64 call = 1;

  while (fail_at (SIM_DISK_ERROR, call))
    call++;
  g_assert_cmpuint (call, >, 15);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/portal-crash-points/power-cut-at-every-call-loses-nothing-acknowledged", test_power_cut_at_every_call);
  g_test_add_func ("/portal-crash-points/full-disk-at-every-call-takes-all-or-nothing", test_full_disk_at_every_call);
  g_test_add_func ("/portal-crash-points/failing-disk-at-every-call-takes-all-or-nothing", test_failing_disk_at_every_call);
  return g_test_run ();
}
