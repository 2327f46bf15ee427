/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/**
 * KauntaLines:
 *
 * Reads a stream line by line, none longer than a bound: GDataInputStream would read one of any length. It
 * keeps no more than one line in memory, and the bytes read ahead.
 */
typedef struct _KauntaLines KauntaLines;

/* @max_bytes: of a line, without its end. */
KauntaLines *kaunta_lines_new (GInputStream *stream, gsize max_bytes);
void kaunta_lines_free (KauntaLines *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KauntaLines, kaunta_lines_free)

/* The next line: its bytes without the line feed, and a 0 byte after them; @length may be NULL. Valid until
 * the next call. NULL without @error: the stream has ended after a line. FORM of KAUNTA_JOURNAL_ERROR: a line
 * is too long; G_IO_ERROR_PARTIAL_INPUT: the stream ended within a line; other errors are the stream's. */
char *kaunta_lines_next (KauntaLines *self, gsize *length, GCancellable *cancellable, GError **error);
/* The place in the stream just after the line feed of the line given last, from where the stream stood at
 * first. */
goffset kaunta_lines_get_end (const KauntaLines *self);
