/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A shim over SQLite's own VFS (https://www.sqlite.org/vfs.html, https://www.sqlite.org/c3ref/io_methods.html):
 * what it is asked for it asks its disk about, and hands on. Files that lie on no disk go straight through. */

#include "disk-private.h"

#include <string.h>

typedef struct
{
  sqlite3_file base;
  SimDisk *disk;    /* (nullable) */
  SimImage *image;  /* (nullable) */
  gboolean is_log;
  sqlite3_file *real; /* lies behind this one */
} File;

#define REAL(file) (((File *) (file))->real)
#define METHODS(file) (REAL (file)->pMethods)

static sqlite3_vfs *unix_vfs = NULL;

static SimVerdict
judge_change (File *self, gboolean needs_room)
{
  return self->disk != NULL ? sim_disk_judge_change (self->disk, needs_room) : SIM_VERDICT_DONE;
}

static int
file_close (sqlite3_file *file)
{
  File *self = (File *) file;

  if (self->disk != NULL)
    sim_disk_close_image (self->disk, self->image);
  return METHODS (file)->xClose (REAL (file));
}

static int
file_read (sqlite3_file *file, void *bytes, int length, sqlite3_int64 offset)
{
  File *self = (File *) file;

  if (self->disk != NULL && sim_disk_judge_reading (self->disk) != SIM_VERDICT_DONE)
    return SQLITE_IOERR_READ;
  return METHODS (file)->xRead (REAL (file), bytes, length, offset);
}

/* The bytes from @offset on, at most @length. (transfer full) */
static GBytes *
read_before (File *self, gint64 offset, gint64 length, gint64 *size)
{
  guint8 *bytes = NULL;

  if (self->real->pMethods->xFileSize (self->real, (sqlite3_int64 *) size) != SQLITE_OK)
    g_error ("A file has no size");
  length = CLAMP (*size - offset, 0, length);
  bytes = g_malloc (length);
  if (length > 0 && self->real->pMethods->xRead (self->real, bytes, (int) length, offset) != SQLITE_OK)
    g_error ("A file can't be read back");
  return g_bytes_new_take (bytes, length);
}

static int
write_through (File *self, const void *bytes, int length, gint64 offset)
{
  gint64 size = 0;
  GBytes *before = NULL;

  if (self->disk != NULL)
    {
      before = read_before (self, offset, length, &size);
      sim_image_note_write (self->image, offset, bytes, length, before, size);
    }
  return self->real->pMethods->xWrite (self->real, bytes, length, offset);
}

static int
file_write (sqlite3_file *file, const void *bytes, int length, sqlite3_int64 offset)
{
  File *self = (File *) file;
  SimVerdict verdict = judge_change (self, TRUE);

  if (verdict == SIM_VERDICT_DONE)
    return write_through (self, bytes, length, offset);
  /* A disk that is full takes the beginning; one whose power is cut may take all. */
  if (verdict == SIM_VERDICT_LAST)
    write_through (self, bytes, length, offset);
  else if (verdict == SIM_VERDICT_FULL && sim_disk_toss (self->disk))
    write_through (self, bytes, length / 2, offset);
  return verdict == SIM_VERDICT_FULL ? SQLITE_FULL : SQLITE_IOERR_WRITE;
}

static int
truncate_through (File *self, gint64 to)
{
  gint64 size = 0;

  if (self->disk != NULL)
    {
      GBytes *before = read_before (self, to, G_MAXINT32, &size);

      sim_image_note_truncation (self->image, to, before, size);
    }
  return self->real->pMethods->xTruncate (self->real, to);
}

static int
file_truncate (sqlite3_file *file, sqlite3_int64 to)
{
  File *self = (File *) file;
  SimVerdict verdict = judge_change (self, FALSE);

  if (verdict == SIM_VERDICT_DONE)
    return truncate_through (self, to);
  if (verdict == SIM_VERDICT_LAST)
    truncate_through (self, to);
  return SQLITE_IOERR_TRUNCATE;
}

/* The real disk needs no sync: nobody cuts its power. */
static int
file_sync (sqlite3_file *file, int flags)
{
  File *self = (File *) file;
  SimVerdict verdict = judge_change (self, FALSE);
  gboolean done = verdict == SIM_VERDICT_DONE || verdict == SIM_VERDICT_LAST;

  if (self->disk == NULL)
    return METHODS (file)->xSync (REAL (file), flags);
  if (done && !(self->is_log && sim_disk_is_lazy (self->disk)))
    sim_image_settle (self->image);
  return verdict == SIM_VERDICT_DONE ? SQLITE_OK : SQLITE_IOERR_FSYNC;
}

static int
file_size (sqlite3_file *file, sqlite3_int64 *size)
{
  return METHODS (file)->xFileSize (REAL (file), size);
}

