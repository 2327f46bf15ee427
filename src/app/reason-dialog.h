/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Asks over @parent's window why something is undone. @heading: a translated sentence that names the act
 * and what it touches; @act: the translated label of the button that goes on. The button waits for a
 * reason. */
void kaunta_reason_dialog_ask_async (GtkWidget *parent, const char *heading, const char *act,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
/* The reason as typed (transfer full). G_IO_ERROR_CANCELLED when it was dismissed; no other error. */
char *kaunta_reason_dialog_ask_finish (GAsyncResult *result, GError **error);

G_END_DECLS
