/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include "core-error.h"

/**
 * KauntaCsv:
 *
 * A table of comma-separated values as of RFC 4180, read strictly: the first record names the columns, and every other one has as many
 * fields. What is not in form is refused with its line, never guessed at.
 */
typedef struct _KauntaCsv KauntaCsv;

/* INVALID: "Line 3: ...", for the person who keeps the file. Lines may end with or without a carriage return; a byte order
 * mark at the start is no part of the first column's name. */
KauntaCsv *kaunta_csv_parse (const char *text, gsize length, GError **error);
void kaunta_csv_free (KauntaCsv *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KauntaCsv, kaunta_csv_free)

guint kaunta_csv_get_n_rows (const KauntaCsv *self);
gboolean kaunta_csv_has_column (const KauntaCsv *self, const char *column);
/* The field of @column in the row at @row, from 0; "" when there is no such column. (transfer none) */
const char *kaunta_csv_get (const KauntaCsv *self, guint row, const char *column);
/* The line, from 1, on which the row at @row begins. */
guint kaunta_csv_get_line (const KauntaCsv *self, guint row);
