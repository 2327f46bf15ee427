/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger-private.h"

#include <glib/gi18n-lib.h>

static const char SQL_READ_STATE[] =
    "SELECT state.seq, at, boot, up, turnover, bill_serial, receipt_serial, till_serial, z_serial, hash,"
    " epoch.epoch, epoch.device FROM state LEFT JOIN entry ON entry.seq = state.seq"
    " LEFT JOIN epoch ON epoch.epoch = (SELECT max(epoch) FROM epoch)";
static const char SQL_READ_ENROLMENT[] =
    "SELECT device, epoch, office, name, url, portal_key, token, ca, public_key FROM enrolment";
static const char SQL_WRITE_ENROLMENT[] =
    "INSERT OR REPLACE INTO enrolment (id, device, epoch, office, name, url, portal_key, token, ca, public_key)"
    " VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

static KauntaLedger *
open_ledger (const char *path, KauntaClock *clock, KauntaDatabaseMode mode, GError **error)
{
  KauntaDatabase *database;
  KauntaLedger *self;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (KAUNTA_IS_CLOCK (clock), NULL);

  database = kaunta_database_open (path, &kaunta_ledger_schema, mode, error);
  if (database == NULL)
    return NULL;

  self = g_new0 (KauntaLedger, 1);
  self->database = database;
  self->clock = g_object_ref (clock);
  self->thread = g_thread_self ();
  return self;
}

/**
 * kaunta_ledger_open:
 * @path: the file; made when it is not there, and migrated when it is older
 * @clock: tells the time of each entry
 *
 * Fails with DAMAGED, NEWER, IO or BUSY and leaves the file untouched.
 *
 * Returns: (transfer full) (nullable): a ledger that belongs to the calling thread
 */
KauntaLedger *
kaunta_ledger_open (const char *path, KauntaClock *clock, GError **error)
{
  return open_ledger (path, clock, KAUNTA_DATABASE_WRITE, error);
}

/**
 * kaunta_ledger_open_readonly:
 *
 * Opens a ledger that somebody else may be writing to. Every writing call fails with IO.
 *
 * Returns: (transfer full) (nullable): a ledger that belongs to the calling thread
 */
KauntaLedger *
kaunta_ledger_open_readonly (const char *path, KauntaClock *clock, GError **error)
{
  return open_ledger (path, clock, KAUNTA_DATABASE_READ, error);
}

void
kaunta_ledger_close (KauntaLedger *self)
{
  g_return_if_fail (self != NULL);
  kaunta_ledger_assert_owner (self);

  kaunta_ledger_forget_mirror (self);
  kaunta_database_roll_back (self->database);
  kaunta_database_close (self->database);
  g_clear_pointer (&self->key, kaunta_key_unref);
  g_object_unref (self->clock);
  g_free (self);
}

void
kaunta_ledger_set_appended_func (KauntaLedger *self, KauntaLedgerAppendedFunc appended, gpointer data)
{
  self->appended = appended;
  self->appended_data = data;
}

void
kaunta_ledger_checkpoint (KauntaLedger *self)
{
  kaunta_database_checkpoint (self->database);
}

void
kaunta_ledger_set_not_found (GError **error, const char *sentence)
{
  g_set_error_literal (error, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_NOT_FOUND, sentence);
}

gboolean
kaunta_ledger_refuse (GError **error, const char *format, ...)
{
  g_autofree char *sentence = NULL;
  va_list arguments;

  va_start (arguments, format);
  sentence = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error_literal (error, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_REFUSED, sentence);
  return FALSE;
}

