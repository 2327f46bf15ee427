/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "journal-maker.h"

#include <string.h>
#include "clock.h"
#include "json.h"

#define FIRST_AT G_GINT64_CONSTANT (1795413600000)
#define STEP_MS 1000

static void
free_line (JournalLine *line)
{
  g_bytes_unref (line->body);
  g_free (line);
}

static KauntaKey *
make_key (guint8 filler)
{
  guint8 seed[32];

  memset (seed, filler, sizeof seed);
  return kaunta_key_new_from_seed (seed);
}

JournalMaker *
journal_maker_new (void)
{
  JournalMaker *self = g_new0 (JournalMaker, 1);

  self->key = make_key (1);
  self->portal_key = make_key (100);
  self->device = "00421";
  self->epoch = 1;
  self->at = FIRST_AT;
  self->clerk = "1007";
  self->lines = g_ptr_array_new_with_free_func ((GDestroyNotify) free_line);
  return self;
}

JournalMaker *
journal_maker_copy (JournalMaker *self)
{
  JournalMaker *copy = g_memdup2 (self, sizeof *self);

  kaunta_key_ref (copy->key);
  kaunta_key_ref (copy->portal_key);
  copy->lines = g_ptr_array_new_with_free_func ((GDestroyNotify) free_line);
  for (guint i = 0; i < self->lines->len; i++)
    {
      JournalLine *line = g_memdup2 (g_ptr_array_index (self->lines, i), sizeof *line);

      g_bytes_ref (line->body);
      g_ptr_array_add (copy->lines, line);
    }
  return copy;
}

void
journal_maker_free (JournalMaker *self)
{
  g_ptr_array_unref (self->lines);
  kaunta_key_unref (self->portal_key);
  kaunta_key_unref (self->key);
  g_free (self);
}

void
journal_maker_add_raw (JournalMaker *self, const char *body)
{
  JournalLine *line = g_new0 (JournalLine, 1);

  line->body = g_bytes_new (body, strlen (body));
  kaunta_hash ((const guint8 *) body, strlen (body), self->prev);
  kaunta_key_sign (self->key, "kaunta-journal-v1", self->prev, sizeof self->prev, line->sig);
  g_ptr_array_add (self->lines, line);
  self->seq++;
  self->at += STEP_MS;
  self->approver = NULL;
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
write_body (JournalMaker *self, KauntaFactType type)
{
  JsonObject *object = json_object_new ();
  g_autofree char *prev = kaunta_hash_to_hex (self->prev);
  g_autofree char *at = kaunta_time_format (self->at);

  json_object_set_int_member (object, "v", 1);
  json_object_set_string_member (object, "device", self->device);
  json_object_set_int_member (object, "epoch", self->epoch);
  json_object_set_int_member (object, "seq", self->seq + 1);
  json_object_set_string_member (object, "prev", prev);
  json_object_set_string_member (object, "at", at);
  json_object_set_string_member (object, "boot", "5f3c9a01");
  json_object_set_int_member (object, "up", self->at - FIRST_AT);
  set_text_or_null (object, "clerk", self->clerk);
  set_text_or_null (object, "approver", self->approver);
  set_text_or_null (object, "till", self->till);
  json_object_set_string_member (object, "type", kaunta_fact_type_to_nick (type));
  json_object_set_int_member (object, "turnover", self->turnover);
  return object;
}

void
journal_maker_add (JournalMaker *self, KauntaFactType type, const char *data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) data_node = kaunta_json_parse (data, strlen (data), 65536, KAUNTA_JSON_NORMAL, &error);
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *body = NULL;

  g_assert_no_error (error);
  if (JSON_NODE_HOLDS_OBJECT (data_node))
    self->turnover += kaunta_fact_get_turnover (type, json_node_get_object (data_node));

  json_node_take_object (node, write_body (self, type));
  json_object_set_member (json_node_get_object (node), "data", json_node_copy (data_node));
  body = kaunta_json_canonical (node, NULL, &error);
  g_assert_no_error (error);
  journal_maker_add_raw (self, body);
}

void
journal_maker_enrol (JournalMaker *self)
{
  const char *clerk = self->clerk;
  const char *till = self->till;
  g_autofree char *data = g_strdup_printf ("{\"key\":\"%s\",\"office\":\"047-WESTLANDS\",\"portal_key\":\"%s\"}",
                                           kaunta_key_get_public (self->key), kaunta_key_get_public (self->portal_key));

  self->clerk = NULL;
  self->till = NULL;
  journal_maker_add (self, KAUNTA_FACT_DEVICE_ENROLLED, data);
  self->clerk = clerk;
  self->till = till;
}

