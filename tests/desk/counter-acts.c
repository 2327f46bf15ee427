/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "catalogue.h"
#include "counter.h"
#include "waiting.h"

/* Calls kaunta_desk_NAME_async() with what is given and waits: "result" is what its finish takes. */
#define START(name, ...)                                                                                       \
  g_autoptr (GAsyncResult) result = NULL;                                                                      \
  kaunta_desk_##name##_async (self->desk, ##__VA_ARGS__, NULL, test_keep_result_cb, &result);                  \
  test_wait_for_result (&result)

gboolean
test_enrol (TestCounter *self, const char *url, const char *code, const char *name, GError **error)
{
  START (enrol, url, code, name);
  return kaunta_desk_enrol_finish (self->desk, result, error);
}

gboolean
test_sign_in (TestCounter *self, const char *number, const char *pin, GError **error)
{
  START (sign_in, number, pin);
  return kaunta_desk_sign_in_finish (self->desk, result, error);
}

gboolean
test_sign_out (TestCounter *self, GError **error)
{
  START (sign_out, "asked");
  return kaunta_desk_sign_out_finish (self->desk, result, error);
}

KauntaApproval *
test_approve (TestCounter *self, const char *number, const char *pin, GError **error)
{
  START (approve, number, pin);
  return kaunta_desk_approve_finish (self->desk, result, error);
}

gboolean
test_open_till (TestCounter *self, const KauntaCount *count, KauntaApproval *approval, GError **error)
{
  START (open_till, count, approval);
  return kaunta_desk_open_till_finish (self->desk, result, error);
}

gboolean
test_count_till (TestCounter *self, const KauntaCount *count, GError **error)
{
  START (count_till, count);
  return kaunta_desk_count_till_finish (self->desk, result, error);
}

KauntaClosing *
test_close_till (TestCounter *self, const char *reason, KauntaApproval *approval, GError **error)
{
  START (close_till, reason, approval);
  return kaunta_desk_close_till_finish (self->desk, result, error);
}

KauntaTill *
test_read_till (TestCounter *self, gint64 hours[24][KAUNTA_N_TENDERS], GError **error)
{
  START (read_till);
  return kaunta_desk_read_till_finish (self->desk, result, hours, error);
}

KauntaFindings *
test_find (TestCounter *self, const char *typed, GError **error)
{
  START (find, typed);
  return kaunta_desk_find_finish (self->desk, result, error);
}

KauntaPayerSheet *
test_open_payer (TestCounter *self, KauntaPayer *payer, const char *why, GError **error)
{
  START (open_payer, payer, why);
  return kaunta_desk_open_payer_finish (self->desk, result, error);
}

GPtrArray *
test_get_services (TestCounter *self, GError **error)
{
  START (get_services);
  return kaunta_desk_get_services_finish (self->desk, result, error);
}

KauntaBill *
test_raise (TestCounter *self, KauntaBasket *basket, GError **error)
{
  START (raise_bill, basket);
  return kaunta_desk_raise_bill_finish (self->desk, result, error);
}

gboolean
test_cancel (TestCounter *self,
             const char *number,
             const char *reason,
             KauntaApproval *approval,
             GError **error)
{
  START (cancel_bill, number, reason, approval);
  return kaunta_desk_cancel_bill_finish (self->desk, result, error);
}

KauntaBill *
test_open_bill (TestCounter *self, const char *number, GPtrArray **payments, GError **error)
{
  START (open_bill, number);
  return kaunta_desk_open_bill_finish (self->desk, result, payments, error);
}

GPtrArray *
test_find_bills (TestCounter *self, const char *text, guint states, gint64 counts[4], GError **error)
{
  START (find_bills, text, states, FALSE, 100, 0);
  return kaunta_desk_find_bills_finish (self->desk, result, counts, error);
}

gboolean
test_get_tenders (TestCounter *self,
                  KauntaBill *bill,
                  KauntaTenderSet *allowed,
                  char *reasons[KAUNTA_N_TENDERS],
                  GError **error)
{
  START (get_tenders, bill);
  return kaunta_desk_get_tenders_finish (self->desk, result, allowed, reasons, error);
}

KauntaPayment *
test_take (TestCounter *self, KauntaBill *bill, KauntaMoney money, KauntaBill **after, GError **error)
{
  START (take_payment, bill, &money);
  return kaunta_desk_take_payment_finish (self->desk, result, after, error);
}

gboolean
test_reverse (TestCounter *self,
              const char *receipt,
              const char *reason,
              KauntaApproval *approval,
              GError **error)
{
  START (reverse, receipt, reason, approval);
  return kaunta_desk_reverse_finish (self->desk, result, error);
}

KauntaReceipt *
test_print (TestCounter *self, const char *receipt, KauntaApproval *approval, GError **error)
{
  START (print_receipt, receipt, approval);
  return kaunta_desk_print_receipt_finish (self->desk, result, error);
}

KauntaReceipt *
test_show (TestCounter *self, const char *receipt, GError **error)
{
  START (show_receipt, receipt);
  return kaunta_desk_show_receipt_finish (self->desk, result, error);
}

/* ---- What must succeed ---- */

KauntaApproval *
test_get_approval (TestCounter *self)
{
  g_autoptr (GError) error = NULL;
  KauntaApproval *approval = test_approve (self, "2001", "1002", &error);

  g_assert_no_error (error);
  return approval;
}

void
test_begin_day (TestCounter *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaApproval) approval = NULL;
  const KauntaCount count = test_count_shillings (2000);

  test_sign_in (self, "1001", "1001", &error);
  g_assert_no_error (error);
  approval = test_get_approval (self);
  test_open_till (self, &count, approval, &error);
  g_assert_no_error (error);
  g_assert_true (kaunta_desk_get_can_sell (self->desk));
}

KauntaPayer *
test_make_payer (void)
{
  return kaunta_payer_new (KAUNTA_PAYER_CITIZEN, "01234567", "Wanjiku Kamau", "254712345678", NULL, "Westlands",
                           0, 0);
}

KauntaBill *
test_sell (TestCounter *self, KauntaService *service)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaService) owned = service;
  g_autoptr (KauntaPayer) payer = test_make_payer ();
  g_autoptr (KauntaBasket) basket = kaunta_basket_new (payer);
  KauntaBill *bill = NULL;

  kaunta_basket_add (basket, owned, "2026-11-23", "1", "100", &error);
  g_assert_no_error (error);
  bill = test_raise (self, basket, &error);
  g_assert_no_error (error);
  return bill;
}

KauntaPayment *
test_pay_cash (TestCounter *self, KauntaBill *bill)
{
  g_autoptr (GError) error = NULL;
  KauntaPayment *payment = test_take (self, bill, (KauntaMoney){ .tender = KAUNTA_TENDER_CASH }, NULL, &error);

  g_assert_no_error (error);
  return payment;
}

KauntaCount
test_count_shillings (gint64 shillings)
{
  KauntaCount count = { 0 };

  g_assert_cmpint (shillings % 10, ==, 0);
  for (guint i = 0; i < KAUNTA_N_DENOMINATIONS; i++)
    {
      if (kaunta_denominations[i] == 100000)
        count.pieces[i] = shillings / 1000;
      if (kaunta_denominations[i] == 1000)
        count.pieces[i] = shillings % 1000 / 10;
    }
  return count;
}
