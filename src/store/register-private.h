/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "database.h"
#include "register.h"

struct _KauntaRegister
{
  KauntaDatabase *database;
  GThread *thread;
};

#define kaunta_register_assert_owner(self) g_assert ((self)->thread == g_thread_self ())

/* What a row of a payer is read from: its columns in the order of KAUNTA_PAYER_COLUMNS. */
#define KAUNTA_PAYER_COLUMNS \
  "payer.id, kind, number, name, payer.folded, phone, kra_pin, place, updated, known"
KauntaPayer *kaunta_register_read_payer (sqlite3_stmt *row);
#define KAUNTA_PAYER_COLUMN_ID 0
#define KAUNTA_PAYER_COLUMN_FOLDED 4
/* An empty one in memory, which takes nothing: what came into it would be taken for known, and be lost. */
KauntaRegister *kaunta_register_open_memory (GError **error);
/* To be called when nobody waits. */
void kaunta_register_checkpoint (KauntaRegister *self);
