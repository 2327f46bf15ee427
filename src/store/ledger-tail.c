/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger-private.h"

#include <glib/gi18n-lib.h>

/* The queue is the journal's unacknowledged tail: one number says how much the portal holds. */

static const char SQL_READ_ENTRY[] = "SELECT body, sig FROM entry WHERE seq = ?";
static const char SQL_READ_ENTRIES[] = "SELECT body, sig FROM entry WHERE seq > ? ORDER BY seq LIMIT ?";
static const char SQL_READ_SEALED[] = "SELECT seq, body, sig FROM entry WHERE seq > ? ORDER BY seq LIMIT ?";
static const char SQL_FIND_PAYMENT_ENTRY[] =
    "SELECT body, sig FROM payment JOIN entry ON entry.seq = payment.seq WHERE receipt = ? AND own = 1";
static const char SQL_READ_HASH[] = "SELECT hash FROM entry WHERE seq = ?";
static const char SQL_READ_ACKNOWLEDGEMENT[] =
    "SELECT device, epoch, seq, head, at, sig FROM acknowledgement";
static const char SQL_WRITE_ACKNOWLEDGEMENT[] =
    "INSERT OR REPLACE INTO acknowledgement (id, device, epoch, seq, head, at, sig)"
    " VALUES (1, ?, ?, ?, ?, ?, ?)";

typedef struct
{
  GPtrArray *entries;
  gsize bytes;
  gsize max_bytes;
  gboolean full;
} EntryRows;

static gboolean
read_entry_row (sqlite3_stmt *row, gpointer data, GError **error)
{
  EntryRows *into = data;
  int length = sqlite3_column_bytes (row, 0);
  g_autoptr (GBytes) body = NULL;
  KauntaEntry *entry;

  into->full = into->full || (into->entries->len > 0 && into->bytes + length > into->max_bytes);
  if (into->full)
    return TRUE;

  body = g_bytes_new (sqlite3_column_blob (row, 0), length);
  entry = kaunta_entry_new_from_bytes (body, sqlite3_column_blob (row, 1), error);
  if (entry == NULL)
    return FALSE;
  g_ptr_array_add (into->entries, entry);
  into->bytes += length;
  return TRUE;
}

/**
 * kaunta_ledger_read_entries:
 * @after_seq: 0 for the first
 *
 * Returns: (element-type KauntaEntry) (transfer full) (nullable): in order, at most @max_entries and about
 * @max_bytes of bodies, but at least one if there is one
 */
GPtrArray *
kaunta_ledger_read_entries (KauntaLedger *self, gint64 after_seq, gint64 max_entries, gsize max_bytes,
                            GError **error)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_entry_unref);
  EntryRows into = { .entries = entries, .max_bytes = max_bytes };

  g_return_val_if_fail (self != NULL, NULL);
  kaunta_ledger_assert_owner (self);

  if (!kaunta_database_each (self->database, read_entry_row, &into, error, SQL_READ_ENTRIES,
                             KAUNTA_INTEGER (after_seq), KAUNTA_INTEGER (max_entries)))
    return NULL;
  return g_steal_pointer (&entries);
}

typedef struct
{
  KauntaSealedFunc use;
  gpointer data;
  gsize bytes;
  gsize max_bytes;
  gboolean full;
} SealedRows;

static gboolean
read_sealed_row (sqlite3_stmt *row, gpointer data, GError **error)
{
  SealedRows *into = data;
  gsize length = (gsize) sqlite3_column_bytes (row, 1);

  into->full = into->full || (into->bytes > 0 && into->bytes + length > into->max_bytes);
  if (into->full)
    return TRUE;

  into->use (sqlite3_column_int64 (row, 0), sqlite3_column_blob (row, 1), length, sqlite3_column_blob (row, 2), into->data);
  into->bytes += length;
  return TRUE;
}

/**
 * kaunta_ledger_each_sealed:
 * @use: (scope call): called with each entry
 *
 * Gives the entries that kaunta_ledger_read_entries() would give, as the bytes that they are: whether they are in
 * form is for their receiver to say.
 */
