/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger-private.h"

#include <glib/gi18n-lib.h>

/* Reading what the portal told. */

static const char SQL_READ_PULL[] = "SELECT cursor, heard_at FROM pull";
static const char SQL_READ_SERVICES[] =
    "SELECT code, name_en, name_sw, agency, county, revenue_head, tenders FROM service ORDER BY code";
static const char SQL_READ_TARIFFS[] =
    "SELECT id, service, kind, unit, amount, further, from_day, until_day, source FROM tariff"
    " ORDER BY from_day DESC, id DESC";
static const char SQL_READ_STAFF[] =
    "SELECT number, name, role, pin_hash, active FROM staff WHERE number = ?";
static const char SQL_COUNT_STAFF[] = "SELECT count(*) FROM staff WHERE active";
static const char SQL_READ_POLICY[] =
    "SELECT office, office_name, county_name, part_payment, variance_limit, float_usual FROM policy";
static const char SQL_READ_EXCEPTIONS[] =
    "SELECT id, kind, bill, receipt, device, amount, at, settled FROM exception"
    " WHERE NOT settled AND id NOT IN (SELECT id FROM settled_exception) ORDER BY at DESC, id DESC";

typedef struct
{
  char *cursor;
  gint64 heard_at;
} PullRow;

static gboolean
read_pull_row (sqlite3_stmt *row, gpointer data, GError **error)
{
  PullRow *into = data;

  into->cursor = kaunta_row_dup_text (row, 0);
  into->heard_at = sqlite3_column_int64 (row, 1);
  return TRUE;
}

/**
 * kaunta_ledger_get_cursor:
 * @heard_at: (out) (optional): UTC ms of the newest page of changes, 0 before the first
 *
 * Returns: (transfer full) (nullable): what to ask the portal with next; "" before the first page
 */
char *
kaunta_ledger_get_cursor (KauntaLedger *self, gint64 *heard_at, GError **error)
{
  PullRow pull = { 0 };

  g_return_val_if_fail (self != NULL, NULL);
  kaunta_ledger_assert_owner (self);

  if (!kaunta_database_each (self->database, read_pull_row, &pull, error, SQL_READ_PULL))
    return NULL;
  if (heard_at != NULL)
    *heard_at = pull.heard_at;
  return pull.cursor;
}

typedef struct
{
  GPtrArray *services;
  GHashTable *by_code; /* code -> KauntaService, borrowed */
} ServiceRows;

static gboolean
read_service_row (sqlite3_stmt *row, gpointer data, GError **error)
{
  ServiceRows *into = data;
  KauntaService *service = kaunta_service_new (
      kaunta_row_text (row, 0), kaunta_row_text (row, 1), kaunta_row_text (row, 2), kaunta_row_text (row, 3),
      kaunta_row_text (row, 4), kaunta_row_text (row, 5), (KauntaTenderSet) sqlite3_column_int (row, 6));

  g_ptr_array_add (into->services, service);
  g_hash_table_insert (into->by_code, service->code, service);
  return TRUE;
}

static gboolean
read_tariff_row (sqlite3_stmt *row, gpointer data, GError **error)
{
  ServiceRows *into = data;
  KauntaService *service = g_hash_table_lookup (into->by_code, kaunta_row_text (row, 1));

  if (service != NULL)
    g_ptr_array_add (service->tariffs,
                     kaunta_tariff_new (kaunta_row_text (row, 0), kaunta_row_text (row, 1),
                                        sqlite3_column_int (row, 2), kaunta_row_text (row, 3),
                                        sqlite3_column_int64 (row, 4), sqlite3_column_int64 (row, 5),
                                        kaunta_row_text (row, 6), kaunta_row_text (row, 7),
                                        kaunta_row_text (row, 8)));
  return TRUE;
}

/**
 * kaunta_ledger_get_services:
 *
 * Returns: (element-type KauntaService) (transfer full) (nullable): by code, each with its tariffs, newest
 * first
 */
