/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client.h"
#include "store.h"

/* Before a counter is enrolled again: brings the journal of @store to where the portal holds @device's, which is entry @seq with the hash @head (0 and
 * zeros: nowhere). A journal that has that entry stays as it is, what it has beyond goes to the portal later. One that is too short gets what is missing.
 * One that is another branch, or that goes on elsewhere, is set aside, and the portal's takes its place. After a cut anywhere, doing it again goes on.
 * @client: with the token of the enrolment. */
void kaunta_catching_up_async (KauntaStore *store, KauntaClient *client, const char *device, gint64 seq, const char *head,
                               GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean kaunta_catching_up_finish (KauntaStore *store, GAsyncResult *result, GError **error);
