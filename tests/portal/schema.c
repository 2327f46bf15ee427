/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "schema.h"

#include <string.h>

typedef struct
{
  JsonObject *root;
  JsonObject *schema;
  JsonNode *value;
} Check;

JsonObject *
schema_resolve (JsonObject *root, JsonObject *schema)
{
  g_auto (GStrv) steps = NULL;
  JsonObject *at = root;

  if (!json_object_has_member (schema, "$ref"))
    return schema;
  steps = g_strsplit (json_object_get_string_member (schema, "$ref"), "/", -1);
  g_assert_cmpstr (steps[0], ==, "#");
  for (char **step = steps + 1; *step != NULL; step++)
    {
      if (!json_object_has_member (at, *step))
        g_error ("The contract has no %s", json_object_get_string_member (schema, "$ref"));
      at = json_object_get_object_member (at, *step);
    }
  return schema_resolve (root, at);
}

static char *
check_type (const Check *check, JsonNode *word)
{
  const char *type = json_node_get_string (word);
  GType value_type = JSON_NODE_HOLDS_VALUE (check->value) ? json_node_get_value_type (check->value) : G_TYPE_INVALID;
  gboolean is = (strcmp (type, "object") == 0 && JSON_NODE_HOLDS_OBJECT (check->value))
                || (strcmp (type, "array") == 0 && JSON_NODE_HOLDS_ARRAY (check->value))
                || (strcmp (type, "null") == 0 && JSON_NODE_HOLDS_NULL (check->value))
                || (strcmp (type, "string") == 0 && value_type == G_TYPE_STRING)
                || (strcmp (type, "integer") == 0 && value_type == G_TYPE_INT64)
                || (strcmp (type, "boolean") == 0 && value_type == G_TYPE_BOOLEAN);

  return is ? NULL : g_strdup_printf ("is no %s", type);
}

static char *
check_required (const Check *check, JsonNode *word)
{
  JsonArray *names = json_node_get_array (word);

  for (guint i = 0; i < json_array_get_length (names); i++)
    {
      const char *name = json_array_get_string_element (names, i);

      if (!json_object_has_member (json_node_get_object (check->value), name))
        return g_strdup_printf ("has no %s", name);
    }
  return NULL;
}

static char *
check_properties (const Check *check, JsonNode *word)
{
  JsonObject *properties = json_node_get_object (word);
  JsonObject *object = json_node_get_object (check->value);
  g_autoptr (GList) names = json_object_get_members (properties);

  for (GList *name = names; name != NULL; name = name->next)
    {
      g_autofree char *fault = NULL;

      if (!json_object_has_member (object, name->data))
        continue;
      fault = schema_fault (check->root, json_object_get_object_member (properties, name->data),
                            json_object_get_member (object, name->data));
      if (fault != NULL)
        return g_strdup_printf (".%s%s%s", (char *) name->data, fault[0] == '.' || fault[0] == '[' ? "" : " ", fault);
    }
  return NULL;
}

static char *
check_additional (const Check *check, JsonNode *word)
{
  JsonObject *properties = json_object_get_object_member (check->schema, "properties");
  g_autoptr (GList) names = json_object_get_members (json_node_get_object (check->value));

  g_assert_false (json_node_get_boolean (word));
  for (GList *name = names; name != NULL; name = name->next)
    {
      if (!json_object_has_member (properties, name->data))
        return g_strdup_printf ("has the member %s, which is not documented", (char *) name->data);
    }
  return NULL;
}

static char *
check_items (const Check *check, JsonNode *word)
{
  JsonArray *array = json_node_get_array (check->value);

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autofree char *fault =
        schema_fault (check->root, json_node_get_object (word), json_array_get_element (array, i));

      if (fault != NULL)
        return g_strdup_printf ("[%u]%s%s", i, fault[0] == '.' || fault[0] == '[' ? "" : " ", fault);
    }
  return NULL;
}

static char *
check_enum (const Check *check, JsonNode *word)
{
  JsonArray *values = json_node_get_array (word);

  for (guint i = 0; i < json_array_get_length (values); i++)
    {
      if (json_node_equal (json_array_get_element (values, i), check->value))
        return NULL;
    }
  return g_strdup ("is none of those it may be");
}