GPtrArray *
kaunta_ledger_get_services (KauntaLedger *self, GError **error)
{
  g_autoptr (GPtrArray) services = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_service_unref);
  g_autoptr (GHashTable) by_code = g_hash_table_new (g_str_hash, g_str_equal);
  ServiceRows into = { services, by_code };

  g_return_val_if_fail (self != NULL, NULL);
  kaunta_ledger_assert_owner (self);

  if (!kaunta_database_each (self->database, read_service_row, &into, error, SQL_READ_SERVICES)
      || !kaunta_database_each (self->database, read_tariff_row, &into, error, SQL_READ_TARIFFS))
    return NULL;
  return g_steal_pointer (&services);
}

static gboolean
read_staff_row (sqlite3_stmt *row, gpointer data, GError **error)
{
  KauntaStaff **staff = data;

  *staff = kaunta_staff_new (kaunta_row_text (row, 0), kaunta_row_text (row, 1), sqlite3_column_int (row, 2),
                             kaunta_row_text (row, 3), sqlite3_column_int (row, 4));
  return TRUE;
}

/**
 * kaunta_ledger_get_staff:
 *
 * Somebody of this office, active or not. Fails with NOT_FOUND.
 */
KauntaStaff *
kaunta_ledger_get_staff (KauntaLedger *self, const char *number, GError **error)
{
  KauntaStaff *staff = NULL;

  g_return_val_if_fail (self != NULL && number != NULL, NULL);
  kaunta_ledger_assert_owner (self);

  if (kaunta_database_each (self->database, read_staff_row, &staff, error, SQL_READ_STAFF,
                            KAUNTA_TEXT (number))
      && staff == NULL)
    kaunta_ledger_set_not_found (error, _("Nobody has this staff number at this office."));
  return staff;
}

/**
 * kaunta_ledger_count_staff:
 *
 * Returns: how many may sign in here, or -1 with @error
 */
gint64
kaunta_ledger_count_staff (KauntaLedger *self, GError **error)
{
  gint64 count = 0;

  g_return_val_if_fail (self != NULL, -1);
  kaunta_ledger_assert_owner (self);

  return kaunta_database_read_integer (self->database, &count, error, SQL_COUNT_STAFF) ? count : -1;
}

static gboolean
read_policy_row (sqlite3_stmt *row, gpointer data, GError **error)
{
  KauntaPolicy **policy = data;

  *policy = kaunta_policy_new (kaunta_row_text (row, 0), kaunta_row_text (row, 1), kaunta_row_text (row, 2),
                               sqlite3_column_int (row, 3), sqlite3_column_int64 (row, 4),
                               sqlite3_column_int64 (row, 5));
  return TRUE;
}

/**
 * kaunta_ledger_get_policy:
 *
 * Fails with NOT_FOUND before the portal told it.
 */
KauntaPolicy *
kaunta_ledger_get_policy (KauntaLedger *self, GError **error)
{
  KauntaPolicy *policy = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  kaunta_ledger_assert_owner (self);

  if (kaunta_database_each (self->database, read_policy_row, &policy, error, SQL_READ_POLICY)
      && policy == NULL)
    kaunta_ledger_set_not_found (error, _("The portal has not told this counter its office’s rules yet."));
  return policy;
}

static gboolean
read_exception_row (sqlite3_stmt *row, gpointer data, GError **error)
{
  GPtrArray *exceptions = data;

  g_ptr_array_add (exceptions,
                   kaunta_exception_new (kaunta_row_text (row, 0), kaunta_row_text (row, 1),
                                         kaunta_row_text (row, 2), kaunta_row_text (row, 3),
                                         kaunta_row_text (row, 4), sqlite3_column_int64 (row, 5),
                                         sqlite3_column_int64 (row, 6), sqlite3_column_int (row, 7)));
  return TRUE;
}

/**
 * kaunta_ledger_get_exceptions:
 *
 * Returns: (element-type KauntaException) (transfer full) (nullable): those that neither the portal nor this
 * counter has settled, newest first
 */
GPtrArray *
kaunta_ledger_get_exceptions (KauntaLedger *self, GError **error)
{
  g_autoptr (GPtrArray) exceptions = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_exception_unref);

  g_return_val_if_fail (self != NULL, NULL);
  kaunta_ledger_assert_owner (self);

  if (!kaunta_database_each (self->database, read_exception_row, exceptions, error, SQL_READ_EXCEPTIONS))
    return NULL;
  return g_steal_pointer (&exceptions);
}
