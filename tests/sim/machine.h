/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "deed.h"
#include "desk.h"
#include "disk.h"
#include "sim-clock.h"
#include "store.h"
#include "verifier.h"
#include "world.h"

G_BEGIN_DECLS

/**
 * SimMachine:
 * @number: its place among the world's machines, from 1
 * @clerk: @pin: who works here
 * @desk: (nullable): NULL while it is off
 * @life: how often it was started
 * @off_until: when it is started next
 * @line_down_until: no connection before
 * @promises: (element-type SimDeed): what was told as done on these files, oldest first
 * @asked: (nullable): a deed whose outcome nobody knows, to be looked after
 * @forked: its files were restored or copied once: its journal may have branched
 * @backup: @backed_promises: (nullable): the older copy of its files, and what was promised by then
 * @hashes: @marks: of the entries that @verifier was fed
 * @acknowledged: @turnover: as the ledger said last
 * @judged: up to where the portal's entries were compared, and fed to @portal_verifier; @judged_restores: when it had been
 *   restored so often
 *
 * The machine of one counter.
 */
struct _SimMachine
{
  SimWorld *world;
  guint number;
  const char *clerk;
  const char *pin;
  char *folder;
  char *backup;
  SimDisk *disk;
  GRand *random;
  SimClock *clock;
  KauntaDesk *desk;
  guint life;
  gint64 off_until;
  gint64 line_down_until;
  GPtrArray *promises;
  GPtrArray *backed_promises;
  SimDeed *asked;
  gboolean forked;
  guint64 seen[SIM_N_DISK_FAULTS];

  KauntaVerifier *verifier;
  GByteArray *hashes;
  GHashTable *marks;
  gint64 acknowledged;
  gint64 turnover;
  gint64 judged;
  KauntaVerifier *portal_verifier;
  guint judged_restores;
};

/* Off, with an empty disk. */
SimMachine *sim_machine_new (SimWorld *world);
void sim_machine_free (SimMachine *self);

/* FALSE when it did not start: its disk fails. */
gboolean sim_machine_start (SimMachine *self);
/* Closes the program in order. */
void sim_machine_stop (SimMachine *self);
/* Whether the program runs on a machine with power. */
gboolean sim_machine_is_alive (SimMachine *self);
/* Looks after what happened to it: a machine whose power was cut is off from now on, and comes back later. */
void sim_machine_tend (SimMachine *self);
/* Runs @work on the ledger. As of kaunta_store_run(). */
gpointer sim_machine_visit (SimMachine *self, KauntaStoreWork work, gpointer data, GError **error);

/* It was enrolled again: its journal is the portal's from now on, and its own branch lies there beside it. */
void sim_machine_begin_anew (SimMachine *self);

/* One chance for each of its faults. */
void sim_machine_step (SimMachine *self);
/* Running, with a disk and a line that work, whatever it was. */
void sim_machine_recover (SimMachine *self);

G_END_DECLS
