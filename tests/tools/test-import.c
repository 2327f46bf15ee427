/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>
#include "manual-clock.h"
#include "pin.h"
#include "running.h"
#include "snapshot.h"
#include "storage.h"
#include "temp-profile.h"

#define NOW G_GINT64_CONSTANT (1795413600000)

#define OFFICES "office,name,county,part_payment,variance_limit_kes,float_kes\n047-A,Office A,Nairobi City County,yes,100,2000\n"
#define STAFF "number,name,role,pin,office\n1007,Clerk,clerk,4071,047-A\n2001,Supervisor,supervisor,9034,047-A\n"
#define CATALOGUE_HEADER                                                                                                  \
  "code,name_en,name_sw,agency,county_code,revenue_head,tariff_kind,amount_kes,unit,source,tenders,further_kes,from\n"
#define FIXED "A-1,One,Moja,Agency,047,,fixed,300,per application,law,cash mpesa,,2024-01-01\n"
#define STEPPED "A-2,Two,Mbili,Agency,047,,variable,100,\"first, then 50\",law,cash,50,2024-01-01\n"
#define ASSESSED "A-3,Three,Tatu,Agency,047,,variable,,,law,bank,,2024-01-01\n"
#define FIXED_AGAIN "A-1,One,Moja,Agency,047,,fixed,400,per application,law,cash mpesa,,2025-07-01\n"

typedef struct
{
  TestManualClock *clock;
  char *folder;
  char *database;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  fixture->clock = test_manual_clock_new (NOW);
  fixture->folder = test_temp_profile_new ();
  fixture->database = g_build_filename (fixture->folder, "portal.db", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  test_temp_profile_free (fixture->folder);
  g_free (fixture->database);
  g_object_unref (fixture->clock);
}

static void
write_file (Fixture *fixture, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static int
run_import (Fixture *fixture, char **complaint)
{
  return run_program (NULL, complaint, KAUNTACTL, "import", "--portal", fixture->database, fixture->folder, NULL);
}

static KauntaPortalStorage *
open_storage (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  KauntaPortalStorage *storage = kaunta_sqlite_storage_open (fixture->database, KAUNTA_CLOCK (fixture->clock), &error);

  g_assert_no_error (error);
  return storage;
}

/* What a counter of 047-A is told (element-type KauntaChange). */
static GPtrArray *
read_changes (Fixture *fixture)
{
  g_autoptr (KauntaPortalStorage) storage = open_storage (fixture);
  g_auto (KauntaPortalDevice) device = { .device = "00421", .office = g_strdup ("047-A"), .epoch = 1 };
  g_auto (KauntaChangesPage) page = { 0 };
  g_autoptr (GError) error = NULL;

  kaunta_portal_storage_read_changes (storage, &device, NULL, KAUNTA_PORTAL_MAX_CHANGES, &page, &error);
  g_assert_no_error (error);
  return g_steal_pointer (&page.changes);
}

static gconstpointer
find (GPtrArray *changes, KauntaChangeKind kind, const char *id)
{
  for (guint i = 0; i < changes->len; i++)
    {
      const KauntaChange *change = g_ptr_array_index (changes, i);

      if (change->kind == kind && strcmp (change->id, id) == 0)
        return change->value;
    }
  return NULL;
}

static void
test_whole_folder (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GPtrArray) changes = NULL;
  const KauntaPolicy *policy = NULL;
  const KauntaStaff *staff = NULL;

  write_file (fixture, "offices.csv", OFFICES);
  write_file (fixture, "staff.csv", STAFF);
  write_file (fixture, "catalogue.csv", CATALOGUE_HEADER FIXED STEPPED ASSESSED FIXED_AGAIN);
  g_assert_cmpint (run_import (fixture, NULL), ==, 0);

  changes = read_changes (fixture);
  policy = find (changes, KAUNTA_CHANGE_POLICY, "047-A");
  g_assert_cmpint (policy->variance_limit, ==, 10000);
  g_assert_cmpint (policy->float_usual, ==, 200000);
  g_assert_true (policy->part_payment);
  staff = find (changes, KAUNTA_CHANGE_STAFF, "2001");
  g_assert_cmpint (staff->role, ==, KAUNTA_ROLE_SUPERVISOR);
  g_assert_true (kaunta_pin_matches ("9034", staff->pin_hash));
}

static void
test_tariff_kinds (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GPtrArray) changes = NULL;
  const KauntaService *service = NULL;
  const KauntaTariff *tariff = NULL;

  write_file (fixture, "offices.csv", OFFICES);
  write_file (fixture, "catalogue.csv", CATALOGUE_HEADER FIXED STEPPED ASSESSED FIXED_AGAIN);
  g_assert_cmpint (run_import (fixture, NULL), ==, 0);

  changes = read_changes (fixture);
  service = find (changes, KAUNTA_CHANGE_SERVICE, "A-1");
  g_assert_cmpuint (service->tenders, ==, 1u << KAUNTA_TENDER_CASH | 1u << KAUNTA_TENDER_MPESA);
  tariff = find (changes, KAUNTA_CHANGE_TARIFF, "A-1@1");
  g_assert_cmpint (tariff->amount, ==, 30000);
  tariff = find (changes, KAUNTA_CHANGE_TARIFF, "A-1@2");
  g_assert_cmpint (tariff->amount, ==, 40000);
  g_assert_cmpstr (tariff->from, ==, "2025-07-01");
  tariff = find (changes, KAUNTA_CHANGE_TARIFF, "A-2@1");
  g_assert_cmpint (tariff->kind, ==, KAUNTA_TARIFF_STEPPED);
  g_assert_cmpint (tariff->further, ==, 5000);
  tariff = find (changes, KAUNTA_CHANGE_TARIFF, "A-3@1");
  g_assert_cmpint (tariff->kind, ==, KAUNTA_TARIFF_ASSESSED);
}

