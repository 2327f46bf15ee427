/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/**
 * KauntaStoreQueue:
 *
 * Pieces of work that run one after the other, in the order they were pushed, and never within the call that
 * pushed them. What differs is who runs them: a thread of the queue's own, or the main context of whoever
 * made the queue, one piece a dispatch.
 *
 * All calls are made by the queue's maker, but a piece may drop what the queue belongs to, and so end it.
 */
typedef struct _KauntaStoreQueue KauntaStoreQueue;

/* Runs on the queue. @owner is what the queue was made with. */
typedef void (*KauntaStorePiece) (gpointer owner, gpointer data);

typedef enum
{
  KAUNTA_STORE_ON_A_THREAD,
  KAUNTA_STORE_INLINE,
} KauntaStoreRunner;

/* What is done when nothing waits. TRUE: there is more, and it wants to be called again if still nothing does. */
typedef gboolean (*KauntaStoreRest) (gpointer owner);

/* @rest: runs on the queue whenever nothing waits. @release: frees @owner once the last piece has run. */
KauntaStoreQueue *kaunta_store_queue_new (KauntaStoreRunner runner, gpointer owner, KauntaStoreRest rest,
                                          GDestroyNotify release);
/* Runs what was pushed, releases the owner, and frees the queue. */
void kaunta_store_queue_end (KauntaStoreQueue *self);

KauntaStoreRunner kaunta_store_queue_get_runner (KauntaStoreQueue *self);
void kaunta_store_queue_push (KauntaStoreQueue *self, KauntaStorePiece piece, gpointer data);
/* Pushes and waits until it has run; for an inline queue that means: runs everything up to it. */
void kaunta_store_queue_wait (KauntaStoreQueue *self, KauntaStorePiece piece, gpointer data);
