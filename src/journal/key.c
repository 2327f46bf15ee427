/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "key.h"

#include <sodium.h>
#include <string.h>
#include "json.h"
#include "key-private.h"

struct _KauntaKey
{
  gatomicrefcount references;
  char public[44];
  guint8 seed[crypto_sign_SEEDBYTES];
  guint8 secret[crypto_sign_SECRETKEYBYTES];
};

G_DEFINE_BOXED_TYPE (KauntaKey, kaunta_key, kaunta_key_ref, kaunta_key_unref)

static void
start_sodium (void)
{
  if (sodium_init () < 0)
    g_error ("libsodium can't be used on this machine: it found no source of randomness");
}

KauntaKey *
kaunta_key_new_from_seed (const guint8 seed[32])
{
  guint8 public[crypto_sign_PUBLICKEYBYTES];
  g_autofree char *text = NULL;
  KauntaKey *self = NULL;

  g_return_val_if_fail (seed != NULL, NULL);

  start_sodium ();
  self = sodium_malloc (sizeof *self);
  if (self == NULL)
    g_error ("no memory for a key");

  g_atomic_ref_count_init (&self->references);
  memcpy (self->seed, seed, sizeof self->seed);
  crypto_sign_seed_keypair (public, self->secret, self->seed);
  text = kaunta_base64url_encode (public, sizeof public);
  g_strlcpy (self->public, text, sizeof self->public);

  return self;
}

KauntaKey *
kaunta_key_generate (void)
{
  guint8 seed[crypto_sign_SEEDBYTES];
  KauntaKey *self = NULL;

  start_sodium ();
  randombytes_buf (seed, sizeof seed);
  self = kaunta_key_new_from_seed (seed);
  sodium_memzero (seed, sizeof seed);

  return self;
}

KauntaKey *
kaunta_key_ref (KauntaKey *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
kaunta_key_unref (KauntaKey *self)
{
  g_return_if_fail (self != NULL);

  if (g_atomic_ref_count_dec (&self->references))
    sodium_free (self);
}

const char *
kaunta_key_get_public (const KauntaKey *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->public;
}

const guint8 *
kaunta_key_get_seed (const KauntaKey *self)
{
  return self->seed;
}

/* The purpose in front keeps a signature for one thing from being shown as one for another. (transfer full) */
static guint8 *
make_message (const char *purpose, const guint8 *bytes, gsize length, gsize *size)
{
  gsize purpose_length = strlen (purpose);
  guint8 *message = g_malloc (purpose_length + 1 + length);

  memcpy (message, purpose, purpose_length);
  message[purpose_length] = '\n';
  memcpy (message + purpose_length + 1, bytes, length);

  *size = purpose_length + 1 + length;
  return message;
}

void
kaunta_key_sign (const KauntaKey *self, const char *purpose, const guint8 *bytes, gsize length,
                 guint8 signature[KAUNTA_SIGNATURE_BYTES])
{
  gsize size = 0;
  g_autofree guint8 *message = NULL;

  g_return_if_fail (self != NULL && purpose != NULL && bytes != NULL);

  message = make_message (purpose, bytes, length, &size);
  crypto_sign_detached (signature, NULL, message, size, self->secret);
}

gboolean
kaunta_key_verify (const char *public_key, const char *purpose, const guint8 *bytes, gsize length,
                   const guint8 signature[KAUNTA_SIGNATURE_BYTES], GError **error)
{
  guint8 public[crypto_sign_PUBLICKEYBYTES];
  gsize size = 0;
  g_autofree guint8 *message = NULL;

  g_return_val_if_fail (public_key != NULL && purpose != NULL && bytes != NULL && signature != NULL, FALSE);

  if (!kaunta_base64url_decode (public_key, public, sizeof public, error))
    {
      g_prefix_error (error, "the public key is ");
      return FALSE;
    }

  start_sodium ();
  message = make_message (purpose, bytes, length, &size);
  if (crypto_sign_verify_detached (signature, message, size, public) != 0)
    {
      g_set_error_literal (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_SIGNATURE,
                           "the signature does not verify with the key");
      return FALSE;
    }

  return TRUE;
}

void
kaunta_hash (const guint8 *bytes, gsize length, guint8 hash[KAUNTA_HASH_BYTES])
{
  crypto_hash_sha256 (hash, bytes, length);
}

char *
kaunta_hash_to_hex (const guint8 hash[KAUNTA_HASH_BYTES])
{
  gsize size = 2 * KAUNTA_HASH_BYTES + 1;

  return sodium_bin2hex (g_malloc (size), size, hash, KAUNTA_HASH_BYTES);
}

char *
kaunta_random_hex (gsize bytes)
{
  g_autofree guint8 *random = g_malloc (bytes);

  start_sodium ();
  randombytes_buf (random, bytes);
  return sodium_bin2hex (g_malloc (2 * bytes + 1), 2 * bytes + 1, random, bytes);
}

char *
kaunta_random_base64url (gsize bytes)
{
  g_autofree guint8 *random = g_malloc (bytes);

  start_sodium ();
  randombytes_buf (random, bytes);
  return kaunta_base64url_encode (random, bytes);
}

char *
kaunta_random_code (gsize length)
{
  static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  char *code = g_malloc (length + 1);

  start_sodium ();
  for (gsize i = 0; i < length; i++)
    code[i] = alphabet[randombytes_uniform (sizeof alphabet - 1)];
  code[length] = '\0';

  return code;
}
