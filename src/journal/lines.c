/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lines.h"

#include <string.h>
#include "json.h"

/* Read at once: as much as a disk or an unpacker gives without a second call. */
#define CHUNK_BYTES (64 * 1024)

struct _KauntaLines
{
  GInputStream *stream;
  gsize max_bytes;
  char *buffer;
  gsize size;
  gsize start; /* of what was not given yet */
  gsize end;
  gsize seen; /* where the search for a line feed goes on */
  goffset given;
};

KauntaLines *
kaunta_lines_new (GInputStream *stream, gsize max_bytes)
{
  KauntaLines *self = NULL;

  g_return_val_if_fail (G_IS_INPUT_STREAM (stream) && max_bytes > 0, NULL);

  self = g_new0 (KauntaLines, 1);
  self->stream = g_object_ref (stream);
  self->max_bytes = max_bytes;
  self->size = MIN (max_bytes + 1, CHUNK_BYTES);
  self->buffer = g_malloc (self->size);
  return self;
}

void
kaunta_lines_free (KauntaLines *self)
{
  g_return_if_fail (self != NULL);

  g_object_unref (self->stream);
  g_free (self->buffer);
  g_free (self);
}

/* Makes place behind what was read: first by moving it to the front, then by a larger buffer. */
static gboolean
make_place (KauntaLines *self, GError **error)
{
  if (self->start > 0)
    {
      memmove (self->buffer, self->buffer + self->start, self->end - self->start);
      self->end -= self->start;
      self->seen -= self->start;
      self->start = 0;
    }
  if (self->end < self->size)
    return TRUE;

  if (self->size > self->max_bytes)
    {
      g_set_error (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_FORM,
                   "a line is longer than %" G_GSIZE_FORMAT " bytes", self->max_bytes);
      return FALSE;
    }

  self->size = MIN (2 * self->size, self->max_bytes + 1);
  self->buffer = g_realloc (self->buffer, self->size);
  return TRUE;
}

/* 1 when there is more, 0 at the end, -1 with @error. */
static int
read_more (KauntaLines *self, GCancellable *cancellable, GError **error)
{
  gssize length = 0;

  if (!make_place (self, error))
    return -1;

  length = g_input_stream_read (self->stream, self->buffer + self->end, self->size - self->end, cancellable,
                                error);
  if (length < 0)
    return -1;
  if (length == 0 && self->end > self->start)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT, "the last line is cut");
      return -1;
    }

  self->end += (gsize) length;
  return length > 0;
}

char *
kaunta_lines_next (KauntaLines *self, gsize *length, GCancellable *cancellable, GError **error)
{
  char *line = NULL;
  char *end = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  while ((end = memchr (self->buffer + self->seen, '\n', self->end - self->seen)) == NULL)
    {
      self->seen = self->end;
      if (read_more (self, cancellable, error) != 1)
        return NULL;
    }

  *end = '\0';
  line = self->buffer + self->start;
  self->given += end + 1 - line;
  self->start = (gsize) (end + 1 - self->buffer);
  self->seen = self->start;
  if (length != NULL)
    *length = (gsize) (end - line);
  return line;
}

goffset
kaunta_lines_get_end (const KauntaLines *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->given;
}
