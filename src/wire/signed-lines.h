/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include "wire.h"

/* A file of lines, each one JSON object in JCS form, of which the last, {"sig"}, signs the SHA-256 of all bytes before it:
 * nothing can be changed, left out or put behind without being seen. For the codecs of this folder only. */

/* Puts @object (taken) behind what is there. MALFORMED when a text in it has no JCS form. */
gboolean kaunta_signed_lines_add (GString *file, JsonObject *object, GError **error);
/* SHA-256 of what is there so far: what the signature is to be of. */
void kaunta_signed_lines_digest (const GString *file, guint8 digest[KAUNTA_HASH_BYTES]);
/* Puts the last line, and gives the file. (transfer full) */
GBytes *kaunta_signed_lines_close (GString *file, const guint8 sig[KAUNTA_SIGNATURE_BYTES]);

/**
 * KauntaSignedLines:
 * @file: (owned)
 * @at: where the next line begins
 * @end: where the signature's line begins
 *
 * A file that is being read.
 */
typedef struct
{
  GBytes *file;
  gsize at;
  gsize end;
} KauntaSignedLines;

void kaunta_signed_lines_clear (KauntaSignedLines *self);
/* MALFORMED when @file does not end in a signature's line, TOO_LARGE beyond KAUNTA_WIRE_MAX_CARRY_BYTES. */
gboolean kaunta_signed_lines_open (KauntaSignedLines *self, GBytes *file, GError **error);
/* BAD_SIGNATURE when @key did not sign all of it for @purpose. */
gboolean kaunta_signed_lines_verify (const KauntaSignedLines *self, const char *key, const char *purpose, GError **error);
/* The next line before the signature's without its end, which is not terminated by 0; NULL at the end. (transfer none) */
const char *kaunta_signed_lines_next (KauntaSignedLines *self, gsize *length);
/* How many there are from here on. */
gint64 kaunta_signed_lines_count (const KauntaSignedLines *self);
