/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "coding.h"

#include <libsoup/soup.h>
#include <zstd.h>
#include "packing.h"
#include "wire.h"

#define ZSTD_LEVEL 3
/* 8 MiB, the most that RFC 8878 asks a receiver for: a sender can't choose how much memory is kept for it. */
#define ZSTD_WINDOW_LOG_MAX 23
#define CHUNK_BYTES (64 * 1024)

static const KauntaPortalCoding CODINGS[] = {
  { "gzip", kaunta_pack, kaunta_unpack },
  { "zstd", kaunta_portal_zstd_pack, kaunta_portal_zstd_unpack },
};

const KauntaPortalCoding *
kaunta_portal_coding_find (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (CODINGS); i++)
    {
      if (g_ascii_strcasecmp (CODINGS[i].name, name) == 0)
        return &CODINGS[i];
    }
  return NULL;
}

const KauntaPortalCoding *
kaunta_portal_coding_choose (const char *accepted)
{
  GSList *names = accepted != NULL ? soup_header_parse_quality_list (accepted, NULL) : NULL;
  const KauntaPortalCoding *coding = NULL;

  for (GSList *name = names; name != NULL && coding == NULL; name = name->next)
    coding = kaunta_portal_coding_find (name->data);
  soup_header_free_list (names);
  return coding;
}

GBytes *
kaunta_portal_zstd_pack (GBytes *plain)
{
  gsize size = ZSTD_compressBound (g_bytes_get_size (plain));
  guint8 *packed = g_malloc (size);
  gsize length = ZSTD_compress (packed, size, g_bytes_get_data (plain, NULL), g_bytes_get_size (plain), ZSTD_LEVEL);

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
kaunta_portal_zstd_unpack (GBytes *packed, gsize max_bytes, GError **error)
{
  g_autoptr (GByteArray) output = g_byte_array_new ();
  ZSTD_DStream *stream = ZSTD_createDStream ();
  ZSTD_inBuffer input = { g_bytes_get_data (packed, NULL), g_bytes_get_size (packed), 0 };
  gboolean good = TRUE;

  ZSTD_DCtx_setParameter (stream, ZSTD_d_windowLogMax, ZSTD_WINDOW_LOG_MAX);
  do
    good = unpack_frame (stream, &input, output, max_bytes, error);
  while (good && input.pos < input.size);
  ZSTD_freeDStream (stream);
  return good ? g_byte_array_free_to_bytes (g_steal_pointer (&output)) : NULL;
}
