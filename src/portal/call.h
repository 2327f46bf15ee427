/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Inside the server only: one call that is being answered, and its handlers. */

#include <libsoup/soup.h>
#include "storage.h"

/**
 * KauntaPortalCall:
 * @name: (nullable): the {device} or {bill} of the path, digits
 * @query: (nullable): the query's fields
 * @body: the request's body, unpacked
 * @device: who asks; nobody for calls that need no token
 *
 * Fields are borrowed.
 */
typedef struct
{
  KauntaPortalStorage *storage;
  KauntaClock *clock;
  SoupServerMessage *message;
  const char *name;
  GHashTable *query;
  GBytes *body;
  const KauntaPortalDevice *device;
} KauntaPortalCall;

/* 200 with a JSON body, packed when the client takes that. Takes @json. */
void kaunta_portal_call_answer (const KauntaPortalCall *self, GBytes *json);
/* A problem object from a refusal of storage or codec; what is no refusal is a fault of the portal: 500. @seq: 0 when none. */
void kaunta_portal_call_refuse (const KauntaPortalCall *self, const GError *error, gint64 seq);
/* A problem object. @detail: (nullable) */
void kaunta_portal_refuse (SoupServerMessage *message, KauntaWireError code, int status, const char *detail, gint64 seq);

void kaunta_portal_handle_enrol (const KauntaPortalCall *call);
void kaunta_portal_handle_entries (const KauntaPortalCall *call);
void kaunta_portal_handle_changes (const KauntaPortalCall *call);
void kaunta_portal_handle_register (const KauntaPortalCall *call);
void kaunta_portal_handle_find_payers (const KauntaPortalCall *call);
void kaunta_portal_handle_get_bill (const KauntaPortalCall *call);
void kaunta_portal_handle_health (const KauntaPortalCall *call);
