/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>
#include "clock.h"

G_BEGIN_DECLS

/* One request and the whole of its answer, bounded in size and time. */

/* The base without a slash at its end; ADDRESS unless it is https, or http to a loopback address. (transfer full) */
char *kaunta_exchange_check_address (const char *url, GError **error);

/* A session without redirects, cookies, passwords and unpacking. @ca_file: (nullable): absolute path. INSECURE when it can't be read.
 * (transfer full) */
SoupSession *kaunta_exchange_new_session (const char *ca_file, GError **error);

/* Sends @message and reads at most KAUNTA_WIRE_MAX_ANSWER_BYTES of answer, packed and unpacked. An error says that there is no answer; any status
 * is one. */
void kaunta_exchange_async (SoupSession *session, SoupMessage *message, KauntaClock *clock, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data);
/* The unpacked body. (transfer full) */
GBytes *kaunta_exchange_finish (GAsyncResult *result, GError **error);

G_END_DECLS
