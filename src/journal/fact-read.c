/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fact-private.h"

#include "money.h"

static KauntaPayer *
read_payer (JsonObject *data, GError **error)
{
  JsonObject *object = NULL;
  const char *kind_nick = NULL;
  const char *id = NULL;
  const char *name = NULL;
  KauntaPayerKind kind = KAUNTA_PAYER_OTHER;

  if (!kaunta_json_get_object (data, "payer", &object, error)
      || !kaunta_json_get_string (object, "kind", &kind_nick, error)
      || !kaunta_json_get_string (object, "id", &id, error)
      || !kaunta_json_get_string (object, "name", &name, error))
    return NULL;
  if (!kaunta_payer_kind_from_nick (kind_nick, &kind))
    {
      g_set_error_literal (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_KEYS,
                           "“kind” is no kind of payer");
      return NULL;
    }

  return kaunta_payer_new (kind, id, name, NULL, NULL, NULL, 0, 0);
}

static KauntaBillLine *
read_line (JsonObject *object, GError **error)
{
  const char *service = NULL;
  const char *tariff = NULL;
  const char *name = NULL;
  gint64 quantity = 0;
  gint64 unit = 0;
  gint64 amount = 0;

  if (!kaunta_json_get_string (object, "service", &service, error)
      || !kaunta_json_get_string (object, "tariff", &tariff, error)
      || !kaunta_json_get_string (object, "name", &name, error)
      || !kaunta_json_get_integer (object, "quantity", 1, KAUNTA_CENTS_MAX, &quantity, error)
      || !kaunta_json_get_integer (object, "unit", 0, KAUNTA_CENTS_MAX, &unit, error)
      || !kaunta_json_get_integer (object, "amount", 0, KAUNTA_CENTS_MAX, &amount, error))
    return NULL;

  return kaunta_bill_line_new (service, tariff, name, quantity, unit, amount);
}

static GPtrArray *
read_lines (JsonObject *data, GError **error)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_bill_line_unref);
  JsonArray *array = NULL;

  if (!kaunta_json_get_array (data, "lines", &array, error))
    return NULL;

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      KauntaBillLine *line = NULL;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        {
          g_set_error_literal (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_KEYS,
                               "“lines” has something that is no line");
          return NULL;
        }

      line = read_line (json_node_get_object (node), error);
      if (line == NULL)
        return NULL;
      g_ptr_array_add (lines, line);
    }

  return g_steal_pointer (&lines);
}

KauntaBill *
kaunta_fact_read_bill_raised (JsonObject *data, const char *device, const char *clerk, gint64 at,
                              GError **error)
{
  g_autoptr (KauntaPayer) payer = NULL;
  g_autoptr (GPtrArray) lines = NULL;
  const char *number = NULL;

  g_return_val_if_fail (data != NULL, NULL);

  if (!kaunta_json_get_string (data, "bill", &number, error))
    return NULL;

  payer = read_payer (data, error);
  if (payer == NULL)
    return NULL;

  lines = read_lines (data, error);
  if (lines == NULL)
    return NULL;

  return kaunta_bill_new (number, device, payer, lines, at, clerk, error);
}

static gboolean
read_tender (JsonObject *data, KauntaPayment *payment, GError **error)
{
  const char *tender = NULL;
  const char *status = NULL;
  const char *reference = NULL;
  const char *phone = NULL;

  if (!kaunta_json_get_string (data, "tender", &tender, error)
      || !kaunta_json_get_string (data, "status", &status, error)
      || !kaunta_json_get_optional_string (data, "reference", &reference, error)
      || !kaunta_json_get_optional_string (data, "phone", &phone, error))
    return FALSE;
  if (!kaunta_tender_from_nick (tender, &payment->tender)
      || !kaunta_payment_status_from_nick (status, &payment->status))
    {
      g_set_error_literal (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_KEYS,
                           "the tender or the status is none");
      return FALSE;
    }

  payment->reference = reference != NULL && *reference != '\0' ? g_strdup (reference) : NULL;
  payment->phone = g_strdup (phone);
  return payment->tender != KAUNTA_TENDER_CASH
         || (kaunta_json_get_integer (data, "tendered", 0, KAUNTA_CENTS_MAX, &payment->tendered, error)
             && kaunta_json_get_integer (data, "change", 0, KAUNTA_CENTS_MAX, &payment->change, error));
}

KauntaPayment *
kaunta_fact_read_payment_taken (JsonObject *data, const char *device, const char *clerk, const char *till,
                                gint64 at, GError **error)
{
  g_autoptr (KauntaPayment) payment = NULL;
  const char *receipt = NULL;
  const char *bill = NULL;

  g_return_val_if_fail (data != NULL, NULL);

  payment = kaunta_payment_new ();
  if (!kaunta_json_get_string (data, "receipt", &receipt, error)
      || !kaunta_json_get_string (data, "bill", &bill, error)
      || !kaunta_json_get_integer (data, "amount", 0, KAUNTA_CENTS_MAX, &payment->amount, error)
      || !read_tender (data, payment, error))
    return NULL;

  payment->receipt = g_strdup (receipt);
  payment->bill = g_strdup (bill);
  payment->device = g_strdup (device);
  payment->clerk = g_strdup (clerk);
  payment->till = g_strdup (till);
  payment->taken_at = at;
  return g_steal_pointer (&payment);
}

static gint64 *
find_pieces (KauntaCount *count, const char *key)
{
  gint64 cents = kaunta_fact_parse_denomination (key);

  for (guint i = 0; i < KAUNTA_N_DENOMINATIONS; i++)
    {
      if (kaunta_denominations[i] == cents)
        return &count->pieces[i];
    }

  return NULL;
}

gboolean
kaunta_fact_read_counts (JsonObject *data, KauntaCount *count, GError **error)
{
  JsonObject *counts = NULL;
  JsonObjectIter iter;
  const char *key = NULL;

  g_return_val_if_fail (data != NULL && count != NULL, FALSE);

  if (!kaunta_json_get_object (data, "counts", &counts, error))
    return FALSE;

  *count = (KauntaCount){ 0 };
  json_object_iter_init (&iter, counts);
  while (json_object_iter_next (&iter, &key, NULL))
    {
      gint64 *pieces = find_pieces (count, key);

      if (pieces == NULL)
        {
          g_set_error (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_KEYS,
                       "“%s” is no denomination in use", key);
          return FALSE;
        }
      if (!kaunta_json_get_integer (counts, key, 0, KAUNTA_CENTS_MAX, pieces, error))
        return FALSE;
    }

  return TRUE;
}
