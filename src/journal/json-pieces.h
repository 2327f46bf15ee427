/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include "json.h"

/**
 * KauntaJsonPieces:
 *
 * JSON from a stream, too long to be kept in memory, in pieces: the outermost braces and brackets are taken
 * one by one, what is within as whole values. Private to the journal. What is no JSON is FORM; other errors
 * are the stream's.
 */
typedef struct _KauntaJsonPieces KauntaJsonPieces;

/* @max_bytes: of a value */
KauntaJsonPieces *kaunta_json_pieces_new (GInputStream *stream, gsize max_bytes);
void kaunta_json_pieces_free (KauntaJsonPieces *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KauntaJsonPieces, kaunta_json_pieces_free)

/* Takes @mark when it is what comes next. */
gboolean kaunta_json_pieces_take (KauntaJsonPieces *self, char mark, gboolean *taken, GError **error);
/* Takes @mark: FORM when something else comes. */
gboolean kaunta_json_pieces_expect (KauntaJsonPieces *self, char mark, GError **error);
/* The bytes of the next value, valid until the next call. Nobody has looked at what is in it. */
const char *kaunta_json_pieces_next (KauntaJsonPieces *self, gsize *length, GError **error);
/* The next value, read by kaunta_json_parse(). (transfer full) */
JsonNode *kaunta_json_pieces_parse (KauntaJsonPieces *self, GError **error);
/* That nothing comes any more. */
gboolean kaunta_json_pieces_end (KauntaJsonPieces *self, GError **error);
