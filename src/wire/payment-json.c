/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "value.h"

#include "money.h"

#define MAX_REFERENCE 64
#define MAX_NUMBER 16
#define MAX_REASON 500
#define MAX_EXCEPTION 64

JsonObject *
kaunta_payment_to_json (const KauntaPayment *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "receipt", self->receipt);
  json_object_set_string_member (object, "device", self->device);
  json_object_set_string_member (object, "bill", self->bill);
  json_object_set_string_member (object, "tender", kaunta_tender_to_nick (self->tender));
  json_object_set_int_member (object, "amount", self->amount);
  json_object_set_string_member (object, "status", kaunta_payment_status_to_nick (self->status));
  json_object_set_int_member (object, "tendered", self->tendered);
  json_object_set_int_member (object, "change", self->change);
  kaunta_field_set_optional (object, "reference", self->reference);
  kaunta_field_set_optional (object, "phone", self->phone);
  kaunta_field_set_time (object, "taken_at", self->taken_at);
  kaunta_field_set_optional (object, "clerk", self->clerk);
  kaunta_field_set_optional (object, "till", self->till);
  kaunta_field_set_optional (object, "reversed", self->reversed);
  kaunta_field_set_optional (object, "approver", self->approver);
  return object;
}

static gboolean
read_tender_and_status (JsonObject *object, KauntaPayment *payment, GError **error)
{
  g_autofree char *tender = NULL;
  g_autofree char *status = NULL;

  if (!kaunta_field_get_word (object, "tender", 16, &tender, error) || !kaunta_field_get_word (object, "status", 16, &status, error))
    return FALSE;
  if (!kaunta_tender_from_nick (tender, &payment->tender))
    return kaunta_field_refuse (error, "tender", "unknown");
  if (!kaunta_payment_status_from_nick (status, &payment->status))
    return kaunta_field_refuse (error, "status", "unknown");
  return TRUE;
}

KauntaPayment *
kaunta_payment_from_json (JsonObject *object, GError **error)
{
  g_autoptr (KauntaPayment) payment = kaunta_payment_new ();

  if (!kaunta_field_get_form (object, "receipt", kaunta_field_is_receipt, &payment->receipt, error)
      || !kaunta_field_get_form (object, "device", kaunta_field_is_device, &payment->device, error)
      || !kaunta_field_get_form (object, "bill", kaunta_field_is_bill, &payment->bill, error)
      || !read_tender_and_status (object, payment, error)
      || !kaunta_field_get_integer (object, "amount", 1, KAUNTA_CENTS_MAX, &payment->amount, error)
      || !kaunta_field_get_cents (object, "tendered", &payment->tendered, error)
      || !kaunta_field_get_cents (object, "change", &payment->change, error)
      || !kaunta_field_get_optional_text (object, "reference", MAX_REFERENCE, &payment->reference, error)
      || !kaunta_field_get_optional_form (object, "phone", kaunta_field_is_phone, &payment->phone, error)
      || !kaunta_field_get_time (object, "taken_at", &payment->taken_at, error)
      || !kaunta_field_get_optional_text (object, "clerk", MAX_NUMBER, &payment->clerk, error)
      || !kaunta_field_get_optional_form (object, "till", kaunta_field_is_till, &payment->till, error)
      || !kaunta_field_get_optional_text (object, "reversed", MAX_REASON, &payment->reversed, error)
      || !kaunta_field_get_optional_text (object, "approver", MAX_NUMBER, &payment->approver, error))
    return NULL;
  return g_steal_pointer (&payment);
}

JsonObject *
kaunta_exception_to_json (const KauntaException *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", self->id);
  json_object_set_string_member (object, "kind", self->kind);
  kaunta_field_set_optional (object, "bill", self->bill);
  kaunta_field_set_optional (object, "receipt", self->receipt);
  kaunta_field_set_optional (object, "device", self->device);
  json_object_set_int_member (object, "amount", self->amount);
  kaunta_field_set_time (object, "at", self->at);
  json_object_set_boolean_member (object, "settled", self->settled);
  return object;
}

/* A kind that this version has no words for is kept: a person must see it all the same. */
KauntaException *
kaunta_exception_from_json (JsonObject *object, GError **error)
{
  g_autofree char *id = NULL;
  g_autofree char *kind = NULL;
  g_autofree char *bill = NULL;
  g_autofree char *receipt = NULL;
  g_autofree char *device = NULL;
  gint64 amount = 0;
  gint64 at = 0;
  gboolean settled = FALSE;

  if (!kaunta_field_get_word (object, "id", MAX_EXCEPTION, &id, error)
      || !kaunta_field_get_word (object, "kind", 32, &kind, error)
      || !kaunta_field_get_optional_form (object, "bill", kaunta_field_is_bill, &bill, error)
      || !kaunta_field_get_optional_form (object, "receipt", kaunta_field_is_receipt, &receipt, error)
      || !kaunta_field_get_optional_form (object, "device", kaunta_field_is_device, &device, error)
      || !kaunta_field_get_cents (object, "amount", &amount, error)
      || !kaunta_field_get_time (object, "at", &at, error)
      || !kaunta_field_get_boolean (object, "settled", &settled, error))
    return NULL;
  return kaunta_exception_new (id, kind, bill, receipt, device, amount, at, settled);
}

GPtrArray *
kaunta_exceptions_from_json (JsonArray *array, GError **error)
{
  g_autoptr (GPtrArray) exceptions = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_exception_unref);

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *object = NULL;
      KauntaException *exception = NULL;

      if (!kaunta_field_get_element (array, "exceptions", i, &object, error))
        return NULL;
      exception = kaunta_exception_from_json (object, error);
      if (exception == NULL)
        {
          g_prefix_error (error, "exceptions[%u].", i);
          return NULL;
        }
      g_ptr_array_add (exceptions, exception);
    }
  return g_steal_pointer (&exceptions);
}
