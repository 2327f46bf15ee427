/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client.h"

#include <libsoup/soup.h>

#include "client-private.h"
#include "exchange.h"
#include "request.h"

struct _KauntaClient
{
  GObject parent_instance;

  KauntaTransport *transport;
  char *token; /* (nullable) (owned) */
  KauntaClock *clock;
  KauntaProblem problem;
  gint64 retry_after;
};

G_DEFINE_FINAL_TYPE (KauntaClient, kaunta_client, G_TYPE_OBJECT)

static void
kaunta_client_dispose (GObject *object)
{
  KauntaClient *self = KAUNTA_CLIENT (object);

  g_clear_object (&self->transport);
  g_clear_object (&self->clock);
  G_OBJECT_CLASS (kaunta_client_parent_class)->dispose (object);
}

static void
kaunta_client_finalize (GObject *object)
{
  KauntaClient *self = KAUNTA_CLIENT (object);

  g_free (self->token);
  kaunta_problem_clear (&self->problem);
  G_OBJECT_CLASS (kaunta_client_parent_class)->finalize (object);
}

static void
kaunta_client_class_init (KauntaClientClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kaunta_client_dispose;
  G_OBJECT_CLASS (klass)->finalize = kaunta_client_finalize;
}

static void
kaunta_client_init (KauntaClient *self)
{
}

KauntaClient *
kaunta_client_new (KauntaTransport *transport, const char *token, KauntaClock *clock)
{
  KauntaClient *self = NULL;

  g_return_val_if_fail (KAUNTA_IS_TRANSPORT (transport) && KAUNTA_IS_CLOCK (clock), NULL);

  self = g_object_new (KAUNTA_TYPE_CLIENT, NULL);
  self->transport = g_object_ref (transport);
  self->token = g_strdup (token);
  self->clock = g_object_ref (clock);
  return self;
}

KauntaTransport *
kaunta_client_get_transport (KauntaClient *self)
{
  return self->transport;
}

KauntaClock *
kaunta_client_get_clock (KauntaClient *self)
{
  return self->clock;
}

KauntaRequest *
kaunta_client_begin_request (KauntaClient *self, const char *method, const char *path)
{
  kaunta_problem_clear (&self->problem);
  self->problem = (KauntaProblem){ 0 };
  self->retry_after = 0;
  return kaunta_request_begin (method, path, self->token);
}

GError *
kaunta_client_keep_refusal (KauntaClient *self, guint status, SoupMessageHeaders *headers, GBytes *body)
{
  self->retry_after = kaunta_request_get_retry_after (headers, kaunta_clock_get_now (self->clock));
  return kaunta_request_explain_status (status, body, &self->problem);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  KauntaClient *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (KauntaReply) reply = kaunta_exchange_finish (result, &error);

  if (reply == NULL)
    g_task_return_error (task, error);
  else if (reply->status != SOUP_STATUS_OK && reply->status != SOUP_STATUS_NO_CONTENT)
    g_task_return_error (task, kaunta_client_keep_refusal (self, reply->status, reply->headers, reply->body));
  else
    g_task_return_pointer (task, g_steal_pointer (&reply), (GDestroyNotify) kaunta_reply_free);
}

static void
send (KauntaClient *self, const KauntaRequest *request, gpointer tag, GCancellable *cancellable, GAsyncReadyCallback callback,
      gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_check_cancellable (task, FALSE);
  kaunta_exchange_async (self->transport, request, KAUNTA_WIRE_MAX_ANSWER_BYTES, self->clock, cancellable, answered_cb, task);
}

static void
get (KauntaClient *self, const char *path, gpointer tag, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (KauntaRequest) request = kaunta_client_begin_request (self, "GET", path);

  send (self, request, tag, cancellable, callback, user_data);
}

static void
post (KauntaClient *self, const char *path, GBytes *body, gpointer tag, GCancellable *cancellable, GAsyncReadyCallback callback,
      gpointer user_data)
{
  g_autoptr (KauntaRequest) request = kaunta_client_begin_request (self, "POST", path);

  kaunta_request_set_body (request, body);
  send (self, request, tag, cancellable, callback, user_data);
}

/* What was read and can't be decoded is nonsense: it carries our status and isn't ours. */
static gboolean
check_decoded (gboolean decoded, GError **reason, GError **error)
{
  if (decoded)
    return TRUE;
  g_set_error (error, KAUNTA_SYNC_ERROR, KAUNTA_SYNC_ERROR_NONSENSE, "%s", (*reason)->message);
  g_clear_error (reason);
  return FALSE;
}

void
kaunta_client_enrol_async (KauntaClient *self, const KauntaEnrolRequest *request, GCancellable *cancellable, GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GBytes) body = kaunta_enrol_request_encode (request);

  post (self, "/v1/enrol", body, kaunta_client_enrol_async, cancellable, callback, user_data);
}

