/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "catalogue.h"
#include "counter.h"
#include "typed.h"

#define add(path, function)                                                                                    \
  g_test_add ("/finding/" path, TestCounter, NULL, test_counter_set_up, function, test_counter_tear_down)

static KauntaFindings *
find (TestCounter *counter, const char *typed)
{
  g_autoptr (GError) error = NULL;
  KauntaFindings *findings = test_find (counter, typed, &error);

  g_assert_no_error (error);
  g_assert_false (findings->from_portal);
  return findings;
}

static void
put_registered (TestCounter *counter)
{
  g_autoptr (KauntaPayer) citizen = kaunta_payer_new (KAUNTA_PAYER_CITIZEN, "01234567", "Wanjiku Njeri Kamau",
                                                      "254712345678", NULL, "Westlands", 1000, 1000);
  g_autoptr (KauntaPayer) company = kaunta_payer_new (KAUNTA_PAYER_ENTITY, "PVT-AB12CD3",
                                                      "Mawingu Traders Limited", NULL, NULL, NULL, 1000, 1000);

  test_counter_put_payer (counter, citizen);
  test_counter_put_payer (counter, company);
}

static void
finds_the_payer_by_anything_known_of_them (TestCounter *counter, gconstpointer unused)
{
  static const char *const typed[] = { "01234567",     "kamau wanjiku", "KAMAU",
                                       "0712 345 678", "+254712345678", NULL };

  put_registered (counter);
  for (guint i = 0; typed[i] != NULL; i++)
    {
      g_autoptr (KauntaFindings) findings = find (counter, typed[i]);

      g_assert_cmpuint (findings->payers->len, ==, 1);
      g_assert_cmpstr (((KauntaPayer *) findings->payers->pdata[0])->name, ==, "Wanjiku Njeri Kamau");
    }
}

static void
finds_the_company_by_its_number (TestCounter *counter, gconstpointer unused)
{
  g_autoptr (KauntaFindings) findings = NULL;

  put_registered (counter);
  findings = find (counter, "pvt ab12cd3");
  g_assert_cmpuint (findings->payers->len, ==, 1);
  g_assert_cmpint (((KauntaPayer *) findings->payers->pdata[0])->kind, ==, KAUNTA_PAYER_ENTITY);
}

static void
finds_whom_only_a_bill_names (TestCounter *counter, gconstpointer unused)
{
  g_autoptr (KauntaBill) bill = NULL;
  g_autoptr (KauntaFindings) findings = NULL;

  test_begin_day (counter);
  bill = test_sell (counter, test_service_permit ());
  findings = find (counter, "kamau");
  g_assert_cmpuint (findings->payers->len, ==, 1);
  g_assert_cmpstr (((KauntaPayer *) findings->payers->pdata[0])->id, ==, "01234567");
}

static void
tells_nobody_twice_and_believes_the_register (TestCounter *counter, gconstpointer unused)
{
  g_autoptr (KauntaBill) bill = NULL;
  g_autoptr (KauntaFindings) findings = NULL;

  test_begin_day (counter);
  bill = test_sell (counter, test_service_permit ());
  put_registered (counter);
  findings = find (counter, "kamau");
  g_assert_cmpuint (findings->payers->len, ==, 1);
  g_assert_cmpstr (((KauntaPayer *) findings->payers->pdata[0])->name, ==, "Wanjiku Njeri Kamau");
}

static void
finds_the_bill_by_its_number_and_its_receipt (TestCounter *counter, gconstpointer unused)
{
  g_autoptr (KauntaBill) bill = NULL;
  g_autoptr (KauntaPayment) payment = NULL;
  g_autoptr (KauntaFindings) by_number = NULL;
  g_autoptr (KauntaFindings) by_receipt = NULL;

  test_begin_day (counter);
  bill = test_sell (counter, test_service_permit ());
  payment = test_pay_cash (counter, bill);
  by_number = find (counter, "0042 1000 0017");
  g_assert_cmpint (by_number->kind, ==, KAUNTA_QUERY_BILL);
  g_assert_cmpstr (by_number->bill->number, ==, bill->number);
  by_receipt = find (counter, payment->receipt);
  g_assert_cmpint (by_receipt->kind, ==, KAUNTA_QUERY_RECEIPT);
  g_assert_cmpstr (by_receipt->bill->number, ==, bill->number);
}

