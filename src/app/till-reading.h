/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desk-bin.h"

G_BEGIN_DECLS

/**
 * KauntaTillReading:
 *
 * The X reading of the open till: what was taken, by tender and by hour. It resets nothing, and what
 * cash is expected is not in it: the count is blind. Property "desk".
 */
#define KAUNTA_TYPE_TILL_READING (kaunta_till_reading_get_type ())
G_DECLARE_FINAL_TYPE (KauntaTillReading, kaunta_till_reading, KAUNTA, TILL_READING, KauntaDeskBin)

G_END_DECLS
