/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include "changes.h"
#include "clock.h"
#include "enrolment.h"
#include "portal-error.h"
#include "problem.h"

G_BEGIN_DECLS

/**
 * KauntaPortalStorage:
 *
 * What the portal keeps, behind one interface; SQLite now, PostgreSQL next. Every call is one transaction and leaves nothing
 * half done. What a counter is refused comes back as KAUNTA_WIRE_ERROR, what goes wrong in here as KAUNTA_PORTAL_ERROR.
 */
#define KAUNTA_TYPE_PORTAL_STORAGE (kaunta_portal_storage_get_type ())
G_DECLARE_INTERFACE (KauntaPortalStorage, kaunta_portal_storage, KAUNTA, PORTAL_STORAGE, GObject)

/* Bounds that every storage keeps. */
#define KAUNTA_PORTAL_MAX_CHANGES 500
#define KAUNTA_PORTAL_MAX_PAYERS 20

/**
 * KauntaPortalDevice:
 * @device: five digits, "" while it is nobody
 * @office: (owned)
 * @epoch: the newest one
 * @fenced: whether it speaks with the key of an older one
 *
 * The counter that a token, or a carried file's key, belongs to.
 */
typedef struct
{
  char device[6];
  char *office;
  gint64 epoch;
  gboolean fenced;
} KauntaPortalDevice;
void kaunta_portal_device_clear (KauntaPortalDevice *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KauntaPortalDevice, kaunta_portal_device_clear)

/**
 * KauntaPortalSnapshot:
 * @bytes: the compressed register
 * @tag: its ETag, quotes included
 */
typedef struct
{
  GBytes *bytes;
  char *tag;
} KauntaPortalSnapshot;
void kaunta_portal_snapshot_clear (KauntaPortalSnapshot *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KauntaPortalSnapshot, kaunta_portal_snapshot_clear)

/**
 * KauntaPortalPut:
 * @office: (nullable) (owned): whose counters are told; NULL: every office's
 * @kind: payer, service, tariff, staff or policy
 * @id: (owned): as of KauntaChange
 * @value: (owned): boxed, as of KauntaChange
 *
 * A value that the portal is given by its administrators.
 */
typedef struct
{
  char *office;
  KauntaChangeKind kind;
  char *id;
  gpointer value;
} KauntaPortalPut;
/* Takes @value. */
KauntaPortalPut *kaunta_portal_put_new (const char *office, KauntaChangeKind kind, const char *id, gpointer value);
void kaunta_portal_put_free (KauntaPortalPut *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KauntaPortalPut, kaunta_portal_put_free)

/**
 * KauntaPortalBranched:
 * @office: (owned)
 * @frozen: a person has not dealt with it yet
 * @parts_at: the first seq at which there are two entries
 * @entries: how many lie beside the chain; @waiting: how many of them were not entered
 *
 * A counter whose journal has, or once had, more than one branch.
 */
typedef struct
{
  char device[6];
  char *office;
  gboolean frozen;
  gint64 parts_at;
  gint64 entries;
  gint64 waiting;
} KauntaPortalBranched;
void kaunta_portal_branched_free (KauntaPortalBranched *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KauntaPortalBranched, kaunta_portal_branched_free)

/* Whether @entry is about money that was taken, given back, moved, counted or banked. @amount: (out): cents, 0 if not */
gboolean kaunta_portal_entry_get_money (const KauntaEntry *entry, gint64 *amount);

typedef KauntaPayer *(*KauntaPayerSource) (gpointer data, GError **error);

struct _KauntaPortalStorageInterface
{
  GTypeInterface parent_iface;

  char *(*create_code) (KauntaPortalStorage *self, const char *office, const char *device, GError **error);
  gboolean (*put_all) (KauntaPortalStorage *self, GPtrArray *puts, GError **error);
  gboolean (*import_payers) (KauntaPortalStorage *self, KauntaPayerSource next, gpointer data, gint64 *count, GError **error);
  GPtrArray *(*list_devices) (KauntaPortalStorage *self, GError **error);
  GPtrArray *(*read_entries) (KauntaPortalStorage *self, const char *device, gint64 after_seq, gint64 limit, GError **error);
  GPtrArray *(*list_branched) (KauntaPortalStorage *self, GError **error);
  GPtrArray *(*read_forks) (KauntaPortalStorage *self, const char *device, gint64 skip, gint64 limit, GError **error);
  gboolean (*skip_numbers) (KauntaPortalStorage *self, gint64 *next, GError **error);
  gboolean (*enter_branches) (KauntaPortalStorage *self, const char *device, gint64 *entered, GError **error);

