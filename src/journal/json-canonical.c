/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "json.h"

#include <string.h>
#include "json-text.h"

#define INTEGER_MAX G_GINT64_CONSTANT (9007199254740991)

static gboolean write_value (GString *out, JsonNode *node, guint depth, GError **error);

static gboolean
refuse (const char *what, GError **error)
{
  g_set_error_literal (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_FORM, what);
  return FALSE;
}

typedef struct
{
  const char *name;
  JsonNode *node;
} Member;

static int
compare_members (gconstpointer a, gconstpointer b)
{
  return kaunta_json_compare_names (((const Member *) a)->name, ((const Member *) b)->name);
}

static void
write_escape (GString *out, guchar character)
{
  static const char names[] = "\"\\bfnrt";
  static const char values[] = "\"\\\b\f\n\r\t";
  const char *value = memchr (values, character, sizeof values - 1);

  if (value != NULL)
    {
      g_string_append_c (out, '\\');
      g_string_append_c (out, names[value - values]);
    }
  else
    g_string_append_printf (out, "\\u%04x", character);
}

static gboolean
write_string (GString *out, const char *text, GError **error)
{
  if (!kaunta_json_check_text (text, error))
    return FALSE;

  g_string_append_c (out, '"');
  while (*text != '\0')
    {
      const char *from = text;

      while ((guchar) *text >= 0x20 && *text != '"' && *text != '\\')
        text++;
      g_string_append_len (out, from, text - from);

      if (*text != '\0')
        write_escape (out, (guchar) *text++);
    }
  g_string_append_c (out, '"');

  return TRUE;
}

static gboolean
write_integer (GString *out, gint64 value, GError **error)
{
  char digits[20];
  char *first = digits + sizeof digits;
  gint64 rest;

  if (value > INTEGER_MAX || value < -INTEGER_MAX)
    return refuse ("a number that is too large", error);

  rest = ABS (value);
  do
    *--first = (char) ('0' + rest % 10);
  while ((rest /= 10) > 0);
  if (value < 0)
    *--first = '-';
  g_string_append_len (out, first, digits + sizeof digits - first);
  return TRUE;
}

static gboolean
write_scalar (GString *out, JsonNode *node, GError **error)
{
  switch (json_node_get_value_type (node))
    {
    case G_TYPE_INT64:
      return write_integer (out, json_node_get_int (node), error);
    case G_TYPE_STRING:
      return write_string (out, json_node_get_string (node), error);
    case G_TYPE_BOOLEAN:
      g_string_append (out, json_node_get_boolean (node) ? "true" : "false");
      return TRUE;
    default:
      return refuse ("a number that is no integer", error);
    }
}

static GArray *
sort_members (JsonObject *object)
{
  GArray *members = g_array_sized_new (FALSE, FALSE, sizeof (Member), json_object_get_size (object));
  JsonObjectIter iter;
  Member member;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &member.name, &member.node))
    g_array_append_val (members, member);
  g_array_sort (members, compare_members);

  return members;
}

static gboolean
write_object (GString *out, JsonObject *object, guint depth, GError **error)
{
  g_autoptr (GArray) members = sort_members (object);

  g_string_append_c (out, '{');
  for (guint i = 0; i < members->len; i++)
    {
      const Member *member = &g_array_index (members, Member, i);

      if (i > 0)
        g_string_append_c (out, ',');
      if (!write_string (out, member->name, error))
        return FALSE;
      g_string_append_c (out, ':');
      if (!write_value (out, member->node, depth, error))
        return FALSE;
    }
  g_string_append_c (out, '}');

  return TRUE;
}

static gboolean
write_array (GString *out, JsonArray *array, guint depth, GError **error)
{
  g_string_append_c (out, '[');
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      if (!write_value (out, json_array_get_element (array, i), depth, error))
        return FALSE;
    }
  g_string_append_c (out, ']');

  return TRUE;
}

static gboolean
write_value (GString *out, JsonNode *node, guint depth, GError **error)
{
  if (JSON_NODE_HOLDS_VALUE (node))
    return write_scalar (out, node, error);

  if (JSON_NODE_HOLDS_NULL (node))
    {
      g_string_append (out, "null");
      return TRUE;
    }

  if (depth == KAUNTA_JSON_MAX_DEPTH)
    return refuse ("nested too deep", error);
  if (JSON_NODE_HOLDS_OBJECT (node))
    return write_object (out, json_node_get_object (node), depth + 1, error);
  return write_array (out, json_node_get_array (node), depth + 1, error);
}

char *
kaunta_json_canonical (JsonNode *node, gsize *length, GError **error)
{
  g_autoptr (GString) out = NULL;

  g_return_val_if_fail (node != NULL, NULL);

  out = g_string_sized_new (512);
  if (!write_value (out, node, 0, error))
    return NULL;

  if (length != NULL)
    *length = out->len;
  return g_string_free (g_steal_pointer (&out), FALSE);
}
