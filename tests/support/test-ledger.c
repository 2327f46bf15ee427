/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "test-ledger.h"

#include "pin.h"
#include "temp-profile.h"

static const guint8 key_seed[32] = { 1, 2, 3, 4 };
static const guint8 portal_seed[32] = { 9, 8, 7, 6 };

void
test_ledger_enrol (KauntaLedger *ledger, KauntaKey *key, KauntaKey *portal_key)
{
  g_autoptr (GError) error = NULL;
  KauntaEnrolment enrolment = {
    .device = (char *) TEST_LEDGER_DEVICE,
    .epoch = 1,
    .office = (char *) TEST_LEDGER_OFFICE,
    .name = (char *) "Counter 1",
    .url = (char *) "http://127.0.0.1:1",
    .portal_key = (char *) kaunta_key_get_public (portal_key),
    .token = (char *) "token",
  };

  kaunta_ledger_enrol (ledger, &enrolment, key, &error);
  g_assert_no_error (error);
}

static void
put_staff (KauntaLedger *ledger, const char *number, const char *name, KauntaRole role, const char *pin)
{
  g_autofree char *hash = kaunta_pin_hash_for_test (pin);
  g_autoptr (KauntaStaff) staff = kaunta_staff_new (number, name, role, hash, TRUE);

  g_assert_true (kaunta_ledger_put_staff (ledger, staff, NULL));
}

static void
put_service (KauntaLedger *ledger, const char *code, const char *english, const char *swahili,
             KauntaTariffKind kind, const char *unit, gint64 amount)
{
  g_autofree char *id = g_strconcat (code, "@1", NULL);
  g_autoptr (KauntaService) service =
      kaunta_service_new (code, english, swahili, "Nairobi City County", "047", "", KAUNTA_TENDER_SET_ALL);
  g_autoptr (KauntaTariff) tariff =
      kaunta_tariff_new (id, code, kind, unit, amount, 0, "2024-03-01", NULL, "Finance Act");

  g_assert_true (kaunta_ledger_put_service (ledger, service, NULL));
  g_assert_true (kaunta_ledger_put_tariff (ledger, tariff, NULL));
}

void
test_ledger_fill (KauntaLedger *ledger)
{
  g_autoptr (KauntaPolicy) policy =
      kaunta_policy_new (TEST_LEDGER_OFFICE, "Westlands", "Nairobi City", TRUE, 5000, 200000);

  g_assert_true (kaunta_ledger_begin_changes (ledger, NULL));
  put_staff (ledger, TEST_LEDGER_CLERK, "Achieng Odhiambo", KAUNTA_ROLE_CLERK, TEST_LEDGER_PIN);
  put_staff (ledger, TEST_LEDGER_OTHER_CLERK, "Kiptoo Cheruiyot", KAUNTA_ROLE_CLERK, TEST_LEDGER_PIN);
  put_staff (ledger, TEST_LEDGER_SUPERVISOR, "Wanjiru Kamau", KAUNTA_ROLE_SUPERVISOR,
             TEST_LEDGER_SUPERVISOR_PIN);
  put_service (ledger, "NRB-ID1", "First national identity card", "Kitambulisho cha kwanza",
               KAUNTA_TARIFF_FIXED, "per application", 35000);
  put_service (ledger, "047-PARK", "Parking", "Maegesho", KAUNTA_TARIFF_PER_UNIT, "per hour", 2000);
  put_service (ledger, "047-RATES", "Land rates", "Kodi ya ardhi", KAUNTA_TARIFF_ASSESSED, "per assessment",
               0);
  g_assert_true (kaunta_ledger_put_policy (ledger, policy, NULL));
  g_assert_true (kaunta_ledger_commit_changes (ledger, "cursor-1", TEST_LEDGER_MORNING_MS, NULL));
}

