/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sealing.h"

#include <sodium.h>
#include "json.h"
#include "key-private.h"

static gboolean
get_box_key (const char *public_key, guint8 box_key[crypto_box_PUBLICKEYBYTES], GError **error)
{
  guint8 sign_key[crypto_sign_PUBLICKEYBYTES];

  if (!kaunta_base64url_decode (public_key, sign_key, sizeof sign_key, error))
    {
      g_prefix_error (error, "the public key is ");
      return FALSE;
    }
  if (sodium_init () < 0 || crypto_sign_ed25519_pk_to_curve25519 (box_key, sign_key) != 0)
    {
      g_set_error_literal (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_FORM, "the public key is no point of the curve");
      return FALSE;
    }
  return TRUE;
}

GBytes *
kaunta_seal (const char *public_key, GBytes *plain, GError **error)
{
  guint8 box_key[crypto_box_PUBLICKEYBYTES];
  gsize length = 0;
  const guint8 *bytes = NULL;
  guint8 *sealed = NULL;

  g_return_val_if_fail (public_key != NULL && plain != NULL, NULL);

  if (!get_box_key (public_key, box_key, error))
    return NULL;
  bytes = g_bytes_get_data (plain, &length);
  sealed = g_malloc (length + crypto_box_SEALBYTES);
  crypto_box_seal (sealed, bytes, length, box_key);
  return g_bytes_new_take (sealed, length + crypto_box_SEALBYTES);
}

static gboolean
open_box (const KauntaKey *key, const guint8 *sealed, gsize length, guint8 *plain)
{
  guint8 sign_key[crypto_sign_PUBLICKEYBYTES];
  guint8 sign_secret[crypto_sign_SECRETKEYBYTES];
  guint8 box_key[crypto_box_PUBLICKEYBYTES];
  guint8 box_secret[crypto_box_SECRETKEYBYTES];
  gboolean opened = FALSE;

  crypto_sign_seed_keypair (sign_key, sign_secret, kaunta_key_get_seed (key));
  opened = crypto_sign_ed25519_sk_to_curve25519 (box_secret, sign_secret) == 0
           && crypto_sign_ed25519_pk_to_curve25519 (box_key, sign_key) == 0
           && crypto_box_seal_open (plain, sealed, length, box_key, box_secret) == 0;
  sodium_memzero (sign_secret, sizeof sign_secret);
  sodium_memzero (box_secret, sizeof box_secret);
  return opened;
}

GBytes *
kaunta_unseal (const KauntaKey *key, GBytes *sealed, GError **error)
{
  g_autofree guint8 *plain = NULL;
  gsize length = 0;
  const guint8 *bytes = NULL;

  g_return_val_if_fail (key != NULL && sealed != NULL, NULL);

  bytes = g_bytes_get_data (sealed, &length);
  plain = g_malloc (MAX (length, 1));
  if (length < crypto_box_SEALBYTES || !open_box (key, bytes, length, plain))
    {
      g_set_error_literal (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_SIGNATURE,
                           "what is sealed was not sealed for this key, or is not whole");
      return NULL;
    }
  return g_bytes_new_take (g_steal_pointer (&plain), length - crypto_box_SEALBYTES);
}
