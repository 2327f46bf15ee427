/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands.h"

int
kaunta_command_code (int argc, char **argv)
{
  g_autofree char *database = NULL;
  g_autofree char *device = NULL;
  const GOptionEntry options[] = {
    { "portal", 0, 0, G_OPTION_ARG_FILENAME, &database, NULL, NULL },
    { "device", 0, 0, G_OPTION_ARG_STRING, &device, NULL, NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (KauntaClock) clock = kaunta_clock_new_system ();
  g_autoptr (KauntaPortalStorage) storage = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *code = NULL;

  if (!kaunta_command_parse (&argc, &argv, options, 1) || database == NULL)
    return KAUNTA_EXIT_USAGE;
  storage = kaunta_command_open_portal (database, clock, &error);
  if (storage != NULL)
    code = kaunta_portal_storage_create_code (storage, argv[1], device, &error);
  if (code == NULL)
    return kaunta_command_fail (error);
  g_print ("%s\n", code);
  return KAUNTA_EXIT_GOOD;
}