TestLedger *
test_ledger_new (void)
{
  TestLedger *self = g_new0 (TestLedger, 1);
  g_autoptr (GError) error = NULL;

  self->profile = test_temp_profile_new ();
  self->path = g_build_filename (self->profile, "counter.db", NULL);
  self->clock = test_manual_clock_new (TEST_LEDGER_MORNING_MS);
  self->key = kaunta_key_new_from_seed (key_seed);
  self->portal_key = kaunta_key_new_from_seed (portal_seed);
  self->ledger = kaunta_ledger_open (self->path, KAUNTA_CLOCK (self->clock), &error);
  g_assert_no_error (error);
  test_ledger_enrol (self->ledger, self->key, self->portal_key);
  test_ledger_fill (self->ledger);
  return self;
}

void
test_ledger_free (TestLedger *self)
{
  g_clear_pointer (&self->ledger, kaunta_ledger_close);
  kaunta_key_unref (self->key);
  kaunta_key_unref (self->portal_key);
  g_object_unref (self->clock);
  g_free (self->path);
  test_temp_profile_free (self->profile);
  g_free (self);
}

void
test_ledger_reopen (TestLedger *self)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->ledger, kaunta_ledger_close);
  self->ledger = kaunta_ledger_open (self->path, KAUNTA_CLOCK (self->clock), &error);
  g_assert_no_error (error);
  kaunta_ledger_set_key (self->ledger, self->key, &error);
  g_assert_no_error (error);
}

KauntaEntry *
test_ledger_act (TestLedger *self, const char *approver, KauntaFact *fact)
{
  g_autoptr (KauntaFact) owned = fact;
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;

  test_manual_clock_advance (self->clock, 7000);
  kaunta_ledger_append (self->ledger, TEST_LEDGER_CLERK, approver, &owned, 1, &entries, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (entries->len, ==, 1);
  return kaunta_entry_ref (entries->pdata[0]);
}

void
test_ledger_act_refused (TestLedger *self, const char *approver, KauntaFact *fact, int code)
{
  g_autoptr (KauntaFact) owned = fact;
  g_autofree char *before = kaunta_ledger_digest (self->ledger, NULL);
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (kaunta_ledger_append (self->ledger, TEST_LEDGER_CLERK, approver, &owned, 1, NULL, &error));
  g_assert_error (error, KAUNTA_STORE_ERROR, code);
  g_assert_cmpuint (strlen (error->message), >, 10);
  after = kaunta_ledger_digest (self->ledger, NULL);
  g_assert_cmpstr (before, ==, after);
}

char *
test_ledger_open_till (TestLedger *self)
{
  KauntaCount count = { 0 };
  g_autoptr (KauntaEntry) entry = NULL;

  count.pieces[0] = 2;
  entry = test_ledger_act (self, TEST_LEDGER_SUPERVISOR,
                           kaunta_fact_new_till_opened (&count, 2 * kaunta_denominations[0]));
  return g_strdup (entry->till);
}

KauntaFact *
test_ledger_draft_bill (const char *payer_id, const char *payer_name, gint64 cents)
{
  g_autoptr (KauntaPayer) payer =
      kaunta_payer_new (KAUNTA_PAYER_CITIZEN, payer_id, payer_name, NULL, NULL, NULL, 0, 0);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_bill_line_unref);
  g_autoptr (KauntaBill) bill = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (lines, kaunta_bill_line_new ("047-RATES", "047-RATES@1", "Land rates", 1, cents, cents));
  bill = kaunta_bill_new (NULL, TEST_LEDGER_DEVICE, payer, lines, 0, TEST_LEDGER_CLERK, &error);
  g_assert_no_error (error);
  return kaunta_fact_new_bill_raised (bill);
}

char *
test_ledger_raise_bill (TestLedger *self, const char *payer_id, const char *payer_name, gint64 cents)
{
  g_autoptr (KauntaEntry) entry =
      test_ledger_act (self, NULL, test_ledger_draft_bill (payer_id, payer_name, cents));

  return g_strdup (json_object_get_string_member (entry->data, "bill"));
}

