/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading.h"

#include <string.h>
#include "json.h"

typedef struct
{
  KauntaVerifier *verifier;
  gboolean key_known;
} Verifying;

static gboolean
feed_body (GBytes *body, const guint8 sig[KAUNTA_SIGNATURE_BYTES], const guint8 *hash, gpointer data,
           GError **error)
{
  Verifying *self = data;

  if (!kaunta_verifier_feed (self->verifier, body, sig, error))
    return FALSE;
  if (hash == NULL || memcmp (hash, kaunta_verifier_get_head (self->verifier), KAUNTA_HASH_BYTES) == 0)
    return TRUE;

  g_set_error_literal (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_PREV,
                       "what is kept as its hash is not its hash");
  return FALSE;
}

static gboolean
add_acknowledgement (const KauntaAcknowledgement *ack, gpointer data, GError **error)
{
  Verifying *self = data;

  return kaunta_verifier_add_acknowledgement (self->verifier, ack, error);
}

static gboolean
expect_key (const char *key, gpointer data, GError **error)
{
  Verifying *self = data;

  if (!self->key_known)
    kaunta_verifier_expect_key (self->verifier, key);
  return TRUE;
}

gboolean
kaunta_journal_verify (KauntaJournalRead read, gpointer from, const char *public_key,
                       KauntaVerifierSummary *summary, gint64 *place, GError **error)
{
  g_autoptr (KauntaVerifier) verifier = NULL;
  Verifying verifying = { NULL, public_key != NULL };
  const KauntaJournalVisitor visitor = { feed_body, add_acknowledgement, expect_key, &verifying };
  gboolean good = FALSE;

  g_return_val_if_fail (read != NULL && summary != NULL && place != NULL, FALSE);

  *place = 0;
  verifier = kaunta_verifier_new (public_key);
  verifying.verifier = verifier;
  good = read (from, &visitor, place, error) && kaunta_verifier_finish (verifier, error);
  if (!good && kaunta_verifier_get_fault (verifier) > 0)
    *place = kaunta_verifier_get_fault (verifier);

  kaunta_verifier_get_summary (verifier, summary);
  return good;
}
