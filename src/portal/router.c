/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "router.h"

#include <string.h>
#include "call.h"
#include "carry.h"
#include "coding.h"

#define MAX_SMALL_BODY (16 * 1024)
#define MAX_TOKEN 512
#define JSON_TYPE "application/json"

struct _KauntaPortalRouter
{
  GObject parent_instance;

  KauntaPortalStorage *storage;
  KauntaClock *clock;
  char *authority;
};

G_DEFINE_FINAL_TYPE (KauntaPortalRouter, kaunta_portal_router, G_TYPE_OBJECT)

/* A path is @before, digits where there is an @after, and @after. */
typedef struct
{
  const char *method;
  const char *before;
  const char *after; /* (nullable) */
  gboolean needs_token;
  gsize max_body;
  const char *type; /* (nullable) without a body */
  void (*handle) (const KauntaPortalCall *call);
} Route;

static const Route ROUTES[] = {
  { "POST", "/v1/enrol", NULL, FALSE, MAX_SMALL_BODY, JSON_TYPE, kaunta_portal_handle_enrol },
  { "POST", "/v1/devices/", "/entries", TRUE, KAUNTA_WIRE_MAX_PUSH_BYTES, JSON_TYPE, kaunta_portal_handle_entries },
  { "POST", "/v1/carry", NULL, FALSE, KAUNTA_WIRE_MAX_CARRY_BYTES, KAUNTA_CARRY_TYPE, kaunta_portal_handle_carry },
  { "GET", "/v1/devices/", "/entries", TRUE, 0, NULL, kaunta_portal_handle_get_entries },
  { "GET", "/v1/changes", NULL, TRUE, 0, NULL, kaunta_portal_handle_changes },
  { "GET", "/v1/register/snapshot", NULL, TRUE, 0, NULL, kaunta_portal_handle_register },
  { "GET", "/v1/payers", NULL, TRUE, 0, NULL, kaunta_portal_handle_find_payers },
  { "GET", "/v1/bills/", "", TRUE, 0, NULL, kaunta_portal_handle_get_bill },
  { "GET", "/v1/health", NULL, FALSE, 0, NULL, kaunta_portal_handle_health },
};

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

/* @methods: (optional): those that @path takes, as Allow lists them; stays empty when nothing is there. */
static const Route *
find_route (const char *method, const char *path, char **name, GString *methods)
{
  for (gsize i = 0; i < G_N_ELEMENTS (ROUTES); i++)
    {
      if (!matches (&ROUTES[i], path, NULL))
        continue;
      if (strcmp (ROUTES[i].method, method) == 0)
        {
          matches (&ROUTES[i], path, name);
          return &ROUTES[i];
        }
      if (methods != NULL)
        g_string_append_printf (methods, "%s%s", methods->len > 0 ? ", " : "", ROUTES[i].method);
    }
  return NULL;
}

gsize
kaunta_portal_router_get_max_body (const char *method, const char *path)
{
  const Route *route = find_route (method, path, NULL, NULL);

  return route != NULL ? route->max_body : 0;
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
  g_autofree char *token = read_token (call->request->headers);
  g_autoptr (GError) error = NULL;

  if (token == NULL)
    {
      kaunta_portal_refuse (call->answer, KAUNTA_WIRE_ERROR_UNAUTHORIZED, SOUP_STATUS_UNAUTHORIZED,
                            "This call needs a device's token.", 0);
      return FALSE;
    }
  if (kaunta_portal_storage_find_device (call->storage, token, device, &error))
    return TRUE;
  kaunta_portal_call_refuse (call, error, 0);
  return FALSE;
}

static void
refuse_type (KauntaPortalAnswer *answer, const char *type)
{
  g_autofree char *detail = g_strdup_printf ("The body must be %s.", type);

  kaunta_portal_refuse (answer, KAUNTA_WIRE_ERROR_MALFORMED, SOUP_STATUS_UNSUPPORTED_MEDIA_TYPE, detail, 0);
}

/* Whether the request may come in at all, before anybody looks at who sends it. @methods: what its path takes instead. */
static gboolean
check_request (const KauntaPortalCall *call, const Route *route, const char *methods)
{
  const KauntaPortalRequest *request = call->request;
  SoupMessageHeaders *headers = call->answer->headers;

  if (route == NULL && methods[0] == '\0')
    kaunta_portal_refuse (call->answer, KAUNTA_WIRE_ERROR_NOT_FOUND, SOUP_STATUS_NOT_FOUND, NULL, 0);
  else if (route == NULL)
    {
      kaunta_portal_refuse (call->answer, KAUNTA_WIRE_ERROR_MALFORMED, SOUP_STATUS_METHOD_NOT_ALLOWED, NULL, 0);
      soup_message_headers_replace (headers, "Allow", methods);
    }
  else if (request->too_large)
    {
      kaunta_portal_refuse (call->answer, KAUNTA_WIRE_ERROR_TOO_LARGE, SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE, NULL, 0);
      soup_message_headers_replace (headers, "Connection", "close");
    }
  else if (route->type != NULL && g_strcmp0 (soup_message_headers_get_content_type (request->headers, NULL), route->type) != 0)
    refuse_type (call->answer, route->type);
  else
    return TRUE;
  return FALSE;
}

