/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "value.h"

#include <string.h>

#define MAX_NUMBER 16
#define MAX_NAME 200
#define MAX_PIN_HASH 128 /* libsodium's crypto_pwhash_STRBYTES */
#define MAX_OFFICE 64

static gboolean
is_pin_hash (const char *text)
{
  return strlen (text) < MAX_PIN_HASH && g_str_has_prefix (text, "$argon2id$") && g_str_is_ascii (text);
}

JsonObject *
kaunta_staff_to_json (const KauntaStaff *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "number", self->number);
  json_object_set_string_member (object, "name", self->name);
  json_object_set_string_member (object, "role", kaunta_role_to_nick (self->role));
  json_object_set_string_member (object, "pin_hash", self->pin_hash);
  json_object_set_boolean_member (object, "active", self->active);
  return object;
}

KauntaStaff *
kaunta_staff_from_json (JsonObject *object, GError **error)
{
  g_autofree char *number = NULL;
  g_autofree char *name = NULL;
  g_autofree char *nick = NULL;
  g_autofree char *pin_hash = NULL;
  KauntaRole role = KAUNTA_ROLE_CLERK;
  gboolean active = FALSE;

  if (!kaunta_field_get_word (object, "number", MAX_NUMBER, &number, error)
      || !kaunta_field_get_text (object, "name", MAX_NAME, &name, error)
      || !kaunta_field_get_word (object, "role", 16, &nick, error)
      || !kaunta_field_get_form (object, "pin_hash", is_pin_hash, &pin_hash, error)
      || !kaunta_field_get_boolean (object, "active", &active, error))
    return NULL;
  if (!kaunta_role_from_nick (nick, &role))
    {
      kaunta_field_refuse (error, "role", "unknown");
      return NULL;
    }
  return kaunta_staff_new (number, name, role, pin_hash, active);
}

JsonObject *
kaunta_policy_to_json (const KauntaPolicy *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "office", self->office);
  json_object_set_string_member (object, "office_name", self->office_name);
  json_object_set_string_member (object, "county_name", self->county_name);
  json_object_set_boolean_member (object, "part_payment", self->part_payment);
  json_object_set_int_member (object, "variance_limit", self->variance_limit);
  json_object_set_int_member (object, "float_usual", self->float_usual);
  return object;
}

KauntaPolicy *
kaunta_policy_from_json (JsonObject *object, GError **error)
{
  g_autofree char *office = NULL;
  g_autofree char *office_name = NULL;
  g_autofree char *county_name = NULL;
  gboolean part_payment = FALSE;
  gint64 variance_limit = 0;
  gint64 float_usual = 0;

  if (!kaunta_field_get_word (object, "office", MAX_OFFICE, &office, error)
      || !kaunta_field_get_text (object, "office_name", MAX_NAME, &office_name, error)
      || !kaunta_field_get_text (object, "county_name", MAX_NAME, &county_name, error)
      || !kaunta_field_get_boolean (object, "part_payment", &part_payment, error)
      || !kaunta_field_get_cents (object, "variance_limit", &variance_limit, error)
      || !kaunta_field_get_cents (object, "float_usual", &float_usual, error))
    return NULL;
  return kaunta_policy_new (office, office_name, county_name, part_payment, variance_limit, float_usual);
}
