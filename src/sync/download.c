/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#include "client-private.h"
#include "deadline.h"

#define NO_PROGRESS_MS (60 * 1000)
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
  SoupMessage *message;
  KauntaDeadline *deadline;
  GInputStream *stream;
  GOutputStream *file;
  GBytes *chunk;
} Download;

static void
free_download (Download *download)
{
  g_free (download->known_tag);
  g_free (download->path);
  g_free (download->part);
  g_free (download->tag_file);
  g_free (download->tag);
  g_clear_object (&download->message);
  g_clear_object (&download->stream);
  g_clear_object (&download->file);
  g_clear_pointer (&download->chunk, g_bytes_unref);
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

static char *
hash_file (const char *path, GError **error)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);
  g_autofree guint8 *chunk = g_malloc (CHUNK_BYTES);
  gssize length = 0;

  if (stream == NULL)
    return NULL;
  while ((length = g_input_stream_read (G_INPUT_STREAM (stream), chunk, CHUNK_BYTES, NULL, error)) > 0)
    g_checksum_update (checksum, chunk, length);
  return length == 0 ? g_strdup_printf ("\"%s\"", g_checksum_get_string (checksum)) : NULL;
}

/* On a worker thread: whether the file is what its tag says. */
static void
check_file (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Download *download = data;
  GError *error = NULL;
  g_autofree char *hash = hash_file (download->part, &error);

  if (hash == NULL)
    g_task_return_error (task, error);
  else if (!g_str_equal (hash, download->tag))
    {
      forget_part (download);
      g_task_return_new_error (task, KAUNTA_SYNC_ERROR, KAUNTA_SYNC_ERROR_NONSENSE, "register snapshot: another hash than it said");
    }
  else if (g_rename (download->part, download->path) != 0)
    g_task_return_new_error (task, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", download->path, g_strerror (errno));
  else
    {
      g_unlink (download->tag_file);
      g_task_return_pointer (task, g_strdup (download->tag), g_free);
    }
}

static void
file_closed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  Download *download = g_task_get_task_data (task);
  GError *error = NULL;

  if (!g_output_stream_close_finish (G_OUTPUT_STREAM (source), result, &error))
    {
      fail_here (task, error);
      return;
    }
  /* The task may end on the worker's thread, and what belongs to this one must not. */
  g_clear_object (&download->stream);
  g_clear_object (&download->message);
  g_clear_object (&download->file);
  g_clear_pointer (&download->deadline, kaunta_deadline_free);
  g_task_run_in_thread (task, check_file);
  g_object_unref (task);
}

static void read_on (GTask *task);

static void
chunk_written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  Download *download = g_task_get_task_data (task);
  GError *error = NULL;

  if (!g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, &error))
    fail_here (task, error);
  else
    {
      download->held += g_bytes_get_size (download->chunk);
      kaunta_deadline_restart (download->deadline);
      read_on (task);
    }
}

static void
chunk_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  Download *download = g_task_get_task_data (task);
  GError *error = NULL;
  gconstpointer bytes = NULL;
  gsize length = 0;

  g_clear_pointer (&download->chunk, g_bytes_unref);
  download->chunk = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  if (download->chunk == NULL)
    {
      fail (task, error);
      return;
    }
  bytes = g_bytes_get_data (download->chunk, &length);
  if (length == 0)
    g_output_stream_close_async (download->file, G_PRIORITY_DEFAULT, NULL, file_closed_cb, task);
  else if (download->held + (gint64) length > MAX_SNAPSHOT_BYTES)
    {
      forget_part (download);
      fail_nonsense (task, "larger than may be");
    }
  else
    g_output_stream_write_all_async (download->file, bytes, length, G_PRIORITY_DEFAULT, NULL, chunk_written_cb, task);
}

static void
read_on (GTask *task)
{
  Download *download = g_task_get_task_data (task);

  g_input_stream_read_bytes_async (download->stream, CHUNK_BYTES, G_PRIORITY_DEFAULT,
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
    fail_here (task, kaunta_client_keep_refusal (g_task_get_source_object (task), download->message, body));
}

/* The answer's range must begin where the part ends. */
static gboolean
goes_on (Download *download)
{
  goffset start = 0;
  goffset end = 0;

  return soup_message_get_status (download->message) == SOUP_STATUS_PARTIAL_CONTENT
         && soup_message_headers_get_content_range (soup_message_get_response_headers (download->message), &start, &end, NULL)
         && start == download->held;
}

static void
receive (GTask *task, guint status)
{
  Download *download = g_task_get_task_data (task);
  const char *tag = soup_message_headers_get_one (soup_message_get_response_headers (download->message), "ETag");
  gboolean same = g_strcmp0 (tag, download->tag) == 0 && goes_on (download);
  GError *error = NULL;

  if (!is_tag (tag) || (status == SOUP_STATUS_PARTIAL_CONTENT && !same))
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
message_sent_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  Download *download = g_task_get_task_data (task);
  guint status = 0;
  GError *error = NULL;

  download->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (download->stream == NULL)
    {
      fail (task, error);
      return;
    }
  status = soup_message_get_status (download->message);
  if (status == SOUP_STATUS_OK || status == SOUP_STATUS_PARTIAL_CONTENT)
    receive (task, status);
  else if (status == SOUP_STATUS_NOT_MODIFIED && *download->known_tag != '\0')
    {
      g_task_return_pointer (task, g_strdup (download->known_tag), g_free);
      g_object_unref (task);
    }
  else
    {
      if (status == SOUP_STATUS_REQUESTED_RANGE_NOT_SATISFIABLE)
        forget_part (download);
      g_input_stream_read_bytes_async (download->stream, MAX_REFUSAL_BYTES, G_PRIORITY_DEFAULT,
                                       kaunta_deadline_get_cancellable (download->deadline), refusal_read_cb, task);
    }
}

/* Asks for the rest of the part that is held, if one is. */
static void
ask_for_rest (Download *download)
{
  SoupMessageHeaders *headers = soup_message_get_request_headers (download->message);
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
  SoupMessageHeaders *headers = NULL;

  download->known_tag = g_strdup (known_tag != NULL ? known_tag : "");
  download->path = g_strdup (path);
  download->part = g_strconcat (path, ".part", NULL);
  download->tag_file = g_strconcat (path, ".tag", NULL);
  download->message = kaunta_client_new_message (self, "GET", "/v1/register/snapshot", TRUE);
  download->deadline = kaunta_deadline_new (kaunta_client_get_clock (self), NO_PROGRESS_MS, cancellable);
  g_task_set_source_tag (task, kaunta_client_fetch_snapshot_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, download, (GDestroyNotify) free_download);

  headers = soup_message_get_request_headers (download->message);
  soup_message_headers_replace (headers, "Accept", "application/gzip, application/json");
  soup_message_headers_remove (headers, "Accept-Encoding");
  if (*download->known_tag != '\0')
    soup_message_headers_replace (headers, "If-None-Match", download->known_tag);
  ask_for_rest (download);
  soup_session_send_async (kaunta_client_get_session (self), download->message, G_PRIORITY_DEFAULT,
                           kaunta_deadline_get_cancellable (download->deadline), message_sent_cb, task);
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
