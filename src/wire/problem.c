/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "problem.h"

#include "field.h"
#include "money.h"

#define MAX_PROBLEM_BYTES (64 * 1024)
#define MAX_DETAIL 1000

static const struct
{
  const char *nick;
  int status;
  const char *title;
} refusals[KAUNTA_N_WIRE_ERRORS] = {
  [KAUNTA_WIRE_ERROR_MALFORMED] = { "malformed", 400, "The request is not what the contract says" },
  [KAUNTA_WIRE_ERROR_UNAUTHORIZED] = { "unauthorized", 401, "No enrolled device is named by the token" },
  [KAUNTA_WIRE_ERROR_FENCED] = { "fenced", 403, "The device may not send any more" },
  [KAUNTA_WIRE_ERROR_CODE_REFUSED] = { "code-refused", 403, "The enrolment code is unknown, used, expired or locked" },
  [KAUNTA_WIRE_ERROR_NOT_FOUND] = { "not-found", 404, "There is no such thing" },
  [KAUNTA_WIRE_ERROR_GAP] = { "gap", 409, "An entry before these is missing" },
  [KAUNTA_WIRE_ERROR_FORK] = { "fork", 409, "Another entry is held in this place" },
  [KAUNTA_WIRE_ERROR_TOO_LARGE] = { "too-large", 413, "The request is larger than may be sent" },
  [KAUNTA_WIRE_ERROR_BAD_SIGNATURE] = { "bad-signature", 422, "An entry's signature does not verify" },
  [KAUNTA_WIRE_ERROR_BAD_ENTRY] = { "bad-entry", 422, "An entry is not in form" },
  [KAUNTA_WIRE_ERROR_BUSY] = { "busy", 429, "Too many requests" },
  [KAUNTA_WIRE_ERROR_STORAGE] = { "storage", 500, "Storage does not answer" },
};

const char *
kaunta_wire_error_to_nick (KauntaWireError code)
{
  g_return_val_if_fail (code < KAUNTA_N_WIRE_ERRORS, NULL);

  return refusals[code].nick;
}

int
kaunta_wire_error_to_status (KauntaWireError code)
{
  g_return_val_if_fail (code < KAUNTA_N_WIRE_ERRORS, 500);

  return refusals[code].status;
}

static gboolean
find_code (const char *nick, KauntaWireError *code)
{
  for (guint i = 0; i < KAUNTA_N_WIRE_ERRORS; i++)
    if (g_str_equal (refusals[i].nick, nick))
      {
        *code = i;
        return TRUE;
      }
  return FALSE;
}

void
kaunta_problem_clear (KauntaProblem *self)
{
  g_clear_pointer (&self->detail, g_free);
}

JsonObject *
kaunta_problem_to_json (const KauntaProblem *self)
{
  JsonObject *object = json_object_new ();
  g_autofree char *type = g_strconcat ("urn:kaunta:problem:", kaunta_wire_error_to_nick (self->code), NULL);

  json_object_set_string_member (object, "type", type);
  json_object_set_string_member (object, "title", refusals[self->code].title);
  json_object_set_int_member (object, "status", self->status);
  json_object_set_string_member (object, "code", kaunta_wire_error_to_nick (self->code));
  kaunta_field_set_optional (object, "detail", self->detail);
  if (self->seq > 0)
    json_object_set_int_member (object, "seq", self->seq);
  return object;
}

GBytes *
kaunta_problem_encode (const KauntaProblem *self)
{
  return kaunta_field_close_body (kaunta_problem_to_json (self));
}

gboolean
kaunta_problem_from_json (JsonObject *object, int status, KauntaProblem *self, GError **error)
{
  g_autofree char *nick = NULL;
  g_autofree char *detail = NULL;
  gint64 said = 0;
  gint64 seq = 0;

  if (!kaunta_field_get_integer (object, "status", 100, 599, &said, error)
      || !kaunta_field_get_word (object, "code", 32, &nick, error)
      || !kaunta_field_get_optional_text (object, "detail", MAX_DETAIL, &detail, error)
      || (json_object_has_member (object, "seq") && !kaunta_field_get_integer (object, "seq", 1, KAUNTA_CENTS_MAX, &seq, error)))
    return FALSE;
  if (said != status)
    return kaunta_field_refuse (error, "status", "not the answer's own");
  if (!find_code (nick, &self->code))
    return kaunta_field_refuse (error, "code", "unknown");

  self->status = status;
  self->detail = g_steal_pointer (&detail);
  self->seq = seq;
  return TRUE;
}

gboolean
kaunta_problem_decode (GBytes *body, int status, KauntaProblem *self, GError **error)
{
  g_autoptr (JsonNode) root = NULL;
  JsonObject *object = NULL;

  return kaunta_field_open_body (body, MAX_PROBLEM_BYTES, &root, &object, error)
         && kaunta_problem_from_json (object, status, self, error);
}
