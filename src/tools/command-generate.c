/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands.h"
#include "config.h"
#include "generator.h"

/* Where the name lists are: installed, or, for a program that runs from the build folder, in the tree. */
static const char *
get_data_folder (void)
{
  const char *folder = g_getenv ("KAUNTA_DATADIR");

  return folder != NULL ? folder : KAUNTA_PKGDATADIR;
}

static gboolean
generate (guint32 seed, guint n_payers, GFile *folder, GError **error)
{
  g_autoptr (KauntaGenerator) generator = kaunta_generator_new (seed, get_data_folder (), error);
  g_autoptr (GFile) file = g_file_get_child (folder, "payers.jsonl");
  g_autoptr (GError) local_error = NULL;

  if (generator == NULL)
    return FALSE;
  if (!g_file_make_directory_with_parents (folder, NULL, &local_error)
      && !g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_EXISTS))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  return kaunta_generator_write (generator, n_payers, file, error);
}

int
kaunta_command_generate (int argc, char **argv)
{
  gint64 seed = 0;
  gint64 n_payers = 0;
  const GOptionEntry options[] = {
    { "seed", 0, 0, G_OPTION_ARG_INT64, &seed, NULL, NULL },
    { "payers", 0, 0, G_OPTION_ARG_INT64, &n_payers, NULL, NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GFile) folder = NULL;
  g_autoptr (GError) error = NULL;

  if (!kaunta_command_parse (&argc, &argv, options, 1))
    return KAUNTA_EXIT_USAGE;
  if (seed < 0 || seed > G_MAXUINT32 || n_payers < 1 || n_payers > KAUNTA_GENERATOR_MAX_PAYERS)
    {
      g_printerr ("kauntactl generate: the seed is a number from 0 to %u, the payers from 1 to %d\n", G_MAXUINT32,
                  KAUNTA_GENERATOR_MAX_PAYERS);
      return KAUNTA_EXIT_USAGE;
    }

  folder = g_file_new_for_commandline_arg (argv[1]);
  if (!generate ((guint32) seed, (guint) n_payers, folder, &error))
    return kaunta_command_fail (error);
  g_print ("%" G_GINT64_FORMAT " payers in %s/payers.jsonl\n", n_payers, argv[1]);
  return KAUNTA_EXIT_GOOD;
}
