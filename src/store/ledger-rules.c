/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger-private.h"

#include <glib/gi18n-lib.h>

#include "json.h"
#include "money.h"
#include "number.h"

/* What is refused, in words. A fact that has happened is never refused (money that changed hands at another
 * counter comes through the portal); these rules keep this counter from doing what its own journal says can't
 * be done. */

static const char SQL_READ_BILL[] =
    "SELECT own, cancelled, total, paid_here + paid_elsewhere FROM bill WHERE number = ?";
static const char SQL_READ_RECEIPT[] =
    "SELECT own, amount, reversed IS NOT NULL, tender FROM payment WHERE receipt = ?";
static const char SQL_READ_VARIANCE_LIMIT[] = "SELECT variance_limit FROM policy";
static const char SQL_READ_UNCOUNTED[] = "SELECT counted_seq < moved_seq FROM till WHERE closed_at = 0";

typedef struct
{
  const KauntaAct *act;
  KauntaDatabase *database;
  JsonObject *data;
  const KauntaTill *till;
} Attempt;

typedef struct
{
  gboolean found;
  gboolean own;
  gboolean cancelled;
  gint64 total;
  gint64 paid;
} BillRow;

typedef struct
{
  gboolean found;
  gboolean own;
  gint64 amount;
  gboolean reversed;
  KauntaTender tender;
} ReceiptRow;

static gboolean
read_bill_row (sqlite3_stmt *row, gpointer data, GError **error)
{
  *(BillRow *) data = (BillRow){
    .found = TRUE,
    .own = sqlite3_column_int (row, 0),
    .cancelled = sqlite3_column_int (row, 1),
    .total = sqlite3_column_int64 (row, 2),
    .paid = sqlite3_column_int64 (row, 3),
  };
  return TRUE;
}

static gboolean
read_receipt_row (sqlite3_stmt *row, gpointer data, GError **error)
{
  *(ReceiptRow *) data = (ReceiptRow){
    .found = TRUE,
    .own = sqlite3_column_int (row, 0),
    .amount = sqlite3_column_int64 (row, 1),
    .reversed = sqlite3_column_int (row, 2),
    .tender = (KauntaTender) sqlite3_column_int (row, 3),
  };
  return TRUE;
}

static gboolean
find_bill (const Attempt *attempt, const char **number, BillRow *bill, GError **error)
{
  *bill = (BillRow){ 0 };
  return kaunta_json_get_string (attempt->data, "bill", number, error)
         && kaunta_database_each (attempt->database, read_bill_row, bill, error, SQL_READ_BILL,
                                  KAUNTA_TEXT (*number));
}

/* Finds the receipt in this counter's journal; REFUSED when it is not there. */
static gboolean
find_own_receipt (const Attempt *attempt, const char **number, ReceiptRow *receipt, GError **error)
{
  *receipt = (ReceiptRow){ 0 };
  if (!kaunta_json_get_string (attempt->data, "receipt", number, error)
      || !kaunta_database_each (attempt->database, read_receipt_row, receipt, error, SQL_READ_RECEIPT,
                                KAUNTA_TEXT (*number)))
    return FALSE;

  if (!receipt->found)
    return kaunta_ledger_refuse (error, _("There is no receipt %s at this counter. Check the number."),
                                 *number);
  if (!receipt->own)
    return kaunta_ledger_refuse (
        error, _("Receipt %s was given at another counter. It can only be changed or printed there."),
        *number);
  return TRUE;
}

static gboolean
need_open_till (const Attempt *attempt, GError **error)
{
  if (attempt->till != NULL)
    return TRUE;
  return kaunta_ledger_refuse (error, _("The till is closed. Open it first; nothing was saved."));
}

static gboolean
check_opening (const Attempt *attempt, GError **error)
{
  if (attempt->till == NULL)
    return TRUE;
  return kaunta_ledger_refuse (error,
                               _("Till %s is still open. Count and close it before the next one is opened."),
                               attempt->till->session);
}

static gboolean
check_cancelling (const Attempt *attempt, GError **error)
{
  const char *number = NULL;
  BillRow bill;

  if (!find_bill (attempt, &number, &bill, error))
    return FALSE;
  if (!bill.found)
    return kaunta_ledger_refuse (error, _("There is no bill %s at this counter. Check the number."), number);
  if (!bill.own)
    return kaunta_ledger_refuse (
        error, _("Bill %s was raised at another counter. It can only be cancelled there."), number);
  if (bill.cancelled)
    return kaunta_ledger_refuse (error, _("Bill %s is cancelled already."), number);
  if (bill.paid > 0)
    return kaunta_ledger_refuse (
        error, _("Money was paid on bill %s. Reverse the payment before cancelling the bill."), number);
  return TRUE;
}

/* A bill of another counter may be unknown here: then its payer knows what is due, and the portal finds what
 * does not fit. */
static gboolean
check_raised_elsewhere (const Attempt *attempt, const char *number, GError **error)
{
  g_autofree char *device = NULL;

  if (!kaunta_bill_number_parse (number, &device, NULL, error))
    return FALSE;
  if (g_str_equal (device, attempt->act->device))
    return kaunta_ledger_refuse (error, _("This counter never raised a bill %s. Check the number."), number);
  return TRUE;
}

