/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sqlite-connection.h"

#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdarg.h>
#include "portal-error.h"

/* How long a writer waits for kauntactl, or the other way round. */
#define BUSY_TIMEOUT_MS 5000

struct _KauntaConnection
{
  sqlite3 *db;
  GHashTable *statements; /* SQL text (not owned: constants) -> sqlite3_stmt */
  GThread *owner;
};

static gboolean
set_error (KauntaConnection *self, GError **error)
{
  g_set_error (error, KAUNTA_PORTAL_ERROR, KAUNTA_PORTAL_ERROR_STORAGE, _("The portal’s database can’t be used: %s."),
               sqlite3_errmsg (self->db));
  return FALSE;
}

static void
finalize_statement (gpointer statement)
{
  sqlite3_finalize (statement);
}

static gboolean
create_file (const char *path, GError **error)
{
  int fd = g_open (path, O_CREAT | O_RDWR | O_CLOEXEC, 0600);

  if (fd == -1)
    {
      g_set_error (error, KAUNTA_PORTAL_ERROR, KAUNTA_PORTAL_ERROR_STORAGE, _("%s can’t be opened: %s."), path,
                   g_strerror (errno));
      return FALSE;
    }
  return g_close (fd, error);
}

KauntaConnection *
kaunta_connection_open (const char *path, KauntaConnectionMode mode, GError **error)
{
  g_autoptr (KauntaConnection) self = NULL;
  int flags = mode == KAUNTA_CONNECTION_READ_ONLY ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;

  if (mode == KAUNTA_CONNECTION_CREATE && !create_file (path, error))
    return NULL;

  self = g_new0 (KauntaConnection, 1);
  self->owner = g_thread_self ();
  self->statements = g_hash_table_new_full (g_direct_hash, g_direct_equal, NULL, finalize_statement);
  if (sqlite3_open_v2 (path, &self->db, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL) != SQLITE_OK)
    {
      set_error (self, error);
      return NULL;
    }

  sqlite3_busy_timeout (self->db, BUSY_TIMEOUT_MS);
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  return g_steal_pointer (&self);
}

void
kaunta_connection_close (KauntaConnection *self)
{
  g_hash_table_unref (self->statements);
  if (sqlite3_close (self->db) != SQLITE_OK)
    g_critical ("The portal's database was closed while a statement was under way");
  g_free (self);
}

gboolean
kaunta_connection_execute (KauntaConnection *self, const char *sql, GError **error)
{
  g_assert (self->owner == g_thread_self ());

  return sqlite3_exec (self->db, sql, NULL, NULL, NULL) == SQLITE_OK || set_error (self, error);
}

gboolean
kaunta_connection_begin (KauntaConnection *self, GError **error)
{
  return kaunta_connection_execute (self, "BEGIN IMMEDIATE", error);
}

gboolean
kaunta_connection_begin_reading (KauntaConnection *self, GError **error)
{
  return kaunta_connection_execute (self, "BEGIN", error);
}

/* SQLite may have rolled back by itself (a full disk): then there is nothing left to take back. */
gboolean
kaunta_connection_end (KauntaConnection *self, gboolean keep, GError **error)
{
  g_assert (self->owner == g_thread_self ());

  if (keep && kaunta_connection_execute (self, "COMMIT", error))
    return TRUE;
  if (sqlite3_get_autocommit (self->db) == 0)
    sqlite3_exec (self->db, "ROLLBACK", NULL, NULL, NULL);
  return FALSE;
}

/* SQLite numbers "$1" by its first appearance, PostgreSQL by what it says: both must be the same. */
static void
assert_numbered (sqlite3_stmt *statement)
{
  for (int i = 1; i <= sqlite3_bind_parameter_count (statement); i++)
    {
      const char *name = sqlite3_bind_parameter_name (statement, i);

      g_assert (name[0] == '$' && g_ascii_strtoll (name + 1, NULL, 10) == i);
    }
}

static sqlite3_stmt *
get_statement (KauntaConnection *self, const char *sql, GError **error)
{
  sqlite3_stmt *statement = g_hash_table_lookup (self->statements, sql);

  g_assert (self->owner == g_thread_self ());
  if (statement != NULL)
    return statement;

  if (sqlite3_prepare_v3 (self->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) != SQLITE_OK)
    {
      set_error (self, error);
      return NULL;
    }
  assert_numbered (statement);
  g_hash_table_insert (self->statements, (gpointer) sql, statement);
  return statement;
}

