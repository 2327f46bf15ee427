/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sqlite-storage.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include "json.h"
#include "money.h"
#include "number.h"

static const char ADD[] =
  "INSERT INTO forks (device, seq, hash, body, sig, received_at, entered) VALUES ($1, $2, $3, $4, $5, $6, 0) "
  "ON CONFLICT (device, seq, hash) DO NOTHING";
static const char COUNT_HELD[] =
  "SELECT (SELECT count(*) FROM entries WHERE device = $1 AND seq = $2 AND hash = $3) "
  "+ (SELECT count(*) FROM forks WHERE device = $1 AND seq = $2 AND hash = $3)";
static const char FREEZE[] = "UPDATE devices SET frozen = 1 WHERE device = $1 AND epoch = $2";
static const char FIRST[] = "SELECT coalesce(min(seq), 0) FROM forks WHERE device = $1";
static const char READ[] = "SELECT body, sig FROM forks WHERE device = $1 ORDER BY seq, hash LIMIT $2 OFFSET $3";
static const char READ_NEW[] = "SELECT body, sig FROM forks WHERE device = $1 AND entered = 0 ORDER BY seq, hash LIMIT $2";
static const char SET_ENTERED[] = "UPDATE forks SET entered = 1 WHERE device = $1 AND seq = $2 AND hash = $3";
static const char LIST[] =
  "SELECT d.device, d.office, d.frozen, min(f.seq), count(*), sum(1 - f.entered) FROM forks f "
  "JOIN devices d ON d.device = f.device GROUP BY d.device, d.office, d.frozen ORDER BY d.device";

/* How many entries are entered at once. */
#define STEP 200

static gboolean
is_held (KauntaSqliteStorage *self, const char *device, gint64 seq, const guint8 hash[KAUNTA_HASH_BYTES], gboolean *held,
         GError **error)
{
  g_autofree char *hex = kaunta_hash_to_hex (hash);
  gint64 count = 0;

  if (!kaunta_connection_get_integer (self->database, &count, NULL, error, COUNT_HELD, "sis", device, seq, hex))
    return FALSE;
  *held = count > 0;
  return TRUE;
}

/* The first entry of all has nothing before it. */
static gboolean
has_predecessor (KauntaSqliteStorage *self, const KauntaEntry *entry, gboolean *has, GError **error)
{
  static const guint8 nothing[KAUNTA_HASH_BYTES] = { 0 };

  if (entry->seq > 1)
    return is_held (self, entry->device, entry->seq - 1, entry->prev, has, error);
  *has = memcmp (entry->prev, nothing, sizeof nothing) == 0;
  return TRUE;
}

static gboolean
add (KauntaSqliteStorage *self, const KauntaEntry *entry, gint64 now, GError **error)
{
  g_autoptr (GBytes) sig = g_bytes_new (entry->sig, sizeof entry->sig);
  g_autofree char *hash = kaunta_hash_to_hex (entry->hash);

  return kaunta_connection_run (self->database, error, ADD, "sisbbi", entry->device, entry->seq, hash, entry->body, sig, now);
}

/* A branch of an older epoch freezes nobody: its key was fenced, and who sells now has nothing to do with it. */
gboolean
kaunta_sqlite_keep_branch (KauntaSqliteStorage *self, const KauntaEntry *entry, gint64 now, GError **error)
{
  gboolean rooted = FALSE;

  if (!has_predecessor (self, entry, &rooted, error))
    return FALSE;
  if (!rooted)
    {
      g_set_error (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_GAP,
                   "Entry %" G_GINT64_FORMAT ": what comes before it is not held.", entry->seq);
      return FALSE;
    }
  return add (self, entry, now, error)
         && kaunta_connection_run (self->database, error, FREEZE, "si", entry->device, entry->epoch);
}

gboolean
kaunta_sqlite_find_beginning (KauntaSqliteStorage *self, const KauntaPortalChain *chain, gint64 seq, gint64 *beginning,
                              GError **error)
{
  gint64 first = 0;

  *beginning = chain->seq + 1;
  if (*beginning < seq)
    return TRUE;
  if (!kaunta_connection_get_integer (self->database, &first, NULL, error, FIRST, "s", chain->device))
    return FALSE;
  *beginning = first > 0 && first < seq ? first : 1;
  return TRUE;
}

/* Cents of all tenders. */
static gint64
add_up (JsonObject *amounts)
{
  g_autoptr (GList) values = json_object_get_values (amounts);
  gint64 sum = 0;

  for (GList *value = values; value != NULL; value = value->next)
    if (!kaunta_cents_add (sum, json_node_get_int (value->data), &sum, NULL))
      return KAUNTA_CENTS_MAX;
  return sum;
}

gboolean
kaunta_portal_entry_get_money (const KauntaEntry *entry, gint64 *amount)
{
  switch (entry->type)
    {
    case KAUNTA_FACT_PAYMENT_TAKEN:
    case KAUNTA_FACT_PAYMENT_REVERSED:
    case KAUNTA_FACT_CASH_DROPPED:
    case KAUNTA_FACT_CASH_PAID_IN:
    case KAUNTA_FACT_DEPOSIT_BANKED:
      *amount = json_object_get_int_member (entry->data, "amount");
      return TRUE;
    case KAUNTA_FACT_TILL_CLOSED:
      *amount = add_up (json_object_get_object_member (entry->data, "counted"));
      return TRUE;
    default:
      *amount = 0;
      return FALSE;
    }
}

