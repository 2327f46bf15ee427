/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include "call.h"
#include "coding.h"
#include "config.h"
#include "hang-up.h"

#define MAX_SMALL_BODY (16 * 1024)
#define MAX_TOKEN 512
#define INCOMING "kaunta-incoming"

struct _KauntaPortalServer
{
  GObject parent_instance;

  KauntaPortalStorage *storage;
  KauntaClock *clock;
  SoupServer *soup; /* (nullable): NULL while it does not listen */
};

G_DEFINE_FINAL_TYPE (KauntaPortalServer, kaunta_portal_server, G_TYPE_OBJECT)

/* A path is @before, digits where there is an @after, and @after. */
typedef struct
{
  const char *method;
  const char *before;
  const char *after; /* (nullable) */
  gboolean needs_token;
  gsize max_body;
  void (*handle) (const KauntaPortalCall *call);
} Route;

static const Route ROUTES[] = {
  { "POST", "/v1/enrol", NULL, FALSE, MAX_SMALL_BODY, kaunta_portal_handle_enrol },
  { "POST", "/v1/devices/", "/entries", TRUE, KAUNTA_WIRE_MAX_PUSH_BYTES, kaunta_portal_handle_entries },
  { "GET", "/v1/changes", NULL, TRUE, 0, kaunta_portal_handle_changes },
  { "GET", "/v1/register/snapshot", NULL, TRUE, 0, kaunta_portal_handle_register },
  { "GET", "/v1/payers", NULL, TRUE, 0, kaunta_portal_handle_find_payers },
  { "GET", "/v1/bills/", "", TRUE, 0, kaunta_portal_handle_get_bill },
  { "GET", "/v1/health", NULL, FALSE, 0, kaunta_portal_handle_health },
};

/* A request's body on its way in. */
typedef struct
{
  gsize max;
  gsize received;
  gboolean too_large;
} Incoming;

static gboolean
matches (const Route *route, const char *path, char **name)
{
  gsize digits = 0;

  if (route->after == NULL)
    return strcmp (path, route->before) == 0;
  if (!g_str_has_prefix (path, route->before))
    return FALSE;
  path += strlen (route->before);
  digits = strspn (path, "0123456789");
  if (digits == 0 || strcmp (path + digits, route->after) != 0)
    return FALSE;
  if (name != NULL)
    *name = g_strndup (path, digits);
  return TRUE;
}

static const Route *
find_route (const char *path, char **name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (ROUTES); i++)
    {
      if (matches (&ROUTES[i], path, name))
        return &ROUTES[i];
    }
  return NULL;
}

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
  const Route *route = find_route (g_uri_get_path (soup_server_message_get_uri (message)), NULL);
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  incoming->max = route != NULL ? route->max_body : 0;
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

/* (transfer full) (nullable) */
static char *
read_token (SoupMessageHeaders *headers)
{
  const char *authorization = soup_message_headers_get_one (headers, "Authorization");
  gsize scheme = strlen ("Bearer ");

  if (authorization == NULL || g_ascii_strncasecmp (authorization, "Bearer ", scheme) != 0)
    return NULL;
  if (strlen (authorization) > scheme + MAX_TOKEN)
    return NULL;
  return g_strstrip (g_strdup (authorization + scheme));
}

static gboolean
authenticate (const KauntaPortalCall *call, KauntaPortalDevice *device)
{
  g_autofree char *token = read_token (soup_server_message_get_request_headers (call->message));
  g_autoptr (GError) error = NULL;

  if (token == NULL)
    {
      kaunta_portal_refuse (call->message, KAUNTA_WIRE_ERROR_UNAUTHORIZED, SOUP_STATUS_UNAUTHORIZED,
                            "This call needs a device's token.", 0);
      return FALSE;
    }
  if (kaunta_portal_storage_find_device (call->storage, token, device, &error))
    return TRUE;
  kaunta_portal_call_refuse (call, error, 0);
  return FALSE;
}

