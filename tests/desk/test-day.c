/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "counter.h"
#include "number.h"
#include "test-portal.h"
#include "verifier.h"

/* 2026-11-23T08:00:00Z */
#define MORNING G_GINT64_CONSTANT (1795420800000)
#define TODAY "2026-11-23"

/* Two counters of one office, and its portal. */
typedef struct
{
  TestManualClock *clock;
  TestPortal *portal;
  TestCounter first;
  TestCounter second;
} Office;

/* ---- Waiting for the portal ---- */

static void
wait_for_link (TestCounter *counter, KauntaLinkKind kind)
{
  while (kaunta_desk_get_link (counter->desk)->kind != kind)
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_until_acknowledged (TestCounter *counter)
{
  while (kaunta_desk_get_link (counter->desk)->kind != KAUNTA_LINK_ONLINE
         || kaunta_desk_get_link (counter->desk)->waiting > 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_for_register_cb (KauntaDesk *desk, gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
}

static void
enrol (Office *office, TestCounter *counter, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *code = test_portal_create_code (office->portal, NULL);
  gboolean filled = FALSE;

  test_counter_set_up_unenrolled (counter, office->clock);
  g_assert_false (kaunta_desk_get_enrolled (counter->desk));
  g_assert_null (kaunta_desk_get_policy (counter->desk));
  g_signal_connect (counter->desk, "register-changed", G_CALLBACK (wait_for_register_cb), &filled);
  test_enrol (counter, test_portal_get_url (office->portal), code, name, &error);
  g_assert_no_error (error);
  g_assert_true (kaunta_desk_get_enrolled (counter->desk));
  g_assert_cmpstr (kaunta_desk_get_counter_name (counter->desk), ==, name);

  while (!filled || kaunta_desk_get_staff_known_at (counter->desk) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handlers_disconnect_by_func (counter->desk, wait_for_register_cb, &filled);
  wait_until_acknowledged (counter);
}

static void
set_up (Office *office, gconstpointer unused)
{
  office->clock = test_manual_clock_new (MORNING);
  office->portal = test_portal_new (KAUNTA_CLOCK (office->clock));
  enrol (office, &office->first, "Counter 1");
  enrol (office, &office->second, "Counter 2");
}

static void
tear_down (Office *office, gconstpointer unused)
{
  test_counter_tear_down (&office->first, NULL);
  test_counter_tear_down (&office->second, NULL);
  g_clear_pointer (&office->portal, test_portal_free);
  g_clear_object (&office->clock);
}

static void
go_offline (Office *office)
{
  test_portal_stop (office->portal);
  kaunta_desk_send_now (office->first.desk);
  kaunta_desk_send_now (office->second.desk);
  wait_for_link (&office->first, KAUNTA_LINK_OFFLINE);
  wait_for_link (&office->second, KAUNTA_LINK_OFFLINE);
}

static void
go_online (Office *office)
{
  test_portal_start (office->portal);
  kaunta_desk_send_now (office->first.desk);
  kaunta_desk_send_now (office->second.desk);
  wait_until_acknowledged (&office->first);
  wait_until_acknowledged (&office->second);
}

/* ---- What clerks do ---- */

static void
begin (TestCounter *counter, const char *clerk, const char *pin)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaApproval) approval = NULL;
  const KauntaCount count = test_count_shillings (2000);

  test_sign_in (counter, clerk, pin, &error);
  g_assert_no_error (error);
  approval = test_approve (counter, "2001", "9034", &error);
  g_assert_no_error (error);
  test_open_till (counter, &count, approval, &error);
  g_assert_no_error (error);
}

/* The one whom @typed means, with their record open. */
static KauntaPayer *
serve (TestCounter *counter, const char *typed)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaFindings) findings = test_find (counter, typed, &error);
  g_autoptr (KauntaPayerSheet) sheet = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (findings->payers->len, >, 0);
  sheet = test_open_payer (counter, findings->payers->pdata[0], "bill", &error);
  g_assert_no_error (error);
  return kaunta_payer_ref (sheet->payer);
}

static void
add_line (TestCounter *counter,
          KauntaBasket *basket,
          const char *code,
          const char *quantity,
          const char *assessed)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) services = test_get_services (counter, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < services->len; i++)
    if (g_str_equal (((KauntaService *) services->pdata[i])->code, code))
      {
        kaunta_basket_add (basket, services->pdata[i], TODAY, quantity, assessed, &error);
        g_assert_no_error (error);
        return;
      }
  g_assert_not_reached ();
}

