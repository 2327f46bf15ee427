/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "call.h"

#define USUAL_LIMIT 200

static gboolean
read_limit (const KauntaPortalCall *call, gint64 *limit)
{
  const char *typed = kaunta_portal_call_get_field (call, "limit");
  guint64 value = USUAL_LIMIT;

  if (typed != NULL && !g_ascii_string_to_unsigned (typed, 10, 1, KAUNTA_PORTAL_MAX_CHANGES, &value, NULL))
    {
      kaunta_portal_refuse (call->answer, KAUNTA_WIRE_ERROR_MALFORMED, SOUP_STATUS_BAD_REQUEST,
                            "limit: a number from 1 to " G_STRINGIFY (KAUNTA_PORTAL_MAX_CHANGES) ".", 0);
      return FALSE;
    }
  *limit = (gint64) value;
  return TRUE;
}

void
kaunta_portal_handle_changes (const KauntaPortalCall *call)
{
  g_auto (KauntaChangesPage) page = { 0 };
  g_autoptr (GError) error = NULL;
  const char *cursor = kaunta_portal_call_get_field (call, "cursor");
  gint64 limit = 0;

  if (!read_limit (call, &limit))
    return;
  if (kaunta_portal_storage_read_changes (call->storage, call->device, cursor, limit, &page, &error))
    kaunta_portal_call_answer (call, kaunta_changes_page_encode (&page));
  else
    kaunta_portal_call_refuse (call, error, 0);
}
