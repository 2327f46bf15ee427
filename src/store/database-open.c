/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "database-private.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

/* https://www.sqlite.org/fileformat.html#the_database_header */
#define HEADER_BYTES 100
#define HEADER_MAGIC "SQLite format 3"
#define HEADER_USER_VERSION 60
#define HEADER_APPLICATION_ID 68

/* How long one statement waits for a reader of another process. */
#define BUSY_TIMEOUT_MS 5000
/* Up to this size every page is looked at before each opening; that takes some tens of milliseconds. */
#define QUICK_CHECK_MAX_BYTES (16 * 1024 * 1024)

static const char SQL_SET_UP[] =
    "PRAGMA foreign_keys = ON;PRAGMA trusted_schema = OFF;PRAGMA cell_size_check = ON;PRAGMA temp_store ="
    " MEMORY;";
static const char SQL_SET_UP_DURABLE[] = "PRAGMA synchronous = FULL;";
static const char SQL_SET_UP_CACHE[] = "PRAGMA synchronous = NORMAL;";
static const char SQL_SET_UP_FILE[] = "PRAGMA journal_mode = WAL;";
static const char SQL_KEEP_OTHERS_OUT[] = "PRAGMA locking_mode = EXCLUSIVE;";

static gboolean
has_log (const char *path)
{
  g_autofree char *log = g_strconcat (path, "-wal", NULL);

  return g_file_test (log, G_FILE_TEST_EXISTS);
}

gboolean
kaunta_database_has_log_content (const char *path)
{
  g_autofree char *log = g_strconcat (path, "-wal", NULL);
  GStatBuf status;

  return g_stat (log, &status) == 0 && status.st_size > 0;
}

