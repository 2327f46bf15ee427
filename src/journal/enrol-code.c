/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "enrol-code.h"

#include <sodium.h>
#include <string.h>
#include "json.h"
#include "key.h"

#define PASSES 2
#define MEMORY (8 * 1024 * 1024)
#define SALT_PURPOSE "kaunta-enrol-salt-v1\n"
#define MAX_SEALED_BYTES 1024

G_STATIC_ASSERT (sizeof (KauntaEnrolKey) == crypto_auth_hmacsha256_KEYBYTES);
G_STATIC_ASSERT (sizeof (KauntaEnrolKey) == crypto_secretbox_KEYBYTES);

char *
kaunta_enrol_code_normalise (const char *typed)
{
  static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  char code[KAUNTA_ENROL_CODE_LENGTH + 1] = "";
  gsize length = 0;

  g_return_val_if_fail (typed != NULL, NULL);

  for (const char *p = typed; *p != '\0'; p++)
    {
      char c = g_ascii_toupper (*p);

      if (c == '-' || c == ' ')
        continue;
      if (c == 'O')
        c = '0';
      else if (c == 'I' || c == 'L')
        c = '1';
      if (length == KAUNTA_ENROL_CODE_LENGTH || strchr (alphabet, c) == NULL)
        return NULL;
      code[length++] = c;
    }
  return length == KAUNTA_ENROL_CODE_LENGTH ? g_strdup (code) : NULL;
}

void
kaunta_enrol_key_clear (KauntaEnrolKey *self)
{
  sodium_memzero (self, sizeof *self);
}

void
kaunta_enrol_key_derive (KauntaEnrolKey *self, const char *code)
{
  g_autofree char *salted = NULL;
  guint8 hash[KAUNTA_HASH_BYTES];

  g_return_if_fail (self != NULL && code != NULL && strlen (code) == KAUNTA_ENROL_CODE_LENGTH);
  G_STATIC_ASSERT (sizeof hash >= crypto_pwhash_SALTBYTES);

  if (sodium_init () < 0)
    g_error ("libsodium can't be used on this machine: it found no source of randomness");
  salted = g_strdup_printf (SALT_PURPOSE "%.*s", KAUNTA_ENROL_SELECTOR_LENGTH, code);
  kaunta_hash ((const guint8 *) salted, strlen (salted), hash);
  if (crypto_pwhash (self->bytes, sizeof self->bytes, code, strlen (code), hash, PASSES, MEMORY, crypto_pwhash_ALG_ARGON2ID13) != 0)
    g_error ("no memory to derive a key from a code");
}

char *
kaunta_enrol_key_to_text (const KauntaEnrolKey *self)
{
  return kaunta_base64url_encode (self->bytes, sizeof self->bytes);
}

gboolean
kaunta_enrol_key_from_text (KauntaEnrolKey *self, const char *text, GError **error)
{
  return kaunta_base64url_decode (text, self->bytes, sizeof self->bytes, error);
}

char *
kaunta_enrol_key_mac (const KauntaEnrolKey *self, const char *purpose, JsonObject *claims)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), claims);
  crypto_auth_hmacsha256_state state;
  guint8 mac[crypto_auth_hmacsha256_BYTES];
  g_autofree char *canonical = NULL;
  gsize length = 0;

  json_object_unref (claims);
  canonical = kaunta_json_canonical (node, &length, NULL);
  g_assert (canonical != NULL);

  crypto_auth_hmacsha256_init (&state, self->bytes, sizeof self->bytes);
  crypto_auth_hmacsha256_update (&state, (const guint8 *) purpose, strlen (purpose));
  crypto_auth_hmacsha256_update (&state, (const guint8 *) "\n", 1);
  crypto_auth_hmacsha256_update (&state, (const guint8 *) canonical, length);
  crypto_auth_hmacsha256_final (&state, mac);
  return kaunta_base64url_encode (mac, sizeof mac);
}

gboolean
kaunta_enrol_key_check (const KauntaEnrolKey *self, const char *purpose, JsonObject *claims, const char *mac)
{
  g_autofree char *expected = kaunta_enrol_key_mac (self, purpose, claims);

  return strlen (mac) == strlen (expected) && sodium_memcmp (mac, expected, strlen (expected)) == 0;
}

char *
kaunta_enrol_key_seal (const KauntaEnrolKey *self, const char *text)
{
  gsize length = strlen (text);
  gsize size = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + length;
  g_autofree guint8 *box = g_malloc (size);

  g_assert (size <= MAX_SEALED_BYTES);

  randombytes_buf (box, crypto_secretbox_NONCEBYTES);
  crypto_secretbox_easy (box + crypto_secretbox_NONCEBYTES, (const guint8 *) text, length, box, self->bytes);
  return kaunta_base64url_encode (box, size);
}

char *
kaunta_enrol_key_open (const KauntaEnrolKey *self, const char *sealed, GError **error)
{
  guint8 box[MAX_SEALED_BYTES];
  g_autofree char *text = NULL;
  gsize size = 0;

  if (sodium_base642bin (box, sizeof box, sealed, strlen (sealed), NULL, &size, NULL, sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0
      && size >= crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES)
    {
      text = g_malloc0 (size - crypto_secretbox_NONCEBYTES - crypto_secretbox_MACBYTES + 1);
      if (crypto_secretbox_open_easy ((guint8 *) text, box + crypto_secretbox_NONCEBYTES, size - crypto_secretbox_NONCEBYTES, box, self->bytes) == 0)
        return g_steal_pointer (&text);
    }
  g_set_error_literal (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_SIGNATURE, "sealed with another key, or altered");
  return NULL;
}
