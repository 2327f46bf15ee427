/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <json-glib/json-glib.h>
#include <string.h>

#include "json.h"
#include "samples.h"
#include "wire.h"

/* The ways in which each member of each message is wrong once. */
typedef enum
{
  WRONG_MISSING,
  WRONG_NULL,
  WRONG_TYPE,
  WRONG_LENGTH,
  WRONG_RANGE,
  N_WRONGS,
} Wrong;

static JsonNode *
parse (GBytes *body)
{
  g_autoptr (GError) error = NULL;
  gsize length = 0;
  const char *text = g_bytes_get_data (body, &length);
  JsonNode *root = kaunta_json_parse (text, length, 1024 * 1024, KAUNTA_JSON_NORMAL, &error);

  g_assert_no_error (error);
  return root;
}

static char *
to_canonical (GBytes *body)
{
  g_autoptr (JsonNode) root = parse (body);
  char *text = kaunta_json_canonical (root, NULL, NULL);

  g_assert_nonnull (text);
  return text;
}

static void
passes_unchanged (gconstpointer data)
{
  const Sample *sample = data;
  g_autoptr (GBytes) body = sample->make ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) again = sample->pass (body, &error);
  g_autofree char *before = to_canonical (body);
  g_autofree char *after = NULL;

  g_assert_no_error (error);
  after = to_canonical (again);
  g_assert_cmpstr (after, ==, before);
}

static JsonNode *
make_wrong_type (JsonNode *member)
{
  JsonNode *node = json_node_new (JSON_NODE_VALUE);

  if (JSON_NODE_HOLDS_VALUE (member) && json_node_get_value_type (member) == G_TYPE_STRING)
    json_node_set_int (node, 1);
  else
    json_node_set_string (node, "1");
  return node;
}

static JsonNode *
make_long (JsonNode *member)
{
  g_autofree char *text = g_strnfill (5000, 'A');
  JsonNode *node = NULL;

  if (!JSON_NODE_HOLDS_VALUE (member) || json_node_get_value_type (member) != G_TYPE_STRING)
    return NULL;
  node = json_node_new (JSON_NODE_VALUE);
  json_node_set_string (node, text);
  return node;
}

static JsonNode *
make_negative (JsonNode *member)
{
  JsonNode *node = NULL;

  if (!JSON_NODE_HOLDS_VALUE (member) || json_node_get_value_type (member) != G_TYPE_INT64)
    return NULL;
  node = json_node_new (JSON_NODE_VALUE);
  json_node_set_int (node, -1);
  return node;
}

/* FALSE when this member can't be wrong in this way. */
static gboolean
break_member (JsonObject *object, const char *key, Wrong wrong)
{
  JsonNode *member = json_object_get_member (object, key);
  JsonNode *broken = NULL;

  if (wrong == WRONG_MISSING)
    {
      json_object_remove_member (object, key);
      return TRUE;
    }
  if (wrong == WRONG_NULL)
    broken = json_node_new (JSON_NODE_NULL);
  else if (wrong == WRONG_TYPE)
    broken = make_wrong_type (member);
  else if (wrong == WRONG_LENGTH)
    broken = make_long (member);
  else
    broken = make_negative (member);
  if (broken == NULL)
    return FALSE;
  json_object_set_member (object, key, broken);
  return TRUE;
}

/* The object and name of the @n-th member in depth-first order. */
static gboolean
find_member (JsonNode *node, guint *n, JsonObject **owner, char **key)
{
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        if (find_member (json_array_get_element (array, i), n, owner, key))
          return TRUE;
    }
  else if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObject *object = json_node_get_object (node);
      g_autoptr (GList) names = json_object_get_members (object);

      for (GList *l = names; l != NULL; l = l->next)
        {
          if ((*n)-- == 0)
            {
              *owner = object;
              *key = g_strdup (l->data);
              return TRUE;
            }
          if (find_member (json_object_get_member (object, l->data), n, owner, key))
            return TRUE;
        }
    }
  return FALSE;
}

static gboolean
names_member (const char *list, const char *key)
{
  g_autofree char *word = g_strconcat (" ", key, " ", NULL);

  return strstr (list, word) != NULL;
}

