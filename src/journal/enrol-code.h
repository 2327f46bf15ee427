/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

/**
 * A one-time code for enrolling a counter: 16 characters of Crockford's base 32 that an administrator hands over by voice or on paper. The first
 * four, the selector, only find the code at the portal. The other twelve are 60 bits that neither side ever sends: both derive a key from the whole
 * code and prove with it that they know it, so that somebody in the middle of the line can neither put a key of his own in either side's place nor
 * read the token, nor plant an authority. To try codes against what went over the line costs an argon2id each, 60 bits of them, and
 * the code is worth nothing after fifteen minutes.
 */
#define KAUNTA_ENROL_CODE_LENGTH 16
#define KAUNTA_ENROL_SELECTOR_LENGTH 4

/* As people type it: any case, O for 0, I and L for 1, hyphens and spaces anywhere. NULL when it is no code. (transfer full) */
char *kaunta_enrol_code_normalise (const char *typed);

/**
 * KauntaEnrolKey: what both sides derive from a code; wiped by kaunta_enrol_key_clear()
 */
typedef struct
{
  guint8 bytes[32];
} KauntaEnrolKey;
void kaunta_enrol_key_clear (KauntaEnrolKey *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KauntaEnrolKey, kaunta_enrol_key_clear)

/* argon2id (8 MiB, 2 passes) of the normalised @code; its salt is the first 16 bytes of SHA-256 ("kaunta-enrol-salt-v1" 0x0A selector). About 15 ms. */
void kaunta_enrol_key_derive (KauntaEnrolKey *self, const char *code);
/* base64url, 43 characters, for the portal's table. (transfer full) */
char *kaunta_enrol_key_to_text (const KauntaEnrolKey *self);
gboolean kaunta_enrol_key_from_text (KauntaEnrolKey *self, const char *text, GError **error);

/* HMAC-SHA-256 over @purpose, 0x0A and the JCS bytes of @claims (taken), base64url. (transfer full) */
char *kaunta_enrol_key_mac (const KauntaEnrolKey *self, const char *purpose, JsonObject *claims);
/* Whether @mac is that. Takes @claims. */
gboolean kaunta_enrol_key_check (const KauntaEnrolKey *self, const char *purpose, JsonObject *claims, const char *mac);

/* XSalsa20-Poly1305 (crypto_secretbox), base64url of nonce and box. (transfer full) */
char *kaunta_enrol_key_seal (const KauntaEnrolKey *self, const char *text);
/* SIGNATURE when it was sealed with another key or altered. (transfer full) */
char *kaunta_enrol_key_open (const KauntaEnrolKey *self, const char *sealed, GError **error);
