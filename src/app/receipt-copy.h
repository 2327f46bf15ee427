/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "paying.h"

G_BEGIN_DECLS

/* Notes one more copy of a receipt and gives it as it must be printed. From the third copy it asks a
 * supervisor first, over @parent's window. @shown: the receipt as it stands on the screen. */
void kaunta_receipt_copy_async (GtkWidget *parent, KauntaDesk *desk, KauntaReceipt *shown,
                                GAsyncReadyCallback callback, gpointer user_data);
/* (transfer full). G_IO_ERROR_CANCELLED when nobody approved. */
KauntaReceipt *kaunta_receipt_copy_finish (GAsyncResult *result, GError **error);

G_END_DECLS
