/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bill.h"
#include "desk-bin.h"

G_BEGIN_DECLS

/**
 * KauntaReceiptStep:
 *
 * The counter's last step: the receipt that exists now, the change once more, and the next customer with
 * Enter. It also shows the receipts of a bill that was paid before.
 *
 * Signals: "next-customer", "rest-asked": what is still due of the bill shall be taken.
 */
#define KAUNTA_TYPE_RECEIPT_STEP (kaunta_receipt_step_get_type ())
G_DECLARE_FINAL_TYPE (KauntaReceiptStep, kaunta_receipt_step, KAUNTA, RECEIPT_STEP, KauntaDeskBin)

/* @payments: (element-type KauntaPayment): of @bill; one at least. @receipt: which of them is shown.
 * @just_taken: whether its change is to be
 * handed out now. */
void kaunta_receipt_step_show (KauntaReceiptStep *self, KauntaBill *bill, GPtrArray *payments,
                               const char *receipt, gboolean just_taken);

G_END_DECLS
