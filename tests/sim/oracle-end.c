/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oracle-private.h"

#include <string.h>

#include "desk-private.h"
#include "portal.h"

#define ALL_BILLS 100000
#define ALL_ENTRIES 100000

static gboolean
has_branches (SimWorld *world)
{
  for (guint i = 0; i < world->machines->len; i++)
    if (((SimMachine *) world->machines->pdata[i])->forked)
      return TRUE;
  return FALSE;
}

/* Whether the portal holds another entry in the place of the counter's newest one. */
static gboolean
has_other_entry (SimMachine *machine, const char *device)
{
  gint64 seq = sim_oracle_count (machine);
  KauntaPortalStorage *storage = sim_portal_get_storage (machine->world->portal);
  g_autoptr (GPtrArray) entries = kaunta_portal_storage_read_entries (storage, device, seq - 1, 1, NULL);

  return entries != NULL && entries->len == 1
         && memcmp (((KauntaEntry *) entries->pdata[0])->hash, sim_oracle_get_hash (machine, seq), KAUNTA_HASH_BYTES) != 0;
}

/* What keeps the portal from acknowledging is said at the counter; a branch is known at the portal, too. A counter that only knows
 * less than the portal does, after it was restored, has not branched yet. */
static void
judge_branch (SimMachine *machine)
{
  const char *device = kaunta_desk_get_device (machine->desk);
  const KauntaLink *link = kaunta_desk_get_link (machine->desk);

  if (link->kind != KAUNTA_LINK_ATTENTION)
    sim_world_fail (machine->world, "counter %u: its journal has branched, and the clerk is not told", machine->number);
  else if (has_other_entry (machine, device) && !sim_oracle_is_frozen (machine->world, device))
    sim_world_fail (machine->world, "counter %u: its journal has branched, and nobody noticed", machine->number);
}

static void
note_marks (GHashTable *marks, GPtrArray *entries)
{
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    g_hash_table_add (marks, GUINT_TO_POINTER (sim_mark_read (entries->pdata[i])));
}

/* Whatever was promised on either branch is at the portal, in the journal or beside it. */
static void
judge_kept_branch (SimMachine *machine)
{
  const char *device = kaunta_desk_get_device (machine->desk);
  KauntaPortalStorage *storage = sim_portal_get_storage (machine->world->portal);
  g_autoptr (GPtrArray) entries = kaunta_portal_storage_read_entries (storage, device, 0, ALL_ENTRIES, NULL);
  g_autoptr (GPtrArray) beside = kaunta_portal_storage_read_forks (storage, device, 0, ALL_ENTRIES, NULL);
  g_autoptr (GHashTable) marks = g_hash_table_new (NULL, NULL);

  note_marks (marks, entries);
  note_marks (marks, beside);
  for (guint i = 0; i < machine->promises->len; i++)
    {
      const SimDeed *deed = machine->promises->pdata[i];

      if (!g_hash_table_contains (marks, GUINT_TO_POINTER (deed->mark)))
        sim_world_fail (machine->world, "counter %u: deed %u was promised on a branch that the portal does not hold whole",
                        machine->number, deed->mark);
    }
}

static void
judge_agreement (SimMachine *machine)
{
  const char *device = kaunta_desk_get_device (machine->desk);
  gint64 turnover = 0;
  gint64 held = sim_oracle_get_portal_seq (machine->world, device, &turnover);
  gint64 own = sim_oracle_count (machine);

  if (held != own || machine->acknowledged != own)
    sim_world_fail (machine->world,
                    "counter %u: %" G_GINT64_FORMAT " entries, %" G_GINT64_FORMAT " acknowledged, %" G_GINT64_FORMAT
                    " at the portal; the link says: %s",
                    machine->number, own, machine->acknowledged, held,
                    kaunta_desk_get_link (machine->desk)->problem);
  else if (turnover != machine->turnover)
    sim_world_fail (machine->world, "counter %u: a turnover of %" G_GINT64_FORMAT ", the portal says %" G_GINT64_FORMAT,
                    machine->number, machine->turnover, turnover);
}

/* ---- Bills, seen from everywhere ---- */

static gpointer
read_bills (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  const KauntaBillFilter filter = { .limit = ALL_BILLS };

  return kaunta_ledger_find_bills (ledger, &filter, error);
}

static void
judge_bill (SimMachine *machine, const KauntaBill *bill)
{
  SimWorld *world = machine->world;
  g_autoptr (KauntaBill) theirs = NULL;
  g_autoptr (GPtrArray) payments = NULL;

  if (!kaunta_portal_storage_get_bill (sim_portal_get_storage (world->portal), bill->number, &theirs, &payments, NULL))
    sim_world_fail (world, "counter %u: the portal has no bill %s", machine->number, bill->number);
  else if (theirs->paid != bill->paid || theirs->total != bill->total || theirs->cancelled != bill->cancelled)
    sim_world_fail (world,
                    "counter %u: %" G_GINT64_FORMAT " of bill %s (%" G_GINT64_FORMAT ") are paid, the portal says %" G_GINT64_FORMAT
                    " of %" G_GINT64_FORMAT "%s%s",
                    machine->number, bill->paid, bill->number, bill->total, theirs->paid, theirs->total,
                    bill->cancelled ? ", cancelled here" : "", theirs->cancelled ? ", cancelled there" : "");
}

static void
judge_bills (SimMachine *machine)
{
  g_autoptr (GPtrArray) bills = sim_machine_visit (machine, read_bills, NULL, NULL);

  if (bills == NULL)
    sim_world_fail (machine->world, "counter %u: its bills can't be read", machine->number);
  for (guint i = 0; bills != NULL && i < bills->len; i++)
    judge_bill (machine, bills->pdata[i]);
}

void
sim_oracle_judge_end (SimWorld *world)
{
  gboolean branched = has_branches (world);

  for (guint i = 0; i < world->machines->len && world->failure == NULL; i++)
    {
      SimMachine *machine = world->machines->pdata[i];

      if (machine->forked && machine->acknowledged < sim_oracle_count (machine))
        judge_branch (machine);
      else if (!machine->forked)
        judge_agreement (machine);
      if (machine->forked && world->failure == NULL)
        judge_kept_branch (machine);
      if (!branched && world->failure == NULL)
        judge_bills (machine);
    }
}

void
sim_oracle_judge_again (SimMachine *machine)
{
  sim_oracle_judge (machine->world, FALSE);
  if (machine->world->failure == NULL)
    judge_agreement (machine);
}
