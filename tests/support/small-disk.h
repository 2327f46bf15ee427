/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Real disks that fill up and can be made read-only: file systems in memory, in a mount namespace that goes with
 * the process. */

/* To be called first in main(), before there are threads. FALSE where this user may mount nothing: tests that need
 * a disk are skipped then. */
gboolean small_disk_prepare (void);
/* Mounts an empty disk of @kilobytes at @path, which is made. */
void small_disk_mount (const char *path, guint kilobytes);
void small_disk_set_read_only (const char *path, gboolean read_only);
/* Pulls it out: @path is an empty folder then. */
void small_disk_unmount (const char *path);
