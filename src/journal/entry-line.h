/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "entry.h"

/* An entry as one line of text, in a mirror, a carry file, an export and a push:
 * {"body":"...","sig":"..."} in JCS form, the body as JSON text and the signature in base64url. */

#define KAUNTA_ENTRY_LINE_SIG_CHARACTERS 86
/* Without the line's end: a body of quotation marks only is twice as long in it. */
#define KAUNTA_ENTRY_LINE_MAX_BYTES (2 * KAUNTA_ENTRY_MAX_BYTES + KAUNTA_ENTRY_LINE_SIG_CHARACTERS + 20)

/* Appends @entry, without a line's end. */
void kaunta_entry_line_append (GString *out, const KauntaEntry *entry);
/* The same of an entry that nobody reads on its way: @body is @length bytes in JCS form. */
void kaunta_entry_line_append_sealed (GString *out, const char *body, gsize length,
                                      const guint8 sig[KAUNTA_SIGNATURE_BYTES]);

/* What kaunta_entry_line_append() wrote, to the byte, else FORM, or SIGNATURE when "sig" can be none. Nothing
 * is said of the body. @body: (out) (transfer full) */
gboolean kaunta_entry_line_split (const char *line, gsize length, GBytes **body,
                                  guint8 sig[KAUNTA_SIGNATURE_BYTES], GError **error);
/* The same of an object that was read from JSON of any form; other keys are ignored. KEYS or SIGNATURE. */
gboolean kaunta_entry_line_split_object (JsonObject *object, GBytes **body,
                                         guint8 sig[KAUNTA_SIGNATURE_BYTES], GError **error);

/* The entry in a line, in form but not yet verified, as kaunta_entry_new_from_bytes() gives it. */
KauntaEntry *kaunta_entry_line_decode (const char *line, gsize length, GError **error);
