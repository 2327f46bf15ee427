/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "receipt-saving.h"

#include <glib/gi18n-lib.h>
#include "receipt-copy.h"

typedef struct
{
  KauntaDesk *desk;
  KauntaReceipt *shown;
  KauntaPaper paper;
  GtkFileChooserNative *chooser; /* (nullable): while it is open */
  GFile *file;                   /* (nullable) */
} Saving;

static void
saving_free (Saving *saving)
{
  g_object_unref (saving->desk);
  kaunta_receipt_unref (saving->shown);
  g_clear_object (&saving->chooser);
  g_clear_object (&saving->file);
  g_free (saving);
}

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaReceipt) receipt = kaunta_receipt_copy_finish (result, &error);
  Saving *saving = g_task_get_task_data (task);

  if (receipt != NULL && kaunta_receipt_write_pdf (receipt, saving->paper, g_file_peek_path (saving->file),
                                                   &error))
    g_task_return_pointer (task, g_file_get_basename (saving->file), g_free);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
file_chosen_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Saving *saving = g_task_get_task_data (task);

  if (response == GTK_RESPONSE_ACCEPT)
    saving->file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  gtk_native_dialog_hide (dialog);
  if (saving->file == NULL)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED,
                             _("No file was chosen. Nothing was saved."));
  else if (g_file_peek_path (saving->file) == NULL)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                             _("Choose a folder on this computer. Nothing was saved."));
  else
    kaunta_receipt_copy_async (g_task_get_source_object (task), saving->desk, saving->shown, copied_cb,
                               g_object_ref (task));
  g_clear_object (&saving->chooser);
}

static void
ask_file (GTask *task)
{
  Saving *saving = g_task_get_task_data (task);
  GtkRoot *root = gtk_widget_get_root (g_task_get_source_object (task));
  g_autofree char *name = g_strdup_printf ("%s.pdf", saving->shown->payment->receipt);

  saving->chooser = gtk_file_chooser_native_new (_("Save Receipt"), GTK_WINDOW (root),
                                                 GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (saving->chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (saving->chooser), name);
  g_signal_connect (saving->chooser, "response", G_CALLBACK (file_chosen_cb), g_object_ref (task));
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (saving->chooser));
}

void
kaunta_receipt_save_async (GtkWidget *parent, KauntaDesk *desk, KauntaReceipt *shown, KauntaPaper paper,
                           GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (parent, NULL, callback, user_data);
  Saving *saving = g_new0 (Saving, 1);

  g_task_set_source_tag (task, kaunta_receipt_save_async);
  saving->desk = g_object_ref (desk);
  saving->shown = kaunta_receipt_ref (shown);
  saving->paper = paper;
  g_task_set_task_data (task, saving, (GDestroyNotify) saving_free);
  ask_file (task);
}

char *
kaunta_receipt_save_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, kaunta_receipt_save_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
