/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csv.h"
#include "storage.h"

/* One row of a table that is imported, field by field. Every error is KAUNTA_PORTAL_ERROR_IMPORT: file, line, what is wrong. */

/**
 * KauntaImportTable:
 * @file: its name, for errors
 * @puts: (element-type KauntaPortalPut): what its rows have made so far
 * @seen: names that rows have given, which no other row may
 */
typedef struct
{
  const char *file;
  KauntaCsv *csv;
  guint row;
  GPtrArray *puts;
  GHashTable *seen;
} KauntaImportTable;

/* Reads the file at @path and checks that it has the @columns (NULL-terminated). @table is cleared by the caller. */
gboolean kaunta_import_table_open (KauntaImportTable *self, const char *file, const char *path, const char *const *columns,
                                   GError **error);
void kaunta_import_table_clear (KauntaImportTable *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KauntaImportTable, kaunta_import_table_clear)

/* Sets the error of the row that is being read. Returns FALSE. */
gboolean kaunta_import_refuse (const KauntaImportTable *self, const char *why, GError **error);
/* A line of text, cleaned. (transfer full) */
char *kaunta_import_get_text (const KauntaImportTable *self, const char *column, GError **error);
char *kaunta_import_get_text_or_empty (const KauntaImportTable *self, const char *column, GError **error);
/* Shillings, as cents. @given: (out) (optional): FALSE when the field is empty, which is an error when it is NULL. */
gboolean kaunta_import_get_cents (const KauntaImportTable *self, const char *column, gint64 *cents, gboolean *given,
                                  GError **error);
gboolean kaunta_import_get_yes_no (const KauntaImportTable *self, const char *column, gboolean *value, GError **error);
/* Refuses a name that an earlier row gave. */
gboolean kaunta_import_claim (KauntaImportTable *self, const char *name, GError **error);
/* Takes @value, after making sure that a counter will be able to read it. */
gboolean kaunta_import_add (KauntaImportTable *self, const char *office, KauntaChangeKind kind, const char *id, gpointer value,
                            GError **error);
