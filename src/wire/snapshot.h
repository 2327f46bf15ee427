/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "wire.h"

/* GET /v1/register/snapshot: gzip of lines of JSON: a header {"format": "kaunta-register-1", "count", "at"}, then one payer a line.
 * The ETag is the lower-case hex SHA-256 of the compressed bytes, in quotes. */

typedef struct
{
  gint64 count;
  gint64 at;
} KauntaSnapshotHeader;

char *kaunta_snapshot_header_encode (const KauntaSnapshotHeader *self);
gboolean kaunta_snapshot_header_decode (const char *line, KauntaSnapshotHeader *self, GError **error);
/* Without the line's end. */
char *kaunta_snapshot_payer_encode (const KauntaPayer *payer);
KauntaPayer *kaunta_snapshot_payer_decode (const char *line, gint64 known_ms, GError **error);
