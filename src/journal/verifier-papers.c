/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "verifier-private.h"

#include <string.h>
#include "number.h"

static gboolean
refuse (KauntaJournalError code, const char *what, GError **error)
{
  return kaunta_verifier_refuse (code, what, error);
}

/* The serial of the bill that the entry names; 0 when another device gave it: then this journal can't tell
 * more. */
static gint64
get_bill (KauntaVerifier *self, const KauntaEntry *entry)
{
  g_autofree char *device = NULL;
  const char *number = NULL;
  gint64 serial = 0;

  if (!kaunta_json_get_string (entry->data, "bill", &number, NULL)
      || !kaunta_bill_number_parse (number, &device, &serial, NULL))
    g_assert_not_reached ();

  return strcmp (device, self->summary.device) == 0 ? serial : 0;
}

static gboolean
raise_bill (KauntaVerifier *self, const KauntaEntry *entry, GError **error)
{
  static const guint8 standing = FALSE;

  if (get_bill (self, entry) != self->summary.bills + 1)
    return refuse (KAUNTA_JOURNAL_ERROR_NUMBER, "the bill's number is not the next of this device's series",
                   error);

  if (!kaunta_shelf_append (self->bills, &standing, error))
    return FALSE;

  self->summary.bills++;
  return TRUE;
}

static gboolean
cancel_bill (KauntaVerifier *self, const KauntaEntry *entry, GError **error)
{
  gint64 serial = get_bill (self, entry);
  guint8 cancelled = FALSE;

  if (serial == 0)
    return TRUE;
  if (serial > self->summary.bills)
    return refuse (KAUNTA_JOURNAL_ERROR_REFERENCE, "it cancels a bill that was never raised", error);
  if (!kaunta_shelf_get (self->bills, serial - 1, &cancelled, error))
    return FALSE;
  if (cancelled)
    return refuse (KAUNTA_JOURNAL_ERROR_REFERENCE, "it cancels a bill that is cancelled already", error);

  cancelled = TRUE;
  return kaunta_shelf_set (self->bills, serial - 1, &cancelled, error);
}

gint64
kaunta_verifier_find_receipt (KauntaVerifier *self, const KauntaEntry *entry, VerifierReceipt *receipt,
                              GError **error)
{
  g_autofree char *device = NULL;
  const char *number = NULL;
  gint64 serial = 0;

  if (!kaunta_json_get_string (entry->data, "receipt", &number, NULL)
      || !kaunta_receipt_number_parse (number, &device, &serial, NULL))
    g_assert_not_reached ();

  if (strcmp (device, self->summary.device) != 0 || serial > self->summary.payments)
    {
      refuse (KAUNTA_JOURNAL_ERROR_REFERENCE, "it speaks of a receipt that was never given", error);
      return 0;
    }

  return kaunta_shelf_get (self->receipts, serial - 1, receipt, error) ? serial : 0;
}

static VerifierReceipt
read_receipt (const KauntaEntry *entry)
{
  VerifierReceipt receipt = { 0 };
  const char *nick = NULL;
  KauntaTender tender = KAUNTA_TENDER_CASH;

  if (!kaunta_json_get_string (entry->data, "tender", &nick, NULL)
      || !kaunta_tender_from_nick (nick, &tender))
    g_assert_not_reached ();

  receipt.amount = kaunta_fact_get_turnover (entry->type, entry->data);
  receipt.tender = (guint8) tender;
  return receipt;
}

/* That a bill is paid twice, or after it was cancelled, is no fault of the journal: money that changed hands
 * is recorded. */
static gboolean
take_payment (KauntaVerifier *self, const KauntaEntry *entry, GError **error)
{
  VerifierReceipt receipt = read_receipt (entry);
  g_autofree char *next = NULL;
  const char *number = NULL;

  if (get_bill (self, entry) > self->summary.bills)
    return refuse (KAUNTA_JOURNAL_ERROR_REFERENCE, "it pays a bill of this device that was never raised",
                   error);

  next = kaunta_receipt_number_format (self->summary.device, self->summary.payments + 1, NULL);
  if (!kaunta_json_get_string (entry->data, "receipt", &number, error))
    return FALSE;
  if (g_strcmp0 (number, next) != 0)
    return refuse (KAUNTA_JOURNAL_ERROR_NUMBER,
                   "the receipt's number is not the next of this device's series", error);

  if (!kaunta_shelf_append (self->receipts, &receipt, error))
    return FALSE;

  self->summary.payments++;
  return TRUE;
}

/* Cash is settled when it is handed over. Whoever could reject it would reverse it alone. */
static gboolean
settle_payment (KauntaVerifier *self, const KauntaEntry *entry, GError **error)
{
  VerifierReceipt receipt;

  if (kaunta_verifier_find_receipt (self, entry, &receipt, error) == 0)
    return FALSE;

  return receipt.tender != KAUNTA_TENDER_CASH
         || refuse (KAUNTA_JOURNAL_ERROR_REFERENCE, "it settles cash, which was settled when it was taken",
                    error);
}

static gboolean
reverse_payment (KauntaVerifier *self, const KauntaEntry *entry, GError **error)
{
  VerifierReceipt receipt;
  gint64 serial = kaunta_verifier_find_receipt (self, entry, &receipt, error);

  if (serial == 0)
    return FALSE;
  if (receipt.reversed)
    return refuse (KAUNTA_JOURNAL_ERROR_REFERENCE, "it reverses a payment that is reversed already", error);
  if (kaunta_fact_get_turnover (entry->type, entry->data) != -receipt.amount)
    return refuse (KAUNTA_JOURNAL_ERROR_AMOUNT, "it reverses another amount than was paid", error);

  receipt.reversed = TRUE;
  self->summary.reversals++;
  return kaunta_shelf_set (self->receipts, serial - 1, &receipt, error);
}

static gboolean
print_receipt (KauntaVerifier *self, const KauntaEntry *entry, GError **error)
{
  VerifierReceipt receipt;
  gint64 serial = kaunta_verifier_find_receipt (self, entry, &receipt, error);
  gint64 copy = 0;

  if (serial == 0 || !kaunta_json_get_integer (entry->data, "copy", 1, G_MAXINT64, &copy, error))
    return FALSE;
  if (copy != (gint64) receipt.copies + 1)
    return refuse (KAUNTA_JOURNAL_ERROR_NUMBER, "the receipt's copies are not counted 1, 2, 3", error);

  receipt.copies++;
  return kaunta_shelf_set (self->receipts, serial - 1, &receipt, error);
}

gboolean
kaunta_verifier_check_papers (KauntaVerifier *self, const KauntaEntry *entry, GError **error)
{
  switch (entry->type)
    {
    case KAUNTA_FACT_BILL_RAISED:
      return raise_bill (self, entry, error);
    case KAUNTA_FACT_BILL_CANCELLED:
      return cancel_bill (self, entry, error);
    case KAUNTA_FACT_PAYMENT_TAKEN:
      return take_payment (self, entry, error);
    case KAUNTA_FACT_PAYMENT_SETTLED:
      return settle_payment (self, entry, error);
    case KAUNTA_FACT_PAYMENT_REVERSED:
      return reverse_payment (self, entry, error);
    case KAUNTA_FACT_RECEIPT_PRINTED:
      return print_receipt (self, entry, error);
    default:
      return TRUE;
    }
}
