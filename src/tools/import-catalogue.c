/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "import-files.h"

#include <string.h>
#include "import-row.h"

static const char *const COLUMNS[] = {
  "code", "name_en", "name_sw", "agency", "county_code", "revenue_head", "tariff_kind", "amount_kes", "unit",
  "source", "tenders", "further_kes", "from", NULL,
};

static gboolean
read_tenders (const KauntaImportTable *table, KauntaTenderSet *tenders, GError **error)
{
  g_auto (GStrv) words = g_strsplit (kaunta_csv_get (table->csv, table->row, "tenders"), " ", -1);

  for (char **word = words; *word != NULL; word++)
    {
      KauntaTender tender = KAUNTA_TENDER_CASH;

      if (!kaunta_tender_from_nick (*word, &tender))
        return kaunta_import_refuse (table, "tenders: words of cash, mpesa, airtel, card, cheque, bank, one space between them", error);
      *tenders |= 1u << tender;
    }
  return *tenders != 0 || kaunta_import_refuse (table, "tenders: there is none", error);
}

static gboolean
add_service (KauntaImportTable *table, const char *code, GError **error)
{
  g_autofree char *name_en = kaunta_import_get_text (table, "name_en", error);
  g_autofree char *name_sw = name_en != NULL ? kaunta_import_get_text (table, "name_sw", error) : NULL;
  g_autofree char *agency = name_sw != NULL ? kaunta_import_get_text (table, "agency", error) : NULL;
  g_autofree char *county = agency != NULL ? kaunta_import_get_text (table, "county_code", error) : NULL;
  g_autofree char *head = county != NULL ? kaunta_import_get_text_or_empty (table, "revenue_head", error) : NULL;
  KauntaTenderSet tenders = 0;

  if (head == NULL || !read_tenders (table, &tenders, error))
    return FALSE;
  return kaunta_import_add (table, NULL, KAUNTA_CHANGE_SERVICE, code,
                            kaunta_service_new (code, name_en, name_sw, agency, county, head, tenders), error);
}

/* What the catalogue calls variable is stepped when further units have a price, and assessed when there is no price at all. */
static gboolean
read_tariff_kind (const KauntaImportTable *table, gboolean has_amount, gboolean has_further, KauntaTariffKind *kind,
                  GError **error)
{
  const char *word = kaunta_csv_get (table->csv, table->row, "tariff_kind");
  gboolean variable = strcmp (word, "variable") == 0;

  if (variable && has_amount && has_further)
    *kind = KAUNTA_TARIFF_STEPPED;
  else if (variable && !has_amount && !has_further)
    *kind = KAUNTA_TARIFF_ASSESSED;
  else if (strcmp (word, "fixed") == 0)
    *kind = KAUNTA_TARIFF_FIXED;
  else if (strcmp (word, "per unit") == 0)
    *kind = KAUNTA_TARIFF_PER_UNIT;
  else if (strcmp (word, "table") == 0)
    *kind = KAUNTA_TARIFF_TABLE;
  else if (variable)
    return kaunta_import_refuse (table, "a variable tariff has both amount_kes and further_kes, or neither", error);
  else
    return kaunta_import_refuse (table, "tariff_kind: it must be fixed, per unit, table or variable", error);

  if (!variable && (!has_amount || has_further))
    return kaunta_import_refuse (table, "a tariff that is not variable has an amount_kes and no further_kes", error);
  return TRUE;
}

static char *
name_version (KauntaImportTable *table, const char *code)
{
  for (guint version = 1;; version++)
    {
      g_autofree char *id = g_strdup_printf ("%s@%u", code, version);

      if (g_hash_table_add (table->seen, g_strdup (id)))
        return g_steal_pointer (&id);
    }
}

static gboolean
add_tariff (KauntaImportTable *table, const char *code, GError **error)
{
  g_autofree char *id = NULL;
  g_autofree char *unit = kaunta_import_get_text_or_empty (table, "unit", error);
  g_autofree char *source = unit != NULL ? kaunta_import_get_text_or_empty (table, "source", error) : NULL;
  g_autofree char *from = source != NULL ? kaunta_import_get_text (table, "from", error) : NULL;
  KauntaTariffKind kind = KAUNTA_TARIFF_FIXED;
  gboolean has_amount = FALSE;
  gboolean has_further = FALSE;
  gint64 amount = 0;
  gint64 further = 0;

  if (from == NULL
      || !kaunta_import_get_cents (table, "amount_kes", &amount, &has_amount, error)
      || !kaunta_import_get_cents (table, "further_kes", &further, &has_further, error)
      || !read_tariff_kind (table, has_amount, has_further, &kind, error))
    return FALSE;
  id = name_version (table, code);
  return kaunta_import_add (table, NULL, KAUNTA_CHANGE_TARIFF, id,
                            kaunta_tariff_new (id, code, kind, unit, amount, further, from, NULL, source), error);
}

gboolean
kaunta_import_catalogue (KauntaPortalStorage *storage, const char *file, const char *path, gint64 *count, GError **error)
{
  g_auto (KauntaImportTable) table = { 0 };

  if (!kaunta_import_table_open (&table, file, path, COLUMNS, error))
    return FALSE;
  *count = kaunta_csv_get_n_rows (table.csv);
  for (table.row = 0; table.row < *count; table.row++)
    {
      g_autofree char *code = kaunta_import_get_text (&table, "code", error);

      if (code == NULL || !add_service (&table, code, error) || !add_tariff (&table, code, error))
        return FALSE;
    }
  return kaunta_portal_storage_put_all (storage, table.puts, error);
}
