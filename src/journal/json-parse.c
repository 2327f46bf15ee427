/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "json.h"

#include <math.h>
#include <string.h>
#include "json-text.h"

#define INTEGER_MAX G_GINT64_CONSTANT (9007199254740991)

typedef struct
{
  const char *start;
  const char *at;
  const char *end;
  guint depth;
  KauntaJsonFlags flags;
  gboolean canonical;
  GString *text; /* the one read last */
} Parser;

static JsonNode *parse_value (Parser *parser, GError **error);

static gpointer
refuse (Parser *parser, const char *what, GError **error)
{
  g_set_error (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_FORM,
               "not valid JSON at byte %" G_GSIZE_FORMAT ": %s", (gsize) (parser->at - parser->start), what);
  return NULL;
}

static gpointer
refuse_spelling (Parser *parser, const char *what, GError **error)
{
  g_set_error (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_FORM,
               "not in the canonical form (RFC 8785) at byte %" G_GSIZE_FORMAT ": %s",
               (gsize) (parser->at - parser->start), what);
  return NULL;
}

/* In canonical form there is none. */
static void
skip_space (Parser *parser)
{
  while (!parser->canonical && parser->at < parser->end
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
static gint32
parse_code_point (Parser *parser, GError **error)
{
  gint32 point = take_hex (parser);

  if (point >= 0xd800 && point <= 0xdbff)
    {
      gint32 low = take_word (parser, "\\u") ? take_hex (parser) : -1;

      if (low < 0xdc00 || low > 0xdfff)
        {
          refuse (parser, "half a surrogate pair", error);
          return -1;
        }

      return 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00);
    }
  if (point > 0 && (point < 0xdc00 || point > 0xdfff))
    return point;

  refuse (parser, "a \\u escape that is no character", error);
  return -1;
}

static const char escape_names[] = "\"\\/bfnrt";
static const char escape_values[] = "\"\\/\b\f\n\r\t";

/* Canonical are those escapes that are needed, in lower-case digits. */
static gboolean
is_canonical_point (Parser *parser, gint32 point)
{
  char digits[5];

  g_snprintf (digits, sizeof digits, "%04x", (guint) point);
  return point < 0x20 && memchr (escape_values, point, sizeof escape_values - 1) == NULL
         && memcmp (parser->at - 4, digits, 4) == 0;
}

static gboolean
parse_escape (Parser *parser, GError **error)
{
  const char *name = NULL;

  if (take (parser, 'u'))
    {
      gint32 point = parse_code_point (parser, error);

      if (point < 0)
        return FALSE;
      if (parser->canonical && !is_canonical_point (parser, point))
        return refuse_spelling (parser, "an escape that is not needed", error) != NULL;

      g_string_append_unichar (parser->text, (gunichar) point);
      return TRUE;
    }

  name = parser->at < parser->end ? memchr (escape_names, *parser->at, sizeof escape_names - 1) : NULL;
  if (name == NULL)
    return refuse (parser, "an unknown escape", error) != NULL;
  if (parser->canonical && *name == '/')
    return refuse_spelling (parser, "an escape that is not needed", error) != NULL;

  g_string_append_c (parser->text, escape_values[name - escape_names]);
  parser->at++;
  return TRUE;
}

/* The whole text was checked to be UTF-8 before, so bytes can be copied. Valid until the next text. */
static const char *
parse_string (Parser *parser, GError **error)
{
  if (!take (parser, '"'))
    return refuse (parser, "a text in quotation marks was expected", error);

  g_string_truncate (parser->text, 0);
  while (!take (parser, '"'))
    {
      const char *from = parser->at;

      while (parser->at < parser->end && (guchar) *parser->at >= 0x20 && *parser->at != '"'
             && *parser->at != '\\')
        parser->at++;
      g_string_append_len (parser->text, from, parser->at - from);

      if (parser->at == parser->end)
        return refuse (parser, "a text without end", error);
      if ((guchar) *parser->at < 0x20)
        return refuse (parser, "a control character in a text", error);
      if (take (parser, '\\') && !parse_escape (parser, error))
        return NULL;
    }

  return !parser->canonical || kaunta_json_check_text (parser->text->str, error) ? parser->text->str : NULL;
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

  if (parser->canonical && negative && value == 0)
    return refuse_spelling (parser, "a zero with a sign", error);

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

/* A key's place after @previous (nullable), the one before it. In canonical form keys are in order, so that
 * none is there twice. */
static gboolean
check_name (Parser *parser, JsonObject *object, const char *previous, const char *name, GError **error)
{
  if (!parser->canonical)
    return !json_object_has_member (object, name) || refuse (parser, "a key given twice", error) != NULL;

  return previous == NULL || kaunta_json_compare_names (previous, name) < 0
         || refuse_spelling (parser, "keys out of order or given twice", error) != NULL;
}

/* @previous: (inout): the key read last */
static gboolean
parse_member (Parser *parser, JsonObject *object, char **previous, GError **error)
{
  g_autofree char *name = g_strdup (parse_string (parser, error));
  JsonNode *value = NULL;

  if (name == NULL || !check_name (parser, object, *previous, name, error))
    return FALSE;

  skip_space (parser);
  if (!take (parser, ':'))
    return refuse (parser, "a colon was expected", error) != NULL;

  value = parse_value (parser, error);
  if (value == NULL)
    return FALSE;

  json_object_set_member (object, name, value);
  g_free (*previous);
  *previous = g_steal_pointer (&name);
  return TRUE;
}

static JsonNode *
parse_object (Parser *parser, GError **error)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autofree char *previous = NULL;

  skip_space (parser);
  if (!take (parser, '}'))
    {
      do
        {
          skip_space (parser);
          if (!parse_member (parser, object, &previous, error))
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
  const char *text = parse_string (parser, error);

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

static JsonNode *
parse_all (Parser *parser, GError **error)
{
  g_autoptr (JsonNode) root = parse_value (parser, error);

  if (root == NULL)
    return NULL;

  skip_space (parser);
  if (parser->at < parser->end)
    return refuse (parser, "something after the end", error);

  return g_steal_pointer (&root);
}

JsonNode *
kaunta_json_parse (const char *text, gsize length, gsize max_bytes, KauntaJsonFlags flags, GError **error)
{
  Parser parser = { text, text, text + length, 0, flags, FALSE, NULL };
  g_autoptr (GString) scratch = NULL;

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
  parser.canonical = (flags & KAUNTA_JSON_CANONICAL) == KAUNTA_JSON_CANONICAL;
  scratch = g_string_sized_new (256);
  parser.text = scratch;
  return parse_all (&parser, error);
}
