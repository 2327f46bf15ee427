/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "json.h"

#include <math.h>
#include <string.h>

#define INTEGER_MAX G_GINT64_CONSTANT (9007199254740991)

typedef struct
{
  const char *start;
  const char *at;
  const char *end;
  guint depth;
  KauntaJsonFlags flags;
} Parser;

static JsonNode *parse_value (Parser *parser, GError **error);

static gpointer
refuse (Parser *parser, const char *what, GError **error)
{
  g_set_error (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_FORM,
               "not valid JSON at byte %" G_GSIZE_FORMAT ": %s", (gsize) (parser->at - parser->start), what);
  return NULL;
}

static void
skip_space (Parser *parser)
{
  while (parser->at < parser->end
         && (*parser->at == ' ' || *parser->at == '\t' || *parser->at == '\n' || *parser->at == '\r'))
    parser->at++;
}

static gboolean
take (Parser *parser, char character)
{
  if (parser->at == parser->end || *parser->at != character)
    return FALSE;

  parser->at++;
  return TRUE;
}

static gboolean
take_word (Parser *parser, const char *word)
{
  gsize length = strlen (word);

  if ((gsize) (parser->end - parser->at) < length || memcmp (parser->at, word, length) != 0)
    return FALSE;

  parser->at += length;
  return TRUE;
}

/* Four hex digits, or -1. */
static gint32
take_hex (Parser *parser)
{
  gint32 value = 0;

  if (parser->end - parser->at < 4)
    return -1;

  for (int i = 0; i < 4; i++)
    {
      int digit = g_ascii_xdigit_value (parser->at[i]);

      if (digit < 0)
        return -1;

      value = value * 16 + digit;
    }

  parser->at += 4;
  return value;
}

/* What follows "\u". A surrogate alone has no UTF-8, and U+0000 would end the text early for whoever reads
 * it. */
static gboolean
parse_code_point (Parser *parser, GString *text, GError **error)
{
  gint32 point = take_hex (parser);

  if (point >= 0xd800 && point <= 0xdbff)
    {
      gint32 low = take_word (parser, "\\u") ? take_hex (parser) : -1;

      if (low < 0xdc00 || low > 0xdfff)
        return refuse (parser, "half a surrogate pair", error) != NULL;

      point = 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00);
    }
  else if (point <= 0 || (point >= 0xdc00 && point <= 0xdfff))
    return refuse (parser, "a \\u escape that is no character", error) != NULL;

  g_string_append_unichar (text, (gunichar) point);
  return TRUE;
}

static gboolean
parse_escape (Parser *parser, GString *text, GError **error)
{
  static const char names[] = "\"\\/bfnrt";
  static const char values[] = "\"\\/\b\f\n\r\t";
  const char *name = NULL;

  if (take (parser, 'u'))
    return parse_code_point (parser, text, error);

  name = parser->at < parser->end ? memchr (names, *parser->at, sizeof names - 1) : NULL;
  if (name == NULL)
    return refuse (parser, "an unknown escape", error) != NULL;

  g_string_append_c (text, values[name - names]);
  parser->at++;
  return TRUE;
}

