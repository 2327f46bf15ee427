/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange.h"

#include <libsoup/soup.h>

#include "client.h"
#include "deadline.h"
#include "packing.h"

#define SILENCE_MS (30 * 1000)
#define TOTAL_MS (10 * 60 * 1000)
#define CHUNK_BYTES (64 * 1024)

void
kaunta_reply_free (KauntaReply *self)
{
  soup_message_headers_unref (self->headers);
  g_bytes_unref (self->body);
  g_clear_object (&self->peer);
  g_free (self);
}

typedef struct
{
  KauntaTransport *transport;
  gulong progress_handler;
  KauntaDeadline *deadline;
  KauntaAnswer *answer; /* (nullable) (owned) */
  GByteArray *body;
  gsize max_bytes;
} Exchange;

static void
free_exchange (Exchange *exchange)
{
  g_clear_signal_handler (&exchange->progress_handler, exchange->transport);
  g_object_unref (exchange->transport);
  g_clear_pointer (&exchange->answer, kaunta_answer_free);
  g_clear_pointer (&exchange->deadline, kaunta_deadline_free);
  g_clear_pointer (&exchange->body, g_byte_array_unref);
  g_free (exchange);
}

static void
fail (GTask *task, GError *reason)
{
  Exchange *exchange = g_task_get_task_data (task);

  g_task_return_error (task, kaunta_deadline_explain (exchange->deadline, reason));
  g_object_unref (task);
}

/* What came, unpacked. (transfer full) */
static GBytes *
unpack (Exchange *exchange, GError **error)
{
  g_autoptr (GBytes) body = g_byte_array_free_to_bytes (g_steal_pointer (&exchange->body));
  const char *coding = soup_message_headers_get_one (exchange->answer->headers, "Content-Encoding");
  g_autoptr (GError) reason = NULL;
  GBytes *plain = NULL;

  if (coding == NULL || g_ascii_strcasecmp (coding, "identity") == 0)
    return g_steal_pointer (&body);
  if (g_ascii_strcasecmp (coding, "gzip") != 0)
    {
      g_set_error_literal (error, KAUNTA_SYNC_ERROR, KAUNTA_SYNC_ERROR_NONSENSE, "an answer in a coding that nobody asked for");
      return NULL;
    }
  plain = kaunta_unpack (body, exchange->max_bytes, &reason);
  if (plain == NULL)
    g_set_error (error, KAUNTA_SYNC_ERROR, KAUNTA_SYNC_ERROR_NONSENSE, "can't unpack the answer: %s", reason->message);
  return plain;
}

static void
finish (GTask *task)
{
  Exchange *exchange = g_task_get_task_data (task);
  GError *error = NULL;
  GBytes *body = unpack (exchange, &error);
  KauntaReply *reply = NULL;

  if (body == NULL)
    g_task_return_error (task, error);
  else
    {
      reply = g_new0 (KauntaReply, 1);
      reply->status = exchange->answer->status;
      reply->headers = soup_message_headers_ref (exchange->answer->headers);
      reply->body = body;
      g_set_object (&reply->peer, exchange->answer->peer);
      g_task_return_pointer (task, reply, (GDestroyNotify) kaunta_reply_free);
    }
  g_object_unref (task);
}

static void read_on (GTask *task);

static void
chunk_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  Exchange *exchange = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GBytes) chunk = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);

  if (chunk == NULL)
    fail (task, error);
  else if (g_bytes_get_size (chunk) == 0)
    finish (task);
  else if (exchange->body->len + g_bytes_get_size (chunk) > exchange->max_bytes)
    {
      g_task_return_new_error (task, KAUNTA_SYNC_ERROR, KAUNTA_SYNC_ERROR_NONSENSE, "an answer larger than may be");
      g_object_unref (task);
    }
  else
    {
      kaunta_deadline_restart (exchange->deadline);
      g_byte_array_append (exchange->body, g_bytes_get_data (chunk, NULL), g_bytes_get_size (chunk));
      read_on (task);
    }
}

static void
read_on (GTask *task)
{
  Exchange *exchange = g_task_get_task_data (task);

  g_input_stream_read_bytes_async (exchange->answer->body, CHUNK_BYTES, G_PRIORITY_DEFAULT,
                                   kaunta_deadline_get_cancellable (exchange->deadline), chunk_read_cb, task);
}

static void
answer_began_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  Exchange *exchange = g_task_get_task_data (task);
  GError *error = NULL;

  exchange->answer = kaunta_transport_send_finish (KAUNTA_TRANSPORT (source), result, &error);
  if (exchange->answer == NULL)
    fail (task, error);
  else
    read_on (task);
}

void
kaunta_exchange_async (KauntaTransport *transport,
                       const KauntaRequest *request,
                       gsize max_bytes,
                       KauntaClock *clock,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  GTask *task = g_task_new (transport, cancellable, callback, user_data);
  Exchange *exchange = g_new0 (Exchange, 1);

  exchange->deadline = kaunta_deadline_new (clock, SILENCE_MS, TOTAL_MS, cancellable);
  exchange->transport = g_object_ref (transport);
  exchange->progress_handler
      = g_signal_connect_swapped (transport, "progressed", G_CALLBACK (kaunta_deadline_restart), exchange->deadline);
  exchange->body = g_byte_array_new ();
  exchange->max_bytes = max_bytes;
  g_task_set_source_tag (task, kaunta_exchange_async);
  g_task_set_task_data (task, exchange, (GDestroyNotify) free_exchange);
  g_task_set_check_cancellable (task, FALSE);
  kaunta_transport_send_async (transport, request, kaunta_deadline_get_cancellable (exchange->deadline), answer_began_cb, task);
}

KauntaReply *
kaunta_exchange_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
