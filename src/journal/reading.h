/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include "acknowledgement.h"
#include "verifier.h"

/**
 * KauntaJournalVisitor:
 * @body: gets each entry, as the bytes that it is. @hash: (nullable): what is kept beside it as its hash
 * @acknowledgement: (nullable): gets what the portal acknowledged
 * @key: (nullable): gets the key of the newest epoch, where the source tells one
 *
 * Whoever reads a journal. The three may be called in any order, @body in the journal's. FALSE ends the
 * reading.
 */
typedef struct
{
  gboolean (*body) (GBytes *body, const guint8 sig[KAUNTA_SIGNATURE_BYTES], const guint8 *hash, gpointer data,
                    GError **error);
  gboolean (*acknowledgement) (const KauntaAcknowledgement *ack, gpointer data, GError **error);
  gboolean (*key) (const char *key, gpointer data, GError **error);
  gpointer data;
} KauntaJournalVisitor;

/**
 * KauntaJournalRead:
 * @from: where the journal lies, of the type that the function knows
 * @place: (out): with an error, the entry that it speaks of, from 1; 0: none, but the source itself
 *
 * Reads a journal from wherever it is, without keeping it in memory.
 */
typedef gboolean (*KauntaJournalRead) (gpointer from, const KauntaJournalVisitor *visitor, gint64 *place,
                                       GError **error);

/* KauntaJournalRead over a GInputStream: {"entries": [{"body", "sig"}, ...], "key": ...} and optional
 * "acknowledgements", in any order and any form of JSON. */
gboolean kaunta_export_read (gpointer stream, const KauntaJournalVisitor *visitor, gint64 *place,
                             GError **error);
/* KauntaJournalRead over a GInputStream: a line {"device", "format": "kaunta-mirror-1"}, then one entry a
 * line. A last line without end is what a power cut left, and no part of it. */
gboolean kaunta_mirror_read (gpointer stream, const KauntaJournalVisitor *visitor, gint64 *place,
                             GError **error);

/* Runs a KauntaVerifier over what @read gives of @from. @public_key: (nullable): known from elsewhere, goes
 * before the source's own. @place: as of KauntaJournalRead. An error that is not of KAUNTA_JOURNAL_ERROR is
 * no verdict. */
gboolean kaunta_journal_verify (KauntaJournalRead read, gpointer from, const char *public_key,
                                KauntaVerifierSummary *summary, gint64 *place, GError **error);
