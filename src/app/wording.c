/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "wording.h"

#include <glib/gi18n-lib.h>
#include "clock.h"
#include "identifier.h"
#include "number.h"

#define SEPARATOR " · "
#define NO_BREAK_SPACE "\302\240"

static gboolean
is_given (const char *text)
{
  return text != NULL && *text != '\0';
}

char *
kaunta_wording_payer_number (const KauntaPayer *payer)
{
  return g_strjoin (SEPARATOR, kaunta_payer_kind_to_label (payer->kind), payer->id, NULL);
}

char *
kaunta_wording_payer (const KauntaPayer *payer)
{
  g_autofree char *number = kaunta_wording_payer_number (payer);
  GString *text = g_string_new (number);

  if (is_given (payer->place))
    g_string_append_printf (text, SEPARATOR "%s", payer->place);
  if (is_given (payer->phone))
    {
      g_autofree char *phone = kaunta_phone_display (payer->phone);
      g_autoptr (GString) unbroken = g_string_new (phone);

      g_string_replace (unbroken, " ", NO_BREAK_SPACE, 0);
      g_string_append_printf (text, SEPARATOR "%s", unbroken->str);
    }
  return g_string_free (text, FALSE);
}

char *
kaunta_wording_payer_age (const KauntaPayer *payer, gint64 now_ms, gboolean from_portal)
{
  if (from_portal)
    return g_strdup (_("from the portal"));
  if (payer->known == 0)
    return g_strdup (_("by hand"));
  return kaunta_time_display_age (payer->known, now_ms);
}

char *
kaunta_wording_bill (const KauntaBill *bill)
{
  g_autofree char *number = kaunta_bill_number_display (bill->number);

  return g_strdup_printf (_("Bill %s"), number);
}

char *
kaunta_wording_tender (const KauntaPayment *payment)
{
  const char *tender = kaunta_tender_to_label (payment->tender);

  return is_given (payment->reference) ? g_strjoin (" ", tender, payment->reference,
                                                    NULL) : g_strdup (tender);
}
