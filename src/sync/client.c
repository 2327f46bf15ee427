/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client.h"

#include "client-private.h"
#include "exchange.h"
#include "request.h"

struct _KauntaClient
{
  GObject parent_instance;

  char *base;
  char *token; /* (nullable) (owned) */
  KauntaClock *clock;
  SoupSession *session;
  KauntaProblem problem;
  gint64 retry_after;
};

G_DEFINE_FINAL_TYPE (KauntaClient, kaunta_client, G_TYPE_OBJECT)

static void
kaunta_client_dispose (GObject *object)
{
  KauntaClient *self = KAUNTA_CLIENT (object);

  if (self->session != NULL)
    soup_session_abort (self->session);
  g_clear_object (&self->session);
  g_clear_object (&self->clock);
  G_OBJECT_CLASS (kaunta_client_parent_class)->dispose (object);
}

static void
kaunta_client_finalize (GObject *object)
{
  KauntaClient *self = KAUNTA_CLIENT (object);

  g_free (self->base);
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

/**
 * kaunta_client_new:
 * @url: the portal's base URL
 * @token: (nullable): the device token; NULL before enrolment
 * @ca_file: (nullable): absolute path of PEM anchors to trust instead of the system's
 * @clock: for deadlines; referenced
 *
 * Connects to nothing yet.
 *
 * Returns: (transfer full): a client; NULL with KAUNTA_SYNC_ERROR_ADDRESS, or INSECURE when @ca_file can't be read
 */
KauntaClient *
kaunta_client_new (const char *url, const char *token, const char *ca_file, KauntaClock *clock, GError **error)
{
  g_autofree char *base = NULL;
  g_autoptr (SoupSession) session = NULL;
  KauntaClient *self = NULL;

  g_return_val_if_fail (url != NULL && KAUNTA_IS_CLOCK (clock), NULL);

  base = kaunta_exchange_check_address (url, error);
  if (base == NULL)
    return NULL;
  session = kaunta_exchange_new_session (ca_file, error);
  if (session == NULL)
    return NULL;

  self = g_object_new (KAUNTA_TYPE_CLIENT, NULL);
  self->base = g_steal_pointer (&base);
  self->token = g_strdup (token);
  self->clock = g_object_ref (clock);
  self->session = g_steal_pointer (&session);
  return self;
}

SoupSession *
kaunta_client_get_session (KauntaClient *self)
{
  return self->session;
}

KauntaClock *
kaunta_client_get_clock (KauntaClient *self)
{
  return self->clock;
}

SoupMessage *
kaunta_client_new_message (KauntaClient *self, const char *method, const char *path, gboolean again)
{
  kaunta_problem_clear (&self->problem);
  self->problem = (KauntaProblem){ 0 };
  self->retry_after = 0;
  return kaunta_request_new (method, self->base, path, self->token, again);
}

GError *
kaunta_client_keep_refusal (KauntaClient *self, SoupMessage *message, GBytes *body)
{
  self->retry_after = kaunta_request_get_retry_after (message, kaunta_clock_get_now (self->clock));
  return kaunta_request_explain_status (message, body, &self->problem);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  SoupMessage *message = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GBytes) body = kaunta_exchange_finish (result, &error);

  if (body == NULL)
    g_task_return_error (task, error);
  else if (soup_message_get_status (message) != SOUP_STATUS_OK)
    g_task_return_error (task, kaunta_client_keep_refusal (g_task_get_source_object (task), message, body));
  else
    g_task_return_pointer (task, g_steal_pointer (&body), (GDestroyNotify) g_bytes_unref);
}

/* Takes @message. */
static void
send (KauntaClient *self, SoupMessage *message, gpointer tag, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, message, g_object_unref);
  kaunta_exchange_async (self->session, message, self->clock, cancellable, answered_cb, task);
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
  SoupMessage *message = kaunta_client_new_message (self, "POST", "/v1/enrol", FALSE);
  g_autoptr (GBytes) body = kaunta_enrol_request_encode (request);

  kaunta_request_set_body (message, body);
  send (self, message, kaunta_client_enrol_async, cancellable, callback, user_data);
}

