/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "receipt-drawing.h"

G_BEGIN_DECLS

/**
 * KauntaReceiptPreview:
 *
 * A receipt on the screen, drawn by what prints it; its pages stand under each other.
 */
#define KAUNTA_TYPE_RECEIPT_PREVIEW (kaunta_receipt_preview_get_type ())
G_DECLARE_FINAL_TYPE (KauntaReceiptPreview, kaunta_receipt_preview, KAUNTA, RECEIPT_PREVIEW, GtkWidget)

/* @receipt: (nullable): NULL shows nothing. */
void kaunta_receipt_preview_show (KauntaReceiptPreview *self, KauntaReceipt *receipt, KauntaPaper paper);

G_END_DECLS
