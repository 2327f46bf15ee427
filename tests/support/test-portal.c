/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "test-portal.h"

#include "pin.h"
#include "temp-profile.h"
#include "verifier.h"

#define OFFICE "047-WESTLANDS"
#define N_PAYERS 30
#define ALL_ENTRIES 100000

struct _TestPortal
{
  KauntaClock *clock;
  char *folder;
  char *path;
  char *url;
  guint port;
  KauntaPortalStorage *storage;
  KauntaPortalServer *server;
};

static void
put (KauntaPortalStorage *storage, const char *office, KauntaChangeKind kind, const char *id, gpointer value)
{
  g_autoptr (GError) error = NULL;

  kaunta_portal_storage_put (storage, office, kind, id, value, &error);
  g_assert_no_error (error);
  g_boxed_free (kaunta_change_kind_get_value_type (kind), value);
}

static void
put_staff (KauntaPortalStorage *storage, const char *number, const char *name, KauntaRole role, const char *pin)
{
  g_autofree char *hash = kaunta_pin_hash_for_test (pin);

  put (storage, OFFICE, KAUNTA_CHANGE_STAFF, number, kaunta_staff_new (number, name, role, hash, TRUE));
}

static void
put_service (KauntaPortalStorage *storage, const char *code, const char *name_en, const char *name_sw, KauntaTariffKind kind,
             gint64 amount, gint64 further)
{
  g_autofree char *tariff = g_strconcat (code, "@1", NULL);

  put (storage, NULL, KAUNTA_CHANGE_SERVICE, code,
       kaunta_service_new (code, name_en, name_sw, "Nairobi City County", "047", "", KAUNTA_TENDER_SET_ALL));
  put (storage, NULL, KAUNTA_CHANGE_TARIFF, tariff,
       kaunta_tariff_new (tariff, code, kind, "per application", amount, further, "2024-01-01", NULL, "test"));
}

static KauntaPayer *
make_payer (gpointer data, GError **error)
{
  static const char *const GIVEN[] = { "Grace", "Otieno", "Halima", "Kiprono", "Njeri" };
  static const char *const SURNAMES[] = { "Mwangi", "Ng'ang'a", "Odhiambo", "Mutua", "Hassan", "Chebet", "Barasa" };
  int *made = data;
  int n = *made;
  g_autofree char *id = NULL;
  g_autofree char *name = NULL;

  *made += 1;
  if (n == 0)
    return kaunta_payer_new (KAUNTA_PAYER_CITIZEN, "20000001", "Akinyi Grace Otieno", "254712000001", "A012345678Z",
                             "Westlands", 0, 0);
  name = g_strdup_printf ("%s %s", GIVEN[n % G_N_ELEMENTS (GIVEN)], SURNAMES[n % G_N_ELEMENTS (SURNAMES)]);
  if (n < 20)
    {
      id = g_strdup_printf ("%d", 20000001 + n);
      return kaunta_payer_new (KAUNTA_PAYER_CITIZEN, id, name, NULL, NULL, "Starehe", 0, 0);
    }
  if (n < 25)
    {
      id = g_strdup_printf ("%d", 600001 + n - 20);
      return kaunta_payer_new (KAUNTA_PAYER_FOREIGNER, id, name, NULL, NULL, NULL, 0, 0);
    }
  if (n < N_PAYERS)
    {
      g_autofree char *company = g_strconcat (name, " Traders Ltd", NULL);

      id = g_strdup_printf ("PVT-TEST%03d", n - 24);
      return kaunta_payer_new (KAUNTA_PAYER_ENTITY, id, company, NULL, "P051234567Q", "Kasarani", 0, 0);
    }
  return NULL;
}

void
test_portal_fill (KauntaPortalStorage *storage)
{
  g_autoptr (GError) error = NULL;
  int made = 0;
  gint64 count = 0;

  put (storage, OFFICE, KAUNTA_CHANGE_POLICY, OFFICE,
       kaunta_policy_new (OFFICE, "Westlands", "Nairobi City County", TRUE, 10000, 200000));
  put_staff (storage, "1007", "Amina Yusuf", KAUNTA_ROLE_CLERK, "4071");
  put_staff (storage, "1012", "Peter Kamau", KAUNTA_ROLE_CLERK, "5128");
  put_staff (storage, "2001", "Ruth Chebet", KAUNTA_ROLE_SUPERVISOR, "9034");
  put_service (storage, "NRB-ID1", "Identity card, first", "Kitambulisho, cha kwanza", KAUNTA_TARIFF_FIXED, 30000, 0);
  put_service (storage, "047-MKT", "Market stall, daily", "Kibanda sokoni, kwa siku", KAUNTA_TARIFF_PER_UNIT, 5000, 0);
  put_service (storage, "047-PRK-HOUR", "Hourly parking", "Maegesho kwa saa", KAUNTA_TARIFF_STEPPED, 10000, 5000);
  put_service (storage, "047-RATES", "Land rates", "Ushuru wa ardhi", KAUNTA_TARIFF_ASSESSED, 0, 0);
  kaunta_portal_storage_import_payers (storage, make_payer, &made, &count, &error);
  g_assert_no_error (error);
  g_assert_cmpint (count, ==, N_PAYERS);
}

