/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "database.h"
#include "ledger.h"

typedef void (*KauntaLedgerAppendedFunc) (gpointer data);

typedef struct _KauntaLedgerMirror KauntaLedgerMirror;

struct _KauntaLedger
{
  KauntaDatabase *database;
  KauntaClock *clock;
  KauntaKey *key; /* (nullable) (owned) */
  GThread *thread;
  KauntaLedgerAppendedFunc appended; /* (nullable) */
  gpointer appended_data;
  KauntaLedgerMirror *mirror; /* (nullable) (owned): not looked for yet */
};

#define kaunta_ledger_assert_owner(self) g_assert ((self)->thread == g_thread_self ())

/* Calls @appended after each commit of entries, on the ledger's thread. */
void kaunta_ledger_set_appended_func (KauntaLedger *self, KauntaLedgerAppendedFunc appended, gpointer data);
/* To be called when nobody waits. */
void kaunta_ledger_checkpoint (KauntaLedger *self);

/* Adds to the mirror what it lacks, or some of it: TRUE when there is more to be done at once. To be called when
 * nobody waits; a mirror that can't be written to is told of, and tried again later. */
gboolean kaunta_ledger_follow_with_mirror (KauntaLedger *self);
/* Reads the mirror's row afresh when it is needed next. */
void kaunta_ledger_forget_mirror (KauntaLedger *self);

/**
 * KauntaLedgerState: where the journal ends, and the newest number of each series. Read afresh in each
 * transaction, so that a failed one leaves nothing behind.
 */
typedef struct
{
  gint64 seq;
  gint64 at;
  gint64 up;
  char boot[9];
  gint64 turnover;
  gint64 bill_serial;
  gint64 receipt_serial;
  gint64 till_serial;
  gint64 z_serial;
  guint8 head[KAUNTA_HASH_BYTES];
  gint64 epoch;   /* the newest, 0 in an empty journal */
  char device[6]; /* whose it is, "" in an empty journal */
} KauntaLedgerState;
gboolean kaunta_ledger_read_state (KauntaLedger *self, KauntaLedgerState *state, GError **error);

/**
 * KauntaAct: who does something at one moment, in one transaction. Strings are borrowed.
 */
typedef struct
{
  KauntaLedger *ledger;
  const char *device;
  gint64 epoch;
  gint64 at;
  gint64 up;
  const char *clerk;
  const char *approver;
} KauntaAct;

/* The open session as kaunta_ledger_get_open_till() reads it, without what was taken and reversed. */
KauntaTill *kaunta_ledger_peek_open_till (KauntaLedger *self, GError **error);

/* Signs @fact as the entry after @state, inserts and projects it. Within a transaction. (transfer full) */
KauntaEntry *kaunta_ledger_write_entry (const KauntaAct *act, const KauntaLedgerState *state,
                                        const KauntaFact *fact, const char *till, GError **error);
/* Inserts and projects @entry, whose place was checked. Within a transaction. */
gboolean kaunta_ledger_add_entry (KauntaDatabase *database, const KauntaEntry *entry, GError **error);
/* Whether @data may become a fact now; REFUSED in words. @till: (nullable): the open session. */
gboolean kaunta_ledger_check_rules (const KauntaAct *act, KauntaFactType type, JsonObject *data,
                                    const KauntaTill *till, GError **error);
/* Whether the right people stand behind @data, which has its numbers by now. */
gboolean kaunta_ledger_check_people (const KauntaAct *act, KauntaFactType type, JsonObject *data,
                                     GError **error);
/* Gives @data the numbers of its series, and what else only the ledger knows. */
gboolean kaunta_ledger_number_fact (const KauntaAct *act, const KauntaLedgerState *state, KauntaFactType type,
                                    JsonObject *data, const KauntaTill *till, GError **error);

/* Projects one entry: the one way from journal to tables, for appending and rebuilding alike. */
gboolean kaunta_ledger_fold (KauntaDatabase *database, const KauntaEntry *entry, GError **error);

/* Puts bill and lines; @own: as the journal says, else as the portal told, which never replaces an own one.
 */
gboolean kaunta_ledger_write_bill (KauntaDatabase *database, const KauntaBill *bill, gboolean own,
                                   GError **error);
/* @seq: of the own entry that took it, 0 for another counter's. */
gboolean kaunta_ledger_write_payment (KauntaDatabase *database, const KauntaPayment *payment, gint64 seq,
                                      GError **error);
/* Adds up what was paid of a bill, here and elsewhere. */
gboolean kaunta_ledger_settle_bill (KauntaDatabase *database, const char *number, GError **error);

/* NULL with NOT_FOUND and a sentence about @what when nothing was read. */
void kaunta_ledger_set_not_found (GError **error, const char *sentence);
gboolean kaunta_ledger_refuse (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);
