/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "entry.h"

/* Checks the signatures of a batch on all processors at once: they are most of what taking it costs. Which entries are found good does not depend
 * on how many processors there are; an entry that is not among them is to be checked on its own, so that its fault is said in its turn.
 * @entries: (element-type KauntaEntry); those after @after_seq of @epoch are looked at. @key: the epoch's public key.
 * Returns: (transfer full) the entries (unowned) that are signed with @key, as a set */
GHashTable *kaunta_portal_signatures_check (GPtrArray *entries, gint64 after_seq, gint64 epoch, const char *key);
