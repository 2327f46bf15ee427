/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http.h"

#include <stdarg.h>
#include <string.h>

#include "waiting.h"

void
http_reply_free (HttpReply *self)
{
  g_clear_pointer (&self->headers, soup_message_headers_unref);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self);
}

static HttpReply *
send_and_wait (SoupMessage *message)
{
  HttpReply *reply = g_new0 (HttpReply, 1);
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autoptr (GAsyncResult) result = NULL;

  soup_session_remove_feature_by_type (session, SOUP_TYPE_CONTENT_DECODER);
  soup_session_send_and_read_async (session, message, G_PRIORITY_DEFAULT, NULL, test_keep_result_cb, &result);
  test_wait_for_result (&result);
  reply->body = soup_session_send_and_read_finish (session, result, NULL);
  if (reply->body != NULL)
    reply->status = soup_message_get_status (message);
  reply->headers = soup_message_headers_ref (soup_message_get_response_headers (message));
  return reply;
}

HttpReply *
http_send (const char *url, const char *method, const char *path, const char *token, const char *type, GBytes *body, ...)
{
  g_autofree char *uri = g_strconcat (url, path, NULL);
  g_autoptr (SoupMessage) message = soup_message_new (method, uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  const char *name = NULL;
  va_list pairs;

  if (token != NULL)
    {
      g_autofree char *authorization = g_strconcat ("Bearer ", token, NULL);

      soup_message_headers_replace (headers, "Authorization", authorization);
    }
  if (body != NULL)
    soup_message_set_request_body_from_bytes (message, type, body);
  va_start (pairs, body);
  while ((name = va_arg (pairs, const char *)) != NULL)
    soup_message_headers_replace (headers, name, va_arg (pairs, const char *));
  va_end (pairs);
  return send_and_wait (message);
}

typedef struct
{
  const char *bytes;
  guint port;
  char *answer;
  gboolean done;
} RawExchange;

/* Blocking, in a thread: the server runs in the test's own main context. */
static gpointer
exchange_raw (gpointer data)
{
  RawExchange *exchange = data;
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection) connection =
    g_socket_client_connect_to_host (client, "127.0.0.1", exchange->port, NULL, &error);
  g_autoptr (GString) answer = g_string_new (NULL);
  GInputStream *input = NULL;
  char chunk[4096];
  gssize count = 0;

  g_assert_no_error (error);
  input = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), exchange->bytes,
                             strlen (exchange->bytes), NULL, NULL, NULL);
  g_socket_shutdown (g_socket_connection_get_socket (connection), FALSE, TRUE, NULL);
  while ((count = g_input_stream_read (input, chunk, sizeof chunk, NULL, NULL)) > 0)
    g_string_append_len (answer, chunk, count);
  exchange->answer = g_string_free (g_steal_pointer (&answer), FALSE);
  g_atomic_int_set (&exchange->done, TRUE);
  g_main_context_wakeup (NULL);
  return NULL;
}

char *
http_send_raw (const char *url, const char *bytes)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  RawExchange exchange = { .bytes = bytes, .port = g_uri_get_port (uri) };
  GThread *thread = g_thread_new ("raw", exchange_raw, &exchange);

  while (!g_atomic_int_get (&exchange.done))
    g_main_context_iteration (NULL, TRUE);
  g_thread_join (thread);
  return exchange.answer;
}
