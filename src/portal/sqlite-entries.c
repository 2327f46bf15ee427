/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sqlite-storage.h"

#include <string.h>
#include "chain.h"

static const char GET_CHAIN[] =
  "SELECT epoch, frozen, seq, head, head_epoch, turnover FROM devices WHERE device = $1";
static const char SET_CHAIN[] =
  "UPDATE devices SET seq = $1, head = $2, head_epoch = $3, turnover = $4 WHERE device = $5";
static const char GET_KEY[] = "SELECT key FROM device_epochs WHERE device = $1 AND epoch = $2";
static const char GET_HASH[] = "SELECT hash FROM entries WHERE device = $1 AND seq = $2";
static const char ADD_ENTRY[] =
  "INSERT INTO entries (device, seq, epoch, hash, body, sig, received_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
static const char ADD_FORK[] =
  "INSERT INTO forks (device, seq, hash, body, sig, received_at) VALUES ($1, $2, $3, $4, $5, $6) "
  "ON CONFLICT (device, seq, hash) DO NOTHING";
static const char FREEZE[] = "UPDATE devices SET frozen = 1 WHERE device = $1";
static const char READ_ENTRIES[] =
  "SELECT body, sig FROM entries WHERE device = $1 AND seq > $2 ORDER BY seq LIMIT $3";

static gboolean
refuse_device (GError **error, const char *reason)
{
  g_set_error_literal (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_FENCED, reason);
  return FALSE;
}

/* Reads the end of the journal, and whether this device may still add to it. */
static gboolean
load_chain (KauntaSqliteStorage *self, const KauntaPortalDevice *device, KauntaPortalChain *chain, GError **error)
{
  g_auto (KauntaRowset) rows = { 0 };
  gboolean failed = FALSE;

  if (!kaunta_connection_query (self->database, &rows, error, GET_CHAIN, "s", device->device))
    return FALSE;
  if (!kaunta_rowset_next (&rows, &failed, error))
    return failed ? FALSE : refuse_device (error, "There is no such device.");
  if (kaunta_rowset_get_integer (&rows, 0) != device->epoch)
    return refuse_device (error, "This device was enrolled again; this token is of an older epoch.");
  if (kaunta_rowset_get_integer (&rows, 1) != 0)
    return refuse_device (error, "This device is frozen: its journal has two branches, which a person must look at.");

  chain->device = device->device;
  chain->office = device->office;
  chain->portal_key = kaunta_key_get_public (self->key);
  chain->epoch = device->epoch;
  chain->seq = kaunta_rowset_get_integer (&rows, 2);
  g_strlcpy (chain->head, kaunta_rowset_get_text (&rows, 3), sizeof chain->head);
  chain->head_epoch = kaunta_rowset_get_integer (&rows, 4);
  chain->turnover = kaunta_rowset_get_integer (&rows, 5);
  return TRUE;
}

/* An epoch that was never given has no key; that is for the chain's check to say. */
static gboolean
load_key (KauntaSqliteStorage *self, KauntaPortalChain *chain, const KauntaEntry *entry, GError **error)
{
  g_auto (KauntaRowset) rows = { 0 };
  gboolean failed = FALSE;

  if (chain->key != NULL && chain->key_epoch == entry->epoch)
    return TRUE;
  if (!kaunta_connection_query (self->database, &rows, error, GET_KEY, "si", chain->device, entry->epoch))
    return FALSE;
  g_clear_pointer (&chain->key, g_free);
  chain->key_epoch = entry->epoch;
  if (kaunta_rowset_next (&rows, &failed, error))
    chain->key = g_strdup (kaunta_rowset_get_text (&rows, 0));
  return !failed;
}

