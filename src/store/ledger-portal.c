/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger-private.h"

/* Keeping what the portal told. Each put holds or not as a whole, within begin and commit or alone. */

static const char SQL_IS_OWN_BILL[] = "SELECT own FROM bill WHERE number = ?";
static const char SQL_IS_OWN_PAYMENT[] = "SELECT own FROM payment WHERE receipt = ?";
static const char SQL_PUT_SERVICE[] =
    "INSERT OR REPLACE INTO service (code, name_en, name_sw, agency, county, revenue_head, tenders)"
    " VALUES (?, ?, ?, ?, ?, ?, ?)";
static const char SQL_PUT_TARIFF[] =
    "INSERT OR REPLACE INTO tariff (id, service, kind, unit, amount, further, from_day, until_day, source)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
static const char SQL_PUT_STAFF[] =
    "INSERT OR REPLACE INTO staff (number, name, role, pin_hash, active) VALUES (?, ?, ?, ?, ?)";
static const char SQL_PUT_POLICY[] =
    "INSERT OR REPLACE INTO policy (id, office, office_name, county_name, part_payment, variance_limit,"
    " float_usual) VALUES (1, ?, ?, ?, ?, ?, ?)";
/* What a stick brings may be older than what the line told: nobody settles an exception twice. */
static const char SQL_PUT_EXCEPTION[] =
    "INSERT INTO exception (id, kind, bill, receipt, device, amount, at, settled)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, bill = excluded.bill,"
    " receipt = excluded.receipt, device = excluded.device, amount = excluded.amount, at = excluded.at,"
    " settled = max(settled, excluded.settled)";
static const char SQL_PUT_DEVICE[] =
    "INSERT OR REPLACE INTO device (device, name, key, epoch) VALUES (?, ?, ?, ?)";
static const char SQL_DELETE_SERVICE[] = "DELETE FROM service WHERE code = ?";
static const char SQL_DELETE_TARIFF[] = "DELETE FROM tariff WHERE id = ?";
static const char SQL_DELETE_STAFF[] = "DELETE FROM staff WHERE number = ?";
static const char SQL_SET_PULL[] = "UPDATE pull SET cursor = ?, heard_at = ?";

/**
 * kaunta_ledger_begin_changes:
 *
 * Begins to apply one page of changes. To be ended with kaunta_ledger_commit_changes() or
 * kaunta_ledger_roll_back_changes() before anything is appended, and never held while waiting for the
 * network.
 */
gboolean
kaunta_ledger_begin_changes (KauntaLedger *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  kaunta_ledger_assert_owner (self);

  return kaunta_database_begin (self->database, error);
}

/**
 * kaunta_ledger_commit_changes:
 * @cursor: (nullable): what to ask with next; %NULL when what was put is no page of changes: cursor and time
 * stay
 * @heard_at: UTC ms of the answer
 *
 * Keeps all that was put since kaunta_ledger_begin_changes(), and the cursor with it; nothing of it when this
 * fails.
 */
gboolean
kaunta_ledger_commit_changes (KauntaLedger *self, const char *cursor, gint64 heard_at, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  kaunta_ledger_assert_owner (self);

  if ((cursor == NULL
       || kaunta_database_execute (self->database, error, SQL_SET_PULL, KAUNTA_TEXT (cursor),
                                   KAUNTA_INTEGER (heard_at)))
      && kaunta_database_commit (self->database, error))
    return TRUE;

  kaunta_database_roll_back (self->database);
  return FALSE;
}

void
kaunta_ledger_roll_back_changes (KauntaLedger *self)
{
  g_return_if_fail (self != NULL);
  kaunta_ledger_assert_owner (self);

  kaunta_database_roll_back (self->database);
}

gboolean
kaunta_ledger_put_service (KauntaLedger *self, const KauntaService *service, GError **error)
{
  g_return_val_if_fail (self != NULL && service != NULL, FALSE);
  kaunta_ledger_assert_owner (self);

  return kaunta_database_execute (self->database, error, SQL_PUT_SERVICE, KAUNTA_TEXT (service->code),
                                  KAUNTA_TEXT (service->name_en), KAUNTA_TEXT (service->name_sw),
                                  KAUNTA_TEXT (service->agency), KAUNTA_TEXT (service->county),
                                  KAUNTA_TEXT (service->revenue_head), KAUNTA_INTEGER (service->tenders));
}

gboolean
kaunta_ledger_put_tariff (KauntaLedger *self, const KauntaTariff *tariff, GError **error)
{
  g_return_val_if_fail (self != NULL && tariff != NULL, FALSE);
  kaunta_ledger_assert_owner (self);

  return kaunta_database_execute (self->database, error, SQL_PUT_TARIFF, KAUNTA_TEXT (tariff->id),
                                  KAUNTA_TEXT (tariff->service), KAUNTA_INTEGER (tariff->kind),
                                  KAUNTA_TEXT (tariff->unit), KAUNTA_INTEGER (tariff->amount),
                                  KAUNTA_INTEGER (tariff->further), KAUNTA_TEXT (tariff->from),
                                  KAUNTA_TEXT (tariff->until), KAUNTA_TEXT (tariff->source));
}

