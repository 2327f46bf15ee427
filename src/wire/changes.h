/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "device.h"
#include "push.h"

typedef enum
{
  KAUNTA_CHANGE_PAYER,
  KAUNTA_CHANGE_SERVICE,
  KAUNTA_CHANGE_TARIFF,
  KAUNTA_CHANGE_STAFF,
  KAUNTA_CHANGE_POLICY,
  KAUNTA_CHANGE_BILL,
  KAUNTA_CHANGE_PAYMENT,
  KAUNTA_CHANGE_EXCEPTION,
  KAUNTA_CHANGE_DEVICE,
} KauntaChangeKind;

const char *kaunta_change_kind_to_nick (KauntaChangeKind kind);
gboolean kaunta_change_kind_from_nick (const char *nick, KauntaChangeKind *kind);

/**
 * KauntaChange:
 * @id: names the thing within its kind: payers "kind/id", tariffs "code@version", bills and payments by number
 * @deleted: op is "delete"; @value is NULL then
 * @at: UTC ms
 * @value: (nullable) (owned): boxed, by kind: KauntaPayer, KauntaService (without tariffs), KauntaTariff, KauntaStaff, KauntaPolicy,
 *   KauntaBill (its @paid as the portal knows it), KauntaPayment, KauntaException, KauntaDevice
 */
typedef struct
{
  KauntaChangeKind kind;
  char *id;
  gboolean deleted;
  gint64 at;
  gpointer value;
} KauntaChange;

KauntaChange *kaunta_change_new (KauntaChangeKind kind, const char *id, gint64 at, gpointer boxed_value);
void kaunta_change_free (KauntaChange *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KauntaChange, kaunta_change_free)
GType kaunta_change_kind_get_value_type (KauntaChangeKind kind);

/**
 * KauntaChangesPage:
 * @cursor: opaque, at most 64 characters; what to ask with next
 * @more: whether to ask at once
 */
typedef struct
{
  char *cursor;
  gboolean more;
  GPtrArray *changes; /* (element-type KauntaChange) */
} KauntaChangesPage;

void kaunta_changes_page_clear (KauntaChangesPage *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KauntaChangesPage, kaunta_changes_page_clear)
GBytes *kaunta_changes_page_encode (const KauntaChangesPage *self);
/* A change of a kind that this version does not know is skipped; anything else out of form refuses the page. */
gboolean kaunta_changes_page_decode (GBytes *body, KauntaChangesPage *self, GError **error);

/* The value of one change as JSON, and back: what the portal keeps and what look-ups answer. */
JsonNode *kaunta_change_value_to_json (KauntaChangeKind kind, gconstpointer value);
gpointer kaunta_change_value_from_json (KauntaChangeKind kind, JsonNode *node, GError **error);

/* GET /v1/payers?q= and GET /v1/bills/{bill} */
GBytes *kaunta_payers_encode (GPtrArray *payers);
GPtrArray *kaunta_payers_decode (GBytes *body, GError **error);
/* A bill and its payments. @payments (element-type KauntaPayment) */
GBytes *kaunta_bill_answer_encode (const KauntaBill *bill, GPtrArray *payments);
gboolean kaunta_bill_answer_decode (GBytes *body, KauntaBill **bill, GPtrArray **payments, GError **error);

/* GET /v1/health */
typedef struct
{
  char *version;
  gint64 at;
  gboolean storage;
} KauntaHealth;
void kaunta_health_clear (KauntaHealth *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KauntaHealth, kaunta_health_clear)
GBytes *kaunta_health_encode (const KauntaHealth *self);
gboolean kaunta_health_decode (GBytes *body, KauntaHealth *self, GError **error);