static char *
check_const (const Check *check, JsonNode *word)
{
  return json_node_equal (word, check->value) ? NULL : g_strdup_printf ("is not %s", json_node_get_string (word));
}

static char *
check_pattern (const Check *check, JsonNode *word)
{
  const char *pattern = json_node_get_string (word);

  return g_regex_match_simple (pattern, json_node_get_string (check->value), G_REGEX_DOLLAR_ENDONLY, 0)
           ? NULL
           : g_strdup_printf ("“%s” does not match %s", json_node_get_string (check->value), pattern);
}

static char *
compare (gint64 number, gint64 bound, int sign, const char *what)
{
  return (sign < 0 && number < bound) || (sign > 0 && number > bound)
           ? g_strdup_printf ("%s %" G_GINT64_FORMAT " is beyond %" G_GINT64_FORMAT, what, number, bound)
           : NULL;
}

static char *
check_minimum (const Check *check, JsonNode *word)
{
  return compare (json_node_get_int (check->value), json_node_get_int (word), -1, "the number");
}

static char *
check_maximum (const Check *check, JsonNode *word)
{
  return compare (json_node_get_int (check->value), json_node_get_int (word), 1, "the number");
}

static char *
check_min_length (const Check *check, JsonNode *word)
{
  return compare (g_utf8_strlen (json_node_get_string (check->value), -1), json_node_get_int (word), -1, "the length");
}

static char *
check_max_length (const Check *check, JsonNode *word)
{
  return compare (g_utf8_strlen (json_node_get_string (check->value), -1), json_node_get_int (word), 1, "the length");
}

static char *
check_min_items (const Check *check, JsonNode *word)
{
  return compare (json_array_get_length (json_node_get_array (check->value)), json_node_get_int (word), -1, "the number of items");
}

static char *
check_max_items (const Check *check, JsonNode *word)
{
  return compare (json_array_get_length (json_node_get_array (check->value)), json_node_get_int (word), 1, "the number of items");
}

static char *
check_one_of (const Check *check, JsonNode *word)
{
  JsonArray *schemas = json_node_get_array (word);
  g_autoptr (GString) faults = g_string_new (NULL);
  guint fitting = 0;

  for (guint i = 0; i < json_array_get_length (schemas); i++)
    {
      g_autofree char *fault = schema_fault (check->root, json_array_get_object_element (schemas, i), check->value);

      if (fault == NULL)
        fitting++;
      else
        g_string_append_printf (faults, "; %s", fault);
    }
  return fitting == 1 ? NULL : g_strdup_printf ("fits %u of what it must fit one of%s", fitting, faults->str);
}

static char *
check_nothing (const Check *check, JsonNode *word)
{
  return NULL;
}

static char *
check_reference (const Check *check, JsonNode *word)
{
  return schema_fault (check->root, schema_resolve (check->root, check->schema), check->value);
}

/* "type" comes first: the others rest on it. */
static const struct
{
  const char *word;
  char *(*check) (const Check *check, JsonNode *word);
} WORDS[] = {
  { "type", check_type },
  { "$ref", check_reference },
  { "additionalProperties", check_additional },
  { "const", check_const },
  { "description", check_nothing },
  { "enum", check_enum },
  { "items", check_items },
  { "maxItems", check_max_items },
  { "maxLength", check_max_length },
  { "maximum", check_maximum },
  { "minItems", check_min_items },
  { "minLength", check_min_length },
  { "minimum", check_minimum },
  { "oneOf", check_one_of },
  { "pattern", check_pattern },
  { "properties", check_properties },
  { "required", check_required },
};

char *
schema_fault (JsonObject *root, JsonObject *schema, JsonNode *value)
{
  const Check check = { .root = root, .schema = schema, .value = value };
  guint known = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (WORDS); i++)
    {
      char *fault = NULL;

      if (!json_object_has_member (schema, WORDS[i].word))
        continue;
      known++;
      fault = WORDS[i].check (&check, json_object_get_member (schema, WORDS[i].word));
      if (fault != NULL)
        return fault;
    }
  return known == json_object_get_size (schema) ? NULL : g_strdup ("cannot be judged: its schema has a word that is not known here");
}
