/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bill.h"
#include "desk.h"
#include "receipt.h"

G_BEGIN_DECLS

/* Which tenders policy allows for all of @bill's services, and why a tender is not, for people (translated, nullable when allowed). */
void kaunta_desk_get_tenders_async (KauntaDesk *self, KauntaBill *bill, GCancellable *cancellable, GAsyncReadyCallback callback,
                                    gpointer user_data);
/* @reasons: (out): array of KAUNTA_N_TENDERS sentences, NULL where allowed; each owned by the caller. */
gboolean kaunta_desk_get_tenders_finish (KauntaDesk *self, GAsyncResult *result, KauntaTenderSet *allowed,
                                         char *reasons[KAUNTA_N_TENDERS], GError **error);

/**
 * KauntaMoney:
 * @amount: as typed: what of the bill it pays; empty: all that is due
 * @tendered: as typed, cash only: what was handed over; empty: exactly the amount
 * @reference: as typed, other tenders
 * @phone: (nullable): as typed, mobile money
 *
 * What a clerk typed about money that was handed over.
 */
typedef struct
{
  KauntaTender tender;
  const char *amount;
  const char *tendered;
  const char *reference;
  const char *phone;
} KauntaMoney;

/* What would be booked, without booking it: for the change in very large digits while typing. Cents.
 * Errors: the sentence for the field; @field (out) (nullable): "amount", "tendered", "reference", "phone".
 * @warning: (out) (nullable) (transfer full): what looks odd but may be right (M-PESA code). */
gboolean kaunta_money_check (const KauntaMoney *money, gint64 due, gboolean part_payment, gint64 now_ms, gint64 *amount,
                             gint64 *change, const char **field, char **warning, GError **error);

/* Writes payment.taken. The receipt exists on disk when this finishes. */
void kaunta_desk_take_payment_async (KauntaDesk *self, KauntaBill *bill, const KauntaMoney *money, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data);
/* @bill: (out) (optional): the bill afterwards. */
KauntaPayment *kaunta_desk_take_payment_finish (KauntaDesk *self, GAsyncResult *result, KauntaBill **bill, GError **error);

/* Once, whole, with approval; belongs to today's till. */
void kaunta_desk_reverse_async (KauntaDesk *self, const char *receipt, const char *reason, KauntaApproval *approval,
                                GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean kaunta_desk_reverse_finish (KauntaDesk *self, GAsyncResult *result, GError **error);

/* What is to be printed (print's KauntaReceipt), with its copy number; writes receipt.printed first (commit, then tell).
 * From copy 3 an approval is needed. */
void kaunta_desk_print_receipt_async (KauntaDesk *self, const char *receipt, KauntaApproval *approval, GCancellable *cancellable,
                                      GAsyncReadyCallback callback, gpointer user_data);
KauntaReceipt *kaunta_desk_print_receipt_finish (KauntaDesk *self, GAsyncResult *result, GError **error);
/* The same as it would be printed, for the screen; writes nothing. */
void kaunta_desk_show_receipt_async (KauntaDesk *self, const char *receipt, GCancellable *cancellable, GAsyncReadyCallback callback,
                                     gpointer user_data);
KauntaReceipt *kaunta_desk_show_receipt_finish (KauntaDesk *self, GAsyncResult *result, GError **error);

G_END_DECLS
