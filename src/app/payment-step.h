/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desk-bin.h"
#include "paying.h"

G_BEGIN_DECLS

/**
 * KauntaPaymentStep:
 *
 * The counter's third step: money for a bill. Enter takes it; when the amount is less than what is due,
 * Ctrl+Enter takes it and goes on with the rest.
 *
 * Signals: "taken" (KauntaPayment, KauntaBill afterwards, boolean: go on with the rest): the payment is on
 * disk.
 */
#define KAUNTA_TYPE_PAYMENT_STEP (kaunta_payment_step_get_type ())
G_DECLARE_FINAL_TYPE (KauntaPaymentStep, kaunta_payment_step, KAUNTA, PAYMENT_STEP, KauntaDeskBin)

/* Begins a payment of what is due of @bill. @note: (nullable): what was done just before, a translated
 * sentence. */
void kaunta_payment_step_show (KauntaPaymentStep *self, KauntaBill *bill, const char *note);

G_END_DECLS
