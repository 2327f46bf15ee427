/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "link.h"

G_BEGIN_DECLS

/**
 * KauntaLinkButton:
 *
 * How it stands between this counter and the portal, as a symbol and words; activating it opens the
 * sheet ("win.show-link"). Green only when the portal has acknowledged everything.
 */
#define KAUNTA_TYPE_LINK_BUTTON (kaunta_link_button_get_type ())
G_DECLARE_FINAL_TYPE (KauntaLinkButton, kaunta_link_button, KAUNTA, LINK_BUTTON, GtkButton)

void kaunta_link_button_set_link (KauntaLinkButton *self, KauntaLink *link);

G_END_DECLS
