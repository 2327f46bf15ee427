/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "reason-dialog.h"

#include <glib/gi18n-lib.h>

#include "desk.h"
#include "field.h"

/* More than any reason may have, so that what is too long is seen to be; and not without end, because a
 * megabyte that was pasted would take a while to draw. */
#define MAX_CHARS 1000
/* As wide as the dialog likes to be. */
#define WIDTH_CHARS 40

typedef struct
{
  AdwMessageDialog *dialog; /* (unowned): this lives as long as it */
  GtkWidget *entry;
  GtkLabel *error;
  GTask *task; /* (owned) */
} Asking;

static void
asking_free (gpointer data, GClosure *closure)
{
  Asking *asking = data;

  g_object_unref (asking->task);
  g_free (asking);
}

static void
show_mistake (Asking *asking, gboolean may_be_empty)
{
  g_autoptr (GError) error = NULL;
  const char *reason = gtk_editable_get_text (GTK_EDITABLE (asking->entry));
  gboolean fits = kaunta_desk_check_reason (reason, &error);
  gboolean told = !fits && !(may_be_empty && *reason == '\0');

  adw_message_dialog_set_response_enabled (asking->dialog, "go-on", fits);
  kaunta_field_mark (asking->entry, told);
  kaunta_field_set_error (NULL, asking->error, told ? error->message : NULL);
}

static void
reason_changed_cb (Asking *asking)
{
  show_mistake (asking, TRUE);
}

static void
reason_activated_cb (Asking *asking)
{
  show_mistake (asking, FALSE);
}

static void
responded_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  Asking *asking = user_data;

  if (g_str_equal (response, "go-on"))
    g_task_return_pointer (asking->task, g_strdup (gtk_editable_get_text (GTK_EDITABLE (asking->entry))),
                           g_free);
  else
    g_task_return_new_error (asking->task, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Nothing was changed."));
}

static GtkWidget *
reason_box_new (Asking *asking)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  asking->entry = gtk_entry_new ();
  gtk_entry_set_max_length (GTK_ENTRY (asking->entry), MAX_CHARS);
  gtk_entry_set_activates_default (GTK_ENTRY (asking->entry), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (asking->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Reason"),
                                  -1);
  asking->error = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (asking->error, TRUE);
  gtk_label_set_xalign (asking->error, 0);
  gtk_label_set_max_width_chars (asking->error, WIDTH_CHARS);
  gtk_widget_add_css_class (GTK_WIDGET (asking->error), "error");
  gtk_widget_set_visible (GTK_WIDGET (asking->error), FALSE);
  gtk_box_append (GTK_BOX (box), asking->entry);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (asking->error));
  return box;
}

void
kaunta_reason_dialog_ask_async (GtkWidget *parent, const char *heading, const char *act,
                                GAsyncReadyCallback callback, gpointer user_data)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (parent)), heading,
                                              _("Why? The reason is kept for good."));
  Asking *asking = g_new0 (Asking, 1);

  asking->dialog = ADW_MESSAGE_DIALOG (dialog);
  asking->task = g_task_new (parent, NULL, callback, user_data);
  g_task_set_source_tag (asking->task, kaunta_reason_dialog_ask_async);
  adw_message_dialog_set_extra_child (asking->dialog, reason_box_new (asking));
  adw_message_dialog_add_responses (asking->dialog, "keep", _("Keep It"), "go-on", act, NULL);
  adw_message_dialog_set_response_appearance (asking->dialog, "go-on", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_response_enabled (asking->dialog, "go-on", FALSE);
  adw_message_dialog_set_default_response (asking->dialog, "go-on");
  adw_message_dialog_set_close_response (asking->dialog, "keep");
  g_signal_connect_data (dialog, "response", G_CALLBACK (responded_cb), asking, asking_free, 0);
  g_signal_connect_swapped (asking->entry, "changed", G_CALLBACK (reason_changed_cb), asking);
  g_signal_connect_swapped (asking->entry, "activate", G_CALLBACK (reason_activated_cb), asking);
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (asking->entry);
}

char *
kaunta_reason_dialog_ask_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, kaunta_reason_dialog_ask_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
