/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * SimImage:
 *
 * What was done to one file since its last sync, so that it can be undone, and done again in part.
 */
typedef struct _SimImage SimImage;

SimImage *sim_image_new (void);
void sim_image_free (SimImage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimImage, sim_image_free)

/* @before: (transfer full): the @length bytes at @offset before, shorter at the file's end.
 * @size: the file's size before. */
void sim_image_note_write (SimImage *self, gint64 offset, gconstpointer after, gsize length, GBytes *before,
                           gint64 size);
/* @before: (transfer full): all bytes from @offset, the new size, on. */
void sim_image_note_truncation (SimImage *self, gint64 offset, GBytes *before, gint64 size);
/* All of it is on the platter. */
void sim_image_settle (SimImage *self);
gboolean sim_image_is_settled (SimImage *self);
/* Makes @content, what the running program saw, what a power cut left of it, and settles. */
void sim_image_crash (SimImage *self, GByteArray *content, GRand *random);
