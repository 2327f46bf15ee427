/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>
#include "payer.h"
#include "tender.h"

/**
 * KauntaBillLine:
 * @unit: @amount: cents; @amount is @quantity times @unit
 */
typedef struct
{
  char *service;
  char *tariff;
  char *name;
  gint64 quantity;
  gint64 unit;
  gint64 amount;
} KauntaBillLine;

#define KAUNTA_TYPE_BILL_LINE (kaunta_bill_line_get_type ())
GType kaunta_bill_line_get_type (void);
KauntaBillLine *kaunta_bill_line_new (const char *service, const char *tariff, const char *name, gint64 quantity,
                                      gint64 unit, gint64 amount);
KauntaBillLine *kaunta_bill_line_ref (KauntaBillLine *self);
void kaunta_bill_line_unref (KauntaBillLine *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KauntaBillLine, kaunta_bill_line_unref)

typedef enum
{
  KAUNTA_BILL_OPEN,
  KAUNTA_BILL_PART_PAID,
  KAUNTA_BILL_PAID,
  KAUNTA_BILL_CANCELLED,
} KauntaBillState;

const char *kaunta_bill_state_to_nick (KauntaBillState state);
gboolean kaunta_bill_state_from_nick (const char *nick, KauntaBillState *state);
const char *kaunta_bill_state_to_label (KauntaBillState state);

/**
 * KauntaBill:
 * @number: twelve digits; NULL in a draft that has no number yet
 * @device: the counter that raised it
 * @lines: (element-type KauntaBillLine)
 * @total: @paid: cents; @paid counts payments that are neither reversed nor rejected, from every counter known of
 * @raised_at: UTC ms
 * @raised_by: (nullable): staff number
 * @known: UTC ms when the portal last told of it; 0 when it is this counter's own
 *
 * The numbered demand.
 */
typedef struct
{
  char *number;
  char *device;
  KauntaPayer *payer;
  GPtrArray *lines;
  gint64 total;
  gint64 paid;
  gboolean cancelled;
  gint64 raised_at;
  char *raised_by;
  gint64 known;
} KauntaBill;

#define KAUNTA_TYPE_BILL (kaunta_bill_get_type ())
GType kaunta_bill_get_type (void);
/* Adds up @lines; fails with RANGE when they don't fit, INVALID when there are none or one is not quantity x unit. */
KauntaBill *kaunta_bill_new (const char *number, const char *device, KauntaPayer *payer, GPtrArray *lines,
                             gint64 raised_at, const char *raised_by, GError **error);
KauntaBill *kaunta_bill_ref (KauntaBill *self);
void kaunta_bill_unref (KauntaBill *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KauntaBill, kaunta_bill_unref)
/* Cancelled; else from @total and @paid. */
KauntaBillState kaunta_bill_get_state (const KauntaBill *self);
/* What is still due, in cents, never below 0. */
gint64 kaunta_bill_get_due (const KauntaBill *self);
/* The first line's name, with "+ 2" when there are more. (transfer full) */
char *kaunta_bill_describe (const KauntaBill *self);

/**
 * KauntaPayment:
 * @receipt: NULL in a draft
 * @amount: @tendered: @change: cents; the latter two cash only
 * @reference: (nullable): M-PESA code, card slip, cheque number
 * @phone: (nullable): 254XXXXXXXXX
 * @taken_at: UTC ms
 * @reversed: (nullable): the reason it was reversed for, NULL while it stands
 * @copies: how often its receipt was printed
 */
typedef struct
{
  char *receipt;
  char *device;
  char *bill;
  KauntaTender tender;
  gint64 amount;
  KauntaPaymentStatus status;
  gint64 tendered;
  gint64 change;
  char *reference;
  char *phone;
  gint64 taken_at;
  char *clerk;
  char *till;
  char *reversed;
  char *approver;
  gint64 copies;
} KauntaPayment;

#define KAUNTA_TYPE_PAYMENT (kaunta_payment_get_type ())
GType kaunta_payment_get_type (void);
/* All fields zero or NULL; the maker fills them (each string owned, g_free) and changes none afterwards. */
KauntaPayment *kaunta_payment_new (void);
KauntaPayment *kaunta_payment_ref (KauntaPayment *self);
void kaunta_payment_unref (KauntaPayment *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KauntaPayment, kaunta_payment_unref)
/* Whether it counts as paid: neither reversed nor rejected. */
gboolean kaunta_payment_counts (const KauntaPayment *self);
