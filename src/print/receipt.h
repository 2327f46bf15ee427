/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>
#include "bill.h"

/**
 * KauntaReceipt:
 * @county_name: @office_name: @counter_name: the head
 * @paid_before: cents paid on the bill before this payment
 * @clerk_name: who took it
 * @copy: 1 is the original; from 2 it says DUPLICATE / NAKALA
 * @hash: first 16 hex digits of the journal entry's hash: what an auditor finds the entry by
 *
 * Everything that stands on a receipt. Reference counted, not changed after it was made.
 */
typedef struct
{
  char *county_name;
  char *office_name;
  char *counter_name;
  KauntaBill *bill;
  KauntaPayment *payment;
  gint64 paid_before;
  char *clerk_name;
  gint64 copy;
  char *hash;
} KauntaReceipt;

#define KAUNTA_TYPE_RECEIPT (kaunta_receipt_get_type ())
GType kaunta_receipt_get_type (void);
/* All fields zero or NULL; the maker fills them. */
KauntaReceipt *kaunta_receipt_new (void);
KauntaReceipt *kaunta_receipt_ref (KauntaReceipt *self);
void kaunta_receipt_unref (KauntaReceipt *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KauntaReceipt, kaunta_receipt_unref)

/* What the receipt's QR code says: receipt number, currency, shillings with two decimals and no grouping, and @hash,
 * with one space between: "00421-000173 KES 350.00 9f86d081884c7d65". (transfer full) */
char *kaunta_receipt_format_qr (const KauntaReceipt *self);
