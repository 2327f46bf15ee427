/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "packing.h"

#include <zstd.h>

#include "wire.h"

/* Entries are mostly hashes and signatures, which higher levels can't make smaller either: 137 bytes an entry at level 1, 143 at level 3, 150 with
 * gzip, which takes seven times as long. */
#define LEVEL 1
/* 8 MiB, the most that RFC 8878 asks a receiver for: a sender can't choose how much memory is kept for it. */
#define WINDOW_LOG_MAX 23
#define CHUNK_BYTES (64 * 1024)

GBytes *
kaunta_pack_zstd (GBytes *plain)
{
  gsize size = ZSTD_compressBound (g_bytes_get_size (plain));
  guint8 *packed = g_malloc (size);
  gsize length = ZSTD_compress (packed, size, g_bytes_get_data (plain, NULL), g_bytes_get_size (plain), LEVEL);

  g_assert (!ZSTD_isError (length));
  return g_bytes_new_take (packed, length);
}

/* One frame of @input into @output; FALSE with MALFORMED or TOO_LARGE. */
static gboolean
unpack_frame (ZSTD_DStream *stream, ZSTD_inBuffer *input, GByteArray *output, gsize max_bytes, GError **error)
{
  g_autofree guint8 *chunk = g_malloc (CHUNK_BYTES);
  gsize left = 1;

  while (left != 0)
    {
      ZSTD_outBuffer made = { chunk, CHUNK_BYTES, 0 };

      left = ZSTD_decompressStream (stream, &made, input);
      if (ZSTD_isError (left) || (left != 0 && made.pos < made.size && input->pos == input->size))
        {
          g_set_error_literal (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_MALFORMED, "The body is not whole zstd.");
          return FALSE;
        }
      if (output->len + made.pos > max_bytes)
        {
          g_set_error (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_TOO_LARGE, "More than %" G_GSIZE_FORMAT " bytes, unpacked.",
                       max_bytes);
          return FALSE;
        }
      g_byte_array_append (output, chunk, made.pos);
    }
  return TRUE;
}

GBytes *
kaunta_unpack_zstd (GBytes *packed, gsize max_bytes, GError **error)
{
  g_autoptr (GByteArray) output = g_byte_array_new ();
  ZSTD_DStream *stream = ZSTD_createDStream ();
  ZSTD_inBuffer input = { g_bytes_get_data (packed, NULL), g_bytes_get_size (packed), 0 };
  gboolean good = TRUE;

  ZSTD_DCtx_setParameter (stream, ZSTD_d_windowLogMax, WINDOW_LOG_MAX);
  do
    good = unpack_frame (stream, &input, output, max_bytes, error);
  while (good && input.pos < input.size);
  ZSTD_freeDStream (stream);
  return good ? g_byte_array_free_to_bytes (g_steal_pointer (&output)) : NULL;
}
