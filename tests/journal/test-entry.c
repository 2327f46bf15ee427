/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <string.h>
#include "acknowledgement.h"
#include "entry.h"
#include "journal-maker.h"
#include "json.h"

static const guint8 no_hash[KAUNTA_HASH_BYTES] = { 0 };

static KauntaKey *
make_key (void)
{
  static const guint8 seed[32] = { 1 };

  return kaunta_key_new_from_seed (seed);
}

static KauntaPlace
make_place (void)
{
  return (KauntaPlace){ .device = "00421", .epoch = 1, .seq = 7, .prev = no_hash, .at = G_GINT64_CONSTANT (1795413600123),
                        .boot = "5f3c9a01", .up = 12345, .clerk = "1007", .till = "00421-0001", .turnover = 35000 };
}

static KauntaPayment *
make_payment (KauntaTender tender)
{
  KauntaPayment *payment = kaunta_payment_new ();

  payment->receipt = g_strdup ("00421-000001");
  payment->bill = g_strdup ("004210000017");
  payment->tender = tender;
  payment->amount = 35000;
  if (tender == KAUNTA_TENDER_CASH)
    {
      payment->tendered = 50000;
      payment->change = 15000;
    }
  else
    {
      payment->status = KAUNTA_PAYMENT_CLAIMED;
      payment->reference = g_strdup ("UKN0000002");
    }

  return payment;
}

static KauntaBill *
make_bill (const char *name)
{
  g_autoptr (KauntaPayer) payer
      = kaunta_payer_new (KAUNTA_PAYER_CITIZEN, "00012345", name, "254700000000", NULL, NULL, 0, 0);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_bill_line_unref);
  g_autoptr (GError) error = NULL;
  KauntaBill *bill = NULL;

  g_ptr_array_add (lines, kaunta_bill_line_new ("NRB-ID1", "NRB-ID1@1", "Identity card", 2, 10000, 20000));
  g_ptr_array_add (lines, kaunta_bill_line_new ("NRB-ID2", "NRB-ID2@3", "Photograph", 1, 15000, 15000));
  bill = kaunta_bill_new ("004210000017", "00421", payer, lines, 0, NULL, &error);
  g_assert_no_error (error);
  return bill;
}

static void
assert_comes_back (const KauntaFact *fact, const char *approver)
{
  g_autoptr (KauntaKey) key = make_key ();
  KauntaPlace place = make_place ();
  g_autoptr (KauntaEntry) entry = NULL;
  g_autoptr (KauntaEntry) back = NULL;
  g_autoptr (GError) error = NULL;

  place.approver = approver;
  entry = kaunta_entry_sign (&place, fact, key, &error);
  g_assert_no_error (error);
  back = kaunta_entry_new_from_bytes (entry->body, entry->sig, &error);
  g_assert_no_error (error);
  g_assert_true (kaunta_entry_verify (back, kaunta_key_get_public (key), &error));
  g_assert_no_error (error);

  g_assert_cmpmem (back->hash, sizeof back->hash, entry->hash, sizeof entry->hash);
  g_assert_cmpint (back->type, ==, fact->type);
  g_assert_cmpint (back->seq, ==, 7);
  g_assert_cmpint (back->at, ==, place.at);
  g_assert_cmpint (back->up, ==, 12345);
  g_assert_cmpint (back->turnover, ==, 35000);
  g_assert_cmpstr (back->boot, ==, "5f3c9a01");
  g_assert_cmpstr (back->clerk, ==, "1007");
  g_assert_cmpstr (back->approver, ==, approver);
  g_assert_cmpstr (back->till, ==, "00421-0001");
}

static void
assert_fact_comes_back (KauntaFact *fact, const char *approver)
{
  g_autoptr (KauntaFact) owned = fact;

  assert_comes_back (owned, approver);
}

