/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* From now on libsodium's random bytes follow from @seed: keys, codes, tokens and nonces are the same in every
 * run. For tests alone; the process's only use of it. */
void sim_randomness_seed (guint64 seed);