gboolean
kaunta_client_enrol_finish (KauntaClient *self, GAsyncResult *result, KauntaEnrolAnswer *answer, GError **error)
{
  g_autoptr (GBytes) body = g_task_propagate_pointer (G_TASK (result), error);
  GError *reason = NULL;

  return body != NULL && check_decoded (kaunta_enrol_answer_decode (body, answer, &reason), &reason, error);
}

void
kaunta_client_push_async (KauntaClient *self, const char *device, GPtrArray *entries, GCancellable *cancellable, GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autofree char *path = g_strdup_printf ("/v1/devices/%s/entries", device);
  SoupMessage *message = kaunta_client_new_message (self, "POST", path, TRUE);
  g_autoptr (GBytes) body = kaunta_push_encode (entries);

  kaunta_request_set_body (message, body);
  send (self, message, kaunta_client_push_async, cancellable, callback, user_data);
}

gboolean
kaunta_client_push_finish (KauntaClient *self, GAsyncResult *result, KauntaAcknowledgement *ack, GPtrArray **exceptions, GError **error)
{
  g_autoptr (GBytes) body = g_task_propagate_pointer (G_TASK (result), error);
  GError *reason = NULL;

  return body != NULL && check_decoded (kaunta_push_answer_decode (body, ack, exceptions, &reason), &reason, error);
}

void
kaunta_client_pull_async (KauntaClient *self, const char *cursor, guint limit, GCancellable *cancellable, GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autofree char *escaped = g_uri_escape_string (cursor, NULL, FALSE);
  g_autofree char *path = g_strdup_printf ("/v1/changes?cursor=%s&limit=%u", escaped, limit);

  send (self, kaunta_client_new_message (self, "GET", path, TRUE), kaunta_client_pull_async, cancellable, callback, user_data);
}

gboolean
kaunta_client_pull_finish (KauntaClient *self, GAsyncResult *result, KauntaChangesPage *page, GError **error)
{
  g_autoptr (GBytes) body = g_task_propagate_pointer (G_TASK (result), error);
  GError *reason = NULL;

  return body != NULL && check_decoded (kaunta_changes_page_decode (body, page, &reason), &reason, error);
}

void
kaunta_client_find_payers_async (KauntaClient *self, const char *typed, GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autofree char *escaped = g_uri_escape_string (typed, NULL, FALSE);
  g_autofree char *path = g_strconcat ("/v1/payers?q=", escaped, NULL);

  send (self, kaunta_client_new_message (self, "GET", path, TRUE), kaunta_client_find_payers_async, cancellable, callback, user_data);
}

GPtrArray *
kaunta_client_find_payers_finish (KauntaClient *self, GAsyncResult *result, GError **error)
{
  g_autoptr (GBytes) body = g_task_propagate_pointer (G_TASK (result), error);
  GPtrArray *payers = NULL;
  GError *reason = NULL;

  if (body == NULL)
    return NULL;
  payers = kaunta_payers_decode (body, &reason);
  check_decoded (payers != NULL, &reason, error);
  return payers;
}

void
kaunta_client_get_bill_async (KauntaClient *self, const char *number, GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autofree char *escaped = g_uri_escape_string (number, NULL, FALSE);
  g_autofree char *path = g_strconcat ("/v1/bills/", escaped, NULL);

  send (self, kaunta_client_new_message (self, "GET", path, TRUE), kaunta_client_get_bill_async, cancellable, callback, user_data);
}

gboolean
kaunta_client_get_bill_finish (KauntaClient *self, GAsyncResult *result, KauntaBill **bill, GPtrArray **payments, GError **error)
{
  g_autoptr (GBytes) body = g_task_propagate_pointer (G_TASK (result), error);
  GError *reason = NULL;

  return body != NULL && check_decoded (kaunta_bill_answer_decode (body, bill, payments, &reason), &reason, error);
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
