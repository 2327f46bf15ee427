/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "tilling.h"

G_BEGIN_DECLS

/**
 * KauntaTillClosed:
 *
 * The Z reading of the till that was closed just now.
 */
#define KAUNTA_TYPE_TILL_CLOSED (kaunta_till_closed_get_type ())
G_DECLARE_FINAL_TYPE (KauntaTillClosed, kaunta_till_closed, KAUNTA, TILL_CLOSED, AdwBin)

/* Reads @closing, and keeps nothing of it. */
void kaunta_till_closed_show (KauntaTillClosed *self, const KauntaClosing *closing);

G_END_DECLS
