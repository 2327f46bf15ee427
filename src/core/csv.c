/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csv.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

typedef struct
{
  guint line;
  GPtrArray *fields; /* (element-type utf8) */
} Record;

struct _KauntaCsv
{
  GHashTable *columns; /* name (owned by the first record) -> index */
  GPtrArray *records;  /* (element-type Record): the first names the columns */
};

typedef struct
{
  const char *at;
  const char *end;
  guint line;
} Reader;

static void
record_free (Record *record)
{
  g_ptr_array_unref (record->fields);
  g_free (record);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Record, record_free)

static gboolean
refuse (GError **error, guint line, const char *why)
{
  g_set_error (error, KAUNTA_CORE_ERROR, KAUNTA_CORE_ERROR_INVALID, _("Line %u: %s"), line, why);
  return FALSE;
}

static gboolean
at_line_end (const Reader *reader)
{
  return reader->at == reader->end
         || *reader->at == '\n'
         || (*reader->at == '\r' && reader->at + 1 < reader->end && reader->at[1] == '\n');
}

/* Inside quotation marks everything stands for itself, but a doubled mark for one. */
static char *
read_quoted (Reader *reader, GError **error)
{
  g_autoptr (GString) field = g_string_new (NULL);
  guint first_line = reader->line;

  for (reader->at++; reader->at < reader->end; reader->at++)
    {
      if (*reader->at == '"')
        {
          reader->at++;
          if (reader->at == reader->end || *reader->at != '"')
            return g_string_free (g_steal_pointer (&field), FALSE);
        }
      if (*reader->at == '\n')
        reader->line++;
      g_string_append_c (field, *reader->at);
    }
  refuse (error, first_line, _("a quotation mark is opened and not closed."));
  return NULL;
}

static char *
read_plain (Reader *reader, GError **error)
{
  const char *start = reader->at;

  while (!at_line_end (reader) && *reader->at != ',')
    {
      if (*reader->at == '"' || *reader->at == '\r')
        {
          refuse (error, reader->line, _("a field with a quotation mark or a carriage return in it must stand in quotation marks."));
          return NULL;
        }
      reader->at++;
    }
  return g_strndup (start, reader->at - start);
}

static Record *
read_record (Reader *reader, GError **error)
{
  g_autoptr (Record) record = g_new0 (Record, 1);
  gboolean more = TRUE;

  record->line = reader->line;
  record->fields = g_ptr_array_new_with_free_func (g_free);
  while (more)
    {
      gboolean quoted = reader->at < reader->end && *reader->at == '"';
      char *field = quoted ? read_quoted (reader, error) : read_plain (reader, error);

      if (field == NULL)
        return NULL;
      g_ptr_array_add (record->fields, field);
      more = !at_line_end (reader);
      if (more && *reader->at != ',')
        {
          refuse (error, reader->line, _("after a closing quotation mark there must be a comma or the line’s end."));
          return NULL;
        }
      if (more)
        reader->at++;
    }

  if (reader->at < reader->end)
    {
      reader->at += *reader->at == '\r' ? 2 : 1;
      reader->line++;
    }
  return g_steal_pointer (&record);
}

static gboolean
name_columns (KauntaCsv *self, GError **error)
{
  const Record *header = self->records->len > 0 ? g_ptr_array_index (self->records, 0) : NULL;

  if (header == NULL)
    return refuse (error, 1, _("the columns’ names are missing."));
  for (guint i = 0; i < header->fields->len; i++)
    {
      const char *name = g_ptr_array_index (header->fields, i);

      if (*name == '\0' || !g_hash_table_insert (self->columns, (gpointer) name, GUINT_TO_POINTER (i)))
        return refuse (error, 1, _("a column has no name, or two have the same."));
    }
  return TRUE;
}

static gboolean
check_widths (const KauntaCsv *self, GError **error)
{
  for (guint i = 1; i < self->records->len; i++)
    {
      const Record *record = g_ptr_array_index (self->records, i);

      if (record->fields->len != g_hash_table_size (self->columns))
        return refuse (error, record->line, _("it has more or fewer fields than there are columns."));
    }
  return TRUE;
}

KauntaCsv *
kaunta_csv_parse (const char *text, gsize length, GError **error)
{
  g_autoptr (KauntaCsv) self = NULL;
  Reader reader = { .at = text, .end = text + length, .line = 1 };

  g_return_val_if_fail (text != NULL || length == 0, NULL);

  if (!g_utf8_validate_len (text != NULL ? text : "", length, NULL))
    {
      refuse (error, 1, _("the file is not text in UTF-8."));
      return NULL;
    }
  if (length >= strlen (BYTE_ORDER_MARK) && memcmp (text, BYTE_ORDER_MARK, strlen (BYTE_ORDER_MARK)) == 0)
    reader.at += strlen (BYTE_ORDER_MARK);

  self = g_new0 (KauntaCsv, 1);
  self->columns = g_hash_table_new (g_str_hash, g_str_equal);
  self->records = g_ptr_array_new_with_free_func ((GDestroyNotify) record_free);
  while (reader.at < reader.end)
    {
      Record *record = read_record (&reader, error);

      if (record == NULL)
        return NULL;
      g_ptr_array_add (self->records, record);
    }
  return name_columns (self, error) && check_widths (self, error) ? g_steal_pointer (&self) : NULL;
}

void
kaunta_csv_free (KauntaCsv *self)
{
  g_hash_table_unref (self->columns);
  g_ptr_array_unref (self->records);
  g_free (self);
}

guint
kaunta_csv_get_n_rows (const KauntaCsv *self)
{
  return self->records->len - 1;
}

gboolean
kaunta_csv_has_column (const KauntaCsv *self, const char *column)
{
  return g_hash_table_contains (self->columns, column);
}

const char *
kaunta_csv_get (const KauntaCsv *self, guint row, const char *column)
{
  const Record *record = NULL;
  gpointer index = NULL;

  g_return_val_if_fail (row < kaunta_csv_get_n_rows (self), "");

  if (!g_hash_table_lookup_extended (self->columns, column, NULL, &index))
    return "";
  record = g_ptr_array_index (self->records, row + 1);
  return g_ptr_array_index (record->fields, GPOINTER_TO_UINT (index));
}

guint
kaunta_csv_get_line (const KauntaCsv *self, guint row)
{
  const Record *record = NULL;

  g_return_val_if_fail (row < kaunta_csv_get_n_rows (self), 0);

  record = g_ptr_array_index (self->records, row + 1);
  return record->line;
}
