/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "call.h"

void
kaunta_portal_handle_enrol (const KauntaPortalCall *call)
{
  g_auto (KauntaEnrolRequest) request = { 0 };
  g_auto (KauntaEnrolAnswer) answer = { 0 };
  g_autoptr (GError) error = NULL;

  if (kaunta_enrol_request_decode (call->body, &request, &error)
      && kaunta_portal_storage_enrol (call->storage, &request, call->authority, &answer, &error))
    kaunta_portal_call_answer (call, kaunta_enrol_answer_encode (&answer));
  else
    kaunta_portal_call_refuse (call, error, 0);
}
