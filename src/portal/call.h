/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Inside the router only: one call that is being answered, and its handlers. */

#include "router.h"

/**
 * KauntaPortalCall:
 * @name: (nullable): the {device} or {bill} of the path, digits
 * @request: as it came; @answer: has headers, and gets the rest
 * @body: the request's body, unpacked
 * @authority: as of kaunta_portal_router_set_authority()
 * @device: who asks; nobody for calls that need no token
 *
 * Fields are borrowed.
 */
typedef struct
{
  KauntaPortalStorage *storage;
  KauntaClock *clock;
  const KauntaPortalRequest *request;
  KauntaPortalAnswer *answer;
  const char *name;
  GBytes *body;
  const char *authority;
  const KauntaPortalDevice *device;
} KauntaPortalCall;

/* 200 with a JSON body, packed when the client takes that. Takes @json. */
void kaunta_portal_call_answer (const KauntaPortalCall *self, GBytes *json);
/* The same with a body of another media type. */
void kaunta_portal_call_answer_as (const KauntaPortalCall *self, const char *type, GBytes *body);
/* A problem object from a refusal of storage or codec; what is no refusal is a fault of the portal: 500. @seq: 0 when none. */
void kaunta_portal_call_refuse (const KauntaPortalCall *self, const GError *error, gint64 seq);
/* What was said about a request, which it may quote, as a problem may say it. (transfer full) (nullable) */
char *kaunta_portal_clean_detail (const char *detail);
/* A problem object. @detail: (nullable) */
void kaunta_portal_refuse (KauntaPortalAnswer *answer, KauntaWireError code, int status, const char *detail, gint64 seq);

/* A field of the query. (nullable) (transfer none) */
const char *kaunta_portal_call_get_field (const KauntaPortalCall *self, const char *name);
/* A number of it; as @value was when there is none. FALSE when the call was refused because it is not one from @min to @max. */
gboolean kaunta_portal_call_get_number (const KauntaPortalCall *self, const char *name, gint64 min, gint64 max, gint64 *value);

void kaunta_portal_handle_enrol (const KauntaPortalCall *call);
void kaunta_portal_handle_carry (const KauntaPortalCall *call);
void kaunta_portal_handle_entries (const KauntaPortalCall *call);
void kaunta_portal_handle_get_entries (const KauntaPortalCall *call);
void kaunta_portal_handle_changes (const KauntaPortalCall *call);
void kaunta_portal_handle_register (const KauntaPortalCall *call);
void kaunta_portal_handle_find_payers (const KauntaPortalCall *call);
void kaunta_portal_handle_get_bill (const KauntaPortalCall *call);
void kaunta_portal_handle_health (const KauntaPortalCall *call);
