/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

typedef enum
{
  KAUNTA_TENDER_CASH,
  KAUNTA_TENDER_MPESA,
  KAUNTA_TENDER_AIRTEL,
  KAUNTA_TENDER_CARD,
  KAUNTA_TENDER_CHEQUE,
  KAUNTA_TENDER_BANK,
} KauntaTender;
#define KAUNTA_N_TENDERS 6

/* Bits (1 << tender) of what policy allows. */
typedef guint KauntaTenderSet;
#define KAUNTA_TENDER_SET_ALL ((KauntaTenderSet) 0x3f)

const char *kaunta_tender_to_nick (KauntaTender tender);
gboolean kaunta_tender_from_nick (const char *nick, KauntaTender *tender);
const char *kaunta_tender_to_label (KauntaTender tender);

typedef enum
{
  KAUNTA_PAYMENT_CONFIRMED,
  KAUNTA_PAYMENT_CLAIMED,
  KAUNTA_PAYMENT_UNKNOWN,
  KAUNTA_PAYMENT_REJECTED,
} KauntaPaymentStatus;

const char *kaunta_payment_status_to_nick (KauntaPaymentStatus status);
gboolean kaunta_payment_status_from_nick (const char *nick, KauntaPaymentStatus *status);
const char *kaunta_payment_status_to_label (KauntaPaymentStatus status);

/* Notes and coins in use in Kenya, in cents, largest first, ended by 0. */
extern const gint64 kaunta_denominations[];

/**
 * KauntaCount:
 *
 * Pieces by denomination, in the order of kaunta_denominations.
 */
#define KAUNTA_N_DENOMINATIONS 10
typedef struct
{
  gint64 pieces[KAUNTA_N_DENOMINATIONS];
} KauntaCount;

/* Sum in cents; RANGE on overflow or a negative number of pieces. */
gboolean kaunta_count_total (const KauntaCount *count, gint64 *total, GError **error);
