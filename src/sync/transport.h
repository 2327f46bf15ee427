/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* libsoup's own, told of here so that who only hands a transport on needs no libsoup. */
typedef struct _SoupMessageHeaders SoupMessageHeaders;

/**
 * KauntaRequest: one question to the portal
 * @path: with its query, from "/v1/" on
 * @headers: what is said beside the body; never of the connection
 * @body: (nullable): as it travels
 */
typedef struct
{
  char *method;
  char *path;
  SoupMessageHeaders *headers;
  GBytes *body;
} KauntaRequest;
/* Without headers and body. (transfer full) */
KauntaRequest *kaunta_request_new (const char *method, const char *path);
void kaunta_request_free (KauntaRequest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KauntaRequest, kaunta_request_free)

/**
 * KauntaAnswer: how an answer begins, and a stream of its body
 * @body: as it travels, not unpacked; of any length: who reads it keeps a bound
 * @peer: (nullable): who answered over TLS
 */
typedef struct
{
  guint status;
  SoupMessageHeaders *headers;
  GInputStream *body;
  GTlsCertificate *peer;
} KauntaAnswer;
/* Without headers; @body is referenced. (transfer full) */
KauntaAnswer *kaunta_answer_new (guint status, GInputStream *body);
void kaunta_answer_free (KauntaAnswer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KauntaAnswer, kaunta_answer_free)

/**
 * KauntaTransport:
 *
 * What a client sends through: the line to one portal. It bounds nothing and waits for ever; who uses it keeps the bounds and cancels.
 *
 * Signal "progressed": bytes of a request went out.
 */
#define KAUNTA_TYPE_TRANSPORT (kaunta_transport_get_type ())
G_DECLARE_INTERFACE (KauntaTransport, kaunta_transport, KAUNTA, TRANSPORT, GObject)

struct _KauntaTransportInterface
{
  GTypeInterface parent_iface;

  void (*send_async) (KauntaTransport *self, const KauntaRequest *request, GCancellable *cancellable, GAsyncReadyCallback callback,
                      gpointer user_data);
  KauntaAnswer *(*send_finish) (KauntaTransport *self, GAsyncResult *result, GError **error);
};

/* Any status is an answer. An error (of GIO, libsoup, TLS or KauntaSyncError) says that there is none: whether the portal did what was asked is
 * unknown. What is kept of @request is copied. */
void kaunta_transport_send_async (KauntaTransport *self, const KauntaRequest *request, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data);
KauntaAnswer *kaunta_transport_send_finish (KauntaTransport *self, GAsyncResult *result, GError **error);
/* For implementations. */
void kaunta_transport_emit_progressed (KauntaTransport *self);

/**
 * KauntaTransportMaker:
 * @url: the portal's base URL
 * @ca: (nullable): as of kaunta_http_new()
 *
 * Returns: (transfer full): ADDRESS when @url may not be used, INSECURE when @ca can't be read
 */
typedef KauntaTransport *(*KauntaTransportMaker) (const char *url, const char *ca, gpointer data, GError **error);

G_END_DECLS
