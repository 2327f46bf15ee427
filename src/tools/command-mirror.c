/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands.h"

#include <string.h>
#include "clock.h"
#include "ledger.h"

static int
show_mirror (KauntaLedger *ledger)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaMirror) mirror = kaunta_ledger_get_mirror (ledger, &error);
  g_autofree char *since = NULL;

  if (error != NULL)
    return kaunta_command_fail (error);
  if (mirror == NULL)
    {
      g_print ("no mirror\n");
      return KAUNTA_EXIT_GOOD;
    }

  g_print ("mirror %s\n", mirror->path);
  if (mirror->troubled_at == 0)
    return KAUNTA_EXIT_GOOD;

  since = kaunta_time_format (mirror->troubled_at);
  g_print ("in trouble since %s, with entry %" G_GINT64_FORMAT " its last\n", since, mirror->seq);
  return KAUNTA_EXIT_BAD;
}

static int
set_mirror (KauntaLedger *ledger, const char *path)
{
  g_autofree char *absolute = path != NULL ? g_canonicalize_filename (path, NULL) : NULL;
  g_autoptr (GError) error = NULL;

  if (absolute != NULL && !g_utf8_validate (absolute, -1, NULL))
    {
      g_printerr ("kauntactl mirror: the path must be UTF-8\n");
      return KAUNTA_EXIT_BAD;
    }
  if (!kaunta_ledger_set_mirror (ledger, absolute, &error))
    return kaunta_command_fail (error);

  return show_mirror (ledger);
}

int
kaunta_command_mirror (int argc, char **argv)
{
  gboolean off = FALSE;
  const GOptionEntry options[] = {
    { "off", 0, 0, G_OPTION_ARG_NONE, &off, NULL, NULL },
    G_OPTION_ENTRY_NULL,
  };
  const gboolean has_path = argc == 3 && strcmp (argv[2], "--off") != 0;
  g_autoptr (KauntaClock) clock = kaunta_clock_new_system ();
  g_autoptr (KauntaLedger) ledger = NULL;
  g_autofree char *file = NULL;
  g_autoptr (GError) error = NULL;

  if (!kaunta_command_parse (&argc, &argv, options, has_path ? 2 : 1))
    return KAUNTA_EXIT_USAGE;

  /* Opening to write makes a profile where there is none: a mistyped path must not. */
  file = g_build_filename (argv[1], "counter.db", NULL);
  if (!g_file_test (file, G_FILE_TEST_IS_REGULAR))
    {
      g_printerr ("kauntactl mirror: %s is no counter's profile\n", argv[1]);
      return KAUNTA_EXIT_BAD;
    }

  ledger = off || has_path ? kaunta_ledger_open (file, clock, &error)
                           : kaunta_ledger_open_readonly (file, clock, &error);
  if (ledger == NULL)
    return kaunta_command_fail (error);

  return off || has_path ? set_mirror (ledger, has_path ? argv[2] : NULL) : show_mirror (ledger);
}