gboolean
kaunta_ledger_each_sealed (KauntaLedger *self, gint64 after_seq, gint64 max_entries, gsize max_bytes,
                           KauntaSealedFunc use, gpointer data, GError **error)
{
  SealedRows into = { .use = use, .data = data, .max_bytes = max_bytes };

  g_return_val_if_fail (self != NULL && use != NULL, FALSE);
  kaunta_ledger_assert_owner (self);

  return kaunta_database_each (self->database, read_sealed_row, &into, error, SQL_READ_SEALED,
                               KAUNTA_INTEGER (after_seq), KAUNTA_INTEGER (max_entries));
}

/* (transfer full) (nullable): NULL without an error when there is no entry @seq */
static KauntaEntry *
read_entry (KauntaLedger *self, gint64 seq, GError **error)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_entry_unref);
  EntryRows into = { .entries = entries, .max_bytes = G_MAXSIZE };

  if (!kaunta_database_each (self->database, read_entry_row, &into, error, SQL_READ_ENTRY,
                             KAUNTA_INTEGER (seq))
      || entries->len == 0)
    return NULL;
  return kaunta_entry_ref (entries->pdata[0]);
}

/**
 * kaunta_ledger_get_payment_entry:
 *
 * Fails with NOT_FOUND for a receipt that this counter didn't give.
 *
 * Returns: (transfer full): the payment.taken that @receipt is the proof of
 */
KauntaEntry *
kaunta_ledger_get_payment_entry (KauntaLedger *self, const char *receipt, GError **error)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_entry_unref);
  EntryRows into = { .entries = entries, .max_bytes = G_MAXSIZE };

  g_return_val_if_fail (self != NULL && receipt != NULL, NULL);
  kaunta_ledger_assert_owner (self);

  if (!kaunta_database_each (self->database, read_entry_row, &into, error, SQL_FIND_PAYMENT_ENTRY,
                             KAUNTA_TEXT (receipt)))
    return NULL;
  if (entries->len == 0)
    {
      kaunta_ledger_set_not_found (
          error,
          _("This receipt was not given at this counter. It can only be printed where it was given."));
      return NULL;
    }
  return kaunta_entry_ref (entries->pdata[0]);
}

/* What waits: from the entry after the acknowledged one to the newest. */
static gboolean
read_waiting (KauntaLedger *self, KauntaTail *tail, GError **error)
{
  g_autoptr (KauntaEntry) held = NULL;
  g_autoptr (KauntaEntry) oldest = NULL;
  g_autoptr (GError) problem = NULL;

  held = read_entry (self, tail->acknowledged, &problem);
  if (problem == NULL)
    oldest = read_entry (self, tail->acknowledged + 1, &problem);
  if (problem != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }

  tail->oldest_at = oldest != NULL ? oldest->at : 0;
  tail->waiting_cents = tail->turnover - (held != NULL ? held->turnover : 0);
  return TRUE;
}

/**
 * kaunta_ledger_get_tail:
 * @tail: (out caller-allocates):
 *
 * Where the journal ends, and how much of it the portal does not hold yet.
 */
gboolean
kaunta_ledger_get_tail (KauntaLedger *self, KauntaTail *tail, GError **error)
{
  g_autofree char *head = NULL;
  KauntaAcknowledgement ack;
  KauntaLedgerState state;
  gboolean found = FALSE;

  g_return_val_if_fail (self != NULL && tail != NULL, FALSE);
  kaunta_ledger_assert_owner (self);

  *tail = (KauntaTail){ 0 };
  if (!kaunta_ledger_read_state (self, &state, error)
      || !kaunta_ledger_get_acknowledgement (self, &ack, &found, error))
    return FALSE;

  head = kaunta_hash_to_hex (state.head);
  g_strlcpy (tail->head, head, sizeof tail->head);
  g_strlcpy (tail->device, state.device, sizeof tail->device);
  tail->epoch = state.epoch;
  tail->seq = state.seq;
  tail->turnover = state.turnover;
  tail->acknowledged = found ? ack.seq : 0;
  tail->acknowledged_at = found ? ack.at : 0;
  return read_waiting (self, tail, error);
}

static gboolean
fence (GError **error, const char *sentence)
{
  g_set_error_literal (error, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_FENCED, sentence);
  return FALSE;
}

