/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fact.h"

#include <string.h>
#include "fact-private.h"

static const char *const nicks[] = {
  "device.enrolled", "clerk.signed_in",   "clerk.signed_out", "till.opened",     "payer.viewed",
  "bill.raised",     "bill.cancelled",    "payment.taken",    "payment.settled", "payment.reversed",
  "receipt.printed", "cash.dropped",      "cash.paid_in",     "till.counted",    "till.closed",
  "deposit.banked",  "exception.settled", "clock.moved",
};
G_STATIC_ASSERT (G_N_ELEMENTS (nicks) == KAUNTA_N_FACT_TYPES);

const char *
kaunta_fact_type_to_nick (KauntaFactType type)
{
  g_return_val_if_fail (type < KAUNTA_N_FACT_TYPES, NULL);

  return nicks[type];
}

gboolean
kaunta_fact_type_from_nick (const char *nick, KauntaFactType *type)
{
  g_return_val_if_fail (nick != NULL, FALSE);

  for (guint i = 0; i < KAUNTA_N_FACT_TYPES; i++)
    {
      if (strcmp (nicks[i], nick) == 0)
        {
          *type = i;
          return TRUE;
        }
    }

  return FALSE;
}

KauntaFact *
kaunta_fact_new (KauntaFactType type, JsonObject *data)
{
  KauntaFact *self = NULL;

  g_return_val_if_fail (type < KAUNTA_N_FACT_TYPES && data != NULL, NULL);

  self = g_new0 (KauntaFact, 1);
  self->type = type;
  self->data = data;
  return self;
}

void
kaunta_fact_free (KauntaFact *self)
{
  g_return_if_fail (self != NULL);

  json_object_unref (self->data);
  g_free (self);
}

static gboolean
exceeds_limit (JsonObject *data, gint64 limit)
{
  JsonObject *variance = NULL;

  if (limit < 0 || !kaunta_json_get_object (data, "variance", &variance, NULL))
    return FALSE;

  for (KauntaTender tender = 0; tender < KAUNTA_N_TENDERS; tender++)
    {
      gint64 cents = 0;

      if (kaunta_fact_get_tender_cents (variance, tender, &cents, NULL) && ABS (cents) > limit)
        return TRUE;
    }

  return FALSE;
}

gboolean
kaunta_fact_needs_approver (KauntaFactType type, JsonObject *data, gint64 variance_limit)
{
  gint64 copy = 0;

  g_return_val_if_fail (data != NULL, FALSE);

  switch (type)
    {
    case KAUNTA_FACT_BILL_CANCELLED:
    case KAUNTA_FACT_PAYMENT_REVERSED:
      return TRUE;
    case KAUNTA_FACT_RECEIPT_PRINTED:
      return kaunta_json_get_integer (data, "copy", 3, G_MAXINT64, &copy, NULL);
    case KAUNTA_FACT_TILL_CLOSED:
      return exceeds_limit (data, variance_limit);
    default:
      return FALSE;
    }
}

gint64
kaunta_fact_get_turnover (KauntaFactType type, JsonObject *data)
{
  gint64 amount = 0;

  g_return_val_if_fail (data != NULL, 0);

  if (type != KAUNTA_FACT_PAYMENT_TAKEN && type != KAUNTA_FACT_PAYMENT_REVERSED)
    return 0;
  if (!kaunta_json_get_integer (data, "amount", 0, G_MAXINT64, &amount, NULL))
    return 0;

  return type == KAUNTA_FACT_PAYMENT_TAKEN ? amount : -amount;
}
