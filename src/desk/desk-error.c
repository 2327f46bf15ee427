/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk.h"

G_DEFINE_QUARK (kaunta - desk - error - quark, kaunta_desk_error)
