/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "desk.h"

G_BEGIN_DECLS

/**
 * KauntaLinkSheet:
 *
 * What waits to be sent, what the portal holds, what went wrong and what to do about it.
 */
#define KAUNTA_TYPE_LINK_SHEET (kaunta_link_sheet_get_type ())
G_DECLARE_FINAL_TYPE (KauntaLinkSheet, kaunta_link_sheet, KAUNTA, LINK_SHEET, AdwWindow)

GtkWindow *kaunta_link_sheet_new (GtkWindow *parent, KauntaDesk *desk);

G_END_DECLS
