/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "import-row.h"

#include <string.h>
#include "money.h"
#include "text.h"

#define MAX_FIELD 500

gboolean
kaunta_import_refuse (const KauntaImportTable *self, const char *why, GError **error)
{
  g_set_error (error, KAUNTA_PORTAL_ERROR, KAUNTA_PORTAL_ERROR_IMPORT, "%s:%u: %s", self->file,
               kaunta_csv_get_line (self->csv, self->row), why);
  return FALSE;
}

static gboolean
refuse_field (const KauntaImportTable *self, const char *column, const char *why, GError **error)
{
  g_autofree char *message = g_strdup_printf ("%s: %s", column, why);

  return kaunta_import_refuse (self, message, error);
}

gboolean
kaunta_import_table_open (KauntaImportTable *self,
                          const char *file,
                          const char *path,
                          const char *const *columns,
                          GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) reason = NULL;
  gsize length = 0;

  self->file = file;
  self->puts = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_portal_put_free);
  self->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (!g_file_get_contents (path, &text, &length, error))
    return FALSE;
  self->csv = kaunta_csv_parse (text, length, &reason);
  if (self->csv == NULL)
    {
      g_set_error (error, KAUNTA_PORTAL_ERROR, KAUNTA_PORTAL_ERROR_IMPORT, "%s: %s", file, reason->message);
      return FALSE;
    }
  for (const char *const *column = columns; *column != NULL; column++)
    {
      if (kaunta_csv_has_column (self->csv, *column))
        continue;
      g_set_error (error, KAUNTA_PORTAL_ERROR, KAUNTA_PORTAL_ERROR_IMPORT, "%s:1: there is no column “%s”", file, *column);
      return FALSE;
    }
  return TRUE;
}

void
kaunta_import_table_clear (KauntaImportTable *self)
{
  g_clear_pointer (&self->csv, kaunta_csv_free);
  g_clear_pointer (&self->puts, g_ptr_array_unref);
  g_clear_pointer (&self->seen, g_hash_table_unref);
}

static char *
get_text (const KauntaImportTable *self, const char *column, gboolean may_be_empty, GError **error)
{
  g_autoptr (GError) reason = NULL;
  char *text = kaunta_text_clean (kaunta_csv_get (self->csv, self->row, column), column, MAX_FIELD, may_be_empty, &reason);

  if (text == NULL)
    kaunta_import_refuse (self, reason->message, error);
  return text;
}

char *
kaunta_import_get_text (const KauntaImportTable *self, const char *column, GError **error)
{
  return get_text (self, column, FALSE, error);
}

char *
kaunta_import_get_text_or_empty (const KauntaImportTable *self, const char *column, GError **error)
{
  return get_text (self, column, TRUE, error);
}

gboolean
kaunta_import_get_cents (const KauntaImportTable *self, const char *column, gint64 *cents, gboolean *given, GError **error)
{
  const char *text = kaunta_csv_get (self->csv, self->row, column);
  g_autoptr (GError) reason = NULL;

  *cents = 0;
  if (given != NULL)
    {
      *given = *text != '\0';
      if (!*given)
        return TRUE;
    }
  return kaunta_cents_parse (text, cents, &reason) || refuse_field (self, column, reason->message, error);
}

gboolean
kaunta_import_get_yes_no (const KauntaImportTable *self, const char *column, gboolean *value, GError **error)
{
  const char *text = kaunta_csv_get (self->csv, self->row, column);

  *value = strcmp (text, "yes") == 0;
  return *value || strcmp (text, "no") == 0 || refuse_field (self, column, "it must be yes or no", error);
}

gboolean
kaunta_import_claim (KauntaImportTable *self, const char *name, GError **error)
{
  g_autofree char *why = NULL;

  if (g_hash_table_add (self->seen, g_strdup (name)))
    return TRUE;
  why = g_strdup_printf ("“%s” was given in an earlier row", name);
  return kaunta_import_refuse (self, why, error);
}

gboolean
kaunta_import_add (KauntaImportTable *self,
                   const char *office,
                   KauntaChangeKind kind,
                   const char *id,
                   gpointer value,
                   GError **error)
{
  g_autoptr (KauntaPortalPut) put = kaunta_portal_put_new (office, kind, id, value);
  g_autoptr (JsonNode) node = kaunta_change_value_to_json (kind, value);
  g_autoptr (GError) reason = NULL;
  gpointer read_back = kaunta_change_value_from_json (kind, node, &reason);

  if (read_back == NULL)
    return kaunta_import_refuse (self, reason->message, error);
  g_boxed_free (kaunta_change_kind_get_value_type (kind), read_back);
  g_ptr_array_add (self->puts, g_steal_pointer (&put));
  return TRUE;
}
