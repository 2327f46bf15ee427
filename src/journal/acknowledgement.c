/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "acknowledgement.h"

#include <string.h>
#include "clock.h"
#include "json.h"
#include "money.h"
#include "number.h"

#define PURPOSE "kaunta-ack-v1"

static gboolean
refuse (const char *what, GError **error)
{
  g_set_error_literal (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_KEYS, what);
  return FALSE;
}

static JsonObject *
write_claims (const KauntaAcknowledgement *self)
{
  JsonObject *object = json_object_new ();
  g_autofree char *at = kaunta_time_format (self->at);

  json_object_set_string_member (object, "device", self->device);
  json_object_set_int_member (object, "epoch", self->epoch);
  json_object_set_int_member (object, "seq", self->seq);
  json_object_set_string_member (object, "head", self->head);
  json_object_set_string_member (object, "at", at);
  return object;
}

/* The bytes that are signed. (transfer full) */
static char *
make_message (const KauntaAcknowledgement *self, gsize *length)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  char *message = NULL;

  json_node_take_object (node, write_claims (self));
  message = kaunta_json_canonical (node, length, NULL);
  g_assert (message != NULL);

  return message;
}

void
kaunta_acknowledgement_sign (KauntaAcknowledgement *self, const KauntaKey *portal_key)
{
  gsize length = 0;
  g_autofree char *message = NULL;

  g_return_if_fail (self != NULL && portal_key != NULL);

  message = make_message (self, &length);
  kaunta_key_sign (portal_key, PURPOSE, (const guint8 *) message, length, self->sig);
}

gboolean
kaunta_acknowledgement_verify (const KauntaAcknowledgement *self, const char *portal_key, GError **error)
{
  gsize length = 0;
  g_autofree char *message = NULL;

  g_return_val_if_fail (self != NULL && portal_key != NULL, FALSE);

  message = make_message (self, &length);
  return kaunta_key_verify (portal_key, PURPOSE, (const guint8 *) message, length, self->sig, error);
}

JsonObject *
kaunta_acknowledgement_to_json (const KauntaAcknowledgement *self)
{
  JsonObject *object = NULL;
  g_autofree char *sig = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  object = write_claims (self);
  sig = kaunta_base64url_encode (self->sig, sizeof self->sig);
  json_object_set_string_member (object, "sig", sig);
  return object;
}

gboolean
kaunta_acknowledgement_from_json (JsonObject *object, KauntaAcknowledgement *self, GError **error)
{
  const char *device = NULL;
  const char *head = NULL;
  const char *at = NULL;
  const char *sig = NULL;

  g_return_val_if_fail (object != NULL && self != NULL, FALSE);

  *self = (KauntaAcknowledgement){ 0 };
  if (!kaunta_json_get_string (object, "device", &device, error)
      || !kaunta_json_get_integer (object, "epoch", 1, KAUNTA_CENTS_MAX, &self->epoch, error)
      || !kaunta_json_get_integer (object, "seq", 1, KAUNTA_CENTS_MAX, &self->seq, error)
      || !kaunta_json_get_string (object, "head", &head, error)
      || !kaunta_json_get_string (object, "at", &at, error)
      || !kaunta_json_get_string (object, "sig", &sig, error))
    return FALSE;

  if (!kaunta_device_is_valid (device))
    return refuse ("“device” is no device number", error);
  if (strlen (head) != 64 || strspn (head, "0123456789abcdef") != 64)
    return refuse ("“head” is no hash", error);
  if (!kaunta_time_parse (at, &self->at, NULL))
    return refuse ("“at” is no time", error);
  if (!kaunta_base64url_decode (sig, self->sig, sizeof self->sig, NULL))
    return refuse ("“sig” is no signature", error);

  g_strlcpy (self->device, device, sizeof self->device);
  g_strlcpy (self->head, head, sizeof self->head);
  return TRUE;
}
