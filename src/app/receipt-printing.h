/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "paying.h"
#include "receipt-drawing.h"

G_BEGIN_DECLS

/* Asks for a printer, notes the copy and sends it there. @shown: the receipt as it stands on the screen. */
void kaunta_receipt_print_async (GtkWidget *parent, KauntaDesk *desk, KauntaReceipt *shown, KauntaPaper paper,
                                 GAsyncReadyCallback callback, gpointer user_data);
/* The printer's name (transfer full). G_IO_ERROR_CANCELLED when a dialog was dismissed: nothing was noted.
 * Other errors come after the copy was noted, or from noting it, and say so. */
char *kaunta_receipt_print_finish (GAsyncResult *result, GError **error);

G_END_DECLS
