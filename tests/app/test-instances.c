/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>

#include "profile.h"
#include "temp-profile.h"

/* Program, started by its path in KAUNTA_PROGRAM. */
static GSubprocess *
start (const char *profile)
{
  g_autoptr (GError) error = NULL;
  GSubprocess *process = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, g_getenv ("KAUNTA_PROGRAM"),
                                           "--profile", profile, NULL);

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
  guint watch = g_bus_watch_name (G_BUS_TYPE_SESSION, name, G_BUS_NAME_WATCHER_FLAGS_NONE, name_appeared_cb,
                                  name_vanished_cb, &owner, NULL);

  while (owner == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_bus_unwatch_name (watch);
  return owner;
}

/* Calls @method of the application of @profile; its answer. @below: where under the application's own
 * path. (transfer full) */
static GVariant *
call (const char *profile, const char *below, const char *interface, const char *method, GVariant *arguments)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_autofree char *name = kaunta_profile_get_application_id (profile);
  g_autofree char *path = g_strdelimit (g_strconcat ("/", name, below, NULL), ".", '/');
  GVariant *reply = NULL;

  g_assert_no_error (error);
  reply = g_dbus_connection_call_sync (bus, name, path, interface, method, arguments, NULL,
                                       G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
  return reply;
}

/* How many windows the application of @profile has: each has a node of its own on the bus. */
static guint
count_windows (const char *profile)
{
  g_autoptr (GVariant) reply = call (profile, "/window", "org.freedesktop.DBus.Introspectable",
                                     "Introspect", NULL);
  const char *xml = NULL;
  guint windows = 0;

  g_variant_get (reply, "(&s)", &xml);
  while ((xml = strstr (xml, "<node name=\"")) != NULL)
    {
      xml++;
      windows++;
    }
  return windows;
}

/* (transfer full) */
static char *
get_language (const char *profile)
{
  g_autoptr (GVariant) reply = call (profile, "", "org.gtk.Actions", "Describe",
                                     g_variant_new ("(s)", "language"));
  g_autoptr (GVariant) states = NULL;
  g_autoptr (GVariant) boxed = NULL;
  g_autoptr (GVariant) state = NULL;

  g_variant_get (reply, "((bg@av))", NULL, NULL, &states);
  boxed = g_variant_get_child_value (states, 0);
  state = g_variant_get_variant (boxed);
  return g_variant_dup_string (state, NULL);
}

static void
set_language (const char *profile, const char *language)
{
  GVariant *arguments = g_variant_new ("(sva{sv})", "language", g_variant_new_string (language), NULL);
  g_autoptr (GVariant) reply = call (profile, "", "org.gtk.Actions", "SetState", arguments);
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

static void
test_one_window_whatever_language_it_speaks (void)
{
  char *profile = test_temp_profile_new ();
  g_autoptr (GSubprocess) program = start (profile);
  g_autofree char *owner = wait_for_owner (profile);
  g_autofree char *before = get_language (profile);
  g_autofree char *after = NULL;
  g_autofree char *never = NULL;

  g_assert_cmpstr (before, ==, "en");
  set_language (profile, "sw");
  after = get_language (profile);
  g_assert_cmpstr (after, ==, "sw");
  g_assert_cmpuint (count_windows (profile), ==, 1);
  set_language (profile, "xx");
  never = get_language (profile);
  g_assert_cmpstr (never, ==, "sw");
  end (program);
  test_temp_profile_free (profile);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/instances/second-one-raises-the-first-ones-window",
                   test_second_one_raises_the_first_ones_window);
  g_test_add_func ("/instances/another-profile-is-another-program", test_another_profile_is_another_program);
  g_test_add_func ("/instances/one-window-whatever-language-it-speaks",
                   test_one_window_whatever_language_it_speaks);
  return g_test_run ();
}
