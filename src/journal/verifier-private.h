/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "json.h"
#include "shelf.h"
#include "till.h"
#include "verifier.h"

/* What later entries may still ask of a receipt. */
typedef struct
{
  gint64 amount;
  guint32 copies;
  guint8 tender;
  guint8 reversed;
} VerifierReceipt;

typedef struct
{
  gint64 epoch;
  gint64 place;
  char key[44];
  char portal_key[44];
} VerifierEpoch;

/* Series have no gaps, so shelves by place or serial hold what later entries may ask for. */
struct _KauntaVerifier
{
  char *public_key;      /* (nullable) */
  KauntaShelf *epochs;   /* VerifierEpoch, in order */
  VerifierEpoch epoch;   /* the newest */
  KauntaShelf *hashes;   /* of every entry: an acknowledgement may speak of any */
  KauntaShelf *acks;     /* KauntaAcknowledgement, of entries yet to come */
  KauntaShelf *receipts; /* VerifierReceipt, by serial - 1 */
  KauntaShelf *bills;    /* a byte, whether cancelled, by serial - 1 */
  KauntaTill *till;      /* (nullable): the open session */
  gboolean counted;      /* whether its cash was counted since money last moved */
  gint64 tills;
  gint64 fault;
  guint8 head[KAUNTA_HASH_BYTES];
  KauntaVerifierSummary summary;
};

/* Sets @error and returns FALSE, so that a check can end with it. */
gboolean kaunta_verifier_refuse (KauntaJournalError code, const char *what, GError **error);

/* Chain: place, previous hash, epoch and signature. */
gboolean kaunta_verifier_check_chain (KauntaVerifier *self, const KauntaEntry *entry, GError **error);
/* Against the hashes so far. */
gboolean kaunta_verifier_check_acknowledgement (KauntaVerifier *self, const KauntaAcknowledgement *ack,
                                                GError **error);

/* Bills and receipts: their numbers, and what refers to them. */
gboolean kaunta_verifier_check_papers (KauntaVerifier *self, const KauntaEntry *entry, GError **error);
/* The serial of the receipt that the entry's data names, and what is known of it; 0 with REFERENCE. */
gint64 kaunta_verifier_find_receipt (KauntaVerifier *self, const KauntaEntry *entry, VerifierReceipt *receipt,
                                     GError **error);

/* Till sessions and the sums in them. */
gboolean kaunta_verifier_check_till (KauntaVerifier *self, const KauntaEntry *entry, GError **error);
