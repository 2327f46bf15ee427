/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include "hang-up.h"
#include "router.h"

#define INCOMING "kaunta-incoming"

struct _KauntaPortalServer
{
  GObject parent_instance;

  KauntaPortalRouter *router;
  SoupServer *soup; /* (nullable): NULL while it does not listen */
};

G_DEFINE_FINAL_TYPE (KauntaPortalServer, kaunta_portal_server, G_TYPE_OBJECT)

/* A request's body on its way in. */
typedef struct
{
  gsize max;
  gsize received;
  gboolean too_large;
} Incoming;

/* What comes on is read and thrown away, so that its sender gets to hear why. */
static void
ignore_body (Incoming *incoming, SoupServerMessage *message)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);

  incoming->too_large = TRUE;
  soup_message_body_set_accumulate (body, FALSE);
  soup_message_body_truncate (body);
}

static void
headers_got_cb (SoupServerMessage *message, Incoming *incoming)
{
  const char *path = g_uri_get_path (soup_server_message_get_uri (message));
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  incoming->max = kaunta_portal_router_get_max_body (soup_server_message_get_method (message), path);
  if (soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH
      && soup_message_headers_get_content_length (headers) > (goffset) incoming->max)
    ignore_body (incoming, message);
}

static void
chunk_got_cb (SoupServerMessage *message, GBytes *chunk, Incoming *incoming)
{
  incoming->received += g_bytes_get_size (chunk);
  if (incoming->received > incoming->max && !incoming->too_large)
    ignore_body (incoming, message);
}

static void
request_started_cb (SoupServer *soup, SoupServerMessage *message, gpointer user_data)
{
  Incoming *incoming = g_new0 (Incoming, 1);

  g_object_set_data_full (G_OBJECT (message), INCOMING, incoming, g_free);
  g_signal_connect (message, "got-headers", G_CALLBACK (headers_got_cb), incoming);
  g_signal_connect (message, "got-chunk", G_CALLBACK (chunk_got_cb), incoming);
  kaunta_portal_notice_hang_up (message);
}

/* libsoup takes an answer without a length for one that ends with its connection, and closes it; this one has nothing that could have a length
 * (RFC 9110, 15.3.5). Writing the headers is what makes it forget that, so it is told afterwards. */
static void
no_content_announced_cb (SoupServerMessage *message, gpointer user_data)
{
  soup_message_headers_set_encoding (soup_server_message_get_response_headers (message), SOUP_ENCODING_NONE);
}

static void
send_answer (SoupServerMessage *message, const KauntaPortalAnswer *answer)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  SoupMessageBody *body = soup_server_message_get_response_body (message);
  SoupMessageHeadersIter iter;
  const char *name = NULL;
  const char *value = NULL;

  /* SoupServer would cut a range out of a 200 by itself, whatever If-Range says. */
  soup_message_headers_remove (soup_server_message_get_request_headers (message), "Range");
  soup_server_message_set_status (message, answer->status, NULL);
  soup_message_headers_iter_init (&iter, answer->headers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    soup_message_headers_append (headers, name, value);
  if (answer->status == SOUP_STATUS_NO_CONTENT)
    g_signal_connect (message, "wrote-headers", G_CALLBACK (no_content_announced_cb), NULL);
  if (answer->body == NULL)
    return;
  soup_message_body_append_bytes (body, answer->body);
  soup_message_body_complete (body);
}

static void
request_arrived_cb (SoupServer *soup, SoupServerMessage *message, const char *path, GHashTable *query, gpointer user_data)
{
  KauntaPortalServer *self = user_data;
  const Incoming *incoming = g_object_get_data (G_OBJECT (message), INCOMING);
  g_autoptr (GBytes) body = incoming->too_large
                              ? g_bytes_new_static ("", 0)
                              : soup_message_body_flatten (soup_server_message_get_request_body (message));
  g_auto (KauntaPortalAnswer) answer = { 0 };
  KauntaPortalRequest request = {
    .method = soup_server_message_get_method (message),
    .path = path,
    .query = query,
    .headers = soup_server_message_get_request_headers (message),
    .body = body,
    .too_large = incoming->too_large,
  };

  kaunta_portal_router_answer (self->router, &request, &answer);
  send_answer (message, &answer);
}

KauntaPortalServer *
kaunta_portal_server_new (KauntaPortalStorage *storage, KauntaClock *clock)
{
  KauntaPortalServer *self = NULL;

  g_return_val_if_fail (KAUNTA_IS_PORTAL_STORAGE (storage), NULL);
  g_return_val_if_fail (KAUNTA_IS_CLOCK (clock), NULL);

  self = g_object_new (KAUNTA_TYPE_PORTAL_SERVER, NULL);
  self->router = kaunta_portal_router_new (storage, clock);
  return self;
}

