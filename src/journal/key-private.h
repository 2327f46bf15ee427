/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "key.h"

/* The 32 bytes that the pair is made from, for its file and its boxes. (transfer none) */
const guint8 *kaunta_key_get_seed (const KauntaKey *self);
