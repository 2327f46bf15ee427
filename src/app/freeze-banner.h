/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desk-bin.h"

G_BEGIN_DECLS

/**
 * KauntaFreezeBanner:
 *
 * Tells a supervisor who is signed in that the portal has frozen this counter, and what to do. Hidden otherwise. Property "desk".
 */
#define KAUNTA_TYPE_FREEZE_BANNER (kaunta_freeze_banner_get_type ())
G_DECLARE_FINAL_TYPE (KauntaFreezeBanner, kaunta_freeze_banner, KAUNTA, FREEZE_BANNER, KauntaDeskBin)

G_END_DECLS
