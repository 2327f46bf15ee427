/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "database-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

/* Pages (of 4 KiB) in the write-ahead log that make a checkpoint worth its while, and too many to wait for an
 * idle moment. */
#define WAL_PAGES_WORTHWHILE 256
#define WAL_PAGES_TOO_MANY 16384

static const char SQL_BEGIN[] = "BEGIN IMMEDIATE";
static const char SQL_COMMIT[] = "COMMIT";
static const char SQL_ROLLBACK[] = "ROLLBACK";
static const char SQL_BEGIN_STEP[] = "SAVEPOINT step";
static const char SQL_KEEP_STEP[] = "RELEASE step";
static const char SQL_UNDO_STEP[] = "ROLLBACK TO step";

static KauntaStoreError
classify (int code, const char **sentence)
{
  switch (code & 0xff)
    {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      *sentence = _("The counter’s file is damaged or is not Kaunta’s. It was left as it is. Don’t delete "
                    "it: call your administrator.");
      return KAUNTA_STORE_ERROR_DAMAGED;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      *sentence = _("Another program is using the counter’s file. Nothing was saved. Close the other "
                    "program and try again.");
      return KAUNTA_STORE_ERROR_BUSY;
    case SQLITE_FULL:
      *sentence = _("The disk is full. Nothing was saved; everything saved before is safe. Make room on "
                    "the disk and try again.");
      return KAUNTA_STORE_ERROR_IO;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
      *sentence = _("The counter’s file can’t be opened for writing. Nothing was saved; everything saved "
                    "before is safe. Call your administrator.");
      return KAUNTA_STORE_ERROR_IO;
    default:
      *sentence = _("The disk did not take what was written. Nothing was saved; everything saved before is "
                    "safe. Try again, and call your administrator if it stays so.");
      return KAUNTA_STORE_ERROR_IO;
    }
}

/* What the system said is nearer to what a person can do than what SQLite makes of it. */
static int
sharpen (int code, int cause)
{
  switch (cause)
    {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      return SQLITE_FULL;
    case EROFS:
    case EACCES:
    case EPERM:
      return SQLITE_READONLY;
    default:
      return code;
    }
}

static gboolean
has_cause (int code)
{
  return (code & 0xff) == SQLITE_IOERR || (code & 0xff) == SQLITE_CANTOPEN;
}

void
kaunta_database_set_system_error (int cause, GError **error)
{
  kaunta_database_set_error (NULL, sharpen (SQLITE_CANTOPEN, cause), error);
}

void
kaunta_database_set_error (sqlite3 *handle, int code, GError **error)
{
  const char *sentence = NULL;
  int cause = handle != NULL && has_cause (code) ? sqlite3_system_errno (handle) : 0;
  KauntaStoreError kind = classify (sharpen (code, cause), &sentence);

  g_debug ("SQLite says %d: %s", code, handle != NULL ? sqlite3_errmsg (handle) : sqlite3_errstr (code));
  g_set_error_literal (error, KAUNTA_STORE_ERROR, kind, sentence);
}

static int
log_grown_cb (void *data, sqlite3 *handle, const char *name, int pages)
{
  KauntaDatabase *self = data;

  self->wal_pages = pages;
  return SQLITE_OK;
}

static void
finalize_statement (gpointer statement)
{
  sqlite3_finalize (statement);
}

KauntaDatabase *
kaunta_database_new (sqlite3 *handle, const KauntaSchema *schema, int lock)
{
  KauntaDatabase *self = g_new0 (KauntaDatabase, 1);

  self->schema = schema;
  self->lock = lock;
  self->thread = g_thread_self ();
  self->statements = g_hash_table_new_full (NULL, NULL, NULL, finalize_statement);
  kaunta_database_attach (self, handle);
  return self;
}

void
kaunta_database_attach (KauntaDatabase *self, sqlite3 *handle)
{
  self->handle = handle;
  self->wal_pages = 0;
  /* The hook takes the place of SQLite's own checkpoints, which would make every thousandth commit a slow
   * one. */
  sqlite3_wal_hook (handle, log_grown_cb, self);
}

void
kaunta_database_detach (KauntaDatabase *self)
{
  int code;

  g_hash_table_remove_all (self->statements);
  code = sqlite3_close (self->handle);
  g_assert (code == SQLITE_OK);
  self->handle = NULL;
  self->wal_pages = 0;
}

void
kaunta_database_close (KauntaDatabase *self)
{
  g_return_if_fail (self != NULL);
  g_assert (self->thread == g_thread_self ());

  kaunta_database_detach (self);
  g_hash_table_unref (self->statements);
  if (self->lock >= 0)
    close (self->lock);
  g_free (self);
}

char *
kaunta_database_get_folder (KauntaDatabase *self)
{
  return g_path_get_dirname (sqlite3_db_filename (self->handle, "main"));
}

