/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sqlite-storage.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include "portal-resources.h"

/* "KNTP": a Kaunta portal's database. */
#define APPLICATION_ID 0x4b4e5450

static const char GET_APPLICATION_ID[] = "PRAGMA application_id";
static const char GET_VERSION[] = "PRAGMA user_version";
static const char COUNT_TABLES[] = "SELECT count(*) FROM sqlite_schema";
/* A reader of a running portal's file must not wait for a write lock; a writer must know that it is on disk. */
static const char SET_UP_WRITING[] = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON";
static const char MAKE_PORTAL[] =
  "INSERT INTO portal (id, key_seed, last_change, last_exception, register_version, register_at) "
  "VALUES (1, $1, 0, 0, 0, $2) ON CONFLICT (id) DO NOTHING";
static const char GET_KEY_SEED[] = "SELECT key_seed FROM portal WHERE id = 1";
static const char CHECK[] = "SELECT last_change FROM portal WHERE id = 1";

/* Numbered from 1; the statements that follow the file's own are constants because a PRAGMA takes no parameters. */
static const struct
{
  const char *resource;
  const char *stamp;
} MIGRATIONS[] = {
  { "/ke/go/kaunta/portal/sql/portal-1.sql", "PRAGMA application_id = 0x4b4e5450; PRAGMA user_version = 1" },
  { "/ke/go/kaunta/portal/sql/portal-2.sql", "PRAGMA user_version = 2" },
  { "/ke/go/kaunta/portal/sql/portal-3.sql", "PRAGMA user_version = 3" },
  { "/ke/go/kaunta/portal/sql/portal-4.sql", "PRAGMA user_version = 4" },
  { "/ke/go/kaunta/portal/sql/portal-5.sql", "PRAGMA user_version = 5" },
};

static void kaunta_sqlite_storage_iface_init (KauntaPortalStorageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KauntaSqliteStorage, kaunta_sqlite_storage, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (KAUNTA_TYPE_PORTAL_STORAGE, kaunta_sqlite_storage_iface_init))

char *
kaunta_sqlite_hash_text (const char *text)
{
  guint8 hash[KAUNTA_HASH_BYTES];

  kaunta_hash ((const guint8 *) text, strlen (text), hash);
  return kaunta_hash_to_hex (hash);
}

static gboolean
kaunta_sqlite_check (KauntaPortalStorage *storage, GError **error)
{
  KauntaSqliteStorage *self = KAUNTA_SQLITE_STORAGE (storage);
  gint64 last_change = 0;

  return kaunta_connection_get_integer (self->database, &last_change, NULL, error, CHECK, "");
}

static gboolean
kaunta_sqlite_sign (KauntaPortalStorage *storage,
                    const char *purpose,
                    const guint8 *bytes,
                    gsize length,
                    guint8 signature[KAUNTA_SIGNATURE_BYTES],
                    GError **error)
{
  KauntaSqliteStorage *self = KAUNTA_SQLITE_STORAGE (storage);

  if (self->key == NULL)
    {
      g_set_error_literal (error, KAUNTA_PORTAL_ERROR, KAUNTA_PORTAL_ERROR_STORAGE, "The storage is open for reading only.");
      return FALSE;
    }
  kaunta_key_sign (self->key, purpose, bytes, length, signature);
  return TRUE;
}

/* Says how old the file's schema is: 0 when it is new. What it isn't sure of it refuses, and has written nothing then. */
static gboolean
read_version (KauntaConnection *database, const char *path, gint64 *version, GError **error)
{
  gint64 application = 0;
  gint64 tables = 0;

  if (!kaunta_connection_get_integer (database, &application, NULL, error, GET_APPLICATION_ID, "")
      || !kaunta_connection_get_integer (database, version, NULL, error, GET_VERSION, "")
      || !kaunta_connection_get_integer (database, &tables, NULL, error, COUNT_TABLES, ""))
    return FALSE;

  if (application != APPLICATION_ID && (application != 0 || tables != 0 || *version != 0))
    {
      g_set_error (error, KAUNTA_PORTAL_ERROR, KAUNTA_PORTAL_ERROR_STORAGE,
                   _("%s is not the database of a Kaunta portal. It was left as it is."), path);
      return FALSE;
    }
  if (*version > (gint64) G_N_ELEMENTS (MIGRATIONS))
    {
      g_set_error (error, KAUNTA_PORTAL_ERROR, KAUNTA_PORTAL_ERROR_NEWER,
                   _("%s was written by a newer portal. It was left as it is; use that portal or a newer one."), path);
      return FALSE;
    }
  return TRUE;
}

static gboolean
apply_migration (KauntaConnection *database, gsize index, GError **error)
{
  g_autoptr (GBytes) sql =
    g_resource_lookup_data (kaunta_portal_get_resource (), MIGRATIONS[index].resource, G_RESOURCE_LOOKUP_FLAGS_NONE, error);

  return sql != NULL
         && kaunta_connection_execute (database, g_bytes_get_data (sql, NULL), error)
         && kaunta_connection_execute (database, MIGRATIONS[index].stamp, error);
}

/* Another process may have migrated while this one waited for the lock, so the version is read under it. */
static gboolean
migrate (KauntaConnection *database, GError **error)
{
  gboolean ok = TRUE;
  gint64 version = 0;

  if (!kaunta_connection_begin (database, error))
    return FALSE;
  ok = kaunta_connection_get_integer (database, &version, NULL, error, GET_VERSION, "");
  for (gsize i = version; ok && i < G_N_ELEMENTS (MIGRATIONS); i++)
    ok = apply_migration (database, i, error);
  return kaunta_connection_end (database, ok, error);
}

