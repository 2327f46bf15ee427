/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "stored-journal.h"

/* The journal's tail in a carry file, once the file is whole and signed by the key that it names. For
 * kaunta_stored_journal_each() only. */
gboolean kaunta_carry_journal_use (const char *path, KauntaStoredJournalFunc use, gpointer data, GError **error);
