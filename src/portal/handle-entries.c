/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "call.h"

#include <string.h>
#include "money.h"
#include "push.h"

/* An entry's text in a page is at most twice as long as its body: so the page keeps below KAUNTA_WIRE_MAX_ANSWER_BYTES. */
#define PAGE_BYTES (2 * 1024 * 1024)
/* Read at once: bodies may be long. */
#define PAGE_STEP 20
#define USUAL_LIMIT 200

static gboolean
check_owner (const KauntaPortalCall *call)
{
  if (strcmp (call->name, call->device->device) == 0)
    return TRUE;
  kaunta_portal_refuse (call->answer, KAUNTA_WIRE_ERROR_FENCED, SOUP_STATUS_FORBIDDEN, "The token is another device's.", 0);
  return FALSE;
}

void
kaunta_portal_handle_entries (const KauntaPortalCall *call)
{
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GPtrArray) exceptions = NULL;
  g_autoptr (GError) error = NULL;
  KauntaAcknowledgement ack = { 0 };
  gint64 place = 0;
  gint64 seq = 0;

  if (!check_owner (call))
    return;

  entries = kaunta_push_decode (call->body, &place, &error);
  if (entries != NULL
      && kaunta_portal_storage_append (call->storage, call->device, entries, &ack, &exceptions, &seq, &error))
    kaunta_portal_call_answer (call, kaunta_push_answer_encode (&ack, exceptions));
  else
    kaunta_portal_call_refuse (call, error, seq);
}

/* Whether @page took all of @step. */
static gboolean
add_step (GPtrArray *page, GPtrArray *step, gint64 limit, gsize *bytes)
{
  for (guint i = 0; i < step->len; i++)
    {
      KauntaEntry *entry = g_ptr_array_index (step, i);

      if (page->len >= limit || *bytes >= PAGE_BYTES)
        return FALSE;
      *bytes += g_bytes_get_size (entry->body);
      g_ptr_array_add (page, kaunta_entry_ref (entry));
    }
  return TRUE;
}

/* (element-type KauntaEntry) */
static GPtrArray *
read_page (const KauntaPortalCall *call, gint64 after, gint64 limit, gboolean *more, GError **error)
{
  g_autoptr (GPtrArray) page = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_entry_unref);
  gsize bytes = 0;
  guint read = PAGE_STEP;

  *more = FALSE;
  while (!*more && read == PAGE_STEP)
    {
      g_autoptr (GPtrArray) step =
        kaunta_portal_storage_read_entries (call->storage, call->name, after + page->len, PAGE_STEP, error);

      if (step == NULL)
        return NULL;
      *more = !add_step (page, step, limit, &bytes);
      read = step->len;
    }
  return g_steal_pointer (&page);
}

void
kaunta_portal_handle_get_entries (const KauntaPortalCall *call)
{
  g_autoptr (GPtrArray) page = NULL;
  g_autoptr (GError) error = NULL;
  gint64 after = 0;
  gint64 limit = USUAL_LIMIT;
  gboolean more = FALSE;

  if (!check_owner (call)
      || !kaunta_portal_call_get_number (call, "after", 0, KAUNTA_CENTS_MAX, &after)
      || !kaunta_portal_call_get_number (call, "limit", 1, KAUNTA_WIRE_MAX_PAGE_ENTRIES, &limit))
    return;
  page = read_page (call, after, limit, &more, &error);
  if (page != NULL)
    kaunta_portal_call_answer (call, kaunta_entries_page_encode (page, more));
  else
    kaunta_portal_call_refuse (call, error, 0);
}