static void
open_storage (TestPortal *self)
{
  g_autoptr (GError) error = NULL;

  self->storage = kaunta_sqlite_storage_open (self->path, self->clock, &error);
  g_assert_no_error (error);
}

static void
listen_on_port (TestPortal *self)
{
  g_autoptr (GError) error = NULL;

  self->server = kaunta_portal_server_new (self->storage, self->clock);
  self->port = kaunta_portal_server_listen (self->server, "127.0.0.1", self->port, NULL, NULL, &error);
  g_assert_no_error (error);
}

TestPortal *
test_portal_new (KauntaClock *clock)
{
  TestPortal *self = g_new0 (TestPortal, 1);

  self->clock = g_object_ref (clock);
  self->folder = test_temp_profile_new ();
  self->path = g_build_filename (self->folder, "portal.db", NULL);
  open_storage (self);
  test_portal_fill (self->storage);
  listen_on_port (self);
  self->url = g_strdup_printf ("http://127.0.0.1:%u", self->port);
  return self;
}

void
test_portal_free (TestPortal *self)
{
  test_portal_stop (self);
  test_temp_profile_free (self->folder);
  g_object_unref (self->clock);
  g_free (self->path);
  g_free (self->url);
  g_free (self);
}

const char *
test_portal_get_url (TestPortal *self)
{
  return self->url;
}

const char *
test_portal_get_path (TestPortal *self)
{
  return self->path;
}

char *
test_portal_create_code (TestPortal *self, const char *device)
{
  g_autoptr (GError) error = NULL;
  char *code = kaunta_portal_storage_create_code (self->storage, OFFICE, device, &error);

  g_assert_no_error (error);
  return code;
}

void
test_portal_make_request (const char *code, const char *key, KauntaEnrolRequest *request, KauntaEnrolKey *code_key)
{
  g_autofree char *clean = kaunta_enrol_code_normalise (code);

  g_assert_nonnull (clean);
  kaunta_enrol_key_derive (code_key, clean);
  request->code = g_strndup (clean, KAUNTA_ENROL_SELECTOR_LENGTH);
  request->key = g_strdup (key);
  request->name = g_strdup ("Counter");
  kaunta_enrol_request_prove (request, code_key);
}

void
test_portal_enrol (KauntaPortalStorage *storage, const char *code, const char *key, KauntaEnrolAnswer *answer)
{
  g_auto (KauntaEnrolRequest) request = { 0 };
  KauntaEnrolKey code_key = { 0 };
  g_autoptr (GError) error = NULL;

  test_portal_make_request (code, key, &request, &code_key);
  kaunta_portal_storage_enrol (storage, &request, "", answer, &error);
  g_assert_no_error (error);
  kaunta_enrol_answer_open (answer, key, &code_key, &error);
  g_assert_no_error (error);
}

void
test_portal_stop (TestPortal *self)
{
  if (self->server != NULL)
    kaunta_portal_server_stop (self->server);
  g_clear_object (&self->server);
  g_clear_object (&self->storage);
}

void
test_portal_start (TestPortal *self)
{
  g_assert_null (self->server);

  open_storage (self);
  listen_on_port (self);
}

KauntaPortalStorage *
test_portal_get_storage (TestPortal *self)
{
  g_assert_nonnull (self->storage);

  return self->storage;
}

GPtrArray *
test_portal_read_entries (TestPortal *self, const char *device)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *entries = kaunta_portal_storage_read_entries (self->storage, device, 0, ALL_ENTRIES, &error);

  g_assert_no_error (error);
  return entries;
}

gint64
test_portal_verify (TestPortal *self, const char *device)
{
  g_autoptr (GPtrArray) entries = test_portal_read_entries (self, device);
  g_autoptr (KauntaVerifier) verifier = kaunta_verifier_new (NULL);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < entries->len; i++)
    {
      const KauntaEntry *entry = g_ptr_array_index (entries, i);

      kaunta_verifier_feed (verifier, entry->body, entry->sig, &error);
      g_assert_no_error (error);
    }
  kaunta_verifier_finish (verifier, &error);
  g_assert_no_error (error);
  return entries->len;
}
