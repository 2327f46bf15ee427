/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "verifier.h"

#include <string.h>
#include "json.h"

/* Some millions of entries: more than a counter writes in its life. */
#define MAX_BYTES ((gsize) 2 * 1024 * 1024 * 1024)

typedef struct
{
  const char *key;
  JsonArray *entries;
  JsonArray *acks; /* (nullable) */
} Export;

static gboolean
read_export (JsonNode *node, Export *file, GError **error)
{
  JsonObject *object = NULL;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error_literal (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_FORM,
                           "the file's JSON is no object");
      return FALSE;
    }

  object = json_node_get_object (node);
  return kaunta_json_get_string (object, "key", &file->key, error)
         && kaunta_json_get_array (object, "entries", &file->entries, error)
         && (!json_object_has_member (object, "acknowledgements")
             || kaunta_json_get_array (object, "acknowledgements", &file->acks, error));
}

static JsonObject *
get_object (JsonArray *array, guint i, GError **error)
{
  JsonNode *node = json_array_get_element (array, i);

  if (JSON_NODE_HOLDS_OBJECT (node))
    return json_node_get_object (node);

  g_set_error_literal (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_KEYS,
                       "the file has no object in its place");
  return NULL;
}

static gboolean
feed_line (KauntaVerifier *verifier, JsonObject *line, GError **error)
{
  const char *text = NULL;
  const char *sig = NULL;
  guint8 bytes[KAUNTA_SIGNATURE_BYTES];
  g_autoptr (GBytes) body = NULL;

  if (!kaunta_json_get_string (line, "body", &text, error)
      || !kaunta_json_get_string (line, "sig", &sig, error))
    return FALSE;
  if (!kaunta_base64url_decode (sig, bytes, sizeof bytes, NULL))
    {
      g_set_error_literal (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_SIGNATURE,
                           "its signature is none");
      return FALSE;
    }

  body = g_bytes_new_static (text, strlen (text));
  return kaunta_verifier_feed (verifier, body, bytes, error);
}

static gboolean
feed_entries (KauntaVerifier *verifier, JsonArray *entries, gint64 *place, GError **error)
{
  for (guint i = 0; i < json_array_get_length (entries); i++)
    {
      JsonObject *line = get_object (entries, i, error);

      if (line == NULL || !feed_line (verifier, line, error))
        {
          *place = (gint64) i + 1;
          return FALSE;
        }
    }

  return TRUE;
}

static gboolean
add_acks (KauntaVerifier *verifier, JsonArray *acks, GError **error)
{
  for (guint i = 0; acks != NULL && i < json_array_get_length (acks); i++)
    {
      JsonObject *object = get_object (acks, i, error);
      KauntaAcknowledgement ack;

      if (object == NULL || !kaunta_acknowledgement_from_json (object, &ack, error)
          || !kaunta_verifier_add_acknowledgement (verifier, &ack, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
verify_file (KauntaVerifier *verifier, const Export *file, gint64 *place, GError **error)
{
  if (!feed_entries (verifier, file->entries, place, error))
    return FALSE;
  if (add_acks (verifier, file->acks, error) && kaunta_verifier_finish (verifier, error))
    return TRUE;

  *place = kaunta_verifier_get_fault (verifier);
  return FALSE;
}

gboolean
kaunta_verify_export (GBytes *json, const char *public_key, KauntaVerifierSummary *summary, gint64 *place,
                      GError **error)
{
  g_autoptr (KauntaVerifier) verifier = NULL;
  g_autoptr (JsonNode) node = NULL;
  Export file = { NULL, NULL, NULL };
  gsize length = 0;
  const char *text = NULL;
  gboolean good = FALSE;

  g_return_val_if_fail (json != NULL && summary != NULL && place != NULL, FALSE);

  *place = 0;
  text = g_bytes_get_data (json, &length);
  node = kaunta_json_parse (text, length, MAX_BYTES, KAUNTA_JSON_NORMAL, error);
  if (node == NULL || !read_export (node, &file, error))
    return FALSE;

  verifier = kaunta_verifier_new (public_key != NULL ? public_key : file.key);
  good = verify_file (verifier, &file, place, error);
  kaunta_verifier_get_summary (verifier, summary);
  return good;
}