  gboolean (*enrol) (KauntaPortalStorage *self, const KauntaEnrolRequest *request, const char *ca, KauntaEnrolAnswer *answer,
                     GError **error);
  gboolean (*find_device) (KauntaPortalStorage *self, const char *token, KauntaPortalDevice *device, GError **error);
  gboolean (*find_signer) (KauntaPortalStorage *self, const char *number, gint64 epoch, const char *key,
                           KauntaPortalDevice *device, GError **error);
  gboolean (*append) (KauntaPortalStorage *self, const KauntaPortalDevice *device, GPtrArray *entries,
                      KauntaAcknowledgement *ack, GPtrArray **exceptions, gint64 *seq, GError **error);
  gboolean (*read_changes) (KauntaPortalStorage *self, const KauntaPortalDevice *device, const char *cursor, gint64 limit,
                            KauntaChangesPage *page, GError **error);
  gboolean (*get_snapshot) (KauntaPortalStorage *self, KauntaPortalSnapshot *snapshot, GError **error);
  GPtrArray *(*find_payers) (KauntaPortalStorage *self, const char *typed, GError **error);
  gboolean (*get_bill) (KauntaPortalStorage *self, const char *number, KauntaBill **bill, GPtrArray **payments, GError **error);
  gboolean (*sign) (KauntaPortalStorage *self, const char *purpose, const guint8 *bytes, gsize length,
                    guint8 signature[KAUNTA_SIGNATURE_BYTES], GError **error);
  gboolean (*check) (KauntaPortalStorage *self, GError **error);
};

/* Opens or creates the portal's database in one SQLite file; a new one gets its signing key. @clock is referenced.
 * A file that is not a portal's or is damaged gives STORAGE, a newer one NEWER; neither is touched. */
KauntaPortalStorage *kaunta_sqlite_storage_open (const char *path, KauntaClock *clock, GError **error);
/* Reads only, beside a running portal too; for verify. */
KauntaPortalStorage *kaunta_sqlite_storage_open_readonly (const char *path, KauntaClock *clock, GError **error);

/* ---- administration (kauntactl, tests) ---- */

/* A one-time code (16 Crockford characters), valid for 15 minutes and five wrong tries, that makes a machine a counter of
 * @office. @device: (nullable): re-enrols that device number (epoch + 1), else the next free number is given. UNKNOWN when
 * there is no such office, or no such device in it. (transfer full) */
char *kaunta_portal_storage_create_code (KauntaPortalStorage *self, const char *office, const char *device, GError **error);
/* Puts values, all or none, and offers each to its counters through changes. A policy makes its office and is told there
 * alone; an office that has no policy yet is UNKNOWN. Values that are as they were are not offered again.
 * @puts (element-type KauntaPortalPut) */
gboolean kaunta_portal_storage_put_all (KauntaPortalStorage *self, GPtrArray *puts, GError **error);
/* The same with one value. */
gboolean kaunta_portal_storage_put (KauntaPortalStorage *self, const char *office, KauntaChangeKind kind, const char *id,
                                    gconstpointer value, GError **error);
/* Puts many payers at once without offering each as a change: what counters fetch as a snapshot. @next returns NULL at the
 * end or with an error; with an error none is kept. @count: (out) (optional) */
gboolean kaunta_portal_storage_import_payers (KauntaPortalStorage *self, KauntaPayerSource next, gpointer data, gint64 *count,
                                              GError **error);
/* Every counter, by number, with the key of its newest epoch (element-type KauntaDevice). */
GPtrArray *kaunta_portal_storage_list_devices (KauntaPortalStorage *self, GError **error);
/* The entries of @device after @after_seq in order, at most @limit (element-type KauntaEntry). */
GPtrArray *kaunta_portal_storage_read_entries (KauntaPortalStorage *self, const char *device, gint64 after_seq, gint64 limit,
                                               GError **error);
/* To be called when the database was put back from a backup: numbers of counters and exceptions
 * that may have been given since are never given again. @next: (out): the next counter's. */
gboolean kaunta_portal_storage_skip_numbers (KauntaPortalStorage *self, gint64 *next, GError **error);
/* The counters with entries beside their chain, by number (element-type KauntaPortalBranched). */
GPtrArray *kaunta_portal_storage_list_branched (KauntaPortalStorage *self, GError **error);
/* The entries of @device that lie beside its chain, by seq, without the first @skip, at most @limit (element-type KauntaEntry). */
GPtrArray *kaunta_portal_storage_read_forks (KauntaPortalStorage *self, const char *device, gint64 skip, gint64 limit, GError **error);
/* Enters each fact about money in @device's branches as an exception of the kind "branch", once. @entered: (out): how many. The
 * device stays frozen until it is enrolled again. */