static void
check_refused (const Sample *sample, const char *key, Wrong wrong, GBytes *body)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) passed = sample->pass (body, &error);

  g_test_message ("%s, %s wrong in way %d: %s", sample->name, key, wrong, error != NULL ? error->message : "taken");
  if (names_member (sample->ignored, key) || (names_member (sample->optional, key) && wrong <= WRONG_NULL))
    {
      g_assert_no_error (error);
      return;
    }
  g_assert_null (passed);
  g_assert_true (g_error_matches (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_MALFORMED)
                 || g_error_matches (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_BAD_ENTRY));
  g_assert_nonnull (strstr (error->message, error->code == KAUNTA_WIRE_ERROR_MALFORMED ? key : "entries[0]"));
}

/* FALSE when the message has fewer members. */
static gboolean
check_member (const Sample *sample, guint index, Wrong wrong)
{
  g_autoptr (GBytes) whole = sample->make ();
  g_autoptr (JsonNode) root = parse (whole);
  g_autoptr (GBytes) body = NULL;
  g_autofree char *key = NULL;
  JsonObject *owner = NULL;
  char *text = NULL;

  if (!find_member (root, &index, &owner, &key))
    return FALSE;
  if (!break_member (owner, key, wrong))
    return TRUE;
  text = json_to_string (root, FALSE);
  body = g_bytes_new_take (text, strlen (text));
  check_refused (sample, key, wrong, body);
  return TRUE;
}

static void
refuses_each_member_wrong_once (gconstpointer data)
{
  const Sample *sample = data;
  guint members = 0;

  while (check_member (sample, members, WRONG_MISSING))
    {
      for (Wrong wrong = WRONG_NULL; wrong < N_WRONGS; wrong++)
        check_member (sample, members, wrong);
      members++;
    }
  g_assert_cmpuint (members, >=, 3);
}

static void
ignores_unknown_members (gconstpointer data)
{
  const Sample *sample = data;
  g_autoptr (GBytes) body = sample->make ();
  g_autoptr (JsonNode) root = parse (body);
  g_autoptr (GBytes) widened = NULL;
  g_autoptr (GBytes) passed = NULL;
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  json_object_set_string_member (json_node_get_object (root), "added_later", "whatever");
  text = json_to_string (root, FALSE);
  widened = g_bytes_new_take (text, strlen (text));
  passed = sample->pass (widened, &error);
  g_assert_no_error (error);
}

/* Cut anywhere, a message is no message. */
static void
refuses_what_is_cut (gconstpointer data)
{
  const Sample *sample = data;
  g_autoptr (GBytes) body = sample->make ();

  for (gsize length = 0; length < g_bytes_get_size (body); length++)
    {
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (body, 0, length);
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) passed = sample->pass (part, &error);

      g_assert_null (passed);
      g_assert_error (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_MALFORMED);
    }
}

static void
refuses_hostile_bodies (gconstpointer data)
{
  const Sample *sample = data;
  g_autofree char *deep = g_strnfill (100000, '[');
  const char *const bodies[] = {
    "", " ", "null", "[]", "\"text\"", "0", "{}", "<!DOCTYPE html><html><body>Sign in to the network</body></html>", "{\"a\":1,\"a\":1}",
    "{\"seq\":1e400}", "{'seq':1}", "{} {}", "\xff\xfe{\"a\":1}", deep,
  };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (GBytes) body = g_bytes_new_static (bodies[i], strlen (bodies[i]));
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) passed = sample->pass (body, &error);

      g_assert_null (passed);
      g_assert_error (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_MALFORMED);
    }
}

static void
add (const char *behaviour, const Sample *sample, GTestDataFunc test)
{
  g_autofree char *path = g_strdup_printf ("/wire/%s/%s", sample->name, behaviour);

  g_test_add_data_func (path, sample, test);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < n_samples; i++)
    {
      add ("passes-unchanged", &samples[i], passes_unchanged);
      add ("refuses-each-member-wrong-once", &samples[i], refuses_each_member_wrong_once);
      add ("ignores-unknown-members", &samples[i], ignores_unknown_members);
      add ("refuses-what-is-cut", &samples[i], refuses_what_is_cut);
      add ("refuses-hostile-bodies", &samples[i], refuses_hostile_bodies);
    }

  return g_test_run ();
}
