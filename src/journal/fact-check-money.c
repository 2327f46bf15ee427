/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fact-private.h"

#include <string.h>
#include "acknowledgement.h"
#include "money.h"

static gboolean
refuse (KauntaJournalError code, const char *what, GError **error)
{
  g_set_error_literal (error, KAUNTA_JOURNAL_ERROR, code, what);
  return FALSE;
}

static gboolean
check_payer (JsonObject *data, GError **error)
{
  JsonObject *payer = NULL;
  const char *kind = NULL;
  KauntaPayerKind unused;

  if (!kaunta_json_get_object (data, "payer", &payer, error)
      || !kaunta_json_get_string (payer, "kind", &kind, error) || !kaunta_fact_check_text (payer, "id", error)
      || !kaunta_fact_check_text (payer, "name", error))
    return FALSE;

  return kaunta_payer_kind_from_nick (kind, &unused)
         || refuse (KAUNTA_JOURNAL_ERROR_KEYS, "“kind” is no kind of payer", error);
}

static gboolean
check_line (JsonObject *line, gint64 *sum, GError **error)
{
  gint64 quantity = 0;
  gint64 unit = 0;
  gint64 amount = 0;
  gint64 product = 0;

  if (!kaunta_fact_check_text (line, "service", error) || !kaunta_fact_check_text (line, "tariff", error)
      || !kaunta_fact_check_text (line, "name", error)
      || !kaunta_json_get_integer (line, "quantity", 1, KAUNTA_CENTS_MAX, &quantity, error)
      || !kaunta_json_get_integer (line, "unit", 0, KAUNTA_CENTS_MAX, &unit, error)
      || !kaunta_json_get_integer (line, "amount", 0, KAUNTA_CENTS_MAX, &amount, error))
    return FALSE;

  if (!kaunta_cents_multiply (unit, quantity, &product, NULL) || product != amount)
    return refuse (KAUNTA_JOURNAL_ERROR_AMOUNT, "a line's amount is not its quantity times its unit price",
                   error);

  return kaunta_cents_add (*sum, amount, sum, NULL)
         || refuse (KAUNTA_JOURNAL_ERROR_AMOUNT, "the lines are more than can be kept exactly", error);
}

gboolean
kaunta_fact_check_bill_raised (JsonObject *data, GError **error)
{
  JsonArray *lines = NULL;
  gint64 total = 0;
  gint64 sum = 0;

  if (!kaunta_fact_check_bill (data, error) || !check_payer (data, error)
      || !kaunta_json_get_array (data, "lines", &lines, error)
      || !kaunta_json_get_integer (data, "total", 0, KAUNTA_CENTS_MAX, &total, error))
    return FALSE;
  if (json_array_get_length (lines) == 0)
    return refuse (KAUNTA_JOURNAL_ERROR_KEYS, "“lines” is empty", error);

  for (guint i = 0; i < json_array_get_length (lines); i++)
    {
      JsonNode *line = json_array_get_element (lines, i);

      if (!JSON_NODE_HOLDS_OBJECT (line))
        return refuse (KAUNTA_JOURNAL_ERROR_KEYS, "“lines” has something that is no line", error);
      if (!check_line (json_node_get_object (line), &sum, error))
        return FALSE;
    }

  return sum == total
         || refuse (KAUNTA_JOURNAL_ERROR_AMOUNT, "the lines don't add up to the bill's total", error);
}

static gboolean
check_cash (JsonObject *data, gint64 amount, GError **error)
{
  gint64 tendered = 0;
  gint64 change = 0;

  if (!kaunta_json_get_integer (data, "tendered", 0, KAUNTA_CENTS_MAX, &tendered, error)
      || !kaunta_json_get_integer (data, "change", 0, KAUNTA_CENTS_MAX, &change, error))
    return FALSE;

  return tendered - change == amount
         || refuse (KAUNTA_JOURNAL_ERROR_AMOUNT, "what was tendered less the change is not the amount",
                    error);
}

static gboolean
check_transfer (JsonObject *data, KauntaTender tender, KauntaPaymentStatus status, GError **error)
{
  const char *reference = NULL;
  const char *phone = NULL;

  if (!kaunta_json_get_string (data, "reference", &reference, error))
    return FALSE;

  /* Money that was asked for and not answered has no reference yet. */
  if (*reference == '\0' && status != KAUNTA_PAYMENT_UNKNOWN)
    return refuse (KAUNTA_JOURNAL_ERROR_KEYS, "“reference” is empty", error);
  if (tender != KAUNTA_TENDER_MPESA && tender != KAUNTA_TENDER_AIRTEL)
    return TRUE;

  /* Null when the payer showed the code only. */
  if (!json_object_has_member (data, "phone"))
    return refuse (KAUNTA_JOURNAL_ERROR_KEYS, "“phone” is missing", error);
  return kaunta_json_get_optional_string (data, "phone", &phone, error);
}

