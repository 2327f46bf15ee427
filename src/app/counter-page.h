/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desk-bin.h"

G_BEGIN_DECLS

/**
 * KauntaCounterPage:
 *
 * One customer after the other: the search at the left, and at the right the steps payer, bill, payment,
 * receipt, which go forward with Enter and back with Escape. It only leads from step to step; what a
 * step does is the step's own.
 * Property "desk".
 */
#define KAUNTA_TYPE_COUNTER_PAGE (kaunta_counter_page_get_type ())
G_DECLARE_FINAL_TYPE (KauntaCounterPage, kaunta_counter_page, KAUNTA, COUNTER_PAGE, KauntaDeskBin)

void kaunta_counter_page_focus_search (KauntaCounterPage *self);
/* Opens the payment of the bill, or its receipts when it is paid. */
void kaunta_counter_page_open_bill (KauntaCounterPage *self, const char *number);

G_END_DECLS
