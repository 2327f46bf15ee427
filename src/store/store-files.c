/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-files.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "database.h"
#include "ledger-private.h"
#include "register-private.h"

/* How often a register that could not be opened is tried again. */
#define TRY_AGAIN_MS (10 * 1000)

struct _KauntaStoreFiles
{
  char *ledger_path;
  char *register_path;
  KauntaClock *clock;

  KauntaLedger *ledger;
  KauntaRegister *payers;
  gboolean is_makeshift; /* it is an empty one in memory */
  gint64 tried_up;
};

KauntaStoreFiles *
kaunta_store_files_new (const char *profile, KauntaClock *clock)
{
  KauntaStoreFiles *self = g_new0 (KauntaStoreFiles, 1);

  self->ledger_path = g_build_filename (profile, "counter.db", NULL);
  self->register_path = g_build_filename (profile, "register.db", NULL);
  self->clock = g_object_ref (clock);
  return self;
}

void
kaunta_store_files_free (KauntaStoreFiles *self)
{
  g_assert (self->ledger == NULL && self->payers == NULL);

  g_free (self->ledger_path);
  g_free (self->register_path);
  g_object_unref (self->clock);
  g_free (self);
}

/* Without the file that the payers are in, the counter goes on with none: they are only a cache, and can be
 * entered by hand. */
static gboolean
open_makeshift (KauntaStoreFiles *self, const GError *problem, GError **error)
{
  g_debug ("Going on without %s: %s", self->register_path, problem->message);
  self->payers = kaunta_register_open_memory (error);
  self->is_makeshift = self->payers != NULL;
  self->tried_up = kaunta_clock_get_up (self->clock);
  return self->is_makeshift;
}

static gboolean
open_register (KauntaStoreFiles *self, GError **error)
{
  g_autoptr (GError) problem = NULL;

  self->payers = kaunta_register_open (self->register_path, &problem);
  self->is_makeshift = FALSE;
  return self->payers != NULL || open_makeshift (self, problem, error);
}

/* The disk may have room again, or be there again. */
static void
try_register_again (KauntaStoreFiles *self)
{
  KauntaRegister *payers = NULL;

  if (!self->is_makeshift || kaunta_clock_get_up (self->clock) - self->tried_up < TRY_AGAIN_MS)
    return;

  self->tried_up = kaunta_clock_get_up (self->clock);
  payers = kaunta_register_open (self->register_path, NULL);
  if (payers == NULL)
    return;

  kaunta_register_close (self->payers);
  self->payers = payers;
  self->is_makeshift = FALSE;
}

gboolean
kaunta_store_files_open (KauntaStoreFiles *self, KauntaLedgerAppendedFunc appended, gpointer data,
                         GError **error)
{
  self->ledger = kaunta_ledger_open (self->ledger_path, self->clock, error);
  if (self->ledger == NULL)
    return FALSE;

  if (!open_register (self, error))
    {
      kaunta_store_files_close (self);
      return FALSE;
    }
  kaunta_ledger_set_appended_func (self->ledger, appended, data);
  return TRUE;
}

void
kaunta_store_files_close (KauntaStoreFiles *self)
{
  /* What was asked last may not have been followed by a rest. */
  if (self->ledger != NULL)
    kaunta_ledger_follow_with_mirror (self->ledger);
  g_clear_pointer (&self->payers, kaunta_register_close);
  g_clear_pointer (&self->ledger, kaunta_ledger_close);
}

gboolean
kaunta_store_files_rest (KauntaStoreFiles *self)
{
  if (self->ledger == NULL)
    return FALSE;
  if (kaunta_ledger_follow_with_mirror (self->ledger))
    return TRUE;

  try_register_again (self);
  kaunta_ledger_checkpoint (self->ledger);
  kaunta_register_checkpoint (self->payers);
  return FALSE;
}

gpointer
kaunta_store_files_work (KauntaStoreFiles *self, KauntaStoreWork work, gpointer data, GError **error)
{
  return work (self->ledger, self->payers, data, error);
}

static gboolean
check_candidate (const char *path, GError **error)
{
  g_autoptr (KauntaDatabase) candidate = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_set_error_literal (error, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_NOT_FOUND,
                           _("The new payer register is not there. The one in use stays."));
      return FALSE;
    }
  candidate = kaunta_database_open (path, &kaunta_register_schema, KAUNTA_DATABASE_WRITE, error);
  return candidate != NULL;
}

static gboolean
reopen_register (KauntaStoreFiles *self, GError **error)
{
  if (!open_register (self, error))
    return FALSE;
  if (!self->is_makeshift)
    return TRUE;

  kaunta_database_set_error (NULL, SQLITE_CANTOPEN, error);
  return FALSE;
}

/* Renaming is what makes it one moment: before it, every failure leaves the old register. A log is not renamed,
 * and none may lie beside a file that it does not belong to. */
static gboolean
put_in_place (KauntaStoreFiles *self, const char *new_path, GError **error)
{
  errno = 0;
  if (!kaunta_database_has_log_content (new_path))
    {
      kaunta_database_remove_log (self->register_path);
      if (g_rename (new_path, self->register_path) == 0)
        return TRUE;
    }
  kaunta_database_set_system_error (errno, error);
  return FALSE;
}

gboolean
kaunta_store_files_replace_register (KauntaStoreFiles *self, const char *new_path, GError **error)
{
  gboolean success = check_candidate (new_path, error);

  if (success)
    {
      g_clear_pointer (&self->payers, kaunta_register_close);
      success = put_in_place (self, new_path, error);
      success = reopen_register (self, success ? error : NULL) && success;
    }
  /* Its lock and its log, too. */
  kaunta_register_remove (new_path);
  return success;
}
