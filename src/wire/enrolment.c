/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "enrolment.h"

#include "field.h"
#include "money.h"

#define MAX_BYTES (16 * 1024)
#define MAX_CODE 64
#define MAX_NAME 80
#define MAX_OFFICE 64
#define MAX_TOKEN 512

void
kaunta_enrol_request_clear (KauntaEnrolRequest *self)
{
  g_clear_pointer (&self->code, g_free);
  g_clear_pointer (&self->key, g_free);
  g_clear_pointer (&self->name, g_free);
}

GBytes *
kaunta_enrol_request_encode (const KauntaEnrolRequest *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "code", self->code);
  json_object_set_string_member (object, "key", self->key);
  json_object_set_string_member (object, "name", self->name);
  return kaunta_field_close_body (object);
}

gboolean
kaunta_enrol_request_decode (GBytes *body, KauntaEnrolRequest *self, GError **error)
{
  g_auto (KauntaEnrolRequest) request = { 0 };
  g_autoptr (JsonNode) root = NULL;
  JsonObject *object = NULL;

  if (!kaunta_field_open_body (body, MAX_BYTES, &root, &object, error)
      || !kaunta_field_get_word (object, "code", MAX_CODE, &request.code, error)
      || !kaunta_field_get_form (object, "key", kaunta_field_is_public_key, &request.key, error)
      || !kaunta_field_get_text (object, "name", MAX_NAME, &request.name, error))
    return FALSE;
  *self = request;
  request = (KauntaEnrolRequest){ 0 };
  return TRUE;
}

void
kaunta_enrol_answer_clear (KauntaEnrolAnswer *self)
{
  g_clear_pointer (&self->device, g_free);
  g_clear_pointer (&self->office, g_free);
  g_clear_pointer (&self->portal_key, g_free);
  g_clear_pointer (&self->token, g_free);
}

GBytes *
kaunta_enrol_answer_encode (const KauntaEnrolAnswer *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "device", self->device);
  json_object_set_int_member (object, "epoch", self->epoch);
  json_object_set_string_member (object, "office", self->office);
  json_object_set_string_member (object, "portal_key", self->portal_key);
  json_object_set_string_member (object, "token", self->token);
  return kaunta_field_close_body (object);
}

gboolean
kaunta_enrol_answer_decode (GBytes *body, KauntaEnrolAnswer *self, GError **error)
{
  g_auto (KauntaEnrolAnswer) answer = { 0 };
  g_autoptr (JsonNode) root = NULL;
  JsonObject *object = NULL;

  if (!kaunta_field_open_body (body, MAX_BYTES, &root, &object, error)
      || !kaunta_field_get_form (object, "device", kaunta_field_is_device, &answer.device, error)
      || !kaunta_field_get_integer (object, "epoch", 1, KAUNTA_CENTS_MAX, &answer.epoch, error)
      || !kaunta_field_get_word (object, "office", MAX_OFFICE, &answer.office, error)
      || !kaunta_field_get_form (object, "portal_key", kaunta_field_is_public_key, &answer.portal_key, error)
      || !kaunta_field_get_word (object, "token", MAX_TOKEN, &answer.token, error))
    return FALSE;
  *self = answer;
  answer = (KauntaEnrolAnswer){ 0 };
  return TRUE;
}
