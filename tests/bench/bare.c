/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bare.h"

struct _Bare
{
  sqlite3 *handle;
  GHashTable *statements; /* SQL (owned) -> sqlite3_stmt */
  sqlite3_stmt *begin;
  sqlite3_stmt *commit;
  int wal_pages;
};

/* One row's statement, which other rows share, and what to bind. */
typedef struct
{
  sqlite3_stmt *statement;
  GPtrArray *values; /* (element-type sqlite3_value) (unowned) */
} Prepared;

static void
check (Bare *self, int code)
{
  if (code != SQLITE_OK && code != SQLITE_DONE)
    g_error ("The bare database: %s", sqlite3_errmsg (self->handle));
}

static void
finalize_statement (gpointer statement)
{
  sqlite3_finalize (statement);
}

static int
log_grown_cb (void *data, sqlite3 *handle, const char *name, int pages)
{
  Bare *self = data;

  self->wal_pages = pages;
  return SQLITE_OK;
}

static sqlite3_stmt *
prepare (Bare *self, const char *sql)
{
  sqlite3_stmt *statement = g_hash_table_lookup (self->statements, sql);

  if (statement == NULL)
    {
      check (self, sqlite3_prepare_v3 (self->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL));
      g_hash_table_insert (self->statements, g_strdup (sql), statement);
    }
  return statement;
}

Bare *
bare_open (const char *path, gboolean checkpoints)
{
  Bare *self = g_new0 (Bare, 1);

  check (self, sqlite3_open_v2 (path, &self->handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL));
  check (self, sqlite3_exec (self->handle, "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL",
                             NULL, NULL, NULL));
  if (!checkpoints)
    sqlite3_wal_hook (self->handle, log_grown_cb, self);
  self->statements = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, finalize_statement);
  self->begin = prepare (self, "BEGIN IMMEDIATE");
  self->commit = prepare (self, "COMMIT");
  return self;
}

void
bare_close (Bare *self)
{
  g_hash_table_unref (self->statements);
  check (self, sqlite3_close (self->handle));
  g_free (self);
}

void
bare_checkpoint (Bare *self, int pages)
{
  if (self->wal_pages < pages)
    return;
  check (self, sqlite3_wal_checkpoint_v2 (self->handle, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL));
  self->wal_pages = 0;
}

static void
write_insert (GString *sql, const RecordedRow *row, GPtrArray *values)
{
  GPtrArray *columns = row->table->columns;

  g_string_printf (sql, "INSERT INTO %s (", row->table->name);
  for (guint i = 0; i < columns->len; i++)
    g_string_append_printf (sql, "%s%s", i > 0 ? ", " : "", (char *) columns->pdata[i]);
  g_string_append (sql, ") VALUES (");
  for (guint i = 0; i < columns->len; i++)
    {
      g_ptr_array_add (values, row->after->pdata[i]);
      g_string_append (sql, i > 0 ? ", ?" : "?");
    }
  g_string_append_c (sql, ')');
}

static gboolean
is_same (sqlite3_value *value, sqlite3_value *other)
{
  return sqlite3_value_type (value) == sqlite3_value_type (other)
         && g_strcmp0 ((const char *) sqlite3_value_text (value), (const char *) sqlite3_value_text (other)) == 0;
}

/* Nothing but the columns that changed, by the primary key. */
static void
write_update (GString *sql, const RecordedRow *row, GPtrArray *values)
{
  const RecordedTable *table = row->table;
  const char *separator = "";

  g_string_printf (sql, "UPDATE %s SET ", table->name);
  for (guint i = 0; i < table->columns->len; i++)
    {
      if (is_same (row->before->pdata[i], row->after->pdata[i]))
        continue;
      g_ptr_array_add (values, row->after->pdata[i]);
      g_string_append_printf (sql, "%s%s = ?", separator, (char *) table->columns->pdata[i]);
      separator = ", ";
    }
  separator = " WHERE ";
  for (guint i = 0; i < table->key->len; i++)
    {
      guint place = g_array_index (table->key, guint, i);

      g_ptr_array_add (values, row->before->pdata[place]);
      g_string_append_printf (sql, "%s%s = ?", separator, (char *) table->columns->pdata[place]);
      separator = " AND ";
    }
}

static Prepared *
prepare_row (Bare *self, const RecordedRow *row)
{
  g_autoptr (GString) sql = g_string_new (NULL);
  Prepared *prepared = g_new0 (Prepared, 1);

  prepared->values = g_ptr_array_new ();
  if (row->before == NULL)
    write_insert (sql, row, prepared->values);
  else
    write_update (sql, row, prepared->values);
  prepared->statement = prepare (self, sql->str);
  return prepared;
}

static void
free_prepared (gpointer data)
{
  Prepared *prepared = data;

  g_ptr_array_unref (prepared->values);
  g_free (prepared);
}

GPtrArray *
bare_prepare (Bare *self, GPtrArray *rows)
{
  GPtrArray *statements = g_ptr_array_new_with_free_func (free_prepared);

  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (statements, prepare_row (self, rows->pdata[i]));
  return statements;
}

static void
run (Bare *self, sqlite3_stmt *statement)
{
  check (self, sqlite3_step (statement));
  check (self, sqlite3_reset (statement));
}

void
bare_write (Bare *self, GPtrArray *statements)
{
  run (self, self->begin);
  for (guint i = 0; i < statements->len; i++)
    {
      const Prepared *prepared = statements->pdata[i];

      for (guint place = 0; place < prepared->values->len; place++)
        sqlite3_bind_value (prepared->statement, (int) place + 1, prepared->values->pdata[place]);
      run (self, prepared->statement);
    }
  run (self, self->commit);
}
