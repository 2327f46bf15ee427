/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sqlite-storage.h"

#include <string.h>
#include "json.h"

/* A page ends after the change that reaches this, so that no answer comes near KAUNTA_WIRE_MAX_ANSWER_BYTES: one change
 * is at most as long as the entry it came from. */
#define PAGE_BYTES (2 * 1024 * 1024)

/* What two devices had a hand in is told to both. */
static const char OFFER[] =
  "INSERT INTO changes (office, kind, id, cursor, origin, changed_at, data) VALUES ($1, $2, $3, $4, $5, $6, $7) "
  "ON CONFLICT (office, kind, id) DO UPDATE SET cursor = excluded.cursor, changed_at = excluded.changed_at, "
  "data = excluded.data, origin = CASE WHEN changes.origin = excluded.origin THEN excluded.origin ELSE '' END "
  "WHERE changes.data <> excluded.data";
static const char READ[] =
  "SELECT cursor, kind, id, changed_at, data FROM changes "
  "WHERE office IN ($1, '') AND cursor > $2 AND origin <> $3 ORDER BY cursor LIMIT $4";
static const char READ_ELSEWHERE[] =
  "SELECT office, data FROM changes WHERE kind = $1 AND id = $2 AND office <> $3 ORDER BY office";
static const char PUT_OFFICE[] =
  "INSERT INTO offices (office, name) VALUES ($1, $2) ON CONFLICT (office) DO UPDATE SET name = excluded.name";

gboolean
kaunta_sqlite_offer (KauntaSqliteStorage *self,
                     const char *office,
                     KauntaChangeKind kind,
                     const char *id,
                     const char *origin,
                     gconstpointer value,
                     gint64 now,
                     GError **error)
{
  g_autoptr (JsonNode) node = kaunta_change_value_to_json (kind, value);
  g_autofree char *data = json_to_string (node, FALSE);
  gint64 cursor = 0;

  return kaunta_sqlite_take_cursor (self, &cursor, error)
         && kaunta_connection_run (self->database, error, OFFER, "sssisis", office != NULL ? office : "",
                                 kaunta_change_kind_to_nick (kind), id, cursor, origin != NULL ? origin : "", now, data);
}

/* The offices that were told of a member of staff before @office was. (element-type utf8): office, data, office ... */
static GPtrArray *
read_elsewhere (KauntaSqliteStorage *self, const char *office, const char *number, GError **error)
{
  g_autoptr (GPtrArray) told = g_ptr_array_new_with_free_func (g_free);
  g_auto (KauntaRowset) rows = { 0 };
  gboolean failed = FALSE;

  if (!kaunta_connection_query (self->database, &rows, error, READ_ELSEWHERE, "sss",
                                kaunta_change_kind_to_nick (KAUNTA_CHANGE_STAFF), number, office))
    return NULL;
  while (kaunta_rowset_next (&rows, &failed, error))
    {
      g_ptr_array_add (told, g_strdup (kaunta_rowset_get_text (&rows, 0)));
      g_ptr_array_add (told, g_strdup (kaunta_rowset_get_text (&rows, 1)));
    }
  return failed ? NULL : g_steal_pointer (&told);
}

/* Tells @office that somebody works there no more. It keeps the PIN that it knows: the new one is none of its business. */
static gboolean
retire (KauntaSqliteStorage *self, const char *office, const char *data, gint64 now, GError **error)
{
  gsize length = strlen (data);
  g_autoptr (JsonNode) node = kaunta_json_parse (data, length, length, KAUNTA_JSON_INTEGERS_ONLY, error);
  g_autoptr (KauntaStaff) known =
    node != NULL ? kaunta_change_value_from_json (KAUNTA_CHANGE_STAFF, node, error) : NULL;
  g_autoptr (KauntaStaff) gone = NULL;

  if (known == NULL)
    return FALSE;
  gone = kaunta_staff_new (known->number, known->name, known->role, known->pin_hash, FALSE);
  return kaunta_sqlite_offer (self, office, KAUNTA_CHANGE_STAFF, gone->number, NULL, gone, now, error);
}

/* Who works at @office signs in and approves there alone. */
static gboolean
retire_elsewhere (KauntaSqliteStorage *self, const char *office, const char *number, gint64 now, GError **error)
{
  g_autoptr (GPtrArray) told = read_elsewhere (self, office, number, error);

  if (told == NULL)
    return FALSE;
  for (guint i = 0; i < told->len; i += 2)
    if (!retire (self, g_ptr_array_index (told, i), g_ptr_array_index (told, i + 1), now, error))
      return FALSE;
  return TRUE;
}

