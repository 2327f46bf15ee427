/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands.h"
#include "import-files.h"

/* In the order in which they need each other: staff belong to an office. */
static const struct
{
  const char *file;
  const char *what;
  gboolean (*import) (KauntaPortalStorage *storage, const char *file, const char *path, gint64 *count, GError **error);
} FILES[] = {
  { "offices.csv", "offices", kaunta_import_offices },
  { "staff.csv", "members of staff", kaunta_import_staff },
  { "catalogue.csv", "tariffs", kaunta_import_catalogue },
  { "payers.jsonl", "payers", kaunta_import_payers },
};

static gboolean
import_folder (KauntaPortalStorage *storage, const char *folder, GError **error)
{
  guint imported = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (FILES); i++)
    {
      g_autofree char *path = g_build_filename (folder, FILES[i].file, NULL);
      gint64 count = 0;

      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        continue;
      if (!FILES[i].import (storage, FILES[i].file, path, &count, error))
        return FALSE;
      g_print ("%s: %" G_GINT64_FORMAT " %s\n", FILES[i].file, count, FILES[i].what);
      imported++;
    }
  if (imported == 0)
    g_set_error (error, KAUNTA_PORTAL_ERROR, KAUNTA_PORTAL_ERROR_IMPORT,
                 "%s has none of offices.csv, staff.csv, catalogue.csv, payers.jsonl", folder);
  return imported > 0;
}

int
kaunta_command_import (int argc, char **argv)
{
  g_autofree char *database = NULL;
  const GOptionEntry options[] = {
    { "portal", 0, 0, G_OPTION_ARG_FILENAME, &database, NULL, NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (KauntaClock) clock = kaunta_clock_new_system ();
  g_autoptr (KauntaPortalStorage) storage = NULL;
  g_autoptr (GError) error = NULL;

  if (!kaunta_command_parse (&argc, &argv, options, 1) || database == NULL)
    return KAUNTA_EXIT_USAGE;
  storage = kaunta_sqlite_storage_open (database, clock, &error);
  if (storage == NULL || !import_folder (storage, argv[1], &error))
    return kaunta_command_fail (error);
  return KAUNTA_EXIT_GOOD;
}
