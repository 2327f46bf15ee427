/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "desk.h"

G_BEGIN_DECLS

/**
 * KauntaDeskBin:
 *
 * What the pages of the window have in common: a property "desk" (KauntaDesk), and being told when what
 * they show of it changes. A page derives from it, initialises its template in its init function, and
 * has the template disposed of here.
 */
#define KAUNTA_TYPE_DESK_BIN (kaunta_desk_bin_get_type ())
G_DECLARE_DERIVABLE_TYPE (KauntaDeskBin, kaunta_desk_bin, KAUNTA, DESK_BIN, AdwBin)

/**
 * KauntaDeskBinClass:
 * @desk_changed: the desk was set, or something that kaunta_desk_bin_watch() asked for changed; never
 * called without a desk
 */
struct _KauntaDeskBinClass
{
  AdwBinClass parent_class;

  void (*desk_changed) (KauntaDeskBin *self);
};

/* (transfer none) (nullable) */
KauntaDesk *kaunta_desk_bin_get_desk (KauntaDeskBin *self);
/* Asks for desk_changed at each @signal of the desk ("notify::till"); in an init function. */
void kaunta_desk_bin_watch (KauntaDeskBin *self, const char *signal);

G_END_DECLS
