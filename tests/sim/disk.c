/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "disk-private.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

typedef struct
{
  dev_t device;
  ino_t inode;
} FileId;

typedef struct
{
  FileId id;
  guint opened;
  SimImage *image;
} File;

typedef struct
{
  gboolean active;
  SimDiskFault fault;
  guint64 from;
  guint64 until;
} Plan;

struct _SimDisk
{
  char *folder; /* with a slash at its end */
  GRand *random;
  GHashTable *files; /* FileId -> File */
  Plan plan;
  gboolean dead;
  gboolean lazy;
  guint64 calls;
  guint64 counts[SIM_N_DISK_FAULTS];
};

static GPtrArray *disks = NULL; /* (element-type SimDisk), not owned */

static guint
hash_id (gconstpointer key)
{
  const FileId *id = key;
  const gint64 inode = id->inode;

  return g_int64_hash (&inode);
}

static gboolean
equal_ids (gconstpointer a, gconstpointer b)
{
  const FileId *one = a;
  const FileId *other = b;

  return one->device == other->device && one->inode == other->inode;
}

static void
free_file (gpointer data)
{
  File *file = data;

  sim_image_free (file->image);
  g_free (file);
}

SimDisk *
sim_disk_new (const char *folder, guint32 seed)
{
  SimDisk *self = g_new0 (SimDisk, 1);

  g_return_val_if_fail (g_path_is_absolute (folder), NULL);

  sim_vfs_install ();
  self->folder = g_strconcat (folder, "/", NULL);
  self->random = g_rand_new_with_seed (seed);
  self->files = g_hash_table_new_full (hash_id, equal_ids, NULL, free_file);
  if (disks == NULL)
    disks = g_ptr_array_new ();
  g_ptr_array_add (disks, self);
  return self;
}

void
sim_disk_free (SimDisk *self)
{
  g_ptr_array_remove_fast (disks, self);
  g_hash_table_unref (self->files);
  g_rand_free (self->random);
  g_free (self->folder);
  g_free (self);
}

SimDisk *
sim_disk_find (const char *path)
{
  if (path == NULL || disks == NULL)
    return NULL;
  for (guint i = 0; i < disks->len; i++)
    {
      SimDisk *disk = g_ptr_array_index (disks, i);

      if (g_str_has_prefix (path, disk->folder))
        return disk;
    }
  return NULL;
}

/* ---- Faults ---- */

void
sim_disk_plan (SimDisk *self, SimDiskFault fault, guint64 call, guint64 length)
{
  g_return_if_fail (call > 0 && length > 0);

  self->plan = (Plan){ TRUE, fault, self->calls + call, self->calls + call + length };
}

void
sim_disk_plan_nothing (SimDisk *self)
{
  self->plan.active = FALSE;
}

guint64
sim_disk_get_calls (SimDisk *self)
{
  return self->calls;
}

guint64
sim_disk_count (SimDisk *self, SimDiskFault fault)
{
  return self->counts[fault];
}

void
sim_disk_cut_power (SimDisk *self)
{
  if (self->dead)
    return;

  self->dead = TRUE;
  self->plan.active = FALSE;
  self->counts[SIM_DISK_POWER_CUT]++;
}

gboolean
sim_disk_has_power (SimDisk *self)
{
  return !self->dead;
}

void
sim_disk_settle (SimDisk *self)
{
  g_hash_table_remove_all (self->files);
}

void
sim_disk_set_lazy (SimDisk *self, gboolean lazy)
{
  self->lazy = lazy;
}

gboolean
sim_disk_is_lazy (SimDisk *self)
{
  return self->lazy;
}

gboolean
sim_disk_toss (SimDisk *self)
{
  return g_rand_boolean (self->random);
}

/* The power is cut before the call or after it, which is when a program's outcome is unknown to it. */
static SimVerdict
cut_power_at_call (SimDisk *self)
{
  gboolean done = sim_disk_toss (self);

  sim_disk_cut_power (self);
  return done ? SIM_VERDICT_LAST : SIM_VERDICT_DEAD;
}

