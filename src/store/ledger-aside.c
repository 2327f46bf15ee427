/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger-private.h"

/* A journal that this counter can't go on with is kept as it is, and another begun. */

static const char SQL_READ_MIRROR[] = "SELECT path FROM mirror";
static const char SQL_WRITE_MIRROR[] = "INSERT INTO mirror (id, path) VALUES (1, ?)";

static gboolean
read_path_row (sqlite3_stmt *row, gpointer data, GError **error)
{
  char **path = data;

  *path = kaunta_row_dup_text (row, 0);
  return TRUE;
}

/* "branch-00421-1-20261123T081530Z", with what makes it another name than those in @folder. (transfer full) */
static char *
choose_name (KauntaLedger *self, const char *folder, const KauntaLedgerState *state)
{
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (kaunta_clock_get_now (self->clock) / 1000);
  g_autofree char *time = g_date_time_format (now, "%Y%m%dT%H%M%SZ");
  g_autofree char *stem = g_strdup_printf ("branch-%s-%d-%s", state->epoch > 0 ? state->device : "00000",
                                           (int) state->epoch, time);

  for (guint i = 1;; i++)
    {
      g_autofree char *name =
          i == 1 ? g_strconcat (stem, ".db", NULL) : g_strdup_printf ("%s-%u.db", stem, i);
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&name);
    }
}

/**
 * kaunta_ledger_set_aside:
 *
 * Puts an empty ledger in the place of this one, whose file is kept under another name in the same folder. The
 * new one has no enrolment, no key and nothing that the portal told, but the same mirror. A failure leaves the
 * ledger as it was.
 *
 * Returns: (transfer full) (nullable): the file's new name
 */
char *
kaunta_ledger_set_aside (KauntaLedger *self, GError **error)
{
  g_autofree char *folder = NULL;
  g_autofree char *name = NULL;
  g_autofree char *path = NULL;
  g_autofree char *mirror = NULL;
  KauntaLedgerState state;

  g_return_val_if_fail (self != NULL, NULL);
  kaunta_ledger_assert_owner (self);

  if (!kaunta_ledger_read_state (self, &state, error)
      || !kaunta_database_each (self->database, read_path_row, &mirror, error, SQL_READ_MIRROR))
    return NULL;

  folder = kaunta_database_get_folder (self->database);
  name = choose_name (self, folder, &state);
  path = g_build_filename (folder, name, NULL);
  if (!kaunta_database_set_aside (self->database, path, error))
    return NULL;

  g_clear_pointer (&self->key, kaunta_key_unref);
  kaunta_ledger_forget_mirror (self);
  if (mirror != NULL
      && !kaunta_database_execute (self->database, error, SQL_WRITE_MIRROR, KAUNTA_TEXT (mirror)))
    return NULL;
  return g_steal_pointer (&name);
}