static gboolean
put_value (KauntaSqliteStorage *self, const KauntaPortalPut *put, gint64 now, GError **error)
{
  const KauntaPolicy *policy = put->kind == KAUNTA_CHANGE_POLICY ? put->value : NULL;
  const char *office = policy != NULL ? policy->office : put->office;

  if (put->kind == KAUNTA_CHANGE_PAYER && !kaunta_sqlite_put_payer (self, put->value, now, error))
    return FALSE;
  if (policy != NULL
      && !kaunta_connection_run (self->database, error, PUT_OFFICE, "ss", policy->office, policy->office_name))
    return FALSE;
  if (put->kind == KAUNTA_CHANGE_STAFF && office != NULL && !retire_elsewhere (self, office, put->id, now, error))
    return FALSE;
  return (office == NULL || kaunta_sqlite_check_known (self, office, NULL, error))
         && kaunta_sqlite_offer (self, office, put->kind, put->id, NULL, put->value, now, error);
}

static gboolean
put_values (KauntaSqliteStorage *self, GPtrArray *puts, GError **error)
{
  gint64 now = kaunta_clock_get_now (self->clock);
  gboolean payers = FALSE;

  for (guint i = 0; i < puts->len; i++)
    {
      const KauntaPortalPut *put = g_ptr_array_index (puts, i);

      payers = payers || put->kind == KAUNTA_CHANGE_PAYER;
      if (!put_value (self, put, now, error))
        return FALSE;
    }
  return !payers || kaunta_sqlite_renew_register (self, now, error);
}

gboolean
kaunta_sqlite_put_all (KauntaPortalStorage *storage, GPtrArray *puts, GError **error)
{
  KauntaSqliteStorage *self = KAUNTA_SQLITE_STORAGE (storage);

  return kaunta_connection_begin (self->database, error)
         && kaunta_connection_end (self->database, put_values (self, puts, error), error);
}

/* (transfer full) (nullable): NULL when the codec does not take the value back */
static KauntaChange *
read_change (KauntaRowset *rows, gsize *bytes, GError **error)
{
  KauntaChangeKind kind = KAUNTA_CHANGE_PAYER;
  const char *data = kaunta_rowset_get_text (rows, 4);
  gsize length = strlen (data);
  g_autoptr (JsonNode) node = kaunta_json_parse (data, length, length, KAUNTA_JSON_INTEGERS_ONLY, error);
  KauntaChange *change = NULL;
  gpointer value = NULL;

  *bytes += length;
  if (node == NULL || !kaunta_change_kind_from_nick (kaunta_rowset_get_text (rows, 1), &kind))
    return NULL;
  value = kaunta_change_value_from_json (kind, node, error);
  if (value == NULL)
    return NULL;

  change = kaunta_change_new (kind, kaunta_rowset_get_text (rows, 2), kaunta_rowset_get_integer (rows, 3), NULL);
  change->deleted = FALSE;
  change->value = value;
  return change;
}

/* One value that no counter could read must not keep the others from it. */
static void
add_change (KauntaRowset *rows, gsize *bytes, KauntaChangesPage *page)
{
  g_autoptr (GError) reason = NULL;
  KauntaChange *change = read_change (rows, bytes, &reason);

  if (change != NULL)
    g_ptr_array_add (page->changes, change);
  else
    g_message ("The %s %s is left out of changes: %s", kaunta_rowset_get_text (rows, 1), kaunta_rowset_get_text (rows, 2),
               reason != NULL ? reason->message : "unknown kind");
}

/* One row more than asked for tells whether there is more. */
static gboolean
read_rows (KauntaRowset *rows, gint64 limit, gint64 *last, KauntaChangesPage *page, GError **error)
{
  gboolean failed = FALSE;
  gsize bytes = 0;

  while (!page->more && kaunta_rowset_next (rows, &failed, error))
    {
      page->more = page->changes->len >= limit || bytes >= PAGE_BYTES;
      if (page->more)
        return TRUE;
      add_change (rows, &bytes, page);
      *last = kaunta_rowset_get_integer (rows, 0);
    }
  return !failed;
}

static gboolean
read_page (KauntaSqliteStorage *self, const KauntaPortalDevice *device, const char *cursor, gint64 limit,
           KauntaChangesPage *page, GError **error)
{
  g_auto (KauntaRowset) rows = { 0 };
  g_autofree char *run = NULL;
  gint64 newest = 0;
  gint64 after = 0;
  gint64 last = 0;

  if (!kaunta_sqlite_get_newest_cursor (self, &newest, &run, error)
      || !kaunta_sqlite_read_cursor (self, cursor, &after, error)
      || !kaunta_connection_query (self->database, &rows, error, READ, "sisi", device->office, after, device->device, limit + 1)
      || !read_rows (&rows, limit, &last, page, error))
    return FALSE;

  /* At the end the cursor steps over what was left out, so that it is not looked through again. */
  page->cursor = kaunta_sqlite_write_cursor (page->more ? last : newest, run);
  return TRUE;
}

gboolean
kaunta_sqlite_read_changes (KauntaPortalStorage *storage,
                            const KauntaPortalDevice *device,
                            const char *cursor,
                            gint64 limit,
                            KauntaChangesPage *page,
                            GError **error)
{
  KauntaSqliteStorage *self = KAUNTA_SQLITE_STORAGE (storage);

  page->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_change_free);
  return kaunta_connection_begin_reading (self->database, error)
         && kaunta_connection_end (self->database, read_page (self, device, cursor, limit, page, error), error);
}
