/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "enrol-code.h"
#include "wire.h"

/**
 * KauntaEnrolRequest: POST /v1/enrol
 * @code: the code's selector; the rest of it never travels
 * @key: base64url public key of the device
 * @name: the counter's name, for people: "Counter 1"
 * @mac: proves that who asks with this key and name knows the code
 */
typedef struct
{
  char *code;
  char *key;
  char *name;
  char *mac;
} KauntaEnrolRequest;
void kaunta_enrol_request_clear (KauntaEnrolRequest *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KauntaEnrolRequest, kaunta_enrol_request_clear)
GBytes *kaunta_enrol_request_encode (const KauntaEnrolRequest *self);
gboolean kaunta_enrol_request_decode (GBytes *body, KauntaEnrolRequest *self, GError **error);
/* Sets the mac. */
void kaunta_enrol_request_prove (KauntaEnrolRequest *self, const KauntaEnrolKey *key);
gboolean kaunta_enrol_request_is_proved (const KauntaEnrolRequest *self, const KauntaEnrolKey *key);

/**
 * KauntaEnrolAnswer: what it is answered
 * @token: sealed with the code's key on the way
 * @ca: PEM of the authority that signs the portal's certificate, "" for a portal on loopback without TLS
 * @seq: @head: the newest entry that the portal holds of this device; 0 and 64 zeros for none
 * @mac: proves that who answers all this to the device's key knows the code
 */
typedef struct
{
  char *device;
  gint64 epoch;
  char *office;
  char *portal_key;
  char *token;
  char *ca;
  gint64 seq;
  char *head;
  char *mac;
} KauntaEnrolAnswer;
void kaunta_enrol_answer_clear (KauntaEnrolAnswer *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KauntaEnrolAnswer, kaunta_enrol_answer_clear)
GBytes *kaunta_enrol_answer_encode (const KauntaEnrolAnswer *self);
gboolean kaunta_enrol_answer_decode (GBytes *body, KauntaEnrolAnswer *self, GError **error);
/* Sets the mac over everything with the sealed token; @device_key: the request's. */
void kaunta_enrol_answer_prove (KauntaEnrolAnswer *self, const char *device_key, const KauntaEnrolKey *key);
/* Checks the mac and opens the token. SIGNATURE of KauntaJournalError when whoever answered does not know the code. */
gboolean kaunta_enrol_answer_open (KauntaEnrolAnswer *self, const char *device_key, const KauntaEnrolKey *key, GError **error);
