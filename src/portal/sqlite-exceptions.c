/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sqlite-storage.h"

#include <string.h>
#include "number.h"

static const char TAKE_NUMBER[] = "UPDATE portal SET last_exception = last_exception + 1 WHERE id = 1 RETURNING last_exception";
static const char ADD[] =
  "INSERT INTO exceptions (exception, kind, about, bill, receipt, device, amount, raised_at, settled) "
  "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0) ON CONFLICT (kind, about) DO NOTHING";
/* By an office that it concerns: nobody else was told of it. */
static const char SETTLE[] =
  "UPDATE exceptions SET settled = 1 WHERE exception = $1 AND settled = 0 "
  "AND (device IN (SELECT device FROM devices WHERE office = $2) OR bill IN (SELECT bill FROM bills WHERE office = $2)) "
  "RETURNING exception, kind, bill, receipt, device, amount, raised_at";
/* A branch may have given the same number to another payment. */
static const char SETTLE_RECEIPT[] =
  "UPDATE exceptions SET settled = 1 WHERE receipt = $1 AND settled = 0 AND kind <> 'branch' AND device = $2 "
  "RETURNING exception, kind, bill, receipt, device, amount, raised_at";
/* A payment that was given back or never came leaves its reference free. */
static const char COUNT_REFERENCE[] =
  "SELECT count(*) FROM payments WHERE tender = $1 AND reference = $2 AND receipt <> $3 AND reversed IS NULL "
  "AND status <> 'rejected'";
static const char COUNT_DEVICE[] = "SELECT count(*) FROM devices WHERE device = $1";
static const char READ_FOREIGN[] =
  "SELECT c.device FROM cancellations c JOIN devices d ON d.device = c.device JOIN bills b ON b.bill = c.bill "
  "WHERE c.bill = $1 AND d.office <> b.office ORDER BY c.device";
/* The offices that it concerns: of the counter that took the money, and of the one that raised the bill. */
static const char READ_OFFICES[] =
  "SELECT office FROM devices WHERE device = $1 UNION SELECT office FROM bills WHERE bill = $2";

static GPtrArray *
read_offices (KauntaProjecting *self, const KauntaException *exception, GError **error)
{
  g_autoptr (GPtrArray) offices = g_ptr_array_new_with_free_func (g_free);
  g_auto (KauntaRowset) rows = { 0 };
  gboolean failed = FALSE;

  if (!kaunta_connection_query (self->storage->database, &rows, error, READ_OFFICES, "ss", exception->device, exception->bill))
    return NULL;
  while (kaunta_rowset_next (&rows, &failed, error))
    g_ptr_array_add (offices, g_strdup (kaunta_rowset_get_text (&rows, 0)));
  return failed ? NULL : g_steal_pointer (&offices);
}

