/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tender.h"

#include <glib/gi18n-lib.h>

#include "core-error.h"
#include "money.h"
#include "nick.h"

static const char *const tender_nicks[] = { "cash", "mpesa", "airtel", "card", "cheque", "bank" };
static const char *const tender_labels[] = {
  N_ ("Cash"), N_ ("M-PESA"), N_ ("Airtel Money"), N_ ("Card"), N_ ("Cheque"), N_ ("Bank slip"),
};
static const char *const status_nicks[] = { "confirmed", "claimed", "unknown", "rejected" };
static const char *const status_labels[] = {
  N_ ("Confirmed"), N_ ("To be confirmed"), N_ ("Outcome unknown"), N_ ("Rejected"),
};

/* Central Bank of Kenya, currency in circulation: notes of 1000, 500, 200, 100 and 50, coins of 40, 20, 10, 5 and 1 shilling. */
const gint64 kaunta_denominations[] = { 100000, 50000, 20000, 10000, 5000, 4000, 2000, 1000, 500, 100, 0 };
G_STATIC_ASSERT (G_N_ELEMENTS (kaunta_denominations) == KAUNTA_N_DENOMINATIONS + 1);

KAUNTA_DEFINE_NICKS (KauntaTender, kaunta_tender, tender_nicks)
KAUNTA_DEFINE_LABELS (KauntaTender, kaunta_tender, tender_labels)
KAUNTA_DEFINE_NICKS (KauntaPaymentStatus, kaunta_payment_status, status_nicks)
KAUNTA_DEFINE_LABELS (KauntaPaymentStatus, kaunta_payment_status, status_labels)

/**
 * kaunta_count_total:
 * @total: (out): cents
 *
 * Adds up notes and coins. Fails with KAUNTA_CORE_ERROR_RANGE on overflow, INVALID on a negative number of pieces.
 */
gboolean
kaunta_count_total (const KauntaCount *count, gint64 *total, GError **error)
{
  gint64 sum = 0;

  for (guint i = 0; i < KAUNTA_N_DENOMINATIONS; i++)
    {
      gint64 worth = 0;

      if (count->pieces[i] < 0)
        {
          g_set_error_literal (error, KAUNTA_CORE_ERROR, KAUNTA_CORE_ERROR_INVALID,
                               _("A number of notes or coins can’t be negative."));
          return FALSE;
        }
      if (!kaunta_cents_multiply (kaunta_denominations[i], count->pieces[i], &worth, error)
          || !kaunta_cents_add (sum, worth, &sum, error))
        return FALSE;
    }

  *total = sum;
  return TRUE;
}
