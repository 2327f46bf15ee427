/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "packing.h"

#include "wire.h"

#define CHUNK_BYTES (64 * 1024)

/* All of @input through @converter; stops as soon as more than @max_bytes came out. */
static GBytes *
convert (GConverter *converter, GBytes *input, gsize max_bytes, GError **error)
{
  g_autoptr (GByteArray) output = g_byte_array_new ();
  g_autofree guint8 *chunk = g_malloc (CHUNK_BYTES);
  gsize length = 0;
  const guint8 *data = g_bytes_get_data (input, &length);
  GConverterResult result = G_CONVERTER_CONVERTED;

  while (result != G_CONVERTER_FINISHED)
    {
      gsize taken = 0;
      gsize made = 0;

      result = g_converter_convert (converter, data, length, chunk, CHUNK_BYTES, G_CONVERTER_INPUT_AT_END, &taken, &made, NULL);
      if (result == G_CONVERTER_ERROR)
        {
          g_set_error_literal (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_MALFORMED, "The body is not whole gzip.");
          return NULL;
        }
      data += taken;
      length -= taken;
      if (output->len + made > max_bytes)
        {
          g_set_error (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_TOO_LARGE, "More than %" G_GSIZE_FORMAT " bytes, unpacked.", max_bytes);
          return NULL;
        }
      g_byte_array_append (output, chunk, made);
    }
  return g_byte_array_free_to_bytes (g_steal_pointer (&output));
}

GBytes *
kaunta_pack (GBytes *plain)
{
  g_autoptr (GZlibCompressor) compressor = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, -1);
  GBytes *packed = convert (G_CONVERTER (compressor), plain, G_MAXSIZE, NULL);

  g_assert (packed != NULL);
  return packed;
}

GBytes *
kaunta_unpack (GBytes *packed, gsize max_bytes, GError **error)
{
  g_autoptr (GZlibDecompressor) decompressor = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);

  return convert (G_CONVERTER (decompressor), packed, max_bytes, error);
}
