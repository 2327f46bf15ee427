/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger-private.h"

#include "json.h"

/* The journal as it lies in the file, for whoever checks it: nothing is taken for granted, not even the row. */

static const char SQL_READ_BODIES[] = "SELECT seq, body, sig, hash FROM entry ORDER BY seq";

typedef struct
{
  KauntaLedgerBodyFunc use;
  gpointer data;
  gint64 *place;
  gboolean refused;
} BodyReading;

static gboolean
refuse_row (KauntaJournalError code, const char *what, GError **error)
{
  g_set_error_literal (error, KAUNTA_JOURNAL_ERROR, code, what);
  return FALSE;
}

static gboolean
check_row (sqlite3_stmt *row, gint64 place, GError **error)
{
  if (sqlite3_column_int64 (row, 0) != place)
    return refuse_row (KAUNTA_JOURNAL_ERROR_SEQ, "its row in the file is missing or out of order", error);
  if (sqlite3_column_type (row, 1) != SQLITE_BLOB || sqlite3_column_type (row, 2) != SQLITE_BLOB
      || sqlite3_column_bytes (row, 2) != KAUNTA_SIGNATURE_BYTES || sqlite3_column_type (row, 3) != SQLITE_BLOB
      || sqlite3_column_bytes (row, 3) != KAUNTA_HASH_BYTES)
    return refuse_row (KAUNTA_JOURNAL_ERROR_FORM, "its row in the file is damaged", error);

  return TRUE;
}

static gboolean
use_row (sqlite3_stmt *row, gpointer data, GError **error)
{
  BodyReading *reading = data;
  g_autoptr (GBytes) body = g_bytes_new (sqlite3_column_blob (row, 1), (gsize) sqlite3_column_bytes (row, 1));

  ++*reading->place;
  reading->refused = !check_row (row, *reading->place, error)
                     || !reading->use (body, sqlite3_column_blob (row, 2), sqlite3_column_blob (row, 3),
                                       reading->data, error);
  return !reading->refused;
}

/**
 * kaunta_ledger_each_body:
 * @place: (out): with an error, the entry that it speaks of, from 1
 *
 * Calls @use with each entry in order, as the bytes that are in the file, until one call gives FALSE.
 */
gboolean
kaunta_ledger_each_body (KauntaLedger *self, KauntaLedgerBodyFunc use, gpointer data, gint64 *place,
                         GError **error)
{
  BodyReading reading = { use, data, place, FALSE };

  g_return_val_if_fail (self != NULL && use != NULL && place != NULL, FALSE);
  kaunta_ledger_assert_owner (self);

  *place = 0;
  if (kaunta_database_each (self->database, use_row, &reading, error, SQL_READ_BODIES))
    return TRUE;

  /* A row that SQLite could not even give. */
  if (!reading.refused)
    ++*place;
  return FALSE;
}
