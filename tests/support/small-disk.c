/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE

#include "small-disk.h"

#include <glib/gstdio.h>
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

gboolean
small_disk_prepare (void)
{
  const int users = geteuid () == 0 ? 0 : CLONE_NEWUSER;

  return unshare (CLONE_NEWNS | users) == 0 && mount ("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0;
}

void
small_disk_mount (const char *path, guint kilobytes)
{
  g_autofree char *options = g_strdup_printf ("size=%uk,mode=0700", kilobytes);

  g_assert_cmpint (g_mkdir_with_parents (path, 0700), ==, 0);
  g_assert_cmpint (mount ("tmpfs", path, "tmpfs", MS_NOSUID | MS_NODEV, options), ==, 0);
}

void
small_disk_set_read_only (const char *path, gboolean read_only)
{
  const unsigned long flags = MS_REMOUNT | MS_NOSUID | MS_NODEV | (read_only ? MS_RDONLY : 0);

  g_assert_cmpint (mount ("tmpfs", path, "tmpfs", flags, NULL), ==, 0);
}

void
small_disk_unmount (const char *path)
{
  g_assert_cmpint (umount2 (path, MNT_DETACH), ==, 0);
}
