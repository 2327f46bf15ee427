/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger-private.h"

#include "identifier.h"
#include "text.h"

/* Rows of bills and payments, whoever told of them: the journal (own) or the portal. */

static const char SQL_PUT_BILL[] =
    "INSERT INTO bill (number, own, device, payer_kind, payer_id, payer_key, payer_name, total, cancelled,"
    " raised_at, raised_by, known, words) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT DO UPDATE SET own = excluded.own, device = excluded.device, payer_kind ="
    " excluded.payer_kind, payer_id = excluded.payer_id, payer_key = excluded.payer_key, payer_name ="
    " excluded.payer_name, total = excluded.total, cancelled = excluded.cancelled, raised_at ="
    " excluded.raised_at, raised_by = excluded.raised_by, known = excluded.known, words = excluded.words";
static const char SQL_DELETE_LINES[] = "DELETE FROM bill_line WHERE bill = ?";
static const char SQL_PUT_LINE[] =
    "INSERT INTO bill_line (bill, place, service, tariff, name, quantity, unit, amount)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
static const char SQL_PUT_PAYMENT[] =
    "INSERT INTO payment (receipt, own, device, bill, tender, amount, status, tendered, change, reference,"
    " phone, taken_at, clerk, till, reversed, approver, copies)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE"
    " SET own = excluded.own, device = excluded.device, bill = excluded.bill, tender = excluded.tender,"
    " amount = excluded.amount, status = excluded.status, tendered = excluded.tendered, change ="
    " excluded.change, reference = excluded.reference, phone = excluded.phone, taken_at ="
    " excluded.taken_at, clerk = excluded.clerk, till = excluded.till, reversed = excluded.reversed,"
    " approver = excluded.approver, copies = excluded.copies";
static const char SQL_SETTLE_BILL[] =
    "UPDATE bill SET"
    " paid_here ="
    " (SELECT coalesce(sum(amount), 0) FROM payment WHERE payment.bill = ?1 AND counts AND payment.own = 1),"
    " paid_elsewhere ="
    " (SELECT coalesce(sum(amount), 0) FROM payment WHERE payment.bill = ?1 AND counts AND payment.own = 0)"
    " WHERE number = ?1";
static const char SQL_SET_STATE[] =
    "UPDATE bill SET state = CASE WHEN cancelled THEN 3 WHEN paid_here + paid_elsewhere >= total THEN 2"
    " WHEN paid_here + paid_elsewhere > 0 THEN 1 ELSE 0 END WHERE number = ?";
G_STATIC_ASSERT (KAUNTA_BILL_OPEN == 0 && KAUNTA_BILL_PART_PAID == 1 && KAUNTA_BILL_PAID == 2
                 && KAUNTA_BILL_CANCELLED == 3);

/* Adds each word of @text once, with a space before it: " wanjiku" is then found as a word's beginning. */
static void
add_words (GString *words, GHashTable *seen, const char *text)
{
  g_autofree char *folded = kaunta_text_fold (text);
  g_auto (GStrv) parts = g_strsplit (folded, " ", -1);

  for (char **part = parts; *part != NULL; part++)
    if (**part != '\0' && g_hash_table_add (seen, g_strdup (*part)))
      {
        g_string_append_c (words, ' ');
        g_string_append (words, *part);
      }
}

/* (transfer full) */
static char *
collect_words (const KauntaBill *bill, const char *payer_key)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GString *words = g_string_new (NULL);

  add_words (words, seen, bill->number);
  add_words (words, seen, payer_key);
  add_words (words, seen, bill->payer->id);
  add_words (words, seen, bill->payer->name);
  for (guint i = 0; i < bill->lines->len; i++)
    {
      const KauntaBillLine *line = bill->lines->pdata[i];

      add_words (words, seen, line->service);
      add_words (words, seen, line->name);
    }
  return g_string_free (words, FALSE);
}

static gboolean
write_lines (KauntaDatabase *database, const KauntaBill *bill, GError **error)
{
  if (!kaunta_database_execute (database, error, SQL_DELETE_LINES, KAUNTA_TEXT (bill->number)))
    return FALSE;

  for (guint i = 0; i < bill->lines->len; i++)
    {
      const KauntaBillLine *line = bill->lines->pdata[i];

      if (!kaunta_database_execute (
              database, error, SQL_PUT_LINE, KAUNTA_TEXT (bill->number), KAUNTA_INTEGER (i),
              KAUNTA_TEXT (line->service), KAUNTA_TEXT (line->tariff), KAUNTA_TEXT (line->name),
              KAUNTA_INTEGER (line->quantity), KAUNTA_INTEGER (line->unit), KAUNTA_INTEGER (line->amount)))
        return FALSE;
    }
  return TRUE;
}

gboolean
kaunta_ledger_write_bill (KauntaDatabase *database, const KauntaBill *bill, gboolean own, GError **error)
{
  const KauntaPayer *payer = bill->payer;
  g_autofree char *key = kaunta_identifier_match_key (payer->id);
  g_autofree char *words = collect_words (bill, key);

  /* Money may have come in for a bill before it was heard of: so add up at once. */
  return kaunta_database_execute (
             database, error, SQL_PUT_BILL, KAUNTA_TEXT (bill->number), KAUNTA_INTEGER (own),
             KAUNTA_TEXT (bill->device), KAUNTA_INTEGER (payer->kind), KAUNTA_TEXT (payer->id),
             KAUNTA_TEXT (key), KAUNTA_TEXT (payer->name), KAUNTA_INTEGER (bill->total),
             KAUNTA_INTEGER (bill->cancelled), KAUNTA_INTEGER (bill->raised_at),
             KAUNTA_TEXT (bill->raised_by), KAUNTA_INTEGER (own ? 0 : bill->known), KAUNTA_TEXT (words))
         && write_lines (database, bill, error) && kaunta_ledger_settle_bill (database, bill->number, error);
}

gboolean
kaunta_ledger_write_payment (KauntaDatabase *database, const KauntaPayment *payment, gboolean own,
                             GError **error)
{
  return kaunta_database_execute (database, error, SQL_PUT_PAYMENT, KAUNTA_TEXT (payment->receipt),
                                  KAUNTA_INTEGER (own), KAUNTA_TEXT (payment->device),
                                  KAUNTA_TEXT (payment->bill), KAUNTA_INTEGER (payment->tender),
                                  KAUNTA_INTEGER (payment->amount), KAUNTA_INTEGER (payment->status),
                                  KAUNTA_INTEGER (payment->tendered), KAUNTA_INTEGER (payment->change),
                                  KAUNTA_TEXT (payment->reference), KAUNTA_TEXT (payment->phone),
                                  KAUNTA_INTEGER (payment->taken_at), KAUNTA_TEXT (payment->clerk),
                                  KAUNTA_TEXT (payment->till), KAUNTA_TEXT (payment->reversed),
                                  KAUNTA_TEXT (payment->approver), KAUNTA_INTEGER (payment->copies))
         && kaunta_ledger_settle_bill (database, payment->bill, error);
}

gboolean
kaunta_ledger_settle_bill (KauntaDatabase *database, const char *number, GError **error)
{
  return kaunta_database_execute (database, error, SQL_SETTLE_BILL, KAUNTA_TEXT (number))
         && kaunta_database_execute (database, error, SQL_SET_STATE, KAUNTA_TEXT (number));
}