static gboolean
read_hash_row (sqlite3_stmt *row, gpointer data, GError **error)
{
  char **hash = data;

  *hash = kaunta_hash_to_hex (sqlite3_column_blob (row, 0));
  return TRUE;
}

static gboolean
check_acknowledgement (KauntaLedger *self, const KauntaAcknowledgement *ack, GError **error)
{
  g_auto (KauntaEnrolment) enrolment = { 0 };
  g_autofree char *hash = NULL;

  if (!kaunta_ledger_get_enrolment (self, &enrolment, error)
      || !kaunta_database_each (self->database, read_hash_row, &hash, error, SQL_READ_HASH,
                                KAUNTA_INTEGER (ack->seq)))
    return FALSE;

  if (!kaunta_acknowledgement_verify (ack, enrolment.portal_key, NULL))
    return fence (
        error,
        _("The portal’s answer is not signed by the portal this counter was enrolled with. Everything here "
          "is safe. Call your administrator."));
  if (!g_str_equal (ack->device, enrolment.device) || ack->epoch > enrolment.epoch
      || g_strcmp0 (hash, ack->head) != 0)
    return fence (
        error,
        _("The portal speaks of a journal that is not this counter’s. Everything here is safe. Call your "
          "administrator."));
  return TRUE;
}

/**
 * kaunta_ledger_acknowledge:
 *
 * Keeps the portal's signed word, if it is newer than the one held. FENCED when its signature is wrong or it
 * does not lie on this chain.
 */
gboolean
kaunta_ledger_acknowledge (KauntaLedger *self, const KauntaAcknowledgement *ack, GError **error)
{
  KauntaAcknowledgement held;
  gboolean found = FALSE;

  g_return_val_if_fail (self != NULL && ack != NULL, FALSE);
  kaunta_ledger_assert_owner (self);

  if (!check_acknowledgement (self, ack, error)
      || !kaunta_ledger_get_acknowledgement (self, &held, &found, error))
    return FALSE;
  if (found && (held.seq > ack->seq || (held.seq == ack->seq && held.at >= ack->at)))
    return TRUE;

  return kaunta_database_execute (self->database, error, SQL_WRITE_ACKNOWLEDGEMENT, KAUNTA_TEXT (ack->device),
                                  KAUNTA_INTEGER (ack->epoch), KAUNTA_INTEGER (ack->seq),
                                  KAUNTA_TEXT (ack->head), KAUNTA_INTEGER (ack->at),
                                  KAUNTA_BLOB (ack->sig, sizeof ack->sig));
}

typedef struct
{
  KauntaAcknowledgement *ack;
  gboolean found;
} AcknowledgementRow;

static gboolean
read_acknowledgement_row (sqlite3_stmt *row, gpointer data, GError **error)
{
  AcknowledgementRow *into = data;

  into->found = TRUE;
  g_strlcpy (into->ack->device, kaunta_row_text (row, 0), sizeof into->ack->device);
  into->ack->epoch = sqlite3_column_int64 (row, 1);
  into->ack->seq = sqlite3_column_int64 (row, 2);
  g_strlcpy (into->ack->head, kaunta_row_text (row, 3), sizeof into->ack->head);
  into->ack->at = sqlite3_column_int64 (row, 4);
  memcpy (into->ack->sig, sqlite3_column_blob (row, 5), sizeof into->ack->sig);
  return TRUE;
}

/**
 * kaunta_ledger_get_acknowledgement:
 * @ack: (out caller-allocates):
 * @found: (out): %FALSE when the portal never acknowledged anything
 */
gboolean
kaunta_ledger_get_acknowledgement (KauntaLedger *self, KauntaAcknowledgement *ack, gboolean *found,
                                   GError **error)
{
  AcknowledgementRow into = { .ack = ack };

  g_return_val_if_fail (self != NULL && ack != NULL && found != NULL, FALSE);
  kaunta_ledger_assert_owner (self);

  *ack = (KauntaAcknowledgement){ 0 };
  if (!kaunta_database_each (self->database, read_acknowledgement_row, &into, error,
                             SQL_READ_ACKNOWLEDGEMENT))
    return FALSE;
  *found = into.found;
  return TRUE;
}
