/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "tender.h"

G_BEGIN_DECLS

/**
 * KauntaTenderBar:
 *
 * The tenders that this counter takes, one of them chosen; those that policy forbids can't be chosen, and
 * the bar says why.
 *
 * Signals: "changed": another one was chosen.
 */
#define KAUNTA_TYPE_TENDER_BAR (kaunta_tender_bar_get_type ())
G_DECLARE_FINAL_TYPE (KauntaTenderBar, kaunta_tender_bar, KAUNTA, TENDER_BAR, AdwBin)

/* Cash again, everything allowed, until the next bill's policy is known. */
void kaunta_tender_bar_reset (KauntaTenderBar *self);
/* @reasons: a sentence for each tender that is not allowed, by KauntaTender. Chooses the first that is
 * allowed when the chosen one isn't. */
void kaunta_tender_bar_set_allowed (KauntaTenderBar *self, KauntaTenderSet allowed,
                                    char *const reasons[KAUNTA_N_TENDERS]);
KauntaTender kaunta_tender_bar_get_tender (KauntaTenderBar *self);
/* FALSE when it is not allowed, or not taken here. */
gboolean kaunta_tender_bar_choose (KauntaTenderBar *self, KauntaTender tender);

G_END_DECLS
