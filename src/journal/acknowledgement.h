/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include "key.h"

/**
 * KauntaAcknowledgement:
 * @seq: the newest entry that the portal holds
 * @head: that entry's hash, 64 hex digits
 * @at: UTC ms
 *
 * The portal's signed word that it holds a journal up to @seq.
 */
typedef struct
{
  char device[6];
  gint64 epoch;
  gint64 seq;
  char head[65];
  gint64 at;
  guint8 sig[KAUNTA_SIGNATURE_BYTES];
} KauntaAcknowledgement;

/* Fills in @sig. */
void kaunta_acknowledgement_sign (KauntaAcknowledgement *self, const KauntaKey *portal_key);
gboolean kaunta_acknowledgement_verify (const KauntaAcknowledgement *self, const char *portal_key, GError **error);
/* {device, epoch, seq, head, at, sig}. (transfer full) */
JsonObject *kaunta_acknowledgement_to_json (const KauntaAcknowledgement *self);
/* Ignores other keys. The signature is not looked at. */
gboolean kaunta_acknowledgement_from_json (JsonObject *object, KauntaAcknowledgement *self, GError **error);
