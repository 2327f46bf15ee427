/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger-private.h"

#include <glib/gi18n-lib.h>

#include "json.h"
#include "money.h"

/* A journal that was made elsewhere comes in: a restored counter's, or the portal's copy of one's own. */

/* So many entries a transaction: the write-ahead log stays small, and the work already done is kept. */
#define ENTRIES_A_TRANSACTION 500

static const char SQL_READ_HASH[] = "SELECT hash FROM entry WHERE seq = ?";
static const char SQL_READ_KEY[] = "SELECT key FROM epoch WHERE epoch = ?";

typedef struct
{
  KauntaLedger *ledger;
  KauntaLedgerState state;
  char *key; /* (nullable): of the newest epoch */
} Import;

static gboolean
read_text_row (sqlite3_stmt *row, gpointer data, GError **error)
{
  char **text = data;

  g_free (*text);
  *text = kaunta_row_dup_text (row, 0);
  return TRUE;
}

static gboolean
begin (Import *self, GError **error)
{
  if (!kaunta_database_begin (self->ledger->database, error))
    return FALSE;

  return kaunta_ledger_read_state (self->ledger, &self->state, error)
         && kaunta_database_each (self->ledger->database, read_text_row, &self->key, error, SQL_READ_KEY,
                                  KAUNTA_INTEGER (self->state.epoch));
}

typedef struct
{
  const guint8 *hash;
  gboolean same;
} Comparison;

static gboolean
compare_hash_row (sqlite3_stmt *row, gpointer data, GError **error)
{
  Comparison *comparison = data;

  comparison->same = memcmp (sqlite3_column_blob (row, 0), comparison->hash, KAUNTA_HASH_BYTES) == 0;
  return TRUE;
}

static gboolean
check_held (Import *self, const KauntaEntry *entry, GError **error)
{
  Comparison comparison = { .hash = entry->hash };

  if (!kaunta_database_each (self->ledger->database, compare_hash_row, &comparison, error, SQL_READ_HASH,
                             KAUNTA_INTEGER (entry->seq)))
    return FALSE;
  if (comparison.same)
    return TRUE;

  g_set_error (error, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_FENCED,
               _("The journal here and the one that was to be taken in part at entry %d. Neither was changed. "
                 "Call your administrator."),
               (int) entry->seq);
  return FALSE;
}

/* The key that must have signed @entry, or NULL when it is not the entry that may come next. */
static const char *
find_key (Import *self, const KauntaEntry *entry)
{
  const gboolean begins = entry->type == KAUNTA_FACT_DEVICE_ENROLLED;
  const char *key = self->key;

  if (entry->seq != self->state.seq + 1
      || memcmp (entry->prev, self->state.head, KAUNTA_HASH_BYTES) != 0
      || (self->state.epoch > 0 && !g_str_equal (entry->device, self->state.device)))
    return NULL;
  if (begins ? entry->epoch <= self->state.epoch : entry->epoch != self->state.epoch)
    return NULL;
  if (begins && !kaunta_json_get_string (entry->data, "key", &key, NULL))
    return NULL;
  return key;
}

static gboolean
follows (Import *self, const KauntaEntry *entry)
{
  const char *key = find_key (self, entry);
  gint64 turnover = 0;

  return key != NULL && kaunta_entry_verify (entry, key, NULL)
         && kaunta_cents_add (self->state.turnover, kaunta_fact_get_turnover (entry->type, entry->data),
                              &turnover, NULL)
         && turnover == entry->turnover;
}

static gboolean
check_next (Import *self, const KauntaEntry *entry, GError **error)
{
  if (follows (self, entry))
    return TRUE;

  g_set_error (error, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_DAMAGED,
               _("Entry %d of the journal that was to be taken in was changed, or does not follow from the one "
                 "before it. It and what comes after it stays out. Call your administrator."),
               (int) entry->seq);
  return FALSE;
}

static void
move_on (Import *self, const KauntaEntry *entry)
{
  const char *key = NULL;

  if (entry->type == KAUNTA_FACT_DEVICE_ENROLLED && kaunta_json_get_string (entry->data, "key", &key, NULL))
    {
      g_free (self->key);
      self->key = g_strdup (key);
      g_strlcpy (self->state.device, entry->device, sizeof self->state.device);
      self->state.epoch = entry->epoch;
    }
  self->state.seq = entry->seq;
  self->state.turnover = entry->turnover;
  memcpy (self->state.head, entry->hash, sizeof self->state.head);
}

static gboolean
take_in (Import *self, const KauntaEntry *entry, GError **error)
{
  if (entry->seq <= self->state.seq)
    return check_held (self, entry, error);
  if (!check_next (self, entry, error)
      || !kaunta_ledger_add_entry (self->ledger->database, entry, error))
    return FALSE;

  move_on (self, entry);
  return TRUE;
}

static gboolean
take_in_some (Import *self, GPtrArray *entries, guint from, GError **error)
{
  const guint end = MIN (from + ENTRIES_A_TRANSACTION, entries->len);
  gboolean success = begin (self, error);
  const gint64 before = self->state.seq;

  for (guint i = from; i < end && success; i++)
    success = take_in (self, entries->pdata[i], error);
  if (success && kaunta_database_commit (self->ledger->database, error))
    {
      if (self->state.seq > before && self->ledger->appended != NULL)
        self->ledger->appended (self->ledger->appended_data);
      return TRUE;
    }

  kaunta_database_roll_back (self->ledger->database);
  return FALSE;
}

/**
 * kaunta_ledger_import:
 * @entries: (element-type KauntaEntry): a part of a journal, in order, that begins with an entry that is here
 * or the one after the newest
 *
 * Adds what is not here yet, in transactions of a bounded size: a failure leaves what came before.
 */
gboolean
kaunta_ledger_import (KauntaLedger *self, GPtrArray *entries, GError **error)
{
  Import import = { .ledger = self };
  gboolean success = TRUE;

  g_return_val_if_fail (self != NULL && entries != NULL, FALSE);
  kaunta_ledger_assert_owner (self);

  for (guint from = 0; from < entries->len && success; from += ENTRIES_A_TRANSACTION)
    success = take_in_some (&import, entries, from, error);
  g_free (import.key);
  return success;
}
