/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desk-bin.h"

G_BEGIN_DECLS

/**
 * KauntaEnrolPage:
 *
 * Makes this machine a counter: the portal's address, the code its administrator gave, the counter's
 * name. Property "desk".
 */
#define KAUNTA_TYPE_ENROL_PAGE (kaunta_enrol_page_get_type ())
G_DECLARE_FINAL_TYPE (KauntaEnrolPage, kaunta_enrol_page, KAUNTA, ENROL_PAGE, KauntaDeskBin)

G_END_DECLS