static gboolean
read_state_row (sqlite3_stmt *row, gpointer data, GError **error)
{
  KauntaLedgerState *state = data;

  state->seq = sqlite3_column_int64 (row, 0);
  state->at = sqlite3_column_int64 (row, 1);
  g_strlcpy (state->boot, kaunta_row_text (row, 2), sizeof state->boot);
  state->up = sqlite3_column_int64 (row, 3);
  state->turnover = sqlite3_column_int64 (row, 4);
  state->bill_serial = sqlite3_column_int64 (row, 5);
  state->receipt_serial = sqlite3_column_int64 (row, 6);
  state->till_serial = sqlite3_column_int64 (row, 7);
  state->z_serial = sqlite3_column_int64 (row, 8);
  if (sqlite3_column_bytes (row, 9) == KAUNTA_HASH_BYTES)
    memcpy (state->head, sqlite3_column_blob (row, 9), KAUNTA_HASH_BYTES);
  state->epoch = sqlite3_column_int64 (row, 10);
  if (state->epoch > 0)
    g_strlcpy (state->device, kaunta_row_text (row, 11), sizeof state->device);
  return TRUE;
}

gboolean
kaunta_ledger_read_state (KauntaLedger *self, KauntaLedgerState *state, GError **error)
{
  *state = (KauntaLedgerState){ 0 };
  return kaunta_database_each (self->database, read_state_row, state, error, SQL_READ_STATE);
}

/* ---- Enrolment ---- */

void
kaunta_enrolment_clear (KauntaEnrolment *self)
{
  g_clear_pointer (&self->device, g_free);
  g_clear_pointer (&self->office, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->url, g_free);
  g_clear_pointer (&self->portal_key, g_free);
  g_clear_pointer (&self->token, g_free);
  g_clear_pointer (&self->ca, g_free);
  g_clear_pointer (&self->key, g_free);
  self->epoch = 0;
}

static gboolean
read_enrolment_row (sqlite3_stmt *row, gpointer data, GError **error)
{
  KauntaEnrolment *enrolment = data;

  *enrolment = (KauntaEnrolment){
    .device = kaunta_row_dup_text (row, 0),
    .epoch = sqlite3_column_int64 (row, 1),
    .office = kaunta_row_dup_text (row, 2),
    .name = kaunta_row_dup_text (row, 3),
    .url = kaunta_row_dup_text (row, 4),
    .portal_key = kaunta_row_dup_text (row, 5),
    .token = kaunta_row_dup_text (row, 6),
    .ca = kaunta_row_dup_text (row, 7),
    .key = kaunta_row_dup_text (row, 8),
  };
  return TRUE;
}

/**
 * kaunta_ledger_get_enrolment:
 * @enrolment: (out caller-allocates): to be cleared with kaunta_enrolment_clear()
 *
 * Fails with NOT_ENROLLED when this file is no counter's yet.
 */
gboolean
kaunta_ledger_get_enrolment (KauntaLedger *self, KauntaEnrolment *enrolment, GError **error)
{
  g_return_val_if_fail (self != NULL && enrolment != NULL, FALSE);
  kaunta_ledger_assert_owner (self);

  *enrolment = (KauntaEnrolment){ 0 };
  if (!kaunta_database_each (self->database, read_enrolment_row, enrolment, error, SQL_READ_ENROLMENT))
    return FALSE;
  if (enrolment->device != NULL)
    return TRUE;

  g_set_error_literal (error, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_NOT_ENROLLED,
                       _("This computer is not a counter yet. Ask your administrator for an enrolment code."));
  return FALSE;
}

/* A journal belongs to one device for ever; only a later epoch of that device may go on with it. */
static gboolean
check_succession (KauntaLedger *self, const KauntaEnrolment *next, GError **error)
{
  g_auto (KauntaEnrolment) held = { 0 };
  g_autoptr (GError) problem = NULL;

  if (!kaunta_ledger_get_enrolment (self, &held, &problem))
    {
      if (g_error_matches (problem, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_NOT_ENROLLED))
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }

  if (!g_str_equal (held.device, next->device))
    return kaunta_ledger_refuse (
        error, _("This computer is counter %s and can’t become counter %s. Its journal stays as it is."),
        held.device, next->device);
  if (next->epoch <= held.epoch)
    return kaunta_ledger_refuse (error, _("This computer is counter %s already. Nothing was changed."),
                                 held.device);
  return TRUE;
}

