/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tail-verify.h"

#include <string.h>
#include "entry-private.h"
#include "json.h"
#include "money.h"

typedef struct
{
  const KauntaTailStart *start;
  gint64 epoch;
  char *key; /* (nullable): an older epoch's, which is not known */
  char *head; /* (nullable) */
  KauntaVerifierSummary summary;
} Tail;

static gboolean
refuse (KauntaJournalError code, const char *what, GError **error)
{
  g_set_error_literal (error, KAUNTA_JOURNAL_ERROR, code, what);
  return FALSE;
}

static gboolean
check_place (Tail *self, const KauntaEntry *entry, GError **error)
{
  g_autofree char *prev = kaunta_hash_to_hex (entry->prev);

  if (strcmp (entry->device, self->start->device) != 0)
    return refuse (KAUNTA_JOURNAL_ERROR_KEYS, "it is another device's entry", error);
  if (entry->seq != self->start->first + self->summary.entries)
    return refuse (KAUNTA_JOURNAL_ERROR_SEQ, "an entry is missing, given twice or out of order", error);

  return self->head == NULL || strcmp (self->head, prev) == 0
         || refuse (KAUNTA_JOURNAL_ERROR_PREV, "its prev is not the hash of the entry before it", error);
}

static gboolean
begin_epoch (Tail *self, const KauntaEntry *entry, GError **error)
{
  const char *key = NULL;

  if (!kaunta_fact_check (entry->type, entry->data, error)
      || !kaunta_json_get_string (entry->data, "key", &key, error))
    return FALSE;

  self->epoch = entry->epoch;
  g_free (self->key);
  self->key = g_strdup (key);
  return entry->epoch != self->start->epoch || strcmp (key, self->start->key) == 0
         || refuse (KAUNTA_JOURNAL_ERROR_SIGNATURE, "it begins the epoch with another key", error);
}

/* As in a whole journal, an epoch that was given and never used is left out. */
static gboolean
check_epoch (Tail *self, const KauntaEntry *entry, GError **error)
{
  gboolean begins = entry->type == KAUNTA_FACT_DEVICE_ENROLLED;

  if (self->summary.entries == 0)
    self->epoch = entry->epoch - (begins ? 1 : 0);
  if ((begins ? entry->epoch <= self->epoch : entry->epoch != self->epoch) || entry->epoch > self->start->epoch)
    return refuse (KAUNTA_JOURNAL_ERROR_SEQ, "it is not of the epoch that belongs here", error);
  if (begins)
    return begin_epoch (self, entry, error);

  if (self->key == NULL && self->epoch == self->start->epoch)
    self->key = g_strdup (self->start->key);
  return TRUE;
}

static gboolean
check_turnover (Tail *self, const KauntaEntry *entry, GError **error)
{
  gint64 turnover = 0;

  return self->summary.entries == 0
         || (kaunta_cents_add (self->summary.turnover, kaunta_fact_get_turnover (entry->type, entry->data),
                               &turnover, NULL)
             && turnover == entry->turnover)
         || refuse (KAUNTA_JOURNAL_ERROR_TURNOVER, "the turnover does not add up", error);
}

static void
sum_up (Tail *self, const KauntaEntry *entry)
{
  if (self->summary.entries == 0)
    self->summary.first_at = entry->at;

  self->summary.entries++;
  self->summary.epoch = entry->epoch;
  self->summary.turnover = entry->turnover;
  self->summary.last_at = entry->at;
  g_free (self->head);
  self->head = kaunta_hash_to_hex (entry->hash);
}

static gboolean
feed (GBytes *body, const guint8 sig[KAUNTA_SIGNATURE_BYTES], const guint8 *hash, gpointer data, GError **error)
{
  Tail *self = data;
  g_autoptr (KauntaEntry) entry = kaunta_entry_new_unchecked (body, sig, error);

  if (entry == NULL || !check_place (self, entry, error) || !check_epoch (self, entry, error)
      || (self->key != NULL && !kaunta_entry_verify (entry, self->key, error)) || !kaunta_entry_check (entry, error)
      || !kaunta_entry_check_approver (entry, error) || !check_turnover (self, entry, error))
    return FALSE;

  sum_up (self, entry);
  return TRUE;
}

/* Entries of an older epoch are vouched for by the newest one's, if there is any. */
static gboolean
check_end (Tail *self, gint64 *place, GError **error)
{
  if (self->summary.entries == 0 || self->summary.epoch == self->start->epoch)
    return TRUE;

  *place = self->summary.entries + 1;
  return refuse (KAUNTA_JOURNAL_ERROR_SEQ, "it is missing: there is no entry of the newest epoch", error);
}

gboolean
kaunta_tail_verify (KauntaJournalRead read, gpointer from, const KauntaTailStart *start,
                    KauntaVerifierSummary *summary, gint64 *place, GError **error)
{
  Tail tail = { .start = start };
  const KauntaJournalVisitor visitor = { feed, NULL, NULL, &tail };
  gboolean good = FALSE;

  g_return_val_if_fail (read != NULL && start != NULL && summary != NULL && place != NULL, FALSE);

  *place = 0;
  tail.head = g_strdup (start->head);
  good = read (from, &visitor, place, error) && check_end (&tail, place, error);
  *summary = tail.summary;
  g_strlcpy (summary->device, start->device, sizeof summary->device);
  if (tail.head != NULL)
    g_strlcpy (summary->head, tail.head, sizeof summary->head);

  g_free (tail.head);
  g_free (tail.key);
  return good;
}
