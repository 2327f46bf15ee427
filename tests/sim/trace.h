/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * SimTrace:
 *
 * Everything that happened in a run, as lines that are hashed: the same seed gives the same hash.
 */
typedef struct _SimTrace SimTrace;

/* @loud: print the lines as well. */
SimTrace *sim_trace_new (gboolean loud);
void sim_trace_free (SimTrace *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimTrace, sim_trace_free)

void sim_trace_note (SimTrace *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* Of all lines so far, hex. (transfer full) */
char *sim_trace_get_hash (SimTrace *self);
