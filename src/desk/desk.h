/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include "clock.h"
#include "link.h"
#include "mirror.h"
#include "payer.h"
#include "service.h"
#include "staff.h"
#include "till.h"

G_BEGIN_DECLS

/**
 * KauntaDeskError:
 * @KAUNTA_DESK_ERROR_PIN: staff number and PIN don't belong together
 * @KAUNTA_DESK_ERROR_ROLE: who approves is not allowed to, or is the clerk
 * @KAUNTA_DESK_ERROR_SIGNED_OUT: nobody is signed in
 * @KAUNTA_DESK_ERROR_TILL: no till is open, or it is somebody else's
 * @KAUNTA_DESK_ERROR_POLICY: policy does not allow it
 * @KAUNTA_DESK_ERROR_FIELD: a typed value; the sentence says which
 *
 * Every message in this domain is a translated sentence for the person at the counter.
 */
typedef enum
{
  KAUNTA_DESK_ERROR_PIN,
  KAUNTA_DESK_ERROR_ROLE,
  KAUNTA_DESK_ERROR_SIGNED_OUT,
  KAUNTA_DESK_ERROR_TILL,
  KAUNTA_DESK_ERROR_POLICY,
  KAUNTA_DESK_ERROR_FIELD,
} KauntaDeskError;
#define KAUNTA_DESK_ERROR (kaunta_desk_error_quark ())
GQuark kaunta_desk_error_quark (void);

/**
 * KauntaDesk:
 *
 * What a clerk does at the counter, as use cases over store and sync; the window binds to it. Lives in the main thread; its asynchronous calls
 * work on the store's thread. A profile (folder) holds one counter.
 *
 * Properties, each notified: "enrolled" (boolean), "clerk" (KauntaStaff, NULL when signed out), "till" (KauntaTill, the open session's
 * reading, NULL when none), "link" (KauntaLink), "policy" (KauntaPolicy, NULL before the portal told it), "staff-known-at" (int64 UTC ms, 0
 * never), "can-sell" (boolean: signed in with a till of one's own open).
 * Signals: "bills-changed", "services-changed", "register-changed".
 */
#define KAUNTA_TYPE_DESK (kaunta_desk_get_type ())
G_DECLARE_FINAL_TYPE (KauntaDesk, kaunta_desk, KAUNTA, DESK, GObject)

/* Opens the profile's files, makes client and engine when it is enrolled, and starts syncing. Blocks for the opening only (a start-up
 * call). Errors of KAUNTA_STORE_ERROR: DAMAGED, NEWER, BUSY, IO: nothing was touched. */
KauntaDesk *kaunta_desk_open (const char *profile, KauntaClock *clock, GError **error);
/* Stops syncing and closes the files, waiting for what is being committed. */
void kaunta_desk_close (KauntaDesk *self);

/* Makes this machine a counter: key, POST /v1/enrol, the first entry, then first pull and register fill begin. On a counter: enrols it again, in a
 * later epoch, with the journal that the portal holds if that is another branch; nothing is sent meanwhile, and a failure leaves it as it was or, when
 * the line was cut after the own journal was set aside, no counter: then the same is to be done again. */
void kaunta_desk_enrol_async (KauntaDesk *self, const char *url, const char *code, const char *name, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data);
gboolean kaunta_desk_enrol_finish (KauntaDesk *self, GAsyncResult *result, GError **error);

/* (transfer none) (nullable), the properties' values */
gboolean kaunta_desk_get_enrolled (KauntaDesk *self);
KauntaStaff *kaunta_desk_get_clerk (KauntaDesk *self);
KauntaTill *kaunta_desk_get_till (KauntaDesk *self);
KauntaPolicy *kaunta_desk_get_policy (KauntaDesk *self);
KauntaLink *kaunta_desk_get_link (KauntaDesk *self);
KauntaClock *kaunta_desk_get_clock (KauntaDesk *self);
gint64 kaunta_desk_get_staff_known_at (KauntaDesk *self);
gboolean kaunta_desk_get_can_sell (KauntaDesk *self);
/* "Counter 1" and "00421". (transfer none) (nullable) */
const char *kaunta_desk_get_counter_name (KauntaDesk *self);
const char *kaunta_desk_get_device (KauntaDesk *self);
/* The portal's base URL. (transfer none) (nullable) */
const char *kaunta_desk_get_address (KauntaDesk *self);

/* Try to reach the portal now. */
void kaunta_desk_send_now (KauntaDesk *self);

/* How it stands with the second place of the journal; NULL without an error when there is none. Asking makes a mirror in trouble try again. */
void kaunta_desk_read_mirror_async (KauntaDesk *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
KauntaMirror *kaunta_desk_read_mirror_finish (KauntaDesk *self, GAsyncResult *result, GError **error);

/* ---- What was typed, checked before anything is asked of anybody: FALSE with a sentence for @field ---- */

/* @field: (out): "address", "code" or "name". */
gboolean kaunta_desk_check_enrolment (const char *url,
                                      const char *code,
                                      const char *name,
                                      const char **field,
                                      GError **error);
/* @field: (out): "number" or "pin". */
gboolean kaunta_desk_check_identity (const char *staff_number,
                                     const char *pin,
                                     const char **field,
                                     GError **error);
gboolean kaunta_desk_check_reason (const char *reason, GError **error);

/* ---- People ---- */

/* PIN or FIELD. Writes clerk.signed_in. */
void kaunta_desk_sign_in_async (KauntaDesk *self, const char *staff_number, const char *pin, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data);
gboolean kaunta_desk_sign_in_finish (KauntaDesk *self, GAsyncResult *result, GError **error);
/* @reason: "asked", "idle", "locked". */
void kaunta_desk_sign_out_async (KauntaDesk *self, const char *reason, GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean kaunta_desk_sign_out_finish (KauntaDesk *self, GAsyncResult *result, GError **error);

/**
 * KauntaApproval:
 *
 * A supervisor's yes, given by PIN for one act. Only kaunta_desk_approve_finish() makes one, and an act uses it up.
 */
typedef struct _KauntaApproval KauntaApproval;
#define KAUNTA_TYPE_APPROVAL (kaunta_approval_get_type ())
GType kaunta_approval_get_type (void);
KauntaApproval *kaunta_approval_ref (KauntaApproval *self);
void kaunta_approval_unref (KauntaApproval *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KauntaApproval, kaunta_approval_unref)

/* PIN, ROLE (no supervisor, or the clerk himself). */
void kaunta_desk_approve_async (KauntaDesk *self, const char *staff_number, const char *pin, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data);
KauntaApproval *kaunta_desk_approve_finish (KauntaDesk *self, GAsyncResult *result, GError **error);

G_END_DECLS
