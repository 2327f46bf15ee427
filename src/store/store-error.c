/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-error.h"

G_DEFINE_QUARK (kaunta - store - error - quark, kaunta_store_error)
