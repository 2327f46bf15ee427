/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands.h"

#include <errno.h>
#include <glib/gstdio.h>
#include "ledger.h"
#include "stored-journal.h"

/* So many entries are in memory at a time. */
#define BATCH_ENTRIES 500

typedef struct
{
  KauntaLedger *ledger;
  GPtrArray *batch;
} Restoring;

static gboolean
import_batch (Restoring *self, GError **error)
{
  const gboolean success = kaunta_ledger_import (self->ledger, self->batch, error);

  g_ptr_array_set_size (self->batch, 0);
  return success;
}

static gboolean
take_entry (GBytes *body, const guint8 sig[KAUNTA_SIGNATURE_BYTES], const guint8 *hash, gpointer data,
            GError **error)
{
  Restoring *self = data;
  KauntaEntry *entry = kaunta_entry_new_from_bytes (body, sig, error);

  if (entry == NULL)
    return FALSE;

  g_ptr_array_add (self->batch, entry);
  return self->batch->len < BATCH_ENTRIES || import_batch (self, error);
}

static gboolean
take_journal (const KauntaStoredJournal *journal, gpointer data, GError **error)
{
  Restoring *self = data;
  const KauntaJournalVisitor visitor = { .body = take_entry, .data = self };
  gint64 place = 0;

  return journal->read (journal->from, &visitor, &place, error) && import_batch (self, error);
}

static gboolean
verify_journal (const KauntaStoredJournal *journal, gpointer data, GError **error)
{
  KauntaVerifierSummary *summary = data;
  gint64 place = 0;

  if (!kaunta_journal_verify (journal->read, journal->from, journal->key, summary, &place, error))
    {
      if (place > 0)
        g_prefix_error (error, "entry %" G_GINT64_FORMAT ": ", place);
      return FALSE;
    }
  if (summary->entries > 0)
    return TRUE;

  g_set_error_literal (error, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_NOT_FOUND, "there is no entry in it");
  return FALSE;
}

static KauntaLedger *
open_profile (const char *profile, KauntaClock *clock, GError **error)
{
  g_autofree char *path = g_build_filename (profile, "counter.db", NULL);

  if (g_mkdir_with_parents (profile, 0700) == 0)
    return kaunta_ledger_open (path, clock, error);

  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno), "%s: %s", profile, g_strerror (errno));
  return NULL;
}

/* A counter goes on with its own journal: only a computer that is none may be given one. */
static gboolean
check_unused (KauntaLedger *ledger, GError **error)
{
  g_auto (KauntaEnrolment) enrolment = { NULL };
  g_autoptr (GError) problem = NULL;

  if (!kaunta_ledger_get_enrolment (ledger, &enrolment, &problem)
      && g_error_matches (problem, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_NOT_ENROLLED))
    return TRUE;

  if (problem != NULL)
    g_propagate_error (error, g_steal_pointer (&problem));
  else
    g_set_error (error, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_REFUSED,
                 "the profile is counter %s already, and stays as it is", enrolment.device);
  return FALSE;
}

static gboolean
restore (const char *profile, const char *from, GError **error)
{
  g_autoptr (KauntaClock) clock = kaunta_clock_new_system ();
  g_autoptr (KauntaLedger) ledger = open_profile (profile, clock, error);
  g_autoptr (GPtrArray) batch = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_entry_unref);
  Restoring restoring = { ledger, batch };

  return ledger != NULL && check_unused (ledger, error)
         && kaunta_stored_journal_each (from, take_journal, &restoring, error);
}

int
kaunta_command_restore (int argc, char **argv)
{
  KauntaVerifierSummary summary = { 0 };
  g_autoptr (GError) error = NULL;

  if (!kaunta_command_parse (&argc, &argv, NULL, 2))
    return KAUNTA_EXIT_USAGE;
  if (kaunta_journal_file_recognise (argv[2]) == KAUNTA_JOURNAL_FILE_PORTAL)
    {
      g_printerr ("kauntactl restore: what the portal holds comes by itself when the counter is enrolled\n");
      return KAUNTA_EXIT_BAD;
    }

  /* The whole of it is verified before anything is made. */
  if (!kaunta_stored_journal_each (argv[2], verify_journal, &summary, &error)
      || !restore (argv[1], argv[2], &error))
    return kaunta_command_fail (error);

  g_print ("restored: %" G_GINT64_FORMAT " %s of device %s, epoch %" G_GINT64_FORMAT "\n"
           "next: kauntactl code --portal DATABASE OFFICE --device %s, and kauntactl enrol with that code\n",
           summary.entries, summary.entries == 1 ? "entry" : "entries", summary.device, summary.epoch,
           summary.device);
  return KAUNTA_EXIT_GOOD;
}
