/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>
#include "client.h"

G_BEGIN_DECLS

/* What the download of the snapshot uses of a client. */
SoupSession *kaunta_client_get_session (KauntaClient *self);
KauntaClock *kaunta_client_get_clock (KauntaClient *self);
/* (transfer full) */
SoupMessage *kaunta_client_new_message (KauntaClient *self, const char *method, const char *path, gboolean again);
/* A refusal's words and numbers, kept until the next request. (transfer full) */
GError *kaunta_client_keep_refusal (KauntaClient *self, SoupMessage *message, GBytes *body);

G_END_DECLS
