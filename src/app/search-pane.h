/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desk-bin.h"

G_BEGIN_DECLS

/**
 * KauntaSearchPane:
 *
 * The one search entry of the counter, and what it finds: each key starts a search and cancels the one
 * before. Enter opens the first result, as soon as it is there.
 *
 * Signals: "payer-chosen" (KauntaPayer), "bill-chosen" (KauntaBill), "hand-entry-asked" (what was typed).
 */
#define KAUNTA_TYPE_SEARCH_PANE (kaunta_search_pane_get_type ())
G_DECLARE_FINAL_TYPE (KauntaSearchPane, kaunta_search_pane, KAUNTA, SEARCH_PANE, KauntaDeskBin)

/* Empties it for the next customer. */
void kaunta_search_pane_clear (KauntaSearchPane *self);
/* What stands in the entry. (transfer none) */
const char *kaunta_search_pane_get_text (KauntaSearchPane *self);

G_END_DECLS
