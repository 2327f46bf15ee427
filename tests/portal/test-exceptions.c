/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fixture.h"
#include "number.h"

static void
assert_one (GPtrArray *exceptions, const char *kind, const char *receipt, gint64 amount)
{
  const KauntaException *exception = NULL;

  g_assert_cmpuint (exceptions->len, ==, 1);
  exception = g_ptr_array_index (exceptions, 0);
  g_assert_cmpstr (exception->kind, ==, kind);
  g_assert_cmpstr (exception->receipt, ==, receipt);
  g_assert_cmpint (exception->amount, ==, amount);
  g_assert_false (exception->settled);
}

static gint64
get_paid (Fixture *fixture, const char *number)
{
  g_autoptr (KauntaBill) bill = NULL;
  g_autoptr (GPtrArray) payments = NULL;
  g_autoptr (GError) error = NULL;

  kaunta_portal_storage_get_bill (test_portal_get_storage (fixture->portal), number, &bill, &payments, &error);
  g_assert_no_error (error);
  return bill->paid;
}

static const KauntaException *
find_exception (GPtrArray *changes)
{
  for (guint i = 0; i < changes->len; i++)
    {
      const KauntaChange *change = g_ptr_array_index (changes, i);

      if (change->kind == KAUNTA_CHANGE_EXCEPTION)
        return change->value;
    }
  return NULL;
}

static void
test_double_payment (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *bill = counter_raise_bill (fixture->one, 30000);
  g_autofree char *first = counter_take (fixture->one, bill, 30000);
  g_autofree char *second = counter_take (fixture->two, bill, 30000);
  g_autoptr (GPtrArray) exceptions = NULL;
  g_autoptr (GPtrArray) told_one = NULL;
  g_autoptr (GPtrArray) told_two = NULL;

  counter_push_quietly (fixture->one);
  exceptions = counter_push (fixture->two);
  assert_one (exceptions, "double-payment", second, 30000);
  g_assert_cmpint (get_paid (fixture, bill), ==, 60000);

  told_one = counter_pull (fixture->one);
  told_two = counter_pull (fixture->two);
  g_assert_cmpstr (find_exception (told_one)->receipt, ==, second);
  g_assert_cmpstr (find_exception (told_two)->receipt, ==, second);
  g_assert_nonnull (counter_find_change (told_one, KAUNTA_CHANGE_PAYMENT, second));
  g_assert_nonnull (counter_find_change (told_two, KAUNTA_CHANGE_PAYMENT, first));
}

/* The counter that raised the bill was offline while two others took money for it. */
static void
test_double_payment_before_its_bill (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (Counter) three = counter_new (fixture->portal, 3);
  g_autofree char *bill = counter_raise_bill (three, 30000);
  g_autofree char *first = counter_take (fixture->one, bill, 30000);
  g_autofree char *second = counter_take (fixture->two, bill, 30000);
  g_autoptr (GPtrArray) exceptions = NULL;
  g_autoptr (GPtrArray) told = NULL;

  counter_push_quietly (fixture->one);
  test_manual_clock_advance (fixture->clock, 1000);
  counter_push_quietly (fixture->two);
  exceptions = counter_push (three);
  assert_one (exceptions, "double-payment", second, 30000);
  g_assert_cmpint (get_paid (fixture, bill), ==, 60000);

  told = counter_pull (three);
  g_assert_nonnull (counter_find_change (told, KAUNTA_CHANGE_PAYMENT, first));
  g_assert_nonnull (counter_find_change (told, KAUNTA_CHANGE_PAYMENT, second));
  g_assert_nonnull (counter_find_change (told, KAUNTA_CHANGE_BILL, bill));
}

static void
test_over_payment (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *bill = counter_raise_bill (fixture->one, 30000);
  g_autofree char *first = counter_take (fixture->one, bill, 20000);
  g_autofree char *second = counter_take (fixture->two, bill, 20000);
  g_autoptr (GPtrArray) exceptions = NULL;

  counter_push_quietly (fixture->one);
  exceptions = counter_push (fixture->two);
  assert_one (exceptions, "over-payment", second, 10000);
}

static void
test_parts_that_add_up (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *bill = counter_raise_bill (fixture->one, 30000);
  g_autofree char *first = counter_take (fixture->one, bill, 20000);
  g_autofree char *second = counter_take (fixture->two, bill, 10000);

  counter_push_quietly (fixture->one);
  counter_push_quietly (fixture->two);
  g_assert_cmpint (get_paid (fixture, bill), ==, 30000);
}

