/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pin.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define PASSES 3
#define MEMORY (64 * 1024 * 1024)

/* The hashes come from the portal: what one may cost here is bounded. */
#define MAX_PASSES 16
#define MAX_MEMORY_KIB (256 * 1024)

static char *
hash_pin (const char *pin, unsigned long long passes, gsize memory)
{
  char hash[crypto_pwhash_STRBYTES];

  if (sodium_init () < 0)
    g_error ("libsodium can't be used on this machine: it found no source of randomness");
  if (crypto_pwhash_str_alg (hash, pin, strlen (pin), passes, memory, crypto_pwhash_ALG_ARGON2ID13) != 0)
    g_error ("no memory to hash a PIN");

  return g_strdup (hash);
}

char *
kaunta_pin_hash (const char *pin)
{
  g_return_val_if_fail (pin != NULL, NULL);

  return hash_pin (pin, PASSES, MEMORY);
}

char *
kaunta_pin_hash_for_test (const char *pin)
{
  g_return_val_if_fail (pin != NULL, NULL);

  return hash_pin (pin, crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN);
}

static gboolean
is_affordable (const char *hash)
{
  guint memory = 0;
  guint passes = 0;

  return strlen (hash) < crypto_pwhash_STRBYTES
         && sscanf (hash, "$argon2id$v=19$m=%9u,t=%9u,p=1$", &memory, &passes) == 2
         && memory <= MAX_MEMORY_KIB && passes <= MAX_PASSES;
}

gboolean
kaunta_pin_matches (const char *pin, const char *hash)
{
  char text[crypto_pwhash_STRBYTES] = "";

  g_return_val_if_fail (pin != NULL && hash != NULL, FALSE);

  if (!is_affordable (hash))
    return FALSE;

  g_strlcpy (text, hash, sizeof text);
  return crypto_pwhash_str_verify (text, pin, strlen (pin)) == 0;
}
