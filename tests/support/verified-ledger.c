/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "verified-ledger.h"

#include "verifier.h"

void
test_ledger_assert_verified (KauntaLedger *ledger, KauntaKey *key)
{
  g_autoptr (KauntaVerifier) verifier = kaunta_verifier_new (kaunta_key_get_public (key));
  g_autoptr (GPtrArray) entries = kaunta_ledger_read_entries (ledger, 0, G_MAXINT64, G_MAXSIZE, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (entries);
  for (guint i = 0; i < entries->len; i++)
    {
      const KauntaEntry *entry = entries->pdata[i];

      kaunta_verifier_feed (verifier, entry->body, entry->sig, &error);
      g_assert_no_error (error);
    }
  kaunta_verifier_finish (verifier, &error);
  g_assert_no_error (error);
}
