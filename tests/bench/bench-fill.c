/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "ledger.h"

/* usage: bench-fill PROFILE SALES
 *
 * Writes SALES sales into the journal of an enrolled counter that is not running: of each payer the record is looked at, a bill raised, the
 * payment taken (in cash and by M-PESA in turns) and the receipt printed, four entries as the window writes them. */

#define CLERK "1007"
#define SUPERVISOR "2001"

static const char *const given_names[] = { "Akinyi", "Wanjiku", "Chebet", "Kamau", "Otieno", "Mutua", "Halima", "Nekesa" };
static const char *const surnames[] = { "Odhiambo", "Njoroge", "Kiprotich", "Mwangi", "Omondi", "Musyoka", "Abdi", "Wafula", "Barasa" };
static const char *const services[][2] = {
  { "047-LIQ-RET", "Liquor licence, retail" },
  { "047-PRK-Z1-SAL", "Parking, zone 1, saloon car" },
  { "NRB-ID1", "Identity card, first" },
  { "047-RATES", "Land rates" },
};

static KauntaEntry *
append (KauntaLedger *ledger, const char *approver, KauntaFact *fact)
{
  g_autoptr (KauntaFact) owned = fact;
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;

  if (!kaunta_ledger_append (ledger, CLERK, approver, &owned, 1, &entries, &error))
    g_error ("%s", error->message);
  return kaunta_entry_ref (entries->pdata[0]);
}

static KauntaPayer *
make_payer (guint n)
{
  g_autofree char *id = g_strdup_printf ("9%07u", n * 7919 % 10000000);
  g_autofree char *name = g_strdup_printf ("%s %s", given_names[n % G_N_ELEMENTS (given_names)], surnames[n / 3 % G_N_ELEMENTS (surnames)]);

  return kaunta_payer_new (KAUNTA_PAYER_CITIZEN, id, name, NULL, NULL, NULL, 0, 0);
}

static KauntaFact *
draft_bill (KauntaPayer *payer, guint n, gint64 cents)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_bill_line_unref);
  g_autoptr (KauntaBill) bill = NULL;
  const char *const *service = services[n % G_N_ELEMENTS (services)];
  g_autofree char *tariff = g_strconcat (service[0], "@2024-03-01", NULL);

  g_ptr_array_add (lines, kaunta_bill_line_new (service[0], tariff, service[1], 1, cents, cents));
  bill = kaunta_bill_new (NULL, "00000", payer, lines, 0, CLERK, NULL);
  return kaunta_fact_new_bill_raised (bill);
}

static KauntaFact *
draft_payment (const char *bill, guint n, gint64 cents)
{
  g_autoptr (KauntaPayment) payment = kaunta_payment_new ();

  payment->bill = g_strdup (bill);
  payment->amount = cents;
  if (n % 2 == 0)
    {
      payment->tender = KAUNTA_TENDER_CASH;
      payment->tendered = (cents + 99999) / 100000 * 100000;
      payment->change = payment->tendered - cents;
    }
  else
    {
      payment->tender = KAUNTA_TENDER_MPESA;
      payment->status = KAUNTA_PAYMENT_CLAIMED;
      payment->reference = g_strdup_printf ("TK%08u", n * 104729 % 100000000);
      payment->phone = g_strdup_printf ("25470000%04u", n % 10000);
    }
  return kaunta_fact_new_payment_taken (payment);
}

static void
sell (KauntaLedger *ledger, guint n)
{
  gint64 cents = 5000 * (1 + n * 31 % 200);
  g_autoptr (KauntaPayer) payer = make_payer (n);
  g_autoptr (KauntaEntry) viewed = append (ledger, NULL, kaunta_fact_new_payer_viewed (payer->kind, payer->id, "bill"));
  g_autoptr (KauntaEntry) raised = append (ledger, NULL, draft_bill (payer, n, cents));
  const char *bill = json_object_get_string_member (raised->data, "bill");
  g_autoptr (KauntaEntry) taken = append (ledger, NULL, draft_payment (bill, n, cents));
  const char *receipt = json_object_get_string_member (taken->data, "receipt");
  g_autoptr (KauntaEntry) printed = append (ledger, NULL, kaunta_fact_new_receipt_printed (receipt, 0));
}

static void
open_till (KauntaLedger *ledger)
{
  g_autoptr (KauntaTill) till = kaunta_ledger_get_open_till (ledger, NULL);
  g_autoptr (KauntaEntry) opened = NULL;
  KauntaCount count = { { 2 } };

  if (till == NULL)
    opened = append (ledger, SUPERVISOR, kaunta_fact_new_till_opened (&count, 2 * kaunta_denominations[0]));
}

int
main (int argc, char **argv)
{
  g_autoptr (KauntaClock) clock = kaunta_clock_new_system ();
  g_autofree char *ledger_path = g_build_filename (argv[1], "counter.db", NULL);
  g_autofree char *key_path = g_build_filename (argv[1], "device.key", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaLedger) ledger = kaunta_ledger_open (ledger_path, clock, &error);
  g_autoptr (KauntaKey) key = ledger != NULL ? kaunta_key_load (key_path, &error) : NULL;

  if (key == NULL || !kaunta_ledger_set_key (ledger, key, &error))
    g_error ("%s", error->message);
  open_till (ledger);
  for (int i = 0; i < atoi (argv[2]); i++)
    sell (ledger, (guint) i);
  return EXIT_SUCCESS;
}
