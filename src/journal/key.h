/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#define KAUNTA_PUBLIC_KEY_BYTES 32
#define KAUNTA_SIGNATURE_BYTES 64
#define KAUNTA_HASH_BYTES 32

/**
 * KauntaKey:
 *
 * An Ed25519 key pair, in locked memory. Immutable, usable from any thread.
 */
typedef struct _KauntaKey KauntaKey;

#define KAUNTA_TYPE_KEY (kaunta_key_get_type ())
GType kaunta_key_get_type (void);

KauntaKey *kaunta_key_generate (void);
/* From a 32-byte seed: for tests and simulations. */
KauntaKey *kaunta_key_new_from_seed (const guint8 seed[32]);
/* Reads a file that kaunta_key_save() wrote; refuses one that others may read. */
KauntaKey *kaunta_key_load (const char *path, GError **error);
/* Creates @path (mode 0600, synced to disk); fails when it exists. */
gboolean kaunta_key_save (const KauntaKey *self, const char *path, GError **error);
/* The secret itself as text, for another safe place than a file; to be freed with kaunta_key_free_secret(). (transfer full) */
char *kaunta_key_dup_secret (const KauntaKey *self);
/* Wipes it. */
void kaunta_key_free_secret (char *secret);
/* KEY when it is none. */
KauntaKey *kaunta_key_new_from_secret (const char *secret, GError **error);
KauntaKey *kaunta_key_ref (KauntaKey *self);
void kaunta_key_unref (KauntaKey *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KauntaKey, kaunta_key_unref)

/* base64url, 43 characters. (transfer none) */
const char *kaunta_key_get_public (const KauntaKey *self);

/* Signs @purpose, 0x0A, @bytes. */
void kaunta_key_sign (const KauntaKey *self, const char *purpose, const guint8 *bytes, gsize length,
                      guint8 signature[KAUNTA_SIGNATURE_BYTES]);
/* SIGNATURE when it does not verify, FORM when @public_key is none. */
gboolean kaunta_key_verify (const char *public_key, const char *purpose, const guint8 *bytes, gsize length,
                            const guint8 signature[KAUNTA_SIGNATURE_BYTES], GError **error);

void kaunta_hash (const guint8 *bytes, gsize length, guint8 hash[KAUNTA_HASH_BYTES]);
/* 64 lower-case hex digits. (transfer full) */
char *kaunta_hash_to_hex (const guint8 hash[KAUNTA_HASH_BYTES]);

/* Unpredictable bytes as lower-case hex. (transfer full) */
char *kaunta_random_hex (gsize bytes);
/* The same in base64url. (transfer full) */
char *kaunta_random_base64url (gsize bytes);
/* @length characters of Crockford's base 32, for codes that people type. (transfer full) */
char *kaunta_random_code (gsize length);
