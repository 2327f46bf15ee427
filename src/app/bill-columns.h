/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "clock.h"

G_BEGIN_DECLS

/* Adds the columns of the Bills page to @view, whose model holds KauntaRow of KauntaBill: number, payer,
 * service, amount, paid, state, age. */
void kaunta_bill_columns_add (GtkColumnView *view, KauntaClock *clock);

G_END_DECLS
