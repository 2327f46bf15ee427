/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sqlite-storage.h"

#include <string.h>
#include "signatures.h"

static const char GET_CHAIN[] =
  "SELECT epoch, frozen, seq, head, head_epoch, turnover FROM devices WHERE device = $1";
static const char SET_CHAIN[] =
  "UPDATE devices SET seq = $1, head = $2, head_epoch = $3, turnover = $4 WHERE device = $5";
static const char GET_FROZEN[] = "SELECT frozen FROM devices WHERE device = $1";
static const char GET_KEY[] = "SELECT key FROM device_epochs WHERE device = $1 AND epoch = $2";
static const char GET_HASH[] = "SELECT hash FROM entries WHERE device = $1 AND seq = $2";
static const char ADD_ENTRY[] =
  "INSERT INTO entries (device, seq, epoch, hash, body, sig, received_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
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

  chain->device = device->device;
  chain->office = device->office;
  chain->portal_key = kaunta_key_get_public (self->key);
  chain->epoch = device->epoch;
  chain->frozen = kaunta_rowset_get_integer (&rows, 1) != 0;
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

/* Whether the very same entry is on the chain. */
static gboolean
is_held (KauntaSqliteStorage *self, const KauntaPortalChain *chain, const KauntaEntry *entry, gboolean *held, GError **error)
{
  g_auto (KauntaRowset) rows = { 0 };
  g_autofree char *hash = kaunta_hash_to_hex (entry->hash);
  gboolean failed = FALSE;

  *held = FALSE;
  if (entry->seq > chain->seq)
    return TRUE;
  if (!kaunta_connection_query (self->database, &rows, error, GET_HASH, "si", chain->device, entry->seq))
    return FALSE;
  if (!kaunta_rowset_next (&rows, &failed, error))
    {
      if (!failed)
        g_set_error (error, KAUNTA_PORTAL_ERROR, KAUNTA_PORTAL_ERROR_STORAGE, "Entry %" G_GINT64_FORMAT " of %s is missing.",
                     entry->seq, chain->device);
      return FALSE;
    }
  *held = strcmp (kaunta_rowset_get_text (&rows, 0), hash) == 0;
  return TRUE;
}

static gboolean
keep_entry (KauntaSqliteStorage *self, const KauntaEntry *entry, gint64 now, GError **error)
{
  g_autoptr (GBytes) sig = g_bytes_new (entry->sig, sizeof entry->sig);
  g_autofree char *hash = kaunta_hash_to_hex (entry->hash);

  return kaunta_connection_run (self->database, error, ADD_ENTRY, "siisbbi", entry->device, entry->seq, entry->epoch, hash,
                              entry->body, sig, now);
}

/* An entry that does not continue the chain: the same bytes are no news, others are another branch if they are signed. */
static gboolean
take_aside (KauntaProjecting *projecting, KauntaPortalChain *chain, const KauntaEntry *entry, gboolean *branched, GError **error)
{
  gboolean held = FALSE;

  if (!is_held (projecting->storage, chain, entry, &held, error))
    return FALSE;
  if (held)
    return TRUE;
  if (!kaunta_portal_chain_check_signature (chain, entry, error)
      || !kaunta_sqlite_keep_branch (projecting->storage, entry, projecting->now, error))
    return FALSE;
  *branched = TRUE;
  return TRUE;
}

/* @branched: (inout): whether an entry lies beside the chain */
static gboolean
take_entry (KauntaProjecting *projecting, KauntaPortalChain *chain, const KauntaEntry *entry, gboolean *branched, GError **error)
{
  KauntaSqliteStorage *self = projecting->storage;

  if (!load_key (self, chain, entry, error))
    return FALSE;
  if (strcmp (entry->device, chain->device) == 0 && !kaunta_portal_chain_is_continued (chain, entry))
    return take_aside (projecting, chain, entry, branched, error);
  if (projecting->device->fenced)
    return refuse_device (error, "This device was enrolled again. What an older key adds is kept once the newer one has sent its first entry.");
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
  const char *fault = NULL;

  if (before != NULL && entry->seq <= before->seq)
    fault = "the batch is not in order";
  else if (before != NULL && entry->seq == before->seq + 1 && memcmp (entry->prev, before->hash, sizeof entry->prev) != 0)
    fault = "prev is not the hash of the entry before it";
  if (fault == NULL)
    return TRUE;
  g_set_error (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_BAD_ENTRY, "Entry %" G_GINT64_FORMAT ": %s.", entry->seq, fault);
  return FALSE;
}

