/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desk-bin.h"

G_BEGIN_DECLS

/**
 * KauntaBillsPage:
 *
 * This counter's and this office's bills, by state and by search. Enter opens one. Property "desk".
 */
#define KAUNTA_TYPE_BILLS_PAGE (kaunta_bills_page_get_type ())
G_DECLARE_FINAL_TYPE (KauntaBillsPage, kaunta_bills_page, KAUNTA, BILLS_PAGE, KauntaDeskBin)

G_END_DECLS
