/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "entry.h"

G_BEGIN_DECLS

typedef enum
{
  SIM_DEED_BILL,
  SIM_DEED_PAYMENT,
  SIM_DEED_REVERSAL,
  SIM_DEED_CANCELLATION,
} SimDeedKind;

/**
 * SimOutcome:
 * @SIM_OUTCOME_UNKNOWN: nobody was told: it happened once or not at all
 * @SIM_OUTCOME_DONE: somebody was told that it is done
 * @SIM_OUTCOME_REFUSED: somebody was told that it can't be done: it never happened
 */
typedef enum
{
  SIM_OUTCOME_UNKNOWN,
  SIM_OUTCOME_DONE,
  SIM_OUTCOME_REFUSED,
} SimOutcome;

/**
 * SimDeed:
 * @mark: its own number, which the entry that it becomes carries
 * @bill: @receipt: (nullable) (owned): what it is about, or what was told
 * @amount: cents
 * @tries: how often it was begun
 * @found: @hash: the one entry that it became
 *
 * Something that somebody meant to do once.
 */
typedef struct _SimDeed SimDeed;
struct _SimDeed
{
  guint mark;
  SimDeedKind kind;
  SimOutcome outcome;
  KauntaTender tender;
  gint64 amount;
  char *bill;
  char *receipt;
  guint tries;
  gboolean found;
  guint8 hash[KAUNTA_HASH_BYTES];
};

SimDeed *sim_deed_new (guint mark, SimDeedKind kind);
void sim_deed_free (SimDeed *self);

/* What a deed's mark looks like where it is carried: a payer's number, a reference, a reason. (transfer full) */
char *sim_mark_write (guint mark);
/* What cash in hand was given back for a cash payment with this mark, in cents. */
gint64 sim_mark_get_change (guint mark);
/* The mark that @entry carries, 0 when it carries none. */
guint sim_mark_read (const KauntaEntry *entry);

G_END_DECLS
