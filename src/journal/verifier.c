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
  self->epochs = g_array_new (FALSE, FALSE, sizeof (VerifierEpoch));
  self->hashes = g_byte_array_new ();
  self->acks = g_array_new (FALSE, FALSE, sizeof (KauntaAcknowledgement));
  self->receipts = g_array_new (FALSE, FALSE, sizeof (VerifierReceipt));
  self->bills = g_byte_array_new ();
  memset (self->summary.head, '0', sizeof self->summary.head - 1);
  return self;
}

void
kaunta_verifier_free (KauntaVerifier *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->public_key);
  g_array_unref (self->epochs);
  g_byte_array_unref (self->hashes);
  g_array_unref (self->acks);
  g_array_unref (self->receipts);
  g_byte_array_unref (self->bills);
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
  g_autofree char *head = kaunta_hash_to_hex (entry->hash);

  if (self->summary.entries == 0)
    self->summary.first_at = entry->at;

  self->summary.entries++;
  self->summary.epoch = entry->epoch;
  self->summary.last_at = entry->at;
  g_strlcpy (self->summary.head, head, sizeof self->summary.head);
}

/* A changed entry fails at its signature, before anything in it is believed. */
static gboolean
check_entry (KauntaVerifier *self, const KauntaEntry *entry, GError **error)
{
  return kaunta_verifier_check_chain (self, entry, error) && kaunta_entry_check (entry, error)
         && kaunta_entry_check_approver (entry, error) && kaunta_verifier_check_papers (self, entry, error)
         && kaunta_verifier_check_till (self, entry, error) && check_turnover (self, entry, error);
}

gboolean
kaunta_verifier_feed (KauntaVerifier *self, GBytes *body, const guint8 sig[KAUNTA_SIGNATURE_BYTES],
                      GError **error)
{
  g_autoptr (KauntaEntry) entry = NULL;

  g_return_val_if_fail (self != NULL && body != NULL && sig != NULL, FALSE);
  g_return_val_if_fail (self->fault == 0, FALSE);

  entry = kaunta_entry_new_unchecked (body, sig, error);
  if (entry == NULL || !check_entry (self, entry, error))
    {
      self->fault = self->summary.entries + 1;
      return FALSE;
    }

  sum_up (self, entry);
  return TRUE;
}

static gboolean
check_at (KauntaVerifier *self, const KauntaAcknowledgement *ack, GError **error)
{
  if (kaunta_verifier_check_acknowledgement (self, ack, error))
    return TRUE;

  self->fault = ack->seq;
  return FALSE;
}

gboolean
kaunta_verifier_add_acknowledgement (KauntaVerifier *self, const KauntaAcknowledgement *ack, GError **error)
{
  g_return_val_if_fail (self != NULL && ack != NULL && ack->seq >= 1, FALSE);
  g_return_val_if_fail (self->fault == 0, FALSE);

  if (ack->seq <= self->summary.entries)
    return check_at (self, ack, error);

  g_array_append_vals (self->acks, ack, 1);
  return TRUE;
}

static gboolean
check_waiting_acks (KauntaVerifier *self, GError **error)
{
  for (guint i = 0; i < self->acks->len; i++)
    {
      const KauntaAcknowledgement *ack = &g_array_index (self->acks, KauntaAcknowledgement, i);

      if (ack->seq > self->summary.entries)
        {
          self->fault = self->summary.entries + 1;
          g_set_error (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_ACKNOWLEDGEMENT,
                       "it is missing: the portal acknowledged %" G_GINT64_FORMAT " entries", ack->seq);
          return FALSE;
        }
      if (!check_at (self, ack, error))
        return FALSE;
    }

  return TRUE;
}

/* The newest epoch's signatures hold the hash of every entry before them, so its key alone vouches for all. */
static gboolean
check_known_key (KauntaVerifier *self, GError **error)
{
  const VerifierEpoch *newest = NULL;

  if (self->public_key == NULL || self->epochs->len == 0)
    return TRUE;

  newest = &g_array_index (self->epochs, VerifierEpoch, self->epochs->len - 1);
  if (strcmp (newest->key, self->public_key) == 0)
    return TRUE;

  self->fault = newest->place;
  return kaunta_verifier_refuse (KAUNTA_JOURNAL_ERROR_SIGNATURE,
                                 "it is signed with another key than the one given", error);
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

void
kaunta_verifier_get_summary (const KauntaVerifier *self, KauntaVerifierSummary *summary)
{
  g_return_if_fail (self != NULL && summary != NULL);

  *summary = self->summary;
}
