/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "value.h"

#include "money.h"

#define MAX_IDENTIFIER 64
#define MAX_NAME 200
#define MAX_KRA_PIN 20
#define MAX_PLACE 100

JsonObject *
kaunta_payer_to_json (const KauntaPayer *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "kind", kaunta_payer_kind_to_nick (self->kind));
  json_object_set_string_member (object, "id", self->id);
  json_object_set_string_member (object, "name", self->name);
  kaunta_field_set_optional (object, "phone", self->phone);
  kaunta_field_set_optional (object, "kra_pin", self->kra_pin);
  kaunta_field_set_optional (object, "place", self->place);
  kaunta_field_set_time (object, "updated", self->updated);
  return object;
}

KauntaPayer *
kaunta_payer_from_json (JsonObject *object, GError **error)
{
  g_autofree char *nick = NULL;
  g_autofree char *id = NULL;
  g_autofree char *name = NULL;
  g_autofree char *phone = NULL;
  g_autofree char *kra_pin = NULL;
  g_autofree char *place = NULL;
  KauntaPayerKind kind = KAUNTA_PAYER_OTHER;
  gint64 updated = 0;

  if (!kaunta_field_get_word (object, "kind", 16, &nick, error)
      || !kaunta_field_get_text (object, "id", MAX_IDENTIFIER, &id, error)
      || !kaunta_field_get_text (object, "name", MAX_NAME, &name, error)
      || !kaunta_field_get_optional_form (object, "phone", kaunta_field_is_phone, &phone, error)
      || !kaunta_field_get_optional_text (object, "kra_pin", MAX_KRA_PIN, &kra_pin, error)
      || !kaunta_field_get_optional_text (object, "place", MAX_PLACE, &place, error)
      || !kaunta_field_get_time (object, "updated", &updated, error))
    return NULL;
  if (!kaunta_payer_kind_from_nick (nick, &kind))
    {
      kaunta_field_refuse (error, "kind", "unknown");
      return NULL;
    }
  return kaunta_payer_new (kind, id, name, phone, kra_pin, place, updated, 0);
}

JsonObject *
kaunta_device_to_json (const KauntaDevice *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "device", self->device);
  json_object_set_string_member (object, "name", self->name);
  json_object_set_string_member (object, "key", self->key);
  json_object_set_int_member (object, "epoch", self->epoch);
  return object;
}

KauntaDevice *
kaunta_device_from_json (JsonObject *object, GError **error)
{
  g_autofree char *device = NULL;
  g_autofree char *name = NULL;
  g_autofree char *key = NULL;
  gint64 epoch = 0;

  if (!kaunta_field_get_form (object, "device", kaunta_field_is_device, &device, error)
      || !kaunta_field_get_text (object, "name", MAX_NAME, &name, error)
      || !kaunta_field_get_form (object, "key", kaunta_field_is_public_key, &key, error)
      || !kaunta_field_get_integer (object, "epoch", 1, KAUNTA_CENTS_MAX, &epoch, error))
    return NULL;
  return kaunta_device_new (device, name, key, epoch);
}
