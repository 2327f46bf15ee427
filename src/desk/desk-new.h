/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desk.h"
#include "store.h"
#include "transport.h"

G_BEGIN_DECLS

/* A desk over a store that is open already: what kaunta_desk_open() does after opening, and simulators with lines, clocks and chance of their own.
 * @store: (transfer full): kaunta_desk_close() closes it. @make: (nullable): NULL: HTTP. @random: (nullable): where the engine's chance comes from.
 * Errors of KAUNTA_STORE_ERROR when the counter in @store can't be read, of KAUNTA_SYNC_ERROR of @make. */
KauntaDesk *kaunta_desk_new (KauntaStore *store, KauntaTransportMaker make, gpointer make_data, KauntaClock *clock, GRand *random,
                             GError **error);

G_END_DECLS
