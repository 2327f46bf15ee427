/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "receipt.h"

G_DEFINE_BOXED_TYPE (KauntaReceipt, kaunta_receipt, kaunta_receipt_ref, kaunta_receipt_unref)

static void
clear (gpointer data)
{
  KauntaReceipt *self = data;

  g_free (self->county_name);
  g_free (self->office_name);
  g_free (self->counter_name);
  g_clear_pointer (&self->bill, kaunta_bill_unref);
  g_clear_pointer (&self->payment, kaunta_payment_unref);
  g_free (self->clerk_name);
  g_free (self->hash);
}

KauntaReceipt *
kaunta_receipt_new (void)
{
  return g_atomic_rc_box_new0 (KauntaReceipt);
}

KauntaReceipt *
kaunta_receipt_ref (KauntaReceipt *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
kaunta_receipt_unref (KauntaReceipt *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

char *
kaunta_receipt_format_qr (const KauntaReceipt *self)
{
  const KauntaPayment *payment = self->payment;

  return g_strdup_printf ("%s KES %" G_GINT64_FORMAT ".%02d %s", payment->receipt, payment->amount / 100,
                          (int) (payment->amount % 100), self->hash != NULL ? self->hash : "");
}