static gboolean
write_enrolment (KauntaLedger *self, const KauntaEnrolment *enrolment, KauntaKey *key, GError **error)
{
  return kaunta_database_execute (self->database, error, SQL_WRITE_ENROLMENT, KAUNTA_TEXT (enrolment->device),
                                  KAUNTA_INTEGER (enrolment->epoch), KAUNTA_TEXT (enrolment->office),
                                  KAUNTA_TEXT (enrolment->name), KAUNTA_TEXT (enrolment->url),
                                  KAUNTA_TEXT (enrolment->portal_key), KAUNTA_TEXT (enrolment->token),
                                  KAUNTA_TEXT (enrolment->ca != NULL ? enrolment->ca : ""),
                                  KAUNTA_TEXT (kaunta_key_get_public (key)));
}

static gboolean
write_enrolled (KauntaLedger *self, const KauntaEnrolment *enrolment, GError **error)
{
  KauntaAct act = {
    .ledger = self,
    .device = enrolment->device,
    .epoch = enrolment->epoch,
    .at = kaunta_clock_get_now (self->clock),
    .up = kaunta_clock_get_up (self->clock),
  };
  g_autoptr (KauntaFact) fact = kaunta_fact_new_device_enrolled (kaunta_key_get_public (self->key),
                                                                 enrolment->office, enrolment->portal_key);
  g_autoptr (KauntaEntry) entry = NULL;
  KauntaLedgerState state;

  if (!kaunta_ledger_read_state (self, &state, error))
    return FALSE;

  entry = kaunta_ledger_write_entry (&act, &state, fact, NULL, error);
  return entry != NULL;
}

/**
 * kaunta_ledger_enrol:
 * @key: signs every entry from now on; referenced
 *
 * Makes this file the journal of a counter, or goes on with it in a later epoch of the same device. REFUSED
 * for another device's.
 */
gboolean
kaunta_ledger_enrol (KauntaLedger *self, const KauntaEnrolment *enrolment, KauntaKey *key, GError **error)
{
  KauntaKey *old_key;

  g_return_val_if_fail (self != NULL && enrolment != NULL && key != NULL, FALSE);
  kaunta_ledger_assert_owner (self);

  if (!kaunta_database_begin (self->database, error))
    return FALSE;

  old_key = self->key;
  self->key = kaunta_key_ref (key);
  if (check_succession (self, enrolment, error) && write_enrolment (self, enrolment, key, error)
      && write_enrolled (self, enrolment, error) && kaunta_database_commit (self->database, error))
    {
      g_clear_pointer (&old_key, kaunta_key_unref);
      if (self->appended != NULL)
        self->appended (self->appended_data);
      return TRUE;
    }

  kaunta_database_roll_back (self->database);
  kaunta_key_unref (self->key);
  self->key = old_key;
  return FALSE;
}

/**
 * kaunta_ledger_set_key:
 *
 * Gives the ledger the key it signs with. REFUSED when it is not the one this counter was enrolled with.
 */
gboolean
kaunta_ledger_set_key (KauntaLedger *self, KauntaKey *key, GError **error)
{
  g_auto (KauntaEnrolment) enrolment = { 0 };

  g_return_val_if_fail (self != NULL && key != NULL, FALSE);
  kaunta_ledger_assert_owner (self);

  if (!kaunta_ledger_get_enrolment (self, &enrolment, error))
    return FALSE;
  if (!g_str_equal (enrolment.key, kaunta_key_get_public (key)))
    return kaunta_ledger_refuse (
        error,
        _("The key file is not the one that counter %s was enrolled with. Nothing was changed. Call your "
          "administrator."),
        enrolment.device);

  g_clear_pointer (&self->key, kaunta_key_unref);
  self->key = kaunta_key_ref (key);
  return TRUE;
}

/**
 * kaunta_ledger_get_key:
 *
 * Returns: (transfer none) (nullable): what the ledger signs with, NULL while it has no key
 */
KauntaKey *
kaunta_ledger_get_key (KauntaLedger *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  kaunta_ledger_assert_owner (self);

  return self->key;
}
