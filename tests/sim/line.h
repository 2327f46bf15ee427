/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "transport.h"
#include "world.h"

G_BEGIN_DECLS

/**
 * SimLine:
 *
 * The line between one start of a counter and the portal. It loses, delays, repeats and tears, as chance wants.
 */
#define SIM_TYPE_LINE (sim_line_get_type ())
G_DECLARE_FINAL_TYPE (SimLine, sim_line, SIM, LINE, GObject)

/* It belongs to this life of @machine: once that ended, nothing leaves it any more, and nothing reaches it. What is on its
 * way goes on. */
SimLine *sim_line_new (SimMachine *machine);

G_END_DECLS
