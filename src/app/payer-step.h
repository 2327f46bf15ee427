/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "desk.h"
#include "finding.h"

G_BEGIN_DECLS

/**
 * KauntaPayerStep:
 *
 * The counter's first step: who it is, what is unpaid, what was paid lately. The focus is on the first
 * unpaid bill, or on "New Bill" when there is none, so that Enter goes on either way.
 *
 * Signals: "bill-chosen" (number), "receipt-chosen" (KauntaPayment), "new-bill-asked".
 */
#define KAUNTA_TYPE_PAYER_STEP (kaunta_payer_step_get_type ())
G_DECLARE_FINAL_TYPE (KauntaPayerStep, kaunta_payer_step, KAUNTA, PAYER_STEP, AdwBin)

/* @now_ms: UTC ms, what ages are counted from. */
void kaunta_payer_step_show (KauntaPayerStep *self, const KauntaPayerSheet *sheet, gint64 now_ms);

G_END_DECLS
