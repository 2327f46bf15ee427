/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "router.h"
#include "world.h"

G_BEGIN_DECLS

/* What must be true, and the run's failure when it is not. */

/* Of a counter that was just started: everything that was promised lately is there. */
void sim_oracle_judge_start (SimMachine *machine);
/* Its files are other ones from now on. */
void sim_oracle_forget (SimMachine *machine);

/* Of an answer that the portal has just given. */
void sim_oracle_judge_answer (SimWorld *world, const KauntaPortalRequest *request, const KauntaPortalAnswer *answer);

/* Of all counters that run, and the portal, at any moment. @thorough: files and projections as well. */
void sim_oracle_judge (SimWorld *world, gboolean thorough);
/* When nothing is under way any more and nothing failed lately: both sides agree. */
void sim_oracle_judge_end (SimWorld *world);
/* Of a counter that was enrolled again after that: it agrees with the portal. */
void sim_oracle_judge_again (SimMachine *machine);

G_END_DECLS
