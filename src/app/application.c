/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "application.h"

#include <glib/gi18n-lib.h>

#include "desk.h"
#include "kaunta-resources.h"
#include "language.h"
#include "profile.h"
#include "refusal-window.h"
#include "window.h"

struct _KauntaApplication
{
  AdwApplication parent_instance;

  char *profile;       /* (owned) */
  GSettings *settings; /* (owned) from start-up */
  KauntaClock *clock;  /* (owned) */
  KauntaDesk *desk;    /* (owned) (nullable): NULL while the files could not be opened */
};

G_DEFINE_FINAL_TYPE (KauntaApplication, kaunta_application, ADW_TYPE_APPLICATION)

/* Replaces whatever window there is by one in the language and for the desk of now. */
static void
show_window (KauntaApplication *self)
{
  GtkWindow *old = gtk_application_get_active_window (GTK_APPLICATION (self));
  KauntaWindow *window = kaunta_window_new (ADW_APPLICATION (self), self->desk);

  if (KAUNTA_IS_WINDOW (old))
    kaunta_window_take_place (window, KAUNTA_WINDOW (old));
  gtk_window_present (GTK_WINDOW (window));
  if (old != NULL)
    gtk_window_destroy (old);
}

static void
open_desk (KauntaApplication *self)
{
  g_autoptr (GError) error = NULL;
  GtkWindow *old = gtk_application_get_active_window (GTK_APPLICATION (self));

  self->desk = kaunta_desk_open (self->profile, self->clock, &error);
  if (self->desk != NULL)
    {
      show_window (self);
      return;
    }
  gtk_window_present (kaunta_refusal_window_new (ADW_APPLICATION (self), self->profile, error));
  if (old != NULL)
    gtk_window_destroy (old);
}

static void
quit_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_application_quit (G_APPLICATION (user_data));
}

static void
open_again_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  KauntaApplication *self = user_data;

  if (self->desk == NULL)
    open_desk (self);
}

static void
language_changed_cb (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  KauntaApplication *self = user_data;
  const char *language = g_variant_get_string (state, NULL);

  if (!g_strv_contains (kaunta_languages, language) || g_str_equal (language, kaunta_language_get ()))
    return;
  g_settings_set_string (self->settings, "language", language);
  kaunta_language_use (language);
  g_simple_action_set_state (action, state);
  if (self->desk != NULL)
    show_window (self);
}

static void
about_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  adw_show_about_window (gtk_application_get_active_window (user_data),
                         "application-name", "Kaunta",
                         "application-icon", KAUNTA_APPLICATION_ID,
                         "version", KAUNTA_VERSION,
                         "comments", _("The counter of a government office: bills, payments and receipts, "
                                       "with or without a line."),
                         "license-type", GTK_LICENSE_GPL_3_0,
                         NULL);
}

/* Built when it is asked for: a hidden window in wait, as GTK keeps one for "gtk/help-overlay.ui", crashes
 * GTK 4.8 when a screen reader asks for a dialog that was just closed. */
static void
shortcuts_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource ("/ke/go/kaunta/Kaunta/ui/shortcuts-window.ui");
  GtkWindow *shortcuts = GTK_WINDOW (gtk_builder_get_object (builder, "shortcuts"));

  gtk_window_set_transient_for (shortcuts, gtk_application_get_active_window (user_data));
  gtk_window_present (shortcuts);
}

static void
add_actions (KauntaApplication *self)
{
  const GActionEntry entries[] = {
    { "quit", quit_activated_cb },
    { "open-again", open_again_activated_cb },
    { "about", about_activated_cb },
    { "shortcuts", shortcuts_activated_cb },
  };
  g_autoptr (GSimpleAction) language = NULL;
  GtkApplication *application = GTK_APPLICATION (self);

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  language = g_simple_action_new_stateful ("language", G_VARIANT_TYPE_STRING,
                                           g_variant_new_string (kaunta_language_get ()));
  g_signal_connect (language, "change-state", G_CALLBACK (language_changed_cb), self);
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (language));

  gtk_application_set_accels_for_action (application, "app.quit", (const char *[]){ "<Control>q", NULL });
  gtk_application_set_accels_for_action (application, "app.shortcuts",
                                         (const char *[]){ "<Control>question", NULL });
  gtk_application_set_accels_for_action (application, "win.show-page('counter')",
                                         (const char *[]){ "<Alt>1", NULL });
  gtk_application_set_accels_for_action (application, "win.show-page('bills')",
                                         (const char *[]){ "<Alt>2", NULL });
  gtk_application_set_accels_for_action (application, "win.show-page('till')",
                                         (const char *[]){ "<Alt>3", NULL });
  gtk_application_set_accels_for_action (application, "win.show-link", (const char *[]){ "<Alt>l", NULL });
}

static void
kaunta_application_startup (GApplication *application)
{
  KauntaApplication *self = KAUNTA_APPLICATION (application);
  g_autofree char *language = NULL;

  /* Named here so that the linker takes the resource into the program; its constructor registers it. */
  g_assert (kaunta_get_resource () != NULL);

  self->settings = g_settings_new (KAUNTA_APPLICATION_ID);
  language = g_settings_get_string (self->settings, "language");
  kaunta_language_use (language);
  G_APPLICATION_CLASS (kaunta_application_parent_class)->startup (application);
  gtk_window_set_default_icon_name (KAUNTA_APPLICATION_ID);
  add_actions (self);
}

static void
kaunta_application_activate (GApplication *application)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));

  if (window != NULL)
    gtk_window_present (window);
  else
    open_desk (KAUNTA_APPLICATION (application));
}

static void
kaunta_application_shutdown (GApplication *application)
{
  KauntaApplication *self = KAUNTA_APPLICATION (application);
  GtkWindow *window = NULL;

  while ((window = gtk_application_get_active_window (GTK_APPLICATION (self))) != NULL)
    gtk_window_destroy (window);
  if (self->desk != NULL)
    kaunta_desk_close (self->desk);
  g_clear_object (&self->desk);
  g_clear_object (&self->settings);
  G_APPLICATION_CLASS (kaunta_application_parent_class)->shutdown (application);
}

static void
kaunta_application_finalize (GObject *object)
{
  KauntaApplication *self = KAUNTA_APPLICATION (object);

  g_free (self->profile);
  g_clear_object (&self->clock);
  G_OBJECT_CLASS (kaunta_application_parent_class)->finalize (object);
}

static void
kaunta_application_class_init (KauntaApplicationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  object_class->finalize = kaunta_application_finalize;
  application_class->startup = kaunta_application_startup;
  application_class->activate = kaunta_application_activate;
  application_class->shutdown = kaunta_application_shutdown;
}

static void
kaunta_application_init (KauntaApplication *self)
{
  self->clock = kaunta_clock_new_system ();
}

KauntaApplication *
kaunta_application_new (const char *profile)
{
  g_autofree char *application_id = NULL;
  KauntaApplication *self = NULL;

  g_return_val_if_fail (profile != NULL, NULL);

  application_id = kaunta_profile_get_application_id (profile);
  self = g_object_new (KAUNTA_TYPE_APPLICATION,
                       "application-id", application_id,
                       "resource-base-path", "/ke/go/kaunta/Kaunta",
                       NULL);
  self->profile = g_strdup (profile);
  return self;
}