gboolean
kaunta_fact_check_payment_taken (JsonObject *data, GError **error)
{
  const char *tender_nick = NULL;
  const char *status_nick = NULL;
  KauntaTender tender = KAUNTA_TENDER_CASH;
  KauntaPaymentStatus status = KAUNTA_PAYMENT_CONFIRMED;
  gint64 amount = 0;

  if (!kaunta_fact_check_receipt (data, error) || !kaunta_fact_check_bill (data, error)
      || !kaunta_json_get_string (data, "tender", &tender_nick, error)
      || !kaunta_json_get_string (data, "status", &status_nick, error)
      || !kaunta_json_get_integer (data, "amount", 1, KAUNTA_CENTS_MAX, &amount, error))
    return FALSE;
  if (!kaunta_tender_from_nick (tender_nick, &tender))
    return refuse (KAUNTA_JOURNAL_ERROR_KEYS, "“tender” is no tender", error);
  if (!kaunta_payment_status_from_nick (status_nick, &status) || status == KAUNTA_PAYMENT_REJECTED)
    return refuse (KAUNTA_JOURNAL_ERROR_KEYS, "“status” is no status of a payment just taken", error);

  return tender == KAUNTA_TENDER_CASH ? check_cash (data, amount, error)
                                      : check_transfer (data, tender, status, error);
}

static gboolean
check_tender_keys (JsonObject *amounts, GError **error)
{
  JsonObjectIter iter;
  const char *key = NULL;
  KauntaTender unused;

  json_object_iter_init (&iter, amounts);
  while (json_object_iter_next (&iter, &key, NULL))
    {
      if (!kaunta_tender_from_nick (key, &unused))
        return refuse (KAUNTA_JOURNAL_ERROR_KEYS, "the till's totals name something that is no tender",
                       error);
    }

  return TRUE;
}

static gboolean
check_variance (JsonObject *data, GError **error)
{
  JsonObject *expected = NULL;
  JsonObject *counted = NULL;
  JsonObject *variance = NULL;

  if (!kaunta_json_get_object (data, "expected", &expected, error)
      || !kaunta_json_get_object (data, "counted", &counted, error)
      || !kaunta_json_get_object (data, "variance", &variance, error) || !check_tender_keys (expected, error)
      || !check_tender_keys (counted, error) || !check_tender_keys (variance, error))
    return FALSE;

  for (KauntaTender tender = 0; tender < KAUNTA_N_TENDERS; tender++)
    {
      gint64 before = 0;
      gint64 found = 0;
      gint64 difference = 0;

      if (!kaunta_fact_get_tender_cents (expected, tender, &before, error)
          || !kaunta_fact_get_tender_cents (counted, tender, &found, error)
          || !kaunta_fact_get_tender_cents (variance, tender, &difference, error))
        return FALSE;
      if (found - before != difference)
        return refuse (KAUNTA_JOURNAL_ERROR_AMOUNT, "the variance is not counted less expected", error);
    }

  return TRUE;
}

/* Nothing was acknowledged, or up to this entry, or the portal's own word. */
static gboolean
check_ack (JsonObject *data, GError **error)
{
  JsonNode *node = json_object_get_member (data, "ack");
  KauntaAcknowledgement ack;
  gint64 seq = 0;

  if (node != NULL && JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    return kaunta_acknowledgement_from_json (json_node_get_object (node), &ack, error);

  return kaunta_json_get_integer (data, "ack", 0, KAUNTA_CENTS_MAX, &seq, error);
}

gboolean
kaunta_fact_check_till_closed (JsonObject *data, GError **error)
{
  static const char *const numbers[] = { "payments", "reversals", "unsynced" };
  const char *head = NULL;
  gint64 unused = 0;

  if (!kaunta_json_get_integer (data, "z", 1, KAUNTA_CENTS_MAX, &unused, error)
      || !kaunta_json_get_integer (data, "first", 1, KAUNTA_CENTS_MAX, &unused, error)
      || !kaunta_json_get_integer (data, "last", 1, KAUNTA_CENTS_MAX, &unused, error))
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      if (!kaunta_json_get_integer (data, numbers[i], 0, KAUNTA_CENTS_MAX, &unused, error))
        return FALSE;
    }

  if (!kaunta_json_get_string (data, "head", &head, error))
    return FALSE;
  if (strlen (head) != 64 || strspn (head, "0123456789abcdef") != 64)
    return refuse (KAUNTA_JOURNAL_ERROR_KEYS, "“head” is no hash", error);

  return check_ack (data, error) && check_variance (data, error);
}