static SimVerdict
judge_planned (SimDisk *self, gboolean needs_room)
{
  switch (self->plan.fault)
    {
    case SIM_DISK_POWER_CUT:
      return cut_power_at_call (self);
    case SIM_DISK_FULL:
      if (!needs_room)
        return SIM_VERDICT_DONE;
      self->counts[SIM_DISK_FULL]++;
      return SIM_VERDICT_FULL;
    default:
      self->counts[SIM_DISK_ERROR]++;
      return SIM_VERDICT_ERROR;
    }
}

SimVerdict
sim_disk_judge_change (SimDisk *self, gboolean needs_room)
{
  if (self->dead)
    return SIM_VERDICT_DEAD;

  self->calls++;
  if (!self->plan.active || self->calls < self->plan.from)
    return SIM_VERDICT_DONE;
  if (self->calls < self->plan.until)
    return judge_planned (self, needs_room);
  self->plan.active = FALSE;
  return SIM_VERDICT_DONE;
}

SimVerdict
sim_disk_judge_reading (SimDisk *self)
{
  if (self->dead)
    return SIM_VERDICT_DEAD;
  if (!self->plan.active || self->plan.fault != SIM_DISK_ERROR || self->calls + 1 < self->plan.from)
    return SIM_VERDICT_DONE;

  /* A failing reading counts, too: else a program that only reads would meet the fault for ever. */
  return sim_disk_judge_change (self, FALSE);
}

/* ---- Files ---- */

static gboolean
identify (const char *path, FileId *id, gint64 *size)
{
  GStatBuf status;

  if (g_stat (path, &status) != 0)
    return FALSE;
  *id = (FileId){ status.st_dev, status.st_ino };
  *size = status.st_size;
  return TRUE;
}

SimImage *
sim_disk_open_image (SimDisk *self, const char *path)
{
  FileId id = { 0 };
  gint64 size = 0;
  File *file = NULL;

  if (!identify (path, &id, &size))
    g_error ("%s was opened and is not there", path);

  file = g_hash_table_lookup (self->files, &id);
  if (file == NULL)
    {
      file = g_new0 (File, 1);
      file->id = id;
      file->image = sim_image_new ();
      g_hash_table_insert (self->files, &file->id, file);
    }
  /* A new file may have the inode of one that was removed. */
  if (size == 0 && file->opened == 0)
    sim_image_settle (file->image);
  file->opened++;
  return file->image;
}

void
sim_disk_close_image (SimDisk *self, SimImage *image)
{
  GHashTableIter iter;
  gpointer value = NULL;

  g_hash_table_iter_init (&iter, self->files);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      File *file = value;

      if (file->image == image)
        file->opened--;
    }
}

static void
crash_file (SimDisk *self, const char *path)
{
  FileId id = { 0 };
  gint64 size = 0;
  File *file = identify (path, &id, &size) ? g_hash_table_lookup (self->files, &id) : NULL;
  g_autoptr (GByteArray) content = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *bytes = NULL;
  gsize length = 0;

  if (file == NULL || sim_image_is_settled (file->image))
    return;

  g_assert (file->opened == 0);
  if (!g_file_get_contents (path, &bytes, &length, &error))
    g_error ("%s", error->message);
  content = g_byte_array_new_take ((guint8 *) g_steal_pointer (&bytes), length);
  sim_image_crash (file->image, content, self->random);
  if (!g_file_set_contents_full (path, (char *) content->data, content->len, G_FILE_SET_CONTENTS_NONE, 0600,
                                 &error))
    g_error ("%s", error->message);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* The names in @folder, in an order that doesn't depend on the file system. (transfer full) */
static GPtrArray *
list_names (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  const char *name = NULL;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  return names;
}

static void
crash_folder (SimDisk *self, const char *folder)
{
  g_autoptr (GPtrArray) names = list_names (folder);

  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = g_build_filename (folder, names->pdata[i], NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        crash_folder (self, path);
      else if (g_str_has_suffix (path, "-shm"))
        g_unlink (path); /* memory that processes share: gone with the power */
      else
        crash_file (self, path);
    }
}

void
sim_disk_restore_power (SimDisk *self)
{
  g_return_if_fail (self->dead);

  crash_folder (self, self->folder);
  g_hash_table_remove_all (self->files);
  self->dead = FALSE;
}
