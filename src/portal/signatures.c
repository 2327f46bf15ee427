/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "signatures.h"

#define MAX_THREADS 8
/* Fewer signatures are checked faster than a thread is begun and ended. */
#define MIN_SHARE 16

/* What one thread checks: each @step-th entry from @first on. */
typedef struct
{
  GPtrArray *entries; /* (unowned) */
  const char *key;
  guint first;
  guint step;
  GPtrArray *good; /* (owned) (element-type KauntaEntry) (unowned) */
  GThread *thread;
} Share;

static gpointer
check_share (gpointer data)
{
  Share *share = data;

  for (guint i = share->first; i < share->entries->len; i += share->step)
    {
      KauntaEntry *entry = g_ptr_array_index (share->entries, i);

      if (kaunta_entry_verify (entry, share->key, NULL))
        g_ptr_array_add (share->good, entry);
    }
  return NULL;
}

/* The calling thread has a share, too, and does those for which the machine has no thread to give. */
static void
check_shares (Share *shares, guint n_shares)
{
  for (guint i = 1; i < n_shares; i++)
    shares[i].thread = g_thread_try_new ("kaunta-check", check_share, &shares[i], NULL);
  check_share (&shares[0]);
  for (guint i = 1; i < n_shares; i++)
    {
      if (shares[i].thread != NULL)
        g_thread_join (shares[i].thread);
      else
        check_share (&shares[i]);
    }
}

static GPtrArray *
choose_entries (GPtrArray *entries, gint64 after_seq, gint64 epoch)
{
  GPtrArray *chosen = g_ptr_array_sized_new (entries->len);

  for (guint i = 0; i < entries->len; i++)
    {
      const KauntaEntry *entry = g_ptr_array_index (entries, i);

      if (entry->seq > after_seq && entry->epoch == epoch)
        g_ptr_array_add (chosen, (gpointer) entry);
    }
  return chosen;
}

GHashTable *
kaunta_portal_signatures_check (GPtrArray *entries, gint64 after_seq, gint64 epoch, const char *key)
{
  g_autoptr (GPtrArray) chosen = choose_entries (entries, after_seq, epoch);
  g_autoptr (GHashTable) good = g_hash_table_new (NULL, NULL);
  guint n_shares = CLAMP (chosen->len / MIN_SHARE, 1, MIN (g_get_num_processors (), MAX_THREADS));
  Share shares[MAX_THREADS] = { 0 };

  for (guint i = 0; i < n_shares; i++)
    shares[i] = (Share) { .entries = chosen, .key = key, .first = i, .step = n_shares, .good = g_ptr_array_new () };
  check_shares (shares, n_shares);
  for (guint i = 0; i < n_shares; i++)
    {
      for (guint j = 0; j < shares[i].good->len; j++)
        g_hash_table_add (good, g_ptr_array_index (shares[i].good, j));
      g_ptr_array_unref (shares[i].good);
    }
  return g_steal_pointer (&good);
}
