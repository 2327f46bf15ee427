/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "push.h"

#include "entry-line.h"
#include "value.h"

/* An entry may bring more than one exception, hardly more than two. What is beyond that is told by changes, as all of them are. */
#define MAX_EXCEPTIONS (2 * KAUNTA_WIRE_MAX_PUSH_ENTRIES)

#define BEGINNING "{\"entries\":["

GString *
kaunta_push_begin (void)
{
  return g_string_new (BEGINNING);
}

void
kaunta_push_add (GString *push, const char *body, gsize length, const guint8 sig[KAUNTA_SIGNATURE_BYTES])
{
  if (push->len > sizeof BEGINNING - 1)
    g_string_append_c (push, ',');
  kaunta_entry_line_append_sealed (push, body, length, sig);
}

GBytes *
kaunta_push_end (GString *push)
{
  g_string_append (push, "]}");
  return g_string_free_to_bytes (push);
}

static GString *
write_entries (GPtrArray *entries)
{
  GString *out = kaunta_push_begin ();

  for (guint i = 0; i < entries->len; i++)
    {
      const KauntaEntry *entry = g_ptr_array_index (entries, i);
      gsize length = 0;
      const char *body = g_bytes_get_data (entry->body, &length);

      kaunta_push_add (out, body, length, entry->sig);
    }
  return out;
}

GBytes *
kaunta_push_encode (GPtrArray *entries)
{
  return kaunta_push_end (write_entries (entries));
}

GBytes *
kaunta_entries_page_encode (GPtrArray *entries, gboolean more)
{
  GString *out = write_entries (entries);

  g_string_append_printf (out, "],\"more\":%s}", more ? "true" : "false");
  return g_string_free_to_bytes (out);
}

static KauntaEntry *
read_entry (JsonObject *object, GError **error)
{
  guint8 sig[KAUNTA_SIGNATURE_BYTES];
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GError) reason = NULL;
  KauntaEntry *entry = NULL;

  if (!kaunta_entry_line_split_object (object, &body, sig, &reason))
    {
      g_set_error_literal (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_MALFORMED, reason->message);
      return NULL;
    }

  entry = kaunta_entry_new_from_bytes (body, sig, &reason);
  if (entry == NULL)
    g_set_error_literal (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_BAD_ENTRY, reason->message);
  return entry;
}

static GPtrArray *
read_entries (JsonArray *array, gint64 *place, GError **error)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_entry_unref);

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *object = NULL;
      KauntaEntry *entry = NULL;

      *place = i + 1;
      if (!kaunta_field_get_element (array, "entries", i, &object, error))
        return NULL;
      entry = read_entry (object, error);
      if (entry == NULL)
        {
          g_prefix_error (error, "entries[%u]: ", i);
          return NULL;
        }
      g_ptr_array_add (entries, entry);
    }
  *place = 0;
  return g_steal_pointer (&entries);
}

GPtrArray *
kaunta_push_decode (GBytes *body, gint64 *place, GError **error)
{
  g_autoptr (JsonNode) root = NULL;
  JsonObject *object = NULL;
  JsonArray *array = NULL;

  *place = 0;
  if (g_bytes_get_size (body) > KAUNTA_WIRE_MAX_PUSH_BYTES)
    {
      g_set_error (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_TOO_LARGE, "body: too large");
      return NULL;
    }
  if (!kaunta_field_open_body (body, KAUNTA_WIRE_MAX_PUSH_BYTES, &root, &object, error)
      || !kaunta_field_get_array (object, "entries", KAUNTA_WIRE_MAX_PUSH_ENTRIES, &array, error))
    return NULL;
  if (json_array_get_length (array) == 0)
    {
      kaunta_field_refuse (error, "entries", "empty");
      return NULL;
    }
  return read_entries (array, place, error);
}

GPtrArray *
kaunta_entries_page_decode (GBytes *body, gboolean *more, GError **error)
{
  g_autoptr (JsonNode) root = NULL;
  JsonObject *object = NULL;
  JsonArray *array = NULL;
  gint64 place = 0;

  if (!kaunta_field_open_body (body, KAUNTA_WIRE_MAX_ANSWER_BYTES, &root, &object, error)
      || !kaunta_field_get_array (object, "entries", KAUNTA_WIRE_MAX_PAGE_ENTRIES, &array, error)
      || !kaunta_field_get_boolean (object, "more", more, error))
    return NULL;
  return read_entries (array, &place, error);
}

GBytes *
kaunta_push_answer_encode (const KauntaAcknowledgement *ack, GPtrArray *exceptions)
{
  JsonObject *object = kaunta_acknowledgement_to_json (ack);
  JsonArray *array = json_array_sized_new (exceptions->len);

  for (guint i = 0; i < MIN (exceptions->len, MAX_EXCEPTIONS); i++)
    json_array_add_object_element (array, kaunta_exception_to_json (g_ptr_array_index (exceptions, i)));
  json_object_set_array_member (object, "exceptions", array);
  return kaunta_field_close_body (object);
}

gboolean
kaunta_push_answer_decode (GBytes *body, KauntaAcknowledgement *ack, GPtrArray **exceptions, GError **error)
{
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GError) reason = NULL;
  JsonObject *object = NULL;
  JsonArray *array = NULL;

  if (!kaunta_field_open_body (body, KAUNTA_WIRE_MAX_ANSWER_BYTES, &root, &object, error))
    return FALSE;
  if (!kaunta_acknowledgement_from_json (object, ack, &reason))
    return kaunta_field_refuse (error, "acknowledgement", reason->message);
  if (!kaunta_field_get_array (object, "exceptions", MAX_EXCEPTIONS, &array, error))
    return FALSE;

  *exceptions = kaunta_exceptions_from_json (array, error);
  return *exceptions != NULL;
}