KauntaFact *
test_ledger_draft_cash (const char *bill, gint64 cents)
{
  g_autoptr (KauntaPayment) payment = kaunta_payment_new ();

  payment->bill = g_strdup (bill);
  payment->tender = KAUNTA_TENDER_CASH;
  payment->amount = cents;
  payment->tendered = cents + 10000;
  payment->change = 10000;
  return kaunta_fact_new_payment_taken (payment);
}

char *
test_ledger_take_cash (TestLedger *self, const char *bill, gint64 cents)
{
  g_autoptr (KauntaEntry) entry = test_ledger_act (self, NULL, test_ledger_draft_cash (bill, cents));

  return g_strdup (json_object_get_string_member (entry->data, "receipt"));
}

char *
test_ledger_take_mpesa (TestLedger *self, const char *bill, gint64 cents, const char *code)
{
  g_autoptr (KauntaPayment) payment = kaunta_payment_new ();
  g_autoptr (KauntaEntry) entry = NULL;

  payment->bill = g_strdup (bill);
  payment->tender = KAUNTA_TENDER_MPESA;
  payment->status = KAUNTA_PAYMENT_CLAIMED;
  payment->amount = cents;
  payment->reference = g_strdup (code);
  payment->phone = g_strdup ("254700000000");
  entry = test_ledger_act (self, NULL, kaunta_fact_new_payment_taken (payment));
  return g_strdup (json_object_get_string_member (entry->data, "receipt"));
}

void
test_ledger_reverse (TestLedger *self, const char *receipt, gint64 cents)
{
  g_autoptr (KauntaEntry) entry = test_ledger_act (
      self, TEST_LEDGER_SUPERVISOR, kaunta_fact_new_payment_reversed (receipt, cents, "wrong service"));

  g_assert_cmpint (entry->type, ==, KAUNTA_FACT_PAYMENT_REVERSED);
}

/* Pieces that make up @cents, from the largest down. */
static void
change_into_pieces (gint64 cents, KauntaCount *count)
{
  for (guint i = 0; kaunta_denominations[i] != 0; i++)
    {
      count->pieces[i] = cents / kaunta_denominations[i];
      cents %= kaunta_denominations[i];
    }
  g_assert_cmpint (cents, ==, 0);
}

void
test_ledger_count_and_close (TestLedger *self)
{
  g_autoptr (KauntaTill) till = kaunta_ledger_get_open_till (self->ledger, NULL);
  gint64 counted[KAUNTA_N_TENDERS] = { 0 };
  KauntaCount count = { 0 };
  g_autoptr (KauntaEntry) counting = NULL;
  g_autoptr (KauntaEntry) closing = NULL;

  for (KauntaTender tender = 0; tender < KAUNTA_N_TENDERS; tender++)
    g_assert_true (kaunta_till_get_expected (till, tender, &counted[tender], NULL));
  change_into_pieces (counted[KAUNTA_TENDER_CASH], &count);
  counting =
      test_ledger_act (self, NULL, kaunta_fact_new_till_counted (&count, counted[KAUNTA_TENDER_CASH], 0));
  closing = test_ledger_act (self, TEST_LEDGER_SUPERVISOR, kaunta_fact_new_till_closed (counted, NULL));
}

void
test_ledger_draft_acknowledgement (TestLedger *self, gint64 seq, KauntaAcknowledgement *ack)
{
  g_autoptr (GPtrArray) entries = kaunta_ledger_read_entries (self->ledger, seq - 1, 1, G_MAXSIZE, NULL);
  const KauntaEntry *entry = entries->pdata[0];
  g_autofree char *head = kaunta_hash_to_hex (entry->hash);

  *ack = (KauntaAcknowledgement){ .epoch = 1,
                                  .seq = seq,
                                  .at = kaunta_clock_get_now (KAUNTA_CLOCK (self->clock)) };
  g_strlcpy (ack->device, TEST_LEDGER_DEVICE, sizeof ack->device);
  g_strlcpy (ack->head, head, sizeof ack->head);
  kaunta_acknowledgement_sign (ack, self->portal_key);
}
