/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "desk.h"

G_BEGIN_DECLS

/* Each asks over @parent for a file first. What came of it is one or more sentences, (transfer full); G_IO_ERROR_CANCELLED when no file was
 * chosen. */

/* Saves what the portal does not hold. */
void kaunta_stick_save_async (GtkWindow *parent, KauntaDesk *desk, GAsyncReadyCallback callback, gpointer user_data);
char *kaunta_stick_save_finish (GAsyncResult *result, GError **error);
/* Reads the portal's answer to it. */
void kaunta_stick_read_async (GtkWindow *parent, KauntaDesk *desk, GAsyncReadyCallback callback, gpointer user_data);
char *kaunta_stick_read_finish (GAsyncResult *result, GError **error);

G_END_DECLS
