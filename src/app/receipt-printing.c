/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "receipt-printing.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <gtk/gtkunixprint.h>
#include "receipt-copy.h"

/* GtkPrintOperation crashes in GTK 4.8 when it is told to print on a named printer: the dialog and the job
 * are used by themselves. */

typedef struct
{
  KauntaDesk *desk;
  KauntaReceipt *shown;
  KauntaPaper paper;
  GtkPrinter *printer;        /* (nullable) */
  GtkPrintSettings *settings; /* (nullable) */
  char *path;                 /* (nullable): the PDF on its way to the printer */
} Printing;

static void
printing_free (Printing *printing)
{
  if (printing->path != NULL)
    g_unlink (printing->path);
  g_object_unref (printing->desk);
  kaunta_receipt_unref (printing->shown);
  g_clear_object (&printing->printer);
  g_clear_object (&printing->settings);
  g_free (printing->path);
  g_free (printing);
}

/* The paper is what the drawing needs, whatever size the printer thinks it holds. */
static GtkPageSetup *
page_setup_new (const KauntaReceipt *receipt, KauntaPaper paper)
{
  GtkPageSetup *setup = gtk_page_setup_new ();
  g_autoptr (GtkPaperSize) size = NULL;
  double width = 0;
  double height = 0;

  kaunta_receipt_measure (receipt, paper, &width, &height);
  if (paper == KAUNTA_PAPER_A5)
    size = gtk_paper_size_new (GTK_PAPER_NAME_A5);
  else
    size = gtk_paper_size_new_custom ("receipt-80mm", _("Receipt roll, 80 mm"), width, height,
                                      GTK_UNIT_POINTS);
  gtk_page_setup_set_paper_size (setup, size);
  gtk_page_setup_set_top_margin (setup, 0, GTK_UNIT_POINTS);
  gtk_page_setup_set_bottom_margin (setup, 0, GTK_UNIT_POINTS);
  gtk_page_setup_set_left_margin (setup, 0, GTK_UNIT_POINTS);
  gtk_page_setup_set_right_margin (setup, 0, GTK_UNIT_POINTS);
  return setup;
}

static void
sent_cb (GtkPrintJob *job, gpointer user_data, const GError *error)
{
  g_autoptr (GTask) task = g_object_ref (user_data);
  Printing *printing = g_task_get_task_data (task);

  if (error == NULL)
    {
      g_task_return_pointer (task, g_strdup (gtk_printer_get_name (printing->printer)), g_free);
      return;
    }
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED,
                           _("The printer did not take the receipt (%s). The payment is safe; print it again."),
                           error->message);
}

static gboolean
write_pdf (Printing *printing, const KauntaReceipt *receipt, GError **error)
{
  int handle = g_file_open_tmp ("kaunta-XXXXXX.pdf", &printing->path, error);

  if (handle < 0)
    return FALSE;
  g_close (handle, NULL);
  return kaunta_receipt_write_pdf (receipt, printing->paper, printing->path, error);
}

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaReceipt) receipt = kaunta_receipt_copy_finish (result, &error);
  g_autoptr (GtkPageSetup) setup = NULL;
  g_autoptr (GtkPrintJob) job = NULL;
  Printing *printing = g_task_get_task_data (task);

  if (receipt == NULL || !write_pdf (printing, receipt, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  setup = page_setup_new (receipt, printing->paper);
  gtk_print_settings_set_paper_size (printing->settings, gtk_page_setup_get_paper_size (setup));
  job = gtk_print_job_new (receipt->payment->receipt, printing->printer, printing->settings, setup);
  if (!gtk_print_job_set_source_file (job, printing->path, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    gtk_print_job_send (job, sent_cb, g_object_ref (task), g_object_unref);
}

static void
printer_chosen_cb (GtkDialog *dialog, int response, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Printing *printing = g_task_get_task_data (task);
  GtkPrinter *printer = gtk_print_unix_dialog_get_selected_printer (GTK_PRINT_UNIX_DIALOG (dialog));

  if (response == GTK_RESPONSE_OK && printer != NULL)
    {
      printing->printer = g_object_ref (printer);
      printing->settings = gtk_print_unix_dialog_get_settings (GTK_PRINT_UNIX_DIALOG (dialog));
    }
  gtk_window_destroy (GTK_WINDOW (dialog));
  if (printing->printer == NULL)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED,
                             _("No printer was chosen. Nothing was printed."));
  else if (!gtk_printer_accepts_pdf (printing->printer))
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                             _("This printer does not take PDF. Nothing was printed; choose another one, or "
                               "save the receipt as a file."));
  else
    kaunta_receipt_copy_async (g_task_get_source_object (task), printing->desk, printing->shown, copied_cb,
                               g_object_ref (task));
}

static void
ask_printer (GTask *task)
{
  Printing *printing = g_task_get_task_data (task);
  GtkRoot *root = gtk_widget_get_root (g_task_get_source_object (task));
  g_autoptr (GtkPageSetup) setup = page_setup_new (printing->shown, printing->paper);
  g_autofree char *title = g_strdup_printf (_("Print Receipt %s"), printing->shown->payment->receipt);
  GtkWidget *dialog = gtk_print_unix_dialog_new (title, GTK_WINDOW (root));

  gtk_window_set_modal (GTK_WINDOW (dialog), TRUE);
  gtk_print_unix_dialog_set_page_setup (GTK_PRINT_UNIX_DIALOG (dialog), setup);
  gtk_print_unix_dialog_set_manual_capabilities (GTK_PRINT_UNIX_DIALOG (dialog),
                                                 GTK_PRINT_CAPABILITY_GENERATE_PDF);
  g_signal_connect (dialog, "response", G_CALLBACK (printer_chosen_cb), g_object_ref (task));
  gtk_window_present (GTK_WINDOW (dialog));
}

void
kaunta_receipt_print_async (GtkWidget *parent, KauntaDesk *desk, KauntaReceipt *shown, KauntaPaper paper,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (parent, NULL, callback, user_data);
  Printing *printing = g_new0 (Printing, 1);

  g_task_set_source_tag (task, kaunta_receipt_print_async);
  printing->desk = g_object_ref (desk);
  printing->shown = kaunta_receipt_ref (shown);
  printing->paper = paper;
  g_task_set_task_data (task, printing, (GDestroyNotify) printing_free);
  ask_printer (task);
}

char *
kaunta_receipt_print_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, kaunta_receipt_print_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