static void
every_written_fact_comes_back (void)
{
  g_autoptr (KauntaBill) bill = make_bill ("Ng'ang'a \"Jr\" Wanjik\xc5\xa9");
  g_autoptr (KauntaPayment) cash = make_payment (KAUNTA_TENDER_CASH);
  g_autoptr (KauntaPayment) mpesa = make_payment (KAUNTA_TENDER_MPESA);
  g_autoptr (KauntaPayment) cheque = make_payment (KAUNTA_TENDER_CHEQUE);
  g_autoptr (KauntaKey) key = make_key ();
  const char *public = kaunta_key_get_public (key);
  KauntaCount count = { { 1, 2 } };

  assert_fact_comes_back (kaunta_fact_new_device_enrolled (public, "047-WESTLANDS", public), NULL);
  assert_fact_comes_back (kaunta_fact_new_signed_in (), NULL);
  assert_fact_comes_back (kaunta_fact_new_signed_out ("idle"), NULL);
  assert_fact_comes_back (kaunta_fact_new_till_opened (&count, 200000), NULL);
  assert_fact_comes_back (kaunta_fact_new_payer_viewed (KAUNTA_PAYER_ENTITY, "PVT-1234567", "enquiry"), NULL);
  assert_fact_comes_back (kaunta_fact_new_bill_raised (bill), NULL);
  assert_fact_comes_back (kaunta_fact_new_bill_cancelled ("004210000017", "typed wrong"), "2001");
  assert_fact_comes_back (kaunta_fact_new_payment_taken (cash), NULL);
  assert_fact_comes_back (kaunta_fact_new_payment_taken (mpesa), NULL);
  assert_fact_comes_back (kaunta_fact_new_payment_taken (cheque), NULL);
  assert_fact_comes_back (kaunta_fact_new_payment_reversed ("00421-000001", 35000, "wrong"), "2001");
  assert_fact_comes_back (kaunta_fact_new_receipt_printed ("00421-000001", 1), NULL);
  assert_fact_comes_back (kaunta_fact_new_receipt_printed ("00421-000001", 3), "2001");
  assert_fact_comes_back (kaunta_fact_new_till_counted (&count, 200000, 1), NULL);
  assert_fact_comes_back (kaunta_fact_new_clock_moved (0, G_GINT64_CONSTANT (1795413600123)), NULL);
}

static void
a_bill_is_read_as_it_was_written (void)
{
  g_autoptr (KauntaBill) bill = make_bill ("Atieno");
  g_autoptr (KauntaFact) fact = kaunta_fact_new_bill_raised (bill);
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaBill) back = kaunta_fact_read_bill_raised (fact->data, "00421", "1007", 99, &error);
  const KauntaBillLine *line = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (back->number, ==, "004210000017");
  g_assert_cmpstr (back->device, ==, "00421");
  g_assert_cmpstr (back->raised_by, ==, "1007");
  g_assert_cmpint (back->raised_at, ==, 99);
  g_assert_cmpint (back->total, ==, 35000);
  g_assert_cmpint (back->payer->kind, ==, KAUNTA_PAYER_CITIZEN);
  g_assert_cmpstr (back->payer->id, ==, "00012345");
  g_assert_cmpstr (back->payer->name, ==, "Atieno");
  g_assert_cmpuint (back->lines->len, ==, 2);
  line = back->lines->pdata[0];
  g_assert_cmpstr (line->tariff, ==, "NRB-ID1@1");
  g_assert_cmpint (line->quantity, ==, 2);
  g_assert_cmpint (line->unit, ==, 10000);
}

