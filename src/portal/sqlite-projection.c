/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sqlite-storage.h"

#include <string.h>
#include "json.h"
#include "money.h"
#include "number.h"

static const char ADD_BILL[] =
  "INSERT INTO bills (bill, device, office, payer_kind, payer_id, payer_name, total, raised_at, raised_by) "
  "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (bill) DO NOTHING";
static const char ADD_LINE[] =
  "INSERT INTO bill_lines (bill, line, service, tariff, name, quantity, unit, amount) "
  "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
static const char ADD_CANCELLATION[] =
  "INSERT INTO cancellations (bill, device, reason, cancelled_at) VALUES ($1, $2, $3, $4) "
  "ON CONFLICT (bill, device) DO NOTHING";
static const char ADD_PAYMENT[] =
  "INSERT INTO payments (receipt, device, bill, tender, amount, status, tendered, change_given, reference, phone, taken_at, "
  "clerk, till, copies, received_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 0, $14) "
  "ON CONFLICT (receipt) DO NOTHING";
static const char SETTLE_PAYMENT[] = "UPDATE payments SET status = $1 WHERE receipt = $2 AND device = $3";
static const char REVERSE_PAYMENT[] =
  "UPDATE payments SET reversed = $1, approver = $2 WHERE receipt = $3 AND device = $4 AND amount = $5 AND reversed IS NULL";
static const char COUNT_COPY[] = "UPDATE payments SET copies = $1 WHERE receipt = $2 AND device = $3";
static const char OPEN_TILL[] =
  "INSERT INTO tills (session, device, clerk, float_cents, opened_at) VALUES ($1, $2, $3, $4, $5) "
  "ON CONFLICT (session) DO NOTHING";
static const char CLOSE_TILL[] =
  "UPDATE tills SET closed_at = $1, z = $2 WHERE session = $3 AND device = $4 AND closed_at IS NULL";
static const char COUNT_OPEN_TILL[] =
  "SELECT count(*) FROM tills WHERE session = $1 AND device = $2 AND closed_at IS NULL";

static gboolean
refuse (GError **error, const KauntaEntry *entry, const char *reason)
{
  g_set_error (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_BAD_ENTRY, "Entry %" G_GINT64_FORMAT ": %s.", entry->seq, reason);
  return FALSE;
}

/* A statement that must have changed a row, or the entry speaks of something that its journal does not have. */
static gboolean
expect_changed (KauntaProjecting *self, const KauntaEntry *entry, const char *reason, GError **error)
{
  return kaunta_connection_get_changed (self->storage->database) == 1 || refuse (error, entry, reason);
}

/* What core and journal say about an entry's data is a fault of the entry, not of the portal. */
static gboolean
blame_entry (const KauntaEntry *entry, GError *reason, GError **error)
{
  refuse (error, entry, reason->message);
  g_error_free (reason);
  return FALSE;
}

/* Tells the office of the bill too, when it is another one than the device's. */
static gboolean
offer_to (KauntaProjecting *self, const char *bill_office, KauntaChangeKind kind, const char *id, const char *origin,
          gconstpointer value, GError **error)
{
  const char *office = self->device->office;

  if (!kaunta_sqlite_offer (self->storage, office, kind, id, origin, value, self->now, error))
    return FALSE;
  return bill_office == NULL
         || strcmp (bill_office, office) == 0
         || kaunta_sqlite_offer (self->storage, bill_office, kind, id, origin, value, self->now, error);
}

/* Offers the newest state of a payment and of its bill, as far as that is known. @bill: @office: (nullable): */
static gboolean
offer_payment (KauntaProjecting *self, const KauntaPayment *payment, const KauntaBill *bill, const char *office, GError **error)
{
  if (!offer_to (self, office, KAUNTA_CHANGE_PAYMENT, payment->receipt, payment->device, payment, error))
    return FALSE;
  return bill == NULL || offer_to (self, office, KAUNTA_CHANGE_BILL, bill->number, self->device->device, bill, error);
}

static gboolean
offer_receipt (KauntaProjecting *self, const char *receipt, GError **error)
{
  g_autoptr (KauntaPayment) payment = NULL;
  g_autoptr (KauntaBill) bill = NULL;
  g_autofree char *office = NULL;

  if (!kaunta_sqlite_read_payment (self->storage, receipt, &payment, error))
    return FALSE;
  g_assert (payment != NULL);
  return kaunta_sqlite_read_bill (self->storage, payment->bill, &bill, &office, error)
         && offer_payment (self, payment, bill, office, error);
}

