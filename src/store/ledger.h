/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "acknowledgement.h"
#include "bill.h"
#include "clock.h"
#include "device.h"
#include "entry.h"
#include "exception.h"
#include "mirror.h"
#include "service.h"
#include "staff.h"
#include "store-error.h"
#include "till.h"

/**
 * KauntaLedger:
 *
 * The counter's journal and what is projected from it, in one SQLite file (WAL, synchronous=FULL). Synchronous: one thread
 * owns a ledger, and every function asserts it. The window reaches it through KauntaStore only.
 */
typedef struct _KauntaLedger KauntaLedger;

/* Opens or creates @path. @clock is referenced. DAMAGED, NEWER, IO, BUSY: the file is untouched. */
KauntaLedger *kaunta_ledger_open (const char *path, KauntaClock *clock, GError **error);
/* Reads only; for verify, export and rebuild's comparison. */
KauntaLedger *kaunta_ledger_open_readonly (const char *path, KauntaClock *clock, GError **error);
void kaunta_ledger_close (KauntaLedger *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KauntaLedger, kaunta_ledger_close)

/**
 * KauntaEnrolment: what makes this file a counter's.
 * @url: the portal's base URL
 * @ca: PEM of the one authority that may vouch for the portal; "" (or NULL when it is written) for one on loopback without TLS
 * @key: the device's public key; the key that is given with it when it is written
 */
typedef struct
{
  char *device;
  gint64 epoch;
  char *office;
  char *name;
  char *url;
  char *portal_key;
  char *token;
  char *ca;
  char *key;
} KauntaEnrolment;
void kaunta_enrolment_clear (KauntaEnrolment *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KauntaEnrolment, kaunta_enrolment_clear)

/* Writes the enrolment and its device.enrolled entry in one transaction, and signs with @key from now on. */
gboolean kaunta_ledger_enrol (KauntaLedger *self, const KauntaEnrolment *enrolment, KauntaKey *key, GError **error);
/* NOT_ENROLLED when there is none. */
gboolean kaunta_ledger_get_enrolment (KauntaLedger *self, KauntaEnrolment *enrolment, GError **error);
/* Gives the ledger its key (referenced); refuses one that is not the enrolled one. Needed before kaunta_ledger_append(). */
gboolean kaunta_ledger_set_key (KauntaLedger *self, KauntaKey *key, GError **error);

/* What it signs with. (transfer none) (nullable): NULL before kaunta_ledger_set_key() */
KauntaKey *kaunta_ledger_get_key (KauntaLedger *self);

/* ---- The journal ---- */

/* One business act: one transaction with the entries of @facts, their projections and their numbers. Either all is on disk when
 * this returns TRUE, or nothing is. Missing numbers (bill, receipt, till session, z, copy) are given here. REFUSED when a
 * rule of the till, the bill or the receipt is broken, in words. A clock that moved against the boot's own time since the last entry
 * (by more than two minutes) is first told of by clock.moved.
 * @approver: (nullable): @entries: (out) (optional) (element-type KauntaEntry) (transfer full): without a clock.moved before them */
gboolean kaunta_ledger_append (KauntaLedger *self,
                               const char *clerk,
                               const char *approver,
                               KauntaFact *const *facts,
                               gsize n_facts,
                               GPtrArray **entries,
                               GError **error);

typedef struct
{
  char device[6];      /* whose journal it is: "" when there is no entry yet */
  gint64 epoch;        /* of the newest device.enrolled, 0 when there is none */
  gint64 seq;          /* newest entry, 0 when there is none */
  gint64 acknowledged; /* newest entry that the portal holds */
  gint64 oldest_at;    /* UTC ms of the oldest entry that waits, 0 when none does */
  gint64 waiting_cents;/* payments that wait, less reversals that wait */
  gint64 acknowledged_at; /* UTC ms of the newest acknowledgement, 0 when there is none */
  gint64 turnover;
  char head[65];
} KauntaTail;
gboolean kaunta_ledger_get_tail (KauntaLedger *self, KauntaTail *tail, GError **error);
/* Entries after @seq, in order, at most @max_entries and about @max_bytes of bodies, at least one if there is one.
 * (element-type KauntaEntry) */
