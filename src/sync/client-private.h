/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client.h"

G_BEGIN_DECLS

/* What the download of the snapshot uses of a client. */
KauntaTransport *kaunta_client_get_transport (KauntaClient *self);
KauntaClock *kaunta_client_get_clock (KauntaClient *self);
/* (transfer full) */
KauntaRequest *kaunta_client_begin_request (KauntaClient *self, const char *method, const char *path);
/* A refusal's words and numbers, kept until the next request. (transfer full) */
GError *kaunta_client_keep_refusal (KauntaClient *self, guint status, SoupMessageHeaders *headers, GBytes *body);

G_END_DECLS