static KauntaBill *
raise_bill (TestCounter *counter, KauntaBasket *basket)
{
  g_autoptr (GError) error = NULL;
  KauntaBill *bill = test_raise (counter, basket, &error);

  g_assert_no_error (error);
  return bill;
}

static KauntaBill *
charge (TestCounter *counter, KauntaPayer *payer, const char *code)
{
  g_autoptr (KauntaBasket) basket = kaunta_basket_new (payer);

  add_line (counter, basket, code, "1", "1000");
  return raise_bill (counter, basket);
}

static KauntaPayment *
take (TestCounter *counter, KauntaBill *bill, KauntaMoney money, KauntaBillState state)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaBill) after = NULL;
  g_autoptr (KauntaReceipt) receipt = NULL;
  KauntaPayment *payment = test_take (counter, bill, money, &after, &error);

  g_assert_no_error (error);
  g_assert_cmpint (kaunta_bill_get_state (after), ==, state);
  receipt = test_print (counter, payment->receipt, NULL, &error);
  g_assert_no_error (error);
  return payment;
}

static void
sell_for_cash (TestCounter *counter, const char *typed, const char *code)
{
  g_autoptr (KauntaPayer) payer = serve (counter, typed);
  g_autoptr (KauntaBill) bill = charge (counter, payer, code);
  g_autoptr (KauntaPayment) payment = take (counter, bill, (KauntaMoney){ KAUNTA_TENDER_CASH, "", "2000", NULL, NULL },
                      KAUNTA_BILL_PAID);

  g_assert_cmpint (payment->change, ==, 200000 - bill->total);
}

static void
sell_three_lines (TestCounter *counter)
{
  g_autoptr (KauntaPayer) payer = serve (counter, "PVT-TEST001");
  g_autoptr (KauntaBasket) basket = kaunta_basket_new (payer);
  g_autoptr (KauntaBill) bill = NULL;
  g_autoptr (KauntaPayment) payment = NULL;

  g_assert_cmpint (payer->kind, ==, KAUNTA_PAYER_ENTITY);
  add_line (counter, basket, "NRB-ID1", NULL, NULL);
  add_line (counter, basket, "047-MKT", "7", NULL);
  add_line (counter, basket, "047-RATES", NULL, "1,000");
  bill = raise_bill (counter, basket);
  g_assert_cmpint (bill->total, ==, 30000 + 35000 + 100000);
  payment = take (counter, bill, (KauntaMoney){ KAUNTA_TENDER_CASH, "", "", NULL, NULL }, KAUNTA_BILL_PAID);
}

/* Half in cash, half by M-PESA, by somebody in no register. */
static void
sell_to_a_stranger (TestCounter *counter)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaFindings) nobody = test_find (counter, "98765432", &error);
  g_autoptr (KauntaPayer) payer = NULL;
  g_autoptr (KauntaBill) bill = NULL;
  g_autoptr (KauntaPayment) cash = NULL;
  g_autoptr (KauntaPayment) mpesa = NULL;

  /* That the portal can't be asked is no error. */
  g_assert_no_error (error);
  g_assert_cmpuint (nobody->payers->len, ==, 0);
  payer = kaunta_payer_new_from_typed (KAUNTA_PAYER_CITIZEN, "98765432", "Mary Atieno", "", "", NULL, &error);
  g_assert_no_error (error);
  bill = charge (counter, payer, "NRB-ID1");
  cash = take (counter, bill, (KauntaMoney){ KAUNTA_TENDER_CASH, "150", "150", NULL, NULL },
               KAUNTA_BILL_PART_PAID);
  mpesa = take (counter, bill, (KauntaMoney){ KAUNTA_TENDER_MPESA, "", NULL, "UKN4ABCDE1", "0712000002" },
                KAUNTA_BILL_PAID);
}

static void
reverse (TestCounter *counter, const char *receipt)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaApproval) approval = test_approve (counter, "2001", "9034", &error);

  g_assert_no_error (error);
  test_reverse (counter, receipt, "Wrong payer", approval, &error);
  g_assert_no_error (error);
}