static sqlite3_stmt *
prepare (KauntaDatabase *self, const char *sql, GError **error)
{
  sqlite3_stmt *statement = g_hash_table_lookup (self->statements, sql);
  int code;

  if (statement != NULL)
    return statement;

  code = sqlite3_prepare_v3 (self->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL);
  if (code != SQLITE_OK)
    {
      kaunta_database_set_error (self->handle, code, error);
      return NULL;
    }
  g_hash_table_insert (self->statements, (gpointer) sql, statement);
  return statement;
}

static int
bind_value (sqlite3_stmt *statement, int place, const KauntaValue *value)
{
  switch (value->type)
    {
    case SQLITE_INTEGER:
      return sqlite3_bind_int64 (statement, place, value->integer);
    case SQLITE_TEXT:
      return sqlite3_bind_text (statement, place, value->bytes, -1, SQLITE_STATIC);
    default:
      return sqlite3_bind_blob64 (statement, place, value->bytes, value->length, SQLITE_STATIC);
    }
}

static gboolean
step_through (KauntaDatabase *self, sqlite3_stmt *statement, KauntaRowFunc read, gpointer data,
              GError **error)
{
  int code;

  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    if (read != NULL && !read (statement, data, error))
      return FALSE;

  if (code == SQLITE_DONE)
    return TRUE;

  kaunta_database_set_error (self->handle, code, error);
  return FALSE;
}

gboolean
kaunta_database_each_value (KauntaDatabase *self, const char *sql, const KauntaValue *values, gsize n_values,
                            KauntaRowFunc read, gpointer data, GError **error)
{
  sqlite3_stmt *statement;
  gboolean success = TRUE;

  g_assert (self->thread == g_thread_self ());

  statement = prepare (self, sql, error);
  if (statement == NULL)
    return FALSE;

  g_assert (sqlite3_bind_parameter_count (statement) == (int) n_values);
  for (gsize i = 0; i < n_values && success; i++)
    {
      int code = bind_value (statement, (int) i + 1, &values[i]);

      success = code == SQLITE_OK;
      if (!success)
        kaunta_database_set_error (self->handle, code, error);
    }

  success = success && step_through (self, statement, read, data, error);
  sqlite3_reset (statement);
  sqlite3_clear_bindings (statement);
  return success;
}

gboolean
kaunta_row_read_integer (sqlite3_stmt *row, gpointer data, GError **error)
{
  gint64 *value = data;

  *value = sqlite3_column_int64 (row, 0);
  return TRUE;
}

const char *
kaunta_row_text (sqlite3_stmt *row, int column)
{
  return (const char *) sqlite3_column_text (row, column);
}

char *
kaunta_row_dup_text (sqlite3_stmt *row, int column)
{
  return g_strdup (kaunta_row_text (row, column));
}

gboolean
kaunta_database_begin (KauntaDatabase *self, GError **error)
{
  return kaunta_database_execute (self, error, SQL_BEGIN);
}

gboolean
kaunta_database_commit (KauntaDatabase *self, GError **error)
{
  if (!kaunta_database_execute (self, error, SQL_COMMIT))
    return FALSE;

  if (self->wal_pages > WAL_PAGES_TOO_MANY)
    kaunta_database_checkpoint (self);
  return TRUE;
}

void
kaunta_database_roll_back (KauntaDatabase *self)
{
  g_autoptr (GError) error = NULL;

  if (!kaunta_database_in_transaction (self))
    return;

  /* A failing ROLLBACK has ended the transaction all the same: there is nothing more to undo. */
  if (!kaunta_database_execute (self, &error, SQL_ROLLBACK))
    g_debug ("Rolling back: %s", error->message);
}

gboolean
kaunta_database_in_transaction (KauntaDatabase *self)
{
  return self->handle != NULL && !sqlite3_get_autocommit (self->handle);
}

gboolean
kaunta_database_begin_step (KauntaDatabase *self, GError **error)
{
  return kaunta_database_execute (self, error, SQL_BEGIN_STEP);
}

gboolean
kaunta_database_end_step (KauntaDatabase *self, gboolean success, GError **error)
{
  if (success && kaunta_database_execute (self, error, SQL_KEEP_STEP))
    return TRUE;

  /* After a full disk SQLite may have rolled back the whole transaction, and the step with it. */
  if (kaunta_database_in_transaction (self))
    {
      kaunta_database_execute (self, NULL, SQL_UNDO_STEP);
      kaunta_database_execute (self, NULL, SQL_KEEP_STEP);
    }
  return FALSE;
}

void
kaunta_database_checkpoint (KauntaDatabase *self)
{
  int code;

  g_assert (self->thread == g_thread_self ());

  if (self->wal_pages < WAL_PAGES_WORTHWHILE)
    return;

  /* What can't be moved now is moved next time: nothing is lost, the log only grows. */
  code = sqlite3_wal_checkpoint_v2 (self->handle, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
  if (code != SQLITE_OK)
    g_debug ("Checkpoint: %s", sqlite3_errmsg (self->handle));
  self->wal_pages = 0;
}

gboolean
kaunta_database_check (KauntaDatabase *self, GError **error)
{
  return kaunta_database_check_schema (self->handle, self->schema, error)
         && kaunta_database_check_pages (self->handle, "PRAGMA integrity_check", error);
}
