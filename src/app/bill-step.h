/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "billing.h"
#include "desk-bin.h"

G_BEGIN_DECLS

/**
 * KauntaBillStep:
 *
 * The counter's second step: a bill is put together, service by service, and raised with Ctrl+Enter.
 *
 * Signals: "raised" (KauntaBill): it has its number and is on disk.
 */
#define KAUNTA_TYPE_BILL_STEP (kaunta_bill_step_get_type ())
G_DECLARE_FINAL_TYPE (KauntaBillStep, kaunta_bill_step, KAUNTA, BILL_STEP, KauntaDeskBin)

void kaunta_bill_step_set_basket (KauntaBillStep *self, KauntaBasket *basket);
/* Takes back a service that is being asked about; FALSE when there is none, so that Escape may leave the
 * step. */
gboolean kaunta_bill_step_step_back (KauntaBillStep *self);

G_END_DECLS
