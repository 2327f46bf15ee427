/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include "verifier.h"

typedef enum
{
  KAUNTA_JOURNAL_FILE_EXPORT,  /* JSON */
  KAUNTA_JOURNAL_FILE_COUNTER, /* a counter's store, or the profile folder that it is in */
  KAUNTA_JOURNAL_FILE_PORTAL,  /* the portal's database */
} KauntaJournalFileKind;

/* What is at @path. What can't be read is taken for an export, whose reader says why. */
KauntaJournalFileKind kaunta_journal_file_recognise (const char *path);

/**
 * KauntaStoredJournal:
 * @from: @read: gives the entries of @device after a seq, in order, at most so many
 *   (element-type KauntaEntry)
 * @device: (nullable): NULL in a store that has one journal only
 * @key: (nullable): the key of the newest epoch
 * @ack: (nullable): the portal's newest acknowledgement
 *
 * A journal in a database. Belongs to the store it came from.
 */
typedef struct
{
  gpointer from;
  GPtrArray *(*read) (gpointer from, const char *device, gint64 after_seq, gint64 limit, GError **error);
  const char *device;
  const char *key;
  const KauntaAcknowledgement *ack;
} KauntaStoredJournal;

typedef gboolean (*KauntaStoredJournalFunc) (const KauntaStoredJournal *journal, gpointer data,
                                             GError **error);

/* Opens the store at @path, for reading only, and calls @use with each journal in it, until one call gives
 * FALSE. */
gboolean kaunta_stored_journal_each (const char *path, KauntaStoredJournalFunc use, gpointer data,
                                     GError **error);

/* @key: (nullable): known from elsewhere, instead of the store's. @place: (out): the entry at fault, from 1. */
gboolean kaunta_stored_journal_verify (const KauntaStoredJournal *self, const char *key,
                                       KauntaVerifierSummary *summary, gint64 *place, GError **error);
/* Calls @use with each entry in order. @place: (out): the entry that can't be read or that @use failed at. */
typedef gboolean (*KauntaEntryFunc) (const KauntaEntry *entry, gpointer data, GError **error);
gboolean kaunta_stored_journal_each_entry (const KauntaStoredJournal *self, KauntaEntryFunc use,
                                           gpointer data, gint64 *place, GError **error);
