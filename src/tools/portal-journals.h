/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "stored-journal.h"

/* The journals in a portal's database: each counter's, and each branch that was kept beside one, whole from its
 * first entry. For kaunta_stored_journal_each() only. */
gboolean kaunta_portal_journals_each (const char *path, KauntaStoredJournalFunc use, gpointer data, GError **error);
