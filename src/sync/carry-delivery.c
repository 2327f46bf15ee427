/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "carrying.h"

#include <libsoup/soup.h>

#include "carry.h"
#include "client.h"
#include "exchange.h"
#include "request.h"
#include "wording.h"

#define PATH "/v1/carry"

/* (transfer full) (nullable) */
static GBytes *
take_reply (const KauntaReply *reply, const char *portal_key, GError **error)
{
  g_auto (KauntaCarryAnswer) answer = { 0 };
  g_auto (KauntaProblem) problem = { 0 };
  g_autoptr (GError) reason = NULL;

  if (reply->status != SOUP_STATUS_OK)
    {
      g_propagate_error (error, kaunta_request_explain_status (reply->status, reply->body, &problem));
      return NULL;
    }
  if (!kaunta_carry_answer_open (&answer, reply->body, portal_key, &reason))
    {
      g_set_error (error, KAUNTA_SYNC_ERROR, KAUNTA_SYNC_ERROR_NONSENSE, "answer: %s", reason->message);
      return NULL;
    }
  return g_bytes_ref (reply->body);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (KauntaReply) reply = kaunta_exchange_finish (result, &error);
  GBytes *answer = reply != NULL ? take_reply (reply, g_task_get_task_data (task), &error) : NULL;

  if (answer != NULL)
    g_task_return_pointer (task, answer, (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, error);
}

static void
send (GTask *task, KauntaTransport *transport, GBytes *file, KauntaClock *clock)
{
  g_autoptr (KauntaRequest) request = kaunta_request_begin ("POST", PATH, NULL);

  kaunta_request_set_body_as (request, KAUNTA_CARRY_TYPE, file);
  kaunta_exchange_async (transport, request, KAUNTA_WIRE_MAX_CARRY_BYTES, clock, g_task_get_cancellable (task), answered_cb,
                         g_object_ref (task));
}

void
kaunta_carry_deliver_async (GBytes *file,
                            KauntaTransportMaker make,
                            gpointer make_data,
                            KauntaClock *clock,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_auto (KauntaCarry) carry = { 0 };
  g_autoptr (KauntaTransport) transport = NULL;
  GError *error = NULL;

  g_task_set_source_tag (task, kaunta_carry_deliver_async);
  if (kaunta_carry_open (&carry, file, &error))
    transport = make (carry.header.url, carry.header.ca, make_data, &error);
  if (transport == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_task_set_task_data (task, g_strdup (carry.header.portal_key), g_free);
  send (task, transport, file, clock);
}

GBytes *
kaunta_carry_deliver_finish (GAsyncResult *result, GError **error)
{
  GBytes *answer = g_task_propagate_pointer (G_TASK (result), error);

  if (answer == NULL)
    kaunta_wording_translate (error);
  return answer;
}