static void
warns_of_a_mistyped_bill_number (TestCounter *counter, gconstpointer unused)
{
  g_autoptr (KauntaFindings) findings = find (counter, "004210000018");

  g_assert_nonnull (findings->warning);
  g_assert_null (findings->bill);
}

static void
finds_nothing_without_failing (TestCounter *counter, gconstpointer unused)
{
  static const char *const typed[] = {
    "",  "   ", "99999999", "004210000017", "00421-000001", "nobody at all", "'; DROP TABLE bill; --",
    "*", "\"",  NULL
  };

  for (guint i = 0; typed[i] != NULL; i++)
    {
      g_autoptr (KauntaFindings) findings = find (counter, typed[i]);

      g_assert_cmpuint (findings->payers->len, ==, 0);
      g_assert_null (findings->bill);
    }
}

static void
refuses_bad_searches (TestCounter *counter, gconstpointer unused)
{
  for (guint i = 0; test_bad_texts[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (test_find (counter, test_bad_texts[i], &error));
      test_assert_sentence (&error, KAUNTA_DESK_ERROR);
      g_assert_null (test_find_bills (counter, test_bad_texts[i], 0, NULL, &error));
      test_assert_sentence (&error, KAUNTA_DESK_ERROR);
    }
}

static void
opening_a_record_is_noted (TestCounter *counter, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaPayer) typed = test_make_payer ();
  g_autoptr (KauntaBill) bill = NULL;
  g_autoptr (KauntaPayment) payment = NULL;
  g_autoptr (KauntaPayerSheet) sheet = NULL;
  g_autoptr (KauntaEntry) entry = NULL;

  test_begin_day (counter);
  bill = test_sell (counter, test_service_permit ());
  payment = test_pay_cash (counter, bill);
  put_registered (counter);

  sheet = test_open_payer (counter, typed, "payment", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (sheet->payer->name, ==, "Wanjiku Njeri Kamau");
  g_assert_cmpuint (sheet->bills->len, ==, 1);
  g_assert_cmpuint (sheet->payments->len, ==, 1);

  entry = test_counter_get_entry (counter, 0);
  g_assert_cmpint (entry->type, ==, KAUNTA_FACT_PAYER_VIEWED);
  g_assert_cmpstr (entry->clerk, ==, "1001");
  g_assert_cmpstr (json_object_get_string_member (entry->data, "id"), ==, "01234567");
  g_assert_cmpstr (json_object_get_string_member (entry->data, "why"), ==, "payment");
}

static void
nobody_opens_a_record_unseen (TestCounter *counter, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaPayer) payer = test_make_payer ();

  g_assert_null (test_open_payer (counter, payer, "enquiry", &error));
  g_assert_error (error, KAUNTA_DESK_ERROR, KAUNTA_DESK_ERROR_SIGNED_OUT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("finds-the-payer-by-anything-known-of-them", finds_the_payer_by_anything_known_of_them);
  add ("finds-the-company-by-its-number", finds_the_company_by_its_number);
  add ("finds-whom-only-a-bill-names", finds_whom_only_a_bill_names);
  add ("tells-nobody-twice-and-believes-the-register", tells_nobody_twice_and_believes_the_register);
  add ("finds-the-bill-by-its-number-and-its-receipt", finds_the_bill_by_its_number_and_its_receipt);
  add ("warns-of-a-mistyped-bill-number", warns_of_a_mistyped_bill_number);
  add ("finds-nothing-without-failing", finds_nothing_without_failing);
  add ("refuses-bad-searches", refuses_bad_searches);
  add ("opening-a-record-is-noted", opening_a_record_is_noted);
  add ("nobody-opens-a-record-unseen", nobody_opens_a_record_unseen);

  return g_test_run ();
}
