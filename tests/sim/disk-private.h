/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

#include "disk-image.h"
#include "disk.h"

/* Makes the VFS the process's default, once. */
void sim_vfs_install (void);

/* The disk that @path lies on, or NULL. */
SimDisk *sim_disk_find (const char *path);

/**
 * SimVerdict: what becomes of one call.
 * @SIM_VERDICT_LAST: it is done, and nobody hears of it: the power is cut just then
 */
typedef enum
{
  SIM_VERDICT_DONE,
  SIM_VERDICT_LAST,
  SIM_VERDICT_DEAD,
  SIM_VERDICT_FULL,
  SIM_VERDICT_ERROR,
} SimVerdict;

/* Counts a call that changes the disk or syncs it. Only one that @needs_room meets a full disk. */
SimVerdict sim_disk_judge_change (SimDisk *self, gboolean needs_room);
/* A call that only reads is not counted. */
SimVerdict sim_disk_judge_reading (SimDisk *self);
gboolean sim_disk_is_lazy (SimDisk *self);
gboolean sim_disk_toss (SimDisk *self);

/* What is known of the open file at @path, by its inode: renaming doesn't matter. (transfer none), as long
 * as the file is open. */
SimImage *sim_disk_open_image (SimDisk *self, const char *path);
void sim_disk_close_image (SimDisk *self, SimImage *image);
