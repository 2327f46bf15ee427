/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desk-bin.h"

G_BEGIN_DECLS

/**
 * KauntaTillClosing:
 *
 * After the count: expected, counted and the difference; a supervisor closes the till. Property "desk".
 *
 * Signal "closed" (KauntaClosing, owned by the emitter): the till is closed, on disk.
 */
#define KAUNTA_TYPE_TILL_CLOSING (kaunta_till_closing_get_type ())
G_DECLARE_FINAL_TYPE (KauntaTillClosing, kaunta_till_closing, KAUNTA, TILL_CLOSING, KauntaDeskBin)

/* Shows the till as it was counted last. */
void kaunta_till_closing_show (KauntaTillClosing *self);

G_END_DECLS