static gboolean
check_taking (const Attempt *attempt, GError **error)
{
  const char *number = NULL;
  gint64 amount = 0;
  BillRow bill;

  if (!need_open_till (attempt, error) || !find_bill (attempt, &number, &bill, error)
      || !kaunta_json_get_integer (attempt->data, "amount", 0, KAUNTA_CENTS_MAX, &amount, error))
    return FALSE;

  if (!bill.own && !check_raised_elsewhere (attempt, number, error))
    return FALSE;
  if (!bill.found)
    return TRUE;
  if (bill.cancelled)
    return kaunta_ledger_refuse (error, _("Bill %s is cancelled. Take no money for it; raise a new bill."),
                                 number);
  if (bill.paid >= bill.total)
    return kaunta_ledger_refuse (error, _("Bill %s is paid already. Take no more money for it."), number);
  if (amount > bill.total - bill.paid)
    {
      g_autofree char *due = kaunta_cents_format_short (bill.total - bill.paid);

      return kaunta_ledger_refuse (error, _("Only KES %s is due on bill %s. Take no more than that."), due,
                                   number);
    }
  return TRUE;
}

static gboolean
check_settling (const Attempt *attempt, GError **error)
{
  const char *number = NULL;
  ReceiptRow receipt;

  if (!find_own_receipt (attempt, &number, &receipt, error))
    return FALSE;
  if (receipt.tender == KAUNTA_TENDER_CASH)
    return kaunta_ledger_refuse (
        error, _("Receipt %s was paid in cash, which is settled when it is taken. Reverse it instead."), number);
  return TRUE;
}

static gboolean
check_reversing (const Attempt *attempt, GError **error)
{
  const char *number = NULL;
  gint64 amount = 0;
  ReceiptRow receipt;

  if (!need_open_till (attempt, error) || !find_own_receipt (attempt, &number, &receipt, error)
      || !kaunta_json_get_integer (attempt->data, "amount", 0, KAUNTA_CENTS_MAX, &amount, error))
    return FALSE;

  if (receipt.reversed)
    return kaunta_ledger_refuse (
        error, _("Receipt %s was reversed already. A payment is reversed only once."), number);
  if (amount != receipt.amount)
    {
      g_autofree char *whole = kaunta_cents_format_short (receipt.amount);

      return kaunta_ledger_refuse (error, _("Receipt %s is over KES %s. A payment is reversed as a whole."),
                                   number, whole);
    }
  return TRUE;
}

static gboolean
check_printing (const Attempt *attempt, GError **error)
{
  const char *number = NULL;
  ReceiptRow receipt;

  return find_own_receipt (attempt, &number, &receipt, error);
}

static gboolean
check_closing (const Attempt *attempt, GError **error)
{
  gint64 uncounted = 0;

  if (!need_open_till (attempt, error)
      || !kaunta_database_read_integer (attempt->database, &uncounted, error, SQL_READ_UNCOUNTED))
    return FALSE;
  if (!uncounted)
    return TRUE;
  return kaunta_ledger_refuse (error,
                               _("Till %s was not counted since money last moved. Count it, then close it."),
                               attempt->till->session);
}

static gboolean (*const rules[KAUNTA_N_FACT_TYPES]) (const Attempt *attempt, GError **error) = {
  [KAUNTA_FACT_TILL_OPENED] = check_opening,       [KAUNTA_FACT_BILL_RAISED] = need_open_till,
  [KAUNTA_FACT_BILL_CANCELLED] = check_cancelling, [KAUNTA_FACT_PAYMENT_TAKEN] = check_taking,
  [KAUNTA_FACT_PAYMENT_SETTLED] = check_settling,  [KAUNTA_FACT_PAYMENT_REVERSED] = check_reversing,
  [KAUNTA_FACT_RECEIPT_PRINTED] = check_printing,  [KAUNTA_FACT_CASH_DROPPED] = need_open_till,
  [KAUNTA_FACT_CASH_PAID_IN] = need_open_till,     [KAUNTA_FACT_TILL_COUNTED] = need_open_till,
  [KAUNTA_FACT_TILL_CLOSED] = check_closing,
};

gboolean
kaunta_ledger_check_rules (const KauntaAct *act, KauntaFactType type, JsonObject *data,
                           const KauntaTill *till, GError **error)
{
  Attempt attempt = { act, act->ledger->database, data, till };

  return rules[type] == NULL || rules[type](&attempt, error);
}

gboolean
kaunta_ledger_check_people (const KauntaAct *act, KauntaFactType type, JsonObject *data, GError **error)
{
  gint64 limit = -1;

  if (type == KAUNTA_FACT_TILL_CLOSED
      && !kaunta_database_read_integer (act->ledger->database, &limit, error, SQL_READ_VARIANCE_LIMIT))
    return FALSE;
  if (act->approver != NULL && g_strcmp0 (act->approver, act->clerk) == 0)
    return kaunta_ledger_refuse (error,
                                 _("Nobody approves what they do themselves. Ask another supervisor."));
  if (act->approver == NULL && kaunta_fact_needs_approver (type, data, limit))
    return kaunta_ledger_refuse (error, _("A supervisor has to approve this. Nothing was saved."));
  return TRUE;
}