static void
close_till (TestCounter *counter)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaApproval) approval = test_approve (counter, "2001", "9034", &error);
  g_autoptr (KauntaClosing) closing = NULL;
  KauntaCount count = { { 0 } };
  gint64 expected = 0;

  g_assert_true (
      kaunta_till_get_expected (kaunta_desk_get_till (counter->desk), KAUNTA_TENDER_CASH, &expected, &error));
  count = test_count_shillings (expected / 100);
  test_count_till (counter, &count, &error);
  g_assert_no_error (error);
  closing = test_close_till (counter, NULL, approval, &error);
  g_assert_no_error (error);
  for (KauntaTender tender = 0; tender < KAUNTA_N_TENDERS; tender++)
    g_assert_cmpint (closing->variance[tender], ==, 0);
}

/* ---- What the portal holds at the end ---- */

static void
assert_portal_agrees (Office *office, TestCounter *counter)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = test_portal_read_entries (office->portal, kaunta_desk_get_device (counter->desk));
  g_autoptr (KauntaVerifier) verifier = kaunta_verifier_new (NULL);
  gint64 seq = test_counter_get_seq (counter);

  g_assert_cmpuint (entries->len, ==, seq);
  for (guint i = 0; i < entries->len; i++)
    {
      KauntaEntry *there = entries->pdata[i];
      g_autoptr (KauntaEntry) here = test_counter_get_entry (counter, seq - there->seq);

      g_assert_cmpint (there->seq, ==, i + 1);
      g_assert_true (g_bytes_equal (here->body, there->body));
      kaunta_verifier_feed (verifier, there->body, there->sig, &error);
      g_assert_no_error (error);
    }
  kaunta_verifier_finish (verifier, &error);
  g_assert_no_error (error);
}

static void
goes_on_without_the_portal_and_agrees_in_the_end (Office *office, gconstpointer unused)
{
  TestCounter *first = &office->first;
  TestCounter *second = &office->second;
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaPayer) company = NULL;
  g_autoptr (KauntaPayer) citizen = NULL;
  g_autoptr (KauntaBill) elsewhere = NULL;
  g_autoptr (KauntaBill) parted = NULL;
  g_autoptr (KauntaPayment) part = NULL;
  g_autoptr (KauntaPayment) rest = NULL;
  g_autoptr (KauntaPayment) there = NULL;
  g_autoptr (KauntaFindings) found = NULL;

  begin (first, "1007", "4071");
  begin (second, "1012", "5128");
  sell_for_cash (first, "20000001", "NRB-ID1");
  sell_for_cash (first, "otieno grace akinyi", "NRB-ID1");
  sell_for_cash (first, "600001", "047-PRK-HOUR");
  company = serve (second, "PVT-TEST002");
  elsewhere = charge (second, company, "047-RATES");

  go_offline (office);
  sell_three_lines (first);
  sell_to_a_stranger (first);
  citizen = serve (first, "20000002");
  parted = charge (first, citizen, "NRB-ID1");
  part = take (first, parted, (KauntaMoney){ KAUNTA_TENDER_CASH, "100", "", NULL, NULL },
               KAUNTA_BILL_PART_PAID);
  test_counter_restart (first);
  test_sign_in (first, "1007", "4071", &error);
  g_assert_no_error (error);
  g_assert_cmpint (kaunta_desk_get_till (first->desk)->payments, ==, 7);

  go_online (office);
  rest = take (first, parted, (KauntaMoney){ KAUNTA_TENDER_CASH, "", "", NULL, NULL }, KAUNTA_BILL_PAID);
  found = test_find (first, elsewhere->number, &error);
  g_assert_no_error (error);
  g_assert_nonnull (found->bill);
  there = take (first, found->bill, (KauntaMoney){ KAUNTA_TENDER_CASH, "", "", NULL, NULL }, KAUNTA_BILL_PAID);
  reverse (first, there->receipt);
  close_till (first);
  close_till (second);

  wait_until_acknowledged (first);
  wait_until_acknowledged (second);
  assert_portal_agrees (office, first);
  assert_portal_agrees (office, second);
}

static KauntaPayer *
make_newcomer (gpointer data, GError **error)
{
  gboolean *made = data;

  if (*made)
    return NULL;
  *made = TRUE;
  return kaunta_payer_new (KAUNTA_PAYER_CITIZEN, "31313131", "Zawadi Newcomer", NULL, NULL, NULL, 0, 0);
}

