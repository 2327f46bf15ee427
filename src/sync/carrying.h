/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store.h"
#include "transport.h"

G_BEGIN_DECLS

/* What goes by hand while the line is down (the formats: wire/README.md). The store's thread gives and takes a little at a time; a slow stick is
 * written and read beside it. Messages of errors are sentences in the window's language. */

/* A carry file or an answer, of at most KAUNTA_WIRE_MAX_CARRY_BYTES: TOO_LARGE of KAUNTA_WIRE_ERROR, else GIO's errors. (transfer full) */
GBytes *kaunta_carry_file_read (const char *path, GCancellable *cancellable, GError **error);
/* Puts @file at @path, whole or not at all, readable by its owner only where the file system knows owners, and waits until it is on the stick. */
gboolean kaunta_carry_file_write (const char *path, GBytes *file, GError **error);

/* Hands a carry file over, as somebody does who has no counter, and gives the answer's file. It goes where the file says, and trusts whom the file
 * says: it holds nothing secret, and nothing is taken from what comes back but an answer that the file's portal signed. @make: makes the line.
 * (transfer full) */
void kaunta_carry_deliver_async (GBytes *file, KauntaTransportMaker make, gpointer make_data, KauntaClock *clock, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data);
GBytes *kaunta_carry_deliver_finish (GAsyncResult *result, GError **error);

/**
 * KauntaCarrySaved: what a carry file holds
 * @cents: money in its entries: payments less reversals
 * @left: entries that wait and found no room in it
 */
typedef struct
{
  gint64 entries;
  gint64 cents;
  gint64 left;
} KauntaCarrySaved;

/* Writes what the portal has not acknowledged to @path. @from: seq of an older entry to begin with, because the portal lost it; 0: none. */
void kaunta_carry_save_async (KauntaStore *store, KauntaClock *clock, const char *path, gint64 from, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data);
gboolean kaunta_carry_save_finish (KauntaStore *store, GAsyncResult *result, KauntaCarrySaved *saved, GError **error);

/**
 * KauntaCarryRead: what came of an answer
 * @acknowledged: how many entries the portal holds now that were not known to be held before
 * @waiting: how many still wait
 * @refusal: (nullable) (owned): why the portal did not take all of the file: a KAUNTA_WIRE_ERROR in words
 * @expected: seq that a gap expects; 0 none
 * @changes: news that were applied
 * @outdated: news were left, for this counter knows others by now
 */
typedef struct
{
  gint64 acknowledged;
  gint64 waiting;
  GError *refusal;
  gint64 expected;
  gint64 changes;
  gboolean outdated;
} KauntaCarryRead;
void kaunta_carry_read_clear (KauntaCarryRead *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KauntaCarryRead, kaunta_carry_read_clear)

/* Takes the answer at @path: the acknowledgement as from a push, the news as from a pull. MALFORMED or BAD_SIGNATURE when it is no answer of
 * this counter's portal, FENCED of KAUNTA_WIRE_ERROR when it is another counter's or another epoch's; nothing is kept of it then. @read: to be zero. */
void kaunta_carry_read_async (KauntaStore *store, KauntaClock *clock, const char *path, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data);
gboolean kaunta_carry_read_finish (KauntaStore *store, GAsyncResult *result, KauntaCarryRead *read, GError **error);

G_END_DECLS
