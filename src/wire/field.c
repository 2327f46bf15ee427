/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "field.h"

#include <stdio.h>
#include <string.h>

#include "clock.h"
#include "identifier.h"
#include "json.h"
#include "money.h"
#include "number.h"
#include "text.h"

gboolean
kaunta_field_refuse (GError **error, const char *key, const char *why)
{
  g_set_error (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_MALFORMED, "%s: %s", key, why);
  return FALSE;
}

/* Passes on what a lower layer found wrong, as this layer's refusal. Takes @reason. */
static gboolean
refuse_because (GError **error, const char *key, GError *reason)
{
  kaunta_field_refuse (error, key, reason->message);
  g_error_free (reason);
  return FALSE;
}

gboolean
kaunta_field_open_text (const char *text, gsize length, gsize max_bytes, JsonNode **root, JsonObject **object, GError **error)
{
  g_autoptr (JsonNode) node = NULL;
  GError *reason = NULL;

  node = kaunta_json_parse (text, length, max_bytes, KAUNTA_JSON_INTEGERS_ONLY, &reason);
  if (node == NULL)
    return refuse_because (error, "body", reason);
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return kaunta_field_refuse (error, "body", "not an object");

  *object = json_node_get_object (node);
  *root = g_steal_pointer (&node);
  return TRUE;
}

gboolean
kaunta_field_open_body (GBytes *body, gsize max_bytes, JsonNode **root, JsonObject **object, GError **error)
{
  gsize length = 0;
  const char *text = g_bytes_get_data (body, &length);

  return kaunta_field_open_text (text != NULL ? text : "", length, max_bytes, root, object, error);
}

char *
kaunta_field_close_text (JsonObject *object)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (root, object);
  return json_to_string (root, FALSE);
}

GBytes *
kaunta_field_close_body (JsonObject *object)
{
  char *text = kaunta_field_close_text (object);

  return g_bytes_new_take (text, strlen (text));
}

static gboolean
get_string (JsonObject *object, const char *key, const char **value, GError **error)
{
  GError *reason = NULL;

  if (!kaunta_json_get_string (object, key, value, &reason))
    return refuse_because (error, key, reason);
  return TRUE;
}

static gboolean
get_optional_string (JsonObject *object, const char *key, const char **value, GError **error)
{
  GError *reason = NULL;

  if (!kaunta_json_get_optional_string (object, key, value, &reason))
    return refuse_because (error, key, reason);
  return TRUE;
}

static gboolean
clean (const char *key, const char *text, gsize max_chars, gboolean may_be_empty, char **value, GError **error)
{
  GError *reason = NULL;

  *value = kaunta_text_clean (text, key, max_chars, may_be_empty, &reason);
  if (*value == NULL)
    return refuse_because (error, key, reason);
  return TRUE;
}

gboolean
kaunta_field_get_text (JsonObject *object, const char *key, gsize max_chars, char **value, GError **error)
{
  const char *text = NULL;

  return get_string (object, key, &text, error) && clean (key, text, max_chars, FALSE, value, error);
}

gboolean
kaunta_field_get_text_or_empty (JsonObject *object, const char *key, gsize max_chars, char **value, GError **error)
{
  const char *text = NULL;

  return get_string (object, key, &text, error) && clean (key, text, max_chars, TRUE, value, error);
}

gboolean
kaunta_field_get_optional_text (JsonObject *object, const char *key, gsize max_chars, char **value, GError **error)
{
  const char *text = NULL;

  *value = NULL;
  if (!get_optional_string (object, key, &text, error))
    return FALSE;
  return text == NULL || clean (key, text, max_chars, FALSE, value, error);
}

gboolean
kaunta_field_get_short (JsonObject *object, const char *key, gsize max_bytes, char **value, GError **error)
{
  const char *text = NULL;

  if (!get_string (object, key, &text, error))
    return FALSE;
  if (strlen (text) > max_bytes)
    return kaunta_field_refuse (error, key, "too long");

  *value = g_strdup (text);
  return TRUE;
}

gboolean
kaunta_field_get_word (JsonObject *object, const char *key, gsize max_chars, char **value, GError **error)
{
  const char *text = NULL;

  if (!get_string (object, key, &text, error))
    return FALSE;
  if (*text == '\0')
    return kaunta_field_refuse (error, key, "empty");
  if (strlen (text) > max_chars)
    return kaunta_field_refuse (error, key, "too long");
  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_isgraph (*p))
      return kaunta_field_refuse (error, key, "not plain ASCII");

  *value = g_strdup (text);
  return TRUE;
}

gboolean
kaunta_field_get_form (JsonObject *object, const char *key, KauntaFieldForm form, char **value, GError **error)
{
  const char *text = NULL;

  if (!get_string (object, key, &text, error))
    return FALSE;
  if (!form (text))
    return kaunta_field_refuse (error, key, "not in form");

  *value = g_strdup (text);
  return TRUE;
}

