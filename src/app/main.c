/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <locale.h>

#include "application.h"
#include "language.h"
#include "profile.h"

typedef struct
{
  char *profile; /* (owned) (nullable) */
  gboolean version;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->profile);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* Read before the application is made, because its id follows from the profile. */
static gboolean
parse_options (int *argc, char ***argv, Options *options, GError **error)
{
  const GOptionEntry entries[] = {
    { "profile", 0, 0, G_OPTION_ARG_FILENAME, &options->profile, N_ ("Folder of the counter’s files"),
      N_ ("DIR") },
    { "version", 0, 0, G_OPTION_ARG_NONE, &options->version, N_ ("Print the version and end"), NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_option_context_set_summary (context,
                                _("The counter of a government office: bills, payments and receipts, with "
                                  "or without a line."));
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  return g_option_context_parse (context, argc, argv, error);
}

int
main (int argc, char **argv)
{
  g_auto (Options) options = { NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaApplication) application = NULL;

  kaunta_language_init ();
  if (!parse_options (&argc, &argv, &options, &error))
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }
  if (options.version)
    {
      g_print ("kaunta %s\n", KAUNTA_VERSION);
      return 0;
    }
  if (options.profile == NULL)
    options.profile = kaunta_profile_get_default ();
  application = kaunta_application_new (options.profile);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