/* (transfer full) (nullable): NULL when the call was refused */
static GBytes *
read_body (const KauntaPortalCall *call, gsize max_bytes)
{
  const char *name = soup_message_headers_get_list (call->request->headers, "Content-Encoding");
  const KauntaPortalCoding *coding = NULL;
  g_autoptr (GBytes) unpacked = NULL;
  g_autoptr (GError) error = NULL;

  if (name == NULL || g_ascii_strcasecmp (name, "identity") == 0)
    return g_bytes_ref (call->request->body);
  coding = kaunta_portal_coding_find (name);
  if (coding == NULL)
    {
      kaunta_portal_refuse (call->answer, KAUNTA_WIRE_ERROR_MALFORMED, SOUP_STATUS_UNSUPPORTED_MEDIA_TYPE,
                            "The content codings that are taken: " KAUNTA_PORTAL_CODINGS ".", 0);
      soup_message_headers_replace (call->answer->headers, "Accept-Encoding", KAUNTA_PORTAL_CODINGS);
      return NULL;
    }
  unpacked = coding->unpack (call->request->body, max_bytes, &error);
  if (unpacked == NULL)
    kaunta_portal_call_refuse (call, error, 0);
  return g_steal_pointer (&unpacked);
}

void
kaunta_portal_router_answer (KauntaPortalRouter *self, const KauntaPortalRequest *request, KauntaPortalAnswer *answer)
{
  g_auto (KauntaPortalDevice) device = { 0 };
  g_autofree char *name = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GString) methods = g_string_new (NULL);
  const Route *route = NULL;
  KauntaPortalCall call = { 0 };

  g_return_if_fail (KAUNTA_IS_PORTAL_ROUTER (self));
  g_return_if_fail (request != NULL && request->body != NULL && answer != NULL);

  answer->headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);
  route = find_route (request->method, request->path, &name, methods);
  call = (KauntaPortalCall) { .storage = self->storage, .clock = self->clock, .request = request, .answer = answer,
                              .name = name, .authority = self->authority, .device = &device };
  if (!check_request (&call, route, methods->str) || (route->needs_token && !authenticate (&call, &device)))
    return;
  body = read_body (&call, route->max_body);
  if (body == NULL)
    return;
  call.body = body;
  route->handle (&call);
}

void
kaunta_portal_answer_clear (KauntaPortalAnswer *self)
{
  g_clear_pointer (&self->headers, soup_message_headers_unref);
  g_clear_pointer (&self->body, g_bytes_unref);
  self->status = 0;
}

KauntaPortalRouter *
kaunta_portal_router_new (KauntaPortalStorage *storage, KauntaClock *clock)
{
  KauntaPortalRouter *self = NULL;

  g_return_val_if_fail (KAUNTA_IS_PORTAL_STORAGE (storage), NULL);
  g_return_val_if_fail (KAUNTA_IS_CLOCK (clock), NULL);

  self = g_object_new (KAUNTA_TYPE_PORTAL_ROUTER, NULL);
  self->storage = g_object_ref (storage);
  self->clock = g_object_ref (clock);
  return self;
}

void
kaunta_portal_router_set_authority (KauntaPortalRouter *self, const char *pem)
{
  g_return_if_fail (KAUNTA_IS_PORTAL_ROUTER (self) && pem != NULL);

  g_free (self->authority);
  self->authority = g_strdup (pem);
}

static void
kaunta_portal_router_finalize (GObject *object)
{
  g_free (KAUNTA_PORTAL_ROUTER (object)->authority);

  G_OBJECT_CLASS (kaunta_portal_router_parent_class)->finalize (object);
}

static void
kaunta_portal_router_dispose (GObject *object)
{
  KauntaPortalRouter *self = KAUNTA_PORTAL_ROUTER (object);

  g_clear_object (&self->storage);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (kaunta_portal_router_parent_class)->dispose (object);
}

static void
kaunta_portal_router_class_init (KauntaPortalRouterClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kaunta_portal_router_dispose;
  G_OBJECT_CLASS (klass)->finalize = kaunta_portal_router_finalize;
}

static void
kaunta_portal_router_init (KauntaPortalRouter *self)
{
  self->authority = g_strdup ("");
}