gboolean
kaunta_client_enrol_finish (KauntaClient *self, GAsyncResult *result, KauntaEnrolAnswer *answer, GTlsCertificate **peer, GError **error)
{
  g_autoptr (KauntaReply) reply = g_task_propagate_pointer (G_TASK (result), error);
  GError *reason = NULL;

  if (reply == NULL || !check_decoded (kaunta_enrol_answer_decode (reply->body, answer, &reason), &reason, error))
    return FALSE;
  *peer = g_steal_pointer (&reply->peer);
  return TRUE;
}

void
kaunta_client_push_async (KauntaClient *self, const char *device, GBytes *push, GCancellable *cancellable, GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autofree char *path = g_strdup_printf ("/v1/devices/%s/entries", device);

  post (self, path, push, kaunta_client_push_async, cancellable, callback, user_data);
}

gboolean
kaunta_client_push_finish (KauntaClient *self, GAsyncResult *result, KauntaAcknowledgement *ack, GPtrArray **exceptions, GError **error)
{
  g_autoptr (KauntaReply) reply = g_task_propagate_pointer (G_TASK (result), error);
  GError *reason = NULL;

  return reply != NULL && check_decoded (kaunta_push_answer_decode (reply->body, ack, exceptions, &reason), &reason, error);
}

void
kaunta_client_fetch_entries_async (KauntaClient *self,
                                   const char *device,
                                   gint64 after,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_autofree char *path = g_strdup_printf ("/v1/devices/%s/entries?after=%" G_GINT64_FORMAT "&limit=%d", device, after,
                                           KAUNTA_WIRE_MAX_PAGE_ENTRIES);

  get (self, path, kaunta_client_fetch_entries_async, cancellable, callback, user_data);
}

GPtrArray *
kaunta_client_fetch_entries_finish (KauntaClient *self, GAsyncResult *result, GError **error)
{
  g_autoptr (KauntaReply) reply = g_task_propagate_pointer (G_TASK (result), error);
  GPtrArray *entries = NULL;
  GError *reason = NULL;
  gboolean more = FALSE;

  if (reply == NULL)
    return NULL;
  entries = kaunta_entries_page_decode (reply->body, &more, &reason);
  check_decoded (entries != NULL, &reason, error);
  return entries;
}

void
kaunta_client_pull_async (KauntaClient *self, const char *cursor, guint limit, GCancellable *cancellable, GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autofree char *escaped = g_uri_escape_string (cursor, NULL, FALSE);
  g_autofree char *path = g_strdup_printf ("/v1/changes?cursor=%s&limit=%u", escaped, limit);

  get (self, path, kaunta_client_pull_async, cancellable, callback, user_data);
}

gboolean
kaunta_client_pull_finish (KauntaClient *self, GAsyncResult *result, KauntaChangesPage *page, GError **error)
{
  g_autoptr (KauntaReply) reply = g_task_propagate_pointer (G_TASK (result), error);
  GError *reason = NULL;

  if (reply != NULL && reply->status == SOUP_STATUS_NO_CONTENT)
    {
      page->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_change_free);
      return TRUE;
    }
  return reply != NULL && check_decoded (kaunta_changes_page_decode (reply->body, page, &reason), &reason, error);
}

void
kaunta_client_find_payers_async (KauntaClient *self, const char *typed, GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autofree char *escaped = g_uri_escape_string (typed, NULL, FALSE);
  g_autofree char *path = g_strconcat ("/v1/payers?q=", escaped, NULL);

  get (self, path, kaunta_client_find_payers_async, cancellable, callback, user_data);
}

GPtrArray *
kaunta_client_find_payers_finish (KauntaClient *self, GAsyncResult *result, GError **error)
{
  g_autoptr (KauntaReply) reply = g_task_propagate_pointer (G_TASK (result), error);
  GPtrArray *payers = NULL;
  GError *reason = NULL;

  if (reply == NULL)
    return NULL;
  payers = kaunta_payers_decode (reply->body, &reason);
  check_decoded (payers != NULL, &reason, error);
  return payers;
}

void
kaunta_client_get_bill_async (KauntaClient *self, const char *number, GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autofree char *escaped = g_uri_escape_string (number, NULL, FALSE);
  g_autofree char *path = g_strconcat ("/v1/bills/", escaped, NULL);

  get (self, path, kaunta_client_get_bill_async, cancellable, callback, user_data);
}

gboolean
kaunta_client_get_bill_finish (KauntaClient *self, GAsyncResult *result, KauntaBill **bill, GPtrArray **payments, GError **error)
{
  g_autoptr (KauntaReply) reply = g_task_propagate_pointer (G_TASK (result), error);
  GError *reason = NULL;

  return reply != NULL && check_decoded (kaunta_bill_answer_decode (reply->body, bill, payments, &reason), &reason, error);
}

const KauntaProblem *
kaunta_client_get_problem (KauntaClient *self)
{
  return &self->problem;
}

gint64
kaunta_client_get_retry_after (KauntaClient *self)
{
  return self->retry_after;
}
