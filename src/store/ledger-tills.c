/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger-private.h"

#include <glib/gi18n-lib.h>

/* A count that money moved after says nothing about the drawer. */
#define TILL_COLUMNS \
  "session, clerk, float_cents, opened_at, closed_at, dropped, paid_in, payments, reversals," \
  " CASE WHEN counted_seq < moved_seq THEN -1 ELSE counted END, count_attempts, first_receipt," \
  " last_receipt, first_seq, last_seq"

static const char SQL_READ_OPEN_TILL[] = "SELECT " TILL_COLUMNS " FROM till WHERE closed_at = 0";
static const char SQL_READ_TILL[] = "SELECT " TILL_COLUMNS " FROM till WHERE session = ?";
static const char SQL_READ_TENDERS[] = "SELECT tender, taken, reversed FROM till_tender WHERE till = ?";
static const char SQL_READ_TAKINGS[] =
    "SELECT taken_at, tender, amount FROM payment WHERE till = ? AND own = 1";

/* East Africa Time, without daylight saving. */
#define EAST_AFRICA_OFFSET_MS (3 * 3600 * G_GINT64_CONSTANT (1000))
#define HOUR_MS (3600 * G_GINT64_CONSTANT (1000))

static gboolean
read_till_row (sqlite3_stmt *row, gpointer data, GError **error)
{
  KauntaTill **into = data;
  KauntaTill *till = kaunta_till_new ();

  till->session = kaunta_row_dup_text (row, 0);
  till->clerk = kaunta_row_dup_text (row, 1);
  till->float_cents = sqlite3_column_int64 (row, 2);
  till->opened_at = sqlite3_column_int64 (row, 3);
  till->closed_at = sqlite3_column_int64 (row, 4);
  till->dropped = sqlite3_column_int64 (row, 5);
  till->paid_in = sqlite3_column_int64 (row, 6);
  till->payments = sqlite3_column_int64 (row, 7);
  till->reversals = sqlite3_column_int64 (row, 8);
  till->counted = sqlite3_column_int64 (row, 9);
  till->count_attempts = sqlite3_column_int64 (row, 10);
  till->first_receipt = kaunta_row_dup_text (row, 11);
  till->last_receipt = kaunta_row_dup_text (row, 12);
  till->first_seq = sqlite3_column_int64 (row, 13);
  till->last_seq = sqlite3_column_int64 (row, 14);
  *into = till;
  return TRUE;
}

static gboolean
read_tender_row (sqlite3_stmt *row, gpointer data, GError **error)
{
  KauntaTill *till = data;
  int tender = sqlite3_column_int (row, 0);

  till->taken[tender] = sqlite3_column_int64 (row, 1);
  till->reversed[tender] = sqlite3_column_int64 (row, 2);
  return TRUE;
}

static KauntaTill *
add_tenders (KauntaLedger *self, KauntaTill *till, GError **error)
{
  g_autoptr (KauntaTill) owned = till;

  if (!kaunta_database_each (self->database, read_tender_row, owned, error, SQL_READ_TENDERS,
                             KAUNTA_TEXT (owned->session)))
    return NULL;
  return g_steal_pointer (&owned);
}

KauntaTill *
kaunta_ledger_peek_open_till (KauntaLedger *self, GError **error)
{
  KauntaTill *till = NULL;

  kaunta_ledger_assert_owner (self);

  return kaunta_database_each (self->database, read_till_row, &till, error, SQL_READ_OPEN_TILL) ? till : NULL;
}

/**
 * kaunta_ledger_get_open_till:
 *
 * Returns: (transfer full) (nullable): a reading of the open session, or %NULL without an error when the till
 * is closed
 */
KauntaTill *
kaunta_ledger_get_open_till (KauntaLedger *self, GError **error)
{
  KauntaTill *till = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  till = kaunta_ledger_peek_open_till (self, error);
  return till != NULL ? add_tenders (self, till, error) : NULL;
}

/**
 * kaunta_ledger_get_till:
 *
 * A reading of an open or closed session. Fails with NOT_FOUND.
 */
KauntaTill *
kaunta_ledger_get_till (KauntaLedger *self, const char *session, GError **error)
{
  KauntaTill *till = NULL;

  g_return_val_if_fail (self != NULL && session != NULL, NULL);
  kaunta_ledger_assert_owner (self);

  if (!kaunta_database_each (self->database, read_till_row, &till, error, SQL_READ_TILL,
                             KAUNTA_TEXT (session)))
    return NULL;
  if (till == NULL)
    {
      kaunta_ledger_set_not_found (error, _("This till session is not known at this counter."));
      return NULL;
    }
  return add_tenders (self, till, error);
}

static gboolean
read_taking_row (sqlite3_stmt *row, gpointer data, GError **error)
{
  gint64 (*cents)[KAUNTA_N_TENDERS] = data;
  gint64 hour = (sqlite3_column_int64 (row, 0) + EAST_AFRICA_OFFSET_MS) / HOUR_MS % 24;

  cents[hour][sqlite3_column_int (row, 1)] += sqlite3_column_int64 (row, 2);
  return TRUE;
}

/**
 * kaunta_ledger_get_till_hours:
 * @cents: (out caller-allocates): taken, reversed or not, by hour of the day (East Africa Time) and tender
 */
gboolean
kaunta_ledger_get_till_hours (KauntaLedger *self, const char *session, gint64 cents[24][KAUNTA_N_TENDERS],
                              GError **error)
{
  g_return_val_if_fail (self != NULL && session != NULL && cents != NULL, FALSE);
  kaunta_ledger_assert_owner (self);

  memset (cents, 0, 24 * sizeof *cents);
  return kaunta_database_each (self->database, read_taking_row, cents, error, SQL_READ_TAKINGS,
                               KAUNTA_TEXT (session));
}
