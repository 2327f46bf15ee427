/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "key.h"

/**
 * LongJournal:
 *
 * A right journal of any length, written entry by entry and kept by nobody: days of a till with about a hundred
 * sales each (the record looked at, the bill, the payment in cash and by M-PESA in turns, the receipt), as the
 * window writes them.
 */
typedef struct
{
  KauntaKey *key;
  gint64 length; /* entries that there are to be */
  gint64 seq;    /* of the newest */
  guint8 prev[KAUNTA_HASH_BYTES];
  gint64 turnover;
  gint64 cash;  /* in the open till */
  gint64 mpesa; /* taken in it */
  int step;     /* within the day */
  int day;
  int sales;
  int day_sales;
  gint64 first; /* seq of the open till */
  GString *body;
  guint8 sig[KAUNTA_SIGNATURE_BYTES];
} LongJournal;

LongJournal *long_journal_new (gint64 length);
void long_journal_free (LongJournal *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LongJournal, long_journal_free)
/* Writes the next entry: @body, @sig and @prev, its hash. FALSE after the last. */
gboolean long_journal_next (LongJournal *self);
