/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "layout.h"
#include "receipt-drawing.h"

/* What stands on @receipt, in the order and sizes that suit @paper, @width points wide. Its words stand in English and
 * Swahili whatever language the window has: a copy must read like the original. (transfer full) */
KauntaLayout *kaunta_receipt_lay_out (const KauntaReceipt *receipt, KauntaPaper paper, double width);
