/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "paying-private.h"

typedef struct
{
  char *clerk;
  char *bill;
  KauntaTender tender;
  char *amount;
  char *tendered;
  char *reference;
  char *phone;
} Paying;

static void
free_paying (gpointer data)
{
  Paying *paying = data;

  g_free (paying->clerk);
  g_free (paying->bill);
  g_free (paying->amount);
  g_free (paying->tendered);
  g_free (paying->reference);
  g_free (paying->phone);
  g_free (paying);
}

typedef struct
{
  KauntaPayment *payment;
  KauntaBill *bill;
} Paid;

static void
free_paid (gpointer data)
{
  Paid *paid = data;

  g_clear_pointer (&paid->payment, kaunta_payment_unref);
  g_clear_pointer (&paid->bill, kaunta_bill_unref);
  g_free (paid);
}

static gboolean
allows_part_payment (KauntaLedger *ledger)
{
  g_autoptr (KauntaPolicy) policy = kaunta_ledger_get_policy (ledger, NULL);

  return policy != NULL && policy->part_payment;
}

static gboolean
check_bill (const KauntaBill *bill, GError **error)
{
  if (!bill->cancelled)
    return TRUE;

  g_set_error_literal (
      error, KAUNTA_DESK_ERROR, KAUNTA_DESK_ERROR_POLICY,
      _("This bill was cancelled, so it can’t be paid. Nothing was saved. Raise a new bill."));
  return FALSE;
}

static gboolean
check_tender (KauntaLedger *ledger, const KauntaBill *bill, KauntaTender tender, GError **error)
{
  g_autoptr (KauntaTenderPolicy) policy = kaunta_tender_policy_read (ledger, bill, error);

  if (policy == NULL)
    return FALSE;
  if ((policy->allowed & 1u << tender) != 0)
    return TRUE;

  g_set_error_literal (error, KAUNTA_DESK_ERROR, KAUNTA_DESK_ERROR_POLICY, policy->reasons[tender]);
  return FALSE;
}

/* A code pays once: the same one again is a mistake or a fraud. */
static gboolean
check_reference (KauntaLedger *ledger, const KauntaPayment *draft, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (KauntaPayment) earlier = NULL;

  if (draft->reference == NULL)
    return TRUE;
  earlier = kaunta_ledger_find_reference (ledger, draft->tender, draft->reference, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (earlier == NULL)
    return TRUE;

  g_set_error (error, KAUNTA_DESK_ERROR, KAUNTA_DESK_ERROR_FIELD,
               _("This %s reference was already used for receipt %s. Nothing was saved."),
               kaunta_tender_to_label (draft->tender), earlier->receipt);
  return FALSE;
}

/* The bill as it is now decides, not the one that the window shows: it may have been paid meanwhile. */
static KauntaPayment *
draft_payment (KauntaLedger *ledger, const Paying *paying, const KauntaBill *bill, GError **error)
{
  const KauntaMoney money = { paying->tender, paying->amount, paying->tendered, paying->reference,
                              paying->phone };
  const char *field = NULL;
  g_autoptr (KauntaPayment) draft = NULL;

  if (!check_bill (bill, error) || !check_tender (ledger, bill, paying->tender, error))
    return NULL;

  draft = kaunta_money_read (&money, kaunta_bill_get_due (bill), allows_part_payment (ledger), &field, error);
  if (draft == NULL || !check_reference (ledger, draft, error))
    return NULL;

  draft->bill = g_strdup (bill->number);
  return g_steal_pointer (&draft);
}

/* The payment is on disk: that the bill can't be read again is no reason to say it was not taken. */
static Paid *
read_back (KauntaLedger *ledger, KauntaBill *before, const KauntaEntry *entry, GError **error)
{
  Paid *paid = NULL;
  g_autoptr (KauntaPayment) payment = kaunta_fact_read_payment_taken (entry->data, entry->device, entry->clerk,
                                                                      entry->till, entry->at, error);

  if (payment == NULL)
    return NULL;

  paid = g_new0 (Paid, 1);
  paid->payment = g_steal_pointer (&payment);
  paid->bill = kaunta_ledger_get_bill (ledger, before->number, NULL);
  if (paid->bill == NULL)
    paid->bill = kaunta_bill_ref (before);
  return paid;
}

static gpointer
take_payment (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  Paying *paying = data;
  g_autoptr (KauntaBill) bill = kaunta_ledger_get_bill (ledger, paying->bill, error);
  g_autoptr (KauntaPayment) draft = NULL;
  g_autoptr (KauntaFact) fact = NULL;
  g_autoptr (KauntaEntry) entry = NULL;

  if (bill == NULL)
    return NULL;
  draft = draft_payment (ledger, paying, bill, error);
  if (draft == NULL)
    return NULL;
  fact = kaunta_fact_new_payment_taken (draft);
  entry = kaunta_desk_append (ledger, paying->clerk, NULL, fact, error);
  if (entry == NULL)
    return NULL;

  return read_back (ledger, bill, entry, error);
}

void
kaunta_desk_take_payment_async (KauntaDesk *self,
                                KauntaBill *bill,
                                const KauntaMoney *money,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Paying *paying = NULL;

  g_return_if_fail (KAUNTA_IS_DESK (self));
  g_return_if_fail (bill != NULL && bill->number != NULL);
  g_return_if_fail (money != NULL && money->tender < KAUNTA_N_TENDERS);

  task = kaunta_desk_begin (self, kaunta_desk_take_payment_async, cancellable, callback, user_data);
  if (!kaunta_desk_require_seller (self, task))
    return;

  paying = g_new0 (Paying, 1);
  paying->clerk = g_strdup (self->clerk->number);
  paying->bill = g_strdup (bill->number);
  paying->tender = money->tender;
  paying->amount = g_strdup (money->amount);
  paying->tendered = g_strdup (money->tendered);
  paying->reference = g_strdup (money->reference);
  paying->phone = g_strdup (money->phone);
  kaunta_desk_act_on_bills (g_steal_pointer (&task), take_payment, paying, free_paying, free_paid);
}

KauntaPayment *
kaunta_desk_take_payment_finish (KauntaDesk *self, GAsyncResult *result, KauntaBill **bill, GError **error)
{
  KauntaPayment *payment = NULL;
  Paid *paid = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  paid = g_task_propagate_pointer (G_TASK (result), error);
  if (paid == NULL)
    return NULL;

  payment = g_steal_pointer (&paid->payment);
  if (bill != NULL)
    *bill = g_steal_pointer (&paid->bill);
  free_paid (paid);
  return payment;
}
