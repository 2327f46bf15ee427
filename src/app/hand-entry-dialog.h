/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "payer.h"

G_BEGIN_DECLS

/**
 * KauntaHandEntryDialog:
 *
 * A payer who is in no register, typed in by the clerk. An identifier of an odd shape is taken with a
 * warning.
 */
#define KAUNTA_TYPE_HAND_ENTRY_DIALOG (kaunta_hand_entry_dialog_get_type ())
G_DECLARE_FINAL_TYPE (KauntaHandEntryDialog, kaunta_hand_entry_dialog, KAUNTA, HAND_ENTRY_DIALOG, AdwWindow)

/* @typed: what was searched for in vain; it is put into the field it fits. */
void kaunta_hand_entry_dialog_ask_async (GtkWidget *parent, const char *typed, GAsyncReadyCallback callback,
                                         gpointer user_data);
/* (transfer full). G_IO_ERROR_CANCELLED when it was dismissed; no other error. */
KauntaPayer *kaunta_hand_entry_dialog_ask_finish (GAsyncResult *result, GError **error);

G_END_DECLS
