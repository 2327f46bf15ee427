/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger-private.h"

#include <glib/gi18n-lib.h>

#include "identifier.h"
#include "json.h"
#include "money.h"
#include "number.h"
#include "text.h"

/* From journal to tables, one function for each type that a table speaks of. What the data holds was checked
 * when the entry was made or read; a number that is out of its series is the verifier's to find. */

static const char SQL_MOVE_STATE[] =
    "UPDATE state SET seq = ?1, at = ?2, boot = ?3, up = ?4, turnover = ?5, bill_serial = iif(?6, ?6, bill_serial),"
    " receipt_serial = iif(?7, ?7, receipt_serial), till_serial = iif(?8, ?8, till_serial), z_serial = iif(?9, ?9,"
    " z_serial)";
static const char SQL_ADD_EPOCH[] = "INSERT INTO epoch (epoch, device, key) VALUES (?, ?, ?)";
static const char SQL_PUT_BILLED_PAYER[] =
    "INSERT INTO billed_payer (kind, key, folded, id, name, words, billed_at) VALUES (?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT DO UPDATE SET id = excluded.id, name = excluded.name, words = excluded.words, billed_at"
    " = excluded.billed_at";
static const char SQL_CANCEL_BILL[] = "UPDATE bill SET cancelled = 1 WHERE number = ?";
static const char SQL_SETTLE_PAYMENT[] = "UPDATE payment SET status = ? WHERE receipt = ? RETURNING bill";
static const char SQL_REVERSE_PAYMENT[] =
    "UPDATE payment SET reversed = ?, approver = ? WHERE receipt = ? RETURNING bill";
static const char SQL_SET_COPIES[] = "UPDATE payment SET copies = ? WHERE receipt = ?";
static const char SQL_OPEN_TILL[] =
    "INSERT INTO till (session, clerk, float_cents, opened_at, first_seq, last_seq, moved_seq)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?5)";
static const char SQL_EXTEND_TILL[] = "UPDATE till SET last_seq = ? WHERE session = ?";
static const char SQL_COUNT_PAYMENT[] =
    "UPDATE till SET payments = payments + 1, first_receipt = coalesce(first_receipt, ?1), last_receipt ="
    " ?1, moved_seq = ?2 WHERE session = ?3";
static const char SQL_COUNT_REVERSAL[] =
    "UPDATE till SET reversals = reversals + 1, moved_seq = ? WHERE session = ?";
static const char SQL_ADD_TAKEN[] =
    "INSERT INTO till_tender (till, tender, taken, reversed) VALUES (?, ?, ?, 0) ON CONFLICT DO UPDATE"
    " SET taken = taken + excluded.taken";
static const char SQL_ADD_REVERSED[] =
    "INSERT INTO till_tender (till, tender, taken, reversed) SELECT ?, tender, 0, ? FROM payment"
    " WHERE receipt = ? ON CONFLICT DO UPDATE SET reversed = reversed + excluded.reversed";
static const char SQL_ADD_DROPPED[] =
    "UPDATE till SET dropped = dropped + ?, moved_seq = ? WHERE session = ?";
static const char SQL_ADD_PAID_IN[] =
    "UPDATE till SET paid_in = paid_in + ?, moved_seq = ? WHERE session = ?";
static const char SQL_COUNT_TILL[] =
    "UPDATE till SET counted = ?, count_attempts = ?, counted_seq = ? WHERE session = ?";
static const char SQL_CLOSE_TILL[] = "UPDATE till SET closed_at = ? WHERE session = ?";
static const char SQL_SETTLE_EXCEPTION[] = "INSERT OR IGNORE INTO settled_exception (id) VALUES (?)";

/* The serial that an entry gives of each series; 0 of those that it gives none of. */
typedef struct
{
  gint64 bill;
  gint64 receipt;
  gint64 till;
  gint64 z;
} Serials;

static gboolean
fold_device_enrolled (KauntaDatabase *database, const KauntaEntry *entry, Serials *given, GError **error)
{
  const char *key = NULL;

  return kaunta_json_get_string (entry->data, "key", &key, error)
         && kaunta_database_execute (database, error, SQL_ADD_EPOCH, KAUNTA_INTEGER (entry->epoch),
                                     KAUNTA_TEXT (entry->device), KAUNTA_TEXT (key));
}

static gboolean
fold_billed_payer (KauntaDatabase *database, const KauntaPayer *payer, gint64 at, GError **error)
{
  g_autofree char *key = kaunta_identifier_match_key (payer->id);
  g_autofree char *folded = kaunta_text_fold (payer->name);
  g_autofree char *lower = g_ascii_strdown (key, -1);
  g_autofree char *id = kaunta_text_fold (payer->id);
  g_autofree char *words = g_strconcat (" ", lower, " ", id, " ", folded, NULL);

  return kaunta_database_execute (database, error, SQL_PUT_BILLED_PAYER, KAUNTA_INTEGER (payer->kind),
                                  KAUNTA_TEXT (key), KAUNTA_TEXT (folded), KAUNTA_TEXT (payer->id),
                                  KAUNTA_TEXT (payer->name), KAUNTA_TEXT (words), KAUNTA_INTEGER (at));
}