/* Whether the request may come in at all, before anybody looks at who sends it. */
static gboolean
check_request (SoupServerMessage *message, const Route *route)
{
  const Incoming *incoming = g_object_get_data (G_OBJECT (message), INCOMING);
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  SoupMessageHeaders *answer = soup_server_message_get_response_headers (message);

  if (route == NULL)
    kaunta_portal_refuse (message, KAUNTA_WIRE_ERROR_NOT_FOUND, SOUP_STATUS_NOT_FOUND, NULL, 0);
  else if (strcmp (soup_server_message_get_method (message), route->method) != 0)
    {
      kaunta_portal_refuse (message, KAUNTA_WIRE_ERROR_MALFORMED, SOUP_STATUS_METHOD_NOT_ALLOWED, NULL, 0);
      soup_message_headers_replace (answer, "Allow", route->method);
    }
  else if (incoming->too_large)
    {
      kaunta_portal_refuse (message, KAUNTA_WIRE_ERROR_TOO_LARGE, SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE, NULL, 0);
      soup_message_headers_replace (answer, "Connection", "close");
    }
  else if (route->max_body > 0
           && g_strcmp0 (soup_message_headers_get_content_type (headers, NULL), "application/json") != 0)
    kaunta_portal_refuse (message, KAUNTA_WIRE_ERROR_MALFORMED, SOUP_STATUS_UNSUPPORTED_MEDIA_TYPE,
                          "The body must be application/json.", 0);
  else
    return TRUE;
  return FALSE;
}

/* (transfer full) (nullable): NULL when the call was refused */
static GBytes *
read_body (const KauntaPortalCall *call, gsize max_bytes)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (call->message);
  const char *name = soup_message_headers_get_list (headers, "Content-Encoding");
  const KauntaPortalCoding *coding = NULL;
  g_autoptr (GBytes) body = soup_message_body_flatten (soup_server_message_get_request_body (call->message));
  g_autoptr (GBytes) unpacked = NULL;
  g_autoptr (GError) error = NULL;

  if (name == NULL || g_ascii_strcasecmp (name, "identity") == 0)
    return g_steal_pointer (&body);
  coding = kaunta_portal_coding_find (name);
  if (coding == NULL)
    {
      kaunta_portal_refuse (call->message, KAUNTA_WIRE_ERROR_MALFORMED, SOUP_STATUS_UNSUPPORTED_MEDIA_TYPE,
                            "The content codings that are taken: " KAUNTA_PORTAL_CODINGS ".", 0);
      soup_message_headers_replace (soup_server_message_get_response_headers (call->message), "Accept-Encoding",
                                    KAUNTA_PORTAL_CODINGS);
      return NULL;
    }
  unpacked = coding->unpack (body, max_bytes, &error);
  if (unpacked == NULL)
    kaunta_portal_call_refuse (call, error, 0);
  return g_steal_pointer (&unpacked);
}

static void
request_arrived_cb (SoupServer *soup, SoupServerMessage *message, const char *path, GHashTable *query, gpointer user_data)
{
  KauntaPortalServer *self = user_data;
  g_auto (KauntaPortalDevice) device = { 0 };
  g_autofree char *name = NULL;
  g_autoptr (GBytes) body = NULL;
  const Route *route = find_route (path, &name);
  KauntaPortalCall call = {
    .storage = self->storage,
    .clock = self->clock,
    .message = message,
    .name = name,
    .query = query,
    .device = &device,
  };

  if (!check_request (message, route) || (route->needs_token && !authenticate (&call, &device)))
    return;
  body = read_body (&call, route->max_body);
  if (body == NULL)
    return;
  call.body = body;
  route->handle (&call);
}

KauntaPortalServer *
kaunta_portal_server_new (KauntaPortalStorage *storage, KauntaClock *clock)
{
  KauntaPortalServer *self = NULL;

  g_return_val_if_fail (KAUNTA_IS_PORTAL_STORAGE (storage), NULL);
  g_return_val_if_fail (KAUNTA_IS_CLOCK (clock), NULL);

  self = g_object_new (KAUNTA_TYPE_PORTAL_SERVER, NULL);
  self->storage = g_object_ref (storage);
  self->clock = g_object_ref (clock);
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

static gboolean
load_certificate (SoupServer *soup, const char *path, GError **error)
{
  g_autoptr (GTlsCertificate) certificate = NULL;
  g_autoptr (GError) reason = NULL;

  if (path == NULL)
    return TRUE;
  certificate = g_tls_certificate_new_from_file (path, &reason);
  if (certificate == NULL)
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
                             GError **error)
{
  g_autoptr (SoupServer) soup = NULL;
  g_autoptr (GSocketAddress) socket_address = NULL;
  g_autoptr (GError) reason = NULL;
  SoupServerListenOptions options = certificate != NULL ? SOUP_SERVER_LISTEN_HTTPS : 0;

  g_return_val_if_fail (KAUNTA_IS_PORTAL_SERVER (self), 0);
  g_return_val_if_fail (self->soup == NULL, 0);

  soup = soup_server_new ("server-header", "kaunta-portal/" KAUNTA_VERSION, NULL);
  socket_address = g_inet_socket_address_new_from_string (address, port);
  if (!check_address (socket_address, certificate, error) || !load_certificate (soup, certificate, error))
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
  g_clear_object (&self->storage);
  g_clear_object (&self->clock);

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
