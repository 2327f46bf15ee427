/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>
#include "clock.h"
#include "storage.h"

G_BEGIN_DECLS

/**
 * KauntaPortalRequest:
 * @path: without query
 * @query: (nullable): the query's fields, decoded
 * @headers: as they came
 * @body: as it came, packed or not; empty when there is none
 * @too_large: the body went over kaunta_portal_router_get_max_body() and was thrown away
 *
 * What a counter asks. Fields are borrowed.
 */
typedef struct
{
  const char *method;
  const char *path;
  GHashTable *query;
  SoupMessageHeaders *headers;
  GBytes *body;
  gboolean too_large;
} KauntaPortalRequest;

/**
 * KauntaPortalAnswer:
 * @status: HTTP's
 * @headers: (owned)
 * @body: (owned) (nullable)
 *
 * What it is answered. To be zero before and cleared after.
 */
typedef struct
{
  guint status;
  SoupMessageHeaders *headers;
  GBytes *body;
} KauntaPortalAnswer;
void kaunta_portal_answer_clear (KauntaPortalAnswer *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KauntaPortalAnswer, kaunta_portal_answer_clear)

/**
 * KauntaPortalRouter:
 *
 * Answers requests (data/portal-v1.json is the contract), wherever they come from: it knows of no socket.
 */
#define KAUNTA_TYPE_PORTAL_ROUTER (kaunta_portal_router_get_type ())
G_DECLARE_FINAL_TYPE (KauntaPortalRouter, kaunta_portal_router, KAUNTA, PORTAL_ROUTER, GObject)

/* Both are referenced. */
KauntaPortalRouter *kaunta_portal_router_new (KauntaPortalStorage *storage, KauntaClock *clock);
/* @pem: of the authority that counters shall trust alone from their enrolment on; "" (as at first) for a portal on loopback without TLS. */
void kaunta_portal_router_set_authority (KauntaPortalRouter *self, const char *pem);
/* How many bytes of a body may be kept for a request like this. */
gsize kaunta_portal_router_get_max_body (const char *method, const char *path);
/* Answers at once; there is always an answer. */
void kaunta_portal_router_answer (KauntaPortalRouter *self, const KauntaPortalRequest *request, KauntaPortalAnswer *answer);

G_END_DECLS
