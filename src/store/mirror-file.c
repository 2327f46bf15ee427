/* SPDX-License-Identifier: GPL-3.0-or-later */
/* memrchr() */
#define _GNU_SOURCE

#include "mirror-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "entry-line.h"
#include "store-error.h"

/* The file's end is looked at in pieces that grow: mostly the last entry is in the first one. What is longer than
 * the last is no end of a mirror. */
#define FIRST_LOOK_BYTES (16 * 1024)
#define LAST_LOOK_BYTES (4 * 1024 * 1024)
#define LOOK_GROWTH 16

struct _KauntaMirrorFile
{
  int descriptor;
  char *header; /* with its line feed */
  goffset size;
  goffset end; /* behind the last whole line; 0: not even the header is there */
  KauntaEntry *last; /* (nullable) */
};

static gboolean
refuse (KauntaStoreError code, const char *sentence, GError **error)
{
  g_set_error_literal (error, KAUNTA_STORE_ERROR, code, sentence);
  return FALSE;
}

static gboolean
refuse_other (GError **error)
{
  return refuse (KAUNTA_STORE_ERROR_FENCED,
                 _("The mirror’s file is no mirror of this counter’s journal. It was left as it is. Selling goes "
                   "on, and everything is safe in the counter. Call your administrator."),
                 error);
}

static gboolean
set_disk_error (int code, GError **error)
{
  g_debug ("Mirror: %s", g_strerror (code));
  switch (code)
    {
    case ENOENT:
    case ENOTDIR:
    case ENODEV:
    case ENXIO:
      return refuse (KAUNTA_STORE_ERROR_NOT_FOUND,
                     _("The mirror is not there. Selling goes on, and everything is safe in the counter. Put its "
                       "stick or disk back: the mirror catches up by itself."),
                     error);
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      return refuse (KAUNTA_STORE_ERROR_IO,
                     _("The mirror’s disk is full. Selling goes on, and everything is safe in the counter. Make "
                       "room on the disk: the mirror catches up by itself."),
                     error);
    case EROFS:
    case EACCES:
    case EPERM:
      return refuse (KAUNTA_STORE_ERROR_IO,
                     _("The mirror can’t be written to. Selling goes on, and everything is safe in the counter. "
                       "Make its stick or disk writable, or call your administrator."),
                     error);
    default:
      return refuse (KAUNTA_STORE_ERROR_IO,
                     _("The mirror’s disk does not take what is written. Selling goes on, and everything is safe "
                       "in the counter. Call your administrator: the disk may be worn out."),
                     error);
    }
}

/* @got is less than @length only where the file ends. */
static gboolean
read_at (KauntaMirrorFile *self, goffset from, char *bytes, gsize length, gsize *got, GError **error)
{
  *got = 0;
  while (*got < length)
    {
      gssize count = pread (self->descriptor, bytes + *got, length - *got, from + (goffset) *got);

      if (count < 0 && errno == EINTR)
        continue;
      if (count < 0)
        return set_disk_error (errno, error);
      if (count == 0)
        break;
      *got += (gsize) count;
    }
  return TRUE;
}

static gboolean
write_at (KauntaMirrorFile *self, goffset from, const char *bytes, gsize length, GError **error)
{
  while (length > 0)
    {
      gssize count = pwrite (self->descriptor, bytes, length, from);

      if (count < 0 && errno == EINTR)
        continue;
      if (count < 0)
        return set_disk_error (errno, error);
      bytes += count;
      from += count;
      length -= (gsize) count;
    }
  return TRUE;
}

/* A header that the power was cut in while it was written counts as none. */
static gboolean
check_header (KauntaMirrorFile *self, GError **error)
{
  const gsize length = strlen (self->header);
  g_autofree char *held = g_malloc (length);
  gsize got = 0;

  if (!read_at (self, 0, held, length, &got, error))
    return FALSE;
  if (memcmp (held, self->header, got) != 0)
    return refuse_other (error);

  self->end = got == length ? (goffset) length : 0;
  return TRUE;
}

