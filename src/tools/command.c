/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands.h"

gboolean
kaunta_command_parse (int *argc, char ***argv, const GOptionEntry *options, int n_arguments)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;

  g_option_context_set_help_enabled (context, FALSE);
  if (options != NULL)
    g_option_context_add_main_entries (context, options, NULL);

  if (!g_option_context_parse (context, argc, argv, &error))
    {
      g_printerr ("kauntactl %s: %s\n", (*argv)[0], error->message);
      return FALSE;
    }
  if (*argc != n_arguments + 1)
    {
      g_printerr ("kauntactl %s: %s\n", (*argv)[0],
                  *argc > n_arguments + 1 ? "too many arguments" : "an argument is missing");
      return FALSE;
    }

  return TRUE;
}

int
kaunta_command_fail (const GError *error)
{
  g_printerr ("kauntactl: %s\n", error->message);
  return KAUNTA_EXIT_BAD;
}

KauntaPortalStorage *
kaunta_command_open_portal (const char *database, KauntaClock *clock, GError **error)
{
  if (g_file_test (database, G_FILE_TEST_EXISTS))
    return kaunta_sqlite_storage_open (database, clock, error);
  g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT, "there is no portal's database %s", database);
  return NULL;
}
