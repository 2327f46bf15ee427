/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "payer.h"
#include "store-error.h"

/**
 * KauntaRegister:
 *
 * The payers this counter can find without the line: a cache in a SQLite file of its own, which can be fetched again. Synchronous; one
 * thread owns it, and every function asserts it.
 */
typedef struct _KauntaRegister KauntaRegister;

/* Opens or creates @path. A file that can't be read is set aside (".damaged-1") and an empty one made: it is only a cache. */
KauntaRegister *kaunta_register_open (const char *path, GError **error);
/* Removes the file that a register was written to, with what lies beside it. Nobody may have it open. */
void kaunta_register_remove (const char *path);
void kaunta_register_close (KauntaRegister *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KauntaRegister, kaunta_register_close)

gboolean kaunta_register_begin (KauntaRegister *self, GError **error);
/* Puts @payer unless a newer one (by updated) is held. */
gboolean kaunta_register_put (KauntaRegister *self, const KauntaPayer *payer, GError **error);
gboolean kaunta_register_delete (KauntaRegister *self, KauntaPayerKind kind, const char *id, GError **error);
gboolean kaunta_register_commit (KauntaRegister *self, GError **error);
void kaunta_register_roll_back (KauntaRegister *self);

/* The tag (ETag) of the snapshot this register was filled from; "" before. (transfer full) */
char *kaunta_register_get_tag (KauntaRegister *self, GError **error);
gboolean kaunta_register_set_tag (KauntaRegister *self, const char *tag, GError **error);
gint64 kaunta_register_count (KauntaRegister *self, GError **error);

KauntaPayer *kaunta_register_get (KauntaRegister *self, KauntaPayerKind kind, const char *id, GError **error);
/* What was typed: identifiers and phones by prefix, names by words in any order, prefixes allowed. Exact before prefix; the same text gives the
 * same order. (element-type KauntaPayer) */
GPtrArray *kaunta_register_find (KauntaRegister *self, const char *typed, gint64 limit, GError **error);
