/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snapshot.h"

#include <string.h>

#include "money.h"
#include "value.h"

#define FORMAT "kaunta-register-1"

char *
kaunta_snapshot_header_encode (const KauntaSnapshotHeader *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "format", FORMAT);
  json_object_set_int_member (object, "count", self->count);
  kaunta_field_set_time (object, "at", self->at);
  return kaunta_field_close_text (object);
}

gboolean
kaunta_snapshot_header_decode (const char *line, KauntaSnapshotHeader *self, GError **error)
{
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *format = NULL;
  JsonObject *object = NULL;

  if (!kaunta_field_open_text (line, strlen (line), KAUNTA_WIRE_MAX_SNAPSHOT_LINE, &root, &object, error)
      || !kaunta_field_get_word (object, "format", 32, &format, error)
      || !kaunta_field_get_integer (object, "count", 0, KAUNTA_CENTS_MAX, &self->count, error)
      || !kaunta_field_get_time (object, "at", &self->at, error))
    return FALSE;
  if (!g_str_equal (format, FORMAT))
    return kaunta_field_refuse (error, "format", "unknown");
  return TRUE;
}

char *
kaunta_snapshot_payer_encode (const KauntaPayer *payer)
{
  return kaunta_field_close_text (kaunta_payer_to_json (payer));
}

KauntaPayer *
kaunta_snapshot_payer_decode (const char *line, gint64 known_ms, GError **error)
{
  g_autoptr (JsonNode) root = NULL;
  JsonObject *object = NULL;
  KauntaPayer *payer = NULL;

  if (!kaunta_field_open_text (line, strlen (line), KAUNTA_WIRE_MAX_SNAPSHOT_LINE, &root, &object, error))
    return NULL;
  payer = kaunta_payer_from_json (object, error);
  if (payer != NULL)
    payer->known = known_ms;
  return payer;
}