static void
test_payers (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (KauntaPayer) payer = kaunta_payer_new (KAUNTA_PAYER_CITIZEN, "0123456", "Njeri Ng'ang'a", NULL, NULL, NULL, NOW, 0);
  g_autofree char *line = kaunta_snapshot_payer_encode (payer);
  g_autofree char *text = g_strconcat (line, "\n", NULL);
  g_autoptr (KauntaPortalStorage) storage = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) error = NULL;

  write_file (fixture, "payers.jsonl", text);
  g_assert_cmpint (run_import (fixture, NULL), ==, 0);
  storage = open_storage (fixture);
  found = kaunta_portal_storage_find_payers (storage, "nganga nje", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (found->len, ==, 1);
}

/* Each has a fault in its last row, and says so; nothing of the rows before it is there. */
static void
test_bad_rows (Fixture *fixture, gconstpointer unused)
{
  static const struct
  {
    const char *file;
    const char *text;
    const char *complaint;
  } CASES[] = {
    { "catalogue.csv", CATALOGUE_HEADER FIXED "A-4,,Nne,Agency,047,,fixed,1,,law,cash,,2024-01-01\n", "catalogue.csv:3: " },
    { "catalogue.csv", CATALOGUE_HEADER FIXED "A-4,Four,Nne,Agency,047,,fixed,,,law,cash,,2024-01-01\n", "catalogue.csv:3: " },
    { "catalogue.csv", CATALOGUE_HEADER FIXED "A-4,Four,Nne,Agency,047,,fixed,1,,law,gold,,2024-01-01\n", "catalogue.csv:3: " },
    { "catalogue.csv", CATALOGUE_HEADER FIXED "A-4,Four,Nne,Agency,047,,fixed,-1,,law,cash,,2024-01-01\n", "catalogue.csv:3: " },
    { "catalogue.csv", CATALOGUE_HEADER FIXED "A-4,Four,Nne,Agency,047,,fixed,1,,law,cash,,2024-02-30\n", "catalogue.csv:3: " },
    { "catalogue.csv", CATALOGUE_HEADER FIXED "A-4,Four,Nne,Agency,047,,variable,1,,law,cash,,2024-01-01\n", "catalogue.csv:3: " },
    { "catalogue.csv", CATALOGUE_HEADER FIXED "A-4,Four\n", "catalogue.csv: Line 3: " },
    { "catalogue.csv", "code,name_en\n", "catalogue.csv:1: " },
    { "staff.csv", STAFF "1012,Clerk,boss,5128,047-A\n", "staff.csv:4: " },
    { "staff.csv", STAFF "1012,Clerk,clerk,12x4,047-A\n", "staff.csv:4: " },
    { "staff.csv", STAFF "1007,Clerk,clerk,5128,047-A\n", "staff.csv:4: " },
    { "staff.csv", STAFF "1012,Clerk,clerk,5128,047-ELSEWHERE\n", "047-ELSEWHERE" },
    { "offices.csv", OFFICES "047-B,Office B,Nairobi,perhaps,1,1\n", "offices.csv:3: " },
    { "payers.jsonl", "{\"kind\":\"citizen\"}\n", "payers.jsonl:1: " },
  };

  write_file (fixture, "offices.csv", OFFICES);
  g_assert_cmpint (run_import (fixture, NULL), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (CASES); i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, CASES[i].file, NULL);
      g_autofree char *complaint = NULL;
      g_autoptr (GPtrArray) changes = NULL;

      write_file (fixture, CASES[i].file, CASES[i].text);
      g_assert_cmpint (run_import (fixture, &complaint), ==, 1);
      g_assert_nonnull (strstr (complaint, CASES[i].complaint));
      changes = read_changes (fixture);
      g_assert_cmpuint (changes->len, ==, 1);
      g_assert_cmpint (g_unlink (path), ==, 0);
    }
}

static void
test_empty_folder (Fixture *fixture, gconstpointer unused)
{
  g_assert_cmpint (run_import (fixture, NULL), ==, 1);
}

static void
test_code (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *output = NULL;
  g_autofree char *complaint = NULL;

  g_assert_cmpint (run_program (NULL, NULL, KAUNTACTL, "code", "--portal", fixture->database, "047-A", NULL), ==, 1);
  g_assert_false (g_file_test (fixture->database, G_FILE_TEST_EXISTS));
  write_file (fixture, "offices.csv", OFFICES);
  g_assert_cmpint (run_import (fixture, NULL), ==, 0);
  g_assert_cmpint (run_program (&output, NULL, KAUNTACTL, "code", "--portal", fixture->database, "047-A", NULL), ==, 0);
  g_assert_cmpuint (strlen (g_strchomp (output)), ==, 16);
  g_assert_cmpint (run_program (NULL, &complaint, KAUNTACTL, "code", "--portal", fixture->database, "047-X", NULL), ==, 1);
  g_assert_nonnull (strstr (complaint, "047-X"));
  g_assert_cmpint (run_program (NULL, NULL, KAUNTACTL, "code", "047-A", NULL), ==, 2);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) g_test_add ("/import/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("offers-a-folder-to-its-counters", test_whole_folder);
  ADD ("makes-each-kind-of-tariff-and-its-versions", test_tariff_kinds);
  ADD ("puts-payers-where-they-are-found", test_payers);
  ADD ("a-bad-row-keeps-its-whole-file-out", test_bad_rows);
  ADD ("refuses-a-folder-with-nothing-in-it", test_empty_folder);
  ADD ("code-is-for-known-offices-of-a-database-that-is-there", test_code);

  return g_test_run ();
}
