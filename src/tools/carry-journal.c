/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "carry-journal.h"

#include <string.h>
#include "carry.h"
#include "json.h"

#define STEP_ENTRIES 500
#define STEP_BYTES (4 * 1024 * 1024)

/* What the portal says that it held of the entries in the file must be what is there. */
static gboolean
check_acknowledged (const KauntaCarryHeader *header, const KauntaEntry *entry, GError **error)
{
  g_autofree char *hash = NULL;

  if (!header->acknowledged || entry->seq != header->ack.seq)
    return TRUE;

  hash = kaunta_hash_to_hex (entry->hash);
  if (strcmp (hash, header->ack.head) == 0)
    return TRUE;

  g_set_error_literal (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_ACKNOWLEDGEMENT,
                       "the portal acknowledged another entry in its place");
  return FALSE;
}

static gboolean
read_carry (gpointer from, const KauntaJournalVisitor *visitor, gint64 *place, GError **error)
{
  KauntaCarry *carry = from;
  guint read = 0;

  *place = 0;
  do
    {
      g_autoptr (GError) problem = NULL;
      g_autoptr (GPtrArray) entries = kaunta_carry_read_entries (carry, STEP_ENTRIES, STEP_BYTES, &problem);

      /* The fault is in one of them, which the message names. */
      if (entries == NULL)
        {
          *place = carry->next - carry->header.first + 1;
          g_set_error_literal (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_FORM, problem->message);
          return FALSE;
        }

      read = entries->len;
      for (guint i = 0; i < entries->len; i++)
        {
          const KauntaEntry *entry = entries->pdata[i];

          ++*place;
          if (!check_acknowledged (&carry->header, entry, error)
              || !visitor->body (entry->body, entry->sig, NULL, visitor->data, error))
            return FALSE;
        }
    }
  while (read > 0);

  *place = 0;
  return TRUE;
}

/* The file's own word on what the portal held when it was made. */
static gboolean
check_acknowledgement (const KauntaCarryHeader *header, GError **error)
{
  const KauntaAcknowledgement *ack = &header->ack;

  if (!header->acknowledged)
    return TRUE;
  if (strcmp (ack->device, header->device) == 0 && ack->seq >= header->first - 1
      && kaunta_acknowledgement_verify (ack, header->portal_key, NULL))
    return TRUE;

  g_set_error_literal (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_ACKNOWLEDGEMENT,
                       "the file's acknowledgement is not the portal's for what is before its first entry, or in it");
  return FALSE;
}

gboolean
kaunta_carry_journal_use (const char *path, KauntaStoredJournalFunc use, gpointer data, GError **error)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, error);
  g_autoptr (GBytes) bytes = NULL;
  g_auto (KauntaCarry) carry = { 0 };
  KauntaStoredJournal journal = { .read = read_carry, .from = &carry };
  KauntaTailStart start = { NULL };
  gboolean follows = FALSE;

  if (file == NULL)
    return FALSE;

  bytes = g_mapped_file_get_bytes (file);
  if (!kaunta_carry_open (&carry, bytes, error) || !check_acknowledgement (&carry.header, error))
    return FALSE;

  /* A file for a portal that lost entries begins earlier. */
  follows = carry.header.acknowledged && carry.header.ack.seq == carry.header.first - 1;
  start = (KauntaTailStart){ carry.header.device, carry.header.first,
                             follows ? carry.header.ack.head : NULL, carry.header.epoch,
                             carry.header.key };
  journal.key = carry.header.key;
  journal.tail = carry.header.first > 1 ? &start : NULL;
  return use (&journal, data, error);
}
