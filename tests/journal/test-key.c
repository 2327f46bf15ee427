/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>
#include "json.h"
#include "key.h"
#include "pin.h"
#include "temp-profile.h"

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  fixture->folder = test_temp_profile_new ();
  fixture->path = g_build_filename (fixture->folder, "device.key", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  test_temp_profile_free (fixture->folder);
  g_free (fixture->path);
}

static KauntaKey *
make_key (guint8 filler)
{
  guint8 seed[32];

  memset (seed, filler, sizeof seed);
  return kaunta_key_new_from_seed (seed);
}

static void
signs_as_rfc_8032 (void)
{
  /* RFC 8032, section 7.1, test 1: the public key of a known seed. */
  static const guint8 seed[32] = { 0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60, 0xba, 0x84, 0x4a, 0xf4, 0x92, 0xec, 0x2c, 0xc4,
                                   0x44, 0x49, 0xc5, 0x69, 0x7b, 0x32, 0x69, 0x19, 0x70, 0x3b, 0xac, 0x03, 0x1c, 0xae, 0x7f, 0x60 };
  g_autoptr (KauntaKey) key = kaunta_key_new_from_seed (seed);

  g_assert_cmpstr (kaunta_key_get_public (key), ==, "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
}

static void
a_signature_is_for_one_key_purpose_and_text (void)
{
  g_autoptr (KauntaKey) key = make_key (1);
  g_autoptr (KauntaKey) other = make_key (2);
  const guint8 *text = (const guint8 *) "text";
  guint8 signature[KAUNTA_SIGNATURE_BYTES];
  g_autoptr (GError) error = NULL;

  kaunta_key_sign (key, "purpose", text, 4, signature);
  g_assert_true (kaunta_key_verify (kaunta_key_get_public (key), "purpose", text, 4, signature, &error));
  g_assert_no_error (error);

  g_assert_false (kaunta_key_verify (kaunta_key_get_public (other), "purpose", text, 4, signature, &error));
  g_assert_error (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_SIGNATURE);
  g_clear_error (&error);
  g_assert_false (kaunta_key_verify (kaunta_key_get_public (key), "another", text, 4, signature, &error));
  g_assert_error (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_SIGNATURE);
  g_clear_error (&error);
  g_assert_false (kaunta_key_verify (kaunta_key_get_public (key), "purpose", text, 3, signature, &error));
  g_assert_error (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_SIGNATURE);
  g_clear_error (&error);
  signature[63] ^= 1;
  g_assert_false (kaunta_key_verify (kaunta_key_get_public (key), "purpose", text, 4, signature, &error));
  g_assert_error (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_SIGNATURE);
  g_clear_error (&error);
  g_assert_false (kaunta_key_verify ("no key", "purpose", text, 4, signature, &error));
  g_assert_error (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_FORM);
}

static void
comes_back_from_its_file (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (KauntaKey) key = kaunta_key_generate ();
  g_autoptr (KauntaKey) back = NULL;
  g_autoptr (GError) error = NULL;
  GStatBuf status;

  g_assert_true (kaunta_key_save (key, fixture->path, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (fixture->path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);

  back = kaunta_key_load (fixture->path, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (kaunta_key_get_public (back), ==, kaunta_key_get_public (key));
}

static void
never_overwrites_a_key (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (KauntaKey) first = make_key (1);
  g_autoptr (KauntaKey) second = make_key (2);
  g_autoptr (KauntaKey) back = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (kaunta_key_save (first, fixture->path, &error));
  g_assert_false (kaunta_key_save (second, fixture->path, &error));
  g_assert_error (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_KEY);
  g_clear_error (&error);

  back = kaunta_key_load (fixture->path, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (kaunta_key_get_public (back), ==, kaunta_key_get_public (first));
}

static void
assert_not_loaded (const char *path)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (kaunta_key_load (path, &error));
  g_assert_error (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_KEY);
}

static void
refuses_a_file_that_others_may_read (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (KauntaKey) key = make_key (1);
  g_autoptr (GError) error = NULL;

  g_assert_true (kaunta_key_save (key, fixture->path, &error));
  g_assert_cmpint (g_chmod (fixture->path, 0640), ==, 0);
  assert_not_loaded (fixture->path);
  g_assert_cmpint (g_chmod (fixture->path, 0604), ==, 0);
  assert_not_loaded (fixture->path);
}

static void
refuses_a_file_that_holds_no_key (Fixture *fixture, gconstpointer unused)
{
  static const char *const texts[] = {
    "",
    "kaunta-key-v1 \n",
    "kaunta-key-v1 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "kaunta-key-v1 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n\n",
    "kaunta-key-v1 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB\n",
    "kaunta-key-v2 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n",
    "kaunta-key-v1 AAAAAAAAAAAAAAAAAAAAA AAAAAAAAAAAAAAAAAAAAA\n",
  };

  assert_not_loaded (fixture->path);
  assert_not_loaded (fixture->folder);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_true (g_file_set_contents_full (fixture->path, texts[i], -1, G_FILE_SET_CONTENTS_NONE, 0600, &error));
      assert_not_loaded (fixture->path);
    }
}

static void
hashes_with_sha_256 (void)
{
  /* FIPS 180-2, appendix B.1. */
  guint8 hash[KAUNTA_HASH_BYTES];
  g_autofree char *hex = NULL;

  kaunta_hash ((const guint8 *) "abc", 3, hash);
  hex = kaunta_hash_to_hex (hash);
  g_assert_cmpstr (hex, ==, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

static void
makes_codes_that_people_can_type (void)
{
  g_autofree char *code = kaunta_random_code (16);
  g_autofree char *other = kaunta_random_code (16);
  g_autofree char *hex = kaunta_random_hex (4);

  g_assert_cmpuint (strlen (code), ==, 16);
  g_assert_cmpuint (strspn (code, "0123456789ABCDEFGHJKMNPQRSTVWXYZ"), ==, 16);
  g_assert_cmpstr (code, !=, other);
  g_assert_cmpuint (strlen (hex), ==, 8);
  g_assert_cmpuint (strspn (hex, "0123456789abcdef"), ==, 8);
}

static void
a_pin_matches_its_own_hash_only (void)
{
  g_autofree char *hash = kaunta_pin_hash ("4711");
  g_autofree char *cheap = kaunta_pin_hash_for_test ("4711");

  g_assert_true (g_str_has_prefix (hash, "$argon2id$v=19$m=65536,t=3,p=1$"));
  g_assert_true (kaunta_pin_matches ("4711", hash));
  g_assert_false (kaunta_pin_matches ("4712", hash));
  g_assert_false (kaunta_pin_matches ("", hash));
  g_assert_true (kaunta_pin_matches ("4711", cheap));
  g_assert_cmpstr (hash, !=, cheap);
}

static void
a_hash_from_outside_costs_no_more_than_allowed (void)
{
  static const char *const hashes[] = {
    "",
    "4711",
    "$argon2i$v=19$m=8,t=3,p=1$c29tZXNhbHRzb21lc2FsdA$AAAA",
    "$argon2id$v=19$m=4194304,t=3,p=1$c29tZXNhbHRzb21lc2FsdA$S2Sk2wSTP+Y4cB7MnpQ7nhWDTGX9xpn4bJkzmB8k8mI",
    "$argon2id$v=19$m=8,t=4000000,p=1$c29tZXNhbHRzb21lc2FsdA$S2Sk2wSTP+Y4cB7MnpQ7nhWDTGX9xpn4bJkzmB8k8mI",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (hashes); i++)
    g_assert_false (kaunta_pin_matches ("4711", hashes[i]));
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/key/signs-as-rfc-8032", signs_as_rfc_8032);
  g_test_add_func ("/key/a-signature-is-for-one-key-purpose-and-text", a_signature_is_for_one_key_purpose_and_text);
  g_test_add ("/key/comes-back-from-its-file", Fixture, NULL, set_up, comes_back_from_its_file, tear_down);
  g_test_add ("/key/never-overwrites-a-key", Fixture, NULL, set_up, never_overwrites_a_key, tear_down);
  g_test_add ("/key/refuses-a-file-that-others-may-read", Fixture, NULL, set_up, refuses_a_file_that_others_may_read,
              tear_down);
  g_test_add ("/key/refuses-a-file-that-holds-no-key", Fixture, NULL, set_up, refuses_a_file_that_holds_no_key, tear_down);
  g_test_add_func ("/key/hashes-with-sha-256", hashes_with_sha_256);
  g_test_add_func ("/key/makes-codes-that-people-can-type", makes_codes_that_people_can_type);
  g_test_add_func ("/pin/matches-its-own-hash-only", a_pin_matches_its_own_hash_only);
  g_test_add_func ("/pin/a-hash-from-outside-costs-no-more-than-allowed", a_hash_from_outside_costs_no_more_than_allowed);

  return g_test_run ();
}
