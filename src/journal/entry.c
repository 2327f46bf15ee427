/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "entry.h"
#include "entry-private.h"

#include <string.h>
#include "clock.h"
#include "json.h"
#include "money.h"
#include "number.h"

#define PURPOSE "kaunta-journal-v1"
#define VERSION 1
#define N_KEYS 14
#define HASH_CHARACTERS (2 * KAUNTA_HASH_BYTES)

static void
clear_entry (KauntaEntry *self)
{
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->data, json_object_unref);
  g_free (self->clerk);
  g_free (self->approver);
  g_free (self->till);
}

G_DEFINE_BOXED_TYPE (KauntaEntry, kaunta_entry, kaunta_entry_ref, kaunta_entry_unref)

KauntaEntry *
kaunta_entry_ref (KauntaEntry *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
kaunta_entry_unref (KauntaEntry *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) clear_entry);
}

static gboolean
refuse (KauntaJournalError code, const char *what, GError **error)
{
  g_set_error_literal (error, KAUNTA_JOURNAL_ERROR, code, what);
  return FALSE;
}

static gboolean
read_hex (JsonObject *object, const char *key, gsize characters, const char **hex, GError **error)
{
  if (!kaunta_json_get_string (object, key, hex, error))
    return FALSE;

  if (strlen (*hex) == characters && strspn (*hex, "0123456789abcdef") == characters)
    return TRUE;

  g_set_error (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_KEYS,
               "“%s” is not %" G_GSIZE_FORMAT " hex digits", key, characters);
  return FALSE;
}

static gboolean
read_numbers (KauntaEntry *self, JsonObject *object, GError **error)
{
  gint64 version = 0;

  return kaunta_json_get_integer (object, "v", VERSION, VERSION, &version, error)
         && kaunta_json_get_integer (object, "epoch", 1, KAUNTA_CENTS_MAX, &self->epoch, error)
         && kaunta_json_get_integer (object, "seq", 1, KAUNTA_CENTS_MAX, &self->seq, error)
         && kaunta_json_get_integer (object, "up", 0, KAUNTA_CENTS_MAX, &self->up, error)
         && kaunta_json_get_integer (object, "turnover", -KAUNTA_CENTS_MAX, KAUNTA_CENTS_MAX, &self->turnover,
                                     error);
}

static gboolean
read_place (KauntaEntry *self, JsonObject *object, GError **error)
{
  const char *device = NULL;
  const char *prev = NULL;
  const char *at = NULL;
  const char *boot = NULL;

  if (!kaunta_json_get_string (object, "device", &device, error)
      || !read_hex (object, "prev", HASH_CHARACTERS, &prev, error)
      || !kaunta_json_get_string (object, "at", &at, error)
      || !read_hex (object, "boot", sizeof self->boot - 1, &boot, error))
    return FALSE;
  if (!kaunta_device_is_valid (device))
    return refuse (KAUNTA_JOURNAL_ERROR_KEYS, "“device” is not five digits", error);
  if (!kaunta_time_parse (at, &self->at, NULL))
    return refuse (KAUNTA_JOURNAL_ERROR_KEYS, "“at” is no time of the form 2026-11-23T08:15:30.123Z", error);

  g_strlcpy (self->device, device, sizeof self->device);
  g_strlcpy (self->boot, boot, sizeof self->boot);
  for (gsize i = 0; i < KAUNTA_HASH_BYTES; i++)
    self->prev[i] =
        (guint8) (g_ascii_xdigit_value (prev[2 * i]) << 4 | g_ascii_xdigit_value (prev[2 * i + 1]));
  return TRUE;
}

static gboolean
read_name (JsonObject *object, const char *key, char **name, GError **error)
{
  const char *text = NULL;

  if (!kaunta_json_get_optional_string (object, key, &text, error))
    return FALSE;
  if (text != NULL && *text == '\0')
    return refuse (KAUNTA_JOURNAL_ERROR_KEYS, "a staff number is empty", error);

  *name = g_strdup (text);
  return TRUE;
}

