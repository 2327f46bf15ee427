/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "filling.h"


#include "client.h"
#include "lines.h"
#include "snapshot.h"

/* So many payers a transaction: the write-ahead log stays small. */
#define PAYERS_A_TRANSACTION 5000
#define CHUNK_BYTES (64 * 1024)

typedef struct
{
  char *snapshot;
  char *path;
  char *tag;
  gint64 known_at;
} Filling;

static void
free_filling (Filling *filling)
{
  g_free (filling->snapshot);
  g_free (filling->path);
  g_free (filling->tag);
  g_free (filling);
}

static gboolean
set_nonsense (GError **error, const char *why)
{
  g_set_error (error, KAUNTA_SYNC_ERROR, KAUNTA_SYNC_ERROR_NONSENSE, "register snapshot: %s", why);
  return FALSE;
}

/* What stops the reading is the snapshot's fault, but for somebody who no longer wants it. */
static const char *
next_line (KauntaLines *lines, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) reason = NULL;
  const char *line = kaunta_lines_next (lines, NULL, cancellable, &reason);

  if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_steal_pointer (&reason));
  else if (line == NULL)
    set_nonsense (error, reason != NULL ? reason->message : "it is cut");
  return line;
}

static gboolean
put_line (KauntaRegister *payers, const char *line, gint64 known_at, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autoptr (KauntaPayer) payer = kaunta_snapshot_payer_decode (line, known_at, &reason);

  if (payer == NULL)
    return set_nonsense (error, reason->message);
  return kaunta_register_put (payers, payer, error);
}

static gboolean
put_lines (KauntaRegister *payers, KauntaLines *lines, gint64 count, gint64 known_at, GCancellable *cancellable, GError **error)
{
  if (!kaunta_register_begin (payers, error))
    return FALSE;
  for (gint64 i = 0; i < count; i++)
    {
      const char *line = next_line (lines, cancellable, error);

      if (line == NULL || !put_line (payers, line, known_at, error))
        {
          kaunta_register_roll_back (payers);
          return FALSE;
        }
      if ((i + 1) % PAYERS_A_TRANSACTION == 0 && (!kaunta_register_commit (payers, error) || !kaunta_register_begin (payers, error)))
        return FALSE;
    }
  return kaunta_register_commit (payers, error);
}

/* The header says how many lines follow, so a bomb of lines ends there. */
static gboolean
fill (const Filling *filling, KauntaRegister *payers, GInputStream *stream, GCancellable *cancellable, GError **error)
{
  g_autoptr (KauntaLines) lines = kaunta_lines_new (stream, KAUNTA_WIRE_MAX_SNAPSHOT_LINE);
  g_autoptr (GError) reason = NULL;
  KauntaSnapshotHeader header = { 0 };
  const char *line = NULL;

  line = next_line (lines, cancellable, error);
  if (line == NULL)
    return FALSE;
  if (!kaunta_snapshot_header_decode (line, &header, &reason))
    return set_nonsense (error, reason->message);
  return put_lines (payers, lines, header.count, filling->known_at, cancellable, error) && kaunta_register_set_tag (payers, filling->tag, error);
}

/* The tag is the hash of the file's bytes, quoted (snapshot.h). */
static gboolean
check_hash (const Filling *filling, GCancellable *cancellable, GError **error)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (GFile) file = g_file_new_for_path (filling->snapshot);
  g_autoptr (GFileInputStream) stream = g_file_read (file, cancellable, error);
  g_autofree guint8 *chunk = g_malloc (CHUNK_BYTES);
  g_autofree char *tag = NULL;
  gssize length = 0;

  if (stream == NULL)
    return FALSE;
  while ((length = g_input_stream_read (G_INPUT_STREAM (stream), chunk, CHUNK_BYTES, cancellable, error)) > 0)
    g_checksum_update (checksum, chunk, length);
  if (length < 0)
    return FALSE;
  tag = g_strdup_printf ("\"%s\"", g_checksum_get_string (checksum));
  return g_str_equal (tag, filling->tag) || set_nonsense (error, "another hash than it said");
}

static gboolean
make_register (const Filling *filling, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (filling->snapshot);
  g_autoptr (GZlibDecompressor) decompressor = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  g_autoptr (GFileInputStream) packed = g_file_read (file, cancellable, error);
  g_autoptr (GInputStream) plain = NULL;
  g_autoptr (KauntaRegister) payers = NULL;

  if (packed == NULL)
    return FALSE;
  plain = g_converter_input_stream_new (G_INPUT_STREAM (packed), G_CONVERTER (decompressor));
  payers = kaunta_register_open (filling->path, error);
  return payers != NULL && fill (filling, payers, plain, cancellable, error);
}

static void
make_in_one_go (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Filling *filling = data;
  GError *error = NULL;

  kaunta_register_remove (filling->path);
  if (check_hash (filling, cancellable, &error) && make_register (filling, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    {
      kaunta_register_remove (filling->path);
      g_task_return_error (task, error);
    }
}

void
kaunta_filling_async (KauntaStore *store,
                      const char *snapshot,
                      const char *tag,
                      gint64 known_at,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (store, cancellable, callback, user_data);
  Filling *filling = g_new0 (Filling, 1);

  filling->snapshot = g_strdup (snapshot);
  filling->path = kaunta_store_get_new_register_path (store);
  filling->tag = g_strdup (tag);
  filling->known_at = known_at;
  g_task_set_source_tag (task, kaunta_filling_async);
  g_task_set_task_data (task, filling, (GDestroyNotify) free_filling);
  kaunta_store_run_aside (store, task, make_in_one_go);
}

gboolean
kaunta_filling_finish (KauntaStore *store, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