static gboolean
add_bill (KauntaProjecting *self, const KauntaBill *bill, const KauntaEntry *entry, GError **error)
{
  KauntaConnection *database = self->storage->database;

  if (!kaunta_connection_run (database, error, ADD_BILL, "ssssssiis", bill->number, self->device->device,
                            self->device->office, kaunta_payer_kind_to_nick (bill->payer->kind), bill->payer->id,
                            bill->payer->name, bill->total, entry->at, entry->clerk)
      || !expect_changed (self, entry, "the bill's number was given before", error))
    return FALSE;

  for (guint i = 0; i < bill->lines->len; i++)
    {
      const KauntaBillLine *line = g_ptr_array_index (bill->lines, i);

      if (!kaunta_connection_run (database, error, ADD_LINE, "sisssiii", bill->number, (gint64) i + 1, line->service,
                                line->tariff, line->name, line->quantity, line->unit, line->amount))
        return FALSE;
    }
  return TRUE;
}

/* Payments that came before their bill are looked at now, in the order in which they came. */
static gboolean
judge_early_payments (KauntaProjecting *self, const KauntaBill *bill, gboolean *others, GError **error)
{
  g_autoptr (GPtrArray) payments = kaunta_sqlite_read_payments (self->storage, bill->number, error);
  gint64 paid = 0;

  if (payments == NULL)
    return FALSE;
  for (guint i = 0; i < payments->len; i++)
    {
      const KauntaPayment *payment = g_ptr_array_index (payments, i);

      *others = TRUE;
      if (!kaunta_sqlite_offer (self->storage, self->device->office, KAUNTA_CHANGE_PAYMENT, payment->receipt,
                                payment->device, payment, self->now, error))
        return FALSE;
      if (!kaunta_payment_counts (payment))
        continue;
      if (!kaunta_sqlite_judge_payment (self, bill, payment, paid, error)
          || !kaunta_cents_add (paid, payment->amount, &paid, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
project_bill_raised (KauntaProjecting *self, const KauntaEntry *entry, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autoptr (KauntaBill) raised =
    kaunta_fact_read_bill_raised (entry->data, entry->device, entry->clerk, entry->at, &reason);
  g_autoptr (KauntaBill) bill = NULL;
  g_autofree char *device = NULL;
  gboolean others = FALSE;

  if (raised == NULL)
    return blame_entry (entry, g_steal_pointer (&reason), error);
  if (!kaunta_bill_number_parse (raised->number, &device, NULL, NULL) || strcmp (device, entry->device) != 0)
    return refuse (error, entry, "the bill's number is not this device's");
  if (!add_bill (self, raised, entry, error)
      || !kaunta_sqlite_read_bill (self->storage, raised->number, &bill, NULL, error)
      || !judge_early_payments (self, bill, &others, error)
      || !kaunta_sqlite_judge_cancellations (self, bill, error))
    return FALSE;

  others = others || bill->cancelled;
  return kaunta_sqlite_offer (self->storage, self->device->office, KAUNTA_CHANGE_BILL, bill->number,
                              others ? NULL : entry->device, bill, self->now, error);
}

/* Money that was taken for a bill which another counter cancelled is a person's to look at. */
static gboolean
judge_cancelled (KauntaProjecting *self, const KauntaBill *bill, GError **error)
{
  g_autoptr (GPtrArray) payments = kaunta_sqlite_read_payments (self->storage, bill->number, error);

  if (payments == NULL)
    return FALSE;
  for (guint i = 0; i < payments->len; i++)
    {
      const KauntaPayment *payment = g_ptr_array_index (payments, i);

      if (kaunta_payment_counts (payment) && !kaunta_sqlite_judge_payment (self, bill, payment, 0, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
project_bill_cancelled (KauntaProjecting *self, const KauntaEntry *entry, GError **error)
{
  g_autoptr (KauntaBill) bill = NULL;
  g_autofree char *office = NULL;
  const char *number = NULL;
  const char *reason = NULL;

  if (!kaunta_json_get_string (entry->data, "bill", &number, error)
      || !kaunta_json_get_string (entry->data, "reason", &reason, error)
      || !kaunta_connection_run (self->storage->database, error, ADD_CANCELLATION, "sssi", number, entry->device, reason, entry->at)
      || !kaunta_sqlite_read_bill (self->storage, number, &bill, &office, error))
    return FALSE;
  if (bill == NULL)
    return TRUE;
  if (!bill->cancelled)
    return kaunta_sqlite_judge_cancellations (self, bill, error)
           && offer_to (self, office, KAUNTA_CHANGE_BILL, number, NULL, bill, error);
  return judge_cancelled (self, bill, error)
         && offer_to (self, office, KAUNTA_CHANGE_BILL, number, entry->device, bill, error);
}

static gboolean
add_payment (KauntaProjecting *self, const KauntaPayment *payment, const KauntaEntry *entry, GError **error)
{
  return kaunta_connection_run (self->storage->database, error, ADD_PAYMENT, "ssssisiississi", payment->receipt,
                              entry->device, payment->bill, kaunta_tender_to_nick (payment->tender), payment->amount,
                              kaunta_payment_status_to_nick (payment->status), payment->tendered, payment->change,
                              payment->reference, payment->phone, entry->at, entry->clerk, entry->till, self->now)
         && expect_changed (self, entry, "the receipt's number was given before", error);
}

static gboolean
judge_till (KauntaProjecting *self, const KauntaPayment *payment, const KauntaEntry *entry, GError **error)
{
  gint64 open = 0;

  if (!kaunta_connection_get_integer (self->storage->database, &open, NULL, error, COUNT_OPEN_TILL, "ss", entry->till, entry->device))
    return FALSE;
  return open == 1 || kaunta_sqlite_raise_exception (self, "till-closed", payment, payment->amount, error);
}

static gboolean
judge_against_bill (KauntaProjecting *self, const KauntaPayment *payment, const KauntaBill *bill, GError **error)
{
  if (bill == NULL || !kaunta_payment_counts (payment))
    return TRUE;
  return kaunta_sqlite_judge_payment (self, bill, payment, bill->paid - payment->amount, error);
}

static gboolean
project_payment_taken (KauntaProjecting *self, const KauntaEntry *entry, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autoptr (KauntaPayment) payment =
    kaunta_fact_read_payment_taken (entry->data, entry->device, entry->clerk, entry->till, entry->at, &reason);
  g_autoptr (KauntaBill) bill = NULL;
  g_autofree char *office = NULL;
  g_autofree char *device = NULL;

  if (payment == NULL)
    return blame_entry (entry, g_steal_pointer (&reason), error);
  if (!kaunta_receipt_number_parse (payment->receipt, &device, NULL, NULL) || strcmp (device, entry->device) != 0)
    return refuse (error, entry, "the receipt's number is not this device's");
  return add_payment (self, payment, entry, error)
         && judge_till (self, payment, entry, error)
         && kaunta_sqlite_read_bill (self->storage, payment->bill, &bill, &office, error)
         && judge_against_bill (self, payment, bill, error)
         && kaunta_sqlite_judge_origin (self, payment, bill, error)
         && offer_payment (self, payment, bill, office, error);
}

static gboolean
project_payment_settled (KauntaProjecting *self, const KauntaEntry *entry, GError **error)
{
  const char *receipt = NULL;
  const char *status = NULL;

  return kaunta_json_get_string (entry->data, "receipt", &receipt, error)
         && kaunta_json_get_string (entry->data, "status", &status, error)
         && kaunta_connection_run (self->storage->database, error, SETTLE_PAYMENT, "sss", status, receipt, entry->device)
         && expect_changed (self, entry, "its journal has no such receipt", error)
         && (strcmp (status, "rejected") != 0 || kaunta_sqlite_settle_receipt (self, receipt, error))
         && offer_receipt (self, receipt, error);
}

static gboolean
project_payment_reversed (KauntaProjecting *self, const KauntaEntry *entry, GError **error)
{
  const char *receipt = NULL;
  const char *reason = NULL;
  gint64 amount = 0;

  return kaunta_json_get_string (entry->data, "receipt", &receipt, error)
         && kaunta_json_get_string (entry->data, "reason", &reason, error)
         && kaunta_json_get_integer (entry->data, "amount", 0, KAUNTA_CENTS_MAX, &amount, error)
         && kaunta_connection_run (self->storage->database, error, REVERSE_PAYMENT, "ssssi", reason, entry->approver, receipt,
                                 entry->device, amount)
         && expect_changed (self, entry, "its journal has no such receipt of this amount that still stands", error)
         && kaunta_sqlite_settle_receipt (self, receipt, error)
         && offer_receipt (self, receipt, error);
}

/* How often a receipt was printed is told with the payment's next change: it is no news to other counters. */
static gboolean
project_receipt_printed (KauntaProjecting *self, const KauntaEntry *entry, GError **error)
{
  const char *receipt = NULL;
  gint64 copy = 0;

  return kaunta_json_get_string (entry->data, "receipt", &receipt, error)
         && kaunta_json_get_integer (entry->data, "copy", 1, KAUNTA_CENTS_MAX, &copy, error)
         && kaunta_connection_run (self->storage->database, error, COUNT_COPY, "iss", copy, receipt, entry->device)
         && expect_changed (self, entry, "its journal has no such receipt", error);
}

/* Who signs the first entry of an epoch has its token. */
static gboolean
project_enrolled (KauntaProjecting *self, const KauntaEntry *entry, GError **error)
{
  return kaunta_sqlite_forget_answer (self->storage, entry->device, entry->epoch, error);
}

static gboolean
project_till_opened (KauntaProjecting *self, const KauntaEntry *entry, GError **error)
{
  g_autofree char *device = NULL;
  gint64 cents = 0;

  if (!kaunta_till_session_parse (entry->till != NULL ? entry->till : "", &device, NULL, NULL)
      || strcmp (device, entry->device) != 0)
    return refuse (error, entry, "the till session's number is not this device's");
  return kaunta_json_get_integer (entry->data, "float", 0, KAUNTA_CENTS_MAX, &cents, error)
         && kaunta_connection_run (self->storage->database, error, OPEN_TILL, "sssii", entry->till, entry->device, entry->clerk,
                                 cents, entry->at)
         && expect_changed (self, entry, "the till session's number was given before", error);
}

static gboolean
project_till_closed (KauntaProjecting *self, const KauntaEntry *entry, GError **error)
{
  gint64 z = 0;

  return kaunta_json_get_integer (entry->data, "z", 1, KAUNTA_CENTS_MAX, &z, error)
         && kaunta_connection_run (self->storage->database, error, CLOSE_TILL, "iiss", entry->at, z, entry->till, entry->device)
         && expect_changed (self, entry, "its journal has no such till session that is open", error);
}

static gboolean
project_exception_settled (KauntaProjecting *self, const KauntaEntry *entry, GError **error)
{
  const char *exception = NULL;

  return kaunta_json_get_string (entry->data, "exception", &exception, error)
         && kaunta_sqlite_settle_exception (self, exception, error);
}

/* What is not here is kept as an entry and has no table. */
static gboolean (*const PROJECTORS[KAUNTA_N_FACT_TYPES]) (KauntaProjecting *self, const KauntaEntry *entry, GError **error) = {
  [KAUNTA_FACT_DEVICE_ENROLLED] = project_enrolled,
  [KAUNTA_FACT_TILL_OPENED] = project_till_opened,
  [KAUNTA_FACT_BILL_RAISED] = project_bill_raised,
  [KAUNTA_FACT_BILL_CANCELLED] = project_bill_cancelled,
  [KAUNTA_FACT_PAYMENT_TAKEN] = project_payment_taken,
  [KAUNTA_FACT_PAYMENT_SETTLED] = project_payment_settled,
  [KAUNTA_FACT_PAYMENT_REVERSED] = project_payment_reversed,
  [KAUNTA_FACT_RECEIPT_PRINTED] = project_receipt_printed,
  [KAUNTA_FACT_TILL_CLOSED] = project_till_closed,
  [KAUNTA_FACT_EXCEPTION_SETTLED] = project_exception_settled,
};

gboolean
kaunta_sqlite_project (KauntaProjecting *self, const KauntaEntry *entry, GError **error)
{
  return PROJECTORS[entry->type] == NULL || PROJECTORS[entry->type] (self, entry, error);
}
