/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>

#include "profile.h"
#include "temp-profile.h"

/* Program, started by its path in KAUNTA_PROGRAM. */
static GSubprocess *
start (const char *profile)
{
  g_autoptr (GError) error = NULL;
  GSubprocess *process = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, g_getenv ("KAUNTA_PROGRAM"), "--profile", profile, NULL);

  g_assert_no_error (error);
  return process;
}

static void
name_appeared_cb (GDBusConnection *connection, const char *name, const char *owner, gpointer data)
{
  g_free (*(char **) data);
  *(char **) data = g_strdup (owner);
}

static void
name_vanished_cb (GDBusConnection *connection, const char *name, gpointer data)
{
  g_clear_pointer ((char **) data, g_free);
}

/* Waits until some program owns the name of @profile's application; who. (transfer full) */
static char *
wait_for_owner (const char *profile)
{
  g_autofree char *name = kaunta_profile_get_application_id (profile);
  char *owner = NULL;
  guint watch = g_bus_watch_name (G_BUS_TYPE_SESSION, name, G_BUS_NAME_WATCHER_FLAGS_NONE, name_appeared_cb, name_vanished_cb, &owner, NULL);

  while (owner == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_bus_unwatch_name (watch);
  return owner;
}

/* How many windows the application of @profile has, as it tells on the bus (org.gtk.Actions of each window). */
static guint
count_windows (const char *profile)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_autofree char *name = kaunta_profile_get_application_id (profile);
  g_autofree char *path = g_strdelimit (g_strconcat ("/", name, "/window", NULL), ".", '/');
  g_autoptr (GVariant) reply = NULL;
  const char *xml = NULL;
  guint windows = 0;

  g_assert_no_error (error);
  reply = g_dbus_connection_call_sync (bus, name, path, "org.freedesktop.DBus.Introspectable", "Introspect", NULL,
                                       G_VARIANT_TYPE ("(s)"), G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
  g_variant_get (reply, "(&s)", &xml);
  while ((xml = strstr (xml, "<node name=\"")) != NULL)
    {
      xml++;
      windows++;
    }
  return windows;
}

static void
end (GSubprocess *process)
{
  g_autoptr (GError) error = NULL;

  g_subprocess_force_exit (process);
  g_subprocess_wait (process, NULL, &error);
  g_assert_no_error (error);
}

static void
test_second_one_raises_the_first_ones_window (void)
{
  g_autoptr (GError) error = NULL;
  char *profile = test_temp_profile_new ();
  g_autoptr (GSubprocess) first = start (profile);
  g_autofree char *owner = wait_for_owner (profile);
  g_autofree char *owner_after = NULL;
  g_autoptr (GSubprocess) second = start (profile);

  g_subprocess_wait_check (second, NULL, &error);
  g_assert_no_error (error);
  owner_after = wait_for_owner (profile);
  g_assert_cmpstr (owner_after, ==, owner);
  g_assert_cmpuint (count_windows (profile), ==, 1);
  end (first);
  test_temp_profile_free (profile);
}

static void
test_another_profile_is_another_program (void)
{
  char *one = test_temp_profile_new ();
  char *other = test_temp_profile_new ();
  g_autoptr (GSubprocess) first = start (one);
  g_autoptr (GSubprocess) second = start (other);
  g_autofree char *first_owner = wait_for_owner (one);
  g_autofree char *second_owner = wait_for_owner (other);

  g_assert_cmpstr (first_owner, !=, second_owner);
  end (first);
  end (second);
  test_temp_profile_free (one);
  test_temp_profile_free (other);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/instances/second-one-raises-the-first-ones-window", test_second_one_raises_the_first_ones_window);
  g_test_add_func ("/instances/another-profile-is-another-program", test_another_profile_is_another_program);
  return g_test_run ();
}
