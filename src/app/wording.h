/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include "bill.h"
#include "payer.h"

G_BEGIN_DECLS

/* How people, bills and payments are written in the window, so that they read alike on every page. */

/* "Citizen · 12345678". (transfer full) */
char *kaunta_wording_payer_number (const KauntaPayer *payer);
/* "Citizen · 12345678 · Westlands · 0712 345 678", without what is not known. (transfer full) */
char *kaunta_wording_payer (const KauntaPayer *payer);
/* How old the record is: "3 days ago", "from the portal" when it was just asked for there, "by hand" when
 * the portal never told of it. (transfer full) */
char *kaunta_wording_payer_age (const KauntaPayer *payer, gint64 now_ms, gboolean from_portal);
/* "Bill 0042 1000 0017". (transfer full) */
char *kaunta_wording_bill (const KauntaBill *bill);
/* "Cash", "M-PESA SKL3ABC9XY": the tender with its reference. (transfer full) */
char *kaunta_wording_tender (const KauntaPayment *payment);

G_END_DECLS
