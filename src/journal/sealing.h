/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "key.h"

/* Closes @plain so that only who has the other half of @public_key can read it: libsodium's sealed box, with the
 * Curve25519 key that belongs to the Ed25519 one. Who sealed it is not said by it: that is a signature's work. FORM when
 * @public_key is none. (transfer full) */
GBytes *kaunta_seal (const char *public_key, GBytes *plain, GError **error);
/* SIGNATURE when @sealed is not whole or was sealed for another key. (transfer full) */
GBytes *kaunta_unseal (const KauntaKey *key, GBytes *sealed, GError **error);
