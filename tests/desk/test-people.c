/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "counter.h"
#include "catalogue.h"
#include "typed.h"

#define add(path, function)                                                                                    \
  g_test_add ("/people/" path, TestCounter, NULL, test_counter_set_up, function, test_counter_tear_down)

static void
signs_in_and_out (TestCounter *counter, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaEntry) in = NULL;
  g_autoptr (KauntaEntry) out = NULL;

  g_assert_null (kaunta_desk_get_clerk (counter->desk));
  test_sign_in (counter, " 1001 ", "1001", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (kaunta_desk_get_clerk (counter->desk)->name, ==, "First Clerk");
  in = test_counter_get_entry (counter, 0);
  g_assert_cmpint (in->type, ==, KAUNTA_FACT_CLERK_SIGNED_IN);
  g_assert_cmpstr (in->clerk, ==, "1001");

  test_sign_out (counter, &error);
  g_assert_no_error (error);
  g_assert_null (kaunta_desk_get_clerk (counter->desk));
  out = test_counter_get_entry (counter, 0);
  g_assert_cmpint (out->type, ==, KAUNTA_FACT_CLERK_SIGNED_OUT);
  g_assert_cmpstr (json_object_get_string_member (out->data, "reason"), ==, "asked");

  g_assert_false (test_sign_out (counter, &error));
  g_assert_error (error, KAUNTA_DESK_ERROR, KAUNTA_DESK_ERROR_SIGNED_OUT);
}

static void
refuse_sign_in (TestCounter *counter, const char *number, const char *pin, KauntaDeskError code)
{
  g_autoptr (GError) error = NULL;
  gint64 seq = test_counter_get_seq (counter);

  g_assert_false (test_sign_in (counter, number, pin, &error));
  g_assert_error (error, KAUNTA_DESK_ERROR, code);
  test_assert_sentence (&error, KAUNTA_DESK_ERROR);
  g_assert_null (kaunta_desk_get_clerk (counter->desk));
  g_assert_cmpint (test_counter_get_seq (counter), ==, seq);
}

static void
says_the_same_of_wrong_pin_unknown_number_and_who_left (TestCounter *counter, gconstpointer unused)
{
  g_autoptr (GError) wrong = NULL;
  g_autoptr (GError) unknown = NULL;
  g_autoptr (GError) former = NULL;

  g_assert_false (test_sign_in (counter, "1001", "0000", &wrong));
  g_assert_false (test_sign_in (counter, "7777", "7777", &unknown));
  g_assert_false (test_sign_in (counter, "1009", "9001", &former));
  g_assert_error (wrong, KAUNTA_DESK_ERROR, KAUNTA_DESK_ERROR_PIN);
  g_assert_error (unknown, KAUNTA_DESK_ERROR, KAUNTA_DESK_ERROR_PIN);
  g_assert_error (former, KAUNTA_DESK_ERROR, KAUNTA_DESK_ERROR_PIN);
  g_assert_cmpstr (wrong->message, ==, unknown->message);
  g_assert_cmpstr (wrong->message, ==, former->message);
}

static void
refuses_bad_fields (TestCounter *counter, gconstpointer unused)
{
  refuse_sign_in (counter, "", "1001", KAUNTA_DESK_ERROR_FIELD);
  refuse_sign_in (counter, "1001", "", KAUNTA_DESK_ERROR_FIELD);
  for (guint i = 0; test_bad_texts[i] != NULL; i++)
    {
      refuse_sign_in (counter, test_bad_texts[i], "1001", KAUNTA_DESK_ERROR_FIELD);
      refuse_sign_in (counter, "1001", test_bad_texts[i], KAUNTA_DESK_ERROR_FIELD);
    }
}

static void
refuses_a_second_clerk (TestCounter *counter, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (test_sign_in (counter, "1001", "1001", NULL));
  g_assert_false (test_sign_in (counter, "1002", "2001", &error));
  g_assert_error (error, KAUNTA_DESK_ERROR, KAUNTA_DESK_ERROR_POLICY);
  g_assert_cmpstr (kaunta_desk_get_clerk (counter->desk)->number, ==, "1001");
}

static void
nobody_approves_unasked (TestCounter *counter, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (test_approve (counter, "2001", "1002", &error));
  g_assert_error (error, KAUNTA_DESK_ERROR, KAUNTA_DESK_ERROR_SIGNED_OUT);
}

