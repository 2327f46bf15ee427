/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine.h"

#include "copying.h"
#include "desk-new.h"
#include "desk-private.h"
#include "line.h"
#include "oracle.h"

#define CALLS_AHEAD 90
#define MOST_FAILING_CALLS 12
#define LONGEST_OFF_MS (3 * 60 * 1000)
#define LONGEST_LINE_DOWN_MS (2 * 60 * 60 * 1000)
#define HOUR_MS (60 * 60 * 1000)
/* The counters that a run may have, those that were cloned included. */
#define MOST_MACHINES 12

static const struct
{
  const char *number;
  const char *pin;
} CLERKS[] = { { "1007", "4071" }, { "1012", "5128" } };

SimMachine *
sim_machine_new (SimWorld *world)
{
  SimMachine *self = g_new0 (SimMachine, 1);
  g_autofree char *name = NULL;
  g_autofree char *backup = NULL;

  self->world = world;
  self->number = world->machines->len + 1;
  name = g_strdup_printf ("counter-%u", self->number);
  backup = g_strconcat (name, "-backup", NULL);
  self->clerk = CLERKS[self->number % G_N_ELEMENTS (CLERKS)].number;
  self->pin = CLERKS[self->number % G_N_ELEMENTS (CLERKS)].pin;
  self->folder = sim_world_make_folder (world, name);
  self->backup = sim_world_make_folder (world, backup);
  self->random = g_rand_new_with_seed (g_rand_int (world->random));
  self->clock = sim_clock_new (world->time, SIM_START_MS, self->random);
  self->disk = sim_disk_new (self->folder, g_rand_int (world->random));
  sim_disk_set_lazy (self->disk, g_strcmp0 (world->options.plant, "lazy-disk") == 0);
  self->promises = g_ptr_array_new ();
  self->hashes = g_byte_array_new ();
  self->marks = g_hash_table_new (NULL, NULL);
  g_ptr_array_add (world->machines, self);
  return self;
}

void
sim_machine_free (SimMachine *self)
{
  sim_machine_stop (self);
  g_clear_pointer (&self->disk, sim_disk_free);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->verifier, kaunta_verifier_free);
  g_clear_pointer (&self->portal_verifier, kaunta_verifier_free);
  g_clear_pointer (&self->backed_promises, g_ptr_array_unref);
  g_ptr_array_unref (self->promises);
  g_byte_array_unref (self->hashes);
  g_hash_table_unref (self->marks);
  g_rand_free (self->random);
  g_free (self->folder);
  g_free (self->backup);
  g_free (self);
}

static KauntaTransport *
make_line (const char *url, const char *ca, gpointer data, GError **error)
{
  return KAUNTA_TRANSPORT (sim_line_new (data));
}

gboolean
sim_machine_start (SimMachine *self)
{
  g_autoptr (GError) error = NULL;
  KauntaStore *store = NULL;

  g_assert (self->desk == NULL);
  self->life++;
  store = kaunta_store_open_inline (self->folder, KAUNTA_CLOCK (self->clock), &error);
  if (store != NULL)
    self->desk = kaunta_desk_new (store, make_line, self, KAUNTA_CLOCK (self->clock), self->random, &error);
  if (self->desk != NULL)
    return TRUE;

  sim_trace_note (self->world->trace, "%u does not start: %s", self->number, error->message);
  if (!g_error_matches (error, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_IO))
    sim_world_fail (self->world, "counter %u does not start: %s", self->number, error->message);
  return FALSE;
}

void
sim_machine_stop (SimMachine *self)
{
  gpointer watched = self->desk;

  if (self->desk == NULL)
    return;

  kaunta_desk_close (self->desk);
  g_object_add_weak_pointer (G_OBJECT (self->desk), &watched);
  g_clear_object (&self->desk);
  sim_time_settle (self->world->time);
  if (watched == NULL)
    return;
  g_object_remove_weak_pointer (watched, &watched);
  sim_world_fail (self->world, "counter %u: something is still under way after the program was closed", self->number);
}

gboolean
sim_machine_is_alive (SimMachine *self)
{
  return self->desk != NULL && sim_disk_has_power (self->disk);
}

gpointer
sim_machine_visit (SimMachine *self, KauntaStoreWork work, gpointer data, GError **error)
{
  return kaunta_store_run (self->desk->store, work, data, error);
}

static void
count_disk_faults (SimMachine *self)
{
  static const SimFault FAULTS[SIM_N_DISK_FAULTS] = { SIM_FAULT_DISK_CRASH, SIM_FAULT_DISK_FULL,
                                                      SIM_FAULT_DISK_ERROR };

  for (guint i = 0; i < SIM_N_DISK_FAULTS; i++)
    {
      guint64 now = sim_disk_count (self->disk, i);

      if (now != self->seen[i])
        sim_faults_count (&self->world->faults, FAULTS[i]);
      self->seen[i] = now;
    }
}

/* The program that a dead machine ran ends unseen. */
static void
bury (SimMachine *self)
{
  sim_trace_note (self->world->trace, "%u: the power is cut", self->number);
  sim_machine_stop (self);
  sim_disk_restore_power (self->disk);
  sim_clock_reboot (self->clock);
  self->off_until = sim_time_get_now (self->world->time) + sim_world_choose (self->world, LONGEST_OFF_MS);
}

static void
try_to_start (SimMachine *self)
{
  if (sim_machine_start (self))
    sim_oracle_judge_start (self);
  else
    self->off_until = sim_time_get_now (self->world->time) + 1 + sim_world_choose (self->world, LONGEST_OFF_MS);
}

