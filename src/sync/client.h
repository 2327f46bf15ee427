/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include "changes.h"
#include "clock.h"
#include "enrolment.h"
#include "problem.h"
#include "push.h"
#include "transport.h"

G_BEGIN_DECLS

/**
 * KauntaSyncError: why no answer of the portal can be used. Refusals that the portal put in words are KauntaWireError.
 */
typedef enum
{
  KAUNTA_SYNC_ERROR_UNREACHABLE, /* no connection, cut off, timed out: the outcome is unknown */
  KAUNTA_SYNC_ERROR_SERVER,      /* 408, 429, 5xx without a usable problem: try later */
  KAUNTA_SYNC_ERROR_NONSENSE,    /* an answer that is none of ours: HTML, truncated, too large, wrong types */
  KAUNTA_SYNC_ERROR_ADDRESS,     /* an address that may not be used: plain HTTP to elsewhere than loopback */
  KAUNTA_SYNC_ERROR_INSECURE,    /* TLS that does not prove the portal */
} KauntaSyncError;
#define KAUNTA_SYNC_ERROR (kaunta_sync_error_quark ())
GQuark kaunta_sync_error_quark (void);

/**
 * KauntaClient:
 *
 * What a counter asks its portal, over any transport: bounded answers, a deadline for each request. Emits nothing and keeps no state but what
 * the last refusal said.
 */
#define KAUNTA_TYPE_CLIENT (kaunta_client_get_type ())
G_DECLARE_FINAL_TYPE (KauntaClient, kaunta_client, KAUNTA, CLIENT, GObject)

/* @transport and @clock are referenced. @token: (nullable) before enrolment. */
KauntaClient *kaunta_client_new (KauntaTransport *transport, const char *token, KauntaClock *clock);

void kaunta_client_enrol_async (KauntaClient *self, const KauntaEnrolRequest *request, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data);
/* @peer: (out) (nullable) (transfer full): who answered over TLS. */
gboolean kaunta_client_enrol_finish (KauntaClient *self, GAsyncResult *result, KauntaEnrolAnswer *answer, GTlsCertificate **peer,
                                     GError **error);

/* @push: see push.h. A refusal's details: kaunta_client_get_problem(). */
void kaunta_client_push_async (KauntaClient *self, const char *device, GBytes *push, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data);
gboolean kaunta_client_push_finish (KauntaClient *self, GAsyncResult *result, KauntaAcknowledgement *ack, GPtrArray **exceptions,
                                    GError **error);

/* The portal's copy of @device's journal after entry @after, a page of it: not verified, maybe empty. @finish: (element-type KauntaEntry). */
void kaunta_client_fetch_entries_async (KauntaClient *self, const char *device, gint64 after, GCancellable *cancellable,
                                        GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *kaunta_client_fetch_entries_finish (KauntaClient *self, GAsyncResult *result, GError **error);

void kaunta_client_pull_async (KauntaClient *self, const char *cursor, guint limit, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data);
/* When nothing changed, @page has no cursor: the one that was asked with stays good. */
gboolean kaunta_client_pull_finish (KauntaClient *self, GAsyncResult *result, KauntaChangesPage *page, GError **error);

/* Downloads the register's snapshot to @path, going on where an earlier try with the same tag stopped. Whether it is
 * what its tag says, kaunta_filling_async() finds out.
 * @tag: (inout) of finish: the snapshot's tag. When it equals @known_tag nothing is downloaded and @path is not made. */
void kaunta_client_fetch_snapshot_async (KauntaClient *self, const char *known_tag, const char *path, GCancellable *cancellable,
                                         GAsyncReadyCallback callback, gpointer user_data);
gboolean kaunta_client_fetch_snapshot_finish (KauntaClient *self, GAsyncResult *result, char **tag, GError **error);

void kaunta_client_find_payers_async (KauntaClient *self, const char *typed, GCancellable *cancellable,
                                      GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *kaunta_client_find_payers_finish (KauntaClient *self, GAsyncResult *result, GError **error);
void kaunta_client_get_bill_async (KauntaClient *self, const char *number, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer user_data);
gboolean kaunta_client_get_bill_finish (KauntaClient *self, GAsyncResult *result, KauntaBill **bill, GPtrArray **payments, GError **error);

/* The last refusal's problem object, for its seq and Retry-After (ms, 0 when not said). */
const KauntaProblem *kaunta_client_get_problem (KauntaClient *self);
gint64 kaunta_client_get_retry_after (KauntaClient *self);

G_END_DECLS
