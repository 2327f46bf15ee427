/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>
#include "commands.h"
#include "json.h"
#include "money.h"
#include "storage.h"

#define STEP 500

/**
 * Branch:
 * @tip: the entry that it ends with so far
 */
typedef struct
{
  GPtrArray *entries;
  const KauntaEntry *tip;
} Branch;

static void
branch_free (Branch *branch)
{
  g_ptr_array_unref (branch->entries);
  g_free (branch);
}

/* What a clerk would call the fact by. (nullable) (transfer none) */
static const char *
get_number (const KauntaEntry *entry)
{
  static const char *const keys[] = { "receipt", "bill", "slip" };
  const char *number = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    if (json_object_has_member (entry->data, keys[i]) && kaunta_json_get_string (entry->data, keys[i], &number, NULL))
      return number;
  return entry->till;
}

static void
print_entry (const KauntaEntry *entry)
{
  const char *number = get_number (entry);
  g_autofree char *at = kaunta_time_format (entry->at);
  g_autofree char *amount = NULL;
  gint64 cents = 0;

  if (kaunta_portal_entry_get_money (entry, &cents))
    amount = kaunta_cents_format (cents);
  g_print ("    %" G_GINT64_FORMAT "  %s  %s  %s  %s\n", entry->seq, at, kaunta_fact_type_to_nick (entry->type),
           number != NULL ? number : "-", amount != NULL ? amount : "-");
}

/* The chain from where the branches part up to the end of that epoch: what came later nobody doubts. */
static gboolean
print_chain (KauntaPortalStorage *storage, const KauntaPortalBranched *branched, gint64 epoch, GError **error)
{
  gint64 after = branched->parts_at - 1;
  guint read = STEP;

  g_print ("  chain\n");
  while (read == STEP)
    {
      g_autoptr (GPtrArray) entries = kaunta_portal_storage_read_entries (storage, branched->device, after, STEP, error);

      if (entries == NULL)
        return FALSE;
      for (guint i = 0; i < entries->len; i++)
        {
          const KauntaEntry *entry = g_ptr_array_index (entries, i);

          if (entry->epoch > epoch)
            return TRUE;
          print_entry (entry);
        }
      after += entries->len;
      read = entries->len;
    }
  return TRUE;
}

/* (element-type KauntaEntry) */
static GPtrArray *
read_forks (KauntaPortalStorage *storage, const char *device, GError **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_entry_unref);
  guint read = STEP;

  while (read == STEP)
    {
      g_autoptr (GPtrArray) forks = kaunta_portal_storage_read_forks (storage, device, all->len, STEP, error);

      if (forks == NULL)
        return NULL;
      read = forks->len;
      g_ptr_array_extend_and_steal (all, g_steal_pointer (&forks));
    }
  return g_steal_pointer (&all);
}

/* The branch that @entry goes on, or a new one. */
static Branch *
find_branch (GPtrArray *branches, const KauntaEntry *entry)
{
  Branch *branch = NULL;

  for (guint i = 0; i < branches->len; i++)
    {
      branch = g_ptr_array_index (branches, i);
      if (memcmp (branch->tip->hash, entry->prev, sizeof entry->prev) == 0)
        return branch;
    }
  branch = g_new0 (Branch, 1);
  branch->entries = g_ptr_array_new ();
  g_ptr_array_add (branches, branch);
  return branch;
}

static void
print_branches (GPtrArray *forks)
{
  g_autoptr (GPtrArray) branches = g_ptr_array_new_with_free_func ((GDestroyNotify) branch_free);

  for (guint i = 0; i < forks->len; i++)
    {
      KauntaEntry *entry = g_ptr_array_index (forks, i);
      Branch *branch = find_branch (branches, entry);

      branch->tip = entry;
      g_ptr_array_add (branch->entries, entry);
    }
  for (guint i = 0; i < branches->len; i++)
    {
      Branch *branch = g_ptr_array_index (branches, i);

      g_print ("  branch %u\n", i + 1);
      for (guint j = 0; j < branch->entries->len; j++)
        print_entry (g_ptr_array_index (branch->entries, j));
    }
}

static gboolean
print_branched (KauntaPortalStorage *storage, const KauntaPortalBranched *branched, GError **error)
{
  g_autoptr (GPtrArray) forks = read_forks (storage, branched->device, error);

  if (forks == NULL)
    return FALSE;
  g_print ("%s  %s  %s, parts at entry %" G_GINT64_FORMAT ", not entered yet: %" G_GINT64_FORMAT " of %" G_GINT64_FORMAT "\n",
           branched->device, branched->office, branched->frozen ? "frozen" : "enrolled again", branched->parts_at,
           branched->waiting, branched->entries);
  if (!print_chain (storage, branched, ((KauntaEntry *) g_ptr_array_index (forks, 0))->epoch, error))
    return FALSE;
  print_branches (forks);
  return TRUE;
}

int
kaunta_command_branches (int argc, char **argv)
{
  g_autoptr (KauntaClock) clock = kaunta_clock_new_system ();
  g_autoptr (KauntaPortalStorage) storage = NULL;
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GError) error = NULL;

  if (!kaunta_command_parse (&argc, &argv, NULL, 1))
    return KAUNTA_EXIT_USAGE;
  storage = kaunta_sqlite_storage_open_readonly (argv[1], clock, &error);
  if (storage != NULL)
    list = kaunta_portal_storage_list_branched (storage, &error);
  if (list == NULL)
    return kaunta_command_fail (error);
  if (list->len == 0)
    g_print ("No counter's journal has a second branch.\n");
  for (guint i = 0; i < list->len; i++)
    if (!print_branched (storage, g_ptr_array_index (list, i), &error))
      return kaunta_command_fail (error);
  return KAUNTA_EXIT_GOOD;
}