/* The counter that it came from is told as well: it cannot know of the other payment. */
static gboolean
offer_exception (KauntaProjecting *self, const KauntaException *exception, GError **error)
{
  g_autoptr (GPtrArray) offices = read_offices (self, exception, error);

  if (offices == NULL)
    return FALSE;
  for (guint i = 0; i < offices->len; i++)
    {
      if (!kaunta_sqlite_offer (self->storage, g_ptr_array_index (offices, i), KAUNTA_CHANGE_EXCEPTION, exception->id, NULL,
                                exception, self->now, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
kaunta_sqlite_raise (KauntaProjecting *self, const KauntaRaise *raise, GError **error)
{
  KauntaConnection *database = self->storage->database;
  g_autofree char *id = NULL;
  KauntaException *exception = NULL;
  gint64 number = 0;

  if (!kaunta_connection_get_integer (database, &number, NULL, error, TAKE_NUMBER, ""))
    return FALSE;
  id = g_strdup_printf ("%" G_GINT64_FORMAT, number);
  if (!kaunta_connection_run (database, error, ADD, "ssssssii", id, raise->kind, raise->about, raise->bill, raise->receipt,
                              raise->device, raise->amount, self->now))
    return FALSE;
  if (kaunta_connection_get_changed (database) == 0)
    return TRUE;

  exception =
    kaunta_exception_new (id, raise->kind, raise->bill, raise->receipt, raise->device, raise->amount, self->now, FALSE);
  g_ptr_array_add (self->raised, exception);
  return offer_exception (self, exception, error);
}

gboolean
kaunta_sqlite_raise_exception (KauntaProjecting *self, const char *kind, const KauntaPayment *payment, gint64 amount, GError **error)
{
  const KauntaRaise raise = { .kind = kind, .about = payment->receipt, .bill = payment->bill, .receipt = payment->receipt,
                              .device = payment->device, .amount = amount };

  return kaunta_sqlite_raise (self, &raise, error);
}

gboolean
kaunta_sqlite_judge_payment (KauntaProjecting *self, const KauntaBill *bill, const KauntaPayment *payment, gint64 others, GError **error)
{
  if (bill->cancelled)
    return kaunta_sqlite_raise_exception (self, "bill-cancelled", payment, payment->amount, error);
  if (others > 0 && others >= bill->total)
    return kaunta_sqlite_raise_exception (self, "double-payment", payment, payment->amount, error);
  if (payment->amount > bill->total - others)
    return kaunta_sqlite_raise_exception (self, "over-payment", payment, payment->amount - (bill->total - others), error);
  return TRUE;
}

/* Offline counters can't know of each other that a confirmation was shown to both. */
static gboolean
judge_reference (KauntaProjecting *self, const KauntaPayment *payment, GError **error)
{
  gint64 others = 0;

  if (payment->tender != KAUNTA_TENDER_MPESA && payment->tender != KAUNTA_TENDER_AIRTEL && payment->tender != KAUNTA_TENDER_CARD)
    return TRUE;
  if (!kaunta_connection_get_integer (self->storage->database, &others, NULL, error, COUNT_REFERENCE, "sss",
                                      kaunta_tender_to_nick (payment->tender), payment->reference, payment->receipt))
    return FALSE;
  return others == 0 || kaunta_sqlite_raise_exception (self, "reference-twice", payment, payment->amount, error);
}

/* A bill that is not here yet may be on its way; not so when its number is of no counter. */
static gboolean
judge_bill_number (KauntaProjecting *self, const KauntaPayment *payment, GError **error)
{
  g_autofree char *device = NULL;
  gint64 known = 0;

  if (kaunta_bill_number_parse (payment->bill, &device, NULL, NULL)
      && !kaunta_connection_get_integer (self->storage->database, &known, NULL, error, COUNT_DEVICE, "s", device))
    return FALSE;
  return known > 0 || kaunta_sqlite_raise_exception (self, "unknown-bill", payment, payment->amount, error);
}

gboolean
kaunta_sqlite_judge_origin (KauntaProjecting *self, const KauntaPayment *payment, const KauntaBill *bill, GError **error)
{
  return judge_reference (self, payment, error) && (bill != NULL || judge_bill_number (self, payment, error));
}

/* (element-type utf8) */
static GPtrArray *
read_foreign (KauntaProjecting *self, const KauntaBill *bill, GError **error)
{
  g_autoptr (GPtrArray) devices = g_ptr_array_new_with_free_func (g_free);
  g_auto (KauntaRowset) rows = { 0 };
  gboolean failed = FALSE;

  if (!kaunta_connection_query (self->storage->database, &rows, error, READ_FOREIGN, "s", bill->number))
    return NULL;
  while (kaunta_rowset_next (&rows, &failed, error))
    g_ptr_array_add (devices, g_strdup (kaunta_rowset_get_text (&rows, 0)));
  return failed ? NULL : g_steal_pointer (&devices);
}

gboolean
kaunta_sqlite_judge_cancellations (KauntaProjecting *self, const KauntaBill *bill, GError **error)
{
  g_autoptr (GPtrArray) devices = read_foreign (self, bill, error);

  if (devices == NULL)
    return FALSE;
  for (guint i = 0; i < devices->len; i++)
    {
      const char *device = g_ptr_array_index (devices, i);
      g_autofree char *about = g_strdup_printf ("%s %s", bill->number, device);
      const KauntaRaise raise = { .kind = "cancelled-elsewhere", .about = about, .bill = bill->number, .device = device,
                                  .amount = bill->total };

      if (!kaunta_sqlite_raise (self, &raise, error))
        return FALSE;
    }
  return TRUE;
}

/* (element-type KauntaException) */
static GPtrArray *
settle (KauntaProjecting *self, const char *statement, const char *id, const char *owner, GError **error)
{
  g_autoptr (GPtrArray) settled = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_exception_unref);
  g_auto (KauntaRowset) rows = { 0 };
  gboolean failed = FALSE;

  if (!kaunta_connection_query (self->storage->database, &rows, error, statement, "ss", id, owner))
    return NULL;
  while (kaunta_rowset_next (&rows, &failed, error))
    g_ptr_array_add (settled,
                     kaunta_exception_new (kaunta_rowset_get_text (&rows, 0), kaunta_rowset_get_text (&rows, 1),
                                           kaunta_rowset_get_text (&rows, 2), kaunta_rowset_get_text (&rows, 3),
                                           kaunta_rowset_get_text (&rows, 4), kaunta_rowset_get_integer (&rows, 5),
                                           kaunta_rowset_get_integer (&rows, 6), TRUE));
  return failed ? NULL : g_steal_pointer (&settled);
}

static gboolean
settle_and_offer (KauntaProjecting *self, const char *statement, const char *id, const char *owner, GError **error)
{
  g_autoptr (GPtrArray) settled = settle (self, statement, id, owner, error);

  if (settled == NULL)
    return FALSE;
  for (guint i = 0; i < settled->len; i++)
    {
      if (!offer_exception (self, g_ptr_array_index (settled, i), error))
        return FALSE;
    }
  return TRUE;
}

/* A number that the portal never gave settles nothing: the fact is kept, and nothing else follows from it. */
gboolean
kaunta_sqlite_settle_exception (KauntaProjecting *self, const char *exception, GError **error)
{
  return settle_and_offer (self, SETTLE, exception, self->device->office, error);
}

gboolean
kaunta_sqlite_settle_receipt (KauntaProjecting *self, const char *receipt, GError **error)
{
  return settle_and_offer (self, SETTLE_RECEIPT, receipt, self->device->device, error);
}
