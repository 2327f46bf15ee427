/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "call.h"

#include <string.h>

void
kaunta_portal_handle_entries (const KauntaPortalCall *call)
{
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GPtrArray) exceptions = NULL;
  g_autoptr (GError) error = NULL;
  KauntaAcknowledgement ack = { 0 };
  gint64 place = 0;
  gint64 seq = 0;

  if (strcmp (call->name, call->device->device) != 0)
    {
      kaunta_portal_refuse (call->answer, KAUNTA_WIRE_ERROR_FENCED, SOUP_STATUS_FORBIDDEN,
                            "The token is another device's.", 0);
      return;
    }

  entries = kaunta_push_decode (call->body, &place, &error);
  if (entries != NULL
      && kaunta_portal_storage_append (call->storage, call->device, entries, &ack, &exceptions, &seq, &error))
    kaunta_portal_call_answer (call, kaunta_push_answer_encode (&ack, exceptions));
  else
    kaunta_portal_call_refuse (call, error, seq);
}