static void
refuse_approval (TestCounter *counter, const char *number, const char *pin, KauntaDeskError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (test_approve (counter, number, pin, &error));
  g_assert_error (error, KAUNTA_DESK_ERROR, code);
  test_assert_sentence (&error, KAUNTA_DESK_ERROR);
}

static void
only_another_supervisor_approves (TestCounter *counter, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaApproval) approval = NULL;

  g_assert_true (test_sign_in (counter, "2001", "1002", NULL));
  refuse_approval (counter, "2001", "1002", KAUNTA_DESK_ERROR_ROLE);
  refuse_approval (counter, "1001", "1001", KAUNTA_DESK_ERROR_ROLE);
  refuse_approval (counter, "2002", "0000", KAUNTA_DESK_ERROR_PIN);
  refuse_approval (counter, "", "0000", KAUNTA_DESK_ERROR_FIELD);
  for (guint i = 0; test_bad_texts[i] != NULL; i++)
    refuse_approval (counter, "2002", test_bad_texts[i], KAUNTA_DESK_ERROR_FIELD);

  approval = test_approve (counter, "2002", "2002", &error);
  g_assert_no_error (error);
  g_assert_nonnull (approval);
}

static void
approval_is_used_up_by_one_act (TestCounter *counter, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaApproval) approval = NULL;
  g_autoptr (KauntaBill) first = NULL;
  g_autoptr (KauntaBill) second = NULL;
  gint64 seq = 0;

  test_begin_day (counter);
  first = test_sell (counter, test_service_permit ());
  second = test_sell (counter, test_service_permit ());
  approval = test_get_approval (counter);
  test_cancel (counter, first->number, "Wrong service", approval, &error);
  g_assert_no_error (error);

  seq = test_counter_get_seq (counter);
  g_assert_false (test_cancel (counter, second->number, "Wrong service", approval, &error));
  g_assert_error (error, KAUNTA_DESK_ERROR, KAUNTA_DESK_ERROR_ROLE);
  test_assert_sentence (&error, KAUNTA_DESK_ERROR);
  g_assert_cmpint (test_counter_get_seq (counter), ==, seq);
}

static void
approval_is_for_the_clerk_it_was_given_to (TestCounter *counter, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaApproval) approval = NULL;
  const KauntaCount count = test_count_shillings (2000);

  g_assert_true (test_sign_in (counter, "1001", "1001", NULL));
  approval = test_get_approval (counter);
  g_assert_true (test_sign_out (counter, NULL));
  g_assert_true (test_sign_in (counter, "1002", "2001", NULL));
  g_assert_false (test_open_till (counter, &count, approval, &error));
  g_assert_error (error, KAUNTA_DESK_ERROR, KAUNTA_DESK_ERROR_ROLE);
}

static void
says_how_old_the_staff_list_is (TestCounter *counter, gconstpointer unused)
{
  g_assert_cmpint (kaunta_desk_get_staff_known_at (counter->desk), ==,
                   kaunta_clock_get_now (KAUNTA_CLOCK (counter->clock)) - 3600000);
}

static void
nobody_is_signed_in_after_a_restart (TestCounter *counter, gconstpointer unused)
{
  test_begin_day (counter);
  test_counter_restart (counter);
  g_assert_null (kaunta_desk_get_clerk (counter->desk));
  g_assert_false (kaunta_desk_get_can_sell (counter->desk));
  g_assert_cmpstr (kaunta_desk_get_till (counter->desk)->session, ==, "00421-0001");
  g_assert_true (test_sign_in (counter, "1001", "1001", NULL));
  g_assert_true (kaunta_desk_get_can_sell (counter->desk));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("signs-in-and-out", signs_in_and_out);
  add ("says-the-same-of-wrong-pin-unknown-number-and-who-left",
       says_the_same_of_wrong_pin_unknown_number_and_who_left);
  add ("refuses-bad-fields", refuses_bad_fields);
  add ("refuses-a-second-clerk", refuses_a_second_clerk);
  add ("nobody-approves-unasked", nobody_approves_unasked);
  add ("only-another-supervisor-approves", only_another_supervisor_approves);
  add ("approval-is-used-up-by-one-act", approval_is_used_up_by_one_act);
  add ("approval-is-for-the-clerk-it-was-given-to", approval_is_for_the_clerk_it_was_given_to);
  add ("says-how-old-the-staff-list-is", says_how_old_the_staff_list_is);
  add ("nobody-is-signed-in-after-a-restart", nobody_is_signed_in_after_a_restart);

  return g_test_run ();
}
