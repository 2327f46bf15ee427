/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>
#include "clock.h"
#include "commands.h"
#include "json.h"
#include "money.h"
#include "stored-journal.h"

static void
print_summary (const KauntaVerifierSummary *summary)
{
  g_autofree char *turnover = kaunta_cents_format (summary->turnover);

  if (summary->entries == 0)
    {
      g_print ("good: no entries\n");
      return;
    }

  g_autofree char *first = kaunta_time_format (summary->first_at);
  g_autofree char *last = kaunta_time_format (summary->last_at);

  g_print ("good: %" G_GINT64_FORMAT " %s of device %s, epoch %" G_GINT64_FORMAT "\n", summary->entries,
           summary->entries == 1 ? "entry" : "entries", summary->device, summary->epoch);
  g_print ("from %s to %s\n", first, last);
  g_print ("bills %" G_GINT64_FORMAT ", payments %" G_GINT64_FORMAT ", reversals %" G_GINT64_FORMAT
           ", tills closed %" G_GINT64_FORMAT ", turnover KES %s\n",
           summary->bills, summary->payments, summary->reversals, summary->tills_closed, turnover);
  g_print ("head %s\n", summary->head);
}

/* The verdict on one journal, on standard output. */
static void
print_verdict (gboolean good, const KauntaVerifierSummary *summary, gint64 place, const GError *error)
{
  if (good)
    print_summary (summary);
  else
    g_print ("entry %" G_GINT64_FORMAT ": %s\n", place, error->message);
}

/* What a part of a journal says by itself. */
static void
print_tail_verdict (gboolean good, const KauntaTailStart *start, const KauntaVerifierSummary *summary, gint64 place,
                    const GError *error)
{
  if (!good)
    {
      g_print ("entry %" G_GINT64_FORMAT ": %s\n", start->first + place - 1, error->message);
      return;
    }

  g_print ("good, as far as a part can be: %" G_GINT64_FORMAT " %s of device %s, from %" G_GINT64_FORMAT " on\n",
           summary->entries, summary->entries == 1 ? "entry" : "entries", start->device, start->first);
  g_print ("numbers, receipts and tills reach back to what is not in this file\n");
  if (summary->entries > 0)
    g_print ("head %s\n", summary->head);
}

typedef struct
{
  const char *key; /* (nullable) */
  gboolean tables;
  gboolean all_good;
} Judgement;

/* @key: (nullable): given on the command line */
static gboolean
verify (const KauntaStoredJournal *journal, const char *key, KauntaVerifierSummary *summary, gint64 *place,
        GError **error)
{
  if (journal->tail == NULL)
    return kaunta_journal_verify (journal->read, journal->from, key != NULL ? key : journal->key, summary, place,
                                  error);

  if (key != NULL && strcmp (key, journal->tail->key) != 0)
    {
      g_set_error_literal (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_SIGNATURE,
                           "the file is signed with another key than the one given");
      return FALSE;
    }
  return kaunta_tail_verify (journal->read, journal->from, journal->tail, summary, place, error);
}

/* The rest of a store's file. */
static gboolean
judge_tables (const KauntaStoredJournal *journal)
{
  g_autoptr (GError) problem = NULL;
  gboolean good = journal->check == NULL || journal->check (journal->from, &problem);

  if (journal->check == NULL)
    g_print ("there are no tables in it\n");
  else
    g_print ("tables: %s\n", good ? "good" : problem->message);
  return good;
}

static gboolean
judge_journal (const KauntaStoredJournal *journal, gpointer data, GError **error)
{
  Judgement *judgement = data;
  KauntaVerifierSummary summary = { 0 };
  gint64 place = 0;
  g_autoptr (GError) problem = NULL;
  gboolean good = verify (journal, judgement->key, &summary, &place, &problem);

  /* No entry is at fault, but the file: that is no verdict on a journal. */
  if (!good && place == 0)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }

  if (journal->name != NULL)
    g_print ("%s\n", journal->name);
  if (journal->tail != NULL)
    print_tail_verdict (good, journal->tail, &summary, place, problem);
  else
    print_verdict (good, &summary, place, problem);
  judgement->all_good = judgement->all_good && good && (!judgement->tables || judge_tables (journal));
  return TRUE;
}

static gboolean
is_public_key (const char *text)
{
  guint8 bytes[KAUNTA_PUBLIC_KEY_BYTES];

  return kaunta_base64url_decode (text, bytes, sizeof bytes, NULL);
}

int
kaunta_command_verify (int argc, char **argv)
{
  g_autofree char *key = NULL;
  gboolean tables = FALSE;
  const GOptionEntry options[] = {
    { "key", 0, 0, G_OPTION_ARG_STRING, &key, NULL, NULL },
    { "tables", 0, 0, G_OPTION_ARG_NONE, &tables, NULL, NULL },
    G_OPTION_ENTRY_NULL,
  };
  Judgement judgement = { .all_good = TRUE };
  g_autoptr (GError) error = NULL;

  if (!kaunta_command_parse (&argc, &argv, options, 1))
    return KAUNTA_EXIT_USAGE;
  if (key != NULL && !is_public_key (key))
    {
      g_printerr ("kauntactl verify: the key is no public key: it has 43 characters of base64url\n");
      return KAUNTA_EXIT_USAGE;
    }

  if (key != NULL && kaunta_journal_file_recognise (argv[1]) == KAUNTA_JOURNAL_FILE_PORTAL)
    {
      g_printerr ("kauntactl verify: a portal knows the key of each of its counters; one key can't be right "
                  "for all\n");
      return KAUNTA_EXIT_USAGE;
    }

  judgement.key = key;
  judgement.tables = tables;
  if (!kaunta_stored_journal_each (argv[1], judge_journal, &judgement, &error))
    return kaunta_command_fail (error);

  return judgement.all_good ? KAUNTA_EXIT_GOOD : KAUNTA_EXIT_BAD;
}
