/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "billing.h"

G_BEGIN_DECLS

/**
 * KauntaBillPager:
 *
 * The bills that a question finds, read piece by piece as they are scrolled to, so that the first screen
 * is there at once however many there are.
 *
 * Signals: "counted": the numbers of each state are known. "failed" (sentence).
 */
#define KAUNTA_TYPE_BILL_PAGER (kaunta_bill_pager_get_type ())
G_DECLARE_FINAL_TYPE (KauntaBillPager, kaunta_bill_pager, KAUNTA, BILL_PAGER, GObject)

/* @piece: how many bills are read at a time. */
KauntaBillPager *kaunta_bill_pager_new (guint piece);
/* The bills read so far, KauntaRow of KauntaBill. (transfer none) */
GListModel *kaunta_bill_pager_get_bills (KauntaBillPager *self);
/* How many bills are in @state, of those that text and counter leave. */
gint64 kaunta_bill_pager_get_count (KauntaBillPager *self, KauntaBillState state);

/* Asks anew. @states: bits 1 << KauntaBillState, 0 all. What is shown stays until the answer is there. */
void kaunta_bill_pager_ask (KauntaBillPager *self, KauntaDesk *desk, const char *text, guint states,
                            gboolean own_only);
/* The same question once more, because bills changed. */
void kaunta_bill_pager_refresh (KauntaBillPager *self);
/* Reads the next piece, unless all is read or one is on its way. */
void kaunta_bill_pager_read_on (KauntaBillPager *self);
/* Stops; nothing is called back any more. */
void kaunta_bill_pager_stop (KauntaBillPager *self);

G_END_DECLS