static gboolean
read_people (KauntaEntry *self, JsonObject *object, GError **error)
{
  const char *till = NULL;

  if (!read_name (object, "clerk", &self->clerk, error)
      || !read_name (object, "approver", &self->approver, error)
      || !kaunta_json_get_optional_string (object, "till", &till, error))
    return FALSE;
  if (till != NULL && !kaunta_till_session_parse (till, NULL, NULL, NULL))
    return refuse (KAUNTA_JOURNAL_ERROR_KEYS, "“till” is no till session", error);

  self->till = g_strdup (till);
  return TRUE;
}

static gboolean
read_fact (KauntaEntry *self, JsonObject *object, GError **error)
{
  const char *type = NULL;
  JsonObject *data = NULL;

  if (!kaunta_json_get_string (object, "type", &type, error)
      || !kaunta_json_get_object (object, "data", &data, error))
    return FALSE;
  if (!kaunta_fact_type_from_nick (type, &self->type))
    return refuse (KAUNTA_JOURNAL_ERROR_KEYS, "“type” is no type of entry", error);

  self->data = json_object_ref (data);
  return TRUE;
}

/* All keys present and as many as there are: then there is no other. */
static gboolean
check_keys (JsonObject *object, GError **error)
{
  static const char *const nullable[] = { "approver", "clerk", "till" };

  if (json_object_get_size (object) != N_KEYS)
    return refuse (KAUNTA_JOURNAL_ERROR_KEYS, "it has not exactly the keys of an entry", error);

  for (gsize i = 0; i < G_N_ELEMENTS (nullable); i++)
    {
      if (!json_object_has_member (object, nullable[i]))
        return refuse (KAUNTA_JOURNAL_ERROR_KEYS, "it has not exactly the keys of an entry", error);
    }

  return TRUE;
}

static JsonNode *
parse_canonical (GBytes *body, GError **error)
{
  gsize length = 0;
  const char *text = g_bytes_get_data (body, &length);
  g_autoptr (JsonNode) node =
      kaunta_json_parse (text, length, KAUNTA_ENTRY_MAX_BYTES, KAUNTA_JSON_CANONICAL, error);

  if (node == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      refuse (KAUNTA_JOURNAL_ERROR_FORM, "its JSON is no object", error);
      return NULL;
    }

  return g_steal_pointer (&node);
}

/* @body is @object's canonical form. */
static KauntaEntry *
read_object (JsonObject *object, GBytes *body, GError **error)
{
  g_autoptr (KauntaEntry) self = g_atomic_rc_box_new0 (KauntaEntry);

  if (!check_keys (object, error) || !read_numbers (self, object, error) || !read_place (self, object, error)
      || !read_people (self, object, error) || !read_fact (self, object, error))
    return NULL;

  self->body = g_bytes_ref (body);
  kaunta_hash (g_bytes_get_data (body, NULL), g_bytes_get_size (body), self->hash);
  return g_steal_pointer (&self);
}

KauntaEntry *
kaunta_entry_new_unchecked (GBytes *body, const guint8 sig[KAUNTA_SIGNATURE_BYTES], GError **error)
{
  g_autoptr (JsonNode) node = parse_canonical (body, error);
  KauntaEntry *self = NULL;

  if (node == NULL)
    return NULL;

  self = read_object (json_node_get_object (node), body, error);
  if (self != NULL && sig != NULL)
    memcpy (self->sig, sig, sizeof self->sig);
  return self;
}

gboolean
kaunta_entry_check (const KauntaEntry *self, GError **error)
{
  if (self->approver != NULL && g_strcmp0 (self->approver, self->clerk) == 0)
    return refuse (KAUNTA_JOURNAL_ERROR_APPROVER, "the clerk approved the own act", error);

  return kaunta_fact_check (self->type, self->data, error);
}

