/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include "reading.h"
#include "tail-verify.h"

typedef enum
{
  KAUNTA_JOURNAL_FILE_EXPORT,  /* JSON */
  KAUNTA_JOURNAL_FILE_MIRROR,  /* lines, one entry each */
  KAUNTA_JOURNAL_FILE_CARRY,   /* a tail that is carried by hand */
  KAUNTA_JOURNAL_FILE_COUNTER, /* a counter's store, or the profile folder that it is in */
  KAUNTA_JOURNAL_FILE_PORTAL,  /* the portal's database */
} KauntaJournalFileKind;

/* What is at @path. What can't be read is taken for an export, whose reader says why. */
KauntaJournalFileKind kaunta_journal_file_recognise (const char *path);

/**
 * KauntaStoredJournal:
 * @name: (nullable): which one it is, in a file that has several
 * @device: (nullable): NULL where the file has one journal only
 * @branch: kept beside the journal of the same device
 * @tail: (nullable): it is a part only, and what is known of what is before it
 * @key: (nullable): the key of the newest epoch, known otherwise than from the journal
 * @read: @from: reads it
 * @check: (nullable): says of the file that it is whole, and that the tables in it are what the journal makes
 *
 * A journal, wherever it lies: the one way to all of them. Belongs to the file it came from.
 */
typedef struct
{
  const char *name;
  const char *device;
  gboolean branch;
  const KauntaTailStart *tail;
  const char *key;
  KauntaJournalRead read;
  gpointer from;
  gboolean (*check) (gpointer from, GError **error);
} KauntaStoredJournal;

typedef gboolean (*KauntaStoredJournalFunc) (const KauntaStoredJournal *journal, gpointer data,
                                             GError **error);

/* Opens what is at @path, for reading only, and calls @use with each journal in it, until one call gives
 * FALSE. */
gboolean kaunta_stored_journal_each (const char *path, KauntaStoredJournalFunc use, gpointer data,
                                     GError **error);
