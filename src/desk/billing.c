/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "billing.h"

#include <glib/gi18n-lib.h>

#include "desk-private.h"
#include "row.h"

/* ---- Raising ---- */

typedef struct
{
  char *clerk;
  KauntaBill *draft;
} Raising;

static void
free_raising (gpointer data)
{
  Raising *raising = data;

  g_free (raising->clerk);
  kaunta_bill_unref (raising->draft);
  g_free (raising);
}

static gpointer
raise_bill (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  Raising *raising = data;
  g_autoptr (KauntaFact) fact = kaunta_fact_new_bill_raised (raising->draft);
  g_autoptr (KauntaEntry) entry = kaunta_desk_append (ledger, raising->clerk, NULL, fact, error);

  return entry != NULL
             ? kaunta_fact_read_bill_raised (entry->data, entry->device, entry->clerk, entry->at, error)
             : NULL;
}

static KauntaBill *
draft_bill (KauntaBasket *basket, GError **error)
{
  GListModel *rows = kaunta_basket_get_lines (basket);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_bill_line_unref);

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (KauntaRow) row = g_list_model_get_item (rows, i);

      g_ptr_array_add (lines, kaunta_bill_line_ref (kaunta_row_get (row, KAUNTA_TYPE_BILL_LINE)));
    }

  return kaunta_bill_new (NULL, NULL, kaunta_basket_get_payer (basket), lines, 0, NULL, error);
}

void
kaunta_desk_raise_bill_async (KauntaDesk *self,
                              KauntaBasket *basket,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GError) cause = NULL;
  KauntaBill *draft = NULL;
  Raising *raising = NULL;

  g_return_if_fail (KAUNTA_IS_DESK (self));
  g_return_if_fail (KAUNTA_IS_BASKET (basket));

  task = kaunta_desk_begin (self, kaunta_desk_raise_bill_async, cancellable, callback, user_data);
  if (!kaunta_desk_require_seller (self, task))
    return;
  draft = draft_bill (basket, &cause);
  if (draft == NULL)
    {
      kaunta_desk_refuse_field (task, cause);
      return;
    }

  raising = g_new0 (Raising, 1);
  raising->clerk = g_strdup (self->clerk->number);
  raising->draft = draft;
  kaunta_desk_act_on_bills (g_steal_pointer (&task), raise_bill, raising, free_raising,
                            (GDestroyNotify) kaunta_bill_unref);
}

KauntaBill *
kaunta_desk_raise_bill_finish (KauntaDesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- Cancelling ---- */

void
kaunta_desk_cancel_bill_async (KauntaDesk *self,
                               const char *number,
                               const char *reason,
                               KauntaApproval *approval,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autofree char *clean_reason = NULL;
  g_autofree char *approver = NULL;

  g_return_if_fail (KAUNTA_IS_DESK (self));
  g_return_if_fail (number != NULL);

  task = kaunta_desk_begin (self, kaunta_desk_cancel_bill_async, cancellable, callback, user_data);
  if (!kaunta_desk_require_clerk (self, task))
    return;
  approver = kaunta_desk_use_approval_for (self, approval, reason, &clean_reason, task);
  if (approver == NULL)
    return;

  kaunta_desk_write (g_steal_pointer (&task), self->clerk->number, approver,
                     kaunta_fact_new_bill_cancelled (number, clean_reason));
}

gboolean
kaunta_desk_cancel_bill_finish (KauntaDesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return kaunta_desk_write_finish (result, error);
}

/* ---- One bill ---- */

typedef struct
{
  KauntaBill *bill;
  GPtrArray *payments;
} OpenedBill;

static void
free_opened_bill (gpointer data)
{
  OpenedBill *opened = data;

  g_clear_pointer (&opened->bill, kaunta_bill_unref);
  g_clear_pointer (&opened->payments, g_ptr_array_unref);
  g_free (opened);
}

static gpointer
open_bill (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  const char *number = data;
  OpenedBill *opened = NULL;
  g_autoptr (GPtrArray) payments = NULL;
  g_autoptr (KauntaBill) bill = kaunta_ledger_get_bill (ledger, number, error);

  if (bill == NULL)
    return NULL;
  payments = kaunta_ledger_get_payments (ledger, number, error);
  if (payments == NULL)
    return NULL;

  opened = g_new0 (OpenedBill, 1);
  opened->bill = g_steal_pointer (&bill);
  opened->payments = g_steal_pointer (&payments);
  return opened;
}

void
kaunta_desk_open_bill_async (KauntaDesk *self,
                             const char *number,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_return_if_fail (KAUNTA_IS_DESK (self));
  g_return_if_fail (number != NULL);

  kaunta_desk_read (kaunta_desk_begin (self, kaunta_desk_open_bill_async, cancellable, callback, user_data),
                    open_bill, g_strdup (number), g_free, free_opened_bill);
}

KauntaBill *
kaunta_desk_open_bill_finish (KauntaDesk *self, GAsyncResult *result, GPtrArray **payments, GError **error)
{
  KauntaBill *bill = NULL;
  OpenedBill *opened = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  opened = g_task_propagate_pointer (G_TASK (result), error);
  if (opened == NULL)
    return NULL;

  bill = g_steal_pointer (&opened->bill);
  if (payments != NULL)
    *payments = g_steal_pointer (&opened->payments);
  free_opened_bill (opened);
  return bill;
}
