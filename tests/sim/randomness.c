/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "randomness.h"

#include <sodium.h>
#include <string.h>

static guint8 key[crypto_stream_chacha20_KEYBYTES];
static guint64 calls = 0;

static const char *
get_name (void)
{
  return "kaunta-sim";
}

static void
fill (void *bytes, const size_t length)
{
  guint8 nonce[crypto_stream_chacha20_NONCEBYTES] = { 0 };

  calls++;
  memcpy (nonce, &calls, sizeof calls);
  crypto_stream_chacha20 (bytes, length, nonce, key);
}

static uint32_t
draw (void)
{
  uint32_t value = 0;

  fill (&value, sizeof value);
  return value;
}

static struct randombytes_implementation implementation = {
  .implementation_name = get_name,
  .random = draw,
  .buf = fill,
};

void
sim_randomness_seed (guint64 seed)
{
  memset (key, 0, sizeof key);
  memcpy (key, &seed, sizeof seed);
  calls = 0;
  randombytes_set_implementation (&implementation);
  g_assert_cmpint (sodium_init (), >=, 0);
}
