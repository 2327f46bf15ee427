/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "entry.h"

/* A body and its signature, as a journal's file has them. */
typedef struct
{
  GBytes *body;
  guint8 sig[KAUNTA_SIGNATURE_BYTES];
} JournalLine;

/**
 * JournalMaker:
 * @till: (nullable): what entries say of the till session
 * @approver: (nullable): who approves the next entry; cleared by it
 * @turnover: what entries say; moved on by payments and reversals
 * @lines: (element-type JournalLine)
 *
 * Writes and signs journals, right ones and wrong ones: nothing that it is given is checked. Its fields may
 * be changed between entries.
 */
typedef struct
{
  KauntaKey *key;
  KauntaKey *portal_key;
  const char *device;
  gint64 epoch;
  gint64 seq;
  gint64 at;
  guint8 prev[KAUNTA_HASH_BYTES];
  const char *clerk;
  const char *approver;
  const char *till;
  gint64 turnover;
  GPtrArray *lines;
} JournalMaker;

JournalMaker *journal_maker_new (void);
void journal_maker_free (JournalMaker *self);
/* Another one at the same place of the same journal, with its lines. */
JournalMaker *journal_maker_copy (JournalMaker *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (JournalMaker, journal_maker_free)

/* Writes the next entry. @data is JSON. */
void journal_maker_add (JournalMaker *self, KauntaFactType type, const char *data);
/* Signs @body as it is, as the next entry. */
void journal_maker_add_raw (JournalMaker *self, const char *body);
/* device.enrolled with the maker's keys. */
void journal_maker_enrol (JournalMaker *self);
/* Goes on with a new key and the next epoch. */
void journal_maker_enrol_again (JournalMaker *self, guint8 seed);
/* Enrolled, till 00421-0001 open with 2000 shillings, bill 004210000017 over 350 shillings. */
void journal_maker_open (JournalMaker *self);
/* A whole day on top of that: paid in cash and by M-PESA, printed, reversed, counted, closed. */
void journal_maker_play_day (JournalMaker *self);
/* {"key", "entries"}. (transfer full) */
GBytes *journal_maker_export (JournalMaker *self);