void
journal_maker_enrol_again (JournalMaker *self, guint8 seed)
{
  kaunta_key_unref (self->key);
  self->key = make_key (seed);
  self->epoch++;
  journal_maker_enrol (self);
}

void
journal_maker_open (JournalMaker *self)
{
  journal_maker_enrol (self);
  journal_maker_add (self, KAUNTA_FACT_CLERK_SIGNED_IN, "{}");
  self->till = "00421-0001";
  journal_maker_add (self, KAUNTA_FACT_TILL_OPENED, "{\"float\":200000,\"counts\":{\"20000\":5,\"10000\":10}}");
  journal_maker_add (self, KAUNTA_FACT_BILL_RAISED,
                     "{\"bill\":\"004210000017\",\"payer\":{\"kind\":\"citizen\",\"id\":\"20000001\",\"name\":\"Wanjikũ\"},"
                     "\"lines\":[{\"service\":\"NRB-ID1\",\"tariff\":\"NRB-ID1@1\",\"name\":\"Identity card\",\"quantity\":1,"
                     "\"unit\":35000,\"amount\":35000}],\"total\":35000}");
}

void
journal_maker_play_day (JournalMaker *self)
{
  g_autofree char *head = NULL;
  g_autofree char *closed = NULL;

  journal_maker_add (self, KAUNTA_FACT_PAYMENT_TAKEN,
                     "{\"receipt\":\"00421-000001\",\"bill\":\"004210000017\",\"tender\":\"cash\",\"amount\":30000,"
                     "\"status\":\"confirmed\",\"tendered\":50000,\"change\":20000}");
  journal_maker_add (self, KAUNTA_FACT_PAYMENT_TAKEN,
                     "{\"receipt\":\"00421-000002\",\"bill\":\"004210000017\",\"tender\":\"mpesa\",\"amount\":5000,"
                     "\"status\":\"claimed\",\"reference\":\"UKN0000002\",\"phone\":null}");
  journal_maker_add (self, KAUNTA_FACT_RECEIPT_PRINTED, "{\"receipt\":\"00421-000001\",\"copy\":1}");
  self->approver = "2001";
  journal_maker_add (self, KAUNTA_FACT_PAYMENT_REVERSED,
                     "{\"receipt\":\"00421-000001\",\"amount\":30000,\"reason\":\"wrong service\"}");
  journal_maker_add (self, KAUNTA_FACT_TILL_COUNTED, "{\"counts\":{\"100000\":2},\"total\":200000,\"attempt\":1}");

  head = kaunta_hash_to_hex (self->prev);
  closed = g_strdup_printf ("{\"z\":1,\"expected\":{\"cash\":200000,\"mpesa\":5000},\"counted\":{\"cash\":200000,\"mpesa\":5000},"
                            "\"variance\":{\"cash\":0,\"mpesa\":0},\"payments\":2,\"reversals\":1,\"first\":3,\"last\":9,"
                            "\"unsynced\":9,\"head\":\"%s\",\"ack\":null}",
                            head);
  self->approver = "2001";
  journal_maker_add (self, KAUNTA_FACT_TILL_CLOSED, closed);
  self->till = NULL;
}

GBytes *
journal_maker_export (JournalMaker *self)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonArray *entries = json_array_new ();
  gsize length = 0;
  char *text = NULL;

  for (guint i = 0; i < self->lines->len; i++)
    {
      JournalLine *line = self->lines->pdata[i];
      JsonObject *entry = json_object_new ();
      gsize size = 0;
      const char *bytes = g_bytes_get_data (line->body, &size);
      g_autofree char *body = g_strndup (bytes, size);
      g_autofree char *sig = kaunta_base64url_encode (line->sig, sizeof line->sig);

      json_object_set_string_member (entry, "body", body);
      json_object_set_string_member (entry, "sig", sig);
      json_array_add_object_element (entries, entry);
    }

  json_object_set_string_member (object, "key", kaunta_key_get_public (self->key));
  json_object_set_array_member (object, "entries", entries);
  json_node_take_object (node, object);
  text = kaunta_json_canonical (node, &length, NULL);
  g_assert_nonnull (text);
  return g_bytes_new_take (text, length);
}
