/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client.h"

G_DEFINE_QUARK (kaunta-sync-error-quark, kaunta_sync_error)
