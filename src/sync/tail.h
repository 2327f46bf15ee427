/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store.h"

/* The pieces of work on the store's thread that pushing is made of; each is short and none waits for the network. */

/**
 * KauntaBatch: where the journal stands, and the next entries to send
 * @push: (nullable): the body of their push; NULL when there are none, or none were asked for
 * @first: @last: their seq
 * @exceptions: unsettled ones known here
 */
typedef struct
{
  KauntaTail tail;
  GBytes *push;
  gint64 first;
  gint64 last;
  gint64 exceptions;
} KauntaBatch;
void kaunta_batch_free (KauntaBatch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KauntaBatch, kaunta_batch_free)

/**
 * KauntaBatchWish: which entries to read
 * @after: a seq, or one of the constants
 * @max_bytes: of bodies, about
 */
typedef struct
{
  gint64 after;
  gsize max_bytes;
} KauntaBatchWish;
#define KAUNTA_BATCH_AFTER_ACKNOWLEDGED G_GINT64_CONSTANT (-1)
#define KAUNTA_BATCH_NO_ENTRIES G_GINT64_CONSTANT (-2)
/* As JSON inside JSON a body is at most twice as long, so that a batch keeps below KAUNTA_WIRE_MAX_PUSH_BYTES. */
#define KAUNTA_BATCH_MAX_BYTES ((gsize) 1536 * 1024)
/* (transfer full) */
KauntaBatchWish *kaunta_batch_wish_new (gint64 after, gsize max_bytes);
/* KauntaStoreWork with a KauntaBatchWish as @data. Gives a KauntaBatch. */
gpointer kaunta_batch_read (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error);

/* What a push was answered with. */
typedef struct
{
  KauntaAcknowledgement ack;
  GPtrArray *exceptions;
} KauntaReceived;
void kaunta_received_free (KauntaReceived *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KauntaReceived, kaunta_received_free)

/* KauntaStoreWork with a KauntaReceived as @data: keeps it all. Gives the KauntaBatch of KAUNTA_BATCH_NO_ENTRIES. */
gpointer kaunta_received_keep (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error);
