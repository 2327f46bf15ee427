/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>
#include "commands.h"
#include "storage.h"

/* (transfer full) (nullable): the office of @device, which must be frozen */
static char *
find_office (KauntaPortalStorage *storage, const char *device, GError **error)
{
  g_autoptr (GPtrArray) list = kaunta_portal_storage_list_branched (storage, error);

  if (list == NULL)
    return NULL;
  for (guint i = 0; i < list->len; i++)
    {
      const KauntaPortalBranched *branched = g_ptr_array_index (list, i);

      if (branched->frozen && strcmp (branched->device, device) == 0)
        return g_strdup (branched->office);
    }
  g_set_error (error, KAUNTA_PORTAL_ERROR, KAUNTA_PORTAL_ERROR_UNKNOWN, "no counter %s is frozen", device);
  return NULL;
}

/* Both can be done again when the second one failed: money that was entered is not entered twice. */
static char *
resolve (KauntaPortalStorage *storage, const char *device, gint64 *entered, GError **error)
{
  g_autofree char *office = find_office (storage, device, error);

  if (office == NULL || !kaunta_portal_storage_enter_branches (storage, device, entered, error))
    return NULL;
  return kaunta_portal_storage_create_code (storage, office, device, error);
}

int
kaunta_command_resolve (int argc, char **argv)
{
  g_autoptr (KauntaClock) clock = kaunta_clock_new_system ();
  g_autoptr (KauntaPortalStorage) storage = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *code = NULL;
  gint64 entered = 0;

  if (!kaunta_command_parse (&argc, &argv, NULL, 2))
    return KAUNTA_EXIT_USAGE;
  storage = kaunta_command_open_portal (argv[1], clock, &error);
  if (storage != NULL)
    code = resolve (storage, argv[2], &entered, &error);
  if (code == NULL)
    return kaunta_command_fail (error);
  g_print ("exceptions %" G_GINT64_FORMAT "\ncode %s\n", entered, code);
  return KAUNTA_EXIT_GOOD;
}
