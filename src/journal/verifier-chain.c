/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "verifier-private.h"

#include <string.h>

static gboolean
check_device (KauntaVerifier *self, const KauntaEntry *entry, GError **error)
{
  if (self->summary.entries == 0)
    {
      g_strlcpy (self->summary.device, entry->device, sizeof self->summary.device);
      return TRUE;
    }

  return strcmp (self->summary.device, entry->device) == 0
         || kaunta_verifier_refuse (KAUNTA_JOURNAL_ERROR_KEYS, "it is another device's entry", error);
}

/* device.enrolled, and nothing else, begins an epoch. One that was given and never used, because the portal's answer was lost, is left out. */
static gboolean
check_epoch (KauntaVerifier *self, const KauntaEntry *entry, GError **error)
{
  gboolean begins = entry->type == KAUNTA_FACT_DEVICE_ENROLLED;

  if (self->summary.entries == 0 && !begins)
    return kaunta_verifier_refuse (KAUNTA_JOURNAL_ERROR_SEQ, "a journal begins with device.enrolled", error);

  return (begins ? entry->epoch > self->summary.epoch : entry->epoch == self->summary.epoch)
         || kaunta_verifier_refuse (KAUNTA_JOURNAL_ERROR_SEQ, "it is not of the epoch that belongs here",
                                    error);
}

static gboolean
begin_epoch (KauntaVerifier *self, const KauntaEntry *entry, GError **error)
{
  VerifierEpoch epoch = { .epoch = entry->epoch, .place = entry->seq };
  const char *key = NULL;
  const char *portal_key = NULL;

  if (!kaunta_fact_check (entry->type, entry->data, error)
      || !kaunta_json_get_string (entry->data, "key", &key, error)
      || !kaunta_json_get_string (entry->data, "portal_key", &portal_key, error))
    return FALSE;

  g_strlcpy (epoch.key, key, sizeof epoch.key);
  g_strlcpy (epoch.portal_key, portal_key, sizeof epoch.portal_key);
  self->epoch = epoch;
  return kaunta_shelf_append (self->epochs, &epoch, error);
}

gboolean
kaunta_verifier_check_chain (KauntaVerifier *self, const KauntaEntry *entry, GError **error)
{
  if (!check_device (self, entry, error))
    return FALSE;
  if (entry->seq != self->summary.entries + 1)
    {
      g_set_error (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_SEQ,
                   "its seq is %" G_GINT64_FORMAT ": an entry is missing, given twice or out of order",
                   entry->seq);
      return FALSE;
    }
  if (memcmp (entry->prev, self->head, KAUNTA_HASH_BYTES) != 0)
    return kaunta_verifier_refuse (KAUNTA_JOURNAL_ERROR_PREV,
                                   "its prev is not the hash of the entry before it", error);
  if (!check_epoch (self, entry, error)
      || (entry->type == KAUNTA_FACT_DEVICE_ENROLLED && !begin_epoch (self, entry, error)))
    return FALSE;

  if (!kaunta_entry_verify (entry, self->epoch.key, error) || !kaunta_shelf_append (self->hashes, entry->hash, error))
    return FALSE;

  memcpy (self->head, entry->hash, sizeof self->head);
  return TRUE;
}

static gboolean
refuse_ack (const char *what, GError **error)
{
  return kaunta_verifier_refuse (KAUNTA_JOURNAL_ERROR_ACKNOWLEDGEMENT, what, error);
}

/* @into: of the number @epoch; as it was when there is none. From the newest on, which acknowledgements are mostly of. */
static gboolean
find_epoch (KauntaVerifier *self, gint64 epoch, VerifierEpoch *into, GError **error)
{
  for (gint64 i = kaunta_shelf_get_length (self->epochs) - 1; i >= 0; i--)
    {
      VerifierEpoch held;

      if (!kaunta_shelf_get (self->epochs, i, &held, error))
        return FALSE;
      if (held.epoch == epoch)
        *into = held;
      if (held.epoch <= epoch)
        break;
    }
  return TRUE;
}

gboolean
kaunta_verifier_check_acknowledgement (KauntaVerifier *self, const KauntaAcknowledgement *ack, GError **error)
{
  guint8 hash[KAUNTA_HASH_BYTES];
  g_autofree char *head = NULL;
  VerifierEpoch epoch = { 0 };

  g_assert (ack->seq >= 1 && ack->seq <= kaunta_shelf_get_length (self->hashes));

  if (strcmp (ack->device, self->summary.device) != 0)
    return refuse_ack ("the portal's acknowledgement is for another device", error);
  if (!find_epoch (self, ack->epoch, &epoch, error))
    return FALSE;
  if (epoch.epoch == 0)
    return refuse_ack ("the portal's acknowledgement is of an epoch that this journal has not", error);

  if (!kaunta_shelf_get (self->hashes, ack->seq - 1, hash, error))
    return FALSE;
  head = kaunta_hash_to_hex (hash);
  if (strcmp (ack->head, head) != 0)
    return refuse_ack ("the portal acknowledged another entry in its place", error);

  return kaunta_acknowledgement_verify (ack, epoch.portal_key, NULL)
         || refuse_ack ("the acknowledgement's signature is not the portal's", error);
}
