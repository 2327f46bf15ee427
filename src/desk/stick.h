/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desk.h"

G_BEGIN_DECLS

/* While the line is down, what waits goes to the portal by hand. Messages of errors are sentences; then nothing was changed. */

/* A name for the file: number of the counter, day and time: "00421-2026-11-23-1115.kaunta". (transfer full) */
char *kaunta_desk_suggest_carry_name (KauntaDesk *self);

/* Writes what the portal does not hold to @path. */
void kaunta_desk_save_carry_async (KauntaDesk *self, const char *path, GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer user_data);
/* What it holds, and what to do with it, as a sentence. (transfer full) */
char *kaunta_desk_save_carry_finish (KauntaDesk *self, GAsyncResult *result, GError **error);

/* Takes the answer at @path: what the portal holds now, and its news. Taken twice or late it does no harm. */
void kaunta_desk_read_answer_async (KauntaDesk *self, const char *path, GCancellable *cancellable, GAsyncReadyCallback callback,
                                    gpointer user_data);
/* What came of it, as sentences. (transfer full) */
char *kaunta_desk_read_answer_finish (KauntaDesk *self, GAsyncResult *result, GError **error);

G_END_DECLS
