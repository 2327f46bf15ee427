/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desk-bin.h"

G_BEGIN_DECLS

/**
 * KauntaSignInPage:
 *
 * Staff number, PIN, Enter. Says which counter this is, how old the list of staff is, and whose till was
 * left open. Property "desk".
 */
#define KAUNTA_TYPE_SIGN_IN_PAGE (kaunta_sign_in_page_get_type ())
G_DECLARE_FINAL_TYPE (KauntaSignInPage, kaunta_sign_in_page, KAUNTA, SIGN_IN_PAGE, KauntaDeskBin)

G_END_DECLS
