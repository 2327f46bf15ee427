/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "changes.h"

#include <string.h>

#include "value.h"

#define MAX_CHANGES 1000
#define MAX_CURSOR 64
#define MAX_ID 128

/* The casts hide a difference between pointers to structs alone, which every ABI that GLib runs on passes alike; GLib rests on it, too. */
typedef JsonObject *(*Writer) (gconstpointer value);
typedef gpointer (*Reader) (JsonObject *object, GError **error);

static const struct
{
  const char *nick;
  GType (*get_type) (void);
  Writer write;
  Reader read;
} kinds[] = {
  [KAUNTA_CHANGE_PAYER] = { "payer", kaunta_payer_get_type, (Writer) kaunta_payer_to_json, (Reader) kaunta_payer_from_json },
  [KAUNTA_CHANGE_SERVICE] = { "service", kaunta_service_get_type, (Writer) kaunta_service_to_json, (Reader) kaunta_service_from_json },
  [KAUNTA_CHANGE_TARIFF] = { "tariff", kaunta_tariff_get_type, (Writer) kaunta_tariff_to_json, (Reader) kaunta_tariff_from_json },
  [KAUNTA_CHANGE_STAFF] = { "staff", kaunta_staff_get_type, (Writer) kaunta_staff_to_json, (Reader) kaunta_staff_from_json },
  [KAUNTA_CHANGE_POLICY] = { "policy", kaunta_policy_get_type, (Writer) kaunta_policy_to_json, (Reader) kaunta_policy_from_json },
  [KAUNTA_CHANGE_BILL] = { "bill", kaunta_bill_get_type, (Writer) kaunta_bill_to_json, (Reader) kaunta_bill_from_json },
  [KAUNTA_CHANGE_PAYMENT] = { "payment", kaunta_payment_get_type, (Writer) kaunta_payment_to_json, (Reader) kaunta_payment_from_json },
  [KAUNTA_CHANGE_EXCEPTION]
      = { "exception", kaunta_exception_get_type, (Writer) kaunta_exception_to_json, (Reader) kaunta_exception_from_json },
  [KAUNTA_CHANGE_DEVICE] = { "device", kaunta_device_get_type, (Writer) kaunta_device_to_json, (Reader) kaunta_device_from_json },
};

const char *
kaunta_change_kind_to_nick (KauntaChangeKind kind)
{
  g_return_val_if_fail (kind < G_N_ELEMENTS (kinds), NULL);

  return kinds[kind].nick;
}

gboolean
kaunta_change_kind_from_nick (const char *nick, KauntaChangeKind *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (kinds[i].nick, nick) == 0)
      {
        *kind = i;
        return TRUE;
      }
  return FALSE;
}

GType
kaunta_change_kind_get_value_type (KauntaChangeKind kind)
{
  g_return_val_if_fail (kind < G_N_ELEMENTS (kinds), G_TYPE_INVALID);

  return kinds[kind].get_type ();
}

KauntaChange *
kaunta_change_new (KauntaChangeKind kind, const char *id, gint64 at, gpointer boxed_value)
{
  KauntaChange *self = g_new0 (KauntaChange, 1);

  self->kind = kind;
  self->id = g_strdup (id);
  self->deleted = boxed_value == NULL;
  self->at = at;
  if (boxed_value != NULL)
    self->value = g_boxed_copy (kaunta_change_kind_get_value_type (kind), boxed_value);
  return self;
}

void
kaunta_change_free (KauntaChange *self)
{
  if (self->value != NULL)
    g_boxed_free (kaunta_change_kind_get_value_type (self->kind), self->value);
  g_free (self->id);
  g_free (self);
}

JsonNode *
kaunta_change_value_to_json (KauntaChangeKind kind, gconstpointer value)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  g_return_val_if_fail (kind < G_N_ELEMENTS (kinds), node);

  json_node_take_object (node, kinds[kind].write (value));
  return node;
}

gpointer
kaunta_change_value_from_json (KauntaChangeKind kind, JsonNode *node, GError **error)
{
  g_return_val_if_fail (kind < G_N_ELEMENTS (kinds), NULL);

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      kaunta_field_refuse (error, "data", "not an object");
      return NULL;
    }
  return kinds[kind].read (json_node_get_object (node), error);
}

