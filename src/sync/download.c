/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client.h"

#include <libsoup/soup.h>
#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#include "client-private.h"
#include "deadline.h"

#define SILENCE_MS (30 * 1000)
#define CHUNK_BYTES (64 * 1024)
/* Far more than every citizen of Kenya takes; a disk is not filled by a portal's mistake. */
#define MAX_SNAPSHOT_BYTES (G_GINT64_CONSTANT (4) * 1024 * 1024 * 1024)
#define MAX_REFUSAL_BYTES CHUNK_BYTES

/* While a snapshot comes in it is in PATH.part, and PATH.tag says of which snapshot that is a part. */
typedef struct
{
  char *known_tag;
  char *path;
  char *part;
  char *tag_file;
  char *tag;        /* (nullable) (owned): of the snapshot that the portal sends */
  gint64 held;      /* bytes of it in PATH.part */
  KauntaDeadline *deadline;
  KauntaAnswer *answer; /* (nullable) (owned) */
  GOutputStream *file;
} Download;

static void
free_download (Download *download)
{
  g_free (download->known_tag);
  g_free (download->path);
  g_free (download->part);
  g_free (download->tag_file);
  g_free (download->tag);
  g_clear_pointer (&download->answer, kaunta_answer_free);
  g_clear_object (&download->file);
  g_clear_pointer (&download->deadline, kaunta_deadline_free);
  g_free (download);
}

static void
fail (GTask *task, GError *reason)
{
  Download *download = g_task_get_task_data (task);

  g_task_return_error (task, kaunta_deadline_explain (download->deadline, reason));
  g_object_unref (task);
}

static void
fail_nonsense (GTask *task, const char *why)
{
  g_task_return_new_error (task, KAUNTA_SYNC_ERROR, KAUNTA_SYNC_ERROR_NONSENSE, "register snapshot: %s", why);
  g_object_unref (task);
}

/* A disk's fault is passed on as it is: it is not the portal's. */
static void
fail_here (GTask *task, GError *reason)
{
  g_task_return_error (task, reason);
  g_object_unref (task);
}

static void
forget_part (Download *download)
{
  g_unlink (download->part);
  g_unlink (download->tag_file);
}

/* The tag is the hash of the file's bytes, quoted (snapshot.h). */
static gboolean
is_tag (const char *tag)
{
  return tag != NULL && strlen (tag) == 66 && tag[0] == '"' && tag[65] == '"' && strspn (tag + 1, "0123456789abcdef") == 64;
}

/* All of it is there; whether it is what its tag says, whoever reads it finds out. */
static void
finish (GTask *task)
{
  Download *download = g_task_get_task_data (task);
  GError *error = NULL;

  if (!g_output_stream_close (download->file, NULL, &error))
    g_task_return_error (task, error);
  else if (g_rename (download->part, download->path) != 0)
    g_task_return_new_error (task, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", download->path, g_strerror (errno));
  else
    {
      g_unlink (download->tag_file);
      g_task_return_pointer (task, g_steal_pointer (&download->tag), g_free);
    }
  g_object_unref (task);
}

static void read_on (GTask *task);

/* Written here and now, for a chunk goes to memory: the disk is waited for by nobody, and what a power cut takes is fetched again. */
static void
write_chunk (GTask *task, GBytes *chunk)
{
  Download *download = g_task_get_task_data (task);
  gsize length = 0;
  gconstpointer bytes = g_bytes_get_data (chunk, &length);
  GError *error = NULL;

  if (download->held + (gint64) length > MAX_SNAPSHOT_BYTES)
    {
      forget_part (download);
      fail_nonsense (task, "larger than may be");
    }
  else if (!g_output_stream_write_all (download->file, bytes, length, NULL, NULL, &error))
    fail_here (task, error);
  else
    {
      download->held += length;
      kaunta_deadline_restart (download->deadline);
      read_on (task);
    }
}

static void
chunk_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  GError *error = NULL;
  g_autoptr (GBytes) chunk = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);

  if (chunk == NULL)
    fail (task, error);
  else if (g_bytes_get_size (chunk) == 0)
    finish (task);
  else
    write_chunk (task, chunk);
}

static void
read_on (GTask *task)
{
  Download *download = g_task_get_task_data (task);

  g_input_stream_read_bytes_async (download->answer->body, CHUNK_BYTES, G_PRIORITY_DEFAULT,
                                   kaunta_deadline_get_cancellable (download->deadline), chunk_read_cb, task);
}

/* Appends to the part when the answer goes on with it, else begins anew. */
static gboolean
open_part (Download *download, gboolean part_fits, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (download->part);

  if (!part_fits)
    {
      forget_part (download);
      download->held = 0;
    }
  download->file = (GOutputStream *) g_file_append_to (file, G_FILE_CREATE_PRIVATE, NULL, error);
  return download->file != NULL && g_file_set_contents (download->tag_file, download->tag, -1, error);
}

