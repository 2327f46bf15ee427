/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake-portal.h"

#include <string.h>

static void
free_answer (FakeAnswer *answer)
{
  g_clear_pointer (&answer->body, g_bytes_unref);
  g_free (answer);
}

static void
free_request (FakeRequest *request)
{
  g_free (request->line);
  g_free (request->coding);
  g_free (request->authorization);
  g_free (request->range);
  g_free (request->cookie);
  g_bytes_unref (request->body);
  g_free (request);
}

static char *
dup_header (SoupServerMessage *message, const char *name)
{
  return g_strdup (soup_message_headers_get_one (soup_server_message_get_request_headers (message), name));
}

static void
note_request (FakePortal *self, SoupServerMessage *message)
{
  FakeRequest *request = g_new0 (FakeRequest, 1);
  g_autofree char *path = g_uri_to_string_partial (soup_server_message_get_uri (message), G_URI_HIDE_NONE);
  const char *at = strstr (path, "/v1/");

  request->line = g_strdup_printf ("%s %s", soup_server_message_get_method (message), at != NULL ? at : path);
  request->coding = dup_header (message, "Content-Encoding");
  request->authorization = dup_header (message, "Authorization");
  request->range = dup_header (message, "Range");
  request->cookie = dup_header (message, "Cookie");
  request->body = soup_message_body_flatten (soup_server_message_get_request_body (message));
  g_ptr_array_add (self->requests, request);
}

static void
message_finished_cb (SoupServerMessage *message, FakePortal *self)
{
  self->open--;
}

/* Says bytes that no HTTP library would say, and hangs up. */
static void
say_raw (FakePortal *self, SoupServerMessage *message, const char *raw)
{
  g_autoptr (GIOStream) stream = soup_server_message_steal_connection (message);

  g_output_stream_write_all (g_io_stream_get_output_stream (stream), raw, strlen (raw), NULL, NULL, NULL);
  g_io_stream_close (stream, NULL, NULL);
  self->open--;
}

static void
say (FakePortal *self, SoupServerMessage *message, const FakeAnswer *answer)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  soup_server_message_set_status (message, answer->status, NULL);
  if (answer->header != NULL)
    soup_message_headers_replace (headers, answer->header, answer->value);
  if (answer->type != NULL)
    soup_message_headers_replace (headers, "Content-Type", answer->type);
  if (answer->body != NULL && g_bytes_get_size (answer->body) > 0)
    soup_message_body_append_bytes (soup_server_message_get_response_body (message), answer->body);
}

static void
asked_cb (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer data)
{
  FakePortal *self = data;
  FakeAnswer *answer = g_queue_pop_head (&self->answers);
  GInetSocketAddress *from = G_INET_SOCKET_ADDRESS (soup_server_message_get_remote_address (message));

  note_request (self, message);
  g_hash_table_add (self->ports, GUINT_TO_POINTER (g_inet_socket_address_get_port (from)));
  self->open++;
  self->most_open = MAX (self->most_open, self->open);
  if (answer != NULL && answer->raw != NULL)
    say_raw (self, message, answer->raw);
  else
    g_signal_connect (message, "finished", G_CALLBACK (message_finished_cb), self);

  if (answer == NULL && self->otherwise != NULL)
    self->otherwise (self, message, path, self->data);
  else if (answer == NULL)
    soup_server_message_set_status (message, SOUP_STATUS_NOT_FOUND, NULL);
  else if (answer->raw == NULL && answer->status == 0)
    {
      soup_server_message_pause (message);
      g_ptr_array_add (self->hung, g_object_ref (message));
    }
  else if (answer->raw == NULL)
    say (self, message, answer);
  g_clear_pointer (&answer, free_answer);
}

FakePortal *
fake_portal_new (GTlsCertificate *certificate)
{
  FakePortal *self = g_new0 (FakePortal, 1);
  g_autoptr (GError) error = NULL;
  GSList *uris = NULL;

  self->server = soup_server_new (NULL, NULL);
  self->requests = g_ptr_array_new_with_free_func ((GDestroyNotify) free_request);
  self->hung = g_ptr_array_new_with_free_func (g_object_unref);
  self->ports = g_hash_table_new (NULL, NULL);
  g_queue_init (&self->answers);
  if (certificate != NULL)
    soup_server_set_tls_certificate (self->server, certificate);
  soup_server_add_handler (self->server, NULL, asked_cb, self, NULL);
  soup_server_listen_local (self->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY | (certificate != NULL ? SOUP_SERVER_LISTEN_HTTPS : 0), &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (self->server);
  self->url = g_uri_to_string (uris->data);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  return self;
}

void
fake_portal_free (FakePortal *self)
{
  for (guint i = 0; i < self->hung->len; i++)
    {
      SoupServerMessage *message = g_ptr_array_index (self->hung, i);

      g_signal_handlers_disconnect_by_data (message, self);
    }
  soup_server_disconnect (self->server);
  g_ptr_array_unref (self->hung);
  g_object_unref (self->server);
  g_queue_clear_full (&self->answers, (GDestroyNotify) free_answer);
  g_ptr_array_unref (self->requests);
  g_hash_table_unref (self->ports);
  g_free (self->url);
  g_free (self);
}

void
fake_portal_add (FakePortal *self, FakeAnswer answer)
{
  g_queue_push_tail (&self->answers, g_memdup2 (&answer, sizeof answer));
}

void
fake_portal_say (FakePortal *self, guint status, const char *type, const char *body)
{
  fake_portal_add (self, (FakeAnswer){
                             .status = status,
                             .type = type,
                             .body = body != NULL ? g_bytes_new (body, strlen (body)) : NULL,
                         });
}

void
fake_portal_cut (FakePortal *self, SoupServerMessage *message)
{
  g_signal_handlers_disconnect_by_func (message, message_finished_cb, self);
  say_raw (self, message, "");
}

const FakeRequest *
fake_portal_get_request (FakePortal *self, guint index)
{
  g_assert_cmpuint (index, <, self->requests->len);
  return g_ptr_array_index (self->requests, index);
}
