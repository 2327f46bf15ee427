/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "world.h"

G_BEGIN_DECLS

/**
 * SimReport: what one run was.
 * @whole: every promise was kept
 * @step: the last one that was taken
 * @hash: of its trace
 * @failure: the first broken promise, or how the program died
 */
typedef struct
{
  gboolean whole;
  guint step;
  guint64 counts[SIM_N_FAULTS];
  guint64 entries;
  char hash[65];
  char failure[512];
} SimReport;

/* Once for the process, before the first run. */
void sim_run_prepare (void);
/* One run in a process of its own, so that an assertion that fails in it is a report, too. */
void sim_run (const SimOptions *options, SimReport *report);
/* The shortest prefix of @options's steps that still fails, by halving. @report: in: of the whole run, out: of that one. */
guint sim_run_shorten (const SimOptions *options, SimReport *report);

G_END_DECLS
