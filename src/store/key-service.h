/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "key.h"

/* The desktop's secret service (org.freedesktop.secrets), used only while it runs and its default collection is open: it is never started, and
 * nobody is ever asked for a password, for a counter must open without anybody's help. */

/* FALSE when it can't be kept there; what was asked of it is then undone or harmless. */
gboolean kaunta_key_service_keep (const KauntaKey *key);
/* KEY when it is not to be had there now. (transfer full) */
KauntaKey *kaunta_key_service_find (const char *public_key, GError **error);
