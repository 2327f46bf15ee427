/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fact.h"

#include "clock.h"

static void
set_text_or_null (JsonObject *data, const char *key, const char *text)
{
  if (text != NULL)
    json_object_set_string_member (data, key, text);
  else
    json_object_set_null_member (data, key);
}

KauntaFact *
kaunta_fact_new_device_enrolled (const char *key, const char *office, const char *portal_key)
{
  JsonObject *data = json_object_new ();

  json_object_set_string_member (data, "key", key);
  json_object_set_string_member (data, "office", office);
  json_object_set_string_member (data, "portal_key", portal_key);
  return kaunta_fact_new (KAUNTA_FACT_DEVICE_ENROLLED, data);
}

KauntaFact *
kaunta_fact_new_signed_in (void)
{
  return kaunta_fact_new (KAUNTA_FACT_CLERK_SIGNED_IN, json_object_new ());
}

KauntaFact *
kaunta_fact_new_signed_out (const char *reason)
{
  JsonObject *data = json_object_new ();

  json_object_set_string_member (data, "reason", reason);
  return kaunta_fact_new (KAUNTA_FACT_CLERK_SIGNED_OUT, data);
}

static JsonObject *
write_counts (const KauntaCount *count)
{
  JsonObject *counts = json_object_new ();

  for (guint i = 0; i < KAUNTA_N_DENOMINATIONS; i++)
    {
      char key[24];

      if (count->pieces[i] == 0)
        continue;

      g_snprintf (key, sizeof key, "%" G_GINT64_FORMAT, kaunta_denominations[i]);
      json_object_set_int_member (counts, key, count->pieces[i]);
    }

  return counts;
}

KauntaFact *
kaunta_fact_new_till_opened (const KauntaCount *count, gint64 float_cents)
{
  JsonObject *data = json_object_new ();

  json_object_set_int_member (data, "float", float_cents);
  json_object_set_object_member (data, "counts", write_counts (count));
  return kaunta_fact_new (KAUNTA_FACT_TILL_OPENED, data);
}

KauntaFact *
kaunta_fact_new_payer_viewed (KauntaPayerKind kind, const char *id, const char *why)
{
  JsonObject *data = json_object_new ();

  json_object_set_string_member (data, "kind", kaunta_payer_kind_to_nick (kind));
  json_object_set_string_member (data, "id", id);
  json_object_set_string_member (data, "why", why);
  return kaunta_fact_new (KAUNTA_FACT_PAYER_VIEWED, data);
}

static JsonObject *
write_payer (const KauntaPayer *payer)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "kind", kaunta_payer_kind_to_nick (payer->kind));
  json_object_set_string_member (object, "id", payer->id);
  json_object_set_string_member (object, "name", payer->name);
  return object;
}

static JsonArray *
write_lines (GPtrArray *lines)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < lines->len; i++)
    {
      const KauntaBillLine *line = lines->pdata[i];
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "service", line->service);
      json_object_set_string_member (object, "tariff", line->tariff);
      json_object_set_string_member (object, "name", line->name);
      json_object_set_int_member (object, "quantity", line->quantity);
      json_object_set_int_member (object, "unit", line->unit);
      json_object_set_int_member (object, "amount", line->amount);
      json_array_add_object_element (array, object);
    }

  return array;
}

void
kaunta_fact_write_bill (JsonObject *object, const KauntaBill *bill)
{
  json_object_set_object_member (object, "payer", write_payer (bill->payer));
  json_object_set_array_member (object, "lines", write_lines (bill->lines));
  json_object_set_int_member (object, "total", bill->total);
}

KauntaFact *
kaunta_fact_new_bill_raised (const KauntaBill *draft)
{
  JsonObject *data = NULL;

  g_return_val_if_fail (draft != NULL && draft->payer != NULL, NULL);

  data = json_object_new ();
  if (draft->number != NULL)
    json_object_set_string_member (data, "bill", draft->number);
  kaunta_fact_write_bill (data, draft);
  return kaunta_fact_new (KAUNTA_FACT_BILL_RAISED, data);
}