static int
bind_bytes (sqlite3_stmt *statement, int place, GBytes *bytes)
{
  gsize length = 0;
  const void *data = g_bytes_get_data (bytes, &length);

  return sqlite3_bind_blob64 (statement, place, data != NULL ? data : "", length, SQLITE_TRANSIENT);
}

static int
bind_value (sqlite3_stmt *statement, int place, char type, va_list *values)
{
  switch (type)
    {
    case 's':
      return sqlite3_bind_text (statement, place, va_arg (*values, const char *), -1, SQLITE_TRANSIENT);
    case 'i':
      return sqlite3_bind_int64 (statement, place, va_arg (*values, gint64));
    case 'b':
      return bind_bytes (statement, place, va_arg (*values, GBytes *));
    default:
      g_assert_not_reached ();
    }
}

static gboolean
query_with (KauntaConnection *self, KauntaRowset *rows, GError **error, const char *sql, const char *types, va_list *values)
{
  sqlite3_stmt *statement = get_statement (self, sql, error);

  if (statement == NULL)
    return FALSE;

  g_assert (sqlite3_bind_parameter_count (statement) == (int) strlen (types));
  g_assert (!sqlite3_stmt_busy (statement));
  *rows = (KauntaRowset) { .database = self, .statement = statement };
  for (int i = 0; types[i] != '\0'; i++)
    {
      if (bind_value (statement, i + 1, types[i], values) != SQLITE_OK)
        return set_error (self, error);
    }
  return TRUE;
}

gboolean
kaunta_connection_query (KauntaConnection *self, KauntaRowset *rows, GError **error, const char *sql, const char *types, ...)
{
  gboolean ok = FALSE;
  va_list values;

  va_start (values, types);
  ok = query_with (self, rows, error, sql, types, &values);
  va_end (values);
  return ok;
}

void
kaunta_rowset_close (KauntaRowset *self)
{
  if (self->statement == NULL)
    return;
  sqlite3_reset (self->statement);
  sqlite3_clear_bindings (self->statement);
  *self = (KauntaRowset) { 0 };
}

gboolean
kaunta_rowset_next (KauntaRowset *self, gboolean *failed, GError **error)
{
  int result = sqlite3_step (self->statement);

  *failed = result != SQLITE_ROW && result != SQLITE_DONE;
  if (*failed)
    set_error (self->database, error);
  return result == SQLITE_ROW;
}

const char *
kaunta_rowset_get_text (KauntaRowset *self, int column)
{
  return (const char *) sqlite3_column_text (self->statement, column);
}

gint64
kaunta_rowset_get_integer (KauntaRowset *self, int column)
{
  return sqlite3_column_int64 (self->statement, column);
}

GBytes *
kaunta_rowset_get_bytes (KauntaRowset *self, int column)
{
  const void *data = sqlite3_column_blob (self->statement, column);

  return g_bytes_new (data, sqlite3_column_bytes (self->statement, column));
}

gboolean
kaunta_connection_run (KauntaConnection *self, GError **error, const char *sql, const char *types, ...)
{
  g_auto (KauntaRowset) rows = { 0 };
  gboolean failed = FALSE;
  gboolean ok = FALSE;
  va_list values;

  va_start (values, types);
  ok = query_with (self, &rows, error, sql, types, &values);
  va_end (values);
  while (ok && kaunta_rowset_next (&rows, &failed, error))
    ;
  return ok && !failed;
}

gboolean
kaunta_connection_get_integer (KauntaConnection *self,
                             gint64 *value,
                             gboolean *found,
                             GError **error,
                             const char *sql,
                             const char *types,
                             ...)
{
  g_auto (KauntaRowset) rows = { 0 };
  gboolean failed = FALSE;
  gboolean row = FALSE;
  gboolean ok = FALSE;
  va_list values;

  va_start (values, types);
  ok = query_with (self, &rows, error, sql, types, &values);
  va_end (values);
  row = ok && kaunta_rowset_next (&rows, &failed, error);
  *value = row ? kaunta_rowset_get_integer (&rows, 0) : 0;
  if (found != NULL)
    *found = row;
  return ok && !failed;
}

gint64
kaunta_connection_get_changed (KauntaConnection *self)
{
  return sqlite3_changes64 (self->db);
}