static void
refusal_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  Download *download = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GBytes) body = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);

  if (body == NULL)
    fail (task, error);
  else
    fail_here (task, kaunta_client_keep_refusal (g_task_get_source_object (task), download->answer->status, download->answer->headers,
                                                 body));
}

/* The answer's range must begin where the part ends. */
static gboolean
goes_on (Download *download)
{
  goffset start = 0;
  goffset end = 0;

  return download->answer->status == SOUP_STATUS_PARTIAL_CONTENT
         && soup_message_headers_get_content_range (download->answer->headers, &start, &end, NULL)
         && start == download->held;
}

static void
receive (GTask *task)
{
  Download *download = g_task_get_task_data (task);
  const char *tag = soup_message_headers_get_one (download->answer->headers, "ETag");
  gboolean same = g_strcmp0 (tag, download->tag) == 0 && goes_on (download);
  GError *error = NULL;

  if (!is_tag (tag) || (download->answer->status == SOUP_STATUS_PARTIAL_CONTENT && !same))
    {
      forget_part (download);
      fail_nonsense (task, "no tag, or another part than was asked for");
      return;
    }
  g_free (download->tag);
  download->tag = g_strdup (tag);
  if (!open_part (download, same, &error))
    fail_here (task, error);
  else
    read_on (task);
}

static void
answer_began_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  Download *download = g_task_get_task_data (task);
  guint status = 0;
  GError *error = NULL;

  download->answer = kaunta_transport_send_finish (KAUNTA_TRANSPORT (source), result, &error);
  if (download->answer == NULL)
    {
      fail (task, error);
      return;
    }
  status = download->answer->status;
  if (status == SOUP_STATUS_OK || status == SOUP_STATUS_PARTIAL_CONTENT)
    receive (task);
  else if (status == SOUP_STATUS_NOT_MODIFIED && *download->known_tag != '\0')
    {
      g_task_return_pointer (task, g_strdup (download->known_tag), g_free);
      g_object_unref (task);
    }
  else
    {
      if (status == SOUP_STATUS_REQUESTED_RANGE_NOT_SATISFIABLE)
        forget_part (download);
      g_input_stream_read_bytes_async (download->answer->body, MAX_REFUSAL_BYTES, G_PRIORITY_DEFAULT,
                                       kaunta_deadline_get_cancellable (download->deadline), refusal_read_cb, task);
    }
}

/* Asks for the rest of the part that is held, if one is. */
static void
ask_for_rest (Download *download, SoupMessageHeaders *headers)
{
  g_autofree char *tag = NULL;
  GStatBuf status = { 0 };

  if (!g_file_get_contents (download->tag_file, &tag, NULL, NULL) || !is_tag (tag) || g_stat (download->part, &status) != 0
      || status.st_size == 0)
    return;
  download->held = status.st_size;
  download->tag = g_steal_pointer (&tag);
  soup_message_headers_set_range (headers, download->held, -1);
  soup_message_headers_replace (headers, "If-Range", download->tag);
}

void
kaunta_client_fetch_snapshot_async (KauntaClient *self,
                                    const char *known_tag,
                                    const char *path,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Download *download = g_new0 (Download, 1);
  g_autoptr (KauntaRequest) request = kaunta_client_begin_request (self, "GET", "/v1/register/snapshot");

  download->known_tag = g_strdup (known_tag != NULL ? known_tag : "");
  download->path = g_strdup (path);
  download->part = g_strconcat (path, ".part", NULL);
  download->tag_file = g_strconcat (path, ".tag", NULL);
  download->deadline = kaunta_deadline_new (kaunta_client_get_clock (self), SILENCE_MS, 0, cancellable);
  g_task_set_source_tag (task, kaunta_client_fetch_snapshot_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, download, (GDestroyNotify) free_download);

  soup_message_headers_replace (request->headers, "Accept", "application/gzip, application/json");
  soup_message_headers_remove (request->headers, "Accept-Encoding");
  if (*download->known_tag != '\0')
    soup_message_headers_replace (request->headers, "If-None-Match", download->known_tag);
  ask_for_rest (download, request->headers);
  kaunta_transport_send_async (kaunta_client_get_transport (self), request, kaunta_deadline_get_cancellable (download->deadline),
                               answer_began_cb, task);
}

gboolean
kaunta_client_fetch_snapshot_finish (KauntaClient *self, GAsyncResult *result, char **tag, GError **error)
{
  g_autofree char *told = g_task_propagate_pointer (G_TASK (result), error);

  if (told == NULL)
    return FALSE;
  g_free (*tag);
  *tag = g_steal_pointer (&told);
  return TRUE;
}
