/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "json.h"

static gboolean
refuse (const char *key, const char *what, GError **error)
{
  g_set_error (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_KEYS, "“%s” %s", key, what);
  return FALSE;
}

static JsonNode *
find (JsonObject *object, const char *key, GError **error)
{
  JsonNode *node = json_object_get_member (object, key);

  if (node == NULL)
    refuse (key, "is missing", error);

  return node;
}

static gboolean
holds (JsonNode *node, GType type)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

gboolean
kaunta_json_get_object (JsonObject *object, const char *key, JsonObject **value, GError **error)
{
  JsonNode *node = find (object, key, error);

  if (node == NULL)
    return FALSE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return refuse (key, "is no object", error);

  *value = json_node_get_object (node);
  return TRUE;
}

gboolean
kaunta_json_get_array (JsonObject *object, const char *key, JsonArray **value, GError **error)
{
  JsonNode *node = find (object, key, error);

  if (node == NULL)
    return FALSE;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return refuse (key, "is no array", error);

  *value = json_node_get_array (node);
  return TRUE;
}

gboolean
kaunta_json_get_string (JsonObject *object, const char *key, const char **value, GError **error)
{
  JsonNode *node = find (object, key, error);

  if (node == NULL)
    return FALSE;
  if (!holds (node, G_TYPE_STRING))
    return refuse (key, "is no text", error);

  *value = json_node_get_string (node);
  return TRUE;
}

gboolean
kaunta_json_get_optional_string (JsonObject *object, const char *key, const char **value, GError **error)
{
  JsonNode *node = json_object_get_member (object, key);

  *value = NULL;
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;

  return kaunta_json_get_string (object, key, value, error);
}

gboolean
kaunta_json_get_integer (JsonObject *object, const char *key, gint64 min, gint64 max, gint64 *value,
                         GError **error)
{
  JsonNode *node = find (object, key, error);
  gint64 integer = 0;

  if (node == NULL)
    return FALSE;
  if (!holds (node, G_TYPE_INT64))
    return refuse (key, "is no integer", error);

  integer = json_node_get_int (node);
  if (integer < min || integer > max)
    return refuse (key, "is out of range", error);

  *value = integer;
  return TRUE;
}

gboolean
kaunta_json_get_boolean (JsonObject *object, const char *key, gboolean *value, GError **error)
{
  JsonNode *node = find (object, key, error);

  if (node == NULL)
    return FALSE;
  if (!holds (node, G_TYPE_BOOLEAN))
    return refuse (key, "is neither true nor false", error);

  *value = json_node_get_boolean (node);
  return TRUE;
}
