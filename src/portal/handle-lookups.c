/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "call.h"

#include "number.h"

void
kaunta_portal_handle_find_payers (const KauntaPortalCall *call)
{
  g_autoptr (GPtrArray) payers = NULL;
  g_autoptr (GError) error = NULL;
  const char *typed = kaunta_portal_call_get_field (call, "q");

  payers = kaunta_portal_storage_find_payers (call->storage, typed != NULL ? typed : "", &error);
  if (payers != NULL)
    kaunta_portal_call_answer (call, kaunta_payers_encode (payers));
  else
    kaunta_portal_call_refuse (call, error, 0);
}

void
kaunta_portal_handle_get_bill (const KauntaPortalCall *call)
{
  g_autoptr (KauntaBill) bill = NULL;
  g_autoptr (GPtrArray) payments = NULL;
  g_autoptr (GError) error = NULL;

  if (!kaunta_bill_number_parse (call->name, NULL, NULL, NULL))
    kaunta_portal_refuse (call->answer, KAUNTA_WIRE_ERROR_MALFORMED, SOUP_STATUS_BAD_REQUEST,
                          "This is not a bill number: twelve digits, the last of which checks the others.", 0);
  else if (kaunta_portal_storage_get_bill (call->storage, call->name, &bill, &payments, &error))
    kaunta_portal_call_answer (call, kaunta_bill_answer_encode (bill, payments));
  else
    kaunta_portal_call_refuse (call, error, 0);
}
