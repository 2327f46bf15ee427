/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger-private.h"

#include <glib/gi18n-lib.h>

#include "identifier.h"

#define PAYMENT_COLUMNS \
  "payment.receipt, payment.device, payment.bill, tender, amount, status, tendered, change, reference," \
  " phone, taken_at, clerk, till, reversed, approver, copies"

static const char SQL_READ_PAYMENT[] = "SELECT " PAYMENT_COLUMNS " FROM payment WHERE receipt = ?";
static const char SQL_READ_BILL_PAYMENTS[] =
    "SELECT " PAYMENT_COLUMNS " FROM payment WHERE bill = ? ORDER BY taken_at, receipt";
static const char SQL_READ_PAYER_PAYMENTS[] =
    "SELECT " PAYMENT_COLUMNS " FROM bill JOIN payment ON payment.bill = bill.number"
    " WHERE payer_kind = ? AND payer_key = ? ORDER BY taken_at DESC, receipt DESC LIMIT ?";
static const char SQL_FIND_REFERENCE[] =
    "SELECT " PAYMENT_COLUMNS
    " FROM payment WHERE tender = ? AND reference = ? AND own = 1 AND counts = 1 ORDER BY receipt LIMIT 1";

static gboolean
read_payment_row (sqlite3_stmt *row, gpointer data, GError **error)
{
  GPtrArray *payments = data;
  KauntaPayment *payment = kaunta_payment_new ();

  payment->receipt = kaunta_row_dup_text (row, 0);
  payment->device = kaunta_row_dup_text (row, 1);
  payment->bill = kaunta_row_dup_text (row, 2);
  payment->tender = sqlite3_column_int (row, 3);
  payment->amount = sqlite3_column_int64 (row, 4);
  payment->status = sqlite3_column_int (row, 5);
  payment->tendered = sqlite3_column_int64 (row, 6);
  payment->change = sqlite3_column_int64 (row, 7);
  payment->reference = kaunta_row_dup_text (row, 8);
  payment->phone = kaunta_row_dup_text (row, 9);
  payment->taken_at = sqlite3_column_int64 (row, 10);
  payment->clerk = kaunta_row_dup_text (row, 11);
  payment->till = kaunta_row_dup_text (row, 12);
  payment->reversed = kaunta_row_dup_text (row, 13);
  payment->approver = kaunta_row_dup_text (row, 14);
  payment->copies = sqlite3_column_int64 (row, 15);
  g_ptr_array_add (payments, payment);
  return TRUE;
}

/**
 * kaunta_ledger_get_payments:
 * @bill: a bill's number
 *
 * Returns: (element-type KauntaPayment) (transfer full) (nullable): of every counter known of, oldest first
 */
GPtrArray *
kaunta_ledger_get_payments (KauntaLedger *self, const char *bill, GError **error)
{
  g_autoptr (GPtrArray) payments = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_payment_unref);

  g_return_val_if_fail (self != NULL && bill != NULL, NULL);
  kaunta_ledger_assert_owner (self);

  if (!kaunta_database_each (self->database, read_payment_row, payments, error, SQL_READ_BILL_PAYMENTS,
                             KAUNTA_TEXT (bill)))
    return NULL;
  return g_steal_pointer (&payments);
}

/**
 * kaunta_ledger_get_payment:
 *
 * Fails with NOT_FOUND.
 */
KauntaPayment *
kaunta_ledger_get_payment (KauntaLedger *self, const char *receipt, GError **error)
{
  g_autoptr (GPtrArray) payments = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_payment_unref);

  g_return_val_if_fail (self != NULL && receipt != NULL, NULL);
  kaunta_ledger_assert_owner (self);

  if (!kaunta_database_each (self->database, read_payment_row, payments, error, SQL_READ_PAYMENT,
                             KAUNTA_TEXT (receipt)))
    return NULL;
  if (payments->len == 0)
    {
      kaunta_ledger_set_not_found (error, _("This receipt is not known at this counter. Check the number."));
      return NULL;
    }
  return kaunta_payment_ref (payments->pdata[0]);
}

/**
 * kaunta_ledger_get_payer_payments:
 *
 * Returns: (element-type KauntaPayment) (transfer full) (nullable): newest first, at most @limit
 */
GPtrArray *
kaunta_ledger_get_payer_payments (KauntaLedger *self, KauntaPayerKind kind, const char *id, gint64 limit,
                                  GError **error)
{
  g_autoptr (GPtrArray) payments = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_payment_unref);
  g_autofree char *key = NULL;

  g_return_val_if_fail (self != NULL && id != NULL, NULL);
  kaunta_ledger_assert_owner (self);

  key = kaunta_identifier_match_key (id);
  if (!kaunta_database_each (self->database, read_payment_row, payments, error, SQL_READ_PAYER_PAYMENTS,
                             KAUNTA_INTEGER (kind), KAUNTA_TEXT (key), KAUNTA_INTEGER (limit)))
    return NULL;
  return g_steal_pointer (&payments);
}

/**
 * kaunta_ledger_find_reference:
 * @reference: as it was booked
 *
 * Returns: (transfer full) (nullable): the payment of this counter that stands on @reference; %NULL without
 * an error when there is none
 */
KauntaPayment *
kaunta_ledger_find_reference (KauntaLedger *self, KauntaTender tender, const char *reference, GError **error)
{
  g_autoptr (GPtrArray) payments = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_payment_unref);

  g_return_val_if_fail (self != NULL && reference != NULL, NULL);
  kaunta_ledger_assert_owner (self);

  if (!kaunta_database_each (self->database, read_payment_row, payments, error, SQL_FIND_REFERENCE,
                             KAUNTA_INTEGER (tender), KAUNTA_TEXT (reference))
      || payments->len == 0)
    return NULL;
  return kaunta_payment_ref (payments->pdata[0]);
}
