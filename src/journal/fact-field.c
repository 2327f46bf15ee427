/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fact-private.h"

#include "money.h"
#include "number.h"

static gboolean
refuse (KauntaJournalError code, const char *key, const char *what, GError **error)
{
  g_set_error (error, KAUNTA_JOURNAL_ERROR, code, "“%s” %s", key, what);
  return FALSE;
}

gboolean
kaunta_fact_check_text (JsonObject *data, const char *key, GError **error)
{
  const char *text = NULL;

  if (!kaunta_json_get_string (data, key, &text, error))
    return FALSE;

  return *text != '\0' || refuse (KAUNTA_JOURNAL_ERROR_KEYS, key, "is empty", error);
}

gboolean
kaunta_fact_check_words (JsonObject *data, const char *key, const char *const *words, GError **error)
{
  const char *text = NULL;

  if (!kaunta_json_get_string (data, key, &text, error))
    return FALSE;

  return g_strv_contains (words, text)
         || refuse (KAUNTA_JOURNAL_ERROR_KEYS, key, "is none of the words that it may be", error);
}

gboolean
kaunta_fact_check_bill (JsonObject *data, GError **error)
{
  const char *bill = NULL;

  if (!kaunta_json_get_string (data, "bill", &bill, error))
    return FALSE;

  return kaunta_bill_number_parse (bill, NULL, NULL, NULL)
         || refuse (KAUNTA_JOURNAL_ERROR_NUMBER, "bill",
                    "is no bill number: its form or its check digit is wrong", error);
}

gboolean
kaunta_fact_check_receipt (JsonObject *data, GError **error)
{
  const char *receipt = NULL;

  if (!kaunta_json_get_string (data, "receipt", &receipt, error))
    return FALSE;

  return kaunta_receipt_number_parse (receipt, NULL, NULL, NULL)
         || refuse (KAUNTA_JOURNAL_ERROR_NUMBER, "receipt", "is no receipt number", error);
}

gint64
kaunta_fact_parse_denomination (const char *key)
{
  guint64 cents = 0;

  if (*key == '0' || !g_ascii_string_to_unsigned (key, 10, 1, KAUNTA_CENTS_MAX, &cents, NULL))
    return 0;

  return (gint64) cents;
}

/* Which notes and coins there are is the Central Bank's matter and changes: any denomination counts. */
gboolean
kaunta_fact_check_counts (JsonObject *data, const char *total_key, GError **error)
{
  JsonObject *counts = NULL;
  JsonObjectIter iter;
  const char *key = NULL;
  gint64 total = 0;
  gint64 sum = 0;

  if (!kaunta_json_get_integer (data, total_key, 0, KAUNTA_CENTS_MAX, &total, error)
      || !kaunta_json_get_object (data, "counts", &counts, error))
    return FALSE;

  json_object_iter_init (&iter, counts);
  while (json_object_iter_next (&iter, &key, NULL))
    {
      gint64 cents = kaunta_fact_parse_denomination (key);
      gint64 pieces = 0;

      if (cents == 0)
        return refuse (KAUNTA_JOURNAL_ERROR_KEYS, "counts", "has a key that is no denomination in cents",
                       error);
      if (!kaunta_json_get_integer (counts, key, 0, KAUNTA_CENTS_MAX, &pieces, error))
        return FALSE;
      if (!kaunta_cents_multiply (cents, pieces, &cents, NULL) || !kaunta_cents_add (sum, cents, &sum, NULL))
        return refuse (KAUNTA_JOURNAL_ERROR_AMOUNT, "counts", "is more than can be kept exactly", error);
    }

  return sum == total
         || refuse (KAUNTA_JOURNAL_ERROR_AMOUNT, "counts", "does not add up to the amount beside it", error);
}

gboolean
kaunta_fact_get_tender_cents (JsonObject *amounts, KauntaTender tender, gint64 *cents, GError **error)
{
  const char *nick = kaunta_tender_to_nick (tender);

  *cents = 0;
  return !json_object_has_member (amounts, nick)
         || kaunta_json_get_integer (amounts, nick, -KAUNTA_CENTS_MAX, KAUNTA_CENTS_MAX, cents, error);
}
