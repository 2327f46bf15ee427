/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "acknowledgement.h"
#include "entry.h"

/**
 * KauntaVerifier:
 *
 * Reads a journal entry by entry and says whether it is whole, in order, signed and consistent, needing
 * nothing but the entries and the device's public key. Its memory does not grow with the journal: what later
 * entries may ask for lies in temporary files (32 bytes an entry, 16 a receipt, 1 a bill). When these can't
 * be written a call fails with G_FILE_ERROR, which is no verdict.
 */
typedef struct _KauntaVerifier KauntaVerifier;

/* @public_key: (nullable): the key of the newest epoch known beforehand; NULL trusts the key in the first
 * entry. */
KauntaVerifier *kaunta_verifier_new (const char *public_key);
void kaunta_verifier_free (KauntaVerifier *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KauntaVerifier, kaunta_verifier_free)

/* Takes the next entry's bytes; the place in the sequence of calls is the place in the journal. After FALSE
 * no more may be fed. */
gboolean kaunta_verifier_feed (KauntaVerifier *self, GBytes *body, const guint8 sig[KAUNTA_SIGNATURE_BYTES],
                               GError **error);
/* Checks that @ack lies on the chain and is signed with the portal key of its epoch; may be called before or
 * after the entry it speaks of. What was not fed by kaunta_verifier_finish() is missing. Faults are
 * ACKNOWLEDGEMENT. */
gboolean kaunta_verifier_add_acknowledgement (KauntaVerifier *self, const KauntaAcknowledgement *ack,
                                              GError **error);
/* Like the key given to kaunta_verifier_new(), for a file that tells it last. */
void kaunta_verifier_expect_key (KauntaVerifier *self, const char *public_key);
/* What only the end can tell. */
gboolean kaunta_verifier_finish (KauntaVerifier *self, GError **error);

/* The 1-based place of the first fault, 0 while there is none. */
gint64 kaunta_verifier_get_fault (const KauntaVerifier *self);

/* Hash of the entry fed last, zeros before the first. */
const guint8 *kaunta_verifier_get_head (const KauntaVerifier *self);

typedef struct
{
  char device[6];
  gint64 epoch;
  gint64 entries;
  gint64 bills;
  gint64 payments;
  gint64 reversals;
  gint64 tills_closed;
  gint64 turnover;
  gint64 first_at;
  gint64 last_at;
  char head[65];
} KauntaVerifierSummary;
void kaunta_verifier_get_summary (const KauntaVerifier *self, KauntaVerifierSummary *summary);
