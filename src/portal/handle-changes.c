/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "call.h"

#define USUAL_LIMIT 200

void
kaunta_portal_handle_changes (const KauntaPortalCall *call)
{
  g_auto (KauntaChangesPage) page = { 0 };
  g_autoptr (GError) error = NULL;
  const char *cursor = kaunta_portal_call_get_field (call, "cursor");
  gint64 limit = USUAL_LIMIT;

  if (!kaunta_portal_call_get_number (call, "limit", 1, KAUNTA_PORTAL_MAX_CHANGES, &limit))
    return;
  if (!kaunta_portal_storage_read_changes (call->storage, call->device, cursor, limit, &page, &error))
    kaunta_portal_call_refuse (call, error, 0);
  else if (page.changes->len == 0 && g_strcmp0 (page.cursor, cursor) == 0)
    call->answer->status = SOUP_STATUS_NO_CONTENT;
  else
    kaunta_portal_call_answer (call, kaunta_changes_page_encode (&page));
}