gboolean kaunta_portal_storage_enter_branches (KauntaPortalStorage *self, const char *device, gint64 *entered, GError **error);

/* ---- what counters ask ---- */

/* CODE_REFUSED when the code is unknown, used, expired or locked, or the request is by somebody who does not know it; MALFORMED when the key is
 * none. A used code gives the same key the same device again, within its time. @ca: as of KauntaEnrolAnswer. @answer: sealed; cleared by the
 * caller. */
gboolean kaunta_portal_storage_enrol (KauntaPortalStorage *self, const KauntaEnrolRequest *request, const char *ca, KauntaEnrolAnswer *answer,
                                      GError **error);
/* UNAUTHORIZED when nobody has @token, FENCED when it is an older epoch's. */
gboolean kaunta_portal_storage_find_device (KauntaPortalStorage *self, const char *token, KauntaPortalDevice *device,
                                            GError **error);
/* Who may have signed what was carried here on a stick: the counter @number, if @key was its key in @epoch; NOT_FOUND if not.
 * Nothing is said of the signature. @device is then good for append and read_changes, without a token. When @device->fenced, the
 * signer was enrolled again elsewhere: its entries are kept, but they don't go on with the chain (append answers FENCED until the new
 * epoch's first entry is there), and it must not be told anything but what became of them. */
gboolean kaunta_portal_storage_find_signer (KauntaPortalStorage *self, const char *number, gint64 epoch, const char *key,
                                            KauntaPortalDevice *device, GError **error);
/* Takes a batch, all or nothing: entries held already with the same bytes are skipped, the others must continue the chain.
 * @ack: (out): signed; @exceptions: (out) (element-type KauntaException): what this batch raised; @seq: (out): with GAP the
 * seq that is expected, with other refusals the entry that it speaks of (0: none).
 *
 * FORK is the one refusal that keeps the batch. Entries that are signed and whose predecessor is held, but that do not continue
 * the chain, are a branch: they are kept beside it, and when they are of the newest epoch the device is frozen. While it is
 * frozen, all that is good is kept and every batch is refused with FORK. @seq is then the first place of the sender's branch
 * that is not held: it goes on there. Branches of an older epoch freeze nobody; their money is entered as exceptions. */
gboolean kaunta_portal_storage_append (KauntaPortalStorage *self, const KauntaPortalDevice *device, GPtrArray *entries,
                                       KauntaAcknowledgement *ack, GPtrArray **exceptions, gint64 *seq, GError **error);
/* The newest state of what changed for @device's office after @cursor (NULL or "": from the start), leaving out what the
 * device itself told. MALFORMED when @cursor is none; one that was given out in a future that was lost, because the database
 * was put back from a backup, is answered from the start. @limit: 1 to KAUNTA_PORTAL_MAX_CHANGES. */
gboolean kaunta_portal_storage_read_changes (KauntaPortalStorage *self, const KauntaPortalDevice *device, const char *cursor,
                                             gint64 limit, KauntaChangesPage *page, GError **error);
/* The register as it is now; the same bytes and tag as long as no payer changes, over restarts too. */
gboolean kaunta_portal_storage_get_snapshot (KauntaPortalStorage *self, KauntaPortalSnapshot *snapshot, GError **error);
/* By identifier, phone or words of the name, at most KAUNTA_PORTAL_MAX_PAYERS (element-type KauntaPayer). */
GPtrArray *kaunta_portal_storage_find_payers (KauntaPortalStorage *self, const char *typed, GError **error);
/* A bill and the payments of all counters for it, oldest first (element-type KauntaPayment). NOT_FOUND. */
gboolean kaunta_portal_storage_get_bill (KauntaPortalStorage *self, const char *number, KauntaBill **bill,
                                         GPtrArray **payments, GError **error);
/* As kaunta_key_sign(), by the portal's key, which does not leave its storage. STORAGE when it is open for reading only. */
gboolean kaunta_portal_storage_sign (KauntaPortalStorage *self, const char *purpose, const guint8 *bytes, gsize length,
                                     guint8 signature[KAUNTA_SIGNATURE_BYTES], GError **error);
/* Whether storage answers. */
gboolean kaunta_portal_storage_check (KauntaPortalStorage *self, GError **error);

G_END_DECLS
