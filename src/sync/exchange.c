/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange.h"

#include <string.h>

#include "client.h"
#include "deadline.h"
#include "packing.h"

#define DEADLINE_MS (30 * 1000)
#define SILENCE_S 60
#define CHUNK_BYTES (64 * 1024)

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
kaunta_exchange_check_address (const char *url, GError **error)
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

SoupSession *
kaunta_exchange_new_session (const char *ca_file, GError **error)
{
  g_autoptr (GTlsDatabase) anchors = NULL;
  g_autoptr (GError) reason = NULL;
  SoupSession *session = NULL;

  /* A relative path would give an empty database and no error. */
  g_return_val_if_fail (ca_file == NULL || g_path_is_absolute (ca_file), NULL);

  if (ca_file != NULL)
    {
      anchors = g_tls_file_database_new (ca_file, &reason);
      if (anchors == NULL)
        {
          g_set_error (error, KAUNTA_SYNC_ERROR, KAUNTA_SYNC_ERROR_INSECURE, "%s: %s", ca_file, reason->message);
          return NULL;
        }
    }

  /* HTTP/2 of libsoup 3.2 uses freed memory and hangs on bodies over 64 KiB. Read once, when the first session is made. */
  g_setenv ("SOUP_FORCE_HTTP1", "1", TRUE);
  session = soup_session_new_with_options ("max-conns-per-host", 1, "timeout", SILENCE_S, NULL);
  if (anchors != NULL)
    soup_session_set_tls_database (session, anchors);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_AUTH_MANAGER);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_CONTENT_DECODER);
  return session;
}

typedef struct
{
  SoupMessage *message;
  KauntaDeadline *deadline;
  GInputStream *stream;
  GByteArray *body;
} Exchange;

static void
free_exchange (Exchange *exchange)
{
  g_clear_object (&exchange->message);
  g_clear_object (&exchange->stream);
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

static void
finish (GTask *task)
{
  Exchange *exchange = g_task_get_task_data (task);
  g_autoptr (GBytes) body = g_byte_array_free_to_bytes (g_steal_pointer (&exchange->body));
  const char *coding = soup_message_headers_get_one (soup_message_get_response_headers (exchange->message), "Content-Encoding");

  if (coding == NULL || g_ascii_strcasecmp (coding, "identity") == 0)
    g_task_return_pointer (task, g_steal_pointer (&body), (GDestroyNotify) g_bytes_unref);
  else if (g_ascii_strcasecmp (coding, "gzip") == 0)
    {
      g_autoptr (GError) reason = NULL;
      GBytes *plain = kaunta_unpack (body, KAUNTA_WIRE_MAX_ANSWER_BYTES, &reason);

      if (plain != NULL)
        g_task_return_pointer (task, plain, (GDestroyNotify) g_bytes_unref);
      else
        g_task_return_new_error (task, KAUNTA_SYNC_ERROR, KAUNTA_SYNC_ERROR_NONSENSE, "can't unpack the answer: %s", reason->message);
    }
  else
    g_task_return_new_error (task, KAUNTA_SYNC_ERROR, KAUNTA_SYNC_ERROR_NONSENSE, "an answer in a coding that nobody asked for");
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
  else if (exchange->body->len + g_bytes_get_size (chunk) > KAUNTA_WIRE_MAX_ANSWER_BYTES)
    {
      g_task_return_new_error (task, KAUNTA_SYNC_ERROR, KAUNTA_SYNC_ERROR_NONSENSE, "an answer larger than may be");
      g_object_unref (task);
    }
  else
    {
      g_byte_array_append (exchange->body, g_bytes_get_data (chunk, NULL), g_bytes_get_size (chunk));
      read_on (task);
    }
}

static void
read_on (GTask *task)
{
  Exchange *exchange = g_task_get_task_data (task);

  g_input_stream_read_bytes_async (exchange->stream, CHUNK_BYTES, G_PRIORITY_DEFAULT,
                                   kaunta_deadline_get_cancellable (exchange->deadline), chunk_read_cb, task);
}

static void
message_sent_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  Exchange *exchange = g_task_get_task_data (task);
  GError *error = NULL;

  exchange->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (exchange->stream == NULL)
    fail (task, error);
  else
    read_on (task);
}

void
kaunta_exchange_async (SoupSession *session,
                       SoupMessage *message,
                       KauntaClock *clock,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  GTask *task = g_task_new (session, cancellable, callback, user_data);
  Exchange *exchange = g_new0 (Exchange, 1);

  exchange->message = g_object_ref (message);
  exchange->deadline = kaunta_deadline_new (clock, DEADLINE_MS, cancellable);
  exchange->body = g_byte_array_new ();
  g_task_set_source_tag (task, kaunta_exchange_async);
  g_task_set_task_data (task, exchange, (GDestroyNotify) free_exchange);
  g_task_set_check_cancellable (task, FALSE);
  soup_session_send_async (session, message, G_PRIORITY_DEFAULT, kaunta_deadline_get_cancellable (exchange->deadline), message_sent_cb, task);
}

GBytes *
kaunta_exchange_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
