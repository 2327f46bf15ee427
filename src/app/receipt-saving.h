/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "paying.h"
#include "receipt-drawing.h"

G_BEGIN_DECLS

/* Asks where to, notes the copy (a file is a copy like a paper) and writes the PDF. @shown: the receipt as
 * it stands on the screen. */
void kaunta_receipt_save_async (GtkWidget *parent, KauntaDesk *desk, KauntaReceipt *shown, KauntaPaper paper,
                                GAsyncReadyCallback callback, gpointer user_data);
/* The file's name, for people (transfer full). G_IO_ERROR_CANCELLED when a dialog was dismissed: nothing
 * was noted. */
char *kaunta_receipt_save_finish (GAsyncResult *result, GError **error);

G_END_DECLS