static gboolean
make_portal (KauntaSqliteStorage *self, GError **error)
{
  g_autofree char *seed = kaunta_random_hex (KAUNTA_HASH_BYTES);

  return kaunta_connection_run (self->database, error, MAKE_PORTAL, "si", seed, kaunta_clock_get_now (self->clock));
}

static gboolean
load_key (KauntaSqliteStorage *self, GError **error)
{
  g_auto (KauntaRowset) rows = { 0 };
  guint8 seed[KAUNTA_HASH_BYTES] = { 0 };
  gboolean failed = FALSE;
  const char *hex = NULL;

  if (!kaunta_connection_query (self->database, &rows, error, GET_KEY_SEED, ""))
    return FALSE;
  if (kaunta_rowset_next (&rows, &failed, error))
    hex = kaunta_rowset_get_text (&rows, 0);
  if (hex == NULL || strlen (hex) != 2 * sizeof seed)
    {
      if (!failed)
        g_set_error_literal (error, KAUNTA_PORTAL_ERROR, KAUNTA_PORTAL_ERROR_STORAGE,
                             _("The portal’s signing key is missing from its database."));
      return FALSE;
    }

  for (gsize i = 0; i < sizeof seed; i++)
    seed[i] = g_ascii_xdigit_value (hex[2 * i]) << 4 | g_ascii_xdigit_value (hex[2 * i + 1]);
  self->key = kaunta_key_new_from_seed (seed);
  explicit_bzero (seed, sizeof seed);
  return TRUE;
}

static gboolean
set_up_writing (KauntaSqliteStorage *self, GError **error)
{
  return kaunta_connection_execute (self->database, SET_UP_WRITING, error)
         && migrate (self->database, error)
         && make_portal (self, error)
         && load_key (self, error);
}

static KauntaPortalStorage *
open_storage (const char *path, KauntaConnectionMode mode, KauntaClock *clock, GError **error)
{
  g_autoptr (KauntaSqliteStorage) self = g_object_new (KAUNTA_TYPE_SQLITE_STORAGE, NULL);
  gint64 version = 0;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (KAUNTA_IS_CLOCK (clock), NULL);

  self->clock = g_object_ref (clock);
  self->database = kaunta_connection_open (path, mode, error);
  if (self->database == NULL || !read_version (self->database, path, &version, error))
    return NULL;
  if (mode == KAUNTA_CONNECTION_CREATE && !set_up_writing (self, error))
    return NULL;
  if (mode == KAUNTA_CONNECTION_READ_ONLY && !kaunta_sqlite_check (KAUNTA_PORTAL_STORAGE (self), error))
    return NULL;
  return KAUNTA_PORTAL_STORAGE (g_steal_pointer (&self));
}

KauntaPortalStorage *
kaunta_sqlite_storage_open (const char *path, KauntaClock *clock, GError **error)
{
  return open_storage (path, KAUNTA_CONNECTION_CREATE, clock, error);
}

KauntaPortalStorage *
kaunta_sqlite_storage_open_readonly (const char *path, KauntaClock *clock, GError **error)
{
  return open_storage (path, KAUNTA_CONNECTION_READ_ONLY, clock, error);
}

static void
kaunta_sqlite_storage_finalize (GObject *object)
{
  KauntaSqliteStorage *self = KAUNTA_SQLITE_STORAGE (object);

  kaunta_portal_snapshot_clear (&self->snapshot);
  g_clear_pointer (&self->run, g_free);
  g_clear_pointer (&self->key, kaunta_key_unref);
  g_clear_pointer (&self->database, kaunta_connection_close);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (kaunta_sqlite_storage_parent_class)->finalize (object);
}

static void
kaunta_sqlite_storage_class_init (KauntaSqliteStorageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kaunta_sqlite_storage_finalize;
}

static void
kaunta_sqlite_storage_init (KauntaSqliteStorage *self)
{
}

static void
kaunta_sqlite_storage_iface_init (KauntaPortalStorageInterface *iface)
{
  iface->create_code = kaunta_sqlite_create_code;
  iface->put_all = kaunta_sqlite_put_all;
  iface->import_payers = kaunta_sqlite_import_payers;
  iface->list_devices = kaunta_sqlite_list_devices;
  iface->read_entries = kaunta_sqlite_read_entries;
  iface->list_branched = kaunta_sqlite_list_branched;
  iface->read_forks = kaunta_sqlite_read_forks;
  iface->enter_branches = kaunta_sqlite_resolve;
  iface->skip_numbers = kaunta_sqlite_skip_numbers;
  iface->enrol = kaunta_sqlite_enrol;
  iface->find_device = kaunta_sqlite_find_device;
  iface->find_signer = kaunta_sqlite_find_signer;
  iface->append = kaunta_sqlite_append;
  iface->read_changes = kaunta_sqlite_read_changes;
  iface->get_snapshot = kaunta_sqlite_get_snapshot;
  iface->find_payers = kaunta_sqlite_find_payers;
  iface->get_bill = kaunta_sqlite_get_bill;
  iface->sign = kaunta_sqlite_sign;
  iface->check = kaunta_sqlite_check;
}
