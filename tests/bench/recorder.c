/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "recorder.h"

struct _Recorder
{
  sqlite3 *handle;
  GHashTable *tables; /* name -> RecordedTable (owned) */
  GPtrArray *rows;    /* (element-type RecordedRow) */
};

static void
free_table (gpointer data)
{
  RecordedTable *table = data;

  g_free (table->name);
  g_ptr_array_unref (table->columns);
  g_array_unref (table->key);
  g_free (table);
}

static void
free_row (gpointer data)
{
  RecordedRow *row = data;

  g_clear_pointer (&row->before, g_ptr_array_unref);
  g_ptr_array_unref (row->after);
  g_free (row);
}

/* table_info leaves out what is computed from other columns. */
static RecordedTable *
read_table (Recorder *self, const char *name)
{
  RecordedTable *table = g_new0 (RecordedTable, 1);
  sqlite3_stmt *statement = NULL;

  table->name = g_strdup (name);
  table->columns = g_ptr_array_new_with_free_func (g_free);
  table->key = g_array_new (FALSE, FALSE, sizeof (guint));
  sqlite3_prepare_v2 (self->handle, "SELECT cid, name, pk FROM pragma_table_info(?)", -1, &statement, NULL);
  sqlite3_bind_text (statement, 1, name, -1, SQLITE_STATIC);
  while (sqlite3_step (statement) == SQLITE_ROW)
    {
      guint place = (guint) sqlite3_column_int (statement, 0);

      g_assert_cmpuint (place, ==, table->columns->len);
      g_ptr_array_add (table->columns, g_strdup ((const char *) sqlite3_column_text (statement, 1)));
      if (sqlite3_column_int (statement, 2) > 0)
        g_array_append_val (table->key, place);
    }
  sqlite3_finalize (statement);
  return table;
}

static gboolean
have_same_key (const RecordedTable *table, GPtrArray *values, GPtrArray *others)
{
  for (guint i = 0; i < table->key->len; i++)
    {
      guint place = g_array_index (table->key, guint, i);

      if (g_strcmp0 ((const char *) sqlite3_value_text (values->pdata[place]),
                     (const char *) sqlite3_value_text (others->pdata[place])) != 0)
        return FALSE;
    }
  return TRUE;
}

static RecordedRow *
find_row (Recorder *self, const RecordedTable *table, GPtrArray *values)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      RecordedRow *row = self->rows->pdata[i];

      if (row->table == table && have_same_key (table, row->after, values))
        return row;
    }
  return NULL;
}

static GPtrArray *
read_values (Recorder *self, const RecordedTable *table, int (*read) (sqlite3 *handle, int place, sqlite3_value **value))
{
  GPtrArray *values = g_ptr_array_new_with_free_func ((GDestroyNotify) sqlite3_value_free);

  for (guint i = 0; i < table->columns->len; i++)
    {
      sqlite3_value *value = NULL;
      int code = read (self->handle, (int) i, &value);

      g_assert_cmpint (code, ==, SQLITE_OK);
      g_ptr_array_add (values, sqlite3_value_dup (value));
    }
  return values;
}

static void
row_written_cb (void *data, sqlite3 *handle, int operation, const char *database, const char *name, sqlite3_int64 old_id,
                sqlite3_int64 new_id)
{
  Recorder *self = data;
  const RecordedTable *table = g_hash_table_lookup (self->tables, name);
  g_autoptr (GPtrArray) values = NULL;
  RecordedRow *row;

  g_assert_cmpint (operation, !=, SQLITE_DELETE);
  g_assert_nonnull (table);
  values = read_values (self, table, sqlite3_preupdate_new);
  row = find_row (self, table, values);
  if (row == NULL)
    {
      row = g_new0 (RecordedRow, 1);
      row->table = table;
      row->before = operation == SQLITE_UPDATE ? read_values (self, table, sqlite3_preupdate_old) : NULL;
      g_ptr_array_add (self->rows, row);
    }
  g_clear_pointer (&row->after, g_ptr_array_unref);
  row->after = g_steal_pointer (&values);
}

Recorder *
recorder_new (sqlite3 *handle)
{
  Recorder *self = g_new0 (Recorder, 1);
  sqlite3_stmt *statement = NULL;

  self->handle = handle;
  self->tables = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, free_table);
  self->rows = g_ptr_array_new_with_free_func (free_row);
  sqlite3_prepare_v2 (handle, "SELECT name FROM sqlite_schema WHERE type = 'table'", -1, &statement, NULL);
  while (sqlite3_step (statement) == SQLITE_ROW)
    {
      RecordedTable *table = read_table (self, (const char *) sqlite3_column_text (statement, 0));

      g_hash_table_insert (self->tables, table->name, table);
    }
  sqlite3_finalize (statement);
  sqlite3_preupdate_hook (handle, row_written_cb, self);
  return self;
}

void
recorder_free (Recorder *self)
{
  sqlite3_preupdate_hook (self->handle, NULL, NULL);
  g_ptr_array_unref (self->rows);
  g_hash_table_unref (self->tables);
  g_free (self);
}

GPtrArray *
recorder_take (Recorder *self)
{
  GPtrArray *rows = self->rows;

  self->rows = g_ptr_array_new_with_free_func (free_row);
  return rows;
}
