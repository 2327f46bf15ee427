/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger-private.h"

#include <string.h>

#include "identifier.h"
#include "text.h"

/* Rows of bills and payments, whoever told of them: the journal (own) or the portal. */

/* KauntaBillState, in SQL. */
#define BILL_STATE(cancelled, total, paid) \
  "CASE WHEN " cancelled " THEN 3 WHEN " paid " >= " total " THEN 2 WHEN " paid " > 0 THEN 1 ELSE 0 END"
G_STATIC_ASSERT (KAUNTA_BILL_OPEN == 0 && KAUNTA_BILL_PART_PAID == 1 && KAUNTA_BILL_PAID == 2
                 && KAUNTA_BILL_CANCELLED == 3);

static const char SQL_PUT_BILL[] =
    "INSERT INTO bill (number, own, device, payer_kind, payer_id, payer_key, payer_name, total, cancelled,"
    " raised_at, raised_by, known, words, paid_here, paid_elsewhere, state) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8,"
    " ?9, ?10, ?11, ?12, ?13, ?14, ?15, " BILL_STATE ("?9", "?8", "?14 + ?15") ")"
    " ON CONFLICT DO UPDATE SET own = excluded.own, device = excluded.device, payer_kind ="
    " excluded.payer_kind, payer_id = excluded.payer_id, payer_key = excluded.payer_key, payer_name ="
    " excluded.payer_name, total = excluded.total, cancelled = excluded.cancelled, raised_at ="
    " excluded.raised_at, raised_by = excluded.raised_by, known = excluded.known, words = excluded.words,"
    " paid_here = excluded.paid_here, paid_elsewhere = excluded.paid_elsewhere, state = excluded.state";
static const char SQL_DELETE_LINES[] = "DELETE FROM bill_line WHERE bill = ?";
static const char SQL_PUT_LINE[] =
    "INSERT INTO bill_line (bill, place, service, tariff, name, quantity, unit, amount)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
static const char SQL_PUT_PAYMENT[] =
    "INSERT INTO payment (receipt, own, device, bill, tender, amount, status, tendered, change, reference,"
    " phone, taken_at, clerk, till, reversed, approver, copies, seq)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE"
    " SET own = excluded.own, device = excluded.device, bill = excluded.bill, tender = excluded.tender,"
    " amount = excluded.amount, status = excluded.status, tendered = excluded.tendered, change ="
    " excluded.change, reference = excluded.reference, phone = excluded.phone, taken_at ="
    " excluded.taken_at, clerk = excluded.clerk, till = excluded.till, reversed = excluded.reversed,"
    " approver = excluded.approver, copies = excluded.copies, seq = excluded.seq";
static const char SQL_READ_PAID[] =
    "SELECT coalesce(sum(amount) FILTER (WHERE own = 1), 0), coalesce(sum(amount) FILTER (WHERE own = 0), 0)"
    " FROM payment WHERE bill = ? AND counts";
static const char SQL_SETTLE_BILL[] =
    "UPDATE bill SET paid_here = ?1, paid_elsewhere = ?2, state = " BILL_STATE ("cancelled", "total", "?1 + ?2")
    " WHERE number = ?3";

static gboolean
has_word (const GString *words, const char *word, gsize length)
{
  const char *place = words->str;

  while ((place = strchr (place, ' ')) != NULL)
    {
      place++;
      if (strncmp (place, word, length) == 0 && (place[length] == ' ' || place[length] == '\0'))
        return TRUE;
    }
  return FALSE;
}

/* Adds each word of @text once, with a space before it: " wanjiku" is then found as a word's beginning. */
static void
add_words (GString *words, const char *text)
{
  g_autofree char *folded = kaunta_text_fold (text);
  const char *word = folded;

  while (*word != '\0')
    {
      gsize length = strcspn (word, " ");

      if (length > 0 && !has_word (words, word, length))
        {
          g_string_append_c (words, ' ');
          g_string_append_len (words, word, (gssize) length);
        }
      word += length;
      word += *word == ' ';
    }
}

