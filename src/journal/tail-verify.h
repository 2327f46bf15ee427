/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "reading.h"

/**
 * KauntaTailStart:
 * @device: whose journal it is
 * @first: seq of the first entry
 * @head: (nullable): the hash of the entry before it, 64 hex digits, where somebody vouches for it
 * @epoch: @key: the newest epoch and its key
 *
 * What is known of a part of a journal whose beginning lies elsewhere.
 */
typedef struct
{
  const char *device;
  gint64 first;
  const char *head;
  gint64 epoch;
  const char *key;
} KauntaTailStart;

/* What can be said of such a part by itself: form, keys and facts of each entry, approvers, the chain, the
 * signatures of the newest epoch (which vouch for older entries before it), and a turnover that goes on. Series
 * of numbers, receipts and till sessions reach back to what is not there. @place: as of KauntaJournalRead,
 * counted from the part's beginning. In @summary: entries, device, epoch, turnover, times and head. */
gboolean kaunta_tail_verify (KauntaJournalRead read, gpointer from, const KauntaTailStart *start,
                             KauntaVerifierSummary *summary, gint64 *place, GError **error);
