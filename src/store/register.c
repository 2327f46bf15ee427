/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "register-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "identifier.h"
#include "text.h"

static const char SQL_READ_ROW[] = "SELECT id, folded, updated FROM payer WHERE match_key = ? AND kind = ?";
static const char SQL_INSERT[] =
    "INSERT INTO payer (kind, number, match_key, name, folded, phone, kra_pin, kra_key, place, updated,"
    " known) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id";
static const char SQL_UPDATE[] =
    "UPDATE payer SET number = ?, name = ?, folded = ?, phone = ?, kra_pin = ?, kra_key = ?, place = ?,"
    " updated = ?, known = ? WHERE id = ?";
static const char SQL_DELETE[] = "DELETE FROM payer WHERE id = ?";
static const char SQL_INDEX_NAME[] = "INSERT INTO payer_name (rowid, folded) VALUES (?, ?)";
static const char SQL_FORGET_NAME[] =
    "INSERT INTO payer_name (payer_name, rowid, folded) VALUES ('delete', ?, ?)";
static const char SQL_READ_PAYER[] =
    "SELECT " KAUNTA_PAYER_COLUMNS " FROM payer WHERE match_key = ? AND kind = ?";
static const char SQL_COUNT[] = "SELECT count(*) FROM payer";
static const char SQL_READ_TAG[] = "SELECT tag FROM tag";
static const char SQL_ONLY_READ[] = "PRAGMA query_only = ON";
static const char SQL_SET_TAG[] = "UPDATE tag SET tag = ?";

typedef struct
{
  gint64 id; /* 0: there is none */
  char *folded;
  gint64 updated;
} HeldRow;

/* Gives a file that can't be read another name: it is only a cache, but somebody may want to know why. */
static gboolean
set_aside (const char *path, GError **error)
{
  g_autofree char *log = g_strconcat (path, "-wal", NULL);

  for (guint i = 1; i < G_MAXUINT16; i++)
    {
      g_autofree char *aside = g_strdup_printf ("%s.damaged-%u", path, i);

      if (g_file_test (aside, G_FILE_TEST_EXISTS))
        continue;
      if (g_rename (path, aside) != 0)
        break;
      g_unlink (log);
      return TRUE;
    }
  kaunta_database_set_system_error (errno, error);
  return FALSE;
}

static KauntaDatabase *
open_database (const char *path, GError **error)
{
  g_autoptr (GError) problem = NULL;
  KauntaDatabase *database =
      kaunta_database_open (path, &kaunta_register_schema, KAUNTA_DATABASE_WRITE, &problem);

  if (database != NULL)
    return database;

  if (!g_error_matches (problem, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_DAMAGED)
      && !g_error_matches (problem, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_NEWER))
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return NULL;
    }
  g_debug ("Setting %s aside: %s", path, problem->message);
  if (!set_aside (path, error))
    return NULL;
  return kaunta_database_open (path, &kaunta_register_schema, KAUNTA_DATABASE_WRITE, error);
}

/* Takes @database (nullable: then there is no register). */
static KauntaRegister *
new_register (KauntaDatabase *database)
{
  KauntaRegister *self;

  if (database == NULL)
    return NULL;

  self = g_new0 (KauntaRegister, 1);
  self->database = database;
  self->thread = g_thread_self ();
  return self;
}

/**
 * kaunta_register_open:
 *
 * Opens or creates @path. A file that can't be read is set aside and an empty one made. Fails with IO or
 * BUSY.
 *
 * Returns: (transfer full) (nullable): a register that belongs to the calling thread
 */
KauntaRegister *
kaunta_register_open (const char *path, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);

  return new_register (open_database (path, error));
}

KauntaRegister *
kaunta_register_open_memory (GError **error)
{
  g_autoptr (KauntaDatabase) database = kaunta_database_open_memory (&kaunta_register_schema, error);

  if (database == NULL || !kaunta_database_execute (database, error, SQL_ONLY_READ))
    return NULL;
  return new_register (g_steal_pointer (&database));
}

void
kaunta_register_remove (const char *path)
{
  g_return_if_fail (path != NULL);

  kaunta_database_remove (path);
}

void
kaunta_register_close (KauntaRegister *self)
{
  g_return_if_fail (self != NULL);
  kaunta_register_assert_owner (self);

  kaunta_database_roll_back (self->database);
  kaunta_database_close (self->database);
  g_free (self);
}

void
kaunta_register_checkpoint (KauntaRegister *self)
{
  kaunta_database_checkpoint (self->database);
}

