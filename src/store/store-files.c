/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-files.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "database.h"
#include "ledger-private.h"
#include "register-private.h"

struct _KauntaStoreFiles
{
  char *ledger_path;
  char *register_path;
  KauntaClock *clock;

  KauntaLedger *ledger;
  KauntaRegister *payers;
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

gboolean
kaunta_store_files_open (KauntaStoreFiles *self, KauntaLedgerAppendedFunc appended, gpointer data,
                         GError **error)
{
  self->ledger = kaunta_ledger_open (self->ledger_path, self->clock, error);
  if (self->ledger == NULL)
    return FALSE;

  self->payers = kaunta_register_open (self->register_path, error);
  if (self->payers == NULL)
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
  if (self->ledger != NULL && kaunta_ledger_follow_with_mirror (self->ledger))
    return TRUE;

  if (self->ledger != NULL)
    kaunta_ledger_checkpoint (self->ledger);
  if (self->payers != NULL)
    kaunta_register_checkpoint (self->payers);
  return FALSE;
}

/* The register is missing only after a replacement that the disk did not survive: then each piece of work
 * tries to have it back. */
gpointer
kaunta_store_files_work (KauntaStoreFiles *self, KauntaStoreWork work, gpointer data, GError **error)
{
  if (self->payers == NULL)
    self->payers = kaunta_register_open (self->register_path, error);
  return self->payers != NULL ? work (self->ledger, self->payers, data, error) : NULL;
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

/* Renaming is what makes it one moment: before it, every failure leaves the old register. */
gboolean
kaunta_store_files_replace_register (KauntaStoreFiles *self, const char *new_path, GError **error)
{
  gboolean renamed;

  if (!check_candidate (new_path, error))
    return FALSE;

  g_clear_pointer (&self->payers, kaunta_register_close);
  renamed = g_rename (new_path, self->register_path) == 0;
  if (!renamed)
    kaunta_database_set_error (NULL, SQLITE_CANTOPEN, error);
  self->payers = kaunta_register_open (self->register_path, renamed ? error : NULL);
  return renamed && self->payers != NULL;
}
