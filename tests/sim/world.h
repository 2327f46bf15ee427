/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "faults.h"
#include "sim-time.h"
#include "trace.h"

G_BEGIN_DECLS

/* 2026-11-23T05:00:00Z, eight o'clock in Nairobi: when each run begins. */
#define SIM_START_MS G_GINT64_CONSTANT (1795410000000)

typedef struct _SimPortal SimPortal;
typedef struct _SimMachine SimMachine;
typedef struct _SimDeed SimDeed;

/**
 * SimOptions: what a run follows from, and nothing else.
 * @plant: (nullable): a fault of the harness' own that must be found: "lazy-disk", "duplicate" or "gap"
 */
typedef struct
{
  guint64 seed;
  guint steps;
  guint counters;
  guint faults;
  const char *plant;
  gboolean loud;
} SimOptions;

/**
 * SimWorld: everything that runs.
 * @random: what people do; faults and disks have chances of their own
 * @machines: (element-type SimMachine)
 * @deeds: (element-type SimDeed): everything that anybody meant to do, by mark from 1 on
 * @failure: (nullable): the first promise that was broken
 * @may_branch: counters are restored and cloned in this run; in half of them, for a frozen counter agrees with nobody
 * @step: the step that is being done; @progress: (nullable): where that is told to whoever watches
 */
typedef struct
{
  SimOptions options;
  char *folder;
  GRand *random;
  SimFaults faults;
  SimTime *time;
  SimTrace *trace;
  SimPortal *portal;
  GPtrArray *machines;
  GPtrArray *deeds;
  char *failure;
  gboolean may_branch;
  guint step;
  guint *progress;
} SimWorld;

SimWorld *sim_world_new (const SimOptions *options);
void sim_world_free (SimWorld *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimWorld, sim_world_free)

/* Makes portal and counters, takes all steps, lets everything drain, and judges. FALSE when a promise was broken. */
gboolean sim_world_run (SimWorld *self);

/* Notes the first broken promise; the run ends with this step. */
void sim_world_fail (SimWorld *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* A folder of a machine's own. (transfer full) */
char *sim_world_make_folder (SimWorld *self, const char *name);
/* Between 0 and @n - 1. */
guint sim_world_choose (SimWorld *self, guint n);
/* Lets time pass until *@result is there. FALSE when nothing would ever bring it, which is a failure. */
gboolean sim_world_wait (SimWorld *self, GAsyncResult **result);

G_END_DECLS
