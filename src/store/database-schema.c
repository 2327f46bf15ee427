/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "database-private.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include "kaunta-migrations.h"

#define MIGRATIONS_PREFIX "/ke/go/kaunta/migrations/"

static const char *const ledger_migrations[] = { "ledger-001.sql", "ledger-002.sql", "ledger-003.sql", NULL };
static const char *const register_migrations[] = { "register-001.sql", NULL };

const KauntaSchema kaunta_ledger_schema = { 0x4B4E544C, TRUE, ledger_migrations };
const KauntaSchema kaunta_register_schema = { 0x4B4E5452, FALSE, register_migrations };

static const char SQL_SCHEMA[] =
    "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema WHERE name NOT GLOB 'sqlite_stat*'"
    " ORDER BY type, name";

int
kaunta_schema_get_version (const KauntaSchema *self)
{
  return (int) g_strv_length ((char **) self->migrations);
}

gboolean
kaunta_database_run_script (sqlite3 *handle, const char *script, GError **error)
{
  int code = sqlite3_exec (handle, script, NULL, NULL, NULL);

  if (code == SQLITE_OK)
    return TRUE;

  kaunta_database_set_error (handle, code, error);
  return FALSE;
}

int
kaunta_database_read_pragma (sqlite3 *handle, const char *pragma, GError **error)
{
  sqlite3_stmt *statement = NULL;
  int code = sqlite3_prepare_v2 (handle, pragma, -1, &statement, NULL);
  int value = -1;

  if (code == SQLITE_OK)
    code = sqlite3_step (statement);
  if (code == SQLITE_ROW)
    value = sqlite3_column_int (statement, 0);
  else
    kaunta_database_set_error (handle, code, error);
  sqlite3_finalize (statement);
  return value;
}

static gboolean
apply_migration (sqlite3 *handle, const char *name, GError **error)
{
  g_autofree char *path = g_strconcat (MIGRATIONS_PREFIX, name, NULL);
  g_autoptr (GBytes) script = g_resource_lookup_data (kaunta_migrations_get_resource (), path, 0, error);

  if (script == NULL)
    return FALSE;

  if (kaunta_database_run_script (handle, "BEGIN IMMEDIATE", error)
      && kaunta_database_run_script (handle, g_bytes_get_data (script, NULL), error)
      && kaunta_database_run_script (handle, "COMMIT", error))
    return TRUE;

  if (!sqlite3_get_autocommit (handle))
    kaunta_database_run_script (handle, "ROLLBACK", NULL);
  return FALSE;
}

gboolean
kaunta_database_migrate (sqlite3 *handle, const KauntaSchema *schema, int version, GError **error)
{
  int held = kaunta_database_read_pragma (handle, "PRAGMA user_version", error);

  if (held < 0)
    return FALSE;

  for (int next = held; next < version; next++)
    if (!apply_migration (handle, schema->migrations[next], error))
      return FALSE;
  return TRUE;
}

/* SHA-256 over the text that every table, index and trigger was made by. (transfer full) */
static char *
digest_schema (sqlite3 *handle, GError **error)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  sqlite3_stmt *statement = NULL;
  int code = sqlite3_prepare_v2 (handle, SQL_SCHEMA, -1, &statement, NULL);

  while (code == SQLITE_OK || code == SQLITE_ROW)
    {
      code = sqlite3_step (statement);
      for (int column = 0; code == SQLITE_ROW && column < 4; column++)
        g_checksum_update (checksum, sqlite3_column_text (statement, column),
                           sqlite3_column_bytes (statement, column) + 1);
    }
  sqlite3_finalize (statement);

  if (code == SQLITE_DONE)
    return g_strdup (g_checksum_get_string (checksum));

  kaunta_database_set_error (handle, code, error);
  return NULL;
}

/* The digest that @schema's migrations up to @version lead to. (transfer full) */
static char *
expect_digest (const KauntaSchema *schema, int version, GError **error)
{
  sqlite3 *handle = NULL;
  char *digest = NULL;

  if (sqlite3_open (":memory:", &handle) != SQLITE_OK)
    kaunta_database_set_error (handle, SQLITE_NOMEM, error);
  else if (kaunta_database_migrate (handle, schema, version, error))
    digest = digest_schema (handle, error);
  sqlite3_close (handle);
  return digest;
}

static void
set_damaged (const char *finding, GError **error)
{
  g_debug ("Damage: %s", finding);
  kaunta_database_set_error (NULL, SQLITE_CORRUPT, error);
}

gboolean
kaunta_database_check_schema (sqlite3 *handle, const KauntaSchema *schema, GError **error)
{
  g_autofree char *digest = NULL;
  g_autofree char *expected = NULL;
  int version = kaunta_database_read_pragma (handle, "PRAGMA user_version", error);

  if (version < 0)
    return FALSE;

  if (version == 0 || version > kaunta_schema_get_version (schema))
    {
      set_damaged ("user_version", error);
      return FALSE;
    }

  digest = digest_schema (handle, error);
  expected = digest != NULL ? expect_digest (schema, version, error) : NULL;
  if (expected == NULL)
    return FALSE;

  if (g_str_equal (digest, expected))
    return TRUE;

  set_damaged ("schema", error);
  return FALSE;
}

/* A page that can't be read now is a finding of the check, too, but no damage: SQLite's code of that reading, 0 for another finding. */
static int
find_failed_reading (const char *finding)
{
  static const char SAID[] = "unable to get the page. error code=";
  const char *said = finding != NULL ? strstr (finding, SAID) : NULL;
  int code = said != NULL ? (int) g_ascii_strtoll (said + strlen (SAID), NULL, 10) : SQLITE_OK;

  return (code & 0xff) == SQLITE_IOERR ? code : SQLITE_OK;
}

gboolean
kaunta_database_check_pages (sqlite3 *handle, const char *pragma, GError **error)
{
  sqlite3_stmt *statement = NULL;
  int code = sqlite3_prepare_v2 (handle, pragma, -1, &statement, NULL);
  gboolean whole = FALSE;

  if (code == SQLITE_OK)
    code = sqlite3_step (statement);
  if (code != SQLITE_ROW)
    kaunta_database_set_error (handle, code, error);
  else if ((code = find_failed_reading (kaunta_row_text (statement, 0))) != SQLITE_OK)
    kaunta_database_set_error (handle, code, error);
  else if (!(whole = g_strcmp0 (kaunta_row_text (statement, 0), "ok") == 0))
    set_damaged (kaunta_row_text (statement, 0), error);
  sqlite3_finalize (statement);
  return whole;
}
