/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "catalogue.h"
#include "counter.h"
#include "typed.h"

#define add(path, function)                                                                                    \
  g_test_add ("/tilling/" path, TestCounter, NULL, test_counter_set_up, function, test_counter_tear_down)

static void
count (TestCounter *counter, gint64 shillings)
{
  g_autoptr (GError) error = NULL;
  const KauntaCount pieces = test_count_shillings (shillings);

  test_count_till (counter, &pieces, &error);
  g_assert_no_error (error);
}

static void
refuse_to_close (TestCounter *counter, const char *reason, KauntaApproval *approval, KauntaDeskError code)
{
  g_autoptr (GError) error = NULL;
  gint64 seq = test_counter_get_seq (counter);

  g_assert_null (test_close_till (counter, reason, approval, &error));
  g_assert_error (error, KAUNTA_DESK_ERROR, code);
  test_assert_sentence (&error, KAUNTA_DESK_ERROR);
  g_assert_cmpint (test_counter_get_seq (counter), ==, seq);
}

static void
opens_with_a_float_from_the_supervisor (TestCounter *counter, gconstpointer unused)
{
  g_autoptr (KauntaEntry) entry = NULL;
  KauntaTill *till = NULL;

  test_begin_day (counter);
  till = kaunta_desk_get_till (counter->desk);
  g_assert_cmpstr (till->session, ==, "00421-0001");
  g_assert_cmpstr (till->clerk, ==, "1001");
  g_assert_cmpint (till->float_cents, ==, 200000);
  entry = test_counter_get_entry (counter, 0);
  g_assert_cmpint (entry->type, ==, KAUNTA_FACT_TILL_OPENED);
  g_assert_cmpstr (entry->approver, ==, "2001");
}

static void
refuse_to_open (TestCounter *counter, const KauntaCount *pieces, KauntaApproval *approval, KauntaDeskError code)
{
  g_autoptr (GError) error = NULL;
  gint64 seq = test_counter_get_seq (counter);

  g_assert_false (test_open_till (counter, pieces, approval, &error));
  g_assert_error (error, KAUNTA_DESK_ERROR, code);
  test_assert_sentence (&error, KAUNTA_DESK_ERROR);
  g_assert_cmpint (test_counter_get_seq (counter), ==, seq);
}

static void
opens_nothing_unapproved_twice_or_impossible (TestCounter *counter, gconstpointer unused)
{
  const KauntaCount good = test_count_shillings (2000);
  const KauntaCount negative = { { -1 } };
  const KauntaCount huge = { { G_MAXINT64 } };
  g_autoptr (KauntaApproval) approval = NULL;
  g_autoptr (KauntaApproval) second = NULL;

  refuse_to_open (counter, &good, NULL, KAUNTA_DESK_ERROR_SIGNED_OUT);
  g_assert_true (test_sign_in (counter, "1001", "1001", NULL));
  refuse_to_open (counter, &good, NULL, KAUNTA_DESK_ERROR_ROLE);
  approval = test_get_approval (counter);
  refuse_to_open (counter, &negative, approval, KAUNTA_DESK_ERROR_FIELD);
  refuse_to_open (counter, &huge, approval, KAUNTA_DESK_ERROR_FIELD);
  g_assert_true (test_open_till (counter, &good, approval, NULL));
  second = test_get_approval (counter);
  refuse_to_open (counter, &good, second, KAUNTA_DESK_ERROR_TILL);
}

static void
reading_resets_nothing (TestCounter *counter, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaBill) bill = NULL;
  g_autoptr (KauntaPayment) payment = NULL;
  gint64 seq = 0;

  test_begin_day (counter);
  bill = test_sell (counter, test_service_permit ());
  payment = test_pay_cash (counter, bill);
  seq = test_counter_get_seq (counter);
  for (guint i = 0; i < 2; i++)
    {
      gint64 hours[24][KAUNTA_N_TENDERS];
      g_autoptr (KauntaTill) till = test_read_till (counter, hours, &error);

      g_assert_no_error (error);
      g_assert_cmpint (till->taken[KAUNTA_TENDER_CASH], ==, 35000);
      /* 08:00 UTC */
      g_assert_cmpint (hours[11][KAUNTA_TENDER_CASH], ==, 35000);
      g_assert_cmpint (hours[10][KAUNTA_TENDER_CASH], ==, 0);
    }
  g_assert_cmpint (test_counter_get_seq (counter), ==, seq);
}

static void
reads_no_closed_till (TestCounter *counter, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (test_read_till (counter, NULL, &error));
  g_assert_error (error, KAUNTA_DESK_ERROR, KAUNTA_DESK_ERROR_TILL);
}