static void
test_reversal_settles (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *bill = counter_raise_bill (fixture->one, 30000);
  g_autofree char *first = counter_take (fixture->one, bill, 30000);
  g_autofree char *second = counter_take (fixture->two, bill, 30000);
  g_autoptr (GPtrArray) exceptions = NULL;
  g_autoptr (GPtrArray) told = NULL;

  counter_push_quietly (fixture->one);
  exceptions = counter_push (fixture->two);
  counter_reverse (fixture->two, second, 30000);
  counter_push_quietly (fixture->two);
  g_assert_cmpint (get_paid (fixture, bill), ==, 30000);
  told = counter_pull (fixture->one);
  g_assert_true (find_exception (told)->settled);
}

static void
test_settled_by_a_person (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *bill = counter_raise_bill (fixture->one, 30000);
  g_autofree char *first = counter_take (fixture->one, bill, 40000);
  g_autofree char *data = NULL;
  g_autoptr (GPtrArray) exceptions = counter_push (fixture->one);
  g_autoptr (GPtrArray) told = NULL;
  const KauntaException *exception = NULL;

  assert_one (exceptions, "over-payment", first, 10000);
  exception = g_ptr_array_index (exceptions, 0);
  data = g_strdup_printf ("{\"exception\":\"%s\",\"action\":\"refunded\",\"reason\":\"typing error\"}", exception->id);
  journal_maker_add (fixture->two->maker, KAUNTA_FACT_EXCEPTION_SETTLED, data);
  counter_push_quietly (fixture->two);
  told = counter_pull (fixture->one);
  g_assert_true (find_exception (told)->settled);
}

static void
test_payment_into_closed_till (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *bill = counter_raise_bill (fixture->one, 30000);
  g_autofree char *receipt = NULL;
  g_autoptr (GPtrArray) exceptions = NULL;

  counter_close_till (fixture->one);
  receipt = counter_take (fixture->one, bill, 30000);
  exceptions = counter_push (fixture->one);
  assert_one (exceptions, "till-closed", receipt, 30000);
}

static void
test_payment_of_cancelled_bill (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *bill = counter_raise_bill (fixture->one, 30000);
  g_autofree char *receipt = counter_take (fixture->two, bill, 30000);
  g_autoptr (GPtrArray) exceptions = NULL;

  counter_cancel (fixture->one, bill);
  counter_push_quietly (fixture->one);
  exceptions = counter_push (fixture->two);
  assert_one (exceptions, "bill-cancelled", receipt, 30000);
}

static void
test_cancelling_a_paid_bill (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *bill = counter_raise_bill (fixture->one, 30000);
  g_autofree char *receipt = NULL;
  g_autoptr (GPtrArray) exceptions = NULL;

  counter_push_quietly (fixture->one);
  receipt = counter_take (fixture->two, bill, 30000);
  counter_push_quietly (fixture->two);
  counter_cancel (fixture->one, bill);
  exceptions = counter_push (fixture->one);
  assert_one (exceptions, "bill-cancelled", receipt, 30000);
}

static void
test_reference_twice (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *bill = counter_raise_bill (fixture->one, 30000);
  g_autofree char *other = counter_raise_bill (fixture->two, 20000);
  g_autofree char *first = counter_take_mpesa (fixture->one, bill, 30000, "SKN1ABC2D3");
  g_autofree char *second = counter_take_mpesa (fixture->two, other, 20000, "SKN1ABC2D3");
  g_autoptr (GPtrArray) exceptions = NULL;

  counter_push_quietly (fixture->one);
  exceptions = counter_push (fixture->two);
  assert_one (exceptions, "reference-twice", second, 20000);
}

/* What was given back, or was another tender's, is not the same money. */
static void
test_reference_once (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *bill = counter_raise_bill (fixture->one, 30000);
  g_autofree char *other = counter_raise_bill (fixture->two, 20000);
  g_autofree char *first = counter_take_mpesa (fixture->one, bill, 30000, "SKN1ABC2D3");
  g_autofree char *second = NULL;

  counter_reverse (fixture->one, first, 30000);
  counter_push_quietly (fixture->one);
  second = counter_take_mpesa (fixture->two, other, 20000, "SKN1ABC2D3");
  counter_push_quietly (fixture->two);
}

static void
test_unknown_bill (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *bill = kaunta_bill_number_format ("00499", 1, NULL);
  g_autofree char *receipt = counter_take (fixture->one, bill, 30000);
  g_autoptr (GPtrArray) exceptions = counter_push (fixture->one);

  assert_one (exceptions, "unknown-bill", receipt, 30000);
}

/* A counter of an office of its own. */
static Counter *
new_elsewhere (Fixture *fixture)
{
  KauntaPortalStorage *storage = test_portal_get_storage (fixture->portal);
  g_autoptr (KauntaPolicy) policy = kaunta_policy_new ("047-ELSEWHERE", "Elsewhere", "Nairobi City County", TRUE, 10000, 200000);
  g_autoptr (GError) error = NULL;
  g_autofree char *code = NULL;

  kaunta_portal_storage_put (storage, NULL, KAUNTA_CHANGE_POLICY, "047-ELSEWHERE", policy, &error);
  g_assert_no_error (error);
  code = kaunta_portal_storage_create_code (storage, "047-ELSEWHERE", NULL, &error);
  g_assert_no_error (error);
  return counter_new_with (fixture->portal, code, 7);
}

