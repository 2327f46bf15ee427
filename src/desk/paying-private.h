/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desk-private.h"
#include "paying.h"

/* The payment that was typed, checked against what is @due (cents); FIELD and the @field (out) otherwise. (transfer full) */
KauntaPayment *kaunta_money_read (const KauntaMoney *money, gint64 due, gboolean part_payment, const char **field, GError **error);

/**
 * KauntaTenderPolicy: which tenders may pay a bill.
 * @reasons: (nullable), each: why not
 */
typedef struct
{
  KauntaTenderSet allowed;
  char *reasons[KAUNTA_N_TENDERS];
} KauntaTenderPolicy;
void kaunta_tender_policy_free (KauntaTenderPolicy *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KauntaTenderPolicy, kaunta_tender_policy_free)
/* On the store's thread. */
KauntaTenderPolicy *kaunta_tender_policy_read (KauntaLedger *ledger, const KauntaBill *bill, GError **error);
