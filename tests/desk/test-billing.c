/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "catalogue.h"
#include "counter.h"
#include "typed.h"

#define add(path, function)                                                                                    \
  g_test_add ("/billing/" path, TestCounter, NULL, test_counter_set_up, function, test_counter_tear_down)

static KauntaBasket *
make_basket (void)
{
  g_autoptr (KauntaPayer) payer = test_make_payer ();

  return kaunta_basket_new (payer);
}

static void
count_signal_cb (KauntaDesk *desk, gpointer user_data)
{
  *(guint *) user_data += 1;
}

static void
offers_the_services_in_force (TestCounter *counter, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) services = test_get_services (counter, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (services->len, ==, 5);
  for (guint i = 0; i < services->len; i++)
    g_assert_cmpstr (((KauntaService *) services->pdata[i])->code, !=, "047-ENDED");
}

static void
raises_a_bill_of_three_lines (TestCounter *counter, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaBasket) basket = make_basket ();
  g_autoptr (KauntaService) permit = test_service_permit ();
  g_autoptr (KauntaService) market = test_service_market ();
  g_autoptr (KauntaService) rates = test_service_rates ();
  g_autoptr (KauntaBill) bill = NULL;
  g_autoptr (KauntaBill) again = NULL;
  g_autoptr (GPtrArray) payments = NULL;
  guint told = 0;

  test_begin_day (counter);
  g_signal_connect (counter->desk, "bills-changed", G_CALLBACK (count_signal_cb), &told);
  g_assert_true (kaunta_basket_add (basket, permit, "2026-11-23", NULL, NULL, NULL));
  g_assert_true (kaunta_basket_add (basket, market, "2026-11-23", "12", NULL, NULL));
  g_assert_true (kaunta_basket_add (basket, rates, "2026-11-23", NULL, "1,200.50", NULL));

  bill = test_raise (counter, basket, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (bill->number, ==, "004210000017");
  g_assert_cmpint (bill->total, ==, 35000 + 60000 + 120050);
  g_assert_cmpuint (told, ==, 1);

  again = test_open_bill (counter, bill->number, &payments, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (again->lines->len, ==, 3);
  g_assert_cmpint (again->total, ==, bill->total);
  g_assert_cmpstr (again->raised_by, ==, "1001");
  g_assert_cmpuint (payments->len, ==, 0);
}

static void
refuse_to_raise (TestCounter *counter, KauntaBasket *basket, KauntaDeskError code)
{
  g_autoptr (GError) error = NULL;
  gint64 seq = test_counter_get_seq (counter);

  g_assert_null (test_raise (counter, basket, &error));
  g_assert_error (error, KAUNTA_DESK_ERROR, code);
  test_assert_sentence (&error, KAUNTA_DESK_ERROR);
  g_assert_cmpint (test_counter_get_seq (counter), ==, seq);
}

static void
raises_nothing_without_clerk_till_or_lines (TestCounter *counter, gconstpointer unused)
{
  g_autoptr (KauntaBasket) empty = make_basket ();
  g_autoptr (KauntaBasket) basket = make_basket ();
  g_autoptr (KauntaService) permit = test_service_permit ();
  g_autoptr (KauntaApproval) approval = NULL;
  const KauntaCount count = test_count_shillings (2000);

  g_assert_true (kaunta_basket_add (basket, permit, "2026-11-23", NULL, NULL, NULL));
  refuse_to_raise (counter, basket, KAUNTA_DESK_ERROR_SIGNED_OUT);
  g_assert_true (test_sign_in (counter, "1001", "1001", NULL));
  refuse_to_raise (counter, basket, KAUNTA_DESK_ERROR_TILL);
  approval = test_get_approval (counter);
  g_assert_true (test_open_till (counter, &count, approval, NULL));
  refuse_to_raise (counter, empty, KAUNTA_DESK_ERROR_FIELD);
}

static void
nobody_sells_from_another_clerks_till (TestCounter *counter, gconstpointer unused)
{
  g_autoptr (KauntaBasket) basket = make_basket ();
  g_autoptr (KauntaService) permit = test_service_permit ();

  test_begin_day (counter);
  g_assert_true (test_sign_out (counter, NULL));
  g_assert_true (test_sign_in (counter, "1002", "2001", NULL));
  g_assert_false (kaunta_desk_get_can_sell (counter->desk));
  g_assert_cmpstr (kaunta_desk_get_till (counter->desk)->clerk, ==, "1001");
  g_assert_true (kaunta_basket_add (basket, permit, "2026-11-23", NULL, NULL, NULL));
  refuse_to_raise (counter, basket, KAUNTA_DESK_ERROR_TILL);
}

static void
lists_bills_by_text_and_state (TestCounter *counter, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaBill) open = NULL;
  g_autoptr (KauntaBill) paid = NULL;
  g_autoptr (KauntaPayment) payment = NULL;
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GPtrArray) only_open = NULL;
  g_autoptr (GPtrArray) none = NULL;
  gint64 counts[4] = { 0 };

  test_begin_day (counter);
  open = test_sell (counter, test_service_permit ());
  paid = test_sell (counter, test_service_market ());
  payment = test_pay_cash (counter, paid);

  all = test_find_bills (counter, "", 0, counts, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (all->len, ==, 2);
  g_assert_cmpint (counts[KAUNTA_BILL_OPEN], ==, 1);
  g_assert_cmpint (counts[KAUNTA_BILL_PAID], ==, 1);
  only_open = test_find_bills (counter, "kamau", 1u << KAUNTA_BILL_OPEN, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (only_open->len, ==, 1);
  g_assert_cmpstr (((KauntaBill *) only_open->pdata[0])->number, ==, open->number);
  none = test_find_bills (counter, "nobody", 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (none->len, ==, 0);
}

static void
cancels_an_unpaid_bill_with_approval (TestCounter *counter, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaBill) bill = NULL;
  g_autoptr (KauntaBill) after = NULL;
  g_autoptr (KauntaApproval) approval = NULL;
  g_autoptr (KauntaEntry) entry = NULL;

  test_begin_day (counter);
  bill = test_sell (counter, test_service_permit ());
  approval = test_get_approval (counter);
  test_cancel (counter, bill->number, " Raised twice ", approval, &error);
  g_assert_no_error (error);

  after = test_open_bill (counter, bill->number, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (kaunta_bill_get_state (after), ==, KAUNTA_BILL_CANCELLED);
  entry = test_counter_get_entry (counter, 0);
  g_assert_cmpstr (entry->approver, ==, "2001");
  g_assert_cmpstr (json_object_get_string_member (entry->data, "reason"), ==, "Raised twice");
}

static void
refuse_to_cancel (TestCounter *counter,
                  const char *number,
                  const char *reason,
                  KauntaApproval *approval,
                  GQuark domain,
                  int code)
{
  g_autoptr (GError) error = NULL;
  gint64 seq = test_counter_get_seq (counter);

  g_assert_false (test_cancel (counter, number, reason, approval, &error));
  g_assert_error (error, domain, code);
  test_assert_sentence (&error, domain);
  g_assert_cmpint (test_counter_get_seq (counter), ==, seq);
}

static void
cancels_nothing_paid_unreasoned_or_unapproved (TestCounter *counter, gconstpointer unused)
{
  g_autoptr (KauntaBill) bill = NULL;
  g_autoptr (KauntaBill) paid = NULL;
  g_autoptr (KauntaPayment) payment = NULL;
  g_autoptr (KauntaApproval) approval = NULL;

  test_begin_day (counter);
  bill = test_sell (counter, test_service_permit ());
  paid = test_sell (counter, test_service_permit ());
  payment = test_pay_cash (counter, paid);

  refuse_to_cancel (counter, bill->number, "Raised twice", NULL, KAUNTA_DESK_ERROR, KAUNTA_DESK_ERROR_ROLE);
  approval = test_get_approval (counter);
  refuse_to_cancel (counter, bill->number, "", approval, KAUNTA_DESK_ERROR, KAUNTA_DESK_ERROR_FIELD);
  for (guint i = 0; test_bad_texts[i] != NULL; i++)
    refuse_to_cancel (counter, bill->number, test_bad_texts[i], approval, KAUNTA_DESK_ERROR,
                      KAUNTA_DESK_ERROR_FIELD);
  refuse_to_cancel (counter, paid->number, "Raised twice", approval, KAUNTA_STORE_ERROR,
                    KAUNTA_STORE_ERROR_REFUSED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("offers-the-services-in-force", offers_the_services_in_force);
  add ("raises-a-bill-of-three-lines", raises_a_bill_of_three_lines);
  add ("raises-nothing-without-clerk-till-or-lines", raises_nothing_without_clerk_till_or_lines);
  add ("nobody-sells-from-another-clerks-till", nobody_sells_from_another_clerks_till);
  add ("lists-bills-by-text-and-state", lists_bills_by_text_and_state);
  add ("cancels-an-unpaid-bill-with-approval", cancels_an_unpaid_bill_with_approval);
  add ("cancels-nothing-paid-unreasoned-or-unapproved", cancels_nothing_paid_unreasoned_or_unapproved);

  return g_test_run ();
}
