/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "enrolment.h"

#include <string.h>

#include "field.h"
#include "json.h"
#include "money.h"

#define MAX_BYTES (64 * 1024)
#define MAX_CA_BYTES (32 * 1024)
#define MAC_LENGTH 43
#define REQUEST_PURPOSE "kaunta-enrol-request-v1"
#define ANSWER_PURPOSE "kaunta-enrol-answer-v1"
#define MAX_NAME 80
#define MAX_OFFICE 64
#define MAX_TOKEN 512

static gboolean
is_selector (const char *text)
{
  return strlen (text) == KAUNTA_ENROL_SELECTOR_LENGTH && strspn (text, "0123456789ABCDEFGHJKMNPQRSTVWXYZ") == KAUNTA_ENROL_SELECTOR_LENGTH;
}

static gboolean
is_hash (const char *text)
{
  return strlen (text) == 64 && strspn (text, "0123456789abcdef") == 64;
}

void
kaunta_enrol_request_clear (KauntaEnrolRequest *self)
{
  g_clear_pointer (&self->code, g_free);
  g_clear_pointer (&self->key, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->mac, g_free);
}

static JsonObject *
write_request (const KauntaEnrolRequest *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "code", self->code);
  json_object_set_string_member (object, "key", self->key);
  json_object_set_string_member (object, "name", self->name);
  return object;
}

void
kaunta_enrol_request_prove (KauntaEnrolRequest *self, const KauntaEnrolKey *key)
{
  g_free (self->mac);
  self->mac = kaunta_enrol_key_mac (key, REQUEST_PURPOSE, write_request (self));
}

gboolean
kaunta_enrol_request_is_proved (const KauntaEnrolRequest *self, const KauntaEnrolKey *key)
{
  return kaunta_enrol_key_check (key, REQUEST_PURPOSE, write_request (self), self->mac);
}

GBytes *
kaunta_enrol_request_encode (const KauntaEnrolRequest *self)
{
  JsonObject *object = write_request (self);

  json_object_set_string_member (object, "mac", self->mac);
  return kaunta_field_close_body (object);
}

gboolean
kaunta_enrol_request_decode (GBytes *body, KauntaEnrolRequest *self, GError **error)
{
  g_auto (KauntaEnrolRequest) request = { 0 };
  g_autoptr (JsonNode) root = NULL;
  JsonObject *object = NULL;

  if (!kaunta_field_open_body (body, MAX_BYTES, &root, &object, error)
      || !kaunta_field_get_form (object, "code", is_selector, &request.code, error)
      || !kaunta_field_get_form (object, "key", kaunta_field_is_public_key, &request.key, error)
      || !kaunta_field_get_text (object, "name", MAX_NAME, &request.name, error)
      || !kaunta_field_get_word (object, "mac", MAC_LENGTH, &request.mac, error))
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
  g_clear_pointer (&self->ca, g_free);
  g_clear_pointer (&self->head, g_free);
  g_clear_pointer (&self->mac, g_free);
}

static JsonObject *
write_answer (const KauntaEnrolAnswer *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "device", self->device);
  json_object_set_int_member (object, "epoch", self->epoch);
  json_object_set_string_member (object, "office", self->office);
  json_object_set_string_member (object, "portal_key", self->portal_key);
  json_object_set_string_member (object, "token", self->token);
  json_object_set_string_member (object, "ca", self->ca);
  json_object_set_int_member (object, "seq", self->seq);
  json_object_set_string_member (object, "head", self->head);
  return object;
}

static JsonObject *
write_claims (const KauntaEnrolAnswer *self, const char *device_key)
{
  JsonObject *object = write_answer (self);

  json_object_set_string_member (object, "key", device_key);
  return object;
}

void
kaunta_enrol_answer_prove (KauntaEnrolAnswer *self, const char *device_key, const KauntaEnrolKey *key)
{
  g_free (self->mac);
  self->mac = kaunta_enrol_key_mac (key, ANSWER_PURPOSE, write_claims (self, device_key));
}

gboolean
kaunta_enrol_answer_open (KauntaEnrolAnswer *self, const char *device_key, const KauntaEnrolKey *key, GError **error)
{
  char *token = NULL;

  if (!kaunta_enrol_key_check (key, ANSWER_PURPOSE, write_claims (self, device_key), self->mac))
    {
      g_set_error_literal (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_SIGNATURE, "an answer by somebody who does not know the code");
      return FALSE;
    }
  token = kaunta_enrol_key_open (key, self->token, error);
  if (token == NULL)
    return FALSE;
  g_free (self->token);
  self->token = token;
  return TRUE;
}

GBytes *
kaunta_enrol_answer_encode (const KauntaEnrolAnswer *self)
{
  JsonObject *object = write_answer (self);

  json_object_set_string_member (object, "mac", self->mac);
  return kaunta_field_close_body (object);
}

/* "" or a certificate: printable ASCII and line ends. */
static gboolean
is_pem (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    if (*p != '\n' && *p != '\r' && !g_ascii_isprint (*p))
      return FALSE;
  return *text == '\0' || (g_str_has_prefix (text, "-----BEGIN CERTIFICATE-----") && strlen (text) <= MAX_CA_BYTES);
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
      || !kaunta_field_get_word (object, "token", MAX_TOKEN, &answer.token, error)
      || !kaunta_field_get_form (object, "ca", is_pem, &answer.ca, error)
      || !kaunta_field_get_integer (object, "seq", 0, KAUNTA_CENTS_MAX, &answer.seq, error)
      || !kaunta_field_get_form (object, "head", is_hash, &answer.head, error)
      || !kaunta_field_get_word (object, "mac", MAC_LENGTH, &answer.mac, error))
    return FALSE;
  *self = answer;
  answer = (KauntaEnrolAnswer){ 0 };
  return TRUE;
}
