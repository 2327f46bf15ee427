/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>
#include "problem.h"

G_BEGIN_DECLS

/* A request to @base followed by @path: no redirects, the token if there is one. @again: whether it may be sent twice, which is what lets it
 * use a connection that is open. */
SoupMessage *kaunta_request_new (const char *method, const char *base, const char *path, const char *token, gboolean again);
/* JSON; packed when that is worth it. */
void kaunta_request_set_body (SoupMessage *message, GBytes *json);

/* The answer's status and body as an error: KauntaWireError when it is a problem object (put into @problem, which must be clear), else SERVER or
 * NONSENSE. (transfer full) */
GError *kaunta_request_explain_status (SoupMessage *message, GBytes *body, KauntaProblem *problem);
/* What Retry-After says, in ms, at most an hour; 0 when it says nothing. */
gint64 kaunta_request_get_retry_after (SoupMessage *message, gint64 now_ms);

G_END_DECLS