GPtrArray *kaunta_ledger_read_entries (KauntaLedger *self, gint64 after_seq, gint64 max_entries, gsize max_bytes, GError **error);
/* Adds @entries (element-type KauntaEntry), a part of a journal that was made elsewhere, in order: each must follow from the one before it and be
 * signed with its epoch's key. Those that are here already are skipped, so what was cut off can be done again. What the facts say is a
 * KauntaVerifier's to judge. Before it may go on as a counter's, the ledger has to be enrolled in a later epoch.
 * FENCED: there is another entry in its place here. DAMAGED: it does not follow. */
gboolean kaunta_ledger_import (KauntaLedger *self, GPtrArray *entries, GError **error);
/* Puts an empty ledger in the place of this one, whose file is kept as branch-DEVICE-EPOCH-TIME.db beside it: without enrolment, key and what the
 * portal told, with the same mirror. A failure leaves it as it was. The name of the file. (transfer full) */
char *kaunta_ledger_set_aside (KauntaLedger *self, GError **error);
/* Gets an entry as the bytes that are in the file: @hash is what is kept beside it. */
typedef gboolean (*KauntaLedgerBodyFunc) (GBytes *body, const guint8 sig[KAUNTA_SIGNATURE_BYTES],
                                          const guint8 hash[KAUNTA_HASH_BYTES], gpointer data, GError **error);
/* Calls @use with each entry in order, until one call gives FALSE: for the verifier, which parses them itself. FORM or SEQ of
 * KAUNTA_JOURNAL_ERROR when a row can be none. @place: (out): with an error, the entry that it speaks of, from 1. */
gboolean kaunta_ledger_each_body (KauntaLedger *self, KauntaLedgerBodyFunc use, gpointer data, gint64 *place, GError **error);
/* The same entries as they lie in the journal, for whoever passes them on unread. */
typedef void (*KauntaSealedFunc) (gint64 seq, const char *body, gsize length, const guint8 sig[KAUNTA_SIGNATURE_BYTES], gpointer data);
gboolean kaunta_ledger_each_sealed (KauntaLedger *self, gint64 after_seq, gint64 max_entries, gsize max_bytes, KauntaSealedFunc use,
                                    gpointer data, GError **error);
/* Verifies the signature and that @ack lies on this chain, and keeps it if it is newer; FENCED otherwise. */
gboolean kaunta_ledger_acknowledge (KauntaLedger *self, const KauntaAcknowledgement *ack, GError **error);
/* @found (out): FALSE when the portal never acknowledged anything. */
gboolean kaunta_ledger_get_acknowledgement (KauntaLedger *self, KauntaAcknowledgement *ack, gboolean *found, GError **error);

/* Keeps the journal in the file @path (absolute, UTF-8), too, from now on; NULL: no more. The file is made if there is none, and brought up to
 * date before this returns. NOT_ENROLLED, NOT_FOUND, IO, FENCED (it is no mirror of this journal): nothing was changed. */
gboolean kaunta_ledger_set_mirror (KauntaLedger *self, const char *path, GError **error);
/* NULL without an error when there is none. */
KauntaMirror *kaunta_ledger_get_mirror (KauntaLedger *self, GError **error);

/* Folds the journal into fresh projections in one transaction. */
gboolean kaunta_ledger_rebuild (KauntaLedger *self, GError **error);
/* A digest over all projection tables in a fixed order: equal before and after a rebuild. (transfer full) */
char *kaunta_ledger_digest (KauntaLedger *self, GError **error);
/* integrity_check, application id, schema and projections against a rebuild in memory; the chain is the verifier's. */
gboolean kaunta_ledger_check (KauntaLedger *self, GError **error);

/* ---- Bills, payments, tills: readings ---- */