static gboolean
fold_bill_raised (KauntaDatabase *database, const KauntaEntry *entry, Serials *given, GError **error)
{
  g_autoptr (KauntaBill) bill =
      kaunta_fact_read_bill_raised (entry->data, entry->device, entry->clerk, entry->at, error);

  return bill != NULL && kaunta_bill_number_parse (bill->number, NULL, &given->bill, error)
         && kaunta_ledger_write_bill (database, bill, TRUE, error)
         && fold_billed_payer (database, bill->payer, entry->at, error);
}

static gboolean
fold_bill_cancelled (KauntaDatabase *database, const KauntaEntry *entry, Serials *given, GError **error)
{
  const char *bill = NULL;

  return kaunta_json_get_string (entry->data, "bill", &bill, error)
         && kaunta_database_execute (database, error, SQL_CANCEL_BILL, KAUNTA_TEXT (bill))
         && kaunta_ledger_settle_bill (database, bill, error);
}

static gboolean
fold_payment_taken (KauntaDatabase *database, const KauntaEntry *entry, Serials *given, GError **error)
{
  g_autoptr (KauntaPayment) payment = kaunta_fact_read_payment_taken (
      entry->data, entry->device, entry->clerk, entry->till, entry->at, error);

  return payment != NULL && kaunta_receipt_number_parse (payment->receipt, NULL, &given->receipt, error)
         && kaunta_ledger_write_payment (database, payment, entry->seq, error)
         && kaunta_database_execute (database, error, SQL_COUNT_PAYMENT, KAUNTA_TEXT (payment->receipt),
                                     KAUNTA_INTEGER (entry->seq), KAUNTA_TEXT (entry->till))
         && kaunta_database_execute (database, error, SQL_ADD_TAKEN, KAUNTA_TEXT (entry->till),
                                     KAUNTA_INTEGER (payment->tender), KAUNTA_INTEGER (payment->amount));
}

static gboolean
read_bill_number (sqlite3_stmt *row, gpointer data, GError **error)
{
  char **number = data;

  *number = kaunta_row_dup_text (row, 0);
  return TRUE;
}

static gboolean
fold_payment_settled (KauntaDatabase *database, const KauntaEntry *entry, Serials *given, GError **error)
{
  g_autofree char *bill = NULL;
  const char *receipt = NULL;
  const char *nick = NULL;
  KauntaPaymentStatus status = KAUNTA_PAYMENT_UNKNOWN;

  if (!kaunta_json_get_string (entry->data, "receipt", &receipt, error)
      || !kaunta_json_get_string (entry->data, "status", &nick, error))
    return FALSE;

  kaunta_payment_status_from_nick (nick, &status);
  return kaunta_database_each (database, read_bill_number, &bill, error, SQL_SETTLE_PAYMENT,
                               KAUNTA_INTEGER (status), KAUNTA_TEXT (receipt))
         && kaunta_ledger_settle_bill (database, bill, error);
}

static gboolean
fold_payment_reversed (KauntaDatabase *database, const KauntaEntry *entry, Serials *given, GError **error)
{
  g_autofree char *bill = NULL;
  const char *receipt = NULL;
  const char *reason = NULL;
  gint64 amount = 0;

  return kaunta_json_get_string (entry->data, "receipt", &receipt, error)
         && kaunta_json_get_string (entry->data, "reason", &reason, error)
         && kaunta_json_get_integer (entry->data, "amount", 0, KAUNTA_CENTS_MAX, &amount, error)
         && kaunta_database_each (database, read_bill_number, &bill, error, SQL_REVERSE_PAYMENT,
                                  KAUNTA_TEXT (reason), KAUNTA_TEXT (entry->approver), KAUNTA_TEXT (receipt))
         && kaunta_ledger_settle_bill (database, bill, error)
         && kaunta_database_execute (database, error, SQL_COUNT_REVERSAL, KAUNTA_INTEGER (entry->seq),
                                     KAUNTA_TEXT (entry->till))
         && kaunta_database_execute (database, error, SQL_ADD_REVERSED, KAUNTA_TEXT (entry->till),
                                     KAUNTA_INTEGER (amount), KAUNTA_TEXT (receipt));
}

static gboolean
fold_receipt_printed (KauntaDatabase *database, const KauntaEntry *entry, Serials *given, GError **error)
{
  const char *receipt = NULL;
  gint64 copy = 0;

  return kaunta_json_get_string (entry->data, "receipt", &receipt, error)
         && kaunta_json_get_integer (entry->data, "copy", 1, G_MAXINT32, &copy, error)
         && kaunta_database_execute (database, error, SQL_SET_COPIES, KAUNTA_INTEGER (copy),
                                     KAUNTA_TEXT (receipt));
}

