/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "carrying.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "wire.h"

#define CHUNK_BYTES (64 * 1024)

static GBytes *
read_all (GInputStream *stream, GCancellable *cancellable, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree guint8 *chunk = g_malloc (CHUNK_BYTES);
  gssize length = 0;

  while ((length = g_input_stream_read (stream, chunk, CHUNK_BYTES, cancellable, error)) > 0)
    {
      g_byte_array_append (bytes, chunk, length);
      if (bytes->len > KAUNTA_WIRE_MAX_CARRY_BYTES)
        {
          g_set_error_literal (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_TOO_LARGE, "file: too large");
          return NULL;
        }
    }
  return length == 0 ? g_byte_array_free_to_bytes (g_steal_pointer (&bytes)) : NULL;
}

GBytes *
kaunta_carry_file_read (const char *path, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = NULL;

  /* A pipe or a device could hold a reader up for ever. */
  if (g_file_query_file_type (file, G_FILE_QUERY_INFO_NONE, cancellable) != G_FILE_TYPE_REGULAR)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE, g_strerror (ENOENT));
      return NULL;
    }
  stream = g_file_read (file, cancellable, error);
  return stream != NULL ? read_all (G_INPUT_STREAM (stream), cancellable, error) : NULL;
}

/* A stick that is pulled out right after must have the name, too. A file system that can't do that has done its best. */
static void
sync_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int file = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (file < 0)
    return;
  fsync (file);
  close (file);
}

gboolean
kaunta_carry_file_write (const char *path, GBytes *file, GError **error)
{
  gsize length = 0;
  const char *bytes = g_bytes_get_data (file, &length);

  if (!g_file_set_contents_full (path, bytes, length, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                 S_IRUSR | S_IWUSR, error))
    return FALSE;
  sync_folder (path);
  return TRUE;
}
