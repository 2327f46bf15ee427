/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "bill.h"
#include "payer.h"
#include "service.h"

G_BEGIN_DECLS

/* Rows of the counter's lists: what one bill, payer, payment or service looks like wherever it is listed.
 * Each has an accessible name that reads like the row. Times are UTC ms. (transfer floating) */
GtkWidget *kaunta_payer_row_new (const KauntaPayer *payer, gint64 now_ms, gboolean from_portal);
/* @with_payer: whose bill it is stands in it. */
GtkWidget *kaunta_bill_row_new (const KauntaBill *bill, gint64 now_ms, gboolean with_payer);
GtkWidget *kaunta_payment_row_new (const KauntaPayment *payment);
/* @day: whose price is shown, "2026-11-23". */
GtkWidget *kaunta_service_row_new (const KauntaService *service, const char *day);
GtkWidget *kaunta_line_row_new (const KauntaBillLine *line);

G_END_DECLS
