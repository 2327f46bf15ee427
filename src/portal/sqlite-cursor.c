/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sqlite-storage.h"

#include <string.h>

#define RUN_BYTES 4
/* Digits, a hyphen, and the run. */
#define MAX_CURSOR 32

static const char TAKE[] = "UPDATE portal SET last_change = last_change + 1 WHERE id = 1 RETURNING last_change, run";
static const char ADD_RUN[] =
  "INSERT INTO runs (number, run, first) SELECT max(number) + 1, $1, $2 FROM runs";
static const char SET_RUN[] = "UPDATE portal SET run = $1 WHERE id = 1";
static const char GET_NEWEST[] = "SELECT last_change, run FROM portal WHERE id = 1";
static const char GET_END[] =
  "SELECT coalesce((SELECT n.first FROM runs n WHERE n.number = r.number + 1), p.last_change) "
  "FROM runs r, portal p WHERE r.run = $1 AND p.id = 1";

/* A database that was put back never meets the process again that wrote it, so its next change begins a run. */
static gboolean
begin_run (KauntaSqliteStorage *self, gint64 first, GError **error)
{
  g_free (self->run);
  self->run = kaunta_random_hex (RUN_BYTES);
  return kaunta_connection_run (self->database, error, ADD_RUN, "si", self->run, first)
         && kaunta_connection_run (self->database, error, SET_RUN, "s", self->run);
}

gboolean
kaunta_sqlite_take_cursor (KauntaSqliteStorage *self, gint64 *cursor, GError **error)
{
  g_auto (KauntaRowset) rows = { 0 };
  gboolean failed = FALSE;
  gboolean own = FALSE;

  if (!kaunta_connection_query (self->database, &rows, error, TAKE, "") || !kaunta_rowset_next (&rows, &failed, error))
    return FALSE;
  *cursor = kaunta_rowset_get_integer (&rows, 0);
  own = g_strcmp0 (kaunta_rowset_get_text (&rows, 1), self->run) == 0;
  kaunta_rowset_close (&rows);
  return own || begin_run (self, *cursor - 1, error);
}

/* The form alone. @run: "" before there were runs */
static gboolean
parse (const char *cursor, guint64 *place, char run[MAX_CURSOR], GError **error)
{
  g_auto (GStrv) parts = g_strsplit (cursor, "-", 2);

  *run = '\0';
  if (parts[1] != NULL)
    g_strlcpy (run, parts[1], MAX_CURSOR);
  if (strlen (cursor) < MAX_CURSOR
      && (parts[1] == NULL || (strlen (run) == 2 * RUN_BYTES && strspn (run, "0123456789abcdef") == 2 * RUN_BYTES))
      && g_ascii_string_to_unsigned (parts[0], 10, 0, G_MAXINT64, place, NULL))
    return TRUE;
  g_set_error_literal (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_MALFORMED, "This is no cursor.");
  return FALSE;
}

/* Who comes from a lost future knows what never was, and may not know what is: it gets the whole again. */
gboolean
kaunta_sqlite_read_cursor (KauntaSqliteStorage *self, const char *cursor, gint64 *after, GError **error)
{
  char run[MAX_CURSOR] = "";
  guint64 place = 0;
  gint64 end = 0;
  gboolean found = FALSE;

  *after = 0;
  if (cursor == NULL || *cursor == '\0')
    return TRUE;
  if (!parse (cursor, &place, run, error)
      || !kaunta_connection_get_integer (self->database, &end, &found, error, GET_END, "s", run))
    return FALSE;
  if (found && (gint64) place <= end)
    *after = (gint64) place;
  return TRUE;
}

gboolean
kaunta_sqlite_get_newest_cursor (KauntaSqliteStorage *self, gint64 *newest, char **run, GError **error)
{
  g_auto (KauntaRowset) rows = { 0 };
  gboolean failed = FALSE;

  if (!kaunta_connection_query (self->database, &rows, error, GET_NEWEST, "") || !kaunta_rowset_next (&rows, &failed, error))
    return FALSE;
  *newest = kaunta_rowset_get_integer (&rows, 0);
  *run = g_strdup (kaunta_rowset_get_text (&rows, 1));
  return TRUE;
}

char *
kaunta_sqlite_write_cursor (gint64 place, const char *run)
{
  return *run != '\0' ? g_strdup_printf ("%" G_GINT64_FORMAT "-%s", place, run) : g_strdup_printf ("%" G_GINT64_FORMAT, place);
}
