/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "json.h"
#include "till.h"
#include "verifier.h"

/* What later entries may still ask of a receipt. Series have no gaps, so arrays by serial hold them. */
typedef struct
{
  gint64 amount;
  guint32 copies;
  guint8 tender;
  guint8 reversed;
} VerifierReceipt;

typedef struct
{
  gint64 place;
  char key[44];
  char portal_key[44];
} VerifierEpoch;

struct _KauntaVerifier
{
  char *public_key;   /* (nullable) */
  GArray *epochs;     /* VerifierEpoch, by epoch - 1 */
  GByteArray *hashes; /* of every entry: an acknowledgement may speak of any */
  GArray *acks;       /* KauntaAcknowledgement, of entries yet to come */
  GArray *receipts;   /* VerifierReceipt, by serial - 1 */
  GByteArray *bills;  /* whether cancelled, by serial - 1 */
  KauntaTill *till;   /* (nullable): the open session */
  gint64 tills;
  gint64 fault;
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
/* The receipt that the entry's data names, or NULL with REFERENCE. */
VerifierReceipt *kaunta_verifier_find_receipt (KauntaVerifier *self, const KauntaEntry *entry,
                                               GError **error);

/* Till sessions and the sums in them. */
gboolean kaunta_verifier_check_till (KauntaVerifier *self, const KauntaEntry *entry, GError **error);
