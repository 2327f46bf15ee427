/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "value.h"

#define MAX_CODE 64
#define MAX_NAME 200
#define MAX_UNIT 100
#define MAX_SOURCE 500

static JsonArray *
write_tenders (KauntaTenderSet tenders)
{
  JsonArray *array = json_array_new ();

  for (KauntaTender tender = 0; tender < KAUNTA_N_TENDERS; tender++)
    if (tenders & (1u << tender))
      json_array_add_string_element (array, kaunta_tender_to_nick (tender));
  return array;
}

static gboolean
read_tenders (JsonObject *object, KauntaTenderSet *tenders, GError **error)
{
  JsonArray *array = NULL;

  *tenders = 0;
  if (!kaunta_field_get_array (object, "tenders", KAUNTA_N_TENDERS, &array, error))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      KauntaTender tender = KAUNTA_TENDER_CASH;

      if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING
          || !kaunta_tender_from_nick (json_node_get_string (node), &tender))
        return kaunta_field_refuse (error, "tenders", "unknown");
      *tenders |= 1u << tender;
    }
  return TRUE;
}

JsonObject *
kaunta_service_to_json (const KauntaService *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "code", self->code);
  json_object_set_string_member (object, "name_en", self->name_en);
  json_object_set_string_member (object, "name_sw", self->name_sw);
  json_object_set_string_member (object, "agency", self->agency);
  json_object_set_string_member (object, "county", self->county);
  json_object_set_string_member (object, "revenue_head", self->revenue_head);
  json_object_set_array_member (object, "tenders", write_tenders (self->tenders));
  return object;
}

KauntaService *
kaunta_service_from_json (JsonObject *object, GError **error)
{
  g_autofree char *code = NULL;
  g_autofree char *name_en = NULL;
  g_autofree char *name_sw = NULL;
  g_autofree char *agency = NULL;
  g_autofree char *county = NULL;
  g_autofree char *revenue_head = NULL;
  KauntaTenderSet tenders = 0;

  if (!kaunta_field_get_word (object, "code", MAX_CODE, &code, error)
      || !kaunta_field_get_text (object, "name_en", MAX_NAME, &name_en, error)
      || !kaunta_field_get_text (object, "name_sw", MAX_NAME, &name_sw, error)
      || !kaunta_field_get_text (object, "agency", MAX_NAME, &agency, error)
      || !kaunta_field_get_word (object, "county", 16, &county, error)
      || !kaunta_field_get_text_or_empty (object, "revenue_head", MAX_NAME, &revenue_head, error)
      || !read_tenders (object, &tenders, error))
    return NULL;
  return kaunta_service_new (code, name_en, name_sw, agency, county, revenue_head, tenders);
}

JsonObject *
kaunta_tariff_to_json (const KauntaTariff *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", self->id);
  json_object_set_string_member (object, "service", self->service);
  json_object_set_string_member (object, "kind", kaunta_tariff_kind_to_nick (self->kind));
  json_object_set_string_member (object, "unit", self->unit);
  json_object_set_int_member (object, "amount", self->amount);
  json_object_set_int_member (object, "further", self->further);
  json_object_set_string_member (object, "from", self->from);
  kaunta_field_set_optional (object, "until", self->until);
  json_object_set_string_member (object, "source", self->source);
  return object;
}

KauntaTariff *
kaunta_tariff_from_json (JsonObject *object, GError **error)
{
  g_autofree char *id = NULL;
  g_autofree char *service = NULL;
  g_autofree char *nick = NULL;
  g_autofree char *unit = NULL;
  g_autofree char *from = NULL;
  g_autofree char *until = NULL;
  g_autofree char *source = NULL;
  KauntaTariffKind kind = KAUNTA_TARIFF_FIXED;
  gint64 amount = 0;
  gint64 further = 0;

  if (!kaunta_field_get_word (object, "id", MAX_CODE + 8, &id, error)
      || !kaunta_field_get_word (object, "service", MAX_CODE, &service, error)
      || !kaunta_field_get_word (object, "kind", 16, &nick, error)
      || !kaunta_field_get_text_or_empty (object, "unit", MAX_UNIT, &unit, error)
      || !kaunta_field_get_cents (object, "amount", &amount, error)
      || !kaunta_field_get_cents (object, "further", &further, error)
      || !kaunta_field_get_form (object, "from", kaunta_field_is_day, &from, error)
      || !kaunta_field_get_optional_form (object, "until", kaunta_field_is_day, &until, error)
      || !kaunta_field_get_text_or_empty (object, "source", MAX_SOURCE, &source, error))
    return NULL;
  if (!kaunta_tariff_kind_from_nick (nick, &kind))
    {
      kaunta_field_refuse (error, "kind", "unknown");
      return NULL;
    }
  return kaunta_tariff_new (id, service, kind, unit, amount, further, from, until, source);
}
