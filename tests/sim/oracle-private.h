/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "machine.h"
#include "oracle.h"

G_BEGIN_DECLS

/* What both halves of the judging share. */

/* Notes that @entry exists. A deed that became two entries, or one though it was refused, is a broken promise. */
void sim_oracle_note_entry (SimWorld *world, const KauntaEntry *entry);
/* The hash of the machine's entry @seq as it was read, NULL when it has none. */
const guint8 *sim_oracle_get_hash (const SimMachine *machine, gint64 seq);
/* How many entries of the machine were read. */
gint64 sim_oracle_count (const SimMachine *machine);

/* The portal's half. */
void sim_oracle_judge_portal (SimWorld *world);
/* Whether the portal froze @device because its journal branched. */
gboolean sim_oracle_is_frozen (SimWorld *world, const char *device);
/* The newest seq that the portal holds of @device, with the turnover there. */
gint64 sim_oracle_get_portal_seq (SimWorld *world, const char *device, gint64 *turnover);

G_END_DECLS
