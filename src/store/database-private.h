/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "database.h"

struct _KauntaDatabase
{
  sqlite3 *handle; /* NULL only after a file could not be opened again */
  const KauntaSchema *schema;
  GHashTable *statements; /* address of the SQL -> sqlite3_stmt */
  GThread *thread;
  int lock;      /* descriptor of the lock file, -1 without one */
  int wal_pages; /* in the write-ahead log after the last commit */
};

/* Makes @handle (taken) the open one. */
void kaunta_database_attach (KauntaDatabase *self, sqlite3 *handle);
/* Drops the statements and closes the file; the lock stays. */
void kaunta_database_detach (KauntaDatabase *self);
/* Takes @handle and @lock. */
KauntaDatabase *kaunta_database_new (sqlite3 *handle, const KauntaSchema *schema, int lock);
/* Runs a script of several statements, one after the other. */
gboolean kaunta_database_run_script (sqlite3 *handle, const char *script, GError **error);
/* Brings a database from its user_version to @version, each step in one transaction. */
gboolean kaunta_database_migrate (sqlite3 *handle, const KauntaSchema *schema, int version, GError **error);
int kaunta_schema_get_version (const KauntaSchema *self);
/* Whether tables, indexes and triggers are those that the migrations up to the file's user_version make. */
gboolean kaunta_database_check_schema (sqlite3 *handle, const KauntaSchema *schema, GError **error);
/* DAMAGED with the first finding of @pragma, a check that answers "ok". */
gboolean kaunta_database_check_pages (sqlite3 *handle, const char *pragma, GError **error);
int kaunta_database_read_pragma (sqlite3 *handle, const char *pragma, GError **error);