void
sim_machine_tend (SimMachine *self)
{
  count_disk_faults (self);
  if (!sim_disk_has_power (self->disk))
    bury (self);
  if (self->desk == NULL && sim_time_get_now (self->world->time) >= self->off_until)
    try_to_start (self);
  count_disk_faults (self);
}

/* ---- What happens to it ---- */

static void
plan_disk_fault (SimMachine *self, SimDiskFault fault)
{
  guint call = 1 + sim_world_choose (self->world, CALLS_AHEAD);

  sim_disk_plan (self->disk, fault, call, 1 + sim_world_choose (self->world, MOST_FAILING_CALLS));
}

static void
jump_clock (SimMachine *self)
{
  static const gint64 FARTHEST_MS[] = { HOUR_MS / 6, 3 * HOUR_MS, 48 * HOUR_MS, G_GINT64_CONSTANT (8760) * HOUR_MS };
  gint64 farthest = FARTHEST_MS[sim_world_choose (self->world, G_N_ELEMENTS (FARTHEST_MS))];
  gint64 way = (gint64) (g_rand_double_range (self->world->random, -1.0, 1.0) * (double) farthest);

  sim_clock_jump (self->clock, way);
  sim_trace_note (self->world->trace, "%u: the clock is set by %" G_GINT64_FORMAT, self->number, way);
}

static GPtrArray *
copy_promises (GPtrArray *promises)
{
  return g_ptr_array_copy (promises, NULL, NULL);
}

static void
back_up (SimMachine *self)
{
  sim_machine_stop (self);
  sim_copy_folder (self->folder, self->backup);
  g_clear_pointer (&self->backed_promises, g_ptr_array_unref);
  self->backed_promises = copy_promises (self->promises);
  sim_trace_note (self->world->trace, "%u is backed up", self->number);
}

/* What the machine's files were is forgotten, with what was promised since. */
static void
forget_files (SimMachine *self, GPtrArray *promises)
{
  sim_disk_settle (self->disk);
  g_ptr_array_unref (self->promises);
  self->promises = copy_promises (promises);
  self->asked = NULL;
  self->forked = TRUE;
  sim_oracle_forget (self);
}

void
sim_machine_begin_anew (SimMachine *self)
{
  g_ptr_array_set_size (self->promises, 0);
  self->asked = NULL;
  self->forked = FALSE;
  sim_oracle_forget (self);
}

static void
restore (SimMachine *self)
{
  sim_machine_stop (self);
  sim_copy_folder (self->backup, self->folder);
  forget_files (self, self->backed_promises);
  sim_trace_note (self->world->trace, "%u is restored", self->number);
}

static void
clone (SimMachine *self)
{
  SimMachine *other = NULL;

  sim_machine_stop (self);
  other = sim_machine_new (self->world);
  sim_copy_folder (self->folder, other->folder);
  forget_files (other, self->promises);
  self->forked = TRUE;
  sim_trace_note (self->world->trace, "%u is cloned as %u", self->number, other->number);
}

static gboolean
toss (SimMachine *self, SimFault fault, guint one_in)
{
  gboolean strikes = sim_faults_toss (&self->world->faults, fault, one_in);

  if (strikes)
    sim_faults_count (&self->world->faults, fault);
  return strikes;
}

static void
meet_disk_faults (SimMachine *self)
{
  SimFaults *faults = &self->world->faults;

  /* Counted when they strike. */
  if (sim_faults_toss (faults, SIM_FAULT_DISK_CRASH, 80))
    plan_disk_fault (self, SIM_DISK_POWER_CUT);
  if (sim_faults_toss (faults, SIM_FAULT_DISK_FULL, 160))
    plan_disk_fault (self, SIM_DISK_FULL);
  if (sim_faults_toss (faults, SIM_FAULT_DISK_ERROR, 160))
    plan_disk_fault (self, SIM_DISK_ERROR);
}

void
sim_machine_step (SimMachine *self)
{
  SimFaults *faults = &self->world->faults;
  guint restoring = (1u << SIM_FAULT_RESTORE);

  meet_disk_faults (self);
  if (toss (self, SIM_FAULT_CLOCK, 150))
    jump_clock (self);
  if (toss (self, SIM_FAULT_LINE_DOWN, 120))
    self->line_down_until =
        sim_time_get_now (self->world->time) + sim_world_choose (self->world, LONGEST_LINE_DOWN_MS);
  if (self->desk == NULL)
    return;

  if (self->world->may_branch && self->backed_promises != NULL && toss (self, SIM_FAULT_RESTORE, 300))
    restore (self);
  else if (self->world->may_branch && self->world->machines->len < MOST_MACHINES && toss (self, SIM_FAULT_CLONE, 600))
    clone (self);
  else if (toss (self, SIM_FAULT_RESTART, 150))
    sim_machine_stop (self);
  else if ((faults->possible & restoring) != 0 && sim_world_choose (self->world, 80) == 0)
    back_up (self);
}

void
sim_machine_recover (SimMachine *self)
{
  self->line_down_until = 0;
  sim_disk_plan_nothing (self->disk);
  if (!sim_disk_has_power (self->disk))
    bury (self);
  self->off_until = 0;
  sim_machine_tend (self);
  if (self->desk == NULL && self->world->failure == NULL)
    sim_world_fail (self->world, "counter %u does not start any more", self->number);
}