gboolean
kaunta_field_get_optional_form (JsonObject *object, const char *key, KauntaFieldForm form, char **value, GError **error)
{
  const char *text = NULL;

  *value = NULL;
  if (!get_optional_string (object, key, &text, error))
    return FALSE;
  return text == NULL || kaunta_field_get_form (object, key, form, value, error);
}

gboolean
kaunta_field_is_device (const char *text)
{
  return kaunta_device_is_valid (text);
}

gboolean
kaunta_field_is_bill (const char *text)
{
  return kaunta_bill_number_parse (text, NULL, NULL, NULL);
}

gboolean
kaunta_field_is_receipt (const char *text)
{
  return kaunta_receipt_number_parse (text, NULL, NULL, NULL);
}

gboolean
kaunta_field_is_till (const char *text)
{
  return kaunta_till_session_parse (text, NULL, NULL, NULL);
}

gboolean
kaunta_field_is_phone (const char *text)
{
  g_autofree char *normal = kaunta_phone_normalise (text, NULL);

  return g_strcmp0 (normal, text) == 0;
}

gboolean
kaunta_field_is_day (const char *text)
{
  int year = 0;
  int month = 0;
  int day = 0;

  if (strlen (text) != strlen ("2026-11-23") || strspn (text, "0123456789-") != strlen (text))
    return FALSE;
  if (text[4] != '-' || text[7] != '-' || strchr (text + 8, '-') != NULL)
    return FALSE;
  if (sscanf (text, "%4d-%2d-%2d", &year, &month, &day) != 3)
    return FALSE;
  return year > 0 && month > 0 && day > 0 && g_date_valid_dmy (day, month, year);
}

gboolean
kaunta_field_is_public_key (const char *text)
{
  guint8 key[KAUNTA_PUBLIC_KEY_BYTES];

  return kaunta_base64url_decode (text, key, sizeof key, NULL);
}

gboolean
kaunta_field_get_integer (JsonObject *object, const char *key, gint64 min, gint64 max, gint64 *value, GError **error)
{
  GError *reason = NULL;

  if (!kaunta_json_get_integer (object, key, min, max, value, &reason))
    return refuse_because (error, key, reason);
  return TRUE;
}

gboolean
kaunta_field_get_cents (JsonObject *object, const char *key, gint64 *value, GError **error)
{
  return kaunta_field_get_integer (object, key, 0, KAUNTA_CENTS_MAX, value, error);
}

gboolean
kaunta_field_get_boolean (JsonObject *object, const char *key, gboolean *value, GError **error)
{
  GError *reason = NULL;

  if (!kaunta_json_get_boolean (object, key, value, &reason))
    return refuse_because (error, key, reason);
  return TRUE;
}

gboolean
kaunta_field_get_time (JsonObject *object, const char *key, gint64 *value, GError **error)
{
  const char *text = NULL;
  GError *reason = NULL;

  if (!get_string (object, key, &text, error))
    return FALSE;
  if (!kaunta_time_parse (text, value, &reason))
    return refuse_because (error, key, reason);
  return TRUE;
}

gboolean
kaunta_field_get_object (JsonObject *object, const char *key, JsonObject **value, GError **error)
{
  GError *reason = NULL;

  if (!kaunta_json_get_object (object, key, value, &reason))
    return refuse_because (error, key, reason);
  return TRUE;
}

gboolean
kaunta_field_check_format (JsonObject *object, const char *format, GError **error)
{
  const char *text = NULL;

  if (!get_string (object, "format", &text, error))
    return FALSE;
  return g_str_equal (text, format) || kaunta_field_refuse (error, "format", "another one");
}

gboolean
kaunta_field_get_acknowledgement (JsonObject *object, const char *key, gboolean *found, KauntaAcknowledgement *ack, GError **error)
{
  JsonObject *value = NULL;
  GError *reason = NULL;

  *found = FALSE;
  if (!json_object_has_member (object, key) || json_object_get_null_member (object, key))
    return TRUE;
  if (!kaunta_field_get_object (object, key, &value, error))
    return FALSE;
  *found = kaunta_acknowledgement_from_json (value, ack, &reason);
  return *found || refuse_because (error, key, reason);
}

gboolean
kaunta_field_get_array (JsonObject *object, const char *key, guint max_length, JsonArray **value, GError **error)
{
  GError *reason = NULL;

  if (!kaunta_json_get_array (object, key, value, &reason))
    return refuse_because (error, key, reason);
  if (json_array_get_length (*value) > max_length)
    return kaunta_field_refuse (error, key, "too many elements");
  return TRUE;
}

gboolean
kaunta_field_get_element (JsonArray *array, const char *key, guint index, JsonObject **value, GError **error)
{
  JsonNode *node = json_array_get_element (array, index);

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return kaunta_field_refuse (error, key, "an element is not an object");
  *value = json_node_get_object (node);
  return TRUE;
}

void
kaunta_field_set_time (JsonObject *object, const char *key, gint64 ms)
{
  g_autofree char *text = kaunta_time_format (ms);

  json_object_set_string_member (object, key, text);
}

void
kaunta_field_set_optional (JsonObject *object, const char *key, const char *text)
{
  if (text != NULL)
    json_object_set_string_member (object, key, text);
}
