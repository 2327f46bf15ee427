/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "journal-maker.h"
#include "verifier.h"

/* The data of a cash payment without change: receipt, amount, and the amount again. */
#define CASH "{\"receipt\":\"%s\",\"bill\":\"004210000017\",\"tender\":\"cash\",\"amount\":%d,\"status\":\"confirmed\",\"tendered\":%d,\"change\":0}"

/* Feeds all and finishes. The place of the fault, 0 for none. */
gint64 feed (KauntaVerifier *verifier, JournalMaker *maker, GError **error);
/* Held against the maker's newest key. */
void assert_good (JournalMaker *maker);
/* That the last entry, and no other, is at fault. */
void assert_fault (JournalMaker *maker, int code);

/* journal_maker_open() on a new maker. */
JournalMaker *make_open (void);
void add_cash (JournalMaker *maker, const char *receipt, int amount);
void add_closed (JournalMaker *maker, int z, int expected, int counted, int payments, int first, int last, const char *ack);
/* A count that finds @cents. */
void add_counted (JournalMaker *maker, int attempt, int cents);
