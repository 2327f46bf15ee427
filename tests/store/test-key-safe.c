/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "json.h"
#include "key-safe.h"
#include "temp-profile.h"

/* Run twice: where no secret service answers, and (--service) where one does, which is the test's own. */
static gboolean with_service;

typedef struct
{
  char *profile;
  char *path;
  char *prepared;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->profile = test_temp_profile_new ();
  fixture->path = g_build_filename (fixture->profile, "device.key", NULL);
  fixture->prepared = g_build_filename (fixture->profile, "device.key.new", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  test_temp_profile_free (fixture->profile);
  g_free (fixture->path);
  g_free (fixture->prepared);
}

/* (transfer full) */
static KauntaKey *
prepare (Fixture *fixture, gboolean expected_made)
{
  g_autoptr (GError) error = NULL;
  gboolean made = FALSE;
  KauntaKey *key = kaunta_key_safe_prepare (fixture->profile, &made, &error);

  g_assert_no_error (error);
  g_assert_cmpint (made, ==, expected_made);
  return key;
}

static void
assert_loads (Fixture *fixture, const KauntaKey *key)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaKey) loaded = kaunta_key_safe_load (fixture->profile, kaunta_key_get_public (key), &error);

  g_assert_no_error (error);
  g_assert_cmpstr (kaunta_key_get_public (loaded), ==, kaunta_key_get_public (key));
}

static void
says_where_the_key_is (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KauntaKey) key = prepare (fixture, TRUE);
  g_autofree char *text = NULL;
  g_autofree char *reference = g_strconcat ("kaunta-key-in-secret-service-v1 ", kaunta_key_get_public (key), "\n", NULL);
  char *secret = kaunta_key_dup_secret (key);
  struct stat status;

  g_assert_true (kaunta_key_safe_take_prepared (fixture->profile, NULL));
  g_assert_cmpint (stat (fixture->path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  g_assert_true (g_file_get_contents (fixture->path, &text, NULL, NULL));
  g_assert_cmpint (strstr (text, secret) == NULL, ==, with_service);
  g_assert_cmpint (g_str_equal (text, reference), ==, with_service);
  kaunta_key_free_secret (secret);
  assert_loads (fixture, key);
}

/* The portal may know the key already, so the next try comes with the same. */
static void
prepares_the_same_key_until_it_is_dropped (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KauntaKey) first = prepare (fixture, TRUE);
  g_autoptr (KauntaKey) second = prepare (fixture, FALSE);
  g_autoptr (KauntaKey) third = NULL;

  g_assert_cmpstr (kaunta_key_get_public (first), ==, kaunta_key_get_public (second));
  kaunta_key_safe_drop_prepared (fixture->profile);
  third = prepare (fixture, TRUE);
  g_assert_cmpstr (kaunta_key_get_public (third), !=, kaunta_key_get_public (first));
}

/* The power failed after the ledger had the enrolment, and before the key was in its place. */
static void
finds_the_prepared_key_after_a_cut (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KauntaKey) old = prepare (fixture, TRUE);
  g_autoptr (KauntaKey) next = NULL;

  g_assert_true (kaunta_key_safe_take_prepared (fixture->profile, NULL));
  next = prepare (fixture, TRUE);
  assert_loads (fixture, old);
  g_assert_true (g_file_test (fixture->prepared, G_FILE_TEST_EXISTS));
  assert_loads (fixture, next);
  g_assert_false (g_file_test (fixture->prepared, G_FILE_TEST_EXISTS));
  assert_loads (fixture, next);
}

static void
says_when_the_service_has_not_the_key (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KauntaKey) key = kaunta_key_generate ();
  g_autofree char *reference = g_strconcat ("kaunta-key-in-secret-service-v1 ", kaunta_key_get_public (key), "\n", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (fixture->path, reference, -1, NULL));
  g_assert_null (kaunta_key_safe_load (fixture->profile, kaunta_key_get_public (key), &error));
  g_assert_error (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_KEY);
  g_assert_nonnull (strstr (error->message, "secret service"));
}

/* Locks the default collection, as when the screen is locked by some desktops. */
static void
lock_service (void)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  const char *const paths[] = { "/org/freedesktop/secrets/collection/login", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer
      = g_dbus_connection_call_sync (bus, "org.freedesktop.secrets", "/org/freedesktop/secrets", "org.freedesktop.Secret.Service", "Lock",
                                     g_variant_new ("(^ao)", paths), NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);

  g_assert_no_error (error);
}

static void
a_locked_service_is_not_used_and_asks_nobody (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KauntaKey) kept = prepare (fixture, TRUE);
  g_autoptr (KauntaKey) in_file = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (kaunta_key_safe_take_prepared (fixture->profile, NULL));
  lock_service ();
  g_assert_null (kaunta_key_safe_load (fixture->profile, kaunta_key_get_public (kept), &error));
  g_assert_error (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_KEY);
  with_service = FALSE;
  says_where_the_key_is (fixture, NULL);
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  with_service = argc > 1 && g_str_equal (argv[argc - 1], "--service");
  if (with_service)
    argv[--argc] = NULL;
  g_test_init (&argc, &argv, NULL);

  add ("/key-safe/says-where-the-key-is", says_where_the_key_is);
  add ("/key-safe/prepares-the-same-key-until-it-is-dropped", prepares_the_same_key_until_it_is_dropped);
  add ("/key-safe/finds-the-prepared-key-after-a-cut", finds_the_prepared_key_after_a_cut);
  add ("/key-safe/says-when-the-service-has-not-the-key", says_when_the_service_has_not_the_key);
  if (with_service)
    add ("/key-safe/a-locked-service-is-not-used-and-asks-nobody", a_locked_service_is_not_used_and_asks_nobody);

  return g_test_run ();
}
