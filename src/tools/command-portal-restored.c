/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands.h"

int
kaunta_command_portal_restored (int argc, char **argv)
{
  g_autoptr (KauntaClock) clock = kaunta_clock_new_system ();
  g_autoptr (KauntaPortalStorage) storage = NULL;
  g_autoptr (GError) error = NULL;
  gint64 next = 0;

  if (!kaunta_command_parse (&argc, &argv, NULL, 1))
    return KAUNTA_EXIT_USAGE;
  storage = kaunta_command_open_portal (argv[1], clock, &error);
  if (storage == NULL || !kaunta_portal_storage_skip_numbers (storage, &next, &error))
    return kaunta_command_fail (error);
  g_print ("the next counter is %05" G_GINT64_FORMAT "\n", next);
  return KAUNTA_EXIT_GOOD;
}
