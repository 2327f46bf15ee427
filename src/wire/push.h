/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "exception.h"
#include "wire.h"

/* POST /v1/devices/{device}/entries: {"entries": [{"body": text, "sig": base64url}, ...]} */

/* Written entry by entry, as they lie in a journal: nobody parses and prints them again. At least one. */
GString *kaunta_push_begin (void);
void kaunta_push_add (GString *push, const char *body, gsize length, const guint8 sig[KAUNTA_SIGNATURE_BYTES]);
/* Takes @push. (transfer full) */
GBytes *kaunta_push_end (GString *push);
/* The whole of it. @entries (element-type KauntaEntry). (transfer full) */
GBytes *kaunta_push_encode (GPtrArray *entries);
/* Entries in form but not yet verified (element-type KauntaEntry); an entry that is not in form gives BAD_ENTRY and its place in @place. */
GPtrArray *kaunta_push_decode (GBytes *body, gint64 *place, GError **error);

/* The answer: the acknowledgement's members plus "exceptions". */
GBytes *kaunta_push_answer_encode (const KauntaAcknowledgement *ack, GPtrArray *exceptions);
/* @exceptions (out) (element-type KauntaException) (transfer full) */
gboolean kaunta_push_answer_decode (GBytes *body, KauntaAcknowledgement *ack, GPtrArray **exceptions, GError **error);

/* GET /v1/devices/{device}/entries: {"entries": [...], "more": whether there are entries after these} */

#define KAUNTA_WIRE_MAX_PAGE_ENTRIES 500

GBytes *kaunta_entries_page_encode (GPtrArray *entries, gboolean more);
/* Entries in form but not yet verified, maybe none (element-type KauntaEntry) (transfer full). */
GPtrArray *kaunta_entries_page_decode (GBytes *body, gboolean *more, GError **error);
