/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include "bill.h"
#include "till.h"

typedef enum
{
  KAUNTA_FACT_DEVICE_ENROLLED,
  KAUNTA_FACT_CLERK_SIGNED_IN,
  KAUNTA_FACT_CLERK_SIGNED_OUT,
  KAUNTA_FACT_TILL_OPENED,
  KAUNTA_FACT_PAYER_VIEWED,
  KAUNTA_FACT_BILL_RAISED,
  KAUNTA_FACT_BILL_CANCELLED,
  KAUNTA_FACT_PAYMENT_TAKEN,
  KAUNTA_FACT_PAYMENT_SETTLED,
  KAUNTA_FACT_PAYMENT_REVERSED,
  KAUNTA_FACT_RECEIPT_PRINTED,
  KAUNTA_FACT_CASH_DROPPED,
  KAUNTA_FACT_CASH_PAID_IN,
  KAUNTA_FACT_TILL_COUNTED,
  KAUNTA_FACT_TILL_CLOSED,
  KAUNTA_FACT_DEPOSIT_BANKED,
  KAUNTA_FACT_EXCEPTION_SETTLED,
  KAUNTA_FACT_CLOCK_MOVED,
} KauntaFactType;
#define KAUNTA_N_FACT_TYPES 18

/* "payment.taken" ... */
const char *kaunta_fact_type_to_nick (KauntaFactType type);
gboolean kaunta_fact_type_from_nick (const char *nick, KauntaFactType *type);

/**
 * KauntaFact:
 *
 * A fact before it has a place in a journal: its type and the data that journal.md prescribes for it.
 * Numbers (bill, receipt, till session, Z) are absent until the ledger gives them in its transaction.
 */
typedef struct
{
  KauntaFactType type;
  JsonObject *data;
} KauntaFact;

/* Takes @data. */
KauntaFact *kaunta_fact_new (KauntaFactType type, JsonObject *data);
void kaunta_fact_free (KauntaFact *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KauntaFact, kaunta_fact_free)

/* Whether @data carries what its type must, in the right form: types, ranges, numbers' shapes, line and bill
 * sums, tendered less change, counts that add up. Unknown keys are left alone. */
gboolean kaunta_fact_check (KauntaFactType type, JsonObject *data, GError **error);

/* One pair, writer and reader, for each type whose data others need. Readers take data that
 * kaunta_fact_check() passed. A draft's number that is NULL, and a copy or an attempt of 0, is left out for
 * the ledger to give. */

KauntaFact *kaunta_fact_new_device_enrolled (const char *key, const char *office, const char *portal_key);
KauntaFact *kaunta_fact_new_signed_in (void);
KauntaFact *kaunta_fact_new_signed_out (const char *reason);
KauntaFact *kaunta_fact_new_till_opened (const KauntaCount *count, gint64 float_cents);
KauntaFact *kaunta_fact_new_payer_viewed (KauntaPayerKind kind, const char *id, const char *why);
KauntaFact *kaunta_fact_new_bill_raised (const KauntaBill *draft);
KauntaFact *kaunta_fact_new_bill_cancelled (const char *bill, const char *reason);
KauntaFact *kaunta_fact_new_payment_taken (const KauntaPayment *draft);
KauntaFact *kaunta_fact_new_payment_reversed (const char *receipt, gint64 amount, const char *reason);
KauntaFact *kaunta_fact_new_receipt_printed (const char *receipt, gint64 copy);
KauntaFact *kaunta_fact_new_till_counted (const KauntaCount *count, gint64 total, gint64 attempt);
KauntaFact *kaunta_fact_new_clock_moved (gint64 from_ms, gint64 to_ms);
/* Puts what @bill is for into @object as bill.raised carries it: payer, lines and total. */
void kaunta_fact_write_bill (JsonObject *object, const KauntaBill *bill);
/* The rest of till.closed (z, expected, variance, payments, reversals, first, last, unsynced, head, ack) the
 * ledger fills in from its own figures; @counted by tender (cents), @reason (nullable) of a variance. */
KauntaFact *kaunta_fact_new_till_closed (const gint64 counted[KAUNTA_N_TENDERS], const char *reason);

KauntaBill *kaunta_fact_read_bill_raised (JsonObject *data, const char *device, const char *clerk, gint64 at,
                                          GError **error);
KauntaPayment *kaunta_fact_read_payment_taken (JsonObject *data, const char *device, const char *clerk,
                                               const char *till, gint64 at, GError **error);
/* KEYS when there is a denomination that is not in use now. */
gboolean kaunta_fact_read_counts (JsonObject *data, KauntaCount *count, GError **error);

/* Whether the type needs an approver: always, or (till.closed, receipt.printed) for this data.
 * A variance's limit is policy, which a journal doesn't carry: till.closed needs one when any variance isn't
 * 0 and @variance_limit (cents; -1: unknown, then never) is exceeded. */
gboolean kaunta_fact_needs_approver (KauntaFactType type, JsonObject *data, gint64 variance_limit);
/* What @type adds to the turnover, in cents. */
gint64 kaunta_fact_get_turnover (KauntaFactType type, JsonObject *data);
