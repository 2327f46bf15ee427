/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal-journals.h"

#include <string.h>
#include "json.h"
#include "storage.h"

#define PAGE_ENTRIES 500

typedef struct
{
  KauntaPortalStorage *storage;
  const char *device;
  gint64 until;  /* the last entry of the chain that belongs to it */
  GArray *forks; /* (nullable): Fork: of the device */
  gint64 leaf;   /* which of them the branch ends with */
} PortalJournal;

/* An entry beside the chain. */
typedef struct
{
  gint64 seq;
  guint8 hash[KAUNTA_HASH_BYTES];
  guint8 prev[KAUNTA_HASH_BYTES];
  gboolean goes_on; /* another one follows it */
  gboolean on_path; /* of the branch that is being read */
} Fork;

/* One entry of a page can't be read: one by one, those before it can. */
static GPtrArray *
read_page (const PortalJournal *self, gint64 after, gint64 *limit, GError **error)
{
  GPtrArray *page = kaunta_portal_storage_read_entries (self->storage, self->device, after, *limit, NULL);

  if (page != NULL)
    return page;

  *limit = 1;
  return kaunta_portal_storage_read_entries (self->storage, self->device, after, *limit, error);
}

static gboolean
use_entry (const KauntaEntry *entry, const KauntaJournalVisitor *visitor, gint64 *place, GError **error)
{
  ++*place;
  if (!visitor->body (entry->body, entry->sig, NULL, visitor->data, error))
    return FALSE;
  if (entry->seq == *place)
    return TRUE;

  /* The order is by a column of its own. Where the signed one differs, reading would go round in circles. */
  g_set_error (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_SEQ,
               "its seq is %" G_GINT64_FORMAT ": out of order", entry->seq);
  return FALSE;
}

static gboolean
read_chain (const PortalJournal *self, const KauntaJournalVisitor *visitor, gint64 *place, GError **error)
{
  gint64 limit = PAGE_ENTRIES;

  while (*place < self->until)
    {
      g_autoptr (GPtrArray) page = read_page (self, *place, &limit, error);

      if (page == NULL)
        ++*place;
      if (page == NULL)
        return FALSE;

      for (guint i = 0; i < page->len && *place < self->until; i++)
        if (!use_entry (page->pdata[i], visitor, place, error))
          return FALSE;
      if (page->len == 0)
        return TRUE;
    }

  return TRUE;
}

static Fork *
get_fork (GArray *forks, guint i)
{
  return &g_array_index (forks, Fork, i);
}

/* Marks what leads from the chain to @leaf. Gives the seq of the chain's last entry before it. */
static gint64
mark_path (GArray *forks, gint64 leaf)
{
  const guint8 *wanted = get_fork (forks, (guint) leaf)->hash;
  gint64 first = get_fork (forks, (guint) leaf)->seq;

  for (gint64 i = forks->len - 1; i >= 0; i--)
    {
      Fork *fork = get_fork (forks, (guint) i);

      fork->on_path = i <= leaf && memcmp (fork->hash, wanted, KAUNTA_HASH_BYTES) == 0;
      if (fork->on_path)
        {
          wanted = fork->prev;
          first = fork->seq;
        }
    }

  return first - 1;
}

static gboolean
read_branch (const PortalJournal *self, const KauntaJournalVisitor *visitor, gint64 *place, GError **error)
{
  for (guint at = 0; at < self->forks->len;)
    {
      g_autoptr (GPtrArray) page =
          kaunta_portal_storage_read_forks (self->storage, self->device, at, PAGE_ENTRIES, error);

      if (page == NULL)
        return FALSE;

      for (guint i = 0; i < page->len && at < self->forks->len; i++, at++)
        if (get_fork (self->forks, at)->on_path && !use_entry (page->pdata[i], visitor, place, error))
          return FALSE;
      if (page->len == 0)
        return TRUE;
    }

  return TRUE;
}

static gboolean
read_portal (gpointer from, const KauntaJournalVisitor *visitor, gint64 *place, GError **error)
{
  const PortalJournal *self = from;

  *place = 0;
  if (!read_chain (self, visitor, place, error)
      || (self->forks != NULL && !read_branch (self, visitor, place, error)))
    return FALSE;

  *place = 0;
  return TRUE;
}

static void
add_fork (GArray *forks, const KauntaEntry *entry)
{
  Fork fork = { .seq = entry->seq };

  memcpy (fork.hash, entry->hash, sizeof fork.hash);
  memcpy (fork.prev, entry->prev, sizeof fork.prev);
  for (guint i = 0; i < forks->len; i++)
    if (memcmp (get_fork (forks, i)->hash, fork.prev, sizeof fork.prev) == 0)
      get_fork (forks, i)->goes_on = TRUE;
  g_array_append_val (forks, fork);
}

/* The places of all, without what is in them. */
static GArray *
list_forks (KauntaPortalStorage *storage, const char *device, GError **error)
{
  g_autoptr (GArray) forks = g_array_new (FALSE, FALSE, sizeof (Fork));
  guint read = 0;

  do
    {
      g_autoptr (GPtrArray) page = kaunta_portal_storage_read_forks (storage, device, forks->len, PAGE_ENTRIES, error);

      if (page == NULL)
        return NULL;

      read = page->len;
      for (guint i = 0; i < page->len; i++)
        add_fork (forks, page->pdata[i]);
    }
  while (read > 0);

  return g_steal_pointer (&forks);
}

static gboolean
use_branch (PortalJournal *journal, gint64 leaf, KauntaStoredJournalFunc use, gpointer data, GError **error)
{
  g_autofree char *name = NULL;
  KauntaStoredJournal branch = { .device = journal->device, .branch = TRUE, .read = read_portal, .from = journal };

  journal->until = mark_path (journal->forks, leaf);
  name = g_strdup_printf ("device %s, the branch from entry %" G_GINT64_FORMAT " on", journal->device,
                          journal->until + 1);
  branch.name = name;
  return use (&branch, data, error);
}

static gboolean
use_device (KauntaPortalStorage *storage, const KauntaDevice *device, KauntaStoredJournalFunc use, gpointer data,
            GError **error)
{
  PortalJournal from = { .storage = storage, .device = device->device, .until = G_MAXINT64 };
  g_autofree char *name = g_strdup_printf ("device %s", device->device);
  KauntaStoredJournal journal = {
    .name = name, .device = device->device, .key = device->key, .read = read_portal, .from = &from
  };
  g_autoptr (GArray) forks = NULL;

  if (!use (&journal, data, error))
    return FALSE;

  forks = list_forks (storage, device->device, error);
  if (forks == NULL)
    return FALSE;

  from.forks = forks;
  for (guint i = 0; i < forks->len; i++)
    if (!get_fork (forks, i)->goes_on && !use_branch (&from, i, use, data, error))
      return FALSE;

  return TRUE;
}

gboolean
kaunta_portal_journals_each (const char *path, KauntaStoredJournalFunc use, gpointer data, GError **error)
{
  g_autoptr (KauntaClock) clock = kaunta_clock_new_system ();
  g_autoptr (KauntaPortalStorage) storage = kaunta_sqlite_storage_open_readonly (path, clock, error);
  g_autoptr (GPtrArray) devices = NULL;

  if (storage == NULL)
    return FALSE;

  devices = kaunta_portal_storage_list_devices (storage, error);
  if (devices == NULL)
    return FALSE;

  for (guint i = 0; i < devices->len; i++)
    if (!use_device (storage, devices->pdata[i], use, data, error))
      return FALSE;

  return TRUE;
}
