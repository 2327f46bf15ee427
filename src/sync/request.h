/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "problem.h"
#include "transport.h"

G_BEGIN_DECLS

/* A request of a counter: with the token if there is one. (transfer full) */
KauntaRequest *kaunta_request_begin (const char *method, const char *path, const char *token);
/* JSON; packed when that is worth it. */
void kaunta_request_set_body (KauntaRequest *request, GBytes *json);
/* The same of another media type, which is asked for, too. */
void kaunta_request_set_body_as (KauntaRequest *request, const char *type, GBytes *body);

/* An answer's status and body as an error: KauntaWireError when it is a problem object (put into @problem, which must be clear), else SERVER or
 * NONSENSE. (transfer full) */
GError *kaunta_request_explain_status (guint status, GBytes *body, KauntaProblem *problem);
/* What Retry-After says, in ms, at most an hour; 0 when it says nothing. */
gint64 kaunta_request_get_retry_after (SoupMessageHeaders *headers, gint64 now_ms);

G_END_DECLS
