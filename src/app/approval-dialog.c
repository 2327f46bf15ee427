/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "approval-dialog.h"

#include <glib/gi18n-lib.h>

#include "field.h"
#include "identity.h"

struct _KauntaApprovalDialog
{
  AdwWindow parent_instance;

  GtkLabel *what;
  GtkEntry *staff_number;
  GtkLabel *number_error;
  GtkEntry *pin;
  GtkLabel *error;
  GtkButton *approve;

  KauntaDesk *desk;          /* (owned) */
  GTask *task;               /* (owned) (nullable): NULL once it was answered */
  GCancellable *cancellable; /* (owned) */
};

G_DEFINE_FINAL_TYPE (KauntaApprovalDialog, kaunta_approval_dialog, ADW_TYPE_WINDOW)

static void
set_busy (KauntaApprovalDialog *self, gboolean busy)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->approve), !busy);
  gtk_editable_set_editable (GTK_EDITABLE (self->pin), !busy);
}

static void
refuse (KauntaApprovalDialog *self, const GError *error)
{
  set_busy (self, FALSE);
  gtk_editable_set_text (GTK_EDITABLE (self->pin), "");
  kaunta_field_set_error (GTK_WIDGET (self->pin), self->error, error->message);
}

static void
approved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KauntaApprovalDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaApproval) approval = NULL;
  g_autoptr (GTask) task = NULL;

  approval = kaunta_desk_approve_finish (KAUNTA_DESK (source), result, &error);
  if (self->task == NULL)
    return;
  if (approval == NULL)
    {
      refuse (self, error);
      return;
    }
  task = g_steal_pointer (&self->task);
  gtk_window_close (GTK_WINDOW (self));
  g_task_return_pointer (task, g_steal_pointer (&approval), (GDestroyNotify) kaunta_approval_unref);
}

static void
approve_activated_cb (KauntaApprovalDialog *self)
{
  const char *staff_number = gtk_editable_get_text (GTK_EDITABLE (self->staff_number));
  const char *pin = gtk_editable_get_text (GTK_EDITABLE (self->pin));

  if (!gtk_widget_get_sensitive (GTK_WIDGET (self->approve)))
    return;
  if (!kaunta_identity_check (self->staff_number, self->number_error, self->pin, self->error))
    return;
  set_busy (self, TRUE);
  kaunta_desk_approve_async (self->desk, staff_number, pin, self->cancellable, approved_cb,
                             g_object_ref (self));
}

static void
staff_number_activated_cb (KauntaApprovalDialog *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->pin));
}

static gboolean
close_requested_cb (KauntaApprovalDialog *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);

  if (task != NULL)
    {
      g_cancellable_cancel (self->cancellable);
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED,
                               _("Nobody approved it. Nothing was changed."));
    }
  return GDK_EVENT_PROPAGATE;
}

static void
kaunta_approval_dialog_dispose (GObject *object)
{
  KauntaApprovalDialog *self = KAUNTA_APPROVAL_DIALOG (object);

  close_requested_cb (self);
  g_clear_object (&self->desk);
  gtk_widget_dispose_template (GTK_WIDGET (self), KAUNTA_TYPE_APPROVAL_DIALOG);
  G_OBJECT_CLASS (kaunta_approval_dialog_parent_class)->dispose (object);
}

static void
kaunta_approval_dialog_finalize (GObject *object)
{
  KauntaApprovalDialog *self = KAUNTA_APPROVAL_DIALOG (object);

  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (kaunta_approval_dialog_parent_class)->finalize (object);
}

static void
kaunta_approval_dialog_class_init (KauntaApprovalDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kaunta_approval_dialog_dispose;
  object_class->finalize = kaunta_approval_dialog_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/ke/go/kaunta/Kaunta/ui/approval-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, KauntaApprovalDialog, what);
  gtk_widget_class_bind_template_child (widget_class, KauntaApprovalDialog, staff_number);
  gtk_widget_class_bind_template_child (widget_class, KauntaApprovalDialog, number_error);
  gtk_widget_class_bind_template_child (widget_class, KauntaApprovalDialog, pin);
  gtk_widget_class_bind_template_child (widget_class, KauntaApprovalDialog, error);
  gtk_widget_class_bind_template_child (widget_class, KauntaApprovalDialog, approve);
  gtk_widget_class_bind_template_callback (widget_class, approve_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, staff_number_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_requested_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
kaunta_approval_dialog_init (KauntaApprovalDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
kaunta_approval_dialog_ask_async (GtkWidget *parent, KauntaDesk *desk, const char *what,
                                  GAsyncReadyCallback callback, gpointer user_data)
{
  KauntaApprovalDialog *self = NULL;

  g_return_if_fail (GTK_IS_WIDGET (parent));
  g_return_if_fail (KAUNTA_IS_DESK (desk));
  g_return_if_fail (what != NULL);

  self = g_object_new (KAUNTA_TYPE_APPROVAL_DIALOG, "transient-for", gtk_widget_get_root (parent), NULL);
  self->desk = g_object_ref (desk);
  self->task = g_task_new (parent, NULL, callback, user_data);
  g_task_set_source_tag (self->task, kaunta_approval_dialog_ask_async);
  gtk_label_set_label (self->what, what);
  gtk_window_present (GTK_WINDOW (self));
}

KauntaApproval *
kaunta_approval_dialog_ask_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);
  g_return_val_if_fail (g_task_get_source_tag (G_TASK (result)) == kaunta_approval_dialog_ask_async, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