static void
a_payment_is_read_as_it_was_written (void)
{
  g_autoptr (KauntaPayment) cash = make_payment (KAUNTA_TENDER_CASH);
  g_autoptr (KauntaPayment) mpesa = make_payment (KAUNTA_TENDER_MPESA);
  g_autoptr (KauntaFact) cash_fact = kaunta_fact_new_payment_taken (cash);
  g_autoptr (KauntaFact) mpesa_fact = kaunta_fact_new_payment_taken (mpesa);
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaPayment) first
      = kaunta_fact_read_payment_taken (cash_fact->data, "00421", "1007", "00421-0001", 99, &error);
  g_autoptr (KauntaPayment) second
      = kaunta_fact_read_payment_taken (mpesa_fact->data, "00421", "1007", "00421-0001", 99, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (first->receipt, ==, "00421-000001");
  g_assert_cmpstr (first->bill, ==, "004210000017");
  g_assert_cmpint (first->tender, ==, KAUNTA_TENDER_CASH);
  g_assert_cmpint (first->amount, ==, 35000);
  g_assert_cmpint (first->tendered, ==, 50000);
  g_assert_cmpint (first->change, ==, 15000);
  g_assert_null (first->reference);
  g_assert_cmpint (second->tender, ==, KAUNTA_TENDER_MPESA);
  g_assert_cmpint (second->status, ==, KAUNTA_PAYMENT_CLAIMED);
  g_assert_cmpstr (second->reference, ==, "UKN0000002");
  g_assert_null (second->phone);
}

static void
counts_are_read_as_they_were_written (void)
{
  KauntaCount count = { { 1, 0, 3, 0, 0, 0, 0, 0, 0, 7 } };
  KauntaCount back = { { 0 } };
  g_autoptr (KauntaFact) fact = kaunta_fact_new_till_counted (&count, 160700, 1);
  g_autoptr (GError) error = NULL;

  g_assert_true (kaunta_fact_check (fact->type, fact->data, &error));
  g_assert_true (kaunta_fact_read_counts (fact->data, &back, &error));
  g_assert_no_error (error);
  g_assert_cmpmem (&back, sizeof back, &count, sizeof count);
}

static void
assert_not_signed (KauntaFact *fact, const char *clerk, const char *approver, int code)
{
  g_autoptr (KauntaFact) owned = fact;
  g_autoptr (KauntaKey) key = make_key ();
  KauntaPlace place = make_place ();
  g_autoptr (GError) error = NULL;

  place.clerk = clerk;
  place.approver = approver;
  g_assert_null (kaunta_entry_sign (&place, owned, key, &error));
  g_assert_error (error, KAUNTA_JOURNAL_ERROR, code);
}

static void
signs_nothing_that_a_verifier_would_refuse (void)
{
  KauntaCount count = { { 1 } };
  g_autoptr (KauntaBill) decomposed = make_bill ("Wanjiku\xcc\x83");
  g_autoptr (KauntaPayment) wrong_change = make_payment (KAUNTA_TENDER_CASH);

  wrong_change->change++;
  assert_not_signed (kaunta_fact_new_bill_raised (decomposed), "1007", NULL, KAUNTA_JOURNAL_ERROR_FORM);
  assert_not_signed (kaunta_fact_new_payment_taken (wrong_change), "1007", NULL, KAUNTA_JOURNAL_ERROR_AMOUNT);
  assert_not_signed (kaunta_fact_new_till_opened (&count, 1), "1007", NULL, KAUNTA_JOURNAL_ERROR_AMOUNT);
  assert_not_signed (kaunta_fact_new_bill_cancelled ("004210000018", "x"), "1007", "2001", KAUNTA_JOURNAL_ERROR_NUMBER);
  assert_not_signed (kaunta_fact_new_bill_cancelled ("004210000017", "x"), "1007", NULL, KAUNTA_JOURNAL_ERROR_APPROVER);
  assert_not_signed (kaunta_fact_new_bill_cancelled ("004210000017", "x"), "1007", "1007", KAUNTA_JOURNAL_ERROR_APPROVER);
  assert_not_signed (kaunta_fact_new_bill_cancelled ("004210000017", "x"), NULL, "2001", KAUNTA_JOURNAL_ERROR_APPROVER);
  assert_not_signed (kaunta_fact_new_receipt_printed ("00421-000001", 3), "1007", NULL, KAUNTA_JOURNAL_ERROR_APPROVER);
  assert_not_signed (kaunta_fact_new_receipt_printed ("00421-000001", 0), "1007", NULL, KAUNTA_JOURNAL_ERROR_KEYS);
  assert_not_signed (kaunta_fact_new_signed_out ("bored"), "1007", NULL, KAUNTA_JOURNAL_ERROR_KEYS);
}

