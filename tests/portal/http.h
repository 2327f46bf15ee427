/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

/**
 * HttpReply:
 * @status: 0 when there was no answer
 * @headers: as they came
 * @body: as it came, packed or not
 */
typedef struct
{
  guint status;
  SoupMessageHeaders *headers;
  GBytes *body;
} HttpReply;

void http_reply_free (HttpReply *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HttpReply, http_reply_free)

/* Sends a request as it is told, right or wrong, and waits for the answer while the main context runs. @token: @type: @body: (nullable).
 * Pairs of a header's name and value may follow, ended by NULL. */
HttpReply *http_send (const char *url, const char *method, const char *path, const char *token, const char *type, GBytes *body,
                      ...) G_GNUC_NULL_TERMINATED;
/* Sends @bytes on a connection of their own and gives all that comes back until it is closed. (transfer full) */
char *http_send_raw (const char *url, const char *bytes);
