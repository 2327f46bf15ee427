/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "middle.h"

#include <libsoup/soup.h>
#include <string.h>

#include "client.h"
#include "http.h"

#define TEST_TYPE_MIDDLE (test_middle_get_type ())
G_DECLARE_FINAL_TYPE (TestMiddle, test_middle, TEST, MIDDLE, GObject)

struct _TestMiddle
{
  GObject parent_instance;

  KauntaTransport *line;
  Middle *middle;
};

static void implement_transport (KauntaTransportInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TestMiddle, test_middle, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (KAUNTA_TYPE_TRANSPORT, implement_transport))

static GBytes *
alter (GBytes *body, void (*change) (JsonObject *))
{
  g_autofree char *text = g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
  g_autoptr (JsonNode) root = json_from_string (text, NULL);
  char *altered = NULL;

  if (change == NULL)
    return g_bytes_ref (body);
  g_assert_nonnull (root);
  change (json_node_get_object (root));
  altered = json_to_string (root, FALSE);
  return g_bytes_new_take (altered, strlen (altered));
}

typedef struct
{
  KauntaAnswer *answer;
  GOutputStream *memory;
  gboolean lost;
} Reading;

static void
free_reading (Reading *reading)
{
  g_clear_pointer (&reading->answer, kaunta_answer_free);
  g_clear_object (&reading->memory);
  g_free (reading);
}

static void
body_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  TestMiddle *self = g_task_get_source_object (task);
  Reading *reading = g_task_get_task_data (task);
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GBytes) altered = NULL;
  GError *error = NULL;

  if (g_output_stream_splice_finish (G_OUTPUT_STREAM (source), result, &error) < 0)
    {
      g_task_return_error (task, error);
      return;
    }
  body = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (reading->memory));
  g_free (self->middle->seen);
  self->middle->seen = g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
  if (reading->lost)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED, "cut");
      return;
    }
  altered = reading->answer->status == SOUP_STATUS_OK ? alter (body, self->middle->answer) : g_bytes_ref (body);
  g_object_unref (reading->answer->body);
  reading->answer->body = g_memory_input_stream_new_from_bytes (altered);
  g_task_return_pointer (task, g_steal_pointer (&reading->answer), (GDestroyNotify) kaunta_answer_free);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Reading *reading = g_task_get_task_data (task);
  GError *error = NULL;

  reading->answer = kaunta_transport_send_finish (KAUNTA_TRANSPORT (source), result, &error);
  if (reading->answer == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  reading->memory = g_memory_output_stream_new_resizable ();
  g_output_stream_splice_async (reading->memory, reading->answer->body, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, G_PRIORITY_DEFAULT, NULL,
                                body_read_cb, g_steal_pointer (&task));
}

/* He wants to read the answer, so nobody packs it. */
static void
copy_header (const char *name, const char *value, gpointer headers)
{
  if (!g_str_equal (name, "Accept-Encoding"))
    soup_message_headers_append (headers, name, value);
}

static void
send_async (KauntaTransport *transport, const KauntaRequest *request, GCancellable *cancellable, GAsyncReadyCallback callback,
            gpointer user_data)
{
  TestMiddle *self = TEST_MIDDLE (transport);
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (KauntaRequest) altered = kaunta_request_new (request->method, request->path);
  Reading *reading = g_new0 (Reading, 1);

  soup_message_headers_foreach (request->headers, copy_header, altered->headers);
  if (request->body != NULL)
    altered->body = alter (request->body, self->middle->request);
  reading->lost = self->middle->lose && (self->middle->lose_path == NULL || strstr (request->path, self->middle->lose_path) != NULL);
  g_task_set_task_data (task, reading, (GDestroyNotify) free_reading);
  kaunta_transport_send_async (self->line, altered, cancellable, answered_cb, task);
}

static KauntaAnswer *
send_finish (KauntaTransport *transport, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
implement_transport (KauntaTransportInterface *iface)
{
  iface->send_async = send_async;
  iface->send_finish = send_finish;
}

static void
test_middle_dispose (GObject *object)
{
  g_clear_object (&TEST_MIDDLE (object)->line);
  G_OBJECT_CLASS (test_middle_parent_class)->dispose (object);
}

static void
test_middle_class_init (TestMiddleClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = test_middle_dispose;
}

static void
test_middle_init (TestMiddle *self)
{
}

KauntaTransport *
middle_make (const char *url, const char *ca, gpointer data, GError **error)
{
  g_autoptr (KauntaTransport) line = kaunta_http_new (url, ca, error);
  TestMiddle *self = NULL;

  if (line == NULL)
    return NULL;
  self = g_object_new (TEST_TYPE_MIDDLE, NULL);
  self->line = g_steal_pointer (&line);
  self->middle = data;
  return KAUNTA_TRANSPORT (self);
}
