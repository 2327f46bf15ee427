/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "changes.h"

#include "value.h"

#define MAX_PAYERS 200
#define MAX_PAYMENTS 1000
#define MAX_HEALTH_BYTES (16 * 1024)

GBytes *
kaunta_payers_encode (GPtrArray *payers)
{
  JsonObject *object = json_object_new ();
  JsonArray *array = json_array_sized_new (payers->len);

  for (guint i = 0; i < payers->len; i++)
    json_array_add_object_element (array, kaunta_payer_to_json (g_ptr_array_index (payers, i)));
  json_object_set_array_member (object, "payers", array);
  return kaunta_field_close_body (object);
}

GPtrArray *
kaunta_payers_decode (GBytes *body, GError **error)
{
  g_autoptr (GPtrArray) payers = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_payer_unref);
  g_autoptr (JsonNode) root = NULL;
  JsonObject *object = NULL;
  JsonArray *array = NULL;

  if (!kaunta_field_open_body (body, KAUNTA_WIRE_MAX_ANSWER_BYTES, &root, &object, error)
      || !kaunta_field_get_array (object, "payers", MAX_PAYERS, &array, error))
    return NULL;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *element = NULL;
      KauntaPayer *payer = NULL;

      if (!kaunta_field_get_element (array, "payers", i, &element, error))
        return NULL;
      payer = kaunta_payer_from_json (element, error);
      if (payer == NULL)
        {
          g_prefix_error (error, "payers[%u].", i);
          return NULL;
        }
      g_ptr_array_add (payers, payer);
    }
  return g_steal_pointer (&payers);
}

GBytes *
kaunta_bill_answer_encode (const KauntaBill *bill, GPtrArray *payments)
{
  JsonObject *object = json_object_new ();
  JsonArray *array = json_array_sized_new (payments->len);

  for (guint i = 0; i < payments->len; i++)
    json_array_add_object_element (array, kaunta_payment_to_json (g_ptr_array_index (payments, i)));
  json_object_set_object_member (object, "bill", kaunta_bill_to_json (bill));
  json_object_set_array_member (object, "payments", array);
  return kaunta_field_close_body (object);
}

static GPtrArray *
read_payments (JsonArray *array, const char *bill, GError **error)
{
  g_autoptr (GPtrArray) payments = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_payment_unref);

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autoptr (KauntaPayment) payment = NULL;
      JsonObject *element = NULL;

      if (!kaunta_field_get_element (array, "payments", i, &element, error))
        return NULL;
      payment = kaunta_payment_from_json (element, error);
      if (payment == NULL || (!g_str_equal (payment->bill, bill) && !kaunta_field_refuse (error, "bill", "another one")))
        {
          g_prefix_error (error, "payments[%u].", i);
          return NULL;
        }
      g_ptr_array_add (payments, g_steal_pointer (&payment));
    }
  return g_steal_pointer (&payments);
}

gboolean
kaunta_bill_answer_decode (GBytes *body, KauntaBill **bill, GPtrArray **payments, GError **error)
{
  g_autoptr (KauntaBill) told = NULL;
  g_autoptr (JsonNode) root = NULL;
  JsonObject *object = NULL;
  JsonObject *element = NULL;
  JsonArray *array = NULL;

  if (!kaunta_field_open_body (body, KAUNTA_WIRE_MAX_ANSWER_BYTES, &root, &object, error)
      || !kaunta_field_get_object (object, "bill", &element, error)
      || !kaunta_field_get_array (object, "payments", MAX_PAYMENTS, &array, error))
    return FALSE;
  told = kaunta_bill_from_json (element, error);
  if (told == NULL)
    {
      g_prefix_error (error, "bill.");
      return FALSE;
    }
  *payments = read_payments (array, told->number, error);
  if (*payments == NULL)
    return FALSE;
  *bill = g_steal_pointer (&told);
  return TRUE;
}

void
kaunta_health_clear (KauntaHealth *self)
{
  g_clear_pointer (&self->version, g_free);
}

GBytes *
kaunta_health_encode (const KauntaHealth *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "version", self->version);
  kaunta_field_set_time (object, "at", self->at);
  json_object_set_boolean_member (object, "storage", self->storage);
  return kaunta_field_close_body (object);
}

gboolean
kaunta_health_decode (GBytes *body, KauntaHealth *self, GError **error)
{
  g_autoptr (JsonNode) root = NULL;
  JsonObject *object = NULL;

  return kaunta_field_open_body (body, MAX_HEALTH_BYTES, &root, &object, error)
         && kaunta_field_get_time (object, "at", &self->at, error)
         && kaunta_field_get_boolean (object, "storage", &self->storage, error)
         && kaunta_field_get_word (object, "version", 32, &self->version, error);
}
