/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desk-bin.h"

G_BEGIN_DECLS

/**
 * KauntaTillPage:
 *
 * The drawer's accountable session: open, read, count, close. Shows what the till's state asks for.
 * Property "desk".
 *
 * Action "till.show" (string) goes to "opening", "reading", "counting" or "closing".
 */
#define KAUNTA_TYPE_TILL_PAGE (kaunta_till_page_get_type ())
G_DECLARE_FINAL_TYPE (KauntaTillPage, kaunta_till_page, KAUNTA, TILL_PAGE, KauntaDeskBin)

G_END_DECLS
