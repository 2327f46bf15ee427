/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http.h"

#include <libsoup/soup.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>

#include "client.h"

#define SILENCE_S 60
#define SEND_BUFFER_BYTES (64 * 1024)
#define CONGESTION_CONTROL "bbr"

struct _KauntaHttp
{
  GObject parent_instance;

  char *base;
  GSocketConnectable *identity; /* of the portal */
  GTlsCertificate *authority;   /* (nullable) */
  gboolean takes_any;
  SoupSession *session;
};

static void implement_transport (KauntaTransportInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KauntaHttp, kaunta_http, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (KAUNTA_TYPE_TRANSPORT, implement_transport))

static gboolean
is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = NULL;

  if (g_ascii_strcasecmp (host, "localhost") == 0)
    return TRUE;
  address = g_inet_address_new_from_string (host);
  return address != NULL && g_inet_address_get_is_loopback (address);
}

static gboolean
may_be_used (GUri *uri)
{
  const char *scheme = g_uri_get_scheme (uri);
  const char *host = g_uri_get_host (uri);

  if (host == NULL || *host == '\0' || g_uri_get_userinfo (uri) != NULL || g_uri_get_query (uri) != NULL || g_uri_get_fragment (uri) != NULL)
    return FALSE;
  return g_strcmp0 (scheme, "https") == 0 || (g_strcmp0 (scheme, "http") == 0 && is_loopback (host));
}

char *
kaunta_http_check_address (const char *url, GError **error)
{
  g_autoptr (GUri) uri = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, NULL);
  char *base = NULL;
  gsize length = 0;

  if (uri == NULL || !may_be_used (uri))
    {
      g_set_error (error, KAUNTA_SYNC_ERROR, KAUNTA_SYNC_ERROR_ADDRESS, "not an address of a portal: %s", url);
      return NULL;
    }

  base = g_uri_to_string (uri);
  for (length = strlen (base); length > 0 && base[length - 1] == '/'; length--)
    base[length - 1] = '\0';
  return base;
}

/* A short queue in the kernel, so that what counts as written is on its way; and where the kernel has it, a congestion control that does not take
 * every lost packet for a full line. Both are hints: a refusal changes nothing. */
static void
network_event_cb (SoupMessage *message, GSocketClientEvent event, GIOStream *stream, gpointer data)
{
  GSocket *socket = NULL;

  if (event != G_SOCKET_CLIENT_CONNECTED || !G_IS_SOCKET_CONNECTION (stream))
    return;
  socket = g_socket_connection_get_socket (G_SOCKET_CONNECTION (stream));
  g_socket_set_option (socket, SOL_SOCKET, SO_SNDBUF, SEND_BUFFER_BYTES, NULL);
  setsockopt (g_socket_get_fd (socket), IPPROTO_TCP, TCP_CONGESTION, CONGESTION_CONTROL, strlen (CONGESTION_CONTROL));
}

/* libsoup says that the connection is to be kept, which is how HTTP/1.1 is anyway: a poll has no bytes to spare. */
static void
starting_cb (SoupMessage *message, gpointer data)
{
  soup_message_headers_remove (soup_message_get_request_headers (message), "Connection");
}

static void
body_written_cb (SoupMessage *message, guint bytes, KauntaTransport *self)
{
  kaunta_transport_emit_progressed (self);
}

static void
message_sent_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  SoupMessage *message = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GInputStream) body = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  KauntaAnswer *answer = NULL;

  g_signal_handlers_disconnect_by_data (message, g_task_get_source_object (task));
  if (body == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  answer = kaunta_answer_new (soup_message_get_status (message), body);
  soup_message_headers_unref (answer->headers);
  answer->headers = soup_message_headers_ref (soup_message_get_response_headers (message));
  if (soup_message_get_tls_peer_certificate (message) != NULL)
    answer->peer = g_object_ref (soup_message_get_tls_peer_certificate (message));
  g_task_return_pointer (task, answer, (GDestroyNotify) kaunta_answer_free);
}

/* HTTP/1.1 connections stay open unless somebody says otherwise; a poll that has nothing to say need not say that. */
static void
message_starting_cb (SoupMessage *message, KauntaTransport *self)
{
  soup_message_headers_remove (soup_message_get_request_headers (message), "Connection");
}

/* libsoup takes an answer without a length for one that ends with its connection, and closes it; this one has nothing that could have a length
 * (RFC 9110, 15.3.5). */
static void
headers_came_cb (SoupMessage *message, KauntaTransport *self)
{
  if (soup_message_get_status (message) == SOUP_STATUS_NO_CONTENT)
    soup_message_headers_set_encoding (soup_message_get_response_headers (message), SOUP_ENCODING_NONE);
}

/* libsoup has no anchors, so it asks about every certificate. */
static gboolean
judge_certificate_cb (SoupMessage *message, GTlsCertificate *peer, GTlsCertificateFlags flaws, KauntaHttp *self)
{
  if (self->takes_any)
    return TRUE;
  return self->authority != NULL && g_tls_certificate_verify (peer, self->identity, self->authority) == 0;
}

static void
copy_header (const char *name, const char *value, gpointer headers)
{
  soup_message_headers_append (headers, name, value);
}