static void
closes_to_the_cent (TestCounter *counter, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaBill) cash_bill = NULL;
  g_autoptr (KauntaBill) mpesa_bill = NULL;
  g_autoptr (KauntaPayment) cash = NULL;
  g_autoptr (KauntaPayment) mpesa = NULL;
  g_autoptr (KauntaApproval) approval = NULL;
  g_autoptr (KauntaClosing) closing = NULL;

  test_begin_day (counter);
  cash_bill = test_sell (counter, test_service_permit ());
  cash = test_pay_cash (counter, cash_bill);
  mpesa_bill = test_sell (counter, test_service_permit ());
  mpesa = test_take (counter, mpesa_bill,
                     (KauntaMoney){ .tender = KAUNTA_TENDER_MPESA, .reference = "UKN4ABCDE1" }, NULL, &error);
  g_assert_no_error (error);
  count (counter, 2350);

  approval = test_get_approval (counter);
  closing = test_close_till (counter, NULL, approval, &error);
  g_assert_no_error (error);
  g_assert_cmpint (closing->z, ==, 1);
  g_assert_cmpint (closing->expected[KAUNTA_TENDER_CASH], ==, 235000);
  g_assert_cmpint (closing->counted[KAUNTA_TENDER_CASH], ==, 235000);
  g_assert_cmpint (closing->counted[KAUNTA_TENDER_MPESA], ==, 35000);
  for (KauntaTender tender = 0; tender < KAUNTA_N_TENDERS; tender++)
    g_assert_cmpint (closing->variance[tender], ==, 0);
  g_assert_cmpint (closing->turnover, ==, 70000);
  g_assert_cmpint (closing->unsynced, ==, test_counter_get_seq (counter) - 1);
  g_assert_cmpint (closing->till->closed_at, >, 0);
  g_assert_null (kaunta_desk_get_till (counter->desk));
  g_assert_false (kaunta_desk_get_can_sell (counter->desk));
}

static void
a_variance_needs_a_reason (TestCounter *counter, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaApproval) approval = NULL;
  g_autoptr (KauntaClosing) closing = NULL;
  g_autoptr (KauntaEntry) entry = NULL;

  test_begin_day (counter);
  count (counter, 1990);
  approval = test_get_approval (counter);
  refuse_to_close (counter, NULL, approval, KAUNTA_DESK_ERROR_FIELD);
  refuse_to_close (counter, "  ", approval, KAUNTA_DESK_ERROR_FIELD);
  for (guint i = 0; test_bad_texts[i] != NULL; i++)
    refuse_to_close (counter, test_bad_texts[i], approval, KAUNTA_DESK_ERROR_FIELD);

  closing = test_close_till (counter, "A coin was lost", approval, &error);
  g_assert_no_error (error);
  g_assert_cmpint (closing->variance[KAUNTA_TENDER_CASH], ==, -1000);
  entry = test_counter_get_entry (counter, 0);
  g_assert_cmpstr (json_object_get_string_member (entry->data, "reason"), ==, "A coin was lost");
}

static void
is_counted_after_money_last_moved (TestCounter *counter, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaBill) bill = NULL;
  g_autoptr (KauntaPayment) payment = NULL;
  g_autoptr (KauntaApproval) approval = NULL;
  g_autoptr (KauntaClosing) closing = NULL;

  test_begin_day (counter);
  approval = test_get_approval (counter);
  refuse_to_close (counter, NULL, approval, KAUNTA_DESK_ERROR_TILL);
  count (counter, 2000);
  bill = test_sell (counter, test_service_permit ());
  payment = test_pay_cash (counter, bill);
  refuse_to_close (counter, NULL, approval, KAUNTA_DESK_ERROR_TILL);
  refuse_to_close (counter, "No matter", approval, KAUNTA_DESK_ERROR_TILL);

  count (counter, 2340);
  count (counter, 2350);
  closing = test_close_till (counter, NULL, approval, &error);
  g_assert_no_error (error);
  g_assert_cmpint (closing->till->count_attempts, ==, 3);
}