gboolean
kaunta_entry_check_approver (const KauntaEntry *self, GError **error)
{
  if (!kaunta_fact_needs_approver (self->type, self->data, -1))
    return TRUE;
  if (self->approver != NULL && self->clerk != NULL)
    return TRUE;

  g_set_error (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_APPROVER,
               "%s needs a second person and has none", kaunta_fact_type_to_nick (self->type));
  return FALSE;
}

KauntaEntry *
kaunta_entry_new_from_bytes (GBytes *body, const guint8 sig[KAUNTA_SIGNATURE_BYTES], GError **error)
{
  g_autoptr (KauntaEntry) self = NULL;

  g_return_val_if_fail (body != NULL, NULL);

  self = kaunta_entry_new_unchecked (body, sig, error);
  if (self == NULL || !kaunta_entry_check (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

gboolean
kaunta_entry_verify (const KauntaEntry *self, const char *public_key, GError **error)
{
  g_return_val_if_fail (self != NULL && public_key != NULL, FALSE);

  return kaunta_key_verify (public_key, PURPOSE, self->hash, sizeof self->hash, self->sig, error);
}

static void
set_text_or_null (JsonObject *object, const char *key, const char *text)
{
  if (text != NULL)
    json_object_set_string_member (object, key, text);
  else
    json_object_set_null_member (object, key);
}

static JsonObject *
write_body (const KauntaPlace *place, const KauntaFact *fact)
{
  JsonObject *object = json_object_new ();
  g_autofree char *prev = kaunta_hash_to_hex (place->prev);
  g_autofree char *at = kaunta_time_format (place->at);

  json_object_set_int_member (object, "v", VERSION);
  json_object_set_string_member (object, "device", place->device);
  json_object_set_int_member (object, "epoch", place->epoch);
  json_object_set_int_member (object, "seq", place->seq);
  json_object_set_string_member (object, "prev", prev);
  json_object_set_string_member (object, "at", at);
  json_object_set_string_member (object, "boot", place->boot);
  json_object_set_int_member (object, "up", place->up);
  set_text_or_null (object, "clerk", place->clerk);
  set_text_or_null (object, "approver", place->approver);
  set_text_or_null (object, "till", place->till);
  json_object_set_string_member (object, "type", kaunta_fact_type_to_nick (fact->type));
  json_object_set_object_member (object, "data", json_object_ref (fact->data));
  json_object_set_int_member (object, "turnover", place->turnover);
  return object;
}

/* (transfer full) */
static GBytes *
write_canonical (JsonNode *node, GError **error)
{
  gsize length = 0;
  char *text = kaunta_json_canonical (node, &length, error);

  if (text == NULL)
    return NULL;
  if (length <= KAUNTA_ENTRY_MAX_BYTES)
    return g_bytes_new_take (text, length);

  g_free (text);
  refuse (KAUNTA_JOURNAL_ERROR_FORM, "it is longer than an entry may be", error);
  return NULL;
}

/* What is written is read by the same checks that every reader makes: no journal can be signed that none accepts. Only the parser is left out,
 * for the canonical form of checked values is one that it takes. */
KauntaEntry *
kaunta_entry_sign (const KauntaPlace *place, const KauntaFact *fact, const KauntaKey *key, GError **error)
{
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (KauntaEntry) self = NULL;

  g_return_val_if_fail (place != NULL && fact != NULL && key != NULL, NULL);

  node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (node, write_body (place, fact));
  body = write_canonical (node, error);
  self = body != NULL ? read_object (json_node_get_object (node), body, error) : NULL;
  if (self == NULL || !kaunta_entry_check (self, error) || !kaunta_entry_check_approver (self, error))
    return NULL;

  kaunta_key_sign (key, PURPOSE, self->hash, sizeof self->hash, self->sig);
  return g_steal_pointer (&self);
}
