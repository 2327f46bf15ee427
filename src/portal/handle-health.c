/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "call.h"

#include "config.h"

void
kaunta_portal_handle_health (const KauntaPortalCall *call)
{
  g_autoptr (GError) error = NULL;
  KauntaHealth health = {
    .version = (char *) KAUNTA_VERSION,
    .at = kaunta_clock_get_now (call->clock),
    .storage = kaunta_portal_storage_check (call->storage, &error),
  };

  if (!health.storage)
    g_message ("Storage does not answer: %s", error->message);
  kaunta_portal_call_answer (call, kaunta_health_encode (&health));
}
