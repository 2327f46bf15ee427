/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

/**
 * KauntaConnection:
 *
 * One connection to an SQLite file: prepared statements kept by their text, values bound and read in one line. Every
 * error is KAUNTA_PORTAL_ERROR_STORAGE and says what SQLite said. One thread owns it, and every call asserts that.
 */
typedef struct _KauntaConnection KauntaConnection;

typedef enum
{
  KAUNTA_CONNECTION_CREATE,
  KAUNTA_CONNECTION_READ_ONLY,
} KauntaConnectionMode;

/* A new file is made readable by its owner alone: it holds the portal's signing key. */
KauntaConnection *kaunta_connection_open (const char *path, KauntaConnectionMode mode, GError **error);
void kaunta_connection_close (KauntaConnection *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KauntaConnection, kaunta_connection_close)

/* Several statements without values: migrations and pragmas. */
gboolean kaunta_connection_execute (KauntaConnection *self, const char *sql, GError **error);

/* A write transaction (the lock is taken at once), and one that only reads. */
gboolean kaunta_connection_begin (KauntaConnection *self, GError **error);
gboolean kaunta_connection_begin_reading (KauntaConnection *self, GError **error);
/* Ends a transaction: commits it when @keep is TRUE, else takes it back. TRUE when it was committed; after FALSE nothing
 * of it is left. */
gboolean kaunta_connection_end (KauntaConnection *self, gboolean keep, GError **error);

/**
 * KauntaRowset: the rows of a statement that is under way; reset when it is closed.
 */
typedef struct
{
  KauntaConnection *database;
  sqlite3_stmt *statement;
} KauntaRowset;
void kaunta_rowset_close (KauntaRowset *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KauntaRowset, kaunta_rowset_close)

/* Values for $1, $2 ... follow; @types has a letter for each: s (const char *, nullable), i (gint64), b (GBytes *). A
 * parameter's number must be that of its first appearance, which SQLite then counts as PostgreSQL does. */
gboolean kaunta_connection_query (KauntaConnection *self, KauntaRowset *rows, GError **error, const char *sql, const char *types, ...);
/* The next row. FALSE at the end and on error; look at @failed. */
gboolean kaunta_rowset_next (KauntaRowset *self, gboolean *failed, GError **error);
/* (nullable) (transfer none) until the next row */
const char *kaunta_rowset_get_text (KauntaRowset *self, int column);
gint64 kaunta_rowset_get_integer (KauntaRowset *self, int column);
GBytes *kaunta_rowset_get_bytes (KauntaRowset *self, int column);

/* Runs a statement whose rows nobody wants. */
gboolean kaunta_connection_run (KauntaConnection *self, GError **error, const char *sql, const char *types, ...);
/* The first column of the only row; @found: (optional): whether there was one. Without a row the value is 0. */
gboolean kaunta_connection_get_integer (KauntaConnection *self, gint64 *value, gboolean *found, GError **error, const char *sql,
                                      const char *types, ...);
/* How many rows the last statement changed. */
gint64 kaunta_connection_get_changed (KauntaConnection *self);
