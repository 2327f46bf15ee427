/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "link.h"
#include "store.h"
#include "transport.h"

G_BEGIN_DECLS

/**
 * KauntaEngine:
 *
 * Keeps counter and portal together: pushes the journal's unacknowledged tail, pulls changes, fills the register. One thing in
 * flight at a time; no database transaction is held while it waits. Runs in the main context it was made in.
 */
#define KAUNTA_TYPE_ENGINE (kaunta_engine_get_type ())
G_DECLARE_FINAL_TYPE (KauntaEngine, kaunta_engine, KAUNTA, ENGINE, GObject)

/* @device and @token: of the enrolment. All objects are referenced. @random: (nullable): source of the back-off's jitter, copied; NULL: its own. */
KauntaEngine *kaunta_engine_new (KauntaStore *store, const char *device, const char *token, KauntaTransport *transport, KauntaClock *clock,
                                 GRand *random);
void kaunta_engine_start (KauntaEngine *self);
/* Cancels what is in flight; finishes when nothing is. */
void kaunta_engine_stop (KauntaEngine *self);
/* At once, whatever the back-off says: the clerk asked, or there is something new. */
void kaunta_engine_send_now (KauntaEngine *self);
/* What the portal acknowledged and told came by hand, and is in the store: shows it. */
void kaunta_engine_catch_up (KauntaEngine *self);
/* (transfer full). Property "link" (KauntaLink, boxed), notified at every change. */
KauntaLink *kaunta_engine_get_link (KauntaEngine *self);

/* Look-ups at the portal of what is not held here; they use the same connection and tell the link's state what they learn.
 * (element-type KauntaPayer) */
void kaunta_engine_find_payers_async (KauntaEngine *self, const char *typed, GCancellable *cancellable, GAsyncReadyCallback callback,
                                      gpointer user_data);
GPtrArray *kaunta_engine_find_payers_finish (KauntaEngine *self, GAsyncResult *result, GError **error);
/* The bill and its payments are put into the store when this finishes. */
void kaunta_engine_fetch_bill_async (KauntaEngine *self, const char *number, GCancellable *cancellable, GAsyncReadyCallback callback,
                                     gpointer user_data);
KauntaBill *kaunta_engine_fetch_bill_finish (KauntaEngine *self, GAsyncResult *result, GError **error);

/* Signal "changed": a page of changes was applied (bills, services, staff ...). Signal "register-changed": the register was filled or changed. */

G_END_DECLS