/**
 * kaunta_register_begin:
 *
 * Begins a transaction: many puts in one are a thousand times faster than alone.
 */
gboolean
kaunta_register_begin (KauntaRegister *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  kaunta_register_assert_owner (self);

  return kaunta_database_begin (self->database, error);
}

/**
 * kaunta_register_commit:
 *
 * Keeps what was put since kaunta_register_begin(); nothing of it when this fails.
 */
gboolean
kaunta_register_commit (KauntaRegister *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  kaunta_register_assert_owner (self);

  if (kaunta_database_commit (self->database, error))
    return TRUE;

  kaunta_database_roll_back (self->database);
  return FALSE;
}

void
kaunta_register_roll_back (KauntaRegister *self)
{
  g_return_if_fail (self != NULL);
  kaunta_register_assert_owner (self);

  kaunta_database_roll_back (self->database);
}

static gboolean
read_held_row (sqlite3_stmt *row, gpointer data, GError **error)
{
  HeldRow *held = data;

  held->id = sqlite3_column_int64 (row, 0);
  held->folded = kaunta_row_dup_text (row, 1);
  held->updated = sqlite3_column_int64 (row, 2);
  return TRUE;
}

static gboolean
insert_payer (KauntaRegister *self, const KauntaPayer *payer, const char *key, const char *folded,
              const char *kra_key, GError **error)
{
  gint64 id = 0;

  return kaunta_database_read_integer (
             self->database, &id, error, SQL_INSERT, KAUNTA_INTEGER (payer->kind), KAUNTA_TEXT (payer->id),
             KAUNTA_TEXT (key), KAUNTA_TEXT (payer->name), KAUNTA_TEXT (folded), KAUNTA_TEXT (payer->phone),
             KAUNTA_TEXT (payer->kra_pin), KAUNTA_TEXT (kra_key), KAUNTA_TEXT (payer->place),
             KAUNTA_INTEGER (payer->updated), KAUNTA_INTEGER (payer->known))
         && kaunta_database_execute (self->database, error, SQL_INDEX_NAME, KAUNTA_INTEGER (id),
                                     KAUNTA_TEXT (folded));
}

static gboolean
update_payer (KauntaRegister *self, const KauntaPayer *payer, const HeldRow *held, const char *folded,
              const char *kra_key, GError **error)
{
  if (!kaunta_database_execute (self->database, error, SQL_UPDATE, KAUNTA_TEXT (payer->id),
                                KAUNTA_TEXT (payer->name), KAUNTA_TEXT (folded), KAUNTA_TEXT (payer->phone),
                                KAUNTA_TEXT (payer->kra_pin), KAUNTA_TEXT (kra_key),
                                KAUNTA_TEXT (payer->place), KAUNTA_INTEGER (payer->updated),
                                KAUNTA_INTEGER (payer->known), KAUNTA_INTEGER (held->id)))
    return FALSE;
  if (g_str_equal (held->folded, folded))
    return TRUE;
  return kaunta_database_execute (self->database, error, SQL_FORGET_NAME, KAUNTA_INTEGER (held->id),
                                  KAUNTA_TEXT (held->folded))
         && kaunta_database_execute (self->database, error, SQL_INDEX_NAME, KAUNTA_INTEGER (held->id),
                                     KAUNTA_TEXT (folded));
}

static gboolean
put_payer (KauntaRegister *self, const KauntaPayer *payer, GError **error)
{
  g_autofree char *key = kaunta_identifier_match_key (payer->id);
  g_autofree char *folded = kaunta_text_fold (payer->name);
  g_autofree char *kra_key = payer->kra_pin != NULL ? kaunta_identifier_match_key (payer->kra_pin) : NULL;
  HeldRow held = { 0 };
  gboolean success;

  if (!kaunta_database_each (self->database, read_held_row, &held, error, SQL_READ_ROW, KAUNTA_TEXT (key),
                             KAUNTA_INTEGER (payer->kind)))
    return FALSE;

  if (held.id == 0)
    success = insert_payer (self, payer, key, folded, kra_key, error);
  else
    success = held.updated > payer->updated || update_payer (self, payer, &held, folded, kra_key, error);
  g_free (held.folded);
  return success;
}

/**
 * kaunta_register_put:
 *
 * Puts @payer unless one of the same kind and identifier is held that was updated later.
 */