/* @immutable: nobody else writes, and no log is looked at or made. */
static sqlite3 *
open_handle (const char *path, int flags, gboolean immutable, GError **error)
{
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  g_autofree char *plain = g_filename_to_uri (absolute, NULL, error);
  g_autofree char *uri = NULL;
  sqlite3 *handle = NULL;
  int code;

  if (plain == NULL)
    return NULL;

  uri = g_strconcat (plain, immutable ? "?immutable=1" : NULL, NULL);
  code = sqlite3_open_v2 (uri, &handle, flags | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, NULL);
  if (code != SQLITE_OK)
    {
      kaunta_database_set_error (handle, code, error);
      g_clear_pointer (&handle, sqlite3_close);
      return NULL;
    }
  sqlite3_busy_timeout (handle, BUSY_TIMEOUT_MS);
  sqlite3_db_config (handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  return handle;
}

static gboolean
set_up (sqlite3 *handle, const KauntaSchema *schema, GError **error)
{
  return kaunta_database_run_script (handle, SQL_SET_UP, error)
         && kaunta_database_run_script (handle, schema->durable ? SQL_SET_UP_DURABLE : SQL_SET_UP_CACHE,
                                        error);
}

static guint32
read_big_endian (const guint8 *bytes)
{
  guint32 value;

  memcpy (&value, bytes, sizeof value);
  return GUINT32_FROM_BE (value);
}

static gboolean
judge_version (gint64 version, const KauntaSchema *schema, GError **error)
{
  if (version <= kaunta_schema_get_version (schema))
    return TRUE;

  g_set_error_literal (error, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_NEWER,
                       _("The counter’s file was written by a newer Kaunta. It was left as it is. Install "
                         "that version, or a newer one, and start it again."));
  return FALSE;
}

static gboolean
judge_header (const guint8 header[HEADER_BYTES], const KauntaSchema *schema, GError **error)
{
  if (memcmp (header, HEADER_MAGIC, sizeof HEADER_MAGIC) != 0
      || read_big_endian (header + HEADER_APPLICATION_ID) != schema->application_id)
    {
      kaunta_database_set_error (NULL, SQLITE_NOTADB, error);
      return FALSE;
    }
  return judge_version (read_big_endian (header + HEADER_USER_VERSION), schema, error);
}

/* Reads through SQLite's own descriptor: closing one of our own would take away the locks of every other
 * connection of this process to that file. */
static gboolean
look_at_header (const char *path, const KauntaSchema *schema, GError **error)
{
  sqlite3 *handle = open_handle (path, SQLITE_OPEN_READONLY, TRUE, error);
  sqlite3_file *file = NULL;
  guint8 header[HEADER_BYTES] = { 0 };
  gboolean accepted;

  if (handle == NULL)
    return FALSE;

  sqlite3_file_control (handle, "main", SQLITE_FCNTL_FILE_POINTER, &file);
  /* What is too short reads as zeros, and is no header then. */
  file->pMethods->xRead (file, header, sizeof header, 0);
  accepted = judge_header (header, schema, error);
  sqlite3_close (handle);
  return accepted;
}

static gboolean
judge_newness (sqlite3 *handle, const KauntaSchema *schema, GError **error)
{
  int version = kaunta_database_read_pragma (handle, "PRAGMA user_version", error);

  return version >= 0 && judge_version (version, schema, error);
}

static gboolean
judge_pages (sqlite3 *handle, GError **error)
{
  gint64 count = kaunta_database_read_pragma (handle, "PRAGMA page_count", error);
  gint64 size = count >= 0 ? kaunta_database_read_pragma (handle, "PRAGMA page_size", error) : -1;

  if (size < 0)
    return FALSE;

  if (count * size > QUICK_CHECK_MAX_BYTES)
    return TRUE;
  return kaunta_database_check_pages (handle, "PRAGMA quick_check", error);
}

/* Opens so that looking writes nothing. After a crash the log has to be read too: then with this connection
 * alone, which keeps the log's index in memory instead of in a file, and closes without touching the log. */
static sqlite3 *
open_to_look (const char *path, GError **error)
{
  sqlite3 *handle;

  if (!kaunta_database_has_log_content (path))
    return open_handle (path, SQLITE_OPEN_READONLY, TRUE, error);

  handle = open_handle (path, SQLITE_OPEN_READWRITE, FALSE, error);
  if (handle == NULL)
    return NULL;
  sqlite3_db_config (handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  if (!kaunta_database_run_script (handle, SQL_KEEP_OTHERS_OUT, error))
    g_clear_pointer (&handle, sqlite3_close);
  return handle;
}

static gboolean
look (const char *path, const KauntaSchema *schema, GError **error)
{
  sqlite3 *handle = NULL;
  gboolean accepted;

  if (!look_at_header (path, schema, error))
    return FALSE;

  handle = open_to_look (path, error);
  if (handle == NULL)
    return FALSE;

  accepted = judge_newness (handle, schema, error) && kaunta_database_check_schema (handle, schema, error)
             && judge_pages (handle, error);
  sqlite3_close (handle);
  return accepted;
}

/* Everything must be in the one file that is renamed: a log left behind would be another file's. Closing empties
 * the log, too, but doesn't say when it could not. */
static gboolean
empty_log (sqlite3 *handle, GError **error)
{
  int code = sqlite3_wal_checkpoint_v2 (handle, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);

  if (code == SQLITE_OK)
    return TRUE;
  kaunta_database_set_error (handle, code, error);
  return FALSE;
}

static gboolean
make_file (const char *path, const KauntaSchema *schema, GError **error)
{
  sqlite3 *handle = open_handle (path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, FALSE, error);
  gboolean success;

  if (handle == NULL)
    return FALSE;

  success = set_up (handle, schema, error)
            && kaunta_database_run_script (handle, "PRAGMA synchronous = FULL;", error)
            && kaunta_database_run_script (handle, SQL_SET_UP_FILE, error)
            && kaunta_database_migrate (handle, schema, kaunta_schema_get_version (schema), error)
            && empty_log (handle, error);
  sqlite3_close (handle);
  return success;
}

void
kaunta_database_remove_log (const char *path)
{
  g_autofree char *log = g_strconcat (path, "-wal", NULL);
  g_autofree char *index = g_strconcat (path, "-shm", NULL);

  g_unlink (log);
  g_unlink (index);
}

void
kaunta_database_remove (const char *path)
{
  g_autofree char *lock = g_strconcat (path, "-lock", NULL);

  g_unlink (path);
  kaunta_database_remove_log (path);
  g_unlink (lock);
}

/* Under another name first: a file that is there under its own name is whole, whenever the power is cut. */
static gboolean
create_file (const char *path, const KauntaSchema *schema, GError **error)
{
  g_autofree char *draft = g_strconcat (path, "-new", NULL);
  g_autofree char *folder = g_path_get_dirname (path);
  int descriptor;

  kaunta_database_remove (draft);
  if (!make_file (draft, schema, error))
    {
      kaunta_database_remove (draft);
      return FALSE;
    }

  if (g_rename (draft, path) != 0)
    {
      kaunta_database_set_system_error (errno, error);
      return FALSE;
    }
  descriptor = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor >= 0)
    {
      fsync (descriptor);
      close (descriptor);
    }
  return TRUE;
}

/* The lock's descriptor, or -1. The file stays: taking a lock file away can let two in. */
static int
take_lock (const char *path, GError **error)
{
  g_autofree char *name = g_strconcat (path, "-lock", NULL);
  int lock = open (name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  if (lock < 0)
    {
      kaunta_database_set_system_error (errno, error);
      return -1;
    }
  if (flock (lock, LOCK_EX | LOCK_NB) == 0)
    return lock;

  close (lock);
  g_set_error_literal (
      error, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_BUSY,
      _("Another Kaunta is using this counter’s files. Nothing was changed. Use its window, or close it "
        "first."));
  return -1;
}

static sqlite3 *
open_to_write (const char *path, const KauntaSchema *schema, GError **error)
{
  sqlite3 *handle = NULL;

  if (g_file_test (path, G_FILE_TEST_EXISTS) ? !look (path, schema, error)
                                             : !create_file (path, schema, error))
    return NULL;

  handle = open_handle (path, SQLITE_OPEN_READWRITE, FALSE, error);
  if (handle == NULL)
    return NULL;

  if (set_up (handle, schema, error) && kaunta_database_run_script (handle, SQL_SET_UP_FILE, error)
      && kaunta_database_migrate (handle, schema, kaunta_schema_get_version (schema), error))
    return handle;

  sqlite3_close (handle);
  return NULL;
}

static KauntaDatabase *
open_writable (const char *path, const KauntaSchema *schema, GError **error)
{
  int lock = take_lock (path, error);
  sqlite3 *handle = lock >= 0 ? open_to_write (path, schema, error) : NULL;

  if (handle != NULL)
    return kaunta_database_new (handle, schema, lock);

  if (lock >= 0)
    close (lock);
  return NULL;
}

/* The file is closed meanwhile. */
static sqlite3 *
put_empty_in_place (const char *path, const char *aside, const KauntaSchema *schema, GError **error)
{
  sqlite3 *handle;

  errno = 0;
  if (kaunta_database_has_log_content (path) || g_rename (path, aside) != 0)
    {
      kaunta_database_set_system_error (errno, error);
      return NULL;
    }
  /* A reader of the file may have them open still. */
  kaunta_database_remove_log (path);
  handle = open_to_write (path, schema, error);
  if (handle == NULL)
    g_rename (aside, path);
  return handle;
}

gboolean
kaunta_database_set_aside (KauntaDatabase *self, const char *aside, GError **error)
{
  g_autofree char *path = NULL;
  sqlite3 *handle;
  gboolean success;

  g_return_val_if_fail (self != NULL && aside != NULL, FALSE);
  g_assert (!kaunta_database_in_transaction (self));

  if (!empty_log (self->handle, error))
    return FALSE;

  path = g_strdup (sqlite3_db_filename (self->handle, "main"));
  kaunta_database_detach (self);
  handle = put_empty_in_place (path, aside, self->schema, error);
  success = handle != NULL;
  if (!success)
    handle = open_to_write (path, self->schema, NULL);
  if (handle != NULL)
    kaunta_database_attach (self, handle);
  return success;
}

/* A file without a log has no writer: it is read as it stands, and nothing is made beside it. */
static KauntaDatabase *
open_readable (const char *path, const KauntaSchema *schema, GError **error)
{
  sqlite3 *handle = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_NOT_FOUND, _("There is no file “%s”."),
                   path);
      return NULL;
    }
  if (!look_at_header (path, schema, error))
    return NULL;

  handle = open_handle (path, SQLITE_OPEN_READONLY, !has_log (path), error);
  if (handle == NULL)
    return NULL;

  if (set_up (handle, schema, error) && judge_newness (handle, schema, error)
      && kaunta_database_check_schema (handle, schema, error))
    return kaunta_database_new (handle, schema, -1);

  sqlite3_close (handle);
  return NULL;
}

KauntaDatabase *
kaunta_database_open (const char *path, const KauntaSchema *schema, KauntaDatabaseMode mode, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);

  if (mode == KAUNTA_DATABASE_READ)
    return open_readable (path, schema, error);
  return open_writable (path, schema, error);
}

KauntaDatabase *
kaunta_database_open_memory (const KauntaSchema *schema, GError **error)
{
  sqlite3 *handle = NULL;
  int code = sqlite3_open (":memory:", &handle);

  if (code != SQLITE_OK)
    kaunta_database_set_error (handle, code, error);
  else if (set_up (handle, schema, error)
           && kaunta_database_migrate (handle, schema, kaunta_schema_get_version (schema), error))
    return kaunta_database_new (handle, schema, -1);

  sqlite3_close (handle);
  return NULL;
}
