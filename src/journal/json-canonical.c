/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "json.h"

#include <string.h>

#define INTEGER_MAX G_GINT64_CONSTANT (9007199254740991)

static gboolean write_value (GString *out, JsonNode *node, guint depth, GError **error);

static gboolean
refuse (const char *what, GError **error)
{
  g_set_error_literal (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_FORM, what);
  return FALSE;
}

/* A character's first UTF-16 code unit. */
static gunichar
get_first_unit (gunichar character)
{
  return character < 0x10000 ? character : 0xd800 + ((character - 0x10000) >> 10);
}

/* RFC 8785, section 3.2.3: by UTF-16 code units. UTF-8's order differs from it where one name has a character
 * beyond U+FFFF and the other one from U+E000 to U+FFFF. */
static int
compare_names (gconstpointer a, gconstpointer b)
{
  const char *left = *(const char *const *) a;
  const char *right = *(const char *const *) b;

  while (*left != '\0' && *right != '\0')
    {
      gunichar l = g_utf8_get_char (left);
      gunichar r = g_utf8_get_char (right);

      if (l != r)
        {
          gunichar l_unit = get_first_unit (l);
          gunichar r_unit = get_first_unit (r);

          return l_unit != r_unit ? (l_unit < r_unit ? -1 : 1) : (l < r ? -1 : 1);
        }

      left = g_utf8_next_char (left);
      right = g_utf8_next_char (right);
    }

  return (*left != '\0') - (*right != '\0');
}

static gboolean
is_ascii (const char *text)
{
  for (; *text != '\0'; text++)
    {
      if ((guchar) *text >= 0x80)
        return FALSE;
    }

  return TRUE;
}

static gboolean
check_text (const char *text, GError **error)
{
  g_autofree char *normal = NULL;

  if (is_ascii (text))
    return TRUE;

  normal = g_utf8_normalize (text, -1, G_NORMALIZE_NFC);
  if (normal == NULL)
    return refuse ("a text that is no UTF-8", error);
  if (strcmp (text, normal) != 0)
    return refuse ("a text that is not in Unicode's form NFC", error);

  return TRUE;
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
  if (!check_text (text, error))
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
  if (value > INTEGER_MAX || value < -INTEGER_MAX)
    return refuse ("a number that is too large", error);

  g_string_append_printf (out, "%" G_GINT64_FORMAT, value);
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

static GPtrArray *
sort_names (JsonObject *object)
{
  GPtrArray *names = g_ptr_array_new ();
  JsonObjectIter iter;
  const char *name = NULL;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, NULL))
    g_ptr_array_add (names, (gpointer) name);
  g_ptr_array_sort (names, compare_names);

  return names;
}

static gboolean
write_object (GString *out, JsonObject *object, guint depth, GError **error)
{
  g_autoptr (GPtrArray) names = sort_names (object);

  g_string_append_c (out, '{');
  for (guint i = 0; i < names->len; i++)
    {
      const char *name = names->pdata[i];

      if (i > 0)
        g_string_append_c (out, ',');
      if (!write_string (out, name, error))
        return FALSE;
      g_string_append_c (out, ':');
      if (!write_value (out, json_object_get_member (object, name), depth, error))
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
