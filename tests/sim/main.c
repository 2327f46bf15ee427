/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <stdio.h>

#include "run.h"

static gint64 first_seed = 1;
static int n_seeds = 1;
static int steps = 2000;
static int counters = 3;
static char *faults = NULL;
static char *plant = NULL;
static gboolean until_failure = FALSE;
static gboolean loud = FALSE;

static const GOptionEntry ENTRIES[] = {
  { "seed", 0, 0, G_OPTION_ARG_INT64, &first_seed, "The first seed", "N" },
  { "seeds", 0, 0, G_OPTION_ARG_INT, &n_seeds, "How many seeds, one after the other", "N" },
  { "steps", 0, 0, G_OPTION_ARG_INT, &steps, "Steps of each run", "M" },
  { "counters", 0, 0, G_OPTION_ARG_INT, &counters, "Counters of each run", "K" },
  { "faults", 0, 0, G_OPTION_ARG_STRING, &faults, "all, none, or some of them (line, portal, disk-crash ...)", "LIST" },
  { "plant", 0, 0, G_OPTION_ARG_STRING, &plant, "A fault that must be found: lazy-disk, duplicate or gap", "NAME" },
  { "until-failure", 0, 0, G_OPTION_ARG_NONE, &until_failure, "End with the first seed that fails", NULL },
  { "trace", 0, 0, G_OPTION_ARG_NONE, &loud, "Say everything that happens", NULL },
  { NULL },
};

static void
say_counts (const guint64 counts[SIM_N_FAULTS])
{
  for (guint i = 0; i < SIM_N_FAULTS; i++)
    printf ("  %-16s %" G_GUINT64_FORMAT "\n", sim_fault_to_nick (i), counts[i]);
}

/* The seed, and the shortest prefix that still fails. */
static void
say_failure (const SimOptions *options, SimReport *report)
{
  guint shortest = 0;

  printf ("seed %" G_GUINT64_FORMAT " FAILED at step %u: %s\n", options->seed, report->step, report->failure);
  fflush (stdout);
  shortest = sim_run_shorten (options, report);
  printf ("seed %" G_GUINT64_FORMAT " still fails with --steps %u --counters %u: %s\n", options->seed, shortest,
          options->counters, report->failure);
}

static gboolean
run_seeds (SimOptions *options)
{
  guint64 counts[SIM_N_FAULTS] = { 0 };
  guint64 entries = 0;
  guint failed = 0;
  gint64 began = g_get_monotonic_time ();
  double seconds = 0;

  for (int i = 0; i < n_seeds && !(until_failure && failed > 0); i++)
    {
      SimReport report = { 0 };

      options->seed = (guint64) first_seed + (guint) i;
      sim_run (options, &report);
      for (guint f = 0; f < SIM_N_FAULTS; f++)
        counts[f] += report.counts[f];
      entries += report.entries;
      if (report.whole)
        printf ("seed %" G_GUINT64_FORMAT " %s\n", options->seed, report.hash);
      else
        say_failure (options, &report);
      failed += !report.whole;
      fflush (stdout);
    }
  seconds = (double) (g_get_monotonic_time () - began) / G_USEC_PER_SEC;
  printf ("%d seeds, %u failed, %" G_GUINT64_FORMAT " entries, %.0f steps/s\n", n_seeds, failed, entries,
          (double) n_seeds * options->steps / seconds);
  say_counts (counts);
  return failed == 0;
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new ("- counters and a portal, with everything that can go wrong");
  g_autoptr (GError) error = NULL;
  g_autofree char *wrong = NULL;
  SimOptions options = { 0 };

  setlocale (LC_ALL, "C.UTF-8");
  g_option_context_add_main_entries (context, ENTRIES, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      fprintf (stderr, "%s\n", error->message);
      return 2;
    }
  if (!sim_faults_parse (faults != NULL ? faults : "all", &options.faults, &wrong))
    {
      fprintf (stderr, "There is no fault %s.\n", wrong);
      return 2;
    }
  if (n_seeds < 1 || steps < 1 || counters < 1 || counters > 8)
    {
      fprintf (stderr, "At least one seed, one step and one counter, and at most eight counters.\n");
      return 2;
    }

  options.steps = (guint) steps;
  options.counters = (guint) counters;
  options.plant = plant;
  options.loud = loud;
  sim_run_prepare ();
  return run_seeds (&options) ? 0 : 1;
}
