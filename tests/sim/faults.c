/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "faults.h"

#include <string.h>

static const char *const NICKS[SIM_N_FAULTS] = {
  [SIM_FAULT_LINE_LOST] = "line-lost",
  [SIM_FAULT_LINE_CUT] = "line-cut",
  [SIM_FAULT_LINE_SLOW] = "line-slow",
  [SIM_FAULT_LINE_TWICE] = "line-twice",
  [SIM_FAULT_LINE_TORN] = "line-torn",
  [SIM_FAULT_LINE_NONSENSE] = "line-nonsense",
  [SIM_FAULT_LINE_DOWN] = "line-down",
  [SIM_FAULT_PORTAL_500] = "portal-500",
  [SIM_FAULT_PORTAL_RESTART] = "portal-restart",
  [SIM_FAULT_PORTAL_CRASH] = "portal-crash",
  [SIM_FAULT_PORTAL_FULL] = "portal-full",
  [SIM_FAULT_PORTAL_ERROR] = "portal-error",
  [SIM_FAULT_PORTAL_RESTORE] = "portal-restore",
  [SIM_FAULT_DISK_CRASH] = "disk-crash",
  [SIM_FAULT_DISK_FULL] = "disk-full",
  [SIM_FAULT_DISK_ERROR] = "disk-error",
  [SIM_FAULT_CLOCK] = "clock",
  [SIM_FAULT_RESTART] = "restart",
  [SIM_FAULT_RESTORE] = "restore",
  [SIM_FAULT_CLONE] = "clone",
};

const char *
sim_fault_to_nick (SimFault fault)
{
  return NICKS[fault];
}

/* The bits that @word names: one fault's, or those of a group. */
static guint
parse_word (const char *word)
{
  g_autofree char *group = g_strconcat (word, "-", NULL);
  guint bits = 0;

  if (g_str_equal (word, "all"))
    return (1u << SIM_N_FAULTS) - 1;
  for (guint i = 0; i < SIM_N_FAULTS; i++)
    if (g_str_equal (word, NICKS[i]) || g_str_has_prefix (NICKS[i], group))
      bits |= 1u << i;
  return bits;
}

gboolean
sim_faults_parse (const char *list, guint *possible, char **wrong)
{
  g_auto (GStrv) words = g_strsplit (list, ",", -1);

  *possible = 0;
  for (guint i = 0; words[i] != NULL; i++)
    {
      guint bits = parse_word (words[i]);

      if (bits == 0 && !g_str_equal (words[i], "none"))
        {
          *wrong = g_strdup (words[i]);
          return FALSE;
        }
      *possible |= bits;
    }
  return TRUE;
}

gboolean
sim_faults_toss (SimFaults *self, SimFault fault, guint one_in)
{
  /* Drawn in any case, so that choosing faults leaves the rest of a run as it is. */
  gboolean strikes = g_rand_int_range (self->random, 0, (gint32) one_in) == 0;

  return strikes && !self->stopped && (self->possible & (1u << fault)) != 0;
}

void
sim_faults_count (SimFaults *self, SimFault fault)
{
  self->counts[fault]++;
}
