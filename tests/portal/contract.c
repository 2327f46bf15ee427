/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "contract.h"

#include <string.h>
#include "schema.h"

#define LINES "application/x-ndjson"

struct _Contract
{
  JsonParser *parser;
  JsonObject *root;
  GHashTable *seen; /* "POST /v1/enrol 200" */
};

Contract *
contract_load (const char *path)
{
  Contract *self = g_new0 (Contract, 1);
  g_autoptr (GError) error = NULL;

  self->parser = json_parser_new ();
  json_parser_load_from_file (self->parser, path, &error);
  g_assert_no_error (error);
  self->root = json_node_get_object (json_parser_get_root (self->parser));
  self->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

void
contract_free (Contract *self)
{
  g_hash_table_unref (self->seen);
  g_object_unref (self->parser);
  g_free (self);
}

char *
contract_fault (Contract *self, JsonObject *schema, JsonNode *value)
{
  return schema_fault (self->root, schema, value);
}

static JsonObject *
find_operation (Contract *self, const char *operation)
{
  g_auto (GStrv) words = g_strsplit (operation, " ", 2);
  g_autofree char *method = g_ascii_strdown (words[0], -1);
  JsonObject *paths = json_object_get_object_member (self->root, "paths");

  g_assert_true (json_object_has_member (paths, words[1]));
  return json_object_get_object_member (json_object_get_object_member (paths, words[1]), method);
}

static JsonObject *
find_answer (Contract *self, const char *operation, guint status)
{
  JsonObject *answers = json_object_get_object_member (find_operation (self, operation), "responses");
  g_autofree char *key = g_strdup_printf ("%u", status);

  if (!json_object_has_member (answers, key))
    g_error ("%s answered %u, which the contract does not have", operation, status);
  return schema_resolve (self->root, json_object_get_object_member (answers, key));
}

static JsonNode *
parse_body (GBytes *body)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GError) error = NULL;

  json_parser_load_from_data (parser, g_bytes_get_data (body, NULL), g_bytes_get_size (body), &error);
  g_assert_no_error (error);
  return json_parser_steal_root (parser);
}

/* A file of lines as the array of them. (transfer full) */
static JsonNode *
parse_lines (GBytes *body)
{
  g_autofree char *text = g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
  g_auto (GStrv) lines = g_strsplit (g_strchomp (text), "\n", -1);
  JsonArray *array = json_array_new ();

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autoptr (GBytes) line = g_bytes_new (lines[i], strlen (lines[i]));

      json_array_add_element (array, parse_body (line));
    }
  return json_node_init_array (json_node_alloc (), array);
}

static void
check_content (Contract *self, const char *operation, JsonObject *content, const char *type, GBytes *body)
{
  g_autoptr (JsonNode) value = NULL;
  g_autofree char *fault = NULL;
  JsonObject *media = NULL;

  g_assert_nonnull (type);
  if (!json_object_has_member (content, type))
    g_error ("%s: the contract does not have the type %s", operation, type);
  media = json_object_get_object_member (content, type);
  if (!json_object_has_member (media, "schema"))
    return;
  value = strcmp (type, LINES) == 0 ? parse_lines (body) : parse_body (body);
  fault = contract_fault (self, json_object_get_object_member (media, "schema"), value);
  if (fault != NULL)
    g_error ("%s: %s", operation, fault);
}

static void
check_codes (const char *operation, JsonObject *answer, GBytes *body)
{
  g_autoptr (JsonNode) value = NULL;
  JsonArray *codes = NULL;
  const char *code = NULL;

  if (!json_object_has_member (answer, "x-kaunta-codes"))
    return;
  value = parse_body (body);
  code = json_object_get_string_member (json_node_get_object (value), "code");
  codes = json_object_get_array_member (answer, "x-kaunta-codes");
  for (guint i = 0; i < json_array_get_length (codes); i++)
    {
      if (strcmp (json_array_get_string_element (codes, i), code) == 0)
        return;
    }
  g_error ("%s: the contract does not have the code %s for this status", operation, code);
}

static void
check_headers (Contract *self, const char *operation, JsonObject *answer, SoupMessageHeaders *headers)
{
  g_autoptr (GList) names = NULL;

  if (!json_object_has_member (answer, "headers"))
    return;
  names = json_object_get_members (json_object_get_object_member (answer, "headers"));
  for (GList *name = names; name != NULL; name = name->next)
    {
      JsonObject *header = json_object_get_object_member (json_object_get_object_member (answer, "headers"), name->data);
      const char *text = soup_message_headers_get_one (headers, name->data);
      g_autoptr (JsonNode) value = json_node_init_string (json_node_alloc (), text != NULL ? text : "");
      g_autofree char *fault = contract_fault (self, json_object_get_object_member (header, "schema"), value);

      if (text == NULL || fault != NULL)
        g_error ("%s: header %s: %s", operation, (char *) name->data, text != NULL ? fault : "missing");
    }
}

void
contract_check_request (Contract *self, const char *operation, GBytes *body)
{
  JsonObject *request = json_object_get_object_member (find_operation (self, operation), "requestBody");
  JsonObject *content = json_object_get_object_member (request, "content");

  check_content (self, operation, content, json_object_has_member (content, LINES) ? LINES : "application/json", body);
}

void
contract_check_reply (Contract *self, const char *operation, const HttpReply *reply)
{
  JsonObject *answer = find_answer (self, operation, reply->status);
  const char *type = soup_message_headers_get_content_type (reply->headers, NULL);

  check_headers (self, operation, answer, reply->headers);
  if (json_object_has_member (answer, "content"))
    check_content (self, operation, json_object_get_object_member (answer, "content"), type, reply->body);
  else
    g_assert_cmpuint (g_bytes_get_size (reply->body), ==, 0);
  check_codes (operation, answer, reply->body);
  g_hash_table_add (self->seen, g_strdup_printf ("%s %u", operation, reply->status));
}

static void
check_operation_seen (Contract *self, const char *path, const char *method, JsonObject *operation)
{
  g_autofree char *upper = g_ascii_strup (method, -1);
  g_autoptr (GList) statuses = json_object_get_members (json_object_get_object_member (operation, "responses"));

  for (GList *status = statuses; status != NULL; status = status->next)
    {
      g_autofree char *answer = g_strdup_printf ("%s %s %s", upper, path, (char *) status->data);

      if (!g_hash_table_contains (self->seen, answer))
        g_error ("%s is in the contract and was never answered", answer);
    }
}

void
contract_check_all_seen (Contract *self)
{
  JsonObject *paths = json_object_get_object_member (self->root, "paths");
  g_autoptr (GList) names = json_object_get_members (paths);

  for (GList *name = names; name != NULL; name = name->next)
    {
      JsonObject *path = json_object_get_object_member (paths, name->data);
      g_autoptr (GList) methods = json_object_get_members (path);

      for (GList *method = methods; method != NULL; method = method->next)
        check_operation_seen (self, name->data, method->data, json_object_get_object_member (path, method->data));
    }
}
