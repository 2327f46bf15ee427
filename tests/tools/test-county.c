/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <string.h>
#include "csv.h"
#include "running.h"
#include "storage.h"
#include "temp-profile.h"

#define N_SERVICES 75
#define N_COUNTIES 47

/* (transfer full) */
static KauntaCsv *
read_table (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "data", name, NULL);
  g_autofree char *content = NULL;
  gsize length = 0;
  g_autoptr (GError) error = NULL;
  KauntaCsv *table = NULL;

  g_file_get_contents (path, &content, &length, &error);
  g_assert_no_error (error);
  table = kaunta_csv_parse (content, length, &error);
  g_assert_no_error (error);
  return table;
}

static void
import_folder (const char *database, const char *name)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "..", "data", name, NULL);

  g_assert_cmpint (run_program (NULL, NULL, KAUNTACTL, "import", "--portal", database, folder, NULL), ==, 0);
}

/* All that a counter of the demonstration's office is told. (transfer full) (element-type KauntaChange) */
static GPtrArray *
read_changes (const char *database)
{
  g_autoptr (KauntaClock) clock = kaunta_clock_new_system ();
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaPortalStorage) storage = kaunta_sqlite_storage_open (database, clock, &error);
  g_auto (KauntaPortalDevice) device = { .device = "00421", .office = g_strdup ("047-WESTLANDS"), .epoch = 1 };
  g_auto (KauntaChangesPage) page = { 0 };

  g_assert_no_error (error);
  kaunta_portal_storage_read_changes (storage, &device, NULL, KAUNTA_PORTAL_MAX_CHANGES, &page, &error);
  g_assert_no_error (error);
  g_assert_false (page.more);
  return g_steal_pointer (&page.changes);
}

static void
assert_bilingual (const KauntaService *service)
{
  g_assert_cmpstr (service->name_en, !=, "");
  g_assert_cmpstr (service->name_sw, !=, "");
  g_assert_cmpstr (service->name_en, !=, service->name_sw);
  g_assert_cmpuint (service->tenders, !=, 0);
}

static void
test_portal_is_filled_with_it (void)
{
  char *folder = test_temp_profile_new ();
  g_autofree char *database = g_build_filename (folder, "portal.db", NULL);
  g_autoptr (GPtrArray) changes = NULL;
  guint services = 0, tariffs = 0, clerks = 0, supervisors = 0, offices = 0;

  import_folder (database, "demo");
  import_folder (database, "");
  changes = read_changes (database);
  for (guint i = 0; i < changes->len; i++)
    {
      const KauntaChange *change = g_ptr_array_index (changes, i);

      if (change->kind == KAUNTA_CHANGE_SERVICE)
        {
          services++;
          assert_bilingual (change->value);
        }
      else if (change->kind == KAUNTA_CHANGE_TARIFF)
        {
          tariffs++;
          g_assert_cmpstr (((const KauntaTariff *) change->value)->source, !=, "");
        }
      else if (change->kind == KAUNTA_CHANGE_STAFF)
        *(((const KauntaStaff *) change->value)->role == KAUNTA_ROLE_CLERK ? &clerks : &supervisors) += 1;
      else if (change->kind == KAUNTA_CHANGE_POLICY)
        offices++;
    }
  g_assert_cmpuint (services, ==, N_SERVICES);
  g_assert_cmpuint (tariffs, ==, N_SERVICES);
  g_assert_cmpuint (clerks, ==, 2);
  g_assert_cmpuint (supervisors, ==, 1);
  g_assert_cmpuint (offices, ==, 1);
  test_temp_profile_free (folder);
}

/* Names of the counties, by their codes 001 to 047. (transfer full) */
static GHashTable *
read_counties (void)
{
  g_autoptr (KauntaCsv) table = read_table ("counties.csv");
  GHashTable *names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < kaunta_csv_get_n_rows (table); i++)
    {
      g_autofree char *code = g_strdup_printf ("%03u", i + 1);

      g_assert_cmpstr (kaunta_csv_get (table, i, "code"), ==, code);
      g_assert_true (g_hash_table_add (names, g_strdup (kaunta_csv_get (table, i, "name"))));
    }
  return names;
}

static void
test_each_county_has_its_sub_counties (void)
{
  g_autoptr (GHashTable) counties = read_counties ();
  g_autoptr (GHashTable) with_parts = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (KauntaCsv) table = read_table ("subcounties.csv");

  g_assert_cmpuint (g_hash_table_size (counties), ==, N_COUNTIES);
  for (guint i = 0; i < kaunta_csv_get_n_rows (table); i++)
    {
      const char *county = kaunta_csv_get (table, i, "county");

      if (!g_hash_table_contains (counties, county))
        g_error ("subcounties.csv:%u: there is no county %s", i + 2, county);
      g_hash_table_add (with_parts, (gpointer) county);
    }
  g_assert_cmpuint (g_hash_table_size (with_parts), ==, N_COUNTIES);
}

/* A page that can be read again, or the admission that there is none. */
static void
test_each_service_says_where_its_fee_is_from (void)
{
  g_autoptr (KauntaCsv) table = read_table ("catalogue.csv");

  g_assert_cmpuint (kaunta_csv_get_n_rows (table), ==, N_SERVICES);
  for (guint i = 0; i < kaunta_csv_get_n_rows (table); i++)
    {
      const char *source = kaunta_csv_get (table, i, "source");
      const char *confidence = kaunta_csv_get (table, i, "confidence");

      if (g_str_has_prefix (source, "https://") || g_str_has_prefix (source, "http://"))
        continue;
      g_assert_cmpstr (source, ==, "unconfirmed");
      g_assert_cmpstr (confidence, !=, "high");
    }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/county/portal-is-filled-with-it", test_portal_is_filled_with_it);
  g_test_add_func ("/county/each-county-has-its-sub-counties", test_each_county_has_its_sub_counties);
  g_test_add_func ("/county/each-service-says-where-its-fee-is-from", test_each_service_says_where_its_fee_is_from);

  return g_test_run ();
}
