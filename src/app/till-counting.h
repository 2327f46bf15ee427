/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desk-bin.h"

G_BEGIN_DECLS

/**
 * KauntaTillCounting:
 *
 * The blind count of the drawer. What is expected shows only once a count was confirmed and stored.
 * Property "desk".
 */
#define KAUNTA_TYPE_TILL_COUNTING (kaunta_till_counting_get_type ())
G_DECLARE_FINAL_TYPE (KauntaTillCounting, kaunta_till_counting, KAUNTA, TILL_COUNTING, KauntaDeskBin)

/* Empties the fields for another count. */
void kaunta_till_counting_clear (KauntaTillCounting *self);

G_END_DECLS
