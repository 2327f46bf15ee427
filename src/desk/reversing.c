/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "paying-private.h"

typedef struct
{
  char *clerk;
  char *approver;
  char *receipt;
  char *reason;
} Reversing;

static void
free_reversing (gpointer data)
{
  Reversing *reversing = data;

  g_free (reversing->clerk);
  g_free (reversing->approver);
  g_free (reversing->receipt);
  g_free (reversing->reason);
  g_free (reversing);
}

static gpointer
reverse (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  Reversing *reversing = data;
  g_autoptr (KauntaPayment) payment = kaunta_ledger_get_payment (ledger, reversing->receipt, error);
  g_autoptr (KauntaFact) fact = NULL;

  if (payment == NULL)
    return NULL;

  fact = kaunta_fact_new_payment_reversed (payment->receipt, payment->amount, reversing->reason);
  return kaunta_desk_append (ledger, reversing->clerk, reversing->approver, fact, error);
}

void
kaunta_desk_reverse_async (KauntaDesk *self,
                           const char *receipt,
                           const char *reason,
                           KauntaApproval *approval,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autofree char *clean_reason = NULL;
  g_autofree char *approver = NULL;
  Reversing *reversing = NULL;

  g_return_if_fail (KAUNTA_IS_DESK (self));
  g_return_if_fail (receipt != NULL);

  task = kaunta_desk_begin (self, kaunta_desk_reverse_async, cancellable, callback, user_data);
  if (!kaunta_desk_require_seller (self, task))
    return;
  approver = kaunta_desk_use_approval_for (self, approval, reason, &clean_reason, task);
  if (approver == NULL)
    return;

  reversing = g_new0 (Reversing, 1);
  reversing->clerk = g_strdup (self->clerk->number);
  reversing->approver = g_steal_pointer (&approver);
  reversing->receipt = g_strdup (receipt);
  reversing->reason = g_steal_pointer (&clean_reason);
  kaunta_desk_act_on_bills (g_steal_pointer (&task), reverse, reversing, free_reversing,
                            (GDestroyNotify) kaunta_entry_unref);
}

gboolean
kaunta_desk_reverse_finish (KauntaDesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return kaunta_desk_write_finish (result, error);
}
