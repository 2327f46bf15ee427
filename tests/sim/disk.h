/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * SimDisk:
 *
 * The disk of one machine: every database file below one folder, as SQLite sees it through a VFS that is the
 * process's default once a disk was made. Files are real ones, so that the rest of a program finds, renames
 * and removes them as ever; what is simulated is when they reach the platter. A write is remembered until the
 * file's next sync. A power cut leaves of the remembered writes what chance wants: all, none, some, or parts
 * of some, torn at 512 bytes.
 */
typedef struct _SimDisk SimDisk;

/**
 * SimDiskFault:
 * @SIM_DISK_POWER_CUT: from that call on nothing answers, until sim_disk_restore_power()
 * @SIM_DISK_FULL: writes find no room, having written a part or nothing
 * @SIM_DISK_ERROR: reads, writes and syncs fail
 */
typedef enum
{
  SIM_DISK_POWER_CUT,
  SIM_DISK_FULL,
  SIM_DISK_ERROR,
} SimDiskFault;
#define SIM_N_DISK_FAULTS 3

/* All files below @folder, which exists. @seed decides what a power cut leaves. */
SimDisk *sim_disk_new (const char *folder, guint32 seed);
void sim_disk_free (SimDisk *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimDisk, sim_disk_free)

/* @fault comes with the @call-th write, sync, truncation or removal from now on (1: the next one) and stays
 * for @length such calls (a power cut: for good). Takes the place of what was planned before. */
void sim_disk_plan (SimDisk *self, SimDiskFault fault, guint64 call, guint64 length);
void sim_disk_plan_nothing (SimDisk *self);
/* How many calls were counted since the disk was made. */
guint64 sim_disk_get_calls (SimDisk *self);
/* How often @fault has struck: calls that failed, or power cuts. */
guint64 sim_disk_count (SimDisk *self, SimDiskFault fault);

void sim_disk_cut_power (SimDisk *self);
gboolean sim_disk_has_power (SimDisk *self);
/* After every file was closed: makes the files what is left of them. */
void sim_disk_restore_power (SimDisk *self);

/* After every file was closed: whatever is there now is on the platter. */
void sim_disk_settle (SimDisk *self);

/* A plant: a sync of a write-ahead log does nothing, as with synchronous=NORMAL. */
void sim_disk_set_lazy (SimDisk *self, gboolean lazy);
