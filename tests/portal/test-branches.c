/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>
#include "fixture.h"

static void
test_signer (Fixture *fixture, gconstpointer unused)
{
  const char *key = kaunta_key_get_public (fixture->one->maker->key);
  const char *other = kaunta_key_get_public (fixture->two->maker->key);
  g_auto (KauntaPortalDevice) device = { 0 };
  g_auto (KauntaPortalDevice) nobody = { 0 };
  g_autoptr (GError) error = NULL;

  kaunta_portal_storage_find_signer (fixture->one->storage, "00421", 1, key, &device, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (device.device, ==, "00421");
  g_assert_cmpstr (device.office, ==, "047-WESTLANDS");
  g_assert_cmpint (device.epoch, ==, 1);
  g_assert_false (kaunta_portal_storage_find_signer (fixture->one->storage, "00421", 1, other, &nobody, &error));
  g_assert_error (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (kaunta_portal_storage_find_signer (fixture->one->storage, "00421", 2, key, &nobody, &error));
  g_assert_error (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_NOT_FOUND);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) \
  g_test_add ("/branches/" name, Fixture, NULL, fixture_set_up_counters, function, fixture_tear_down)
  ADD ("finds-who-signed-by-number-epoch-and-key", test_signer);

  return g_test_run ();
}