/* Looks in @bytes, which stand in the file at @from up to its end, for the last line that is an entry. */
static gboolean
find_last_entry (KauntaMirrorFile *self, const char *bytes, gsize length, goffset from)
{
  const char *after = memrchr (bytes, '\n', length);

  while (after != NULL)
    {
      const char *before = memrchr (bytes, '\n', after - bytes);

      if (before == NULL)
        return FALSE;
      self->last = kaunta_entry_line_decode (before + 1, after - before - 1, NULL);
      if (self->last != NULL)
        {
          self->end = from + (after + 1 - bytes);
          return TRUE;
        }
      after = before;
    }
  return FALSE;
}

static gboolean
find_end (KauntaMirrorFile *self, GError **error)
{
  for (gsize look = FIRST_LOOK_BYTES; look <= LAST_LOOK_BYTES; look *= LOOK_GROWTH)
    {
      /* The header's line feed is looked at too: it is what the first entry begins after. */
      const goffset first = self->end - 1;
      const goffset from = MAX (first, self->size - (goffset) look);
      g_autofree char *bytes = g_malloc (look);
      gsize got = 0;

      if (!read_at (self, from, bytes, MIN (look, (gsize) (self->size - from)), &got, error))
        return FALSE;
      if (find_last_entry (self, bytes, got, from) || from == first)
        return TRUE;
    }
  return refuse_other (error);
}

static gboolean
look (KauntaMirrorFile *self, GError **error)
{
  struct stat status;

  if (fstat (self->descriptor, &status) != 0)
    return set_disk_error (errno, error);
  if (!S_ISREG (status.st_mode))
    return refuse_other (error);

  self->size = status.st_size;
  if (!check_header (self, error))
    return FALSE;
  return self->end == 0 || find_end (self, error);
}

/* Who opens a file that a folder names must be sure of the name, too. */
static void
sync_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int descriptor = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (descriptor < 0)
    return;
  fsync (descriptor);
  close (descriptor);
}

static int
open_descriptor (const char *path, gboolean *created)
{
  int descriptor = open (path, O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);

  if (created == NULL)
    return descriptor;

  *created = descriptor < 0 && errno == ENOENT;
  if (*created)
    descriptor = open (path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  return descriptor;
}

KauntaMirrorFile *
kaunta_mirror_file_open (const char *path, const char *device, gboolean *created, GError **error)
{
  g_autoptr (KauntaMirrorFile) self = g_new0 (KauntaMirrorFile, 1);

  self->header = g_strdup_printf ("{\"device\":\"%s\",\"format\":\"kaunta-mirror-1\"}\n", device);
  self->descriptor = open_descriptor (path, created);
  if (self->descriptor < 0)
    {
      set_disk_error (errno, error);
      return NULL;
    }
  if (created != NULL && *created)
    sync_folder (path);
  return look (self, error) ? g_steal_pointer (&self) : NULL;
}

void
kaunta_mirror_file_close (KauntaMirrorFile *self)
{
  if (self->descriptor >= 0)
    close (self->descriptor);
  g_clear_pointer (&self->last, kaunta_entry_unref);
  g_free (self->header);
  g_free (self);
}

const KauntaEntry *
kaunta_mirror_file_get_last (KauntaMirrorFile *self)
{
  return self->last;
}

static gboolean
cut (KauntaMirrorFile *self, GError **error)
{
  if (self->size == self->end)
    return TRUE;
  if (ftruncate (self->descriptor, self->end) != 0)
    return set_disk_error (errno, error);
  self->size = self->end;
  return TRUE;
}

static gboolean
write_lines (KauntaMirrorFile *self, const GString *lines, GError **error)
{
  if (!write_at (self, self->end, lines->str, lines->len, error))
    return FALSE;
  /* What was written and not synced reads as if it were there, so that nobody would write it again. */
  if (fsync (self->descriptor) != 0)
    return set_disk_error (errno, error);
  return TRUE;
}

gboolean
kaunta_mirror_file_append (KauntaMirrorFile *self, GPtrArray *entries, GError **error)
{
  g_autoptr (GString) lines = g_string_new (self->end == 0 ? self->header : NULL);

  if (!cut (self, error))
    return FALSE;

  for (guint i = 0; i < entries->len; i++)
    {
      kaunta_entry_line_append (lines, entries->pdata[i]);
      g_string_append_c (lines, '\n');
    }
  if (lines->len == 0)
    return TRUE;
  if (!write_lines (self, lines, error))
    {
      self->size = -1;
      cut (self, NULL);
      return FALSE;
    }

  self->end += (goffset) lines->len;
  self->size = self->end;
  return TRUE;
}
