/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "shelf.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* Records in memory. When it is full the older half is put away: what is asked for is mostly young. */
#define MEMORY_RECORDS 2048

struct _KauntaShelf
{
  gsize record_bytes;
  gint64 put_away; /* records in the file */
  gint64 held;     /* records in @memory, those after them */
  guint8 *memory;
  int file; /* descriptor, -1 while there is none */
};

KauntaShelf *
kaunta_shelf_new (gsize record_bytes)
{
  KauntaShelf *self = NULL;

  g_return_val_if_fail (record_bytes > 0, NULL);

  self = g_new0 (KauntaShelf, 1);
  self->record_bytes = record_bytes;
  self->memory = g_malloc (MEMORY_RECORDS * record_bytes);
  self->file = -1;
  return self;
}

void
kaunta_shelf_free (KauntaShelf *self)
{
  g_return_if_fail (self != NULL);

  if (self->file >= 0)
    close (self->file);
  g_free (self->memory);
  g_free (self);
}

gint64
kaunta_shelf_get_length (const KauntaShelf *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->put_away + self->held;
}

static gboolean
set_failed (GError **error)
{
  int code = errno;

  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code), "a temporary file in %s: %s",
               g_get_tmp_dir (), g_strerror (code));
  return FALSE;
}

static gboolean
open_file (KauntaShelf *self, GError **error)
{
  g_autofree char *name = NULL;

  self->file = g_file_open_tmp ("kaunta-XXXXXX", &name, error);
  if (self->file < 0)
    return FALSE;

  g_unlink (name);
  return TRUE;
}

static gboolean
write_records (KauntaShelf *self, gint64 place, gconstpointer records, gint64 count, GError **error)
{
  const guint8 *at = records;
  gsize left = (gsize) count * self->record_bytes;
  off_t offset = place * (off_t) self->record_bytes;

  while (left > 0)
    {
      gssize written = pwrite (self->file, at, left, offset);

      if (written < 0 && errno == EINTR)
        continue;
      if (written < 0)
        return set_failed (error);

      at += written;
      offset += written;
      left -= (gsize) written;
    }

  return TRUE;
}

static gboolean
put_half_away (KauntaShelf *self, GError **error)
{
  const gint64 half = MEMORY_RECORDS / 2;

  if ((self->file < 0 && !open_file (self, error))
      || !write_records (self, self->put_away, self->memory, half, error))
    return FALSE;

  memmove (self->memory, self->memory + (gsize) half * self->record_bytes, (gsize) half * self->record_bytes);
  self->put_away += half;
  self->held -= half;
  return TRUE;
}

gboolean
kaunta_shelf_append (KauntaShelf *self, gconstpointer record, GError **error)
{
  g_return_val_if_fail (self != NULL && record != NULL, FALSE);

  if (self->held == MEMORY_RECORDS && !put_half_away (self, error))
    return FALSE;

  memcpy (self->memory + (gsize) self->held * self->record_bytes, record, self->record_bytes);
  self->held++;
  return TRUE;
}

gboolean
kaunta_shelf_get (KauntaShelf *self, gint64 place, gpointer record, GError **error)
{
  gssize got = 0;

  g_return_val_if_fail (self != NULL && record != NULL, FALSE);
  g_return_val_if_fail (place >= 0 && place < kaunta_shelf_get_length (self), FALSE);

  if (place >= self->put_away)
    {
      memcpy (record, self->memory + (gsize) (place - self->put_away) * self->record_bytes, self->record_bytes);
      return TRUE;
    }

  do
    got = pread (self->file, record, self->record_bytes, place * (off_t) self->record_bytes);
  while (got < 0 && errno == EINTR);
  if (got == (gssize) self->record_bytes)
    return TRUE;

  if (got >= 0)
    errno = EIO;
  return set_failed (error);
}

gboolean
kaunta_shelf_set (KauntaShelf *self, gint64 place, gconstpointer record, GError **error)
{
  g_return_val_if_fail (self != NULL && record != NULL, FALSE);
  g_return_val_if_fail (place >= 0 && place < kaunta_shelf_get_length (self), FALSE);

  if (place < self->put_away)
    return write_records (self, place, record, 1, error);

  memcpy (self->memory + (gsize) (place - self->put_away) * self->record_bytes, record, self->record_bytes);
  return TRUE;
}
