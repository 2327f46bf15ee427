/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <string.h>
#include "commands.h"
#include "config.h"

static const KauntaCommand commands[] = {
  { "branches", "DATABASE", "shows counters whose journal has a second branch, and what is in each",
    kaunta_command_branches },
  { "carry", "FILE [ANSWER]", "delivers what a counter saved to a stick, and writes the answer for it (FILE.answer)",
    kaunta_command_carry },
  { "code", "--portal DATABASE OFFICE [--device NUMBER]", "makes a one-time code that enrols a counter",
    kaunta_command_code },
  { "enrol", "PROFILE URL CODE NAME", "makes this machine a counter, with such a code",
    kaunta_command_enrol },
  { "export", "PATH [--device DEVICE]",
    "writes the journal of a counter's store or profile, or one of a portal's, as JSON",
    kaunta_command_export },
  { "generate", "--seed N --payers N FOLDER", "makes a register of payers that nobody is",
    kaunta_command_generate },
  { "import", "--portal DATABASE FOLDER", "puts offices, staff, catalogue and payers into the portal",
    kaunta_command_import },
  { "mirror", "PROFILE [PATH | --off]", "keeps a counter's journal in a second place too, or tells where it is",
    kaunta_command_mirror },
  { "portal-restored", "DATABASE",
    "says that the portal was put back from a backup, so that no counter's number is given twice",
    kaunta_command_portal_restored },
  { "rebuild", "PROFILE", "folds a counter's journal into fresh tables", kaunta_command_rebuild },
  { "resolve", "DATABASE DEVICE",
    "enters the money of a frozen counter's second branch as exceptions, and makes a code that enrols it again",
    kaunta_command_resolve },
  { "restore", "PROFILE FROM",
    "begins a profile with the journal in a store, export or mirror, to be enrolled again",
    kaunta_command_restore },
  { "verify", "PATH [--key KEY] [--tables]",
    "checks the journal in an export, a mirror, a carry file, a counter's store or profile, or those in a portal's database;\n"
    "      with --tables also a store's file, and the tables in it against its journal",
    kaunta_command_verify },
};

static void
print_help (void)
{
  g_print (
      "Usage: kauntactl COMMAND ...\n\nFor administrators and auditors of Kaunta's counters and portal.\n\n");
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    g_print ("  kauntactl %s %s\n      %s\n", commands[i].name, commands[i].arguments, commands[i].summary);
  g_print ("\nExit status: 0 when all is well, 1 when it is not, 2 when the command was not understood.\n");
}

static const KauntaCommand *
find_command (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      if (strcmp (commands[i].name, name) == 0)
        return &commands[i];
    }

  return NULL;
}

int
main (int argc, char **argv)
{
  const KauntaCommand *command = NULL;
  int status = KAUNTA_EXIT_USAGE;

  /* Character set only: file names and text are to be shown as they are, in whatever language. */
  setlocale (LC_CTYPE, "");

  if (argc < 2)
    {
      g_printerr ("kauntactl: a command is missing; see kauntactl --help\n");
      return KAUNTA_EXIT_USAGE;
    }
  if (strcmp (argv[1], "--help") == 0)
    {
      print_help ();
      return KAUNTA_EXIT_GOOD;
    }
  if (strcmp (argv[1], "--version") == 0)
    {
      g_print ("kauntactl %s\n", KAUNTA_VERSION);
      return KAUNTA_EXIT_GOOD;
    }

  command = find_command (argv[1]);
  if (command == NULL)
    {
      g_printerr ("kauntactl: there is no command “%s”; see kauntactl --help\n", argv[1]);
      return KAUNTA_EXIT_USAGE;
    }

  status = command->run (argc - 1, argv + 1);
  if (status == KAUNTA_EXIT_USAGE)
    g_printerr ("Usage: kauntactl %s %s\n", command->name, command->arguments);
  return status;
}