gboolean
kaunta_ledger_put_staff (KauntaLedger *self, const KauntaStaff *staff, GError **error)
{
  g_return_val_if_fail (self != NULL && staff != NULL, FALSE);
  kaunta_ledger_assert_owner (self);

  return kaunta_database_execute (self->database, error, SQL_PUT_STAFF, KAUNTA_TEXT (staff->number),
                                  KAUNTA_TEXT (staff->name), KAUNTA_INTEGER (staff->role),
                                  KAUNTA_TEXT (staff->pin_hash), KAUNTA_INTEGER (staff->active));
}

gboolean
kaunta_ledger_put_policy (KauntaLedger *self, const KauntaPolicy *policy, GError **error)
{
  g_return_val_if_fail (self != NULL && policy != NULL, FALSE);
  kaunta_ledger_assert_owner (self);

  return kaunta_database_execute (
      self->database, error, SQL_PUT_POLICY, KAUNTA_TEXT (policy->office), KAUNTA_TEXT (policy->office_name),
      KAUNTA_TEXT (policy->county_name), KAUNTA_INTEGER (policy->part_payment),
      KAUNTA_INTEGER (policy->variance_limit), KAUNTA_INTEGER (policy->float_usual));
}

/**
 * kaunta_ledger_put_bill:
 * @bill: another counter's; one of this counter's journal is left as the journal says
 */
gboolean
kaunta_ledger_put_bill (KauntaLedger *self, const KauntaBill *bill, GError **error)
{
  gint64 own = 0;
  gboolean success;

  g_return_val_if_fail (self != NULL && bill != NULL, FALSE);
  kaunta_ledger_assert_owner (self);

  if (!kaunta_database_begin_step (self->database, error))
    return FALSE;
  success =
      kaunta_database_read_integer (self->database, &own, error, SQL_IS_OWN_BILL, KAUNTA_TEXT (bill->number))
      && (own || kaunta_ledger_write_bill (self->database, bill, FALSE, error));
  return kaunta_database_end_step (self->database, success, error);
}

/**
 * kaunta_ledger_put_payment:
 * @payment: another counter's; one of this counter's journal is left as the journal says
 */
gboolean
kaunta_ledger_put_payment (KauntaLedger *self, const KauntaPayment *payment, GError **error)
{
  gint64 own = 0;
  gboolean success;

  g_return_val_if_fail (self != NULL && payment != NULL, FALSE);
  kaunta_ledger_assert_owner (self);

  if (!kaunta_database_begin_step (self->database, error))
    return FALSE;
  success = kaunta_database_read_integer (self->database, &own, error, SQL_IS_OWN_PAYMENT,
                                          KAUNTA_TEXT (payment->receipt))
            && (own || kaunta_ledger_write_payment (self->database, payment, 0, error));
  return kaunta_database_end_step (self->database, success, error);
}

gboolean
kaunta_ledger_put_exception (KauntaLedger *self, const KauntaException *exception, GError **error)
{
  g_return_val_if_fail (self != NULL && exception != NULL, FALSE);
  kaunta_ledger_assert_owner (self);

  return kaunta_database_execute (self->database, error, SQL_PUT_EXCEPTION, KAUNTA_TEXT (exception->id),
                                  KAUNTA_TEXT (exception->kind), KAUNTA_TEXT (exception->bill),
                                  KAUNTA_TEXT (exception->receipt), KAUNTA_TEXT (exception->device),
                                  KAUNTA_INTEGER (exception->amount), KAUNTA_INTEGER (exception->at),
                                  KAUNTA_INTEGER (exception->settled));
}

gboolean
kaunta_ledger_put_device (KauntaLedger *self, const KauntaDevice *device, GError **error)
{
  g_return_val_if_fail (self != NULL && device != NULL, FALSE);
  kaunta_ledger_assert_owner (self);

  return kaunta_database_execute (self->database, error, SQL_PUT_DEVICE, KAUNTA_TEXT (device->device),
                                  KAUNTA_TEXT (device->name), KAUNTA_TEXT (device->key),
                                  KAUNTA_INTEGER (device->epoch));
}

gboolean
kaunta_ledger_delete_service (KauntaLedger *self, const char *id, GError **error)
{
  g_return_val_if_fail (self != NULL && id != NULL, FALSE);
  kaunta_ledger_assert_owner (self);

  return kaunta_database_execute (self->database, error, SQL_DELETE_SERVICE, KAUNTA_TEXT (id));
}

gboolean
kaunta_ledger_delete_tariff (KauntaLedger *self, const char *id, GError **error)
{
  g_return_val_if_fail (self != NULL && id != NULL, FALSE);
  kaunta_ledger_assert_owner (self);

  return kaunta_database_execute (self->database, error, SQL_DELETE_TARIFF, KAUNTA_TEXT (id));
}

gboolean
kaunta_ledger_delete_staff (KauntaLedger *self, const char *id, GError **error)
{
  g_return_val_if_fail (self != NULL && id != NULL, FALSE);
  kaunta_ledger_assert_owner (self);

  return kaunta_database_execute (self->database, error, SQL_DELETE_STAFF, KAUNTA_TEXT (id));
}