static void
a_variance_needs_an_approver_over_the_limit_only (void)
{
  static const char over[] = "{\"variance\":{\"cash\":-501,\"mpesa\":0}}";
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = kaunta_json_parse (over, strlen (over), 1000, KAUNTA_JSON_NORMAL, &error);
  JsonObject *data = json_node_get_object (node);

  g_assert_true (kaunta_fact_needs_approver (KAUNTA_FACT_TILL_CLOSED, data, 0));
  g_assert_true (kaunta_fact_needs_approver (KAUNTA_FACT_TILL_CLOSED, data, 500));
  g_assert_false (kaunta_fact_needs_approver (KAUNTA_FACT_TILL_CLOSED, data, 501));
  g_assert_false (kaunta_fact_needs_approver (KAUNTA_FACT_TILL_CLOSED, data, -1));
}

static void
assert_body_refused (const char *from, const char *to, int code)
{
  g_autoptr (JournalMaker) maker = journal_maker_new ();
  JournalLine *line = NULL;
  g_autoptr (GString) text = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GError) error = NULL;

  journal_maker_enrol (maker);
  line = maker->lines->pdata[0];
  text = g_string_new_len (g_bytes_get_data (line->body, NULL), (gssize) g_bytes_get_size (line->body));
  g_assert_cmpuint (g_string_replace (text, from, to, 1), ==, 1);
  body = g_bytes_new (text->str, text->len);

  g_assert_null (kaunta_entry_new_from_bytes (body, NULL, &error));
  g_assert_error (error, KAUNTA_JOURNAL_ERROR, code);
}

static void
refuses_an_envelope_that_is_none (void)
{
  assert_body_refused ("\"v\":1", "\"v\":2", KAUNTA_JOURNAL_ERROR_KEYS);
  assert_body_refused ("\"v\":1", "\"w\":1", KAUNTA_JOURNAL_ERROR_KEYS);
  assert_body_refused (",\"v\":1", ",\"v\":1,\"w\":1", KAUNTA_JOURNAL_ERROR_KEYS);
  assert_body_refused (",\"v\":1", "", KAUNTA_JOURNAL_ERROR_KEYS);
  assert_body_refused ("\"clerk\":null", "\"clerk\":1007", KAUNTA_JOURNAL_ERROR_KEYS);
  assert_body_refused ("\"clerk\":null", "\"clerk\":\"\"", KAUNTA_JOURNAL_ERROR_KEYS);
  assert_body_refused ("\"clerk\"", "\"clerc\"", KAUNTA_JOURNAL_ERROR_KEYS);
  assert_body_refused ("\"till\":null", "\"till\":\"00421-7\"", KAUNTA_JOURNAL_ERROR_KEYS);
  assert_body_refused ("\"00421\"", "\"421\"", KAUNTA_JOURNAL_ERROR_KEYS);
  assert_body_refused ("\"seq\":1", "\"seq\":0", KAUNTA_JOURNAL_ERROR_KEYS);
  assert_body_refused ("\"seq\":1", "\"seq\":\"1\"", KAUNTA_JOURNAL_ERROR_KEYS);
  assert_body_refused ("\"prev\":\"0", "\"prev\":\"A", KAUNTA_JOURNAL_ERROR_KEYS);
  assert_body_refused ("\"prev\":\"0", "\"prev\":\"", KAUNTA_JOURNAL_ERROR_KEYS);
  assert_body_refused ("\"at\":\"2026-11-", "\"at\":\"2026-13-", KAUNTA_JOURNAL_ERROR_KEYS);
  assert_body_refused ("5f3c9a01", "5f3c9a0g", KAUNTA_JOURNAL_ERROR_KEYS);
  assert_body_refused ("device.enrolled", "device.enroled", KAUNTA_JOURNAL_ERROR_KEYS);
  assert_body_refused ("\"office\":\"047-WESTLANDS\"", "\"office\":47", KAUNTA_JOURNAL_ERROR_KEYS);
  assert_body_refused ("\"seq\":1", "\"seq\": 1", KAUNTA_JOURNAL_ERROR_FORM);
  assert_body_refused ("\"seq\":1", "\"seq\":1.0", KAUNTA_JOURNAL_ERROR_FORM);
  assert_body_refused ("\"up\":0", "\"up\":-0", KAUNTA_JOURNAL_ERROR_FORM);
  assert_body_refused ("WESTLANDS", "\\u0057ESTLANDS", KAUNTA_JOURNAL_ERROR_FORM);
  assert_body_refused ("WESTLANDS", "WESTLA\xcc\x83NDS", KAUNTA_JOURNAL_ERROR_FORM);
}

