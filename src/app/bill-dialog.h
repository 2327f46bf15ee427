/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "desk.h"

G_BEGIN_DECLS

/**
 * KauntaBillDialog:
 *
 * One bill with its lines and payments, and what can be done with it: take a payment, reverse one, print a
 * receipt again, cancel the bill while nothing is paid. What moves money backwards asks for a reason
 * and a supervisor.
 */
#define KAUNTA_TYPE_BILL_DIALOG (kaunta_bill_dialog_get_type ())
G_DECLARE_FINAL_TYPE (KauntaBillDialog, kaunta_bill_dialog, KAUNTA, BILL_DIALOG, AdwWindow)

/* Opens it over @parent's window, a KauntaWindow, and puts the focus back into @parent when it closes. */
void kaunta_bill_dialog_open (GtkWidget *parent, KauntaDesk *desk, const char *number);

G_END_DECLS
