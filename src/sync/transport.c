/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "transport.h"

#include <libsoup/soup.h>

enum
{
  PROGRESSED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_INTERFACE (KauntaTransport, kaunta_transport, G_TYPE_OBJECT)

static void
kaunta_transport_default_init (KauntaTransportInterface *iface)
{
  /**
   * KauntaTransport::progressed:
   *
   * Bytes of a request went out.
   */
  signals[PROGRESSED] = g_signal_new ("progressed", KAUNTA_TYPE_TRANSPORT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

void
kaunta_transport_send_async (KauntaTransport *self,
                             const KauntaRequest *request,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_return_if_fail (KAUNTA_IS_TRANSPORT (self) && request != NULL);

  KAUNTA_TRANSPORT_GET_IFACE (self)->send_async (self, request, cancellable, callback, user_data);
}

KauntaAnswer *
kaunta_transport_send_finish (KauntaTransport *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (KAUNTA_IS_TRANSPORT (self), NULL);

  return KAUNTA_TRANSPORT_GET_IFACE (self)->send_finish (self, result, error);
}

void
kaunta_transport_emit_progressed (KauntaTransport *self)
{
  g_signal_emit (self, signals[PROGRESSED], 0);
}

KauntaRequest *
kaunta_request_new (const char *method, const char *path)
{
  KauntaRequest *self = g_new0 (KauntaRequest, 1);

  self->method = g_strdup (method);
  self->path = g_strdup (path);
  self->headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_REQUEST);
  return self;
}

void
kaunta_request_free (KauntaRequest *self)
{
  g_free (self->method);
  g_free (self->path);
  soup_message_headers_unref (self->headers);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self);
}

KauntaAnswer *
kaunta_answer_new (guint status, GInputStream *body)
{
  KauntaAnswer *self = g_new0 (KauntaAnswer, 1);

  self->status = status;
  self->headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);
  self->body = g_object_ref (body);
  return self;
}

void
kaunta_answer_free (KauntaAnswer *self)
{
  soup_message_headers_unref (self->headers);
  g_object_unref (self->body);
  g_clear_object (&self->peer);
  g_free (self);
}
