/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "verifier-private.h"

#include <string.h>
#include "entry-private.h"
#include "money.h"

KauntaVerifier *
kaunta_verifier_new (const char *public_key)
{
  KauntaVerifier *self = g_new0 (KauntaVerifier, 1);

  self->public_key = g_strdup (public_key);
  self->epochs = kaunta_shelf_new (sizeof (VerifierEpoch));
  self->hashes = kaunta_shelf_new (KAUNTA_HASH_BYTES);
  self->acks = kaunta_shelf_new (sizeof (KauntaAcknowledgement));
  self->receipts = kaunta_shelf_new (sizeof (VerifierReceipt));
  self->bills = kaunta_shelf_new (1);
  return self;
}

void
kaunta_verifier_free (KauntaVerifier *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->public_key);
  kaunta_shelf_free (self->epochs);
  kaunta_shelf_free (self->hashes);
  kaunta_shelf_free (self->acks);
  kaunta_shelf_free (self->receipts);
  kaunta_shelf_free (self->bills);
  g_clear_pointer (&self->till, kaunta_till_unref);
  g_free (self);
}

gboolean
kaunta_verifier_refuse (KauntaJournalError code, const char *what, GError **error)
{
  g_set_error_literal (error, KAUNTA_JOURNAL_ERROR, code, what);
  return FALSE;
}

static gboolean
check_turnover (KauntaVerifier *self, const KauntaEntry *entry, GError **error)
{
  gint64 turnover = 0;

  if (!kaunta_cents_add (self->summary.turnover, kaunta_fact_get_turnover (entry->type, entry->data),
                         &turnover, NULL)
      || turnover != entry->turnover)
    return kaunta_verifier_refuse (KAUNTA_JOURNAL_ERROR_TURNOVER, "the turnover does not add up", error);

  self->summary.turnover = turnover;
  return TRUE;
}

static void
sum_up (KauntaVerifier *self, const KauntaEntry *entry)
{
  if (self->summary.entries == 0)
    self->summary.first_at = entry->at;

  self->summary.entries++;
  self->summary.epoch = entry->epoch;
  self->summary.last_at = entry->at;
}

/* A changed entry fails at its signature, before anything in it is believed. */
static gboolean
check_entry (KauntaVerifier *self, const KauntaEntry *entry, GError **error)
{
  return kaunta_verifier_check_chain (self, entry, error) && kaunta_entry_check (entry, error)
         && kaunta_entry_check_approver (entry, error) && kaunta_verifier_check_papers (self, entry, error)
         && kaunta_verifier_check_till (self, entry, error) && check_turnover (self, entry, error);
}

/* Takes @problem. A full disk under the verifier says nothing of the journal. */
static gboolean
set_fault (KauntaVerifier *self, gint64 place, GError *problem, GError **error)
{
  if (problem->domain == KAUNTA_JOURNAL_ERROR)
    self->fault = place;

  g_propagate_error (error, problem);
  return FALSE;
}

gboolean
kaunta_verifier_feed (KauntaVerifier *self, GBytes *body, const guint8 sig[KAUNTA_SIGNATURE_BYTES],
                      GError **error)
{
  g_autoptr (KauntaEntry) entry = NULL;
  g_autoptr (GError) problem = NULL;

  g_return_val_if_fail (self != NULL && body != NULL && sig != NULL, FALSE);
  g_return_val_if_fail (self->fault == 0, FALSE);

  entry = kaunta_entry_new_unchecked (body, sig, &problem);
  if (entry == NULL || !check_entry (self, entry, &problem))
    return set_fault (self, self->summary.entries + 1, g_steal_pointer (&problem), error);

  sum_up (self, entry);
  return TRUE;
}

static gboolean
check_at (KauntaVerifier *self, const KauntaAcknowledgement *ack, GError **error)
{
  g_autoptr (GError) problem = NULL;

  if (kaunta_verifier_check_acknowledgement (self, ack, &problem))
    return TRUE;

  return set_fault (self, ack->seq, g_steal_pointer (&problem), error);
}

gboolean
kaunta_verifier_add_acknowledgement (KauntaVerifier *self, const KauntaAcknowledgement *ack, GError **error)
{
  g_return_val_if_fail (self != NULL && ack != NULL && ack->seq >= 1, FALSE);
  g_return_val_if_fail (self->fault == 0, FALSE);

  if (ack->seq <= self->summary.entries)
    return check_at (self, ack, error);

  return kaunta_shelf_append (self->acks, ack, error);
}

static gboolean
check_waiting_acks (KauntaVerifier *self, GError **error)
{
  for (gint64 i = 0; i < kaunta_shelf_get_length (self->acks); i++)
    {
      KauntaAcknowledgement ack;

      if (!kaunta_shelf_get (self->acks, i, &ack, error))
        return FALSE;
      if (ack.seq > self->summary.entries)
        {
          self->fault = self->summary.entries + 1;
          g_set_error (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_ACKNOWLEDGEMENT,
                       "it is missing: the portal acknowledged %" G_GINT64_FORMAT " entries", ack.seq);
          return FALSE;
        }
      if (!check_at (self, &ack, error))
        return FALSE;
    }

  return TRUE;
}

/* The newest epoch's signatures hold the hash of every entry before them, so its key alone vouches for all. */
static gboolean
check_known_key (KauntaVerifier *self, GError **error)
{
  if (self->public_key == NULL || self->summary.entries == 0
      || strcmp (self->epoch.key, self->public_key) == 0)
    return TRUE;

  self->fault = self->epoch.place;
  return kaunta_verifier_refuse (KAUNTA_JOURNAL_ERROR_SIGNATURE,
                                 "it is signed with another key than the one given", error);
}

void
kaunta_verifier_expect_key (KauntaVerifier *self, const char *public_key)
{
  g_return_if_fail (self != NULL && public_key != NULL);

  g_free (self->public_key);
  self->public_key = g_strdup (public_key);
}

gboolean
kaunta_verifier_finish (KauntaVerifier *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (self->fault == 0, FALSE);

  return check_known_key (self, error) && check_waiting_acks (self, error);
}

gint64
kaunta_verifier_get_fault (const KauntaVerifier *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->fault;
}

const guint8 *
kaunta_verifier_get_head (const KauntaVerifier *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->head;
}

void
kaunta_verifier_get_summary (const KauntaVerifier *self, KauntaVerifierSummary *summary)
{
  g_autofree char *head = NULL;

  g_return_if_fail (self != NULL && summary != NULL);

  head = kaunta_hash_to_hex (self->head);
  *summary = self->summary;
  g_strlcpy (summary->head, head, sizeof summary->head);
}
