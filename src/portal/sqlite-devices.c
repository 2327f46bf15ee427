/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sqlite-storage.h"

/* More than can have been given between a backup and the accident. */
#define SKIPPED_DEVICES 1000
#define SKIPPED_EXCEPTIONS 1000000

static const char SKIP_NUMBERS[] =
  "UPDATE portal SET last_number = last_number + $1, last_exception = last_exception + $2 WHERE id = 1 RETURNING last_number";
static const char FIND_BY_TOKEN[] =
  "SELECT d.device, d.office, d.epoch, e.epoch FROM device_epochs e JOIN devices d ON d.device = e.device "
  "WHERE e.token_hash = $1";
static const char FIND_BY_KEY[] =
  "SELECT d.office, d.epoch FROM device_epochs e JOIN devices d ON d.device = e.device "
  "WHERE e.device = $1 AND e.epoch = $2 AND e.key = $3";
static const char LIST[] =
  "SELECT d.device, d.name, e.key, d.epoch FROM devices d "
  "JOIN device_epochs e ON e.device = d.device AND e.epoch = d.epoch ORDER BY d.device";

gboolean
kaunta_sqlite_find_device (KauntaPortalStorage *storage, const char *token, KauntaPortalDevice *device, GError **error)
{
  KauntaSqliteStorage *self = KAUNTA_SQLITE_STORAGE (storage);
  g_auto (KauntaRowset) rows = { 0 };
  g_autofree char *hash = kaunta_sqlite_hash_text (token);
  gboolean failed = FALSE;

  if (!kaunta_connection_query (self->database, &rows, error, FIND_BY_TOKEN, "s", hash))
    return FALSE;
  if (!kaunta_rowset_next (&rows, &failed, error))
    {
      if (!failed)
        g_set_error_literal (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_UNAUTHORIZED, "No counter has this token.");
      return FALSE;
    }

  g_strlcpy (device->device, kaunta_rowset_get_text (&rows, 0), sizeof device->device);
  device->epoch = kaunta_rowset_get_integer (&rows, 2);
  if (kaunta_rowset_get_integer (&rows, 3) != device->epoch)
    {
      g_set_error (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_FENCED,
                   "The counter %s was enrolled again; this token is of an older epoch.", device->device);
      return FALSE;
    }
  device->office = g_strdup (kaunta_rowset_get_text (&rows, 1));
  return TRUE;
}

gboolean
kaunta_sqlite_find_signer (KauntaPortalStorage *storage,
                           const char *number,
                           gint64 epoch,
                           const char *key,
                           KauntaPortalDevice *device,
                           GError **error)
{
  KauntaSqliteStorage *self = KAUNTA_SQLITE_STORAGE (storage);
  g_auto (KauntaRowset) rows = { 0 };
  gboolean failed = FALSE;

  if (!kaunta_connection_query (self->database, &rows, error, FIND_BY_KEY, "sis", number, epoch, key))
    return FALSE;
  if (!kaunta_rowset_next (&rows, &failed, error))
    {
      if (!failed)
        g_set_error (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_NOT_FOUND, "No counter %s was enrolled with this key.", number);
      return FALSE;
    }

  g_strlcpy (device->device, number, sizeof device->device);
  device->office = g_strdup (kaunta_rowset_get_text (&rows, 0));
  device->epoch = kaunta_rowset_get_integer (&rows, 1);
  device->fenced = device->epoch != epoch;
  return TRUE;
}

GPtrArray *
kaunta_sqlite_list_devices (KauntaPortalStorage *storage, GError **error)
{
  KauntaSqliteStorage *self = KAUNTA_SQLITE_STORAGE (storage);
  g_autoptr (GPtrArray) devices = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_device_unref);
  g_auto (KauntaRowset) rows = { 0 };
  gboolean failed = FALSE;

  if (!kaunta_connection_query (self->database, &rows, error, LIST, ""))
    return NULL;
  while (kaunta_rowset_next (&rows, &failed, error))
    g_ptr_array_add (devices, kaunta_device_new (kaunta_rowset_get_text (&rows, 0), kaunta_rowset_get_text (&rows, 1),
                                                 kaunta_rowset_get_text (&rows, 2), kaunta_rowset_get_integer (&rows, 3)));
  return failed ? NULL : g_steal_pointer (&devices);
}

gboolean
kaunta_sqlite_skip_numbers (KauntaPortalStorage *storage, gint64 *next, GError **error)
{
  KauntaSqliteStorage *self = KAUNTA_SQLITE_STORAGE (storage);
  gint64 last = 0;

  if (!kaunta_connection_get_integer (self->database, &last, NULL, error, SKIP_NUMBERS, "ii",
                                      (gint64) SKIPPED_DEVICES, (gint64) SKIPPED_EXCEPTIONS))
    return FALSE;
  *next = last + 1;
  return TRUE;
}
