/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sqlite-storage.h"

#define PAYMENT_COLUMNS \
  "receipt, device, bill, tender, amount, status, tendered, change_given, reference, phone, taken_at, clerk, till, " \
  "reversed, approver, copies"

static const char READ_BILL[] =
  "SELECT b.device, b.office, b.payer_kind, b.payer_id, b.payer_name, b.raised_at, b.raised_by, "
  "(SELECT count(*) FROM cancellations c JOIN devices d ON d.device = c.device WHERE c.bill = b.bill AND d.office = b.office), "
  "(SELECT coalesce(sum(p.amount), 0) FROM payments p WHERE p.bill = b.bill AND p.reversed IS NULL "
  "AND p.status <> 'rejected') FROM bills b WHERE b.bill = $1";
static const char READ_LINES[] =
  "SELECT service, tariff, name, quantity, unit, amount FROM bill_lines WHERE bill = $1 ORDER BY line";
static const char READ_PAYMENT[] = "SELECT " PAYMENT_COLUMNS " FROM payments WHERE receipt = $1";
static const char READ_PAYMENTS[] =
  "SELECT " PAYMENT_COLUMNS " FROM payments WHERE bill = $1 ORDER BY received_at, receipt";

static GPtrArray *
read_lines (KauntaSqliteStorage *self, const char *number, GError **error)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_bill_line_unref);
  g_auto (KauntaRowset) rows = { 0 };
  gboolean failed = FALSE;

  if (!kaunta_connection_query (self->database, &rows, error, READ_LINES, "s", number))
    return NULL;
  while (kaunta_rowset_next (&rows, &failed, error))
    g_ptr_array_add (lines, kaunta_bill_line_new (kaunta_rowset_get_text (&rows, 0), kaunta_rowset_get_text (&rows, 1),
                                                  kaunta_rowset_get_text (&rows, 2), kaunta_rowset_get_integer (&rows, 3),
                                                  kaunta_rowset_get_integer (&rows, 4), kaunta_rowset_get_integer (&rows, 5)));
  return failed ? NULL : g_steal_pointer (&lines);
}

static KauntaPayer *
read_billed_payer (KauntaRowset *rows)
{
  KauntaPayerKind kind = KAUNTA_PAYER_OTHER;

  kaunta_payer_kind_from_nick (kaunta_rowset_get_text (rows, 2), &kind);
  return kaunta_payer_new (kind, kaunta_rowset_get_text (rows, 3), kaunta_rowset_get_text (rows, 4), NULL, NULL, NULL, 0, 0);
}

gboolean
kaunta_sqlite_read_bill (KauntaSqliteStorage *self, const char *number, KauntaBill **bill, char **office, GError **error)
{
  g_auto (KauntaRowset) rows = { 0 };
  g_autoptr (GPtrArray) lines = NULL;
  g_autoptr (KauntaPayer) payer = NULL;
  gboolean failed = FALSE;

  *bill = NULL;
  if (!kaunta_connection_query (self->database, &rows, error, READ_BILL, "s", number))
    return FALSE;
  if (!kaunta_rowset_next (&rows, &failed, error))
    return !failed;

  lines = read_lines (self, number, error);
  if (lines == NULL)
    return FALSE;
  payer = read_billed_payer (&rows);
  *bill = kaunta_bill_new (number, kaunta_rowset_get_text (&rows, 0), payer, lines, kaunta_rowset_get_integer (&rows, 5),
                           kaunta_rowset_get_text (&rows, 6), error);
  if (*bill == NULL)
    return FALSE;
  (*bill)->cancelled = kaunta_rowset_get_integer (&rows, 7) > 0;
  (*bill)->paid = kaunta_rowset_get_integer (&rows, 8);
  if (office != NULL)
    *office = g_strdup (kaunta_rowset_get_text (&rows, 1));
  return TRUE;
}

static KauntaPayment *
read_payment_row (KauntaRowset *rows)
{
  KauntaPayment *payment = kaunta_payment_new ();

  payment->receipt = g_strdup (kaunta_rowset_get_text (rows, 0));
  payment->device = g_strdup (kaunta_rowset_get_text (rows, 1));
  payment->bill = g_strdup (kaunta_rowset_get_text (rows, 2));
  kaunta_tender_from_nick (kaunta_rowset_get_text (rows, 3), &payment->tender);
  payment->amount = kaunta_rowset_get_integer (rows, 4);
  kaunta_payment_status_from_nick (kaunta_rowset_get_text (rows, 5), &payment->status);
  payment->tendered = kaunta_rowset_get_integer (rows, 6);
  payment->change = kaunta_rowset_get_integer (rows, 7);
  payment->reference = g_strdup (kaunta_rowset_get_text (rows, 8));
  payment->phone = g_strdup (kaunta_rowset_get_text (rows, 9));
  payment->taken_at = kaunta_rowset_get_integer (rows, 10);
  payment->clerk = g_strdup (kaunta_rowset_get_text (rows, 11));
  payment->till = g_strdup (kaunta_rowset_get_text (rows, 12));
  payment->reversed = g_strdup (kaunta_rowset_get_text (rows, 13));
  payment->approver = g_strdup (kaunta_rowset_get_text (rows, 14));
  payment->copies = kaunta_rowset_get_integer (rows, 15);
  return payment;
}

gboolean
kaunta_sqlite_read_payment (KauntaSqliteStorage *self, const char *receipt, KauntaPayment **payment, GError **error)
{
  g_auto (KauntaRowset) rows = { 0 };
  gboolean failed = FALSE;

  *payment = NULL;
  if (!kaunta_connection_query (self->database, &rows, error, READ_PAYMENT, "s", receipt))
    return FALSE;
  if (kaunta_rowset_next (&rows, &failed, error))
    *payment = read_payment_row (&rows);
  return !failed;
}

GPtrArray *
kaunta_sqlite_read_payments (KauntaSqliteStorage *self, const char *bill, GError **error)
{
  g_autoptr (GPtrArray) payments = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_payment_unref);
  g_auto (KauntaRowset) rows = { 0 };
  gboolean failed = FALSE;

  if (!kaunta_connection_query (self->database, &rows, error, READ_PAYMENTS, "s", bill))
    return NULL;
  while (kaunta_rowset_next (&rows, &failed, error))
    g_ptr_array_add (payments, read_payment_row (&rows));
  return failed ? NULL : g_steal_pointer (&payments);
}

static gboolean
read_answer (KauntaSqliteStorage *self, const char *number, KauntaBill **bill, GPtrArray **payments, GError **error)
{
  if (!kaunta_sqlite_read_bill (self, number, bill, NULL, error))
    return FALSE;
  if (*bill == NULL)
    {
      g_set_error (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_NOT_FOUND, "No bill has the number %s.", number);
      return FALSE;
    }
  *payments = kaunta_sqlite_read_payments (self, number, error);
  return *payments != NULL;
}

gboolean
kaunta_sqlite_get_bill (KauntaPortalStorage *storage,
                        const char *number,
                        KauntaBill **bill,
                        GPtrArray **payments,
                        GError **error)
{
  KauntaSqliteStorage *self = KAUNTA_SQLITE_STORAGE (storage);
  g_autoptr (KauntaBill) found = NULL;
  g_autoptr (GPtrArray) its_payments = NULL;

  if (!kaunta_connection_begin_reading (self->database, error)
      || !kaunta_connection_end (self->database, read_answer (self, number, &found, &its_payments, error), error))
    return FALSE;
  *bill = g_steal_pointer (&found);
  *payments = g_steal_pointer (&its_payments);
  return TRUE;
}
