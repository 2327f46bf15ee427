/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fact-private.h"

#include "clock.h"
#include "key.h"
#include "money.h"
#include "number.h"

static gboolean
refuse (KauntaJournalError code, const char *what, GError **error)
{
  g_set_error_literal (error, KAUNTA_JOURNAL_ERROR, code, what);
  return FALSE;
}

static gboolean
check_key (JsonObject *data, const char *key, GError **error)
{
  const char *text = NULL;
  guint8 bytes[KAUNTA_PUBLIC_KEY_BYTES];

  if (!kaunta_json_get_string (data, key, &text, error))
    return FALSE;

  return kaunta_base64url_decode (text, bytes, sizeof bytes, NULL)
         || refuse (KAUNTA_JOURNAL_ERROR_KEYS, "a key in the entry is no public key", error);
}

static gboolean
check_amount (JsonObject *data, GError **error)
{
  gint64 unused = 0;

  return kaunta_json_get_integer (data, "amount", 1, KAUNTA_CENTS_MAX, &unused, error);
}

static gboolean
check_enrolled (JsonObject *data, GError **error)
{
  return check_key (data, "key", error) && kaunta_fact_check_text (data, "office", error)
         && check_key (data, "portal_key", error);
}

static gboolean
check_signed_in (JsonObject *data, GError **error)
{
  return TRUE;
}

static gboolean
check_signed_out (JsonObject *data, GError **error)
{
  static const char *const reasons[] = { "asked", "idle", "locked", NULL };

  return kaunta_fact_check_words (data, "reason", reasons, error);
}

static gboolean
check_till_opened (JsonObject *data, GError **error)
{
  return kaunta_fact_check_counts (data, "float", error);
}

static gboolean
check_payer_viewed (JsonObject *data, GError **error)
{
  static const char *const reasons[] = { "bill", "payment", "enquiry", NULL };
  const char *kind = NULL;
  KauntaPayerKind unused;

  if (!kaunta_json_get_string (data, "kind", &kind, error) || !kaunta_fact_check_text (data, "id", error)
      || !kaunta_fact_check_words (data, "why", reasons, error))
    return FALSE;

  return kaunta_payer_kind_from_nick (kind, &unused)
         || refuse (KAUNTA_JOURNAL_ERROR_KEYS, "“kind” is no kind of payer", error);
}

static gboolean
check_bill_cancelled (JsonObject *data, GError **error)
{
  return kaunta_fact_check_bill (data, error) && kaunta_fact_check_text (data, "reason", error);
}

static gboolean
check_payment_settled (JsonObject *data, GError **error)
{
  static const char *const outcomes[] = { "confirmed", "rejected", NULL };

  return kaunta_fact_check_receipt (data, error) && kaunta_fact_check_words (data, "status", outcomes, error)
         && kaunta_fact_check_text (data, "evidence", error);
}

static gboolean
check_payment_reversed (JsonObject *data, GError **error)
{
  return kaunta_fact_check_receipt (data, error) && check_amount (data, error)
         && kaunta_fact_check_text (data, "reason", error);
}

static gboolean
check_receipt_printed (JsonObject *data, GError **error)
{
  gint64 copy = 0;

  return kaunta_fact_check_receipt (data, error)
         && kaunta_json_get_integer (data, "copy", 1, KAUNTA_CENTS_MAX, &copy, error);
}

static gboolean
check_cash_moved (JsonObject *data, GError **error)
{
  return check_amount (data, error) && kaunta_fact_check_text (data, "reason", error);
}

static gboolean
check_till_counted (JsonObject *data, GError **error)
{
  gint64 attempt = 0;

  return kaunta_json_get_integer (data, "attempt", 1, KAUNTA_CENTS_MAX, &attempt, error)
         && kaunta_fact_check_counts (data, "total", error);
}

