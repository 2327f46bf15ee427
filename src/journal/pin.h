/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* PINs are kept as argon2id (64 MiB, 3 passes; RFC 9106, section 4). Both calls take about 0.1 s: never on
 * the window's thread. */

/* (transfer full) */
char *kaunta_pin_hash (const char *pin);
/* Cheaper parameters for tests that make many. (transfer full) */
char *kaunta_pin_hash_for_test (const char *pin);
gboolean kaunta_pin_matches (const char *pin, const char *hash);
