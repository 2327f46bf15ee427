/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Inside the SQLite storage only: what its parts share. The statements in the parts are PostgreSQL's as well. */

#include "chain.h"
#include "sqlite-connection.h"
#include "storage.h"

G_BEGIN_DECLS

#define KAUNTA_TYPE_SQLITE_STORAGE (kaunta_sqlite_storage_get_type ())
G_DECLARE_FINAL_TYPE (KauntaSqliteStorage, kaunta_sqlite_storage, KAUNTA, SQLITE_STORAGE, GObject)

/**
 * KauntaSqliteStorage:
 * @key: (nullable): signs acknowledgements; NULL when open for reading only
 * @run: (nullable): the run of changes that was begun here
 * @snapshot: the register's snapshot as of @snapshot_version; empty when it was not asked for yet
 */
struct _KauntaSqliteStorage
{
  GObject parent_instance;

  KauntaConnection *database;
  KauntaClock *clock;
  KauntaKey *key;
  char *run;
  KauntaPortalSnapshot snapshot;
  gint64 snapshot_version;
};

/* SHA-256 as hex of a text: codes and tokens are kept in this form only. (transfer full) */
char *kaunta_sqlite_hash_text (const char *text);

/* sqlite-enrolment.c */
/* UNKNOWN when there is no such office, or no such device (nullable) in it. */
gboolean kaunta_sqlite_check_known (KauntaSqliteStorage *self, const char *office, const char *device, GError **error);
char *kaunta_sqlite_create_code (KauntaPortalStorage *storage, const char *office, const char *device, GError **error);
gboolean kaunta_sqlite_enrol (KauntaPortalStorage *storage, const KauntaEnrolRequest *request, const char *ca, KauntaEnrolAnswer *answer,
                              GError **error);
/* The answer of an enrolment has arrived: what opens its token is kept no longer. */
gboolean kaunta_sqlite_forget_answer (KauntaSqliteStorage *self, const char *device, gint64 epoch, GError **error);

/* sqlite-devices.c */
gboolean kaunta_sqlite_find_device (KauntaPortalStorage *storage, const char *token, KauntaPortalDevice *device, GError **error);
gboolean kaunta_sqlite_find_signer (KauntaPortalStorage *storage, const char *number, gint64 epoch, const char *key,
                                    KauntaPortalDevice *device, GError **error);
gboolean kaunta_sqlite_skip_numbers (KauntaPortalStorage *storage, gint64 *next, GError **error);
GPtrArray *kaunta_sqlite_list_devices (KauntaPortalStorage *storage, GError **error);

/* sqlite-entries.c */
gboolean kaunta_sqlite_append (KauntaPortalStorage *storage, const KauntaPortalDevice *device, GPtrArray *entries,
                               KauntaAcknowledgement *ack, GPtrArray **exceptions, gint64 *seq, GError **error);
GPtrArray *kaunta_sqlite_read_entries (KauntaPortalStorage *storage, const char *device, gint64 after_seq, gint64 limit,
                                       GError **error);

/* The entry in a row of body and signature. */
KauntaEntry *kaunta_sqlite_read_entry (KauntaRowset *rows, GError **error);

/**
 * KauntaProjecting:
 * @device: whose entry it is
 * @now: UTC ms, the same for a whole batch
 * @raised: (element-type KauntaException): what was raised so far
 *
 * Entries on their way into the tables.
 */
typedef struct
{
  KauntaSqliteStorage *storage;
  const KauntaPortalDevice *device;
  gint64 now;
  GPtrArray *raised;
} KauntaProjecting;

/* sqlite-projection.c: folds an entry that lies on its chain into the tables, within the caller's transaction. BAD_ENTRY
 * when it speaks of a number that it may not give or of something that its journal does not have. */
gboolean kaunta_sqlite_project (KauntaProjecting *self, const KauntaEntry *entry, GError **error);

/* sqlite-exceptions.c */

/* Looks at a payment of a bill that is known: paid twice, paid too much, cancelled. @others: cents that other payments
 * already paid. */
gboolean kaunta_sqlite_judge_payment (KauntaProjecting *self, const KauntaBill *bill, const KauntaPayment *payment,
                                      gint64 others, GError **error);
/**
 * KauntaRaise:
 * @about: what makes it the same exception of its @kind
 * @bill: @receipt: (nullable):
 * @amount: cents in question
 *
 * An exception to raise. Strings are borrowed.
 */
typedef struct
{
  const char *kind;
  const char *about;
  const char *bill;
  const char *receipt;
  const char *device;
  gint64 amount;
} KauntaRaise;
/* Raises it, unless it was raised before. */
gboolean kaunta_sqlite_raise (KauntaProjecting *self, const KauntaRaise *raise, GError **error);
/* Raises an exception about @payment, once for each kind. */
gboolean kaunta_sqlite_raise_exception (KauntaProjecting *self, const char *kind, const KauntaPayment *payment, gint64 amount,
                                        GError **error);
/* Looks at where @payment's money and its @bill (nullable) come from: a reference that was used before, a bill that no counter can
 * have raised. */
