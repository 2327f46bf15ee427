/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "transport.h"

G_BEGIN_DECLS

/**
 * KauntaHttp:
 *
 * The line to a portal over HTTP/1.1 and TLS: one connection that is kept open, no redirects, no cookies, no passwords, no unpacking. Plain HTTP
 * to loopback only.
 */
#define KAUNTA_TYPE_HTTP (kaunta_http_get_type ())
G_DECLARE_FINAL_TYPE (KauntaHttp, kaunta_http, KAUNTA, HTTP, GObject)

/* The base without a slash at its end; ADDRESS unless it is https, or http to a loopback address. (transfer full) */
char *kaunta_http_check_address (const char *url, GError **error);

/* Connects to nothing yet. @ca: (nullable): PEM of the authority that alone may vouch for the portal; "": nobody can, so only plain HTTP answers; NULL:
 * whoever answers is spoken to, for the one call of an enrolment, which proves both sides by its code. ADDRESS when @url may not be used, INSECURE
 * when @ca can't be read. (transfer full) */
KauntaTransport *kaunta_http_new (const char *url, const char *ca, GError **error);
/* Whether @peer, who answered from @url (nullable: without TLS), is vouched for by @ca; INSECURE. Without TLS nobody need be. */
gboolean kaunta_http_check_peer (const char *url, GTlsCertificate *peer, const char *ca, GError **error);
/* The same as a KauntaTransportMaker; @data is not used. */
KauntaTransport *kaunta_http_make (const char *url, const char *ca, gpointer data, GError **error);

G_END_DECLS
