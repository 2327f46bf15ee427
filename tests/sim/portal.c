/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal.h"

#include <glib/gstdio.h>

#include "copying.h"
#include "disk.h"
#include "oracle.h"
#include "sim-clock.h"
#include "test-portal.h"

/* A fault somewhere within the next commits. */
#define CALLS_AHEAD 120
#define MOST_FAILING_CALLS 12
#define LONGEST_OUTAGE_MS 60000

struct _SimPortal
{
  SimWorld *world;
  char *folder;
  char *backup;
  char *path;
  SimDisk *disk;
  GRand *random;
  SimClock *clock;
  KauntaPortalStorage *storage; /* (nullable) */
  KauntaPortalRouter *router;   /* (nullable) */
  guint64 seen[SIM_N_DISK_FAULTS];
  gboolean has_backup;
  guint restores;
  guint start; /* the arranged start's id */
};

static gboolean
open_files (SimPortal *self)
{
  g_autoptr (GError) error = NULL;

  self->storage = kaunta_sqlite_storage_open (self->path, KAUNTA_CLOCK (self->clock), &error);
  if (self->storage == NULL)
    {
      sim_trace_note (self->world->trace, "portal does not start");
      return FALSE;
    }
  self->router = kaunta_portal_router_new (self->storage, KAUNTA_CLOCK (self->clock));
  return TRUE;
}

static void
close_files (SimPortal *self)
{
  g_clear_object (&self->router);
  g_clear_object (&self->storage);
}

static void start_again_cb (gpointer data);

static void
go_down (SimPortal *self)
{
  close_files (self);
  if (!sim_disk_has_power (self->disk))
    sim_disk_restore_power (self->disk);
  if (self->start == 0)
    self->start = sim_time_arrange (self->world->time, sim_world_choose (self->world, LONGEST_OUTAGE_MS) + 1,
                                    start_again_cb, self);
}

static void
start_again_cb (gpointer data)
{
  SimPortal *self = data;

  self->start = 0;
  if (!open_files (self))
    go_down (self);
}

SimPortal *
sim_portal_new (SimWorld *world)
{
  SimPortal *self = g_new0 (SimPortal, 1);

  self->world = world;
  self->folder = sim_world_make_folder (world, "portal");
  self->backup = sim_world_make_folder (world, "portal-backup");
  self->path = g_build_filename (self->folder, "portal.db", NULL);
  self->random = g_rand_new_with_seed (g_rand_int (world->random));
  self->clock = sim_clock_new (world->time, SIM_START_MS, self->random);
  self->disk = sim_disk_new (self->folder, g_rand_int (world->random));
  if (!open_files (self))
    g_error ("The portal can't be made");
  test_portal_fill (self->storage);
  return self;
}

void
sim_portal_free (SimPortal *self)
{
  close_files (self);
  g_clear_pointer (&self->disk, sim_disk_free);
  g_clear_object (&self->clock);
  g_rand_free (self->random);
  g_free (self->folder);
  g_free (self->backup);
  g_free (self->path);
  g_free (self);
}

/* What the disk did to it since the last look. */
static void
count_disk_faults (SimPortal *self)
{
  static const SimFault FAULTS[SIM_N_DISK_FAULTS] = { SIM_FAULT_PORTAL_CRASH, SIM_FAULT_PORTAL_FULL,
                                                      SIM_FAULT_PORTAL_ERROR };

  for (guint i = 0; i < SIM_N_DISK_FAULTS; i++)
    {
      guint64 now = sim_disk_count (self->disk, i);

      if (now != self->seen[i])
        sim_faults_count (&self->world->faults, FAULTS[i]);
      self->seen[i] = now;
    }
}

gboolean
sim_portal_answer (SimPortal *self, const KauntaPortalRequest *request, KauntaPortalAnswer *answer)
{
  if (self->router == NULL)
    return FALSE;

  kaunta_portal_router_answer (self->router, request, answer);
  count_disk_faults (self);
  if (sim_disk_has_power (self->disk))
    {
      sim_trace_note (self->world->trace, "portal: %s %s %u", request->method, request->path, answer->status);
      sim_oracle_judge_answer (self->world, request, answer);
      return TRUE;
    }
  sim_trace_note (self->world->trace, "portal: %s %s, and its power is cut", request->method, request->path);
  kaunta_portal_answer_clear (answer);
  go_down (self);
  return FALSE;
}

char *
sim_portal_create_code (SimPortal *self, const char *device)
{
  return kaunta_portal_storage_create_code (self->storage, "047-WESTLANDS", device, NULL);
}

KauntaPortalStorage *
sim_portal_get_storage (SimPortal *self)
{
  return self->storage;
}

const char *
sim_portal_get_path (SimPortal *self)
{
  return self->path;
}

guint
sim_portal_get_restores (SimPortal *self)
{
  return self->restores;
}

static void
back_up (SimPortal *self)
{
  close_files (self);
  sim_copy_folder (self->folder, self->backup);
  self->has_backup = TRUE;
  sim_trace_note (self->world->trace, "portal is backed up");
  if (!open_files (self))
    go_down (self);
}

static void
restore (SimPortal *self)
{
  close_files (self);
  sim_copy_folder (self->backup, self->folder);
  sim_disk_settle (self->disk);
  self->restores++;
  sim_trace_note (self->world->trace, "portal is restored");
  go_down (self);
}

static void
plan_disk_fault (SimPortal *self, SimDiskFault fault)
{
  guint call = 1 + sim_world_choose (self->world, CALLS_AHEAD);

  sim_disk_plan (self->disk, fault, call, 1 + sim_world_choose (self->world, MOST_FAILING_CALLS));
}

void
sim_portal_step (SimPortal *self)
{
  SimFaults *faults = &self->world->faults;
  gboolean restores = sim_faults_toss (faults, SIM_FAULT_PORTAL_RESTORE, 250);
  gboolean restarts = sim_faults_toss (faults, SIM_FAULT_PORTAL_RESTART, 200);

  if (sim_faults_toss (faults, SIM_FAULT_PORTAL_CRASH, 120))
    plan_disk_fault (self, SIM_DISK_POWER_CUT);
  if (sim_faults_toss (faults, SIM_FAULT_PORTAL_FULL, 200))
    plan_disk_fault (self, SIM_DISK_FULL);
  if (sim_faults_toss (faults, SIM_FAULT_PORTAL_ERROR, 200))
    plan_disk_fault (self, SIM_DISK_ERROR);
  if (self->router == NULL)
    return;

  if (restores && self->has_backup)
    {
      sim_faults_count (faults, SIM_FAULT_PORTAL_RESTORE);
      restore (self);
    }
  else if (restarts)
    {
      sim_faults_count (faults, SIM_FAULT_PORTAL_RESTART);
      sim_trace_note (self->world->trace, "portal restarts");
      go_down (self);
    }
  else if ((faults->possible & (1u << SIM_FAULT_PORTAL_RESTORE)) != 0 && sim_world_choose (self->world, 40) == 0)
    back_up (self);
}

void
sim_portal_recover (SimPortal *self)
{
  sim_disk_plan_nothing (self->disk);
  if (self->start != 0)
    sim_time_cancel (self->world->time, self->start);
  self->start = 0;
  if (!sim_disk_has_power (self->disk))
    {
      close_files (self);
      sim_disk_restore_power (self->disk);
    }
  if (self->router == NULL && !open_files (self))
    sim_world_fail (self->world, "the portal does not start any more");
}