/* (transfer full) */
static char *
collect_words (const KauntaBill *bill, const char *payer_key)
{
  GString *words = g_string_sized_new (128);

  add_words (words, bill->number);
  add_words (words, payer_key);
  add_words (words, bill->payer->id);
  add_words (words, bill->payer->name);
  for (guint i = 0; i < bill->lines->len; i++)
    {
      const KauntaBillLine *line = bill->lines->pdata[i];

      add_words (words, line->service);
      add_words (words, line->name);
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

typedef struct
{
  gint64 here;
  gint64 elsewhere;
} Paid;

static gboolean
read_paid_row (sqlite3_stmt *row, gpointer data, GError **error)
{
  *(Paid *) data = (Paid){ .here = sqlite3_column_int64 (row, 0), .elsewhere = sqlite3_column_int64 (row, 1) };
  return TRUE;
}

static gboolean
read_paid (KauntaDatabase *database, const char *number, Paid *paid, GError **error)
{
  return kaunta_database_each (database, read_paid_row, paid, error, SQL_READ_PAID, KAUNTA_TEXT (number));
}

gboolean
kaunta_ledger_write_bill (KauntaDatabase *database, const KauntaBill *bill, gboolean own, GError **error)
{
  const KauntaPayer *payer = bill->payer;
  g_autofree char *key = kaunta_identifier_match_key (payer->id);
  g_autofree char *words = collect_words (bill, key);
  Paid paid = { 0 };

  /* Money may have come in for a bill before it was heard of. */
  return read_paid (database, bill->number, &paid, error)
         && kaunta_database_execute (
             database, error, SQL_PUT_BILL, KAUNTA_TEXT (bill->number), KAUNTA_INTEGER (own),
             KAUNTA_TEXT (bill->device), KAUNTA_INTEGER (payer->kind), KAUNTA_TEXT (payer->id),
             KAUNTA_TEXT (key), KAUNTA_TEXT (payer->name), KAUNTA_INTEGER (bill->total),
             KAUNTA_INTEGER (bill->cancelled), KAUNTA_INTEGER (bill->raised_at),
             KAUNTA_TEXT (bill->raised_by), KAUNTA_INTEGER (own ? 0 : bill->known), KAUNTA_TEXT (words),
             KAUNTA_INTEGER (paid.here), KAUNTA_INTEGER (paid.elsewhere))
         && write_lines (database, bill, error);
}

gboolean
kaunta_ledger_write_payment (KauntaDatabase *database, const KauntaPayment *payment, gint64 seq, GError **error)
{
  return kaunta_database_execute (database, error, SQL_PUT_PAYMENT, KAUNTA_TEXT (payment->receipt),
                                  KAUNTA_INTEGER (seq > 0), KAUNTA_TEXT (payment->device),
                                  KAUNTA_TEXT (payment->bill), KAUNTA_INTEGER (payment->tender),
                                  KAUNTA_INTEGER (payment->amount), KAUNTA_INTEGER (payment->status),
                                  KAUNTA_INTEGER (payment->tendered), KAUNTA_INTEGER (payment->change),
                                  KAUNTA_TEXT (payment->reference), KAUNTA_TEXT (payment->phone),
                                  KAUNTA_INTEGER (payment->taken_at), KAUNTA_TEXT (payment->clerk),
                                  KAUNTA_TEXT (payment->till), KAUNTA_TEXT (payment->reversed),
                                  KAUNTA_TEXT (payment->approver), KAUNTA_INTEGER (payment->copies),
                                  KAUNTA_INTEGER (seq))
         && kaunta_ledger_settle_bill (database, payment->bill, error);
}

gboolean
kaunta_ledger_settle_bill (KauntaDatabase *database, const char *number, GError **error)
{
  Paid paid = { 0 };

  return read_paid (database, number, &paid, error)
         && kaunta_database_execute (database, error, SQL_SETTLE_BILL, KAUNTA_INTEGER (paid.here),
                                     KAUNTA_INTEGER (paid.elsewhere), KAUNTA_TEXT (number));
}
