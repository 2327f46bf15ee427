/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "wire.h"

/* POST /v1/enrol */
typedef struct
{
  char *code;
  char *key;  /* base64url public key of the device */
  char *name; /* the counter's name, for people: "Counter 1" */
} KauntaEnrolRequest;

typedef struct
{
  char *device;
  gint64 epoch;
  char *office;
  char *portal_key;
  char *token;
} KauntaEnrolAnswer;

void kaunta_enrol_request_clear (KauntaEnrolRequest *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KauntaEnrolRequest, kaunta_enrol_request_clear)
GBytes *kaunta_enrol_request_encode (const KauntaEnrolRequest *self);
gboolean kaunta_enrol_request_decode (GBytes *body, KauntaEnrolRequest *self, GError **error);

void kaunta_enrol_answer_clear (KauntaEnrolAnswer *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KauntaEnrolAnswer, kaunta_enrol_answer_clear)
GBytes *kaunta_enrol_answer_encode (const KauntaEnrolAnswer *self);
gboolean kaunta_enrol_answer_decode (GBytes *body, KauntaEnrolAnswer *self, GError **error);
