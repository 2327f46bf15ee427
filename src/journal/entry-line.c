/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "entry-line.h"

#include <string.h>
#include "json.h"

#define BEFORE_BODY "{\"body\":\""
#define BEFORE_SIG "\",\"sig\":\""
#define AFTER_SIG "\"}"
#define BEFORE_BODY_BYTES (sizeof BEFORE_BODY - 1)
#define BEFORE_SIG_BYTES (sizeof BEFORE_SIG - 1)
#define AFTER_SIG_BYTES (sizeof AFTER_SIG - 1)
#define TAIL_BYTES (BEFORE_SIG_BYTES + KAUNTA_ENTRY_LINE_SIG_CHARACTERS + AFTER_SIG_BYTES)

static gboolean
refuse (const char *what, GError **error)
{
  g_set_error_literal (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_FORM, what);
  return FALSE;
}

static gboolean
must_be_escaped (char character)
{
  return character == '"' || character == '\\';
}

/* A body in JCS form has no control characters: they are escaped in it already. */
static void
append_escaped (GString *out, const char *text, gsize length)
{
  const char *end = text + length;

  while (text < end)
    {
      const char *from = text;

      while (text < end && !must_be_escaped (*text))
        text++;
      g_string_append_len (out, from, text - from);

      if (text < end)
        {
          g_string_append_c (out, '\\');
          g_string_append_c (out, *text++);
        }
    }
}

void
kaunta_entry_line_append_sealed (GString *out, const char *body, gsize length,
                                 const guint8 sig[KAUNTA_SIGNATURE_BYTES])
{
  g_autofree char *sig_text = NULL;

  g_return_if_fail (out != NULL && body != NULL && sig != NULL);

  sig_text = kaunta_base64url_encode (sig, KAUNTA_SIGNATURE_BYTES);
  g_string_append_len (out, BEFORE_BODY, BEFORE_BODY_BYTES);
  append_escaped (out, body, length);
  g_string_append_len (out, BEFORE_SIG, BEFORE_SIG_BYTES);
  g_string_append (out, sig_text);
  g_string_append_len (out, AFTER_SIG, AFTER_SIG_BYTES);
}

void
kaunta_entry_line_append (GString *out, const KauntaEntry *entry)
{
  gsize length = 0;
  const char *body = NULL;

  g_return_if_fail (entry != NULL);

  body = g_bytes_get_data (entry->body, &length);
  kaunta_entry_line_append_sealed (out, body, length, entry->sig);
}

/* NULL when append_escaped() would have written it otherwise. */
static GBytes *
unescape (const char *text, const char *end)
{
  g_autofree char *plain = g_malloc ((gsize) (end - text) + 1);
  char *to = plain;
  gsize length = 0;

  while (text < end)
    {
      if (*text == '"' || (guchar) *text < 0x20)
        return NULL;
      if (*text == '\\' && (++text == end || !must_be_escaped (*text)))
        return NULL;

      *to++ = *text++;
    }

  length = (gsize) (to - plain);
  return g_bytes_new_take (g_steal_pointer (&plain), length);
}

static gboolean
read_sig (const char *text, guint8 sig[KAUNTA_SIGNATURE_BYTES], GError **error)
{
  if (kaunta_base64url_decode (text, sig, KAUNTA_SIGNATURE_BYTES, NULL))
    return TRUE;

  g_set_error_literal (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_SIGNATURE,
                       "“sig” is no signature in base64url");
  return FALSE;
}

gboolean
kaunta_entry_line_split (const char *line, gsize length, GBytes **body, guint8 sig[KAUNTA_SIGNATURE_BYTES],
                         GError **error)
{
  char sig_text[KAUNTA_ENTRY_LINE_SIG_CHARACTERS + 1] = "";
  const char *tail = NULL;
  g_autoptr (GBytes) plain = NULL;

  g_return_val_if_fail (line != NULL && body != NULL && sig != NULL, FALSE);

  if (length > KAUNTA_ENTRY_LINE_MAX_BYTES)
    return refuse ("it is longer than an entry may be", error);
  if (length < BEFORE_BODY_BYTES + TAIL_BYTES || memcmp (line, BEFORE_BODY, BEFORE_BODY_BYTES) != 0)
    return refuse ("the line is no entry", error);

  tail = line + length - TAIL_BYTES;
  if (memcmp (tail, BEFORE_SIG, BEFORE_SIG_BYTES) != 0
      || memcmp (line + length - AFTER_SIG_BYTES, AFTER_SIG, AFTER_SIG_BYTES) != 0)
    return refuse ("the line is no entry", error);

  memcpy (sig_text, tail + BEFORE_SIG_BYTES, sizeof sig_text - 1);
  plain = unescape (line + BEFORE_BODY_BYTES, tail);
  if (plain == NULL)
    return refuse ("the line is not in the canonical form (RFC 8785)", error);
  if (!read_sig (sig_text, sig, error))
    return FALSE;

  *body = g_steal_pointer (&plain);
  return TRUE;
}

gboolean
kaunta_entry_line_split_object (JsonObject *object, GBytes **body, guint8 sig[KAUNTA_SIGNATURE_BYTES],
                                GError **error)
{
  const char *text = NULL;
  const char *sig_text = NULL;

  g_return_val_if_fail (object != NULL && body != NULL && sig != NULL, FALSE);

  if (!kaunta_json_get_string (object, "body", &text, error)
      || !kaunta_json_get_string (object, "sig", &sig_text, error) || !read_sig (sig_text, sig, error))
    return FALSE;

  *body = g_bytes_new (text, strlen (text));
  return TRUE;
}

KauntaEntry *
kaunta_entry_line_decode (const char *line, gsize length, GError **error)
{
  guint8 sig[KAUNTA_SIGNATURE_BYTES];
  g_autoptr (GBytes) body = NULL;

  if (!kaunta_entry_line_split (line, length, &body, sig, error))
    return NULL;

  return kaunta_entry_new_from_bytes (body, sig, error);
}