/* Everything that a counter asks may be asked twice, and saying so is what lets libsoup use the connection that is open. */
static SoupMessage *
make_message (KauntaHttp *self, const KauntaRequest *request)
{
  g_autofree char *url = g_strconcat (self->base, request->path, NULL);
  SoupMessage *message = soup_message_new (request->method, url);

  g_assert (message != NULL);

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_IDEMPOTENT);
  if (request->body != NULL)
    soup_message_set_request_body_from_bytes (message, NULL, request->body);
  soup_message_headers_foreach (request->headers, copy_header, soup_message_get_request_headers (message));
  return message;
}

static void
send_async (KauntaTransport *transport, const KauntaRequest *request, GCancellable *cancellable, GAsyncReadyCallback callback,
            gpointer user_data)
{
  KauntaHttp *self = KAUNTA_HTTP (transport);
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  SoupMessage *message = make_message (self, request);

  g_task_set_source_tag (task, kaunta_transport_send_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, message, g_object_unref);
  g_signal_connect (message, "wrote-body-data", G_CALLBACK (body_written_cb), self);
  g_signal_connect (message, "starting", G_CALLBACK (starting_cb), NULL);
  g_signal_connect (message, "network-event", G_CALLBACK (network_event_cb), NULL);
  g_signal_connect (message, "starting", G_CALLBACK (message_starting_cb), self);
  g_signal_connect (message, "got-headers", G_CALLBACK (headers_came_cb), self);
  g_signal_connect (message, "accept-certificate", G_CALLBACK (judge_certificate_cb), self);
  soup_session_send_async (self->session, message, G_PRIORITY_DEFAULT, cancellable, message_sent_cb, task);
}

static KauntaAnswer *
send_finish (KauntaTransport *transport, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
implement_transport (KauntaTransportInterface *iface)
{
  iface->send_async = send_async;
  iface->send_finish = send_finish;
}

static void
kaunta_http_dispose (GObject *object)
{
  KauntaHttp *self = KAUNTA_HTTP (object);

  if (self->session != NULL)
    soup_session_abort (self->session);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (kaunta_http_parent_class)->dispose (object);
}

static void
kaunta_http_finalize (GObject *object)
{
  KauntaHttp *self = KAUNTA_HTTP (object);

  g_free (self->base);
  g_clear_object (&self->identity);
  g_clear_object (&self->authority);
  G_OBJECT_CLASS (kaunta_http_parent_class)->finalize (object);
}

static void
kaunta_http_class_init (KauntaHttpClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kaunta_http_dispose;
  G_OBJECT_CLASS (klass)->finalize = kaunta_http_finalize;
}

static void
kaunta_http_init (KauntaHttp *self)
{
}

static SoupSession *
make_session (void)
{
  SoupSession *session = NULL;

  /* HTTP/2 of libsoup 3.2 uses freed memory and hangs on bodies over 64 KiB. Read once, when the first session is made. */
  g_setenv ("SOUP_FORCE_HTTP1", "1", TRUE);
  session = soup_session_new_with_options ("max-conns-per-host", 1, "timeout", SILENCE_S, "tls-database", NULL, NULL);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_AUTH_MANAGER);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_CONTENT_DECODER);
  return session;
}

/* (transfer full) */
static GTlsCertificate *
read_authority (const char *ca, GError **error)
{
  g_autoptr (GError) reason = NULL;
  GTlsCertificate *authority = g_tls_certificate_new_from_pem (ca, -1, &reason);

  if (authority == NULL)
    g_set_error (error, KAUNTA_SYNC_ERROR, KAUNTA_SYNC_ERROR_INSECURE, "the authority's certificate: %s", reason->message);
  return authority;
}

gboolean
kaunta_http_check_peer (const char *url, GTlsCertificate *peer, const char *ca, GError **error)
{
  g_autoptr (GSocketConnectable) identity = g_network_address_parse_uri (url, 443, error);
  g_autoptr (GTlsCertificate) authority = NULL;

  if (identity == NULL)
    return FALSE;
  if (g_strcmp0 (g_network_address_get_scheme (G_NETWORK_ADDRESS (identity)), "https") != 0)
    return TRUE;
  authority = read_authority (ca, error);
  if (authority == NULL)
    return FALSE;
  if (peer != NULL && g_tls_certificate_verify (peer, identity, authority) == 0)
    return TRUE;
  g_set_error_literal (error, KAUNTA_SYNC_ERROR, KAUNTA_SYNC_ERROR_INSECURE, "the portal's authority does not vouch for who answered");
  return FALSE;
}

KauntaTransport *
kaunta_http_new (const char *url, const char *ca, GError **error)
{
  g_autofree char *base = NULL;
  g_autoptr (GTlsCertificate) authority = NULL;
  KauntaHttp *self = NULL;

  g_return_val_if_fail (url != NULL, NULL);

  base = kaunta_http_check_address (url, error);
  if (base == NULL)
    return NULL;
  if (ca != NULL && *ca != '\0')
    {
      authority = read_authority (ca, error);
      if (authority == NULL)
        return NULL;
    }

  self = g_object_new (KAUNTA_TYPE_HTTP, NULL);
  self->session = make_session ();
  self->takes_any = ca == NULL;
  self->authority = g_steal_pointer (&authority);
  self->identity = g_network_address_parse_uri (base, 443, NULL);
  self->base = g_steal_pointer (&base);
  return KAUNTA_TRANSPORT (self);
}

KauntaTransport *
kaunta_http_make (const char *url, const char *ca, gpointer data, GError **error)
{
  return kaunta_http_new (url, ca, error);
}
