/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "json.h"

G_DEFINE_QUARK (kaunta - journal - error - quark, kaunta_journal_error)