/* The place is taken: the same bytes are no news, other bytes with a good signature are a second branch. */
static gboolean
compare_with_held (KauntaSqliteStorage *self, const KauntaPortalChain *chain, const KauntaEntry *entry, GError **error)
{
  g_auto (KauntaRowset) rows = { 0 };
  g_autofree char *hash = kaunta_hash_to_hex (entry->hash);
  gboolean failed = FALSE;

  if (!kaunta_connection_query (self->database, &rows, error, GET_HASH, "si", chain->device, entry->seq))
    return FALSE;
  if (!kaunta_rowset_next (&rows, &failed, error))
    {
      if (!failed)
        g_set_error (error, KAUNTA_PORTAL_ERROR, KAUNTA_PORTAL_ERROR_STORAGE, "Entry %" G_GINT64_FORMAT " of %s is missing.",
                     entry->seq, chain->device);
      return FALSE;
    }
  if (strcmp (kaunta_rowset_get_text (&rows, 0), hash) == 0)
    return TRUE;

  if (chain->key == NULL || !kaunta_portal_chain_check_signature (chain, entry, error))
    {
      if (chain->key == NULL)
        g_set_error (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_BAD_ENTRY,
                     "Entry %" G_GINT64_FORMAT ": the portal never gave this epoch.", entry->seq);
      return FALSE;
    }
  g_set_error (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_FORK,
               "Entry %" G_GINT64_FORMAT ": the portal holds another one at this place. Both are kept; the device is frozen.",
               entry->seq);
  return FALSE;
}

static gboolean
keep_entry (KauntaSqliteStorage *self, const KauntaEntry *entry, gint64 now, GError **error)
{
  g_autoptr (GBytes) sig = g_bytes_new (entry->sig, sizeof entry->sig);
  g_autofree char *hash = kaunta_hash_to_hex (entry->hash);

  return kaunta_connection_run (self->database, error, ADD_ENTRY, "siisbbi", entry->device, entry->seq, entry->epoch, hash,
                              entry->body, sig, now);
}

static gboolean
take_entry (KauntaProjecting *projecting, KauntaPortalChain *chain, const KauntaEntry *entry, GError **error)
{
  KauntaSqliteStorage *self = projecting->storage;
  gboolean own = strcmp (entry->device, chain->device) == 0;

  if (!load_key (self, chain, entry, error))
    return FALSE;
  if (own && entry->seq <= chain->seq)
    return compare_with_held (self, chain, entry, error);
  if (!kaunta_portal_chain_check (chain, entry, error)
      || !keep_entry (self, entry, projecting->now, error)
      || !kaunta_sqlite_project (projecting, entry, error))
    return FALSE;
  kaunta_portal_chain_add (chain, entry);
  return TRUE;
}

static void
acknowledge (KauntaSqliteStorage *self, const KauntaPortalChain *chain, gint64 now, KauntaAcknowledgement *ack)
{
  *ack = (KauntaAcknowledgement) { .epoch = chain->head_epoch, .seq = chain->seq, .at = now };
  g_strlcpy (ack->device, chain->device, sizeof ack->device);
  g_strlcpy (ack->head, chain->head, sizeof ack->head);
  kaunta_acknowledgement_sign (ack, self->key);
}

static gboolean
check_order (const KauntaEntry *before, const KauntaEntry *entry, GError **error)
{
  if (before == NULL || entry->seq > before->seq)
    return TRUE;
  g_set_error (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_BAD_ENTRY,
               "Entry %" G_GINT64_FORMAT ": the batch is not in order.", entry->seq);
  return FALSE;
}

