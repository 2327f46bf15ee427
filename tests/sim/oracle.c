/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oracle-private.h"

#include <string.h>

#include "desk-private.h"
#include "portal.h"

/* Looked at after each start: older ones were looked at before. */
#define LATEST_PROMISES 40
#define PAGE_ENTRIES 500
/* The entry that the plant "gap" hides from the judge. */
#define PLANTED_GAP 30

/* ---- Deeds and entries ---- */

void
sim_oracle_note_entry (SimWorld *world, const KauntaEntry *entry)
{
  guint mark = sim_mark_read (entry);
  SimDeed *deed = NULL;

  if (mark == 0)
    return;
  if (mark > world->deeds->len)
    {
      sim_world_fail (world, "entry %" G_GINT64_FORMAT " of %s is nobody's deed", entry->seq, entry->device);
      return;
    }
  deed = world->deeds->pdata[mark - 1];
  if (deed->outcome == SIM_OUTCOME_REFUSED)
    sim_world_fail (world, "deed %u was refused, and is entry %" G_GINT64_FORMAT " of %s", mark, entry->seq,
                    entry->device);
  if (deed->found && memcmp (deed->hash, entry->hash, sizeof deed->hash) != 0)
    sim_world_fail (world, "deed %u happened twice, the second time as entry %" G_GINT64_FORMAT " of %s", mark,
                    entry->seq, entry->device);
  deed->found = TRUE;
  memcpy (deed->hash, entry->hash, sizeof deed->hash);
}

gint64
sim_oracle_count (const SimMachine *machine)
{
  return machine->hashes->len / KAUNTA_HASH_BYTES;
}

const guint8 *
sim_oracle_get_hash (const SimMachine *machine, gint64 seq)
{
  if (seq < 1 || seq > sim_oracle_count (machine))
    return NULL;
  return machine->hashes->data + (seq - 1) * KAUNTA_HASH_BYTES;
}

void
sim_oracle_forget (SimMachine *machine)
{
  g_clear_pointer (&machine->verifier, kaunta_verifier_free);
  g_clear_pointer (&machine->portal_verifier, kaunta_verifier_free);
  g_byte_array_set_size (machine->hashes, 0);
  g_hash_table_remove_all (machine->marks);
  machine->judged = 0;
}

/* ---- A counter's journal ---- */

static gpointer
read_entries (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  const gint64 *after = data;

  return kaunta_ledger_read_entries (ledger, *after, PAGE_ENTRIES, G_MAXSIZE, error);
}

static gboolean
take_entry (SimMachine *machine, const KauntaEntry *entry)
{
  SimWorld *world = machine->world;
  g_autoptr (GError) error = NULL;
  guint mark = sim_mark_read (entry);

  if (g_strcmp0 (world->options.plant, "gap") == 0 && entry->seq == PLANTED_GAP)
    return TRUE;
  if (!kaunta_verifier_feed (machine->verifier, entry->body, entry->sig, &error))
    {
      sim_world_fail (world, "counter %u, entry %" G_GINT64_FORMAT ": %s", machine->number, entry->seq,
                      error->message);
      return FALSE;
    }
  g_byte_array_append (machine->hashes, entry->hash, KAUNTA_HASH_BYTES);
  if (mark != 0)
    g_hash_table_add (machine->marks, GUINT_TO_POINTER (mark));
  sim_oracle_note_entry (world, entry);
  return TRUE;
}

/* Reads what was appended since the last time. FALSE when it can't be read now, or is wrong. */
static gboolean
read_on (SimMachine *machine)
{
  for (;;)
    {
      gint64 after = sim_oracle_count (machine);
      g_autoptr (GPtrArray) entries = sim_machine_visit (machine, read_entries, &after, NULL);

      if (entries == NULL)
        return FALSE;
      if (entries->len == 0)
        return TRUE;
      for (guint i = 0; i < entries->len; i++)
        if (!take_entry (machine, entries->pdata[i]))
          return FALSE;
      /* All that came was hidden by a plant. */
      if (sim_oracle_count (machine) == after)
        return FALSE;
    }
}

static gpointer
read_tail (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  return kaunta_ledger_get_tail (ledger, data, error) ? data : NULL;
}

/* What the ledger says of its end is what its entries say. */
static void
judge_tail (SimMachine *machine, const KauntaTail *tail)
{
  KauntaVerifierSummary summary = { 0 };

  kaunta_verifier_get_summary (machine->verifier, &summary);
  if (tail->seq != sim_oracle_count (machine) || (tail->seq > 0 && !g_str_equal (tail->head, summary.head)))
    sim_world_fail (machine->world, "counter %u: the journal doesn't end where it was read to", machine->number);
  if (tail->turnover != summary.turnover)
    sim_world_fail (machine->world, "counter %u: a turnover of %" G_GINT64_FORMAT " where entries make %" G_GINT64_FORMAT,
                    machine->number, tail->turnover, summary.turnover);
  if (tail->acknowledged > tail->seq)
    sim_world_fail (machine->world, "counter %u: more is acknowledged than there is", machine->number);
}

