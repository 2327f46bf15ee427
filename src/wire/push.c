/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "push.h"

#include <string.h>

#include "json.h"
#include "value.h"

/* An entry may bring more than one exception, hardly more than two. */
#define MAX_EXCEPTIONS (2 * KAUNTA_WIRE_MAX_PUSH_ENTRIES)

static JsonObject *
write_entry (const KauntaEntry *entry)
{
  JsonObject *object = json_object_new ();
  g_autofree char *sig = kaunta_base64url_encode (entry->sig, KAUNTA_SIGNATURE_BYTES);
  gsize length = 0;
  const char *bytes = g_bytes_get_data (entry->body, &length);
  g_autofree char *body = g_strndup (bytes, length);

  json_object_set_string_member (object, "body", body);
  json_object_set_string_member (object, "sig", sig);
  return object;
}

GBytes *
kaunta_push_encode (GPtrArray *entries)
{
  JsonObject *object = json_object_new ();
  JsonArray *array = json_array_sized_new (entries->len);

  for (guint i = 0; i < entries->len; i++)
    json_array_add_object_element (array, write_entry (g_ptr_array_index (entries, i)));
  json_object_set_array_member (object, "entries", array);
  return kaunta_field_close_body (object);
}

static KauntaEntry *
read_entry (JsonObject *object, GError **error)
{
  g_autofree char *sig_text = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GError) reason = NULL;
  guint8 sig[KAUNTA_SIGNATURE_BYTES];
  const char *text = NULL;
  KauntaEntry *entry = NULL;

  if (!kaunta_field_get_word (object, "sig", 2 * KAUNTA_SIGNATURE_BYTES, &sig_text, error))
    return NULL;
  if (!kaunta_base64url_decode (sig_text, sig, sizeof sig, NULL))
    {
      kaunta_field_refuse (error, "sig", "not in form");
      return NULL;
    }
  if (!kaunta_json_get_string (object, "body", &text, &reason))
    {
      kaunta_field_refuse (error, "body", reason->message);
      return NULL;
    }

  body = g_bytes_new (text, strlen (text));
  entry = kaunta_entry_new_from_bytes (body, sig, &reason);
  if (entry == NULL)
    g_set_error (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_BAD_ENTRY, "%s", reason->message);
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
          g_prefix_error (error, "entries[%u].", i);
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

GBytes *
kaunta_push_answer_encode (const KauntaAcknowledgement *ack, GPtrArray *exceptions)
{
  JsonObject *object = kaunta_acknowledgement_to_json (ack);
  JsonArray *array = json_array_sized_new (exceptions->len);

  for (guint i = 0; i < exceptions->len; i++)
    json_array_add_object_element (array, kaunta_exception_to_json (g_ptr_array_index (exceptions, i)));
  json_object_set_array_member (object, "exceptions", array);
  return kaunta_field_close_body (object);
}

static GPtrArray *
read_exceptions (JsonArray *array, GError **error)
{
  g_autoptr (GPtrArray) exceptions = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_exception_unref);

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *object = NULL;
      KauntaException *exception = NULL;

      if (!kaunta_field_get_element (array, "exceptions", i, &object, error))
        return NULL;
      exception = kaunta_exception_from_json (object, error);
      if (exception == NULL)
        {
          g_prefix_error (error, "exceptions[%u].", i);
          return NULL;
        }
      g_ptr_array_add (exceptions, exception);
    }
  return g_steal_pointer (&exceptions);
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

  *exceptions = read_exceptions (array, error);
  return *exceptions != NULL;
}