/* The whole text was checked to be UTF-8 before, so bytes can be copied. */
static char *
parse_string (Parser *parser, GError **error)
{
  g_autoptr (GString) text = NULL;

  if (!take (parser, '"'))
    return refuse (parser, "a text in quotation marks was expected", error);

  text = g_string_new (NULL);
  while (!take (parser, '"'))
    {
      const char *from = parser->at;

      while (parser->at < parser->end && (guchar) *parser->at >= 0x20 && *parser->at != '"'
             && *parser->at != '\\')
        parser->at++;
      g_string_append_len (text, from, parser->at - from);

      if (parser->at == parser->end)
        return refuse (parser, "a text without end", error);
      if ((guchar) *parser->at < 0x20)
        return refuse (parser, "a control character in a text", error);
      if (take (parser, '\\') && !parse_escape (parser, text, error))
        return NULL;
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gsize
skip_digits (Parser *parser)
{
  const char *from = parser->at;

  while (parser->at < parser->end && g_ascii_isdigit (*parser->at))
    parser->at++;

  return (gsize) (parser->at - from);
}

static JsonNode *
make_integer (Parser *parser, const char *from, GError **error)
{
  gboolean negative = *from == '-';
  gint64 value = 0;

  for (const char *digit = negative ? from + 1 : from; digit < parser->at; digit++)
    {
      value = value * 10 + (*digit - '0');
      if (value > INTEGER_MAX)
        return refuse (parser, "a number that is too large", error);
    }

  return json_node_init_int (json_node_alloc (), negative ? -value : value);
}

static JsonNode *
make_double (Parser *parser, const char *from, GError **error)
{
  g_autofree char *digits = g_strndup (from, (gsize) (parser->at - from));
  double value = g_ascii_strtod (digits, NULL);

  if (!isfinite (value))
    return refuse (parser, "a number that is too large", error);

  return json_node_init_double (json_node_alloc (), value);
}

static JsonNode *
parse_number (Parser *parser, GError **error)
{
  const char *from = parser->at;
  gboolean whole = TRUE;

  take (parser, '-');
  if (!take (parser, '0') && skip_digits (parser) == 0)
    return refuse (parser, "a value was expected", error);

  if (take (parser, '.'))
    {
      whole = FALSE;
      if (skip_digits (parser) == 0)
        return refuse (parser, "digits were expected after the point", error);
    }
  if (take (parser, 'e') || take (parser, 'E'))
    {
      whole = FALSE;
      if (!take (parser, '+'))
        take (parser, '-');
      if (skip_digits (parser) == 0)
        return refuse (parser, "digits were expected in the exponent", error);
    }

  if (whole)
    return make_integer (parser, from, error);
  if (parser->flags & KAUNTA_JSON_INTEGERS_ONLY)
    return refuse (parser, "a number that is no integer", error);
  return make_double (parser, from, error);
}

static gboolean
parse_member (Parser *parser, JsonObject *object, GError **error)
{
  g_autofree char *name = parse_string (parser, error);
  JsonNode *value = NULL;

  if (name == NULL)
    return FALSE;
  if (json_object_has_member (object, name))
    return refuse (parser, "a key given twice", error) != NULL;

  skip_space (parser);
  if (!take (parser, ':'))
    return refuse (parser, "a colon was expected", error) != NULL;

  value = parse_value (parser, error);
  if (value == NULL)
    return FALSE;

  json_object_set_member (object, name, value);
  return TRUE;
}

static JsonNode *
parse_object (Parser *parser, GError **error)
{
  g_autoptr (JsonObject) object = json_object_new ();

  skip_space (parser);
  if (!take (parser, '}'))
    {
      do
        {
          skip_space (parser);
          if (!parse_member (parser, object, error))
            return NULL;
          skip_space (parser);
        }
      while (take (parser, ','));

      if (!take (parser, '}'))
        return refuse (parser, "a comma or } was expected", error);
    }

  return json_node_init_object (json_node_alloc (), object);
}

static JsonNode *
parse_array (Parser *parser, GError **error)
{
  g_autoptr (JsonArray) array = json_array_new ();

  skip_space (parser);
  if (!take (parser, ']'))
    {
      do
        {
          JsonNode *element = parse_value (parser, error);

          if (element == NULL)
            return NULL;

          json_array_add_element (array, element);
          skip_space (parser);
        }
      while (take (parser, ','));

      if (!take (parser, ']'))
        return refuse (parser, "a comma or ] was expected", error);
    }

  return json_node_init_array (json_node_alloc (), array);
}

static JsonNode *
parse_container (Parser *parser, JsonNode *(*parse) (Parser *, GError **), GError **error)
{
  JsonNode *node = NULL;

  if (parser->depth == KAUNTA_JSON_MAX_DEPTH)
    return refuse (parser, "nested too deep", error);

  parser->depth++;
  node = parse (parser, error);
  parser->depth--;

  return node;
}

static JsonNode *
parse_text_value (Parser *parser, GError **error)
{
  g_autofree char *text = parse_string (parser, error);

  return text != NULL ? json_node_init_string (json_node_alloc (), text) : NULL;
}

static JsonNode *
parse_value (Parser *parser, GError **error)
{
  skip_space (parser);

  if (take (parser, '{'))
    return parse_container (parser, parse_object, error);
  if (take (parser, '['))
    return parse_container (parser, parse_array, error);
  if (parser->at < parser->end && *parser->at == '"')
    return parse_text_value (parser, error);
  if (take_word (parser, "true"))
    return json_node_init_boolean (json_node_alloc (), TRUE);
  if (take_word (parser, "false"))
    return json_node_init_boolean (json_node_alloc (), FALSE);
  if (take_word (parser, "null"))
    return json_node_init_null (json_node_alloc ());

  return parse_number (parser, error);
}

JsonNode *
kaunta_json_parse (const char *text, gsize length, gsize max_bytes, KauntaJsonFlags flags, GError **error)
{
  Parser parser = { text, text, text + length, 0, flags };
  g_autoptr (JsonNode) root = NULL;

  g_return_val_if_fail (text != NULL || length == 0, NULL);

  if (length > max_bytes)
    {
      g_set_error (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_FORM,
                   "%" G_GSIZE_FORMAT " bytes where at most %" G_GSIZE_FORMAT " are allowed", length,
                   max_bytes);
      return NULL;
    }
  if (length == 0)
    return refuse (&parser, "nothing there", error);
  if (!g_utf8_validate_len (text, length, &parser.at))
    return refuse (&parser, "no UTF-8", error);

  parser.at = text;
  root = parse_value (&parser, error);
  if (root == NULL)
    return NULL;

  skip_space (&parser);
  if (parser.at < parser.end)
    return refuse (&parser, "something after the end", error);

  return g_steal_pointer (&root);
}