static gboolean
fold_till_opened (KauntaDatabase *database, const KauntaEntry *entry, Serials *given, GError **error)
{
  gint64 float_cents = 0;

  return kaunta_json_get_integer (entry->data, "float", 0, KAUNTA_CENTS_MAX, &float_cents, error)
         && kaunta_till_session_parse (entry->till, NULL, &given->till, error)
         && kaunta_database_execute (database, error, SQL_OPEN_TILL, KAUNTA_TEXT (entry->till),
                                     KAUNTA_TEXT (entry->clerk), KAUNTA_INTEGER (float_cents),
                                     KAUNTA_INTEGER (entry->at), KAUNTA_INTEGER (entry->seq));
}

static gboolean
fold_cash_moved (KauntaDatabase *database, const KauntaEntry *entry, Serials *given, GError **error)
{
  const char *sql = entry->type == KAUNTA_FACT_CASH_DROPPED ? SQL_ADD_DROPPED : SQL_ADD_PAID_IN;
  gint64 amount = 0;

  return kaunta_json_get_integer (entry->data, "amount", 0, KAUNTA_CENTS_MAX, &amount, error)
         && kaunta_database_execute (database, error, sql, KAUNTA_INTEGER (amount),
                                     KAUNTA_INTEGER (entry->seq), KAUNTA_TEXT (entry->till));
}

static gboolean
fold_till_counted (KauntaDatabase *database, const KauntaEntry *entry, Serials *given, GError **error)
{
  gint64 total = 0;
  gint64 attempt = 0;

  return kaunta_json_get_integer (entry->data, "total", 0, KAUNTA_CENTS_MAX, &total, error)
         && kaunta_json_get_integer (entry->data, "attempt", 1, G_MAXINT32, &attempt, error)
         && kaunta_database_execute (database, error, SQL_COUNT_TILL, KAUNTA_INTEGER (total),
                                     KAUNTA_INTEGER (attempt), KAUNTA_INTEGER (entry->seq),
                                     KAUNTA_TEXT (entry->till));
}

static gboolean
fold_till_closed (KauntaDatabase *database, const KauntaEntry *entry, Serials *given, GError **error)
{
  return kaunta_json_get_integer (entry->data, "z", 1, G_MAXINT32, &given->z, error)
         && kaunta_database_execute (database, error, SQL_CLOSE_TILL, KAUNTA_INTEGER (entry->at),
                                     KAUNTA_TEXT (entry->till));
}

static gboolean
fold_exception_settled (KauntaDatabase *database, const KauntaEntry *entry, Serials *given, GError **error)
{
  const char *id = NULL;

  return kaunta_json_get_string (entry->data, "exception", &id, error)
         && kaunta_database_execute (database, error, SQL_SETTLE_EXCEPTION, KAUNTA_TEXT (id));
}

static gboolean (*const folds[KAUNTA_N_FACT_TYPES]) (KauntaDatabase *database, const KauntaEntry *entry,
                                                     Serials *given, GError **error) = {
  [KAUNTA_FACT_DEVICE_ENROLLED] = fold_device_enrolled,
  [KAUNTA_FACT_TILL_OPENED] = fold_till_opened,
  [KAUNTA_FACT_BILL_RAISED] = fold_bill_raised,
  [KAUNTA_FACT_BILL_CANCELLED] = fold_bill_cancelled,
  [KAUNTA_FACT_PAYMENT_TAKEN] = fold_payment_taken,
  [KAUNTA_FACT_PAYMENT_SETTLED] = fold_payment_settled,
  [KAUNTA_FACT_PAYMENT_REVERSED] = fold_payment_reversed,
  [KAUNTA_FACT_RECEIPT_PRINTED] = fold_receipt_printed,
  [KAUNTA_FACT_CASH_DROPPED] = fold_cash_moved,
  [KAUNTA_FACT_CASH_PAID_IN] = fold_cash_moved,
  [KAUNTA_FACT_TILL_COUNTED] = fold_till_counted,
  [KAUNTA_FACT_TILL_CLOSED] = fold_till_closed,
  [KAUNTA_FACT_EXCEPTION_SETTLED] = fold_exception_settled,
};

static gboolean
extend_till (KauntaDatabase *database, const KauntaEntry *entry, GError **error)
{
  return entry->till == NULL
         || kaunta_database_execute (database, error, SQL_EXTEND_TILL, KAUNTA_INTEGER (entry->seq),
                                     KAUNTA_TEXT (entry->till));
}

gboolean
kaunta_ledger_fold (KauntaDatabase *database, const KauntaEntry *entry, GError **error)
{
  Serials given = { 0 };

  if (folds[entry->type] != NULL && !folds[entry->type](database, entry, &given, error))
    return FALSE;

  return extend_till (database, entry, error)
         && kaunta_database_execute (database, error, SQL_MOVE_STATE, KAUNTA_INTEGER (entry->seq),
                                     KAUNTA_INTEGER (entry->at), KAUNTA_TEXT (entry->boot),
                                     KAUNTA_INTEGER (entry->up), KAUNTA_INTEGER (entry->turnover),
                                     KAUNTA_INTEGER (given.bill), KAUNTA_INTEGER (given.receipt),
                                     KAUNTA_INTEGER (given.till), KAUNTA_INTEGER (given.z));
}