static void
every_count_is_kept (TestCounter *counter, gconstpointer unused)
{
  const KauntaCount negative = { { -1 } };
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaEntry) second = NULL;
  g_autoptr (KauntaEntry) first = NULL;

  test_begin_day (counter);
  g_assert_false (test_count_till (counter, &negative, &error));
  test_assert_sentence (&error, KAUNTA_DESK_ERROR);
  count (counter, 1000);
  count (counter, 2000);
  second = test_counter_get_entry (counter, 0);
  first = test_counter_get_entry (counter, 1);
  g_assert_cmpint (json_object_get_int_member (first->data, "attempt"), ==, 1);
  g_assert_cmpint (json_object_get_int_member (first->data, "total"), ==, 100000);
  g_assert_cmpint (json_object_get_int_member (second->data, "attempt"), ==, 2);
  g_assert_cmpint (json_object_get_int_member (second->data, "total"), ==, 200000);
}

static void
closing_needs_a_supervisors_approval (TestCounter *counter, gconstpointer unused)
{
  test_begin_day (counter);
  count (counter, 2000);
  refuse_to_close (counter, NULL, NULL, KAUNTA_DESK_ERROR_ROLE);
  g_assert_nonnull (kaunta_desk_get_till (counter->desk));
}

static void
a_till_left_open_is_closed_by_who_comes_next (TestCounter *counter, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaApproval) closing_approval = NULL;
  g_autoptr (KauntaApproval) opening_approval = NULL;
  g_autoptr (KauntaClosing) closing = NULL;
  const KauntaCount pieces = test_count_shillings (2000);

  test_begin_day (counter);
  test_counter_restart (counter);
  g_assert_true (test_sign_in (counter, "1002", "2001", NULL));
  count (counter, 2000);
  closing_approval = test_get_approval (counter);
  closing = test_close_till (counter, NULL, closing_approval, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (closing->till->clerk, ==, "1001");

  opening_approval = test_get_approval (counter);
  test_open_till (counter, &pieces, opening_approval, &error);
  g_assert_no_error (error);
  g_assert_true (kaunta_desk_get_can_sell (counter->desk));
  g_assert_cmpstr (kaunta_desk_get_till (counter->desk)->session, ==, "00421-0002");
}

static void
yesterdays_mpesa_reversed_today_does_not_keep_the_till_open (TestCounter *counter, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaBill) bill = NULL;
  g_autoptr (KauntaPayment) payment = NULL;
  g_autoptr (KauntaApproval) to_close = NULL;
  g_autoptr (KauntaApproval) to_open = NULL;
  g_autoptr (KauntaApproval) to_reverse = NULL;
  g_autoptr (KauntaApproval) to_close_again = NULL;
  g_autoptr (KauntaClosing) first = NULL;
  g_autoptr (KauntaClosing) second = NULL;
  const KauntaCount pieces = test_count_shillings (2000);

  test_begin_day (counter);
  bill = test_sell (counter, test_service_permit ());
  payment = test_take (counter, bill, (KauntaMoney){ .tender = KAUNTA_TENDER_MPESA, .reference = "UKN4ABCDE1" },
                       NULL, NULL);
  count (counter, 2000);
  to_close = test_get_approval (counter);
  first = test_close_till (counter, NULL, to_close, &error);
  g_assert_no_error (error);

  to_open = test_get_approval (counter);
  g_assert_true (test_open_till (counter, &pieces, to_open, NULL));
  to_reverse = test_get_approval (counter);
  g_assert_true (test_reverse (counter, payment->receipt, "Paid to another number", to_reverse, NULL));
  count (counter, 2000);
  to_close_again = test_get_approval (counter);
  second = test_close_till (counter, NULL, to_close_again, &error);
  g_assert_no_error (error);
  g_assert_cmpint (second->expected[KAUNTA_TENDER_MPESA], ==, -35000);
  g_assert_cmpint (second->variance[KAUNTA_TENDER_MPESA], ==, 0);
  g_assert_cmpint (second->turnover, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("opens-with-a-float-from-the-supervisor", opens_with_a_float_from_the_supervisor);
  add ("opens-nothing-unapproved-twice-or-impossible", opens_nothing_unapproved_twice_or_impossible);
  add ("reading-resets-nothing", reading_resets_nothing);
  add ("reads-no-closed-till", reads_no_closed_till);
  add ("closes-to-the-cent", closes_to_the_cent);
  add ("a-variance-needs-a-reason", a_variance_needs_a_reason);
  add ("is-counted-after-money-last-moved", is_counted_after_money_last_moved);
  add ("every-count-is-kept", every_count_is_kept);
  add ("closing-needs-a-supervisors-approval", closing_needs_a_supervisors_approval);
  add ("a-till-left-open-is-closed-by-who-comes-next", a_till_left_open_is_closed_by_who_comes_next);
  add ("yesterdays-mpesa-reversed-today-does-not-keep-the-till-open",
       yesterdays_mpesa_reversed_today_does_not_keep_the_till_open);

  return g_test_run ();
}