gboolean
kaunta_register_put (KauntaRegister *self, const KauntaPayer *payer, GError **error)
{
  g_return_val_if_fail (self != NULL && payer != NULL, FALSE);
  kaunta_register_assert_owner (self);

  if (!kaunta_database_begin_step (self->database, error))
    return FALSE;
  return kaunta_database_end_step (self->database, put_payer (self, payer, error), error);
}

static gboolean
delete_payer (KauntaRegister *self, KauntaPayerKind kind, const char *id, GError **error)
{
  g_autofree char *key = kaunta_identifier_match_key (id);
  HeldRow held = { 0 };
  gboolean success;

  if (!kaunta_database_each (self->database, read_held_row, &held, error, SQL_READ_ROW, KAUNTA_TEXT (key),
                             KAUNTA_INTEGER (kind)))
    return FALSE;

  success = held.id == 0
            || (kaunta_database_execute (self->database, error, SQL_FORGET_NAME, KAUNTA_INTEGER (held.id),
                                         KAUNTA_TEXT (held.folded))
                && kaunta_database_execute (self->database, error, SQL_DELETE, KAUNTA_INTEGER (held.id)));
  g_free (held.folded);
  return success;
}

/**
 * kaunta_register_delete:
 *
 * Takes a payer out; one that is not there is no error.
 */
gboolean
kaunta_register_delete (KauntaRegister *self, KauntaPayerKind kind, const char *id, GError **error)
{
  g_return_val_if_fail (self != NULL && id != NULL, FALSE);
  kaunta_register_assert_owner (self);

  if (!kaunta_database_begin_step (self->database, error))
    return FALSE;
  return kaunta_database_end_step (self->database, delete_payer (self, kind, id, error), error);
}

KauntaPayer *
kaunta_register_read_payer (sqlite3_stmt *row)
{
  return kaunta_payer_new (sqlite3_column_int (row, 1), kaunta_row_text (row, 2), kaunta_row_text (row, 3),
                           kaunta_row_text (row, 5), kaunta_row_text (row, 6), kaunta_row_text (row, 7),
                           sqlite3_column_int64 (row, 8), sqlite3_column_int64 (row, 9));
}

static gboolean
read_payer_row (sqlite3_stmt *row, gpointer data, GError **error)
{
  KauntaPayer **payer = data;

  *payer = kaunta_register_read_payer (row);
  return TRUE;
}

/**
 * kaunta_register_get:
 * @id: however it is written: compared by its letters and digits
 *
 * Fails with NOT_FOUND.
 */
KauntaPayer *
kaunta_register_get (KauntaRegister *self, KauntaPayerKind kind, const char *id, GError **error)
{
  g_autofree char *key = NULL;
  KauntaPayer *payer = NULL;

  g_return_val_if_fail (self != NULL && id != NULL, NULL);
  kaunta_register_assert_owner (self);

  key = kaunta_identifier_match_key (id);
  if (kaunta_database_each (self->database, read_payer_row, &payer, error, SQL_READ_PAYER, KAUNTA_TEXT (key),
                            KAUNTA_INTEGER (kind))
      && payer == NULL)
    g_set_error_literal (error, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_NOT_FOUND,
                         _("Nobody with this number is in this counter’s register."));
  return payer;
}

/**
 * kaunta_register_count:
 *
 * Returns: how many payers are held, or -1 with @error
 */
gint64
kaunta_register_count (KauntaRegister *self, GError **error)
{
  gint64 count = 0;

  g_return_val_if_fail (self != NULL, -1);
  kaunta_register_assert_owner (self);

  return kaunta_database_read_integer (self->database, &count, error, SQL_COUNT) ? count : -1;
}

static gboolean
read_tag_row (sqlite3_stmt *row, gpointer data, GError **error)
{
  char **tag = data;

  *tag = kaunta_row_dup_text (row, 0);
  return TRUE;
}

/**
 * kaunta_register_get_tag:
 *
 * Returns: (transfer full) (nullable): the tag of the snapshot that this register was filled from, "" before
 */
char *
kaunta_register_get_tag (KauntaRegister *self, GError **error)
{
  char *tag = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  kaunta_register_assert_owner (self);

  kaunta_database_each (self->database, read_tag_row, &tag, error, SQL_READ_TAG);
  return tag;
}

gboolean
kaunta_register_set_tag (KauntaRegister *self, const char *tag, GError **error)
{
  g_return_val_if_fail (self != NULL && tag != NULL, FALSE);
  kaunta_register_assert_owner (self);

  return kaunta_database_execute (self->database, error, SQL_SET_TAG, KAUNTA_TEXT (tag));
}