static gboolean
fail_listening (GError **error, const char *why)
{
  g_set_error (error, KAUNTA_PORTAL_ERROR, KAUNTA_PORTAL_ERROR_LISTEN, _("The portal can’t listen: %s"), why);
  return FALSE;
}

/* Tokens and payers must not cross a network in the clear. */
static gboolean
check_address (GSocketAddress *address, const char *certificate, GError **error)
{
  if (address == NULL)
    return fail_listening (error, _("the address must be an IP address."));
  if (certificate == NULL
      && !g_inet_address_get_is_loopback (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address))))
    return fail_listening (error, _("without a certificate only this computer may be served (127.0.0.1)."));
  return TRUE;
}

/* Counters check this portal with the authority and nothing else from their enrolment on, so what it does not vouch for is refused here. */
static gboolean
load_authority (KauntaPortalServer *self, GTlsCertificate *certificate, const char *path, GError **error)
{
  g_autofree char *pem = NULL;
  g_autoptr (GTlsCertificate) authority = g_tls_certificate_new_from_file (path, error);

  if (authority == NULL)
    return FALSE;
  if (g_tls_certificate_verify (certificate, NULL, authority) != 0)
    {
      g_set_error (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE, _("%s does not vouch for the certificate."), path);
      return FALSE;
    }
  g_object_get (authority, "certificate-pem", &pem, NULL);
  kaunta_portal_router_set_authority (self->router, pem);
  return TRUE;
}

static gboolean
load_certificate (KauntaPortalServer *self, SoupServer *soup, const char *path, const char *authority, GError **error)
{
  g_autoptr (GTlsCertificate) certificate = NULL;
  g_autoptr (GError) reason = NULL;

  if (path == NULL)
    return TRUE;
  certificate = g_tls_certificate_new_from_file (path, &reason);
  if (certificate == NULL || !load_authority (self, certificate, authority, &reason))
    return fail_listening (error, reason->message);
  soup_server_set_tls_certificate (soup, certificate);
  return TRUE;
}

static guint
get_port (SoupServer *soup)
{
  GSList *uris = soup_server_get_uris (soup);
  guint port = uris != NULL ? g_uri_get_port (uris->data) : 0;

  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  return port;
}

guint
kaunta_portal_server_listen (KauntaPortalServer *self,
                             const char *address,
                             guint port,
                             const char *certificate,
                             const char *authority,
                             GError **error)
{
  g_autoptr (SoupServer) soup = NULL;
  g_autoptr (GSocketAddress) socket_address = NULL;
  g_autoptr (GError) reason = NULL;
  SoupServerListenOptions options = certificate != NULL ? SOUP_SERVER_LISTEN_HTTPS : 0;

  g_return_val_if_fail (KAUNTA_IS_PORTAL_SERVER (self), 0);
  g_return_val_if_fail (self->soup == NULL, 0);
  g_return_val_if_fail ((certificate == NULL) == (authority == NULL), 0);

  soup = soup_server_new (NULL, NULL);
  socket_address = g_inet_socket_address_new_from_string (address, port);
  if (!check_address (socket_address, certificate, error) || !load_certificate (self, soup, certificate, authority, error))
    return 0;
  if (!soup_server_listen (soup, socket_address, options, &reason))
    {
      fail_listening (error, reason->message);
      return 0;
    }

  g_signal_connect (soup, "request-started", G_CALLBACK (request_started_cb), NULL);
  soup_server_add_handler (soup, NULL, request_arrived_cb, self, NULL);
  self->soup = g_steal_pointer (&soup);
  return get_port (self->soup);
}

void
kaunta_portal_server_stop (KauntaPortalServer *self)
{
  g_return_if_fail (KAUNTA_IS_PORTAL_SERVER (self));

  if (self->soup != NULL)
    soup_server_disconnect (self->soup);
  g_clear_object (&self->soup);
}

static void
kaunta_portal_server_dispose (GObject *object)
{
  KauntaPortalServer *self = KAUNTA_PORTAL_SERVER (object);

  kaunta_portal_server_stop (self);
  g_clear_object (&self->router);

  G_OBJECT_CLASS (kaunta_portal_server_parent_class)->dispose (object);
}

static void
kaunta_portal_server_class_init (KauntaPortalServerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kaunta_portal_server_dispose;
}

static void
kaunta_portal_server_init (KauntaPortalServer *self)
{
}
