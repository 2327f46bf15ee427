/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sqlite-storage.h"

#include <string.h>
#include "snapshot.h"

static const char READ_VERSION[] =
  "SELECT register_version, register_at, (SELECT count(*) FROM payers) FROM portal WHERE id = 1";
static const char READ_PAYERS[] =
  "SELECT p.kind, p.id, p.name, p.phone, p.kra_pin, p.place, p.updated FROM payers p ORDER BY p.kind, p.id";

typedef struct
{
  gint64 version;
  KauntaSnapshotHeader header;
} Register;

static gboolean
read_version (KauntaSqliteStorage *self, Register *state, GError **error)
{
  g_auto (KauntaRowset) rows = { 0 };
  gboolean failed = FALSE;

  if (!kaunta_connection_query (self->database, &rows, error, READ_VERSION, ""))
    return FALSE;
  if (kaunta_rowset_next (&rows, &failed, error))
    {
      state->version = kaunta_rowset_get_integer (&rows, 0);
      state->header.at = kaunta_rowset_get_integer (&rows, 1);
      state->header.count = kaunta_rowset_get_integer (&rows, 2);
    }
  return !failed;
}

static gboolean
write_line (GOutputStream *stream, char *line, GError **error)
{
  g_autofree char *owned = line;

  return g_output_stream_write_all (stream, owned, strlen (owned), NULL, NULL, error)
         && g_output_stream_write_all (stream, "\n", 1, NULL, NULL, error);
}

static gboolean
write_payers (KauntaSqliteStorage *self, GOutputStream *stream, GError **error)
{
  g_auto (KauntaRowset) rows = { 0 };
  gboolean failed = FALSE;

  if (!kaunta_connection_query (self->database, &rows, error, READ_PAYERS, ""))
    return FALSE;
  while (kaunta_rowset_next (&rows, &failed, error))
    {
      g_autoptr (KauntaPayer) payer = kaunta_sqlite_read_payer (&rows);

      if (!write_line (stream, kaunta_snapshot_payer_encode (payer), error))
        return FALSE;
    }
  return !failed;
}

/* Nothing in these bytes depends on when they are made: a download goes on where it stopped after a restart of the portal. */
static GBytes *
make_bytes (KauntaSqliteStorage *self, const Register *state, GError **error)
{
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GZlibCompressor) gzip = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 6);
  g_autoptr (GOutputStream) stream = g_converter_output_stream_new (memory, G_CONVERTER (gzip));

  if (!write_line (stream, kaunta_snapshot_header_encode (&state->header), error)
      || !write_payers (self, stream, error)
      || !g_output_stream_close (stream, NULL, error))
    return NULL;
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}

static gboolean
refresh (KauntaSqliteStorage *self, GError **error)
{
  Register state = { 0 };
  guint8 hash[KAUNTA_HASH_BYTES];
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *hex = NULL;

  if (!read_version (self, &state, error))
    return FALSE;
  if (self->snapshot.bytes != NULL && self->snapshot_version == state.version)
    return TRUE;

  bytes = make_bytes (self, &state, error);
  if (bytes == NULL)
    return FALSE;
  kaunta_hash (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), hash);
  hex = kaunta_hash_to_hex (hash);
  kaunta_portal_snapshot_clear (&self->snapshot);
  self->snapshot.bytes = g_steal_pointer (&bytes);
  self->snapshot.tag = g_strdup_printf ("\"%s\"", hex);
  self->snapshot_version = state.version;
  return TRUE;
}

gboolean
kaunta_sqlite_get_snapshot (KauntaPortalStorage *storage, KauntaPortalSnapshot *snapshot, GError **error)
{
  KauntaSqliteStorage *self = KAUNTA_SQLITE_STORAGE (storage);

  if (!kaunta_connection_begin_reading (self->database, error)
      || !kaunta_connection_end (self->database, refresh (self, error), error))
    return FALSE;
  snapshot->bytes = g_bytes_ref (self->snapshot.bytes);
  snapshot->tag = g_strdup (self->snapshot.tag);
  return TRUE;
}
