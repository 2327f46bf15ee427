/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "clock.h"
#include "transport.h"

G_BEGIN_DECLS

/**
 * KauntaReply: an answer that was read to its end
 * @body: unpacked
 * @peer: (nullable): who answered over TLS
 */
typedef struct
{
  guint status;
  SoupMessageHeaders *headers;
  GBytes *body;
  GTlsCertificate *peer;
} KauntaReply;
void kaunta_reply_free (KauntaReply *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KauntaReply, kaunta_reply_free)

/* Sends @request and reads at most @max_bytes of answer, packed and unpacked, with a deadline. An error says that there is no answer; any status
 * is one. */
void kaunta_exchange_async (KauntaTransport *transport, const KauntaRequest *request, gsize max_bytes, KauntaClock *clock,
                            GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/* (transfer full) */
KauntaReply *kaunta_exchange_finish (GAsyncResult *result, GError **error);

G_END_DECLS
