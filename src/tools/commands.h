/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "storage.h"

/* kauntactl speaks English everywhere: what it says is quoted in reports and read by scripts. */

#define KAUNTA_EXIT_GOOD 0
#define KAUNTA_EXIT_BAD 1
#define KAUNTA_EXIT_USAGE 2

/**
 * KauntaCommand:
 * @arguments: what it takes, for the help
 * @run: gets its own name and arguments, as a main() would; returns the exit status
 *
 * One command of kauntactl. Each has a file of its own and a line in main.c's table.
 */
typedef struct
{
  const char *name;
  const char *arguments;
  const char *summary;
  int (*run) (int argc, char **argv);
} KauntaCommand;

int kaunta_command_branches (int argc, char **argv);
int kaunta_command_carry (int argc, char **argv);
int kaunta_command_code (int argc, char **argv);
int kaunta_command_enrol (int argc, char **argv);
int kaunta_command_export (int argc, char **argv);
int kaunta_command_generate (int argc, char **argv);
int kaunta_command_import (int argc, char **argv);
int kaunta_command_mirror (int argc, char **argv);
int kaunta_command_portal_restored (int argc, char **argv);
int kaunta_command_rebuild (int argc, char **argv);
int kaunta_command_resolve (int argc, char **argv);
int kaunta_command_restore (int argc, char **argv);
int kaunta_command_verify (int argc, char **argv);

/* Reads options out of @argv and checks that @n_arguments remain. FALSE after saying on standard error what is wrong:
 * then the command ends with KAUNTA_EXIT_USAGE. @options: (nullable): ends with G_OPTION_ENTRY_NULL. */
gboolean kaunta_command_parse (int *argc, char ***argv, const GOptionEntry *options, int n_arguments);
/* Says @error on standard error. Returns KAUNTA_EXIT_BAD. */
int kaunta_command_fail (const GError *error);
/* To change something in a portal's database, which must be there: a mistyped path makes no new portal. */
KauntaPortalStorage *kaunta_command_open_portal (const char *database, KauntaClock *clock, GError **error);
