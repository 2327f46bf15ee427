/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger-private.h"

#include <glib/gi18n-lib.h>

/* Folding the journal afresh, and comparing. */

static const char SQL_READ_TOLD_BILLS[] = "SELECT number FROM bill WHERE own = 0";

/* What the portal told stays: only the journal's rows go. */
static const char *const resets[] = {
  "DELETE FROM bill WHERE own = 1",
  "DELETE FROM payment WHERE own = 1",
  "DELETE FROM till",
  "DELETE FROM billed_payer",
  "DELETE FROM settled_exception",
  "DELETE FROM epoch",
  "UPDATE state SET seq = 0, at = 0, boot = '', up = 0, turnover = 0, bill_serial = 0, receipt_serial = 0,"
  " till_serial = 0,"
  " z_serial = 0",
};

/* Every projection in a fixed order. */
static const char *const projections[] = {
  "SELECT * FROM state",
  "SELECT number, device, payer_kind, payer_id, payer_key, payer_name, total, cancelled, raised_at,"
  " raised_by, paid_here, words"
  " FROM bill WHERE own = 1 ORDER BY number",
  "SELECT bill_line.* FROM bill_line JOIN bill ON bill.number = bill_line.bill WHERE own = 1 ORDER BY"
  " bill, place",
  "SELECT * FROM payment WHERE own = 1 ORDER BY receipt",
  "SELECT * FROM till ORDER BY session",
  "SELECT * FROM till_tender ORDER BY till, tender",
  "SELECT * FROM billed_payer ORDER BY kind, key, folded",
  "SELECT * FROM settled_exception ORDER BY id",
  "SELECT * FROM epoch ORDER BY epoch",
};

static gboolean
set_damaged (GError **error)
{
  g_set_error_literal (
      error, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_DAMAGED,
      _("The counter’s file does not agree with itself. It was left as it is. Call your administrator."));
  return FALSE;
}

/* @data: the database to fold into */
static gboolean
fold_body (GBytes *body, const guint8 sig[KAUNTA_SIGNATURE_BYTES], const guint8 hash[KAUNTA_HASH_BYTES],
           gpointer data, GError **error)
{
  g_autoptr (KauntaEntry) entry = kaunta_entry_new_from_bytes (body, sig, error);

  if (entry == NULL)
    return FALSE;
  if (memcmp (entry->hash, hash, KAUNTA_HASH_BYTES) != 0)
    return set_damaged (error);
  return kaunta_ledger_fold (data, entry, error);
}

/* Bills that the portal told of may have been paid here. */
static gboolean
settle_row (sqlite3_stmt *row, gpointer data, GError **error)
{
  return kaunta_ledger_settle_bill (data, kaunta_row_text (row, 0), error);
}

static gboolean
rebuild (KauntaLedger *self, GError **error)
{
  KauntaDatabase *database = self->database;
  gint64 place = 0;

  for (guint i = 0; i < G_N_ELEMENTS (resets); i++)
    if (!kaunta_database_execute (database, error, resets[i]))
      return FALSE;

  return kaunta_ledger_each_body (self, fold_body, database, &place, error)
         && kaunta_database_each (database, settle_row, database, error, SQL_READ_TOLD_BILLS);
}

/**
 * kaunta_ledger_rebuild:
 *
 * Folds the journal into fresh projections, in one transaction. What the portal told stays.
 */
gboolean
kaunta_ledger_rebuild (KauntaLedger *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  kaunta_ledger_assert_owner (self);

  if (!kaunta_database_begin (self->database, error))
    return FALSE;
  if (rebuild (self, error) && kaunta_database_commit (self->database, error))
    return TRUE;

  kaunta_database_roll_back (self->database);
  return FALSE;
}

/* Each value by its type, length and bytes, so that no two rows look alike that aren't. */
static gboolean
digest_row (sqlite3_stmt *row, gpointer data, GError **error)
{
  GChecksum *checksum = data;

  for (int column = 0; column < sqlite3_column_count (row); column++)
    {
      const guchar *bytes = sqlite3_column_blob (row, column);
      int length = sqlite3_column_bytes (row, column);
      g_autofree char *prefix = g_strdup_printf ("%d:%d:", sqlite3_column_type (row, column), length);

      g_checksum_update (checksum, (const guchar *) prefix, -1);
      if (length > 0)
        g_checksum_update (checksum, bytes, length);
    }
  g_checksum_update (checksum, (const guchar *) "\n", 1);
  return TRUE;
}

/* (transfer full) */
static char *
digest_projections (KauntaDatabase *database, GError **error)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  for (guint i = 0; i < G_N_ELEMENTS (projections); i++)
    {
      g_checksum_update (checksum, (const guchar *) projections[i], -1);
      if (!kaunta_database_each (database, digest_row, checksum, error, projections[i]))
        return NULL;
    }
  return g_strdup (g_checksum_get_string (checksum));
}

/**
 * kaunta_ledger_digest:
 *
 * Returns: (transfer full) (nullable): SHA-256 over every projection; equal before and after a rebuild
 */
char *
kaunta_ledger_digest (KauntaLedger *self, GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);
  kaunta_ledger_assert_owner (self);

  return digest_projections (self->database, error);
}

static gboolean
check_projections (KauntaLedger *self, GError **error)
{
  g_autoptr (KauntaDatabase) fresh = kaunta_database_open_memory (&kaunta_ledger_schema, error);
  g_autofree char *expected = NULL;
  g_autofree char *held = NULL;
  gint64 place = 0;

  if (fresh == NULL || !kaunta_ledger_each_body (self, fold_body, fresh, &place, error))
    return FALSE;

  expected = digest_projections (fresh, error);
  held = expected != NULL ? digest_projections (self->database, error) : NULL;
  if (held == NULL)
    return FALSE;
  return g_str_equal (held, expected) || set_damaged (error);
}

/**
 * kaunta_ledger_check:
 *
 * Whether the file is whole: SQLite's integrity_check, the schema, the hashes, and the projections against a
 * rebuild in memory. Changes nothing; fails with DAMAGED. The chain and its signatures are KauntaVerifier's
 * to check.
 */
gboolean
kaunta_ledger_check (KauntaLedger *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  kaunta_ledger_assert_owner (self);

  return kaunta_database_check (self->database, error) && check_projections (self, error);
}
