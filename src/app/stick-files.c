/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "stick-files.h"

#include <glib/gi18n-lib.h>
#include "stick.h"

typedef struct
{
  KauntaDesk *desk;
  GtkFileChooserNative *chooser; /* (nullable): while it is open */
} Transfer;

static void
transfer_free (Transfer *transfer)
{
  g_object_unref (transfer->desk);
  g_clear_object (&transfer->chooser);
  g_free (transfer);
}

/* Closes the chooser. The path that was chosen, (transfer full); NULL when @task was finished. */
static char *
take_path (GTask *task, GtkNativeDialog *dialog, int response)
{
  Transfer *transfer = g_task_get_task_data (task);
  g_autoptr (GFile) file = NULL;
  char *path = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  path = file != NULL ? g_file_get_path (file) : NULL;
  gtk_native_dialog_hide (dialog);
  g_clear_object (&transfer->chooser);

  if (file == NULL)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("No file was chosen. Nothing was changed."));
  else if (path == NULL)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                             _("Choose a folder of this computer or of a stick. Nothing was changed."));
  return path;
}

static GTask *
begin (GtkWindow *parent, gpointer tag, KauntaDesk *desk, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (parent, NULL, callback, user_data);
  Transfer *transfer = g_new0 (Transfer, 1);

  g_task_set_source_tag (task, tag);
  transfer->desk = g_object_ref (desk);
  g_task_set_task_data (task, transfer, (GDestroyNotify) transfer_free);
  return task;
}

/* Takes @task. */
static void
ask (GTask *task, GtkFileChooserNative *chooser, GCallback chosen)
{
  Transfer *transfer = g_task_get_task_data (task);

  transfer->chooser = chooser;
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect (chooser, "response", chosen, task);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
carry_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  char *sentence = kaunta_desk_save_carry_finish (KAUNTA_DESK (source), result, &error);

  if (sentence != NULL)
    g_task_return_pointer (task, sentence, g_free);
  else
    g_task_return_error (task, error);
}

static void
place_chosen_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Transfer *transfer = g_task_get_task_data (task);
  g_autofree char *path = take_path (task, dialog, response);

  if (path != NULL)
    kaunta_desk_save_carry_async (transfer->desk, path, NULL, carry_saved_cb, g_object_ref (task));
}

void
kaunta_stick_save_async (GtkWindow *parent, KauntaDesk *desk, GAsyncReadyCallback callback, gpointer user_data)
{
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (_("Save to a Stick"), parent, GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"),
                                                               _("_Cancel"));
  g_autofree char *name = kaunta_desk_suggest_carry_name (desk);

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  ask (begin (parent, kaunta_stick_save_async, desk, callback, user_data), chooser, G_CALLBACK (place_chosen_cb));
}

char *
kaunta_stick_save_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, kaunta_stick_save_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
answer_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  char *sentence = kaunta_desk_read_answer_finish (KAUNTA_DESK (source), result, &error);

  if (sentence != NULL)
    g_task_return_pointer (task, sentence, g_free);
  else
    g_task_return_error (task, error);
}

static void
answer_chosen_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Transfer *transfer = g_task_get_task_data (task);
  g_autofree char *path = take_path (task, dialog, response);

  if (path != NULL)
    kaunta_desk_read_answer_async (transfer->desk, path, NULL, answer_read_cb, g_object_ref (task));
}

static void
add_filter (GtkFileChooserNative *chooser, const char *name, const char *pattern)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  gtk_file_filter_add_pattern (filter, pattern);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), filter);
}

void
kaunta_stick_read_async (GtkWindow *parent, KauntaDesk *desk, GAsyncReadyCallback callback, gpointer user_data)
{
  GtkFileChooserNative *chooser
      = gtk_file_chooser_native_new (_("Read an Answer"), parent, GTK_FILE_CHOOSER_ACTION_OPEN, _("_Read"), _("_Cancel"));

  add_filter (chooser, _("Answers"), "*.answer");
  add_filter (chooser, _("All files"), "*");
  ask (begin (parent, kaunta_stick_read_async, desk, callback, user_data), chooser, G_CALLBACK (answer_chosen_cb));
}

char *
kaunta_stick_read_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, kaunta_stick_read_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
