/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger-private.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "mirror-file.h"

/* A second place for the journal. It follows the ledger and never the other way round: nothing of the counter's
 * waits for it, and its troubles are told, not suffered. */

#define ENTRIES_AT_ONCE 500
#define BYTES_AT_ONCE (256 * 1024)
/* A mirror in trouble is tried again with each new entry, else not more often than this. */
#define TRY_AGAIN_MS (10 * 1000)

static const char SQL_READ_MIRROR[] = "SELECT path, seq, troubled_at FROM mirror";
static const char SQL_CLEAR_MIRROR[] = "DELETE FROM mirror";
static const char SQL_SET_MIRROR[] = "INSERT INTO mirror (id, path, seq) VALUES (1, ?, ?)";
static const char SQL_KEEP_TROUBLE[] = "UPDATE mirror SET seq = ?, troubled_at = ?";
static const char SQL_READ_HASH[] = "SELECT hash FROM entry WHERE seq = ?";

struct _KauntaLedgerMirror
{
  char *path; /* NULL: there is none */
  gint64 seq; /* the newest entry that was seen in it */
  gint64 troubled_at;
  char *trouble; /* (nullable) */

  gboolean tried; /* since the file was opened */
  gint64 tried_seq;
  gint64 tried_up;
};

void
kaunta_ledger_forget_mirror (KauntaLedger *self)
{
  if (self->mirror == NULL)
    return;

  g_free (self->mirror->path);
  g_free (self->mirror->trouble);
  g_clear_pointer (&self->mirror, g_free);
}

static gboolean
read_mirror_row (sqlite3_stmt *row, gpointer data, GError **error)
{
  KauntaLedgerMirror *mirror = data;

  mirror->path = kaunta_row_dup_text (row, 0);
  mirror->seq = sqlite3_column_int64 (row, 1);
  mirror->troubled_at = sqlite3_column_int64 (row, 2);
  return TRUE;
}

static gboolean
load (KauntaLedger *self, GError **error)
{
  if (self->mirror != NULL)
    return TRUE;

  self->mirror = g_new0 (KauntaLedgerMirror, 1);
  if (kaunta_database_each (self->database, read_mirror_row, self->mirror, error, SQL_READ_MIRROR))
    return TRUE;

  kaunta_ledger_forget_mirror (self);
  return FALSE;
}

/* ---- Following ---- */

static gboolean
read_hash_row (sqlite3_stmt *row, gpointer data, GError **error)
{
  memcpy (data, sqlite3_column_blob (row, 0), KAUNTA_HASH_BYTES);
  return TRUE;
}

static gboolean
fence (GError **error, const char *sentence)
{
  g_set_error_literal (error, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_FENCED, sentence);
  return FALSE;
}

/* A mirror whose last entry is this journal's, by its hash, holds this journal up to there. */
static gboolean
check_last (KauntaLedger *self, const KauntaLedgerState *state, const KauntaEntry *last, GError **error)
{
  guint8 hash[KAUNTA_HASH_BYTES] = { 0 };

  if (last->seq > state->seq)
    return fence (error, _("The mirror holds more than this counter: an older copy of the counter’s files was put "
                           "back here. The mirror was left as it is. Sell no more here, and call your "
                           "administrator."));
  if (!kaunta_database_each (self->database, read_hash_row, hash, error, SQL_READ_HASH,
                             KAUNTA_INTEGER (last->seq)))
    return FALSE;
  return memcmp (hash, last->hash, sizeof hash) == 0
         || fence (error, _("The mirror holds another journal than this counter. It was left as it is. Selling "
                            "goes on, and everything is safe in the counter. Call your administrator."));
}

/* Adds the next entries that the file lacks. @seq: (out): the newest in it now */
static gboolean
add_next (KauntaLedger *self, const KauntaLedgerState *state, KauntaMirrorFile *file, gint64 *seq,
          GError **error)
{
  const KauntaEntry *last = kaunta_mirror_file_get_last (file);
  g_autoptr (GPtrArray) entries = NULL;

  if (last != NULL && !check_last (self, state, last, error))
    return FALSE;

  *seq = last != NULL ? last->seq : 0;
  entries = kaunta_ledger_read_entries (self, *seq, ENTRIES_AT_ONCE, BYTES_AT_ONCE, error);
  if (entries == NULL || !kaunta_mirror_file_append (file, entries, error))
    return FALSE;

  *seq += entries->len;
  return TRUE;
}

static gboolean
follow (KauntaLedger *self, const KauntaLedgerState *state, GError **error)
{
  g_autoptr (KauntaMirrorFile) file =
      kaunta_mirror_file_open (self->mirror->path, state->device, NULL, error);

  return file != NULL && add_next (self, state, file, &self->mirror->seq, error);
}