static gboolean
check_tills (JsonObject *data, GError **error)
{
  JsonArray *tills = NULL;

  if (!kaunta_json_get_array (data, "tills", &tills, error))
    return FALSE;

  for (guint i = 0; i < json_array_get_length (tills); i++)
    {
      JsonNode *node = json_array_get_element (tills, i);

      if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
        return refuse (KAUNTA_JOURNAL_ERROR_KEYS, "“tills” has something that is no text", error);
      if (!kaunta_till_session_parse (json_node_get_string (node), NULL, NULL, NULL))
        return refuse (KAUNTA_JOURNAL_ERROR_NUMBER, "“tills” has something that is no till session", error);
    }

  return TRUE;
}

static gboolean
check_date (JsonObject *data, GError **error)
{
  const char *date = NULL;
  g_autofree char *noon = NULL;
  gint64 unused = 0;

  if (!kaunta_json_get_string (data, "date", &date, error))
    return FALSE;

  noon = g_strconcat (date, "T12:00:00.000Z", NULL);
  return kaunta_time_parse (noon, &unused, NULL)
         || refuse (KAUNTA_JOURNAL_ERROR_KEYS, "“date” is no day of the form 2026-11-23", error);
}

static gboolean
check_deposit_banked (JsonObject *data, GError **error)
{
  return kaunta_fact_check_text (data, "bank", error) && kaunta_fact_check_text (data, "slip", error)
         && check_amount (data, error) && check_tills (data, error) && check_date (data, error);
}

static gboolean
check_exception_settled (JsonObject *data, GError **error)
{
  return kaunta_fact_check_text (data, "exception", error) && kaunta_fact_check_text (data, "action", error)
         && kaunta_fact_check_text (data, "reason", error);
}

static gboolean
check_clock_moved (JsonObject *data, GError **error)
{
  const char *from = NULL;
  const char *to = NULL;
  gint64 unused = 0;

  if (!kaunta_json_get_string (data, "from", &from, error)
      || !kaunta_json_get_string (data, "to", &to, error))
    return FALSE;

  return (kaunta_time_parse (from, &unused, NULL) && kaunta_time_parse (to, &unused, NULL))
         || refuse (KAUNTA_JOURNAL_ERROR_KEYS, "the clock moved between what are no times", error);
}

static gboolean (*const checks[KAUNTA_N_FACT_TYPES]) (JsonObject *data, GError **error) = {
  [KAUNTA_FACT_DEVICE_ENROLLED] = check_enrolled,
  [KAUNTA_FACT_CLERK_SIGNED_IN] = check_signed_in,
  [KAUNTA_FACT_CLERK_SIGNED_OUT] = check_signed_out,
  [KAUNTA_FACT_TILL_OPENED] = check_till_opened,
  [KAUNTA_FACT_PAYER_VIEWED] = check_payer_viewed,
  [KAUNTA_FACT_BILL_RAISED] = kaunta_fact_check_bill_raised,
  [KAUNTA_FACT_BILL_CANCELLED] = check_bill_cancelled,
  [KAUNTA_FACT_PAYMENT_TAKEN] = kaunta_fact_check_payment_taken,
  [KAUNTA_FACT_PAYMENT_SETTLED] = check_payment_settled,
  [KAUNTA_FACT_PAYMENT_REVERSED] = check_payment_reversed,
  [KAUNTA_FACT_RECEIPT_PRINTED] = check_receipt_printed,
  [KAUNTA_FACT_CASH_DROPPED] = check_cash_moved,
  [KAUNTA_FACT_CASH_PAID_IN] = check_cash_moved,
  [KAUNTA_FACT_TILL_COUNTED] = check_till_counted,
  [KAUNTA_FACT_TILL_CLOSED] = kaunta_fact_check_till_closed,
  [KAUNTA_FACT_DEPOSIT_BANKED] = check_deposit_banked,
  [KAUNTA_FACT_EXCEPTION_SETTLED] = check_exception_settled,
  [KAUNTA_FACT_CLOCK_MOVED] = check_clock_moved,
};

gboolean
kaunta_fact_check (KauntaFactType type, JsonObject *data, GError **error)
{
  g_return_val_if_fail (type < KAUNTA_N_FACT_TYPES && data != NULL, FALSE);

  return checks[type](data, error);
}
