/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "world.h"

G_BEGIN_DECLS

/* Makes a counter of the machine, which runs. */
void sim_workload_enrol (SimMachine *machine);
/* Makes it a counter again, in a later epoch, after its branches were entered at the portal. */
void sim_workload_enrol_again (SimMachine *machine);
/* The clerk does the next thing at a counter that runs, through the calls that the window makes. */
void sim_workload_step (SimMachine *machine);

G_END_DECLS