static gboolean
take_batch (KauntaProjecting *projecting, GPtrArray *entries, KauntaAcknowledgement *ack, gint64 *seq, GError **error)
{
  KauntaSqliteStorage *self = projecting->storage;
  g_auto (KauntaPortalChain) chain = { 0 };
  g_autoptr (GError) local = NULL;

  if (!load_chain (self, projecting->device, &chain, error))
    return FALSE;
  for (guint i = 0; i < entries->len; i++)
    {
      const KauntaEntry *entry = g_ptr_array_index (entries, i);

      if (check_order (i > 0 ? g_ptr_array_index (entries, i - 1) : NULL, entry, &local)
          && take_entry (projecting, &chain, entry, &local))
        continue;
      *seq = g_error_matches (local, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_GAP) ? chain.seq + 1 : entry->seq;
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  acknowledge (self, &chain, projecting->now, ack);
  return kaunta_connection_run (self->database, error, SET_CHAIN, "isiis", chain.seq, chain.head, chain.head_epoch,
                              chain.turnover, chain.device);
}

static gboolean
keep_fork (KauntaSqliteStorage *self, const KauntaEntry *entry, gint64 now, GError **error)
{
  g_autoptr (GBytes) sig = g_bytes_new (entry->sig, sizeof entry->sig);
  g_autofree char *hash = kaunta_hash_to_hex (entry->hash);

  return kaunta_connection_run (self->database, error, ADD_FORK, "sisbbi", entry->device, entry->seq, hash, entry->body, sig, now)
         && kaunta_connection_run (self->database, error, FREEZE, "s", entry->device);
}

/* The batch was taken back; the entry of the other branch is kept on its own. */
static gboolean
freeze (KauntaSqliteStorage *self, GPtrArray *entries, gint64 seq, gint64 now, GError **error)
{
  for (guint i = 0; i < entries->len; i++)
    {
      const KauntaEntry *entry = g_ptr_array_index (entries, i);

      if (entry->seq == seq)
        return kaunta_connection_begin (self->database, error)
               && kaunta_connection_end (self->database, keep_fork (self, entry, now, error), error);
    }
  g_assert_not_reached ();
}

gboolean
kaunta_sqlite_append (KauntaPortalStorage *storage,
                      const KauntaPortalDevice *device,
                      GPtrArray *entries,
                      KauntaAcknowledgement *ack,
                      GPtrArray **exceptions,
                      gint64 *seq,
                      GError **error)
{
  KauntaSqliteStorage *self = KAUNTA_SQLITE_STORAGE (storage);
  g_autoptr (GPtrArray) raised = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_exception_unref);
  g_autoptr (GError) local = NULL;
  gint64 now = kaunta_clock_get_now (self->clock);
  KauntaProjecting projecting = { .storage = self, .device = device, .now = now, .raised = raised };

  *seq = 0;
  if (!kaunta_connection_begin (self->database, error))
    return FALSE;
  if (kaunta_connection_end (self->database, take_batch (&projecting, entries, ack, seq, &local), &local))
    {
      *exceptions = g_steal_pointer (&raised);
      return TRUE;
    }

  if (g_error_matches (local, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_FORK) && !freeze (self, entries, *seq, now, error))
    return FALSE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static KauntaEntry *
read_entry (KauntaRowset *rows, GError **error)
{
  g_autoptr (GBytes) body = kaunta_rowset_get_bytes (rows, 0);
  g_autoptr (GBytes) sig = kaunta_rowset_get_bytes (rows, 1);

  if (g_bytes_get_size (sig) != KAUNTA_SIGNATURE_BYTES)
    {
      g_set_error_literal (error, KAUNTA_PORTAL_ERROR, KAUNTA_PORTAL_ERROR_STORAGE, "An entry's signature has the wrong length.");
      return NULL;
    }
  return kaunta_entry_new_from_bytes (body, g_bytes_get_data (sig, NULL), error);
}

GPtrArray *
kaunta_sqlite_read_entries (KauntaPortalStorage *storage, const char *device, gint64 after_seq, gint64 limit, GError **error)
{
  KauntaSqliteStorage *self = KAUNTA_SQLITE_STORAGE (storage);
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_entry_unref);
  g_auto (KauntaRowset) rows = { 0 };
  gboolean failed = FALSE;

  if (!kaunta_connection_query (self->database, &rows, error, READ_ENTRIES, "sii", device, after_seq, limit))
    return NULL;
  while (kaunta_rowset_next (&rows, &failed, error))
    {
      KauntaEntry *entry = read_entry (&rows, error);

      if (entry == NULL)
        return NULL;
      g_ptr_array_add (entries, entry);
    }
  return failed ? NULL : g_steal_pointer (&entries);
}
