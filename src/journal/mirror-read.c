/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading.h"

#include <string.h>
#include "entry-line.h"
#include "json.h"
#include "lines.h"

#define FORMAT "kaunta-mirror-1"

static gboolean
check_header (const char *line, gsize length, GError **error)
{
  g_autoptr (JsonNode) node = kaunta_json_parse (line, length, length, KAUNTA_JSON_INTEGERS_ONLY, error);
  const char *format = NULL;

  if (node == NULL)
    return FALSE;
  if (JSON_NODE_HOLDS_OBJECT (node)
      && kaunta_json_get_string (json_node_get_object (node), "format", &format, NULL)
      && strcmp (format, FORMAT) == 0)
    return TRUE;

  g_set_error_literal (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_FORM, "the file is no mirror");
  return FALSE;
}

/* The next line, NULL without @error after the last whole one. */
static const char *
next_line (KauntaLines *lines, gsize *length, GError **error)
{
  g_autoptr (GError) problem = NULL;
  const char *line = kaunta_lines_next (lines, length, NULL, &problem);

  if (problem != NULL && !g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT))
    g_propagate_error (error, g_steal_pointer (&problem));
  return line;
}

static gboolean
use_line (const char *line, gsize length, const KauntaJournalVisitor *visitor, GError **error)
{
  g_autoptr (GBytes) body = NULL;
  guint8 sig[KAUNTA_SIGNATURE_BYTES];

  return kaunta_entry_line_split (line, length, &body, sig, error)
         && visitor->body (body, sig, NULL, visitor->data, error);
}

gboolean
kaunta_mirror_read (gpointer stream, const KauntaJournalVisitor *visitor, gint64 *place, GError **error)
{
  g_autoptr (KauntaLines) lines = NULL;
  g_autoptr (GError) problem = NULL;
  const char *line = NULL;
  gsize length = 0;
  gint64 count = 0;

  g_return_val_if_fail (G_IS_INPUT_STREAM (stream) && visitor != NULL && place != NULL, FALSE);

  *place = 0;
  lines = kaunta_lines_new (stream, KAUNTA_ENTRY_LINE_MAX_BYTES);
  line = next_line (lines, &length, &problem);
  if (line != NULL && !check_header (line, length, error))
    return FALSE;

  while (line != NULL && (line = next_line (lines, &length, &problem)) != NULL)
    {
      count++;
      if (!use_line (line, length, visitor, error))
        {
          *place = count;
          return FALSE;
        }
    }
  if (problem == NULL)
    return TRUE;

  *place = count + 1;
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}
