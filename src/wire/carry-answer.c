/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "carry.h"

#include <string.h>

#include "json.h"
#include "money.h"
#include "value.h"

#define MAX_CURSOR 64
#define MAX_EXCEPTIONS (2 * KAUNTA_WIRE_MAX_PUSH_ENTRIES)
#define MAX_HEADER KAUNTA_WIRE_MAX_ANSWER_BYTES
#define MAX_PAGES 10000
/* Base64 of a packed page, which may be a little longer than what was packed. */
#define MAX_PAGE_LINE (2 * KAUNTA_WIRE_MAX_ANSWER_BYTES)

void
kaunta_carry_answer_header_clear (KauntaCarryAnswerHeader *self)
{
  g_clear_pointer (&self->device, g_free);
  g_clear_pointer (&self->cursor, g_free);
  g_clear_pointer (&self->exceptions, g_ptr_array_unref);
  kaunta_problem_clear (&self->problem);
}

static JsonArray *
write_exceptions (GPtrArray *exceptions)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < MIN (exceptions->len, MAX_EXCEPTIONS); i++)
    json_array_add_object_element (array, kaunta_exception_to_json (g_ptr_array_index (exceptions, i)));
  return array;
}

static JsonObject *
write_header (const KauntaCarryAnswerHeader *self, gint64 pages)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "format", KAUNTA_CARRY_ANSWER_FORMAT);
  json_object_set_string_member (object, "device", self->device);
  json_object_set_int_member (object, "epoch", self->epoch);
  kaunta_field_set_time (object, "made_at", self->made_at);
  json_object_set_string_member (object, "cursor", self->cursor);
  if (self->acknowledged)
    json_object_set_object_member (object, "ack", kaunta_acknowledgement_to_json (&self->ack));
  else
    json_object_set_null_member (object, "ack");
  if (self->refused)
    json_object_set_object_member (object, "problem", kaunta_problem_to_json (&self->problem));
  else
    json_object_set_null_member (object, "problem");
  json_object_set_array_member (object, "exceptions", write_exceptions (self->exceptions));
  json_object_set_int_member (object, "pages", pages);
  return object;
}

static JsonObject *
write_page (GBytes *sealed)
{
  JsonObject *object = json_object_new ();
  gsize length = 0;
  const guint8 *bytes = g_bytes_get_data (sealed, &length);
  g_autofree char *text = kaunta_base64url_encode (bytes, length);

  json_object_set_string_member (object, "page", text);
  return object;
}

GString *
kaunta_carry_answer_encode (const KauntaCarryAnswerHeader *header, GPtrArray *pages, GError **error)
{
  g_autoptr (GString) file = g_string_new (NULL);

  if (!kaunta_signed_lines_add (file, write_header (header, pages->len), error))
    return NULL;
  for (guint i = 0; i < pages->len; i++)
    if (!kaunta_signed_lines_add (file, write_page (g_ptr_array_index (pages, i)), error))
      return NULL;
  return g_steal_pointer (&file);
}

static gboolean
read_problem (JsonObject *object, KauntaCarryAnswerHeader *self, GError **error)
{
  JsonObject *problem = NULL;
  gint64 status = 0;

  if (!json_object_has_member (object, "problem") || json_object_get_null_member (object, "problem"))
    return TRUE;
  if (!kaunta_field_get_object (object, "problem", &problem, error)
      || !kaunta_field_get_integer (problem, "status", 400, 599, &status, error)
      || !kaunta_problem_from_json (problem, (int) status, &self->problem, error))
    return FALSE;
  self->refused = TRUE;
  return TRUE;
}

static gboolean
read_exceptions (JsonObject *object, KauntaCarryAnswerHeader *self, GError **error)
{
  JsonArray *array = NULL;

  if (!kaunta_field_get_array (object, "exceptions", MAX_EXCEPTIONS, &array, error))
    return FALSE;
  self->exceptions = kaunta_exceptions_from_json (array, error);
  return self->exceptions != NULL;
}

static gboolean
read_header (JsonObject *object, KauntaCarryAnswerHeader *self, GError **error)
{
  return kaunta_field_get_form (object, "device", kaunta_field_is_device, &self->device, error)
         && kaunta_field_get_integer (object, "epoch", 1, KAUNTA_CENTS_MAX, &self->epoch, error)
         && kaunta_field_get_time (object, "made_at", &self->made_at, error)
         && kaunta_field_get_short (object, "cursor", MAX_CURSOR, &self->cursor, error)
         && kaunta_field_get_acknowledgement (object, "ack", &self->acknowledged, &self->ack, error)
         && read_problem (object, self, error) && read_exceptions (object, self, error)
         && kaunta_field_get_integer (object, "pages", 0, MAX_PAGES, &self->pages, error);
}

static gboolean
decode_header (const char *line, gsize length, KauntaCarryAnswerHeader *self, GError **error)
{
  g_autoptr (JsonNode) root = NULL;
  JsonObject *object = NULL;

  return kaunta_field_open_text (line, length, MAX_HEADER, &root, &object, error)
         && kaunta_field_check_format (object, KAUNTA_CARRY_ANSWER_FORMAT, error) && read_header (object, self, error);
}

void
kaunta_carry_answer_clear (KauntaCarryAnswer *self)
{
  kaunta_carry_answer_header_clear (&self->header);
  kaunta_signed_lines_clear (&self->lines);
}

gboolean
kaunta_carry_answer_open (KauntaCarryAnswer *self, GBytes *file, const char *portal_key, GError **error)
{
  g_auto (KauntaCarryAnswer) answer = { 0 };
  const char *line = NULL;
  gsize length = 0;

  if (!kaunta_signed_lines_open (&answer.lines, file, error))
    return FALSE;
  line = kaunta_signed_lines_next (&answer.lines, &length);
  if (!decode_header (line, length, &answer.header, error)
      || !kaunta_signed_lines_verify (&answer.lines, portal_key, KAUNTA_CARRY_ANSWER_PURPOSE, error))
    return FALSE;
  if (kaunta_signed_lines_count (&answer.lines) != answer.header.pages)
    return kaunta_field_refuse (error, "pages", "not as many as the header says");

  *self = answer;
  answer = (KauntaCarryAnswer){ 0 };
  return TRUE;
}

GBytes *
kaunta_carry_answer_read_page (KauntaCarryAnswer *self, GError **error)
{
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;
  g_autofree guint8 *bytes = NULL;
  JsonObject *object = NULL;
  gsize length = 0;
  const char *line = kaunta_signed_lines_next (&self->lines, &length);

  if (line == NULL)
    return NULL;
  if (!kaunta_field_open_text (line, length, MAX_PAGE_LINE, &root, &object, error)
      || !kaunta_field_get_word (object, "page", MAX_PAGE_LINE, &text, error))
    return NULL;
  length = strlen (text) / 4 * 3 + strlen (text) % 4 * 3 / 4;
  bytes = g_malloc (length);
  if (!kaunta_base64url_decode (text, bytes, length, NULL))
    {
      kaunta_field_refuse (error, "page", "not in form");
      return NULL;
    }
  return g_bytes_new_take (g_steal_pointer (&bytes), length);
}