typedef struct
{
  const char *text;         /* (nullable): number, payer's name, identifier or service, as typed */
  const char *payer_id;     /* (nullable): with @payer_kind */
  KauntaPayerKind payer_kind;
  guint states;             /* bits 1 << KauntaBillState; 0: all */
  gboolean own_only;        /* raised at this counter */
  gint64 from_at;           /* UTC ms, 0: no bound */
  gint64 limit;
  gint64 offset;
} KauntaBillFilter;
/* Newest first. Own bills and those that the portal told of. (element-type KauntaBill), lines included */
GPtrArray *kaunta_ledger_find_bills (KauntaLedger *self, const KauntaBillFilter *filter, GError **error);
/* How many there are of each state under @filter (its states, limit and offset don't count). */
gboolean kaunta_ledger_count_bills (KauntaLedger *self, const KauntaBillFilter *filter, gint64 counts[4], GError **error);
KauntaBill *kaunta_ledger_get_bill (KauntaLedger *self, const char *number, GError **error);
/* Of every counter known of, oldest first (element-type KauntaPayment) */
GPtrArray *kaunta_ledger_get_payments (KauntaLedger *self, const char *bill, GError **error);
KauntaPayment *kaunta_ledger_get_payment (KauntaLedger *self, const char *receipt, GError **error);
/* The payment that stands, taken here in @tender with @reference, or NULL without an error. */
KauntaPayment *kaunta_ledger_find_reference (KauntaLedger *self, KauntaTender tender, const char *reference, GError **error);
/* The payment.taken of a receipt of this counter; NOT_FOUND for another's. */
KauntaEntry *kaunta_ledger_get_payment_entry (KauntaLedger *self, const char *receipt, GError **error);
/* Newest first (element-type KauntaPayment) */
GPtrArray *kaunta_ledger_get_payer_payments (KauntaLedger *self, KauntaPayerKind kind, const char *id, gint64 limit, GError **error);
/* Payers that bills of this counter name, whom the register may not know: entered by hand. (element-type KauntaPayer) */
GPtrArray *kaunta_ledger_find_billed_payers (KauntaLedger *self, const char *text, gint64 limit, GError **error);

/* The open session, or NULL without an error. */
KauntaTill *kaunta_ledger_get_open_till (KauntaLedger *self, GError **error);
KauntaTill *kaunta_ledger_get_till (KauntaLedger *self, const char *session, GError **error);
/* Cents taken per hour (East Africa Time) and tender in @session. */
gboolean kaunta_ledger_get_till_hours (KauntaLedger *self, const char *session, gint64 cents[24][KAUNTA_N_TENDERS], GError **error);

/* ---- What the portal told (not projections: fetched again, never rebuilt) ---- */

/**
 * KauntaLedgerBatch: one page of changes, applied with its cursor in one transaction.
 */
gboolean kaunta_ledger_begin_changes (KauntaLedger *self, GError **error);
gboolean kaunta_ledger_put_service (KauntaLedger *self, const KauntaService *service, GError **error);
gboolean kaunta_ledger_put_tariff (KauntaLedger *self, const KauntaTariff *tariff, GError **error);
gboolean kaunta_ledger_put_staff (KauntaLedger *self, const KauntaStaff *staff, GError **error);
gboolean kaunta_ledger_put_policy (KauntaLedger *self, const KauntaPolicy *policy, GError **error);
gboolean kaunta_ledger_put_bill (KauntaLedger *self, const KauntaBill *bill, GError **error);
gboolean kaunta_ledger_put_payment (KauntaLedger *self, const KauntaPayment *payment, GError **error);
gboolean kaunta_ledger_put_exception (KauntaLedger *self, const KauntaException *exception, GError **error);
gboolean kaunta_ledger_put_device (KauntaLedger *self, const KauntaDevice *device, GError **error);
gboolean kaunta_ledger_delete_service (KauntaLedger *self, const char *id, GError **error);
gboolean kaunta_ledger_delete_tariff (KauntaLedger *self, const char *id, GError **error);
gboolean kaunta_ledger_delete_staff (KauntaLedger *self, const char *id, GError **error);
/* Commits; @cursor is what to ask with next. @heard_at: UTC ms of the answer. */
gboolean kaunta_ledger_commit_changes (KauntaLedger *self, const char *cursor, gint64 heard_at, GError **error);
void kaunta_ledger_roll_back_changes (KauntaLedger *self);
/* "" before the first page. (transfer full) */
char *kaunta_ledger_get_cursor (KauntaLedger *self, gint64 *heard_at, GError **error);

/* With their tariffs, by code (element-type KauntaService) */
GPtrArray *kaunta_ledger_get_services (KauntaLedger *self, GError **error);
KauntaStaff *kaunta_ledger_get_staff (KauntaLedger *self, const char *number, GError **error);
gint64 kaunta_ledger_count_staff (KauntaLedger *self, GError **error);
/* NOT_FOUND before the portal told it. */
KauntaPolicy *kaunta_ledger_get_policy (KauntaLedger *self, GError **error);
/* Unsettled ones, newest first (element-type KauntaException) */
GPtrArray *kaunta_ledger_get_exceptions (KauntaLedger *self, GError **error);
