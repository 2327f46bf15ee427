/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading.h"

#include <string.h>
#include "entry-line.h"
#include "json-pieces.h"

/* An entry in whatever spelling of JSON: each byte of a body may be written as \u00XX. */
#define MAX_PIECE_BYTES (6 * KAUNTA_ENTRY_MAX_BYTES + 4096)
/* Of the outermost object; whoever exports writes three. */
#define MAX_MEMBERS 100

typedef struct
{
  KauntaJsonPieces *pieces;
  const KauntaJournalVisitor *visitor;
  GHashTable *names; /* of the members so far */
  gint64 *place;
} Reading;

static gboolean
refuse (KauntaJournalError code, const char *what, GError **error)
{
  g_set_error_literal (error, KAUNTA_JOURNAL_ERROR, code, what);
  return FALSE;
}

/* Entries are in canonical form nearly always: then nothing is parsed here. */
static gboolean
split (const char *text, gsize length, GBytes **body, guint8 sig[KAUNTA_SIGNATURE_BYTES], GError **error)
{
  g_autoptr (JsonNode) node = NULL;

  if (kaunta_entry_line_split (text, length, body, sig, NULL))
    return TRUE;

  node = kaunta_json_parse (text, length, MAX_PIECE_BYTES, KAUNTA_JSON_NORMAL, error);
  if (node == NULL)
    return FALSE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return refuse (KAUNTA_JOURNAL_ERROR_KEYS, "the file has no object in its place", error);

  return kaunta_entry_line_split_object (json_node_get_object (node), body, sig, error);
}

static gboolean
read_entry (Reading *self, GError **error)
{
  gsize length = 0;
  const char *text = kaunta_json_pieces_next (self->pieces, &length, error);
  g_autoptr (GBytes) body = NULL;
  guint8 sig[KAUNTA_SIGNATURE_BYTES];

  return text != NULL && split (text, length, &body, sig, error)
         && self->visitor->body (body, sig, NULL, self->visitor->data, error);
}

static gboolean
read_acknowledgement (Reading *self, GError **error)
{
  g_autoptr (JsonNode) node = kaunta_json_pieces_parse (self->pieces, error);
  KauntaAcknowledgement ack;

  if (node == NULL)
    return FALSE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return refuse (KAUNTA_JOURNAL_ERROR_KEYS, "an acknowledgement is no object", error);

  return kaunta_acknowledgement_from_json (json_node_get_object (node), &ack, error)
         && (self->visitor->acknowledgement == NULL
             || self->visitor->acknowledgement (&ack, self->visitor->data, error));
}

/* @count: (out): of the elements read, the one at fault included */
static gboolean
read_array (Reading *self, gboolean (*read) (Reading *self, GError **error), gint64 *count, GError **error)
{
  gboolean more = FALSE;
  gboolean ended = FALSE;

  *count = 0;
  if (!kaunta_json_pieces_take (self->pieces, '[', &more, error))
    return FALSE;
  if (!more)
    return refuse (KAUNTA_JOURNAL_ERROR_KEYS, "“entries” or “acknowledgements” is no array", error);
  if (!kaunta_json_pieces_take (self->pieces, ']', &ended, error))
    return FALSE;

  for (more = !ended; more;)
    {
      ++*count;
      if (!read (self, error) || !kaunta_json_pieces_take (self->pieces, ',', &more, error))
        return FALSE;
    }

  return ended || kaunta_json_pieces_expect (self->pieces, ']', error);
}

static gboolean
read_entries (Reading *self, GError **error)
{
  gint64 count = 0;

  if (read_array (self, read_entry, &count, error))
    return TRUE;

  *self->place = count;
  return FALSE;
}

static gboolean
read_key (Reading *self, GError **error)
{
  g_autoptr (JsonNode) node = kaunta_json_pieces_parse (self->pieces, error);

  if (node == NULL)
    return FALSE;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return refuse (KAUNTA_JOURNAL_ERROR_KEYS, "“key” is no text", error);

  return self->visitor->key == NULL
         || self->visitor->key (json_node_get_string (node), self->visitor->data, error);
}

static gboolean
read_value (Reading *self, const char *name, GError **error)
{
  gint64 count = 0;
  g_autoptr (JsonNode) ignored = NULL;

  if (strcmp (name, "entries") == 0)
    return read_entries (self, error);
  if (strcmp (name, "acknowledgements") == 0)
    return read_array (self, read_acknowledgement, &count, error);
  if (strcmp (name, "key") == 0)
    return read_key (self, error);

  ignored = kaunta_json_pieces_parse (self->pieces, error);
  return ignored != NULL;
}

static gboolean
read_member (Reading *self, GError **error)
{
  g_autoptr (JsonNode) name = kaunta_json_pieces_parse (self->pieces, error);

  if (name == NULL)
    return FALSE;
  if (!JSON_NODE_HOLDS_VALUE (name) || json_node_get_value_type (name) != G_TYPE_STRING)
    return refuse (KAUNTA_JOURNAL_ERROR_FORM, "not valid JSON: a key was expected", error);
  if (!g_hash_table_add (self->names, json_node_dup_string (name)))
    return refuse (KAUNTA_JOURNAL_ERROR_FORM, "not valid JSON: a key given twice", error);
  if (g_hash_table_size (self->names) > MAX_MEMBERS)
    return refuse (KAUNTA_JOURNAL_ERROR_FORM, "the file is no export: it has too many keys", error);

  return kaunta_json_pieces_expect (self->pieces, ':', error)
         && read_value (self, json_node_get_string (name), error);
}

static gboolean
read_members (Reading *self, GError **error)
{
  gboolean more = FALSE;
  gboolean ended = FALSE;

  if (!kaunta_json_pieces_take (self->pieces, '{', &more, error))
    return FALSE;
  if (!more)
    return refuse (KAUNTA_JOURNAL_ERROR_FORM, "not valid JSON: the file holds no object", error);
  if (!kaunta_json_pieces_take (self->pieces, '}', &ended, error))
    return FALSE;

  for (more = !ended; more;)
    {
      if (!read_member (self, error) || !kaunta_json_pieces_take (self->pieces, ',', &more, error))
        return FALSE;
    }

  return (ended || kaunta_json_pieces_expect (self->pieces, '}', error))
         && kaunta_json_pieces_end (self->pieces, error);
}

gboolean
kaunta_export_read (gpointer stream, const KauntaJournalVisitor *visitor, gint64 *place, GError **error)
{
  g_autoptr (KauntaJsonPieces) pieces = NULL;
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Reading reading = { NULL, visitor, names, place };

  g_return_val_if_fail (G_IS_INPUT_STREAM (stream) && visitor != NULL && place != NULL, FALSE);

  *place = 0;
  pieces = kaunta_json_pieces_new (stream, MAX_PIECE_BYTES);
  reading.pieces = pieces;
  if (!read_members (&reading, error))
    return FALSE;
  if (g_hash_table_contains (names, "entries") && g_hash_table_contains (names, "key"))
    return TRUE;

  return refuse (KAUNTA_JOURNAL_ERROR_KEYS, "the file is no export: “entries” or “key” is missing", error);
}
