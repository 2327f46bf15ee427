/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "disk-image.h"

/* What a disk writes at one moment, whatever the file system's blocks are. */
#define SECTOR 512

typedef struct
{
  gint64 offset;
  gint64 size;    /* of the file, before */
  GBytes *before; /* what was there */
  GBytes *after;  /* (nullable): NULL for a truncation */
} Change;

struct _SimImage
{
  GArray *changes; /* (element-type Change), oldest first */
};

static void
clear_change (gpointer data)
{
  Change *change = data;

  g_bytes_unref (change->before);
  g_clear_pointer (&change->after, g_bytes_unref);
}

SimImage *
sim_image_new (void)
{
  SimImage *self = g_new0 (SimImage, 1);

  self->changes = g_array_new (FALSE, FALSE, sizeof (Change));
  g_array_set_clear_func (self->changes, clear_change);
  return self;
}

void
sim_image_free (SimImage *self)
{
  g_array_unref (self->changes);
  g_free (self);
}

void
sim_image_note_write (SimImage *self, gint64 offset, gconstpointer after, gsize length, GBytes *before,
                      gint64 size)
{
  const Change change = {
    .offset = offset, .size = size, .before = before, .after = g_bytes_new (after, length)
  };

  g_array_append_val (self->changes, change);
}

void
sim_image_note_truncation (SimImage *self, gint64 offset, GBytes *before, gint64 size)
{
  const Change change = { .offset = offset, .size = size, .before = before };

  g_array_append_val (self->changes, change);
}

void
sim_image_settle (SimImage *self)
{
  g_array_set_size (self->changes, 0);
}

gboolean
sim_image_is_settled (SimImage *self)
{
  return self->changes->len == 0;
}

/* What lies between the old end and the new one reads as zeros. */
static void
resize (GByteArray *content, gint64 size)
{
  guint old = content->len;

  g_byte_array_set_size (content, size);
  if (content->len > old)
    memset (content->data + old, 0, content->len - old);
}

static void
put (GByteArray *content, gint64 offset, const guint8 *bytes, gsize length)
{
  if (offset + (gint64) length > content->len)
    resize (content, offset + length);
  memcpy (content->data + offset, bytes, length);
}

static void
undo (const Change *change, GByteArray *content)
{
  gsize length = 0;
  const guint8 *bytes = g_bytes_get_data (change->before, &length);

  if (length > 0)
    put (content, change->offset, bytes, length);
  resize (content, change->size);
}

/* Each sector of the write arrived, or did not. */
static void
tear (const Change *change, GByteArray *content, GRand *random)
{
  gsize length = 0;
  const guint8 *bytes = g_bytes_get_data (change->after, &length);

  for (gsize from = 0; from < length;)
    {
      gsize part = MIN (SECTOR - (change->offset + from) % SECTOR, length - from);

      if (g_rand_boolean (random))
        put (content, change->offset + from, bytes + from, part);
      from += part;
    }
}

static void
redo (const Change *change, GByteArray *content)
{
  gsize length = 0;
  const guint8 *bytes;

  if (change->after == NULL)
    {
      resize (content, change->offset);
      return;
    }
  bytes = g_bytes_get_data (change->after, &length);
  put (content, change->offset, bytes, length);
}

static void
redo_by_chance (const Change *change, GByteArray *content, GRand *random)
{
  switch (g_rand_int_range (random, 0, 4))
    {
    case 0:
      break;
    case 1:
      if (change->after != NULL)
        tear (change, content, random);
      break;
    default:
      redo (change, content);
      break;
    }
}

void
sim_image_crash (SimImage *self, GByteArray *content, GRand *random)
{
  int mood = g_rand_int_range (random, 0, 4);

  for (guint i = self->changes->len; i > 0; i--)
    undo (&g_array_index (self->changes, Change, i - 1), content);
  for (guint i = 0; i < self->changes->len; i++)
    {
      const Change *change = &g_array_index (self->changes, Change, i);

      /* Nothing arrived, everything did, or some of it in any order. */
      if (mood == 1)
        redo (change, content);
      else if (mood > 1)
        redo_by_chance (change, content, random);
    }
  sim_image_settle (self);
}