gboolean kaunta_sqlite_judge_origin (KauntaProjecting *self, const KauntaPayment *payment, const KauntaBill *bill, GError **error);
/* Raises an exception for each cancellation of @bill by a counter of another office than the one that raised it. */
gboolean kaunta_sqlite_judge_cancellations (KauntaProjecting *self, const KauntaBill *bill, GError **error);
gboolean kaunta_sqlite_settle_exception (KauntaProjecting *self, const char *exception, GError **error);
/* All of a receipt: its payment no longer counts. */
gboolean kaunta_sqlite_settle_receipt (KauntaProjecting *self, const char *receipt, GError **error);

/* sqlite-branches.c */

GPtrArray *kaunta_sqlite_list_branched (KauntaPortalStorage *storage, GError **error);
GPtrArray *kaunta_sqlite_read_forks (KauntaPortalStorage *storage, const char *device, gint64 skip, gint64 limit, GError **error);
gboolean kaunta_sqlite_resolve (KauntaPortalStorage *storage, const char *device, gint64 *entered, GError **error);
/* Keeps @entry, whose signature was checked, beside the chain, and freezes its device. GAP when what comes before it is not held. */
gboolean kaunta_sqlite_keep_branch (KauntaSqliteStorage *self, const KauntaEntry *entry, gint64 now, GError **error);
/* Where a device must begin whose entry @seq came too early: the first place at which its branch may not be held. */
gboolean kaunta_sqlite_find_beginning (KauntaSqliteStorage *self, const KauntaPortalChain *chain, gint64 seq, gint64 *beginning,
                                       GError **error);
/* Enters the money of the device's branches as exceptions, as far as that was not done. */
gboolean kaunta_sqlite_enter_branches (KauntaProjecting *self, GError **error);
gboolean kaunta_sqlite_enter_branches_of (KauntaSqliteStorage *self, const char *device, gint64 *entered, GError **error);

/* sqlite-bills.c */
gboolean kaunta_sqlite_get_bill (KauntaPortalStorage *storage, const char *number, KauntaBill **bill, GPtrArray **payments,
                                 GError **error);
/* @bill: (out) (nullable) (transfer full): NULL when it is not known; @office: (out) (optional): whose it is. */
gboolean kaunta_sqlite_read_bill (KauntaSqliteStorage *self, const char *number, KauntaBill **bill, char **office, GError **error);
/* @payment: (out) (nullable) (transfer full): NULL when it is not known */
gboolean kaunta_sqlite_read_payment (KauntaSqliteStorage *self, const char *receipt, KauntaPayment **payment, GError **error);
/* In the order in which they came (element-type KauntaPayment) */
GPtrArray *kaunta_sqlite_read_payments (KauntaSqliteStorage *self, const char *bill, GError **error);

/* sqlite-cursor.c: places in the order of changes, and whether they are of this database's past */

/* The next place, for a change that is being written. */
gboolean kaunta_sqlite_take_cursor (KauntaSqliteStorage *self, gint64 *cursor, GError **error);
/* The place that a counter was told, 0 when it was told so in a future that was lost. MALFORMED when it is no cursor. */
gboolean kaunta_sqlite_read_cursor (KauntaSqliteStorage *self, const char *cursor, gint64 *after, GError **error);
/* The newest place and the run that it is of. @run: (out) (transfer full) */
gboolean kaunta_sqlite_get_newest_cursor (KauntaSqliteStorage *self, gint64 *newest, char **run, GError **error);
/* What a counter is told of @place while @run is the newest. (transfer full) */
char *kaunta_sqlite_write_cursor (gint64 place, const char *run);

/* sqlite-changes.c */
gboolean kaunta_sqlite_put_all (KauntaPortalStorage *storage, GPtrArray *puts, GError **error);
gboolean kaunta_sqlite_read_changes (KauntaPortalStorage *storage, const KauntaPortalDevice *device, const char *cursor,
                                     gint64 limit, KauntaChangesPage *page, GError **error);
/* Offers a value to the counters of @office (NULL: all) but @origin (NULL: none), within the caller's transaction. */
gboolean kaunta_sqlite_offer (KauntaSqliteStorage *self, const char *office, KauntaChangeKind kind, const char *id,
                              const char *origin, gconstpointer value, gint64 now, GError **error);

/* sqlite-register.c */
gboolean kaunta_sqlite_put_payer (KauntaSqliteStorage *self, const KauntaPayer *payer, gint64 now, GError **error);
/* From a row of kind, id, name, phone, kra_pin, place, updated. */
KauntaPayer *kaunta_sqlite_read_payer (KauntaRowset *rows);
/* The register is another one from now on. */
gboolean kaunta_sqlite_renew_register (KauntaSqliteStorage *self, gint64 now, GError **error);
gboolean kaunta_sqlite_import_payers (KauntaPortalStorage *storage, KauntaPayerSource next, gpointer data, gint64 *count,
                                      GError **error);
GPtrArray *kaunta_sqlite_find_payers (KauntaPortalStorage *storage, const char *typed, GError **error);

/* sqlite-snapshot.c */
gboolean kaunta_sqlite_get_snapshot (KauntaPortalStorage *storage, KauntaPortalSnapshot *snapshot, GError **error);

G_END_DECLS