KauntaFact *
kaunta_fact_new_bill_cancelled (const char *bill, const char *reason)
{
  JsonObject *data = json_object_new ();

  json_object_set_string_member (data, "bill", bill);
  json_object_set_string_member (data, "reason", reason);
  return kaunta_fact_new (KAUNTA_FACT_BILL_CANCELLED, data);
}

KauntaFact *
kaunta_fact_new_payment_taken (const KauntaPayment *draft)
{
  JsonObject *data = NULL;

  g_return_val_if_fail (draft != NULL && draft->bill != NULL, NULL);

  data = json_object_new ();
  if (draft->receipt != NULL)
    json_object_set_string_member (data, "receipt", draft->receipt);
  json_object_set_string_member (data, "bill", draft->bill);
  json_object_set_string_member (data, "tender", kaunta_tender_to_nick (draft->tender));
  json_object_set_int_member (data, "amount", draft->amount);
  json_object_set_string_member (data, "status", kaunta_payment_status_to_nick (draft->status));

  if (draft->tender == KAUNTA_TENDER_CASH)
    {
      json_object_set_int_member (data, "tendered", draft->tendered);
      json_object_set_int_member (data, "change", draft->change);
    }
  else
    json_object_set_string_member (data, "reference", draft->reference != NULL ? draft->reference : "");
  if (draft->tender == KAUNTA_TENDER_MPESA || draft->tender == KAUNTA_TENDER_AIRTEL)
    set_text_or_null (data, "phone", draft->phone);

  return kaunta_fact_new (KAUNTA_FACT_PAYMENT_TAKEN, data);
}

KauntaFact *
kaunta_fact_new_payment_reversed (const char *receipt, gint64 amount, const char *reason)
{
  JsonObject *data = json_object_new ();

  json_object_set_string_member (data, "receipt", receipt);
  json_object_set_int_member (data, "amount", amount);
  json_object_set_string_member (data, "reason", reason);
  return kaunta_fact_new (KAUNTA_FACT_PAYMENT_REVERSED, data);
}

KauntaFact *
kaunta_fact_new_receipt_printed (const char *receipt, gint64 copy)
{
  JsonObject *data = json_object_new ();

  json_object_set_string_member (data, "receipt", receipt);
  if (copy > 0)
    json_object_set_int_member (data, "copy", copy);
  return kaunta_fact_new (KAUNTA_FACT_RECEIPT_PRINTED, data);
}

KauntaFact *
kaunta_fact_new_till_counted (const KauntaCount *count, gint64 total, gint64 attempt)
{
  JsonObject *data = json_object_new ();

  json_object_set_object_member (data, "counts", write_counts (count));
  json_object_set_int_member (data, "total", total);
  if (attempt > 0)
    json_object_set_int_member (data, "attempt", attempt);
  return kaunta_fact_new (KAUNTA_FACT_TILL_COUNTED, data);
}

KauntaFact *
kaunta_fact_new_clock_moved (gint64 from_ms, gint64 to_ms)
{
  JsonObject *data = json_object_new ();
  g_autofree char *from = kaunta_time_format (from_ms);
  g_autofree char *to = kaunta_time_format (to_ms);

  json_object_set_string_member (data, "from", from);
  json_object_set_string_member (data, "to", to);
  return kaunta_fact_new (KAUNTA_FACT_CLOCK_MOVED, data);
}

KauntaFact *
kaunta_fact_new_till_closed (const gint64 counted[KAUNTA_N_TENDERS], const char *reason)
{
  JsonObject *data = json_object_new ();
  JsonObject *amounts = json_object_new ();

  for (KauntaTender tender = 0; tender < KAUNTA_N_TENDERS; tender++)
    {
      if (tender == KAUNTA_TENDER_CASH || counted[tender] != 0)
        json_object_set_int_member (amounts, kaunta_tender_to_nick (tender), counted[tender]);
    }

  json_object_set_object_member (data, "counted", amounts);
  if (reason != NULL)
    json_object_set_string_member (data, "reason", reason);
  return kaunta_fact_new (KAUNTA_FACT_TILL_CLOSED, data);
}