/* Since when, and up to where, is kept for after a restart; what is wrong shows itself again then. */
static void
keep_trouble (KauntaLedger *self, gint64 troubled_at)
{
  g_autoptr (GError) problem = NULL;

  self->mirror->troubled_at = troubled_at;
  if (!kaunta_database_execute (self->database, &problem, SQL_KEEP_TROUBLE,
                                KAUNTA_INTEGER (self->mirror->seq), KAUNTA_INTEGER (troubled_at)))
    g_debug ("Mirror: %s", problem->message);
}

static void
note_result (KauntaLedger *self, const GError *problem)
{
  g_free (self->mirror->trouble);
  self->mirror->trouble = problem != NULL ? g_strdup (problem->message) : NULL;
  if ((problem != NULL) != (self->mirror->troubled_at != 0))
    keep_trouble (self, problem != NULL ? kaunta_clock_get_now (self->clock) : 0);
}

static gboolean
is_due (KauntaLedger *self, const KauntaLedgerState *state)
{
  const KauntaLedgerMirror *mirror = self->mirror;

  if (!mirror->tried || mirror->tried_seq != state->seq)
    return TRUE;
  if (mirror->trouble == NULL)
    return mirror->seq < state->seq;
  return kaunta_clock_get_up (self->clock) - mirror->tried_up >= TRY_AGAIN_MS;
}

gboolean
kaunta_ledger_follow_with_mirror (KauntaLedger *self)
{
  g_autoptr (GError) problem = NULL;
  KauntaLedgerState state;

  g_return_val_if_fail (self != NULL, FALSE);
  kaunta_ledger_assert_owner (self);

  /* What can't be read now is read when the next entry is written, or not at all. */
  if (!load (self, NULL) || self->mirror->path == NULL || !kaunta_ledger_read_state (self, &state, NULL)
      || state.seq == 0 || !is_due (self, &state))
    return FALSE;

  self->mirror->tried = TRUE;
  self->mirror->tried_seq = state.seq;
  self->mirror->tried_up = kaunta_clock_get_up (self->clock);
  follow (self, &state, &problem);
  note_result (self, problem);
  return problem == NULL && self->mirror->seq < state.seq;
}

/* ---- Setting and reading ---- */

static gboolean
fill (KauntaLedger *self, const KauntaLedgerState *state, const char *path, gboolean *created, GError **error)
{
  gint64 seq = 0;

  while (seq < state->seq)
    {
      gboolean made = FALSE;
      g_autoptr (KauntaMirrorFile) file = kaunta_mirror_file_open (path, state->device, &made, error);

      *created = *created || made;
      if (file == NULL || !add_next (self, state, file, &seq, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_journal (KauntaLedger *self, KauntaLedgerState *state, GError **error)
{
  if (!kaunta_ledger_read_state (self, state, error))
    return FALSE;
  if (state->seq > 0)
    return TRUE;

  g_set_error_literal (error, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_NOT_ENROLLED,
                       _("There is no journal here yet that could be mirrored. Enrol the counter first."));
  return FALSE;
}

static gboolean
write_row (KauntaLedger *self, const char *path, gint64 seq, GError **error)
{
  gboolean success = kaunta_database_begin (self->database, error)
                     && kaunta_database_execute (self->database, error, SQL_CLEAR_MIRROR)
                     && (path == NULL
                         || kaunta_database_execute (self->database, error, SQL_SET_MIRROR, KAUNTA_TEXT (path),
                                                     KAUNTA_INTEGER (seq)))
                     && kaunta_database_commit (self->database, error);

  if (!success)
    kaunta_database_roll_back (self->database);
  kaunta_ledger_forget_mirror (self);
  return success;
}

/**
 * kaunta_ledger_set_mirror:
 * @path: (nullable): absolute; %NULL ends mirroring and leaves the file as it is
 *
 * Makes the file if there is none, brings it up to date, and keeps it so from now on. A failure changes nothing.
 */
gboolean
kaunta_ledger_set_mirror (KauntaLedger *self, const char *path, GError **error)
{
  KauntaLedgerState state = { 0 };
  gboolean created = FALSE;

  g_return_val_if_fail (self != NULL && (path == NULL || g_path_is_absolute (path)), FALSE);
  kaunta_ledger_assert_owner (self);

  if (path == NULL)
    return write_row (self, NULL, 0, error);
  if (check_journal (self, &state, error) && fill (self, &state, path, &created, error)
      && write_row (self, path, state.seq, error))
    return TRUE;

  if (created)
    g_unlink (path);
  return FALSE;
}

/**
 * kaunta_ledger_get_mirror:
 *
 * Returns: (transfer full) (nullable): how it stands with the mirror; %NULL without an error when there is none
 */
KauntaMirror *
kaunta_ledger_get_mirror (KauntaLedger *self, GError **error)
{
  const KauntaLedgerMirror *mirror = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  kaunta_ledger_assert_owner (self);

  if (!load (self, error))
    return NULL;

  mirror = self->mirror;
  return mirror->path != NULL
             ? kaunta_mirror_new (mirror->path, mirror->seq, mirror->trouble, mirror->troubled_at)
             : NULL;
}
