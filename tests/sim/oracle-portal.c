/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oracle-private.h"

#include <sqlite3.h>
#include <string.h>

#include "portal.h"

#define PAGE_ENTRIES 1000

/* Receipts that count, by counter, beside the turnover that its newest entry says. */
static const char SQL_SUMS[] =
    "SELECT d.device, d.turnover, d.seq, d.frozen,"
    " (SELECT COALESCE (SUM (p.amount), 0) FROM payments p WHERE p.device = d.device AND p.reversed IS NULL)"
    " FROM devices d ORDER BY d.device";

static const char SQL_DEVICE[] = "SELECT seq, turnover, frozen FROM devices WHERE device = ?1";

static sqlite3 *
open_database (SimWorld *world)
{
  sqlite3 *handle = NULL;

  if (sqlite3_open_v2 (sim_portal_get_path (world->portal), &handle, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK)
    g_clear_pointer (&handle, sqlite3_close);
  return handle;
}

typedef struct
{
  gint64 seq;
  gint64 turnover;
  gboolean frozen;
} Device;

static gboolean
read_device (SimWorld *world, const char *device, Device *row)
{
  sqlite3 *handle = open_database (world);
  sqlite3_stmt *statement = NULL;
  gboolean found = FALSE;

  if (handle != NULL && sqlite3_prepare_v2 (handle, SQL_DEVICE, -1, &statement, NULL) == SQLITE_OK)
    {
      sqlite3_bind_text (statement, 1, device, -1, SQLITE_STATIC);
      found = sqlite3_step (statement) == SQLITE_ROW;
      *row = (Device){ sqlite3_column_int64 (statement, 0), sqlite3_column_int64 (statement, 1),
                       sqlite3_column_int (statement, 2) != 0 };
    }
  sqlite3_finalize (statement);
  sqlite3_close (handle);
  return found;
}

gboolean
sim_oracle_is_frozen (SimWorld *world, const char *device)
{
  Device row = { 0 };

  return read_device (world, device, &row) && row.frozen;
}

gint64
sim_oracle_get_portal_seq (SimWorld *world, const char *device, gint64 *turnover)
{
  Device row = { 0 };

  if (!read_device (world, device, &row))
    return G_MAXINT64; /* the disk does not let it be read now */
  if (turnover != NULL)
    *turnover = row.turnover;
  return row.seq;
}

/* ---- Answers ---- */

/* Of a device that is frozen the portal keeps what comes in, and acknowledges nothing, whichever branch it continues. */
void
sim_oracle_judge_answer (SimWorld *world, const KauntaPortalRequest *request, const KauntaPortalAnswer *answer)
{
  g_auto (GStrv) parts = g_strsplit (request->path, "/", -1);
  gboolean acknowledges = answer->status == SOUP_STATUS_OK && g_str_equal (request->method, "POST")
                          && g_strv_length (parts) == 5 && g_str_equal (parts[4], "entries");

  if (acknowledges && world->may_branch && sim_oracle_is_frozen (world, parts[3]))
    sim_world_fail (world, "portal: %s is frozen, and an acknowledgement was given", parts[3]);
}

/* ---- Sums ---- */

static void
judge_sums (SimWorld *world)
{
  sqlite3 *handle = open_database (world);
  sqlite3_stmt *statement = NULL;

  if (handle != NULL && sqlite3_prepare_v2 (handle, SQL_SUMS, -1, &statement, NULL) == SQLITE_OK)
    while (sqlite3_step (statement) == SQLITE_ROW)
      if (sqlite3_column_int64 (statement, 1) != sqlite3_column_int64 (statement, 4))
        sim_world_fail (world, "portal: %s has a turnover of %lld, and payments of %lld",
                        (const char *) sqlite3_column_text (statement, 0),
                        (long long) sqlite3_column_int64 (statement, 1),
                        (long long) sqlite3_column_int64 (statement, 4));
  sqlite3_finalize (statement);
  sqlite3_close (handle);
}

/* ---- Entries ---- */

/* The portal's entry must be the counter's own. Of a counter whose journal may have branched it may be another branch's. */
static void
judge_entry (SimMachine *machine, const KauntaEntry *entry)
{
  const guint8 *own = sim_oracle_get_hash (machine, entry->seq);

  if (machine->forked || (own != NULL && memcmp (own, entry->hash, KAUNTA_HASH_BYTES) == 0))
    return;
  /* What is newer than the judge's own reading was appended since. */
  if (own != NULL || !sim_machine_is_alive (machine))
    sim_world_fail (machine->world, "portal: entry %" G_GINT64_FORMAT " of %s is not the counter's", entry->seq,
                    entry->device);
}

/* Each entry at the portal follows the one before it by its hash: two branches were never made one. */
static gboolean
verify_entry (SimMachine *machine, const KauntaEntry *entry)
{
  g_autoptr (GError) error = NULL;

  if (machine->portal_verifier == NULL)
    machine->portal_verifier = kaunta_verifier_new (NULL);
  if (kaunta_verifier_feed (machine->portal_verifier, entry->body, entry->sig, &error))
    return TRUE;
  sim_world_fail (machine->world, "portal: entry %" G_GINT64_FORMAT " of %s: %s", entry->seq, entry->device, error->message);
  return FALSE;
}

/* The chain that the portal holds is one journal, whatever came in. */
static void
judge_chain (SimMachine *machine, const char *device)
{
  SimWorld *world = machine->world;
  KauntaPortalStorage *storage = sim_portal_get_storage (world->portal);
  gint64 after = machine->judged;
  g_autoptr (GPtrArray) entries = NULL;

  while ((entries = kaunta_portal_storage_read_entries (storage, device, after, PAGE_ENTRIES, NULL)) != NULL
         && entries->len > 0)
    {
      for (guint i = 0; i < entries->len; i++)
        {
          const KauntaEntry *entry = entries->pdata[i];

          if (!verify_entry (machine, entry))
            return;
          after = entry->seq;
          judge_entry (machine, entry);
          sim_oracle_note_entry (world, entry);
        }
      g_clear_pointer (&entries, g_ptr_array_unref);
    }
  machine->judged = after;
}

static void
judge_device (SimMachine *machine)
{
  guint restores = sim_portal_get_restores (machine->world->portal);
  const char *device = machine->desk != NULL ? kaunta_desk_get_device (machine->desk) : NULL;

  if (device == NULL || !sim_machine_is_alive (machine))
    return;
  if (machine->judged_restores != restores)
    {
      machine->judged = 0;
      g_clear_pointer (&machine->portal_verifier, kaunta_verifier_free);
    }
  machine->judged_restores = restores;
  judge_chain (machine, device);
}

void
sim_oracle_judge_portal (SimWorld *world)
{
  for (guint i = 0; i < world->machines->len; i++)
    judge_device (world->machines->pdata[i]);
  judge_sums (world);
}
