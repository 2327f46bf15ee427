/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "import-files.h"

#include <string.h>
#include "import-row.h"
#include "pin.h"
#include "snapshot.h"

#define MIN_PIN 4
#define MAX_PIN 8

static const char *const OFFICE_COLUMNS[] = {
  "office", "name", "county", "part_payment", "variance_limit_kes", "float_kes", NULL,
};
static const char *const STAFF_COLUMNS[] = { "number", "name", "role", "pin", "office", NULL };

static gboolean
add_office (KauntaImportTable *table, GError **error)
{
  g_autofree char *office = kaunta_import_get_text (table, "office", error);
  g_autofree char *name = office != NULL ? kaunta_import_get_text (table, "name", error) : NULL;
  g_autofree char *county = name != NULL ? kaunta_import_get_text (table, "county", error) : NULL;
  gboolean part_payment = FALSE;
  gint64 limit = 0;
  gint64 usual = 0;

  return county != NULL
         && kaunta_import_claim (table, office, error)
         && kaunta_import_get_yes_no (table, "part_payment", &part_payment, error)
         && kaunta_import_get_cents (table, "variance_limit_kes", &limit, NULL, error)
         && kaunta_import_get_cents (table, "float_kes", &usual, NULL, error)
         && kaunta_import_add (table, office, KAUNTA_CHANGE_POLICY, office,
                               kaunta_policy_new (office, name, county, part_payment, limit, usual), error);
}

gboolean
kaunta_import_offices (KauntaPortalStorage *storage, const char *file, const char *path, gint64 *count, GError **error)
{
  g_auto (KauntaImportTable) table = { 0 };

  if (!kaunta_import_table_open (&table, file, path, OFFICE_COLUMNS, error))
    return FALSE;
  *count = kaunta_csv_get_n_rows (table.csv);
  for (table.row = 0; table.row < *count; table.row++)
    {
      if (!add_office (&table, error))
        return FALSE;
    }
  return kaunta_portal_storage_put_all (storage, table.puts, error);
}

static gboolean
read_role (const KauntaImportTable *table, KauntaRole *role, GError **error)
{
  return kaunta_role_from_nick (kaunta_csv_get (table->csv, table->row, "role"), role)
         || kaunta_import_refuse (table, "role: it must be clerk or supervisor", error);
}

static gboolean
check_pin (const KauntaImportTable *table, const char *pin, GError **error)
{
  gsize length = strlen (pin);

  return (length >= MIN_PIN && length <= MAX_PIN && strspn (pin, "0123456789") == length)
         || kaunta_import_refuse (table, "pin: it must be 4 to 8 digits", error);
}

static gboolean
add_staff (KauntaImportTable *table, GError **error)
{
  const char *pin = kaunta_csv_get (table->csv, table->row, "pin");
  g_autofree char *number = kaunta_import_get_text (table, "number", error);
  g_autofree char *name = number != NULL ? kaunta_import_get_text (table, "name", error) : NULL;
  g_autofree char *office = name != NULL ? kaunta_import_get_text (table, "office", error) : NULL;
  g_autofree char *hash = NULL;
  KauntaRole role = KAUNTA_ROLE_CLERK;

  if (office == NULL
      || !kaunta_import_claim (table, number, error)
      || !read_role (table, &role, error)
      || !check_pin (table, pin, error))
    return FALSE;
  hash = kaunta_pin_hash (pin);
  return kaunta_import_add (table, office, KAUNTA_CHANGE_STAFF, number, kaunta_staff_new (number, name, role, hash, TRUE),
                            error);
}

gboolean
kaunta_import_staff (KauntaPortalStorage *storage, const char *file, const char *path, gint64 *count, GError **error)
{
  g_auto (KauntaImportTable) table = { 0 };

  if (!kaunta_import_table_open (&table, file, path, STAFF_COLUMNS, error))
    return FALSE;
  *count = kaunta_csv_get_n_rows (table.csv);
  for (table.row = 0; table.row < *count; table.row++)
    {
      if (!add_staff (&table, error))
        return FALSE;
    }
  return kaunta_portal_storage_put_all (storage, table.puts, error);
}

typedef struct
{
  const char *file;
  GDataInputStream *stream;
  guint line;
} PayerLines;

static KauntaPayer *
read_payer (gpointer data, GError **error)
{
  PayerLines *lines = data;
  g_autoptr (GError) reason = NULL;
  g_autofree char *line = g_data_input_stream_read_line (lines->stream, NULL, NULL, &reason);
  KauntaPayer *payer = NULL;

  lines->line++;
  if (line == NULL && reason == NULL)
    return NULL;
  if (line != NULL)
    payer = kaunta_snapshot_payer_decode (line, 0, &reason);
  if (payer == NULL)
    g_set_error (error, KAUNTA_PORTAL_ERROR, KAUNTA_PORTAL_ERROR_IMPORT, "%s:%u: %s", lines->file, lines->line, reason->message);
  return payer;
}

gboolean
kaunta_import_payers (KauntaPortalStorage *storage, const char *file, const char *path, gint64 *count, GError **error)
{
  g_autoptr (GFile) source = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) bytes = g_file_read (source, NULL, error);
  g_autoptr (GDataInputStream) stream = NULL;
  PayerLines lines = { .file = file };

  if (bytes == NULL)
    return FALSE;
  stream = g_data_input_stream_new (G_INPUT_STREAM (bytes));
  lines.stream = stream;
  return kaunta_portal_storage_import_payers (storage, read_payer, &lines, count, error);
}