/* Says where the device goes on after a refusal of @entry. While it is frozen it is told that first. */
static gboolean
explain (KauntaSqliteStorage *self, const KauntaPortalChain *chain, const KauntaEntry *entry, GError *reason, gint64 *seq,
         GError **error)
{
  *seq = entry->seq;
  if (g_error_matches (reason, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_GAP))
    {
      if (!kaunta_sqlite_find_beginning (self, chain, entry->seq, seq, error))
        {
          g_error_free (reason);
          return FALSE;
        }
      if (chain->frozen)
        reason->code = KAUNTA_WIRE_ERROR_FORK;
    }
  g_propagate_error (error, reason);
  return FALSE;
}

/* What is new in a batch is nearly always of one epoch: all its signatures are checked beforehand, at once. */
static gboolean
prove_entries (KauntaSqliteStorage *self, KauntaPortalChain *chain, GPtrArray *entries, GError **error)
{
  const KauntaEntry *last = g_ptr_array_index (entries, entries->len - 1);

  if (!load_key (self, chain, last, error))
    return FALSE;
  if (chain->key != NULL)
    chain->proven = kaunta_portal_signatures_check (entries, chain->seq, last->epoch, chain->key);
  return TRUE;
}

static gboolean
take_entries (KauntaProjecting *projecting, KauntaPortalChain *chain, GPtrArray *entries, gboolean *branched, gint64 *seq,
              GError **error)
{
  for (guint i = 0; i < entries->len; i++)
    {
      const KauntaEntry *entry = g_ptr_array_index (entries, i);
      g_autoptr (GError) reason = NULL;

      if (!check_order (i > 0 ? g_ptr_array_index (entries, i - 1) : NULL, entry, &reason)
          || !take_entry (projecting, chain, entry, branched, &reason))
        return explain (projecting->storage, chain, entry, g_steal_pointer (&reason), seq, error);
    }
  return TRUE;
}

/* While the device is frozen, a person is asked first (kauntactl resolve). */
static gboolean
enter_branch (KauntaProjecting *projecting, GError **error)
{
  gint64 frozen = 0;

  if (!kaunta_connection_get_integer (projecting->storage->database, &frozen, NULL, error, GET_FROZEN, "s",
                                      projecting->device->device))
    return FALSE;
  return frozen != 0 || kaunta_sqlite_enter_branches (projecting, error);
}

/* What comes of a batch that was taken. */
static gboolean
take_batch (KauntaProjecting *projecting, GPtrArray *entries, KauntaAcknowledgement *ack, gboolean *forked, gint64 *seq,
            GError **error)
{
  KauntaSqliteStorage *self = projecting->storage;
  g_auto (KauntaPortalChain) chain = { 0 };
  gboolean branched = FALSE;

  if (!load_chain (self, projecting->device, &chain, error)
      || !prove_entries (self, &chain, entries, error)
      || !take_entries (projecting, &chain, entries, &branched, seq, error)
      || !kaunta_connection_run (self->database, error, SET_CHAIN, "isiis", chain.seq, chain.head, chain.head_epoch,
                                 chain.turnover, chain.device))
    return FALSE;

  *forked = branched || chain.frozen;
  if (*forked)
    *seq = ((KauntaEntry *) g_ptr_array_index (entries, entries->len - 1))->seq + 1;
  else
    acknowledge (self, &chain, projecting->now, ack);
  return !branched || enter_branch (projecting, error);
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
  KauntaProjecting projecting = { .storage = self, .device = device, .now = kaunta_clock_get_now (self->clock), .raised = raised };
  gboolean forked = FALSE;

  *seq = 0;
  if (!kaunta_connection_begin (self->database, error)
      || !kaunta_connection_end (self->database, take_batch (&projecting, entries, ack, &forked, seq, error), error))
    return FALSE;
  if (forked)
    {
      g_set_error_literal (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_FORK,
                           "This device's journal has two branches. Both are kept whole for a person to look at.");
      return FALSE;
    }
  *exceptions = g_steal_pointer (&raised);
  return TRUE;
}

KauntaEntry *
kaunta_sqlite_read_entry (KauntaRowset *rows, GError **error)
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
      KauntaEntry *entry = kaunta_sqlite_read_entry (&rows, error);

      if (entry == NULL)
        return NULL;
      g_ptr_array_add (entries, entry);
    }
  return failed ? NULL : g_steal_pointer (&entries);
}
