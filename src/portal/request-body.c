/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "call.h"

#define CHUNK_BYTES (64 * 1024)

static GBytes *
read_bounded (GInputStream *stream, gsize max_bytes, GError **error)
{
  g_autoptr (GByteArray) unpacked = g_byte_array_new ();
  g_autoptr (GError) reason = NULL;
  g_autofree guint8 *chunk = g_malloc (CHUNK_BYTES);
  gssize count = 0;

  while ((count = g_input_stream_read (stream, chunk, CHUNK_BYTES, NULL, &reason)) > 0)
    {
      if (unpacked->len + (gsize) count > max_bytes)
        {
          g_set_error (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_TOO_LARGE, "More than %" G_GSIZE_FORMAT " bytes, unpacked.",
                       max_bytes);
          return NULL;
        }
      g_byte_array_append (unpacked, chunk, count);
    }
  if (count < 0)
    {
      g_set_error_literal (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_MALFORMED, "The body is not whole gzip.");
      return NULL;
    }
  return g_byte_array_free_to_bytes (g_steal_pointer (&unpacked));
}

GBytes *
kaunta_portal_inflate (GBytes *body, gsize max_bytes, GError **error)
{
  g_autoptr (GInputStream) memory = g_memory_input_stream_new_from_bytes (body);
  g_autoptr (GZlibDecompressor) gunzip = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  g_autoptr (GInputStream) stream = g_converter_input_stream_new (memory, G_CONVERTER (gunzip));

  return read_bounded (stream, max_bytes, error);
}

/* Memory to memory: it can't fail. */
GBytes *
kaunta_portal_deflate (GBytes *body)
{
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GZlibCompressor) gzip = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 6);
  g_autoptr (GOutputStream) stream = g_converter_output_stream_new (memory, G_CONVERTER (gzip));
  gboolean ok = g_output_stream_write_all (stream, g_bytes_get_data (body, NULL), g_bytes_get_size (body), NULL, NULL, NULL)
                && g_output_stream_close (stream, NULL, NULL);

  g_assert (ok);
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}