static int
file_lock (sqlite3_file *file, int level)
{
  return METHODS (file)->xLock (REAL (file), level);
}

static int
file_unlock (sqlite3_file *file, int level)
{
  return METHODS (file)->xUnlock (REAL (file), level);
}

static int
file_check_reserved_lock (sqlite3_file *file, int *reserved)
{
  return METHODS (file)->xCheckReservedLock (REAL (file), reserved);
}

static int
file_control (sqlite3_file *file, int operation, void *argument)
{
  return METHODS (file)->xFileControl (REAL (file), operation, argument);
}

static int
file_sector_size (sqlite3_file *file)
{
  return METHODS (file)->xSectorSize (REAL (file));
}

static int
file_device_characteristics (sqlite3_file *file)
{
  return METHODS (file)->xDeviceCharacteristics (REAL (file));
}

static int
file_shm_map (sqlite3_file *file, int page, int size, int extend, void volatile **memory)
{
  return METHODS (file)->xShmMap (REAL (file), page, size, extend, memory);
}

static int
file_shm_lock (sqlite3_file *file, int offset, int n, int flags)
{
  return METHODS (file)->xShmLock (REAL (file), offset, n, flags);
}

static void
file_shm_barrier (sqlite3_file *file)
{
  METHODS (file)->xShmBarrier (REAL (file));
}

static int
file_shm_unmap (sqlite3_file *file, int remove)
{
  return METHODS (file)->xShmUnmap (REAL (file), remove);
}

/* Version 2: without the memory maps of version 3, which would go past xWrite. */
static const sqlite3_io_methods file_methods = {
  .iVersion = 2,
  .xClose = file_close,
  .xRead = file_read,
  .xWrite = file_write,
  .xTruncate = file_truncate,
  .xSync = file_sync,
  .xFileSize = file_size,
  .xLock = file_lock,
  .xUnlock = file_unlock,
  .xCheckReservedLock = file_check_reserved_lock,
  .xFileControl = file_control,
  .xSectorSize = file_sector_size,
  .xDeviceCharacteristics = file_device_characteristics,
  .xShmMap = file_shm_map,
  .xShmLock = file_shm_lock,
  .xShmBarrier = file_shm_barrier,
  .xShmUnmap = file_shm_unmap,
};

static int
vfs_open (sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *given_flags)
{
  File *self = (File *) file;
  SimDisk *disk = sim_disk_find (path);
  int code;

  memset (self, 0, sizeof *self);
  self->real = (sqlite3_file *) (self + 1);
  if (disk != NULL && !sim_disk_has_power (disk))
    return SQLITE_CANTOPEN;

  code = unix_vfs->xOpen (unix_vfs, path, self->real, flags, given_flags);
  if (code != SQLITE_OK)
    return code;

  self->base.pMethods = &file_methods;
  if (disk == NULL)
    return SQLITE_OK;
  self->disk = disk;
  self->image = sim_disk_open_image (disk, path);
  self->is_log = (flags & SQLITE_OPEN_WAL) != 0;
  return SQLITE_OK;
}

static int
vfs_delete (sqlite3_vfs *vfs, const char *path, int sync_folder)
{
  SimDisk *disk = sim_disk_find (path);
  SimVerdict verdict = disk != NULL ? sim_disk_judge_change (disk, FALSE) : SIM_VERDICT_DONE;

  if (verdict == SIM_VERDICT_DONE)
    return unix_vfs->xDelete (unix_vfs, path, disk == NULL && sync_folder);
  if (verdict == SIM_VERDICT_LAST)
    unix_vfs->xDelete (unix_vfs, path, FALSE);
  return SQLITE_IOERR_DELETE;
}

static int
vfs_access (sqlite3_vfs *vfs, const char *path, int flags, int *answer)
{
  SimDisk *disk = sim_disk_find (path);

  if (disk != NULL && sim_disk_judge_reading (disk) != SIM_VERDICT_DONE)
    return SQLITE_IOERR_ACCESS;
  return unix_vfs->xAccess (unix_vfs, path, flags, answer);
}

/* All else is the real one's, whose functions take it as their first argument only to find its data. */
void
sim_vfs_install (void)
{
  static sqlite3_vfs vfs;

  if (unix_vfs != NULL)
    return;

  sqlite3_initialize ();
  unix_vfs = sqlite3_vfs_find ("unix");
  g_assert (unix_vfs != NULL);
  vfs = *unix_vfs;
  vfs.zName = "sim";
  vfs.pNext = NULL;
  vfs.szOsFile = (int) sizeof (File) + unix_vfs->szOsFile;
  vfs.xOpen = vfs_open;
  vfs.xDelete = vfs_delete;
  vfs.xAccess = vfs_access;
  g_assert_cmpint (sqlite3_vfs_register (&vfs, TRUE), ==, SQLITE_OK);
}
