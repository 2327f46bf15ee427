/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desk-bin.h"

G_BEGIN_DECLS

/**
 * KauntaEnrolPage:
 *
 * Makes this machine a counter: the portal's address, the code its administrator gave, the counter's
 * name. Property "desk". Signal "enrolled".
 */
#define KAUNTA_TYPE_ENROL_PAGE (kaunta_enrol_page_get_type ())
G_DECLARE_FINAL_TYPE (KauntaEnrolPage, kaunta_enrol_page, KAUNTA, ENROL_PAGE, KauntaDeskBin)

/* Asks for the code that makes a counter itself again; address and name stand there already. */
void kaunta_enrol_page_begin_again (KauntaEnrolPage *self);

G_END_DECLS
