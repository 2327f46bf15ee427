/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands.h"

#include <string.h>
#include "store.h"

typedef struct
{
  char *before;
  char *after;
} Digests;

static void
free_digests (Digests *digests)
{
  g_free (digests->before);
  g_free (digests->after);
  g_free (digests);
}

static gpointer
rebuild (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  Digests *digests = g_new0 (Digests, 1);

  digests->before = kaunta_ledger_digest (ledger, error);
  if (digests->before != NULL && kaunta_ledger_rebuild (ledger, error))
    digests->after = kaunta_ledger_digest (ledger, error);
  if (digests->after != NULL)
    return digests;

  free_digests (digests);
  return NULL;
}

int
kaunta_command_rebuild (int argc, char **argv)
{
  g_autoptr (KauntaClock) clock = kaunta_clock_new_system ();
  g_autoptr (KauntaStore) store = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *file = NULL;
  Digests *digests = NULL;

  if (!kaunta_command_parse (&argc, &argv, NULL, 1))
    return KAUNTA_EXIT_USAGE;

  /* Opening makes a profile where there is none: a mistyped path must not. */
  file = g_build_filename (argv[1], "counter.db", NULL);
  if (!g_file_test (file, G_FILE_TEST_IS_REGULAR))
    {
      g_printerr ("kauntactl rebuild: %s is no counter's profile\n", argv[1]);
      return KAUNTA_EXIT_BAD;
    }

  store = kaunta_store_open (argv[1], clock, &error);
  if (store != NULL)
    digests = kaunta_store_run (store, rebuild, NULL, &error);
  if (digests == NULL)
    return kaunta_command_fail (error);

  g_print (strcmp (digests->before, digests->after) == 0
               ? "rebuilt: everything is as it was\n"
               : "rebuilt: what was kept differed from the journal, and is right now\n");
  free_digests (digests);
  return KAUNTA_EXIT_GOOD;
}
