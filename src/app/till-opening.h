/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desk-bin.h"

G_BEGIN_DECLS

/**
 * KauntaTillOpening:
 *
 * The float, counted out by denomination, which a supervisor hands out and approves. Property "desk".
 */
#define KAUNTA_TYPE_TILL_OPENING (kaunta_till_opening_get_type ())
G_DECLARE_FINAL_TYPE (KauntaTillOpening, kaunta_till_opening, KAUNTA, TILL_OPENING, KauntaDeskBin)

G_END_DECLS
