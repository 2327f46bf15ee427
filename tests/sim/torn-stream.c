/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "torn-stream.h"

#include <string.h>

#define SIM_TYPE_TORN_STREAM (sim_torn_stream_get_type ())
G_DECLARE_FINAL_TYPE (SimTornStream, sim_torn_stream, SIM, TORN_STREAM, GInputStream)

struct _SimTornStream
{
  GInputStream parent_instance;

  GBytes *bytes;
  gsize read;
  gsize length;
  gboolean in_silence;
};

G_DEFINE_FINAL_TYPE (SimTornStream, sim_torn_stream, G_TYPE_INPUT_STREAM)

static gssize
torn_stream_read (GInputStream *stream, void *buffer, gsize count, GCancellable *cancellable, GError **error)
{
  SimTornStream *self = SIM_TORN_STREAM (stream);
  gsize part = MIN (count, self->length - self->read);

  if (part == 0)
    {
      if (self->in_silence)
        return 0;
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED, "the line was cut");
      return -1;
    }
  memcpy (buffer, (const guint8 *) g_bytes_get_data (self->bytes, NULL) + self->read, part);
  self->read += part;
  return part;
}

/* The parent's would read on a thread. */
static void
torn_stream_read_async (GInputStream *stream, void *buffer, gsize count, int priority,
                        GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (stream, cancellable, callback, user_data);
  GError *error = NULL;
  gssize part = torn_stream_read (stream, buffer, count, cancellable, &error);

  if (part < 0)
    g_task_return_error (task, error);
  else
    g_task_return_int (task, part);
}

static gssize
torn_stream_read_finish (GInputStream *stream, GAsyncResult *result, GError **error)
{
  return g_task_propagate_int (G_TASK (result), error);
}

static void
sim_torn_stream_finalize (GObject *object)
{
  g_bytes_unref (SIM_TORN_STREAM (object)->bytes);
  G_OBJECT_CLASS (sim_torn_stream_parent_class)->finalize (object);
}

static void
sim_torn_stream_class_init (SimTornStreamClass *klass)
{
  GInputStreamClass *stream_class = G_INPUT_STREAM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = sim_torn_stream_finalize;
  stream_class->read_fn = torn_stream_read;
  stream_class->read_async = torn_stream_read_async;
  stream_class->read_finish = torn_stream_read_finish;
}

static void
sim_torn_stream_init (SimTornStream *self)
{
}

GInputStream *
sim_torn_stream_new (GBytes *bytes, gsize length, gboolean in_silence)
{
  SimTornStream *self = g_object_new (SIM_TYPE_TORN_STREAM, NULL);

  self->bytes = g_bytes_ref (bytes);
  self->length = length;
  self->in_silence = in_silence;
  return G_INPUT_STREAM (self);
}
