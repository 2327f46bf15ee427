/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chain.h"

#include <string.h>
#include "json.h"
#include "money.h"

void
kaunta_portal_chain_clear (KauntaPortalChain *self)
{
  g_clear_pointer (&self->key, g_free);
  g_clear_pointer (&self->proven, g_hash_table_unref);
}

static gboolean
refuse (GError **error, KauntaWireError code, const KauntaEntry *entry, const char *reason)
{
  g_set_error (error, KAUNTA_WIRE_ERROR, code, "Entry %" G_GINT64_FORMAT ": %s.", entry->seq, reason);
  return FALSE;
}

static gboolean
check_place (const KauntaPortalChain *self, const KauntaEntry *entry, GError **error)
{
  if (strcmp (entry->device, self->device) != 0)
    return refuse (error, KAUNTA_WIRE_ERROR_BAD_ENTRY, entry, "it is of another device");
  if (entry->seq != self->seq + 1)
    return refuse (error, KAUNTA_WIRE_ERROR_GAP, entry, "entries before it are missing here");
  if (entry->epoch > self->epoch)
    return refuse (error, KAUNTA_WIRE_ERROR_BAD_ENTRY, entry, "the portal never gave this epoch");
  if (entry->epoch < self->head_epoch)
    return refuse (error, KAUNTA_WIRE_ERROR_FENCED, entry, "it is of an older epoch than the entry before it");
  return TRUE;
}

gboolean
kaunta_portal_chain_check_signature (const KauntaPortalChain *self, const KauntaEntry *entry, GError **error)
{
  g_autoptr (GError) reason = NULL;

  g_assert (self->key_epoch == entry->epoch);
  if (self->key == NULL)
    return refuse (error, KAUNTA_WIRE_ERROR_BAD_ENTRY, entry, "the portal never gave this epoch");
  if ((self->proven != NULL && g_hash_table_contains (self->proven, entry)) || kaunta_entry_verify (entry, self->key, &reason))
    return TRUE;
  return refuse (error, KAUNTA_WIRE_ERROR_BAD_SIGNATURE, entry, "its signature is not the device's");
}

gboolean
kaunta_portal_chain_is_continued (const KauntaPortalChain *self, const KauntaEntry *entry)
{
  g_autofree char *prev = kaunta_hash_to_hex (entry->prev);

  return entry->seq == self->seq + 1 && strcmp (prev, self->head) == 0;
}

static gboolean
check_prev (const KauntaPortalChain *self, const KauntaEntry *entry, GError **error)
{
  if (kaunta_portal_chain_is_continued (self, entry))
    return TRUE;
  return refuse (error, KAUNTA_WIRE_ERROR_BAD_ENTRY, entry, "prev is not the hash of the entry before it");
}

/* journal.md: device.enrolled is the first entry of each epoch, and says who enrolled with whom. */
static gboolean
check_enrolment (const KauntaPortalChain *self, const KauntaEntry *entry, GError **error)
{
  gboolean first = entry->epoch != self->head_epoch;
  const char *key = NULL;
  const char *office = NULL;
  const char *portal_key = NULL;

  if (first != (entry->type == KAUNTA_FACT_DEVICE_ENROLLED))
    return refuse (error, KAUNTA_WIRE_ERROR_BAD_ENTRY, entry, "device.enrolled must be the first of an epoch and nowhere else");
  if (!first)
    return TRUE;

  if (!kaunta_json_get_string (entry->data, "key", &key, NULL)
      || !kaunta_json_get_string (entry->data, "office", &office, NULL)
      || !kaunta_json_get_string (entry->data, "portal_key", &portal_key, NULL)
      || strcmp (key, self->key) != 0
      || strcmp (office, self->office) != 0
      || strcmp (portal_key, self->portal_key) != 0)
    return refuse (error, KAUNTA_WIRE_ERROR_BAD_ENTRY, entry, "it is not what this device was enrolled with");
  return TRUE;
}

static gboolean
check_turnover (const KauntaPortalChain *self, const KauntaEntry *entry, GError **error)
{
  gint64 turnover = 0;

  if (kaunta_cents_add (self->turnover, kaunta_fact_get_turnover (entry->type, entry->data), &turnover, NULL)
      && turnover == entry->turnover)
    return TRUE;
  return refuse (error, KAUNTA_WIRE_ERROR_BAD_ENTRY, entry, "its turnover does not follow from the one before");
}

/* The limit of a variance is policy and may have been another one when the till was closed: not judged here. */
static gboolean
check_approver (const KauntaEntry *entry, GError **error)
{
  if (!kaunta_fact_needs_approver (entry->type, entry->data, -1))
    return TRUE;
  if (entry->approver != NULL && entry->clerk != NULL)
    return TRUE;
  return refuse (error, KAUNTA_WIRE_ERROR_BAD_ENTRY, entry, "it needs a clerk and an approver");
}

gboolean
kaunta_portal_chain_check (const KauntaPortalChain *self, const KauntaEntry *entry, GError **error)
{
  return check_place (self, entry, error)
         && kaunta_portal_chain_check_signature (self, entry, error)
         && check_prev (self, entry, error)
         && check_enrolment (self, entry, error)
         && check_turnover (self, entry, error)
         && check_approver (entry, error);
}

void
kaunta_portal_chain_add (KauntaPortalChain *self, const KauntaEntry *entry)
{
  g_autofree char *head = kaunta_hash_to_hex (entry->hash);

  self->seq = entry->seq;
  self->head_epoch = entry->epoch;
  self->turnover = entry->turnover;
  g_strlcpy (self->head, head, sizeof self->head);
}
