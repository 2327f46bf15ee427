/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "json.h"
#include "sealing.h"

static KauntaKey *
make_key (guint8 filler)
{
  guint8 seed[32];

  memset (seed, filler, sizeof seed);
  return kaunta_key_new_from_seed (seed);
}

static void
opens_what_was_sealed_for_the_key (void)
{
  g_autoptr (KauntaKey) key = make_key (1);
  const char *const texts[] = { "", "1007 Achieng Otieno" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GBytes) plain = g_bytes_new (texts[i], strlen (texts[i]));
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) sealed = kaunta_seal (kaunta_key_get_public (key), plain, &error);
      g_autoptr (GBytes) again = NULL;

      g_assert_no_error (error);
      again = kaunta_unseal (key, sealed, &error);
      g_assert_no_error (error);
      g_assert_true (g_bytes_equal (plain, again));
    }
}

static void
another_key_opens_nothing (void)
{
  g_autoptr (KauntaKey) key = make_key (1);
  g_autoptr (KauntaKey) other = make_key (2);
  g_autoptr (GBytes) plain = g_bytes_new ("staff", 5);
  g_autoptr (GBytes) sealed = kaunta_seal (kaunta_key_get_public (key), plain, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (kaunta_unseal (other, sealed, &error));
  g_assert_error (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_SIGNATURE);
}

static void
a_changed_bit_or_a_missing_byte_is_seen (void)
{
  g_autoptr (KauntaKey) key = make_key (1);
  g_autoptr (GBytes) plain = g_bytes_new ("staff", 5);
  g_autoptr (GBytes) sealed = kaunta_seal (kaunta_key_get_public (key), plain, NULL);
  gsize length = 0;
  const guint8 *bytes = g_bytes_get_data (sealed, &length);

  for (gsize i = 0; i < length; i++)
    {
      g_autofree guint8 *changed = g_memdup2 (bytes, length);
      g_autoptr (GBytes) flipped = NULL;
      g_autoptr (GBytes) cut = g_bytes_new (bytes, i);

      changed[i] ^= 1;
      flipped = g_bytes_new (changed, length);
      g_assert_null (kaunta_unseal (key, flipped, NULL));
      g_assert_null (kaunta_unseal (key, cut, NULL));
    }
}

static void
seals_for_no_key_that_is_none (void)
{
  const char *const keys[] = { "", "11qYAYKx", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" };
  g_autoptr (GBytes) plain = g_bytes_new ("staff", 5);

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (kaunta_seal (keys[i], plain, &error));
      g_assert_error (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_FORM);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sealing/opens-what-was-sealed-for-the-key", opens_what_was_sealed_for_the_key);
  g_test_add_func ("/sealing/another-key-opens-nothing", another_key_opens_nothing);
  g_test_add_func ("/sealing/a-changed-bit-or-a-missing-byte-is-seen", a_changed_bit_or_a_missing_byte_is_seen);
  g_test_add_func ("/sealing/seals-for-no-key-that-is-none", seals_for_no_key_that_is_none);
  return g_test_run ();
}