static void
refuses_a_body_that_is_too_long (void)
{
  g_autofree char *spaces = g_strnfill (KAUNTA_ENTRY_MAX_BYTES + 1, ' ');
  g_autoptr (GBytes) body = g_bytes_new (spaces, KAUNTA_ENTRY_MAX_BYTES + 1);
  g_autoptr (GError) error = NULL;

  g_assert_null (kaunta_entry_new_from_bytes (body, NULL, &error));
  g_assert_error (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_FORM);
}

static void
an_acknowledgement_comes_back (void)
{
  g_autoptr (KauntaKey) key = make_key ();
  KauntaAcknowledgement ack = { .device = "00421", .epoch = 2, .seq = 15, .at = G_GINT64_CONSTANT (1795413600123) };
  KauntaAcknowledgement back;
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (GError) error = NULL;

  memset (ack.head, 'a', 64);
  kaunta_acknowledgement_sign (&ack, key);
  object = kaunta_acknowledgement_to_json (&ack);
  json_object_set_string_member (object, "exceptions", "ignored");
  g_assert_true (kaunta_acknowledgement_from_json (object, &back, &error));
  g_assert_true (kaunta_acknowledgement_verify (&back, kaunta_key_get_public (key), &error));
  g_assert_no_error (error);
  g_assert_cmpint (back.seq, ==, 15);

  back.seq = 16;
  g_assert_false (kaunta_acknowledgement_verify (&back, kaunta_key_get_public (key), &error));
  g_assert_error (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_SIGNATURE);
  g_clear_error (&error);

  json_object_set_string_member (object, "head", "abc");
  g_assert_false (kaunta_acknowledgement_from_json (object, &back, &error));
  g_assert_error (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_KEYS);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/entry/every-written-fact-comes-back", every_written_fact_comes_back);
  g_test_add_func ("/entry/signs-nothing-that-a-verifier-would-refuse", signs_nothing_that_a_verifier_would_refuse);
  g_test_add_func ("/entry/refuses-an-envelope-that-is-none", refuses_an_envelope_that_is_none);
  g_test_add_func ("/entry/refuses-a-body-that-is-too-long", refuses_a_body_that_is_too_long);
  g_test_add_func ("/fact/a-bill-is-read-as-it-was-written", a_bill_is_read_as_it_was_written);
  g_test_add_func ("/fact/a-payment-is-read-as-it-was-written", a_payment_is_read_as_it_was_written);
  g_test_add_func ("/fact/counts-are-read-as-they-were-written", counts_are_read_as_they_were_written);
  g_test_add_func ("/fact/a-variance-needs-an-approver-over-the-limit-only", a_variance_needs_an_approver_over_the_limit_only);
  g_test_add_func ("/acknowledgement/comes-back", an_acknowledgement_comes_back);

  return g_test_run ();
}
