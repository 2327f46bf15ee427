/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "desk.h"

G_BEGIN_DECLS

/**
 * KauntaApprovalDialog:
 *
 * Asks a supervisor for staff number and PIN, in front of the clerk's window, for one named act.
 */
#define KAUNTA_TYPE_APPROVAL_DIALOG (kaunta_approval_dialog_get_type ())
G_DECLARE_FINAL_TYPE (KauntaApprovalDialog, kaunta_approval_dialog, KAUNTA, APPROVAL_DIALOG, AdwWindow)

/* Opens the dialog over @parent's window. @what: a translated sentence that names the act and what it
 * touches, "Reverse receipt 00421-000003, KES 350". A wrong PIN is told in the dialog, which stays. */
void kaunta_approval_dialog_ask_async (GtkWidget *parent, KauntaDesk *desk, const char *what,
                                       GAsyncReadyCallback callback, gpointer user_data);
/* (transfer full). G_IO_ERROR_CANCELLED when it was dismissed; no other error. */
KauntaApproval *kaunta_approval_dialog_ask_finish (GAsyncResult *result, GError **error);

G_END_DECLS
