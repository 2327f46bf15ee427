/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "backoff.h"

#define FIRST_MS 1000
#define LAST_MS (5 * 60 * 1000)

gint64
kaunta_backoff_get_wait (guint failures, GRand *random)
{
  gint64 longest = FIRST_MS;

  g_return_val_if_fail (failures > 0, FIRST_MS);

  for (guint i = 1; i < failures && longest < LAST_MS; i++)
    longest *= 2;
  longest = MIN (longest, LAST_MS);
  return MAX (FIRST_MS, longest - (gint64) (g_rand_double (random) * (longest / 2)));
}
