/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include "clock.h"

G_BEGIN_DECLS

/**
 * KauntaDeadline:
 *
 * How long one request may take: cancels it when the time is over or its caller cancels, and tells the two apart. libsoup's own timeout counts
 * silence on the socket only, so a server that sends a byte now and then could hold a request for ever.
 */
typedef struct _KauntaDeadline KauntaDeadline;

/* @silence_ms: without progress. @total_ms: in all, 0: no bound. @outer: (nullable): the caller's. */
KauntaDeadline *kaunta_deadline_new (KauntaClock *clock, gint64 silence_ms, gint64 total_ms, GCancellable *outer);
void kaunta_deadline_free (KauntaDeadline *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KauntaDeadline, kaunta_deadline_free)
/* What to hand to the operations of the request. (transfer none) */
GCancellable *kaunta_deadline_get_cancellable (KauntaDeadline *self);
/* There was progress: the silence counts from now on again. */
void kaunta_deadline_restart (KauntaDeadline *self);
/* Puts an error of GIO, libsoup or TLS in the words of KauntaSyncError; the caller's own cancelling stays G_IO_ERROR_CANCELLED. Takes @reason. */
GError *kaunta_deadline_explain (KauntaDeadline *self, GError *reason);

G_END_DECLS