/* A number of another form must not make a counter refuse what it is told. */
static const char *
get_number (const KauntaEntry *entry, const char *key, gboolean (*parse) (const char *, char **, gint64 *, GError **))
{
  const char *number = NULL;

  if (!json_object_has_member (entry->data, key) || !kaunta_json_get_string (entry->data, key, &number, NULL))
    return NULL;
  return parse (number, NULL, NULL, NULL) ? number : NULL;
}

static gboolean
enter (KauntaProjecting *self, const KauntaEntry *entry, GError **error)
{
  g_autofree char *hash = kaunta_hash_to_hex (entry->hash);
  KauntaRaise raise = {
    .kind = "branch",
    .about = hash,
    .bill = get_number (entry, "bill", kaunta_bill_number_parse),
    .receipt = get_number (entry, "receipt", kaunta_receipt_number_parse),
    .device = entry->device,
  };

  return (!kaunta_portal_entry_get_money (entry, &raise.amount) || kaunta_sqlite_raise (self, &raise, error))
         && kaunta_connection_run (self->storage->database, error, SET_ENTERED, "sis", entry->device, entry->seq, hash);
}

/* (element-type KauntaEntry) */
static GPtrArray *
read_entries (KauntaRowset *rows, GError **error)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_entry_unref);
  gboolean failed = FALSE;

  while (kaunta_rowset_next (rows, &failed, error))
    {
      KauntaEntry *entry = kaunta_sqlite_read_entry (rows, error);

      if (entry == NULL)
        return NULL;
      g_ptr_array_add (entries, entry);
    }
  return failed ? NULL : g_steal_pointer (&entries);
}

/* Each step takes what it entered out of the next one's way. */
gboolean
kaunta_sqlite_enter_branches (KauntaProjecting *self, GError **error)
{
  guint read = STEP;

  while (read == STEP)
    {
      g_auto (KauntaRowset) rows = { 0 };
      g_autoptr (GPtrArray) entries = NULL;

      if (!kaunta_connection_query (self->storage->database, &rows, error, READ_NEW, "si", self->device->device, (gint64) STEP))
        return FALSE;
      entries = read_entries (&rows, error);
      if (entries == NULL)
        return FALSE;
      kaunta_rowset_close (&rows);
      for (guint i = 0; i < entries->len; i++)
        if (!enter (self, g_ptr_array_index (entries, i), error))
          return FALSE;
      read = entries->len;
    }
  return TRUE;
}

gboolean
kaunta_sqlite_enter_branches_of (KauntaSqliteStorage *self, const char *device, gint64 *entered, GError **error)
{
  g_autoptr (GPtrArray) raised = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_exception_unref);
  KauntaPortalDevice owner = { 0 };
  KauntaProjecting projecting = { .storage = self, .device = &owner, .now = kaunta_clock_get_now (self->clock), .raised = raised };

  g_strlcpy (owner.device, device, sizeof owner.device);
  if (!kaunta_sqlite_enter_branches (&projecting, error))
    return FALSE;
  *entered = raised->len;
  return TRUE;
}

gboolean
kaunta_sqlite_resolve (KauntaPortalStorage *storage, const char *device, gint64 *entered, GError **error)
{
  KauntaSqliteStorage *self = KAUNTA_SQLITE_STORAGE (storage);

  return kaunta_connection_begin (self->database, error)
         && kaunta_connection_end (self->database, kaunta_sqlite_enter_branches_of (self, device, entered, error), error);
}

GPtrArray *
kaunta_sqlite_list_branched (KauntaPortalStorage *storage, GError **error)
{
  KauntaSqliteStorage *self = KAUNTA_SQLITE_STORAGE (storage);
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_portal_branched_free);
  g_auto (KauntaRowset) rows = { 0 };
  gboolean failed = FALSE;

  if (!kaunta_connection_query (self->database, &rows, error, LIST, ""))
    return NULL;
  while (kaunta_rowset_next (&rows, &failed, error))
    {
      KauntaPortalBranched *branched = g_new0 (KauntaPortalBranched, 1);

      g_strlcpy (branched->device, kaunta_rowset_get_text (&rows, 0), sizeof branched->device);
      branched->office = g_strdup (kaunta_rowset_get_text (&rows, 1));
      branched->frozen = kaunta_rowset_get_integer (&rows, 2) != 0;
      branched->parts_at = kaunta_rowset_get_integer (&rows, 3);
      branched->entries = kaunta_rowset_get_integer (&rows, 4);
      branched->waiting = kaunta_rowset_get_integer (&rows, 5);
      g_ptr_array_add (list, branched);
    }
  return failed ? NULL : g_steal_pointer (&list);
}

GPtrArray *
kaunta_sqlite_read_forks (KauntaPortalStorage *storage, const char *device, gint64 skip, gint64 limit, GError **error)
{
  KauntaSqliteStorage *self = KAUNTA_SQLITE_STORAGE (storage);
  g_auto (KauntaRowset) rows = { 0 };

  if (!kaunta_connection_query (self->database, &rows, error, READ, "sii", device, limit, skip))
    return NULL;
  return read_entries (&rows, error);
}
