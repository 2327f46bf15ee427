/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger-private.h"

#include <glib/gi18n-lib.h>

#include "json.h"
#include "money.h"
#include "number.h"

/* The numbers that an entry gets in its transaction. Each series runs without a gap: a number is used when
 * its entry is. */

static const char SQL_READ_COPIES[] = "SELECT copies FROM payment WHERE receipt = ?";
static const char SQL_READ_ACKNOWLEDGED[] = "SELECT seq FROM acknowledgement";

static gboolean
number_bill (const KauntaAct *act, const KauntaLedgerState *state, JsonObject *data, GError **error)
{
  g_autofree char *number = kaunta_bill_number_format (act->device, state->bill_serial + 1, error);

  if (number == NULL)
    return FALSE;
  json_object_set_string_member (data, "bill", number);
  return TRUE;
}

static gboolean
number_receipt (const KauntaAct *act, const KauntaLedgerState *state, JsonObject *data, GError **error)
{
  g_autofree char *number = kaunta_receipt_number_format (act->device, state->receipt_serial + 1, error);

  if (number == NULL)
    return FALSE;
  json_object_set_string_member (data, "receipt", number);
  return TRUE;
}

static gboolean
number_copy (const KauntaAct *act, JsonObject *data, GError **error)
{
  const char *receipt = NULL;
  gint64 copies = 0;

  if (!kaunta_json_get_string (data, "receipt", &receipt, error)
      || !kaunta_database_read_integer (act->ledger->database, &copies, error, SQL_READ_COPIES,
                                        KAUNTA_TEXT (receipt)))
    return FALSE;
  json_object_set_int_member (data, "copy", copies + 1);
  return TRUE;
}

/* Counted cash is the last blind count's; the other tenders are as the slips in @data say. */
static gboolean
read_counted (JsonObject *data, const KauntaTill *till, KauntaTender tender, gint64 *cents, GError **error)
{
  const char *nick = kaunta_tender_to_nick (tender);
  JsonObject *counted = NULL;

  *cents = 0;
  if (tender == KAUNTA_TENDER_CASH)
    {
      *cents = till->counted;
      return TRUE;
    }
  if (!json_object_has_member (data, "counted"))
    return TRUE;
  if (!kaunta_json_get_object (data, "counted", &counted, error))
    return FALSE;
  return !json_object_has_member (counted, nick)
         || kaunta_json_get_integer (counted, nick, -KAUNTA_CENTS_MAX, KAUNTA_CENTS_MAX, cents, error);
}

/* A tender that the session never saw is left out; cash is always told of. */
static gboolean
is_worth_telling (const KauntaTill *till, KauntaTender tender, gint64 counted)
{
  return tender == KAUNTA_TENDER_CASH || counted != 0 || till->taken[tender] != 0
         || till->reversed[tender] != 0;
}

static gboolean
add_tenders (JsonObject *data, const KauntaTill *till, GError **error)
{
  g_autoptr (JsonObject) all_expected = json_object_new ();
  g_autoptr (JsonObject) all_counted = json_object_new ();
  g_autoptr (JsonObject) all_variance = json_object_new ();

  for (KauntaTender tender = 0; tender < KAUNTA_N_TENDERS; tender++)
    {
      const char *nick = kaunta_tender_to_nick (tender);
      gint64 expected = 0;
      gint64 counted = 0;
      gint64 variance = 0;

      if (!read_counted (data, till, tender, &counted, error)
          || !kaunta_till_get_expected (till, tender, &expected, error)
          || !kaunta_cents_subtract (counted, expected, &variance, error))
        return FALSE;
      if (!is_worth_telling (till, tender, counted))
        continue;
      json_object_set_int_member (all_expected, nick, expected);
      json_object_set_int_member (all_counted, nick, counted);
      json_object_set_int_member (all_variance, nick, variance);
    }

  json_object_set_object_member (data, "expected", g_steal_pointer (&all_expected));
  json_object_set_object_member (data, "counted", g_steal_pointer (&all_counted));
  json_object_set_object_member (data, "variance", g_steal_pointer (&all_variance));
  return TRUE;
}

static gboolean
number_closing (const KauntaAct *act, const KauntaLedgerState *state, JsonObject *data,
                const KauntaTill *till, GError **error)
{
  g_autofree char *head = kaunta_hash_to_hex (state->head);
  gint64 acknowledged = 0;

  if (!add_tenders (data, till, error)
      || !kaunta_database_read_integer (act->ledger->database, &acknowledged, error, SQL_READ_ACKNOWLEDGED))
    return FALSE;

  json_object_set_int_member (data, "z", state->z_serial + 1);
  json_object_set_int_member (data, "payments", till->payments);
  json_object_set_int_member (data, "reversals", till->reversals);
  json_object_set_int_member (data, "first", till->first_seq);
  json_object_set_int_member (data, "last", state->seq);
  json_object_set_int_member (data, "unsynced", state->seq - acknowledged);
  json_object_set_string_member (data, "head", head);
  if (acknowledged > 0)
    json_object_set_int_member (data, "ack", acknowledged);
  else
    json_object_set_null_member (data, "ack");
  return TRUE;
}

gboolean
kaunta_ledger_number_fact (const KauntaAct *act, const KauntaLedgerState *state, KauntaFactType type,
                           JsonObject *data, const KauntaTill *till, GError **error)
{
  switch (type)
    {
    case KAUNTA_FACT_BILL_RAISED:
      return number_bill (act, state, data, error);
    case KAUNTA_FACT_PAYMENT_TAKEN:
      return number_receipt (act, state, data, error);
    case KAUNTA_FACT_RECEIPT_PRINTED:
      return number_copy (act, data, error);
    case KAUNTA_FACT_TILL_COUNTED:
      json_object_set_int_member (data, "attempt", till->count_attempts + 1);
      return TRUE;
    case KAUNTA_FACT_TILL_CLOSED:
      return number_closing (act, state, data, till, error);
    default:
      return TRUE;
    }
}