void
kaunta_changes_page_clear (KauntaChangesPage *self)
{
  g_clear_pointer (&self->cursor, g_free);
  g_clear_pointer (&self->changes, g_ptr_array_unref);
}

static JsonObject *
write_change (const KauntaChange *change)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "kind", kaunta_change_kind_to_nick (change->kind));
  json_object_set_string_member (object, "id", change->id);
  json_object_set_string_member (object, "op", change->deleted ? "delete" : "put");
  kaunta_field_set_time (object, "at", change->at);
  if (!change->deleted)
    json_object_set_member (object, "data", kaunta_change_value_to_json (change->kind, change->value));
  return object;
}

GBytes *
kaunta_changes_page_encode (const KauntaChangesPage *self)
{
  JsonObject *object = json_object_new ();
  JsonArray *array = json_array_sized_new (self->changes->len);

  for (guint i = 0; i < self->changes->len; i++)
    json_array_add_object_element (array, write_change (g_ptr_array_index (self->changes, i)));
  json_object_set_string_member (object, "cursor", self->cursor);
  json_object_set_boolean_member (object, "more", self->more);
  json_object_set_array_member (object, "changes", array);
  return kaunta_field_close_body (object);
}

static gpointer
read_value (JsonObject *object, KauntaChangeKind kind, GError **error)
{
  JsonObject *data = NULL;
  gpointer value = NULL;

  if (!kaunta_field_get_object (object, "data", &data, error))
    return NULL;
  value = kinds[kind].read (data, error);
  if (value == NULL)
    g_prefix_error (error, "data.");
  return value;
}

/* Leaves @change NULL when the kind is one that this version does not know. */
static gboolean
read_change (JsonObject *object, KauntaChange **change, GError **error)
{
  g_autofree char *nick = NULL;
  g_autofree char *id = NULL;
  g_autofree char *op = NULL;
  KauntaChangeKind kind = KAUNTA_CHANGE_PAYER;
  gint64 at = 0;
  gpointer value = NULL;

  if (!kaunta_field_get_word (object, "kind", 32, &nick, error))
    return FALSE;
  if (!kaunta_change_kind_from_nick (nick, &kind))
    return TRUE;
  if (!kaunta_field_get_text (object, "id", MAX_ID, &id, error) || !kaunta_field_get_word (object, "op", 16, &op, error)
      || !kaunta_field_get_time (object, "at", &at, error))
    return FALSE;
  if (!g_str_equal (op, "put") && !g_str_equal (op, "delete"))
    return kaunta_field_refuse (error, "op", "unknown");
  if (g_str_equal (op, "put") && (value = read_value (object, kind, error)) == NULL)
    return FALSE;

  *change = kaunta_change_new (kind, id, at, NULL);
  (*change)->deleted = value == NULL;
  (*change)->value = value;
  return TRUE;
}

static GPtrArray *
read_changes (JsonArray *array, GError **error)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_change_free);

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *object = NULL;
      KauntaChange *change = NULL;

      if (!kaunta_field_get_element (array, "changes", i, &object, error))
        return NULL;
      if (!read_change (object, &change, error))
        {
          g_prefix_error (error, "changes[%u].", i);
          return NULL;
        }
      if (change != NULL)
        g_ptr_array_add (changes, change);
    }
  return g_steal_pointer (&changes);
}

gboolean
kaunta_changes_page_decode (GBytes *body, KauntaChangesPage *self, GError **error)
{
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *cursor = NULL;
  JsonObject *object = NULL;
  JsonArray *array = NULL;
  gboolean more = FALSE;

  if (!kaunta_field_open_body (body, KAUNTA_WIRE_MAX_ANSWER_BYTES, &root, &object, error)
      || !kaunta_field_get_word (object, "cursor", MAX_CURSOR, &cursor, error)
      || !kaunta_field_get_boolean (object, "more", &more, error)
      || !kaunta_field_get_array (object, "changes", MAX_CHANGES, &array, error))
    return FALSE;

  self->changes = read_changes (array, error);
  if (self->changes == NULL)
    return FALSE;
  self->cursor = g_steal_pointer (&cursor);
  self->more = more;
  return TRUE;
}
