/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "signed-lines.h"

#include <string.h>

#include "field.h"
#include "json.h"

#define MAX_SIGNATURE_LINE 256

gboolean
kaunta_signed_lines_add (GString *file, JsonObject *object, GError **error)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (GError) reason = NULL;
  g_autofree char *line = NULL;
  gsize length = 0;

  json_node_take_object (node, object);
  line = kaunta_json_canonical (node, &length, &reason);
  if (line == NULL)
    return kaunta_field_refuse (error, "line", reason->message);
  g_string_append_len (file, line, length);
  g_string_append_c (file, '\n');
  return TRUE;
}

void
kaunta_signed_lines_digest (const GString *file, guint8 digest[KAUNTA_HASH_BYTES])
{
  kaunta_hash ((const guint8 *) file->str, file->len, digest);
}

GBytes *
kaunta_signed_lines_close (GString *file, const guint8 sig[KAUNTA_SIGNATURE_BYTES])
{
  g_autofree char *text = kaunta_base64url_encode (sig, KAUNTA_SIGNATURE_BYTES);

  g_string_append_printf (file, "{\"sig\":\"%s\"}\n", text);
  return g_string_free_to_bytes (file);
}

void
kaunta_signed_lines_clear (KauntaSignedLines *self)
{
  g_clear_pointer (&self->file, g_bytes_unref);
}

/* Where the last line begins, of which @length bytes the last is a line's end; 0 when it is the only one. */
static gsize
find_last_line (const char *text, gsize length)
{
  gsize at = length - 1;

  while (at > 0 && text[at - 1] != '\n')
    at--;
  return at;
}

gboolean
kaunta_signed_lines_open (KauntaSignedLines *self, GBytes *file, GError **error)
{
  gsize length = 0;
  const char *text = g_bytes_get_data (file, &length);
  gsize end = 0;

  if (length > KAUNTA_WIRE_MAX_CARRY_BYTES)
    {
      g_set_error_literal (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_TOO_LARGE, "file: too large");
      return FALSE;
    }
  end = length > 0 && text[length - 1] == '\n' ? find_last_line (text, length) : 0;
  if (end == 0)
    return kaunta_field_refuse (error, "file", "not whole");

  *self = (KauntaSignedLines){ .file = g_bytes_ref (file), .end = end };
  return TRUE;
}

static gboolean
read_signature (const KauntaSignedLines *self, guint8 sig[KAUNTA_SIGNATURE_BYTES], GError **error)
{
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *word = NULL;
  JsonObject *object = NULL;
  gsize length = 0;
  const char *text = g_bytes_get_data (self->file, &length);

  if (!kaunta_field_open_text (text + self->end, length - self->end - 1, MAX_SIGNATURE_LINE, &root, &object, error)
      || !kaunta_field_get_word (object, "sig", 2 * KAUNTA_SIGNATURE_BYTES, &word, error))
    return FALSE;
  if (json_object_get_size (object) != 1 || !kaunta_base64url_decode (word, sig, KAUNTA_SIGNATURE_BYTES, NULL))
    return kaunta_field_refuse (error, "sig", "not in form");
  return TRUE;
}

gboolean
kaunta_signed_lines_verify (const KauntaSignedLines *self, const char *key, const char *purpose, GError **error)
{
  guint8 sig[KAUNTA_SIGNATURE_BYTES];
  guint8 digest[KAUNTA_HASH_BYTES];
  const guint8 *bytes = g_bytes_get_data (self->file, NULL);
  g_autoptr (GError) reason = NULL;

  if (!read_signature (self, sig, error))
    return FALSE;
  kaunta_hash (bytes, self->end, digest);
  if (kaunta_key_verify (key, purpose, digest, sizeof digest, sig, &reason))
    return TRUE;
  g_set_error (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_BAD_SIGNATURE, "file: %s", reason->message);
  return FALSE;
}

const char *
kaunta_signed_lines_next (KauntaSignedLines *self, gsize *length)
{
  const char *text = g_bytes_get_data (self->file, NULL);
  const char *line = text + self->at;
  const char *end = NULL;

  if (self->at == self->end)
    return NULL;
  /* The byte before @end is a line's end. */
  end = memchr (line, '\n', self->end - self->at);
  g_assert (end != NULL);
  *length = end - line;
  self->at = end + 1 - text;
  return line;
}

gint64
kaunta_signed_lines_count (const KauntaSignedLines *self)
{
  KauntaSignedLines rest = *self;
  gsize length = 0;
  gint64 count = 0;

  while (kaunta_signed_lines_next (&rest, &length) != NULL)
    count++;
  return count;
}
