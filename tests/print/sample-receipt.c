/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sample-receipt.h"

/* 2026-11-23T08:15:30Z, a quarter past eleven in Nairobi. */
#define TAKEN_AT G_GINT64_CONSTANT (1795421730000)

static KauntaBill *
create_bill (const char *payer_name, guint n_lines)
{
  g_autoptr (KauntaPayer) payer = kaunta_payer_new (KAUNTA_PAYER_CITIZEN, "23456789", payer_name, NULL, NULL, NULL, 0, 0);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_bill_line_unref);
  g_autoptr (GError) error = NULL;
  KauntaBill *bill = NULL;

  for (guint i = 0; i < n_lines; i++)
    {
      g_autofree char *name = g_strdup_printf ("Market fee, grain or legumes (line %u)", i + 1);

      g_ptr_array_add (lines, kaunta_bill_line_new ("022-MKT-GRAIN", "022-MKT-GRAIN@1", name, 3, 4000, 12000));
    }
  bill = kaunta_bill_new ("004210000172", "00421", payer, lines, TAKEN_AT, "1007", &error);
  g_assert_no_error (error);
  return bill;
}

static KauntaPayment *
create_payment (const KauntaBill *bill)
{
  KauntaPayment *payment = kaunta_payment_new ();

  payment->receipt = g_strdup ("00421-000173");
  payment->device = g_strdup ("00421");
  payment->bill = g_strdup (bill->number);
  payment->tender = KAUNTA_TENDER_CASH;
  payment->amount = bill->total;
  payment->status = KAUNTA_PAYMENT_CONFIRMED;
  payment->tendered = bill->total + 14000;
  payment->change = 14000;
  payment->taken_at = TAKEN_AT;
  payment->clerk = g_strdup ("1007");
  return payment;
}

KauntaReceipt *
sample_receipt_new (const char *payer_name, guint n_lines)
{
  KauntaReceipt *receipt = kaunta_receipt_new ();

  receipt->county_name = g_strdup ("Nairobi City County");
  receipt->office_name = g_strdup ("Westlands Sub-County Office");
  receipt->counter_name = g_strdup ("Counter 1");
  receipt->bill = create_bill (payer_name, n_lines);
  receipt->payment = create_payment (receipt->bill);
  receipt->clerk_name = g_strdup ("Clerk One (demo)");
  receipt->copy = 1;
  receipt->hash = g_strdup ("9f86d081884c7d65");
  return receipt;
}
