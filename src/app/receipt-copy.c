/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "receipt-copy.h"

#include <glib/gi18n-lib.h>
#include "approval-dialog.h"

/* Original and one duplicate are a clerk's own business; the third copy on is not. */
#define LAST_FREE_COPY 2

typedef struct
{
  KauntaDesk *desk;
  char *number;
} Copying;

static void
copying_free (Copying *copying)
{
  g_object_unref (copying->desk);
  g_free (copying->number);
  g_free (copying);
}

static void
printed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaReceipt) receipt = kaunta_desk_print_receipt_finish (KAUNTA_DESK (source), result, &error);

  if (receipt != NULL)
    g_task_return_pointer (task, g_steal_pointer (&receipt), (GDestroyNotify) kaunta_receipt_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
note_copy (GTask *task, KauntaApproval *approval)
{
  Copying *copying = g_task_get_task_data (task);

  kaunta_desk_print_receipt_async (copying->desk, copying->number, approval, NULL, printed_cb,
                                   g_object_ref (task));
}

static void
approved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaApproval) approval = kaunta_approval_dialog_ask_finish (result, &error);

  if (approval != NULL)
    note_copy (task, approval);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
kaunta_receipt_copy_async (GtkWidget *parent, KauntaDesk *desk, KauntaReceipt *shown,
                           GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (parent, NULL, callback, user_data);
  Copying *copying = g_new0 (Copying, 1);
  gint64 copy = shown->payment->copies + 1;
  g_autofree char *what = NULL;

  g_task_set_source_tag (task, kaunta_receipt_copy_async);
  copying->desk = g_object_ref (desk);
  copying->number = g_strdup (shown->payment->receipt);
  g_task_set_task_data (task, copying, (GDestroyNotify) copying_free);
  if (copy <= LAST_FREE_COPY)
    {
      note_copy (task, NULL);
      return;
    }
  what = g_strdup_printf (_("Print copy %d of receipt %s"), (int) copy, copying->number);
  kaunta_approval_dialog_ask_async (parent, desk, what, approved_cb, g_object_ref (task));
}

KauntaReceipt *
kaunta_receipt_copy_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, kaunta_receipt_copy_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
