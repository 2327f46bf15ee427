/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "machine.h"

/* A run that takes longer hangs. */
#define LONGEST_S 600

static SimReport *shared = NULL;

/* What the programs say of the faults that they meet is no news here; a warning is a mistake of theirs, and ends the run. */
static GLogWriterOutput
judge_log (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data)
{
  if ((level & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING)) == 0)
    return G_LOG_WRITER_HANDLED;

  g_log_writer_standard_streams (level, fields, n_fields, data);
  abort ();
}

void
sim_run_prepare (void)
{
  g_log_set_writer_func (judge_log, NULL, NULL);
  /* What a run touches is memory's: no disk is needed, and no network is asked about. */
  if (g_access ("/dev/shm", W_OK) == 0)
    g_setenv ("TMPDIR", "/dev/shm", FALSE);
  g_setenv ("GIO_USE_NETWORK_MONITOR", "base", TRUE);
  g_unsetenv ("DBUS_SESSION_BUS_ADDRESS");
  shared = mmap (NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  g_assert (shared != MAP_FAILED);
}

static void
count_entries (SimWorld *world)
{
  for (guint i = 0; i < world->machines->len; i++)
    shared->entries += ((SimMachine *) world->machines->pdata[i])->hashes->len / 32;
}

/* In the child. */
static void
play (const SimOptions *options)
{
  g_autoptr (SimWorld) world = NULL;
  g_autofree char *hash = NULL;

  alarm (LONGEST_S);
  world = sim_world_new (options);
  world->progress = &shared->step;
  shared->whole = sim_world_run (world);
  memcpy (shared->counts, world->faults.counts, sizeof shared->counts);
  count_entries (world);
  hash = sim_trace_get_hash (world->trace);
  g_strlcpy (shared->hash, hash, sizeof shared->hash);
  g_strlcpy (shared->failure, world->failure != NULL ? world->failure : "", sizeof shared->failure);
}

void
sim_run (const SimOptions *options, SimReport *report)
{
  int status = 0;
  pid_t child;

  memset (shared, 0, sizeof *shared);
  fflush (NULL);
  child = fork ();
  g_assert (child >= 0);
  if (child == 0)
    {
      play (options);
      fflush (NULL);
      exit (0);
    }
  g_assert (waitpid (child, &status, 0) == child);
  *report = *shared;
  if (WIFEXITED (status) && WEXITSTATUS (status) == 0)
    return;

  report->whole = FALSE;
  if (report->failure[0] == '\0' && WIFSIGNALED (status))
    g_snprintf (report->failure, sizeof report->failure, "the program died of signal %d", WTERMSIG (status));
  else if (report->failure[0] == '\0')
    g_snprintf (report->failure, sizeof report->failure, "the program ended with status %d", WEXITSTATUS (status));
}

guint
sim_run_shorten (const SimOptions *options, SimReport *report)
{
  SimOptions shorter = *options;
  guint whole = 0;
  guint broken = MIN (options->steps, report->step);

  while (broken - whole > 1)
    {
      SimReport tried = { 0 };

      shorter.steps = whole + (broken - whole) / 2;
      sim_run (&shorter, &tried);
      if (tried.whole)
        whole = shorter.steps;
      else
        {
          broken = shorter.steps;
          *report = tried;
        }
    }
  return broken;
}
