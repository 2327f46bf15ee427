/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>
#include "store-error.h"

/**
 * KauntaSchema:
 * @application_id: says whose file it is
 * @durable: whether each commit is synced to disk (the journal), or the newest may be lost in a power cut (a
 * cache)
 * @migrations: names of the numbered .sql files, in order, ended by NULL; the n-th leads to user_version n
 *
 * What a database file of one kind is made by.
 */
typedef struct
{
  guint32 application_id;
  gboolean durable;
  const char *const *migrations;
} KauntaSchema;

extern const KauntaSchema kaunta_ledger_schema;
extern const KauntaSchema kaunta_register_schema;

/**
 * KauntaDatabase:
 *
 * A connection to one SQLite file, with its prepared statements. Private to the store; used by the thread
 * that opened it.
 */
typedef struct _KauntaDatabase KauntaDatabase;

/**
 * KauntaDatabaseMode:
 * @KAUNTA_DATABASE_WRITE: creates what is not there, migrates, and keeps every other writer out by a lock
 * file
 * @KAUNTA_DATABASE_READ: changes nothing and may run beside a writer
 */
typedef enum
{
  KAUNTA_DATABASE_WRITE,
  KAUNTA_DATABASE_READ,
} KauntaDatabaseMode;

/* Looks first, without writing a byte: DAMAGED, NEWER, BUSY and IO leave the file, and the folder beside the
 * lock, as they were. */
KauntaDatabase *kaunta_database_open (const char *path, const KauntaSchema *schema, KauntaDatabaseMode mode,
                                      GError **error);
/* Whether there is something in the log beside the file at @path. */
gboolean kaunta_database_has_log_content (const char *path);
/* Removes the log beside the file at @path. Nobody may have it open. */
void kaunta_database_remove_log (const char *path);
/* Removes the file, and with it what lies beside it: lock and log. Nobody may have it open. */
void kaunta_database_remove (const char *path);
/* An empty one in memory, with @schema's tables. */
KauntaDatabase *kaunta_database_open_memory (const KauntaSchema *schema, GError **error);
void kaunta_database_close (KauntaDatabase *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KauntaDatabase, kaunta_database_close)

/**
 * KauntaValue: what a statement's parameter is bound to. Borrowed until the call returns.
 */
typedef struct
{
  int type;
  gint64 integer;
  const void *bytes;
  gsize length;
} KauntaValue;

#define KAUNTA_INTEGER(value) ((KauntaValue){ .type = SQLITE_INTEGER, .integer = (value) })
/* NULL is SQL's NULL. */
#define KAUNTA_TEXT(value) ((KauntaValue){ .type = SQLITE_TEXT, .bytes = (value) })
#define KAUNTA_BLOB(value, size) ((KauntaValue){ .type = SQLITE_BLOB, .bytes = (value), .length = (size) })
#define KAUNTA_VALUES(...)                \
  ((const KauntaValue[]){ __VA_ARGS__ }), \
      (sizeof ((const KauntaValue[]){ __VA_ARGS__ }) / sizeof (KauntaValue))

/* Reads one row of an answer with sqlite3_column_...(). FALSE with an error ends the reading. */
typedef gboolean (*KauntaRowFunc) (sqlite3_stmt *row, gpointer data, GError **error);

/* In the following @sql is a string literal out of a file's table of statements: it is prepared once, and
 * found again by its address. The trailing arguments are KauntaValues, one a parameter. */
#define kaunta_database_execute(self, error, sql, ...) \
  kaunta_database_each_value ((self), (sql), KAUNTA_VALUES (__VA_ARGS__), NULL, NULL, (error))
#define kaunta_database_each(self, read, data, error, sql, ...) \
  kaunta_database_each_value ((self), (sql), KAUNTA_VALUES (__VA_ARGS__), (read), (data), (error))
/* The first column of the first row, @value unchanged when there is none. */
#define kaunta_database_read_integer(self, value, error, sql, ...)                                          \
  kaunta_database_each_value ((self), (sql), KAUNTA_VALUES (__VA_ARGS__), kaunta_row_read_integer, (value), \
                              (error))

gboolean kaunta_database_each_value (KauntaDatabase *self, const char *sql, const KauntaValue *values,
                                     gsize n_values, KauntaRowFunc read, gpointer data, GError **error);
gboolean kaunta_row_read_integer (sqlite3_stmt *row, gpointer data, GError **error);
/* A column's text, NULL for SQL's NULL. (transfer none), until the row is left */
const char *kaunta_row_text (sqlite3_stmt *row, int column);
/* A column's text or NULL (transfer full) */
char *kaunta_row_dup_text (sqlite3_stmt *row, int column);

/* One writer's transaction at a time (BEGIN IMMEDIATE). */
gboolean kaunta_database_begin (KauntaDatabase *self, GError **error);
gboolean kaunta_database_commit (KauntaDatabase *self, GError **error);
/* Does nothing when no transaction is open: SQLite may have ended it itself. */
void kaunta_database_roll_back (KauntaDatabase *self);
gboolean kaunta_database_in_transaction (KauntaDatabase *self);
/* A step that holds or not as a whole, within a transaction or as one of its own. */
gboolean kaunta_database_begin_step (KauntaDatabase *self, GError **error);
/* Ends it: keeps it if @success, else undoes it. Returns whether it was kept. */
gboolean kaunta_database_end_step (KauntaDatabase *self, gboolean success, GError **error);

/* Moves what was committed from the write-ahead log into the file. To be called when nobody waits: it is the
 * slow part of a commit. */
void kaunta_database_checkpoint (KauntaDatabase *self);

/* The folder that the file is in. (transfer full) */
char *kaunta_database_get_folder (KauntaDatabase *self);
/* Gives the file the name @aside, in the same folder, and begins an empty one in its place, under the same lock.
 * A failure leaves it as it was. */
gboolean kaunta_database_set_aside (KauntaDatabase *self, const char *aside, GError **error);

/* Whether integrity_check and the schema are as they must be; DAMAGED with the first finding. */
gboolean kaunta_database_check (KauntaDatabase *self, GError **error);

void kaunta_database_set_error (sqlite3 *handle, int code, GError **error);
/* @cause: errno of what was done to the file without SQLite. */
void kaunta_database_set_system_error (int cause, GError **error);
