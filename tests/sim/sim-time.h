/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * SimTime:
 *
 * The one time that passes for all machines of a simulation: milliseconds since it began. It stands still while
 * anybody works, and then leaps to the next moment for which something was arranged.
 */
typedef struct _SimTime SimTime;

SimTime *sim_time_new (void);
void sim_time_free (SimTime *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimTime, sim_time_free)

gint64 sim_time_get_now (SimTime *self);
/* Calls @happen once, @after_ms from now; what was arranged for the same moment happens in the order in which it
 * was arranged. Returns an id, never 0. */
guint sim_time_arrange (SimTime *self, gint64 after_ms, GSourceOnceFunc happen, gpointer user_data);
void sim_time_cancel (SimTime *self, guint id);
/* The moment of the next thing, -1 when nothing is arranged. */
gint64 sim_time_get_next (SimTime *self);
/* Works off everything until nothing is left to do by @until (a moment). Between two turns of the main loop
 * GLib's clock moves on, because tasks finish at once or in a turn of their own depending on that. */
void sim_time_pass (SimTime *self, gint64 until);
/* Works off what is to do at this moment. */
void sim_time_settle (SimTime *self);