static void
settle (Counter *counter, const char *exception)
{
  g_autofree char *data = g_strdup_printf ("{\"exception\":\"%s\",\"action\":\"none\",\"reason\":\"looked at\"}", exception);

  journal_maker_add (counter->maker, KAUNTA_FACT_EXCEPTION_SETTLED, data);
  counter_push_quietly (counter);
}

static gboolean
is_settled (Fixture *fixture)
{
  g_autoptr (GPtrArray) told = counter_pull (fixture->one);

  return find_exception (told)->settled;
}

static void
test_settled_elsewhere (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (Counter) elsewhere = new_elsewhere (fixture);
  g_autofree char *bill = counter_raise_bill (fixture->one, 30000);
  g_autofree char *receipt = counter_take (fixture->one, bill, 40000);
  g_autoptr (GPtrArray) exceptions = counter_push (fixture->one);
  const KauntaException *exception = g_ptr_array_index (exceptions, 0);

  settle (elsewhere, exception->id);
  g_assert_false (is_settled (fixture));
  settle (fixture->two, exception->id);
  g_assert_true (is_settled (fixture));
}

static gboolean
is_cancelled (Fixture *fixture, const char *number)
{
  g_autoptr (KauntaBill) bill = NULL;
  g_autoptr (GPtrArray) payments = NULL;

  g_assert_true (kaunta_portal_storage_get_bill (test_portal_get_storage (fixture->portal), number, &bill, &payments, NULL));
  return bill->cancelled;
}

static void
test_cancelled_elsewhere (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (Counter) elsewhere = new_elsewhere (fixture);
  g_autofree char *bill = counter_raise_bill (fixture->one, 30000);
  g_autoptr (GPtrArray) exceptions = NULL;
  g_autoptr (GPtrArray) told = NULL;
  const KauntaChange *change = NULL;

  counter_push_quietly (fixture->one);
  counter_cancel (elsewhere, bill);
  exceptions = counter_push (elsewhere);
  assert_one (exceptions, "cancelled-elsewhere", NULL, 30000);
  g_assert_false (is_cancelled (fixture, bill));
  told = counter_pull (elsewhere);
  change = counter_find_change (told, KAUNTA_CHANGE_BILL, bill);
  g_assert_nonnull (change);
  g_assert_false (((KauntaBill *) change->value)->cancelled);

  counter_cancel (fixture->two, bill);
  counter_push_quietly (fixture->two);
  g_assert_true (is_cancelled (fixture, bill));
}

static void
test_cancelled_elsewhere_early (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (Counter) elsewhere = new_elsewhere (fixture);
  g_autofree char *bill = counter_raise_bill (fixture->one, 30000);
  g_autoptr (GPtrArray) exceptions = NULL;

  counter_cancel (elsewhere, bill);
  counter_push_quietly (elsewhere);
  exceptions = counter_push (fixture->one);
  assert_one (exceptions, "cancelled-elsewhere", NULL, 30000);
  g_assert_false (is_cancelled (fixture, bill));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) \
  g_test_add ("/exceptions/" name, Fixture, NULL, fixture_set_up_counters, function, fixture_tear_down)
  ADD ("one-reference-at-two-counters", test_reference_twice);
  ADD ("reference-of-a-reversed-payment-is-free", test_reference_once);
  ADD ("payment-of-a-bill-that-no-counter-raised", test_unknown_bill);
  ADD ("another-office-settles-no-exception", test_settled_elsewhere);
  ADD ("another-office-cancels-no-bill", test_cancelled_elsewhere);
  ADD ("another-office-cancels-no-bill-before-it-arrives", test_cancelled_elsewhere_early);
  ADD ("bill-paid-at-two-counters", test_double_payment);
  ADD ("bill-paid-twice-before-it-arrives", test_double_payment_before_its_bill);
  ADD ("second-part-is-too-much", test_over_payment);
  ADD ("none-when-parts-add-up", test_parts_that_add_up);
  ADD ("settled-by-reversing-the-receipt", test_reversal_settles);
  ADD ("settled-by-a-person", test_settled_by_a_person);
  ADD ("payment-into-closed-till", test_payment_into_closed_till);
  ADD ("payment-of-cancelled-bill", test_payment_of_cancelled_bill);
  ADD ("cancelling-a-paid-bill", test_cancelling_a_paid_bill);

  return g_test_run ();
}
