/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "desk.h"

G_BEGIN_DECLS

/**
 * KauntaEnrolAgain:
 *
 * Gives this counter a new epoch with a new code: after it was frozen, blocked or forgotten by the portal.
 */
#define KAUNTA_TYPE_ENROL_AGAIN (kaunta_enrol_again_get_type ())
G_DECLARE_FINAL_TYPE (KauntaEnrolAgain, kaunta_enrol_again, KAUNTA, ENROL_AGAIN, AdwWindow)

/* Opens it over @parent's window, once a supervisor has agreed; one who is signed in has. */
void kaunta_enrol_again_ask (GtkWidget *parent, KauntaDesk *desk);

G_END_DECLS