static void
judge_promises (SimMachine *machine)
{
  for (guint i = 0; i < machine->promises->len; i++)
    {
      const SimDeed *deed = machine->promises->pdata[i];

      if (!g_hash_table_contains (machine->marks, GUINT_TO_POINTER (deed->mark)))
        sim_world_fail (machine->world, "counter %u: deed %u (%s) was promised and is not there", machine->number,
                        deed->mark, deed->receipt != NULL ? deed->receipt : deed->bill);
    }
}

static gpointer
check_files (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  return kaunta_ledger_check (ledger, error) ? ledger : NULL;
}

static void
judge_files (SimMachine *machine)
{
  g_autoptr (GError) error = NULL;

  if (sim_machine_visit (machine, check_files, NULL, &error) == NULL
      && !g_error_matches (error, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_IO))
    sim_world_fail (machine->world, "counter %u: %s", machine->number, error->message);
}

static void
judge_machine (SimMachine *machine, gboolean thorough)
{
  KauntaTail tail = { 0 };

  if (!sim_machine_is_alive (machine) || !kaunta_desk_get_enrolled (machine->desk))
    return;
  if (machine->verifier == NULL)
    machine->verifier = kaunta_verifier_new (NULL);
  if (!read_on (machine) || sim_machine_visit (machine, read_tail, &tail, NULL) == NULL)
    return;

  machine->acknowledged = tail.acknowledged;
  machine->turnover = tail.turnover;
  judge_tail (machine, &tail);
  judge_promises (machine);
  if (thorough)
    judge_files (machine);
}

/* ---- After a start ---- */

typedef struct
{
  const SimDeed *deed;
  gboolean kept;
} Promise;

static gpointer
look_for (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  Promise *promise = data;
  const SimDeed *deed = promise->deed;

  if (deed->kind == SIM_DEED_PAYMENT)
    {
      g_autoptr (KauntaPayment) payment = kaunta_ledger_get_payment (ledger, deed->receipt, error);

      promise->kept = payment != NULL && payment->amount == deed->amount && g_str_equal (payment->bill, deed->bill);
    }
  else if (deed->kind == SIM_DEED_BILL)
    {
      g_autoptr (KauntaBill) bill = kaunta_ledger_get_bill (ledger, deed->bill, error);

      promise->kept = bill != NULL && bill->total == deed->amount;
    }
  else
    promise->kept = TRUE;
  return NULL;
}

void
sim_oracle_judge_start (SimMachine *machine)
{
  guint n = MIN (machine->promises->len, LATEST_PROMISES);

  for (guint i = 0; i < n; i++)
    {
      Promise promise = { machine->promises->pdata[machine->promises->len - 1 - i], FALSE };
      g_autoptr (GError) error = NULL;

      sim_machine_visit (machine, look_for, &promise, &error);
      if (!promise.kept && !g_error_matches (error, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_IO))
        sim_world_fail (machine->world, "counter %u: %s was shown, and is not there after a start", machine->number,
                        promise.deed->kind == SIM_DEED_PAYMENT ? promise.deed->receipt : promise.deed->bill);
    }
}

/* ---- Both sides ---- */

/* Whether the portal's entry @seq has the hash @own. TRUE when it can't be read now. */
static gboolean
holds (SimMachine *machine, const char *device, gint64 seq, const guint8 *own)
{
  KauntaPortalStorage *storage = sim_portal_get_storage (machine->world->portal);
  g_autoptr (GPtrArray) entries = kaunta_portal_storage_read_entries (storage, device, seq - 1, 1, NULL);

  return entries == NULL
         || (entries->len == 1 && memcmp (((KauntaEntry *) entries->pdata[0])->hash, own, KAUNTA_HASH_BYTES) == 0);
}

/* Also where a journal has branched: what was acknowledged on either branch is on the portal's. */
static void
judge_acknowledged (SimMachine *machine)
{
  const guint8 *own = sim_oracle_get_hash (machine, machine->acknowledged);
  const char *device = machine->desk != NULL ? kaunta_desk_get_device (machine->desk) : NULL;
  gint64 held = 0;

  if (own == NULL || device == NULL || sim_portal_get_storage (machine->world->portal) == NULL)
    return;
  /* A portal that was restored gets again what it lost, from whichever branch comes first. */
  if (sim_portal_get_restores (machine->world->portal) > 0)
    return;
  held = sim_oracle_get_portal_seq (machine->world, device, NULL);
  if (held < machine->acknowledged)
    sim_world_fail (machine->world, "counter %u: %" G_GINT64_FORMAT " entries are acknowledged, the portal holds %" G_GINT64_FORMAT,
                    machine->number, machine->acknowledged, held);
  else if (!holds (machine, device, machine->acknowledged, own))
    sim_world_fail (machine->world, "counter %u: entry %" G_GINT64_FORMAT " is acknowledged, the portal holds another",
                    machine->number, machine->acknowledged);
}

void
sim_oracle_judge (SimWorld *world, gboolean thorough)
{
  for (guint i = 0; i < world->machines->len; i++)
    judge_machine (world->machines->pdata[i], thorough);
  if (sim_portal_get_storage (world->portal) == NULL)
    return;
  sim_oracle_judge_portal (world);
  for (guint i = 0; i < world->machines->len; i++)
    judge_acknowledged (world->machines->pdata[i]);
}