/* After the counters filled their registers, and told to none. */
static void
register_newcomer (Office *office)
{
  g_autoptr (GError) error = NULL;
  gboolean made = FALSE;
  gint64 count = 0;

  kaunta_portal_storage_import_payers (test_portal_get_storage (office->portal), make_newcomer, &made, &count,
                                       &error);
  g_assert_no_error (error);
}

static void
asks_the_portal_for_what_is_not_here (Office *office, gconstpointer unused)
{
  TestCounter *first = &office->first;
  TestCounter *second = &office->second;
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaPayer) payer = NULL;
  g_autoptr (KauntaBill) bill = NULL;
  g_autoptr (KauntaFindings) newcomer = NULL;
  g_autoptr (KauntaFindings) known = NULL;
  g_autoptr (KauntaFindings) elsewhere = NULL;

  register_newcomer (office);
  newcomer = test_find (first, "31313131", &error);
  g_assert_no_error (error);
  g_assert_true (newcomer->from_portal);
  g_assert_cmpuint (newcomer->payers->len, ==, 1);
  known = test_find (first, "20000001", &error);
  g_assert_no_error (error);
  g_assert_false (known->from_portal);
  g_assert_cmpuint (known->payers->len, ==, 1);

  begin (second, "1012", "5128");
  payer = serve (second, "20000001");
  bill = charge (second, payer, "047-RATES");
  wait_until_acknowledged (second);
  elsewhere = test_find (first, bill->number, &error);
  g_assert_no_error (error);
  g_assert_true (elsewhere->from_portal);
  g_assert_cmpstr (elsewhere->bill->number, ==, bill->number);
}

static void
a_refused_code_leaves_a_machine_that_is_no_counter (Office *office, gconstpointer unused)
{
  TestCounter machine = { NULL };
  g_autoptr (GError) error = NULL;

  test_counter_set_up_unenrolled (&machine, office->clock);
  g_assert_false (
      test_enrol (&machine, test_portal_get_url (office->portal), "0000000000000000", "Counter 3", &error));
  g_assert_nonnull (error);
  g_assert_false (kaunta_desk_get_enrolled (machine.desk));
  g_clear_error (&error);
  g_assert_false (test_enrol (&machine, "http://example.org", "0000000000000000", "Counter 3", &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_false (test_sign_in (&machine, "1007", "4071", &error));
  g_assert_error (error, KAUNTA_DESK_ERROR, KAUNTA_DESK_ERROR_PIN);
  test_counter_tear_down (&machine, NULL);
}

/* With a till open: the day goes on in the later epoch, and after a refused code as if nothing had been asked. */
static void
a_counter_that_is_enrolled_again_goes_on (Office *office, gconstpointer unused)
{
  TestCounter *counter = &office->first;
  const char *url = test_portal_get_url (office->portal);
  g_autofree char *device = g_strdup (kaunta_desk_get_device (counter->desk));
  g_autofree char *code = test_portal_create_code (office->portal, device);
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaPayer) payer = NULL;
  g_autoptr (KauntaBill) bill = NULL;

  begin (counter, "1007", "4071");
  g_assert_false (test_enrol (counter, url, "0000000000000000", "Counter 1", &error));
  g_assert_nonnull (error);
  g_assert_true (kaunta_desk_get_can_sell (counter->desk));
  wait_until_acknowledged (counter);

  g_clear_error (&error);
  test_enrol (counter, url, code, "Counter 1", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (kaunta_desk_get_device (counter->desk), ==, device);
  g_assert_true (kaunta_desk_get_can_sell (counter->desk));
  payer = serve (counter, "20000001");
  bill = charge (counter, payer, "047-RATES");
  wait_until_acknowledged (counter);
  g_assert_cmpint (test_portal_verify (office->portal, device), ==, test_counter_get_seq (counter));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/day/goes-on-without-the-portal-and-agrees-in-the-end", Office, NULL, set_up,
              goes_on_without_the_portal_and_agrees_in_the_end, tear_down);
  g_test_add ("/day/asks-the-portal-for-what-is-not-here", Office, NULL, set_up,
              asks_the_portal_for_what_is_not_here, tear_down);
  g_test_add ("/day/a-refused-code-leaves-a-machine-that-is-no-counter", Office, NULL, set_up,
              a_refused_code_leaves_a_machine_that_is_no_counter, tear_down);
  g_test_add ("/day/a-counter-that-is-enrolled-again-goes-on", Office, NULL, set_up,
              a_counter_that_is_enrolled_again_goes_on, tear_down);

  return g_test_run ();
}
