/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "money.h"
#include "paying-private.h"

#define HASH_DIGITS 16

typedef struct
{
  char *receipt;
  char *counter_name;
  char *clerk;    /* (nullable): only shown */
  char *approver; /* (nullable) */
} Wanted;

static void
free_wanted (gpointer data)
{
  Wanted *wanted = data;

  g_free (wanted->receipt);
  g_free (wanted->counter_name);
  g_free (wanted->clerk);
  g_free (wanted->approver);
  g_free (wanted);
}

/* What was paid on the bill before @payment, from every counter known of. */
static gboolean
sum_paid_before (KauntaLedger *ledger, const KauntaPayment *payment, gint64 *cents, GError **error)
{
  g_autoptr (GPtrArray) payments = kaunta_ledger_get_payments (ledger, payment->bill, error);
  gint64 sum = 0;

  if (payments == NULL)
    return FALSE;

  for (guint i = 0; i < payments->len; i++)
    {
      const KauntaPayment *earlier = payments->pdata[i];

      if (g_str_equal (earlier->receipt, payment->receipt))
        break;
      if (kaunta_payment_counts (earlier) && !kaunta_cents_add (sum, earlier->amount, &sum, error))
        return FALSE;
    }

  *cents = sum;
  return TRUE;
}

/* The name that people know, or the number of one who left. */
static char *
name_clerk (KauntaLedger *ledger, const char *number)
{
  g_autoptr (KauntaStaff) staff = number != NULL ? kaunta_ledger_get_staff (ledger, number, NULL) : NULL;

  if (staff != NULL)
    return g_strdup (staff->name);
  return g_strdup (number != NULL ? number : "");
}

static void
fill_head (KauntaReceipt *receipt, KauntaLedger *ledger, const char *counter_name)
{
  g_autoptr (KauntaPolicy) policy = kaunta_ledger_get_policy (ledger, NULL);

  receipt->county_name = g_strdup (policy != NULL ? policy->county_name : "");
  receipt->office_name = g_strdup (policy != NULL ? policy->office_name : "");
  receipt->counter_name = g_strdup (counter_name);
}

/* (transfer full): without its copy number */
static KauntaReceipt *
make_receipt (KauntaLedger *ledger, const Wanted *wanted, GError **error)
{
  g_autoptr (KauntaReceipt) receipt = kaunta_receipt_new ();
  g_autoptr (KauntaEntry) entry = NULL;
  g_autofree char *hash = NULL;

  receipt->payment = kaunta_ledger_get_payment (ledger, wanted->receipt, error);
  if (receipt->payment == NULL)
    return NULL;
  receipt->bill = kaunta_ledger_get_bill (ledger, receipt->payment->bill, error);
  if (receipt->bill == NULL || !sum_paid_before (ledger, receipt->payment, &receipt->paid_before, error))
    return NULL;
  entry = kaunta_ledger_get_payment_entry (ledger, wanted->receipt, error);
  if (entry == NULL)
    return NULL;

  hash = kaunta_hash_to_hex (entry->hash);
  receipt->hash = g_strndup (hash, HASH_DIGITS);
  receipt->clerk_name = name_clerk (ledger, receipt->payment->clerk);
  fill_head (receipt, ledger, wanted->counter_name);
  return g_steal_pointer (&receipt);
}

static gpointer
show_receipt (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  KauntaReceipt *receipt = make_receipt (ledger, data, error);

  if (receipt != NULL)
    receipt->copy = MAX (receipt->payment->copies, 1);
  return receipt;
}

/* Commit, then tell: a copy that the journal doesn't know of never reaches the printer. */
static gpointer
print_receipt (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  Wanted *wanted = data;
  g_autoptr (KauntaReceipt) receipt = make_receipt (ledger, wanted, error);
  g_autoptr (KauntaFact) fact = NULL;
  g_autoptr (KauntaEntry) entry = NULL;

  if (receipt == NULL)
    return NULL;

  receipt->copy = receipt->payment->copies + 1;
  fact = kaunta_fact_new_receipt_printed (wanted->receipt, receipt->copy);
  if (wanted->approver == NULL && kaunta_fact_needs_approver (fact->type, fact->data, -1))
    {
      g_set_error_literal (
          error, KAUNTA_DESK_ERROR, KAUNTA_DESK_ERROR_ROLE,
          _("From the third copy of a receipt on, a supervisor must approve. Nothing was printed."));
      return NULL;
    }

  entry = kaunta_desk_append (ledger, wanted->clerk, wanted->approver, fact, error);
  return entry != NULL ? g_steal_pointer (&receipt) : NULL;
}

static Wanted *
make_wanted (KauntaDesk *self, const char *receipt)
{
  Wanted *wanted = g_new0 (Wanted, 1);

  wanted->receipt = g_strdup (receipt);
  wanted->counter_name = g_strdup (self->enrolment.name);
  return wanted;
}

void
kaunta_desk_print_receipt_async (KauntaDesk *self,
                                 const char *receipt,
                                 KauntaApproval *approval,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autofree char *approver = NULL;
  Wanted *wanted = NULL;

  g_return_if_fail (KAUNTA_IS_DESK (self));
  g_return_if_fail (receipt != NULL);

  task = kaunta_desk_begin (self, kaunta_desk_print_receipt_async, cancellable, callback, user_data);
  if (!kaunta_desk_require_clerk (self, task))
    return;
  if (approval != NULL)
    {
      approver = kaunta_desk_use_approval (self, approval, task);
      if (approver == NULL)
        return;
    }

  wanted = make_wanted (self, receipt);
  wanted->clerk = g_strdup (self->clerk->number);
  wanted->approver = g_steal_pointer (&approver);
  kaunta_desk_act (g_steal_pointer (&task), print_receipt, wanted, free_wanted,
                   (GDestroyNotify) kaunta_receipt_unref);
}

KauntaReceipt *
kaunta_desk_print_receipt_finish (KauntaDesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
kaunta_desk_show_receipt_async (KauntaDesk *self,
                                const char *receipt,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (KAUNTA_IS_DESK (self));
  g_return_if_fail (receipt != NULL);

  kaunta_desk_read (kaunta_desk_begin (self, kaunta_desk_show_receipt_async, cancellable, callback, user_data),
                    show_receipt, make_wanted (self, receipt), free_wanted,
                    (GDestroyNotify) kaunta_receipt_unref);
}

KauntaReceipt *
kaunta_desk_show_receipt_finish (KauntaDesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
