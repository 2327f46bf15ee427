/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "counter.h"

/* What @counter saves to a stick: its entries from the one after @after on, to go to @url, signed. @cursor: what it knows of
 * changes. (transfer full) */
GBytes *counter_make_carry (Counter *counter, guint after, const char *cursor, const char *url);
