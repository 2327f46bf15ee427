/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "hand-entry-dialog.h"

#include <glib/gi18n-lib.h>
#include "field.h"
#include "identifier.h"

struct _KauntaHandEntryDialog
{
  AdwWindow parent_instance;

  GtkCheckButton *citizen;
  GtkCheckButton *foreigner;
  GtkCheckButton *entity;
  GtkCheckButton *other;
  GtkEntry *number;
  GtkLabel *number_error;
  GtkLabel *number_warning;
  GtkEntry *name;
  GtkLabel *name_error;
  GtkEntry *phone;
  GtkLabel *phone_error;
  GtkEntry *kra_pin;
  GtkLabel *kra_pin_error;

  GTask *task; /* (owned) (nullable): NULL once it was answered */
};

G_DEFINE_FINAL_TYPE (KauntaHandEntryDialog, kaunta_hand_entry_dialog, ADW_TYPE_WINDOW)

static const char *
get_text (GtkEntry *entry)
{
  return gtk_editable_get_text (GTK_EDITABLE (entry));
}

static KauntaPayerKind
get_kind (KauntaHandEntryDialog *self)
{
  if (gtk_check_button_get_active (self->foreigner))
    return KAUNTA_PAYER_FOREIGNER;
  if (gtk_check_button_get_active (self->entity))
    return KAUNTA_PAYER_ENTITY;
  return gtk_check_button_get_active (self->other) ? KAUNTA_PAYER_OTHER : KAUNTA_PAYER_CITIZEN;
}

static void
clear_errors (KauntaHandEntryDialog *self)
{
  kaunta_field_set_error (GTK_WIDGET (self->number), self->number_error, NULL);
  kaunta_field_set_error (GTK_WIDGET (self->name), self->name_error, NULL);
  kaunta_field_set_error (GTK_WIDGET (self->phone), self->phone_error, NULL);
  kaunta_field_set_error (GTK_WIDGET (self->kra_pin), self->kra_pin_error, NULL);
}

static void
show_mistake (KauntaHandEntryDialog *self, const char *field, const char *sentence)
{
  if (g_strcmp0 (field, "name") == 0)
    kaunta_field_set_error (GTK_WIDGET (self->name), self->name_error, sentence);
  else if (g_strcmp0 (field, "phone") == 0)
    kaunta_field_set_error (GTK_WIDGET (self->phone), self->phone_error, sentence);
  else if (g_strcmp0 (field, "kra_pin") == 0)
    kaunta_field_set_error (GTK_WIDGET (self->kra_pin), self->kra_pin_error, sentence);
  else
    kaunta_field_set_error (GTK_WIDGET (self->number), self->number_error, sentence);
}

static void
field_changed_cb (KauntaHandEntryDialog *self)
{
  clear_errors (self);
}

static void
number_changed_cb (KauntaHandEntryDialog *self)
{
  clear_errors (self);
  kaunta_field_set_error (NULL, self->number_warning, NULL);
}

/* An odd shape is told once the number is complete, not while it grows. */
static void
show_warning (KauntaHandEntryDialog *self)
{
  g_autofree char *warning = NULL;

  /* The focus also leaves the number when the dialog goes away. */
  if (self->number == NULL)
    return;
  if (*get_text (self->number) != '\0')
    warning = kaunta_identifier_warning (get_kind (self), get_text (self->number));
  kaunta_field_set_error (NULL, self->number_warning, warning);
}

static void
field_activated_cb (KauntaHandEntryDialog *self)
{
  gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}

static void
use_activated_cb (KauntaHandEntryDialog *self)
{
  const char *field = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaPayer) payer = NULL;
  g_autoptr (GTask) task = NULL;

  clear_errors (self);
  payer = kaunta_payer_new_from_typed (get_kind (self), get_text (self->number), get_text (self->name),
                                       get_text (self->phone),
                                       get_text (self->kra_pin), &field, &error);
  if (payer == NULL)
    {
      show_mistake (self, field, error->message);
      return;
    }
  task = g_steal_pointer (&self->task);
  gtk_window_close (GTK_WINDOW (self));
  if (task != NULL)
    g_task_return_pointer (task, g_steal_pointer (&payer), (GDestroyNotify) kaunta_payer_unref);
}

static void
use_action_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  use_activated_cb (KAUNTA_HAND_ENTRY_DIALOG (widget));
}

static gboolean
close_requested_cb (KauntaHandEntryDialog *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);

  if (task != NULL)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Nobody was entered."));
  return GDK_EVENT_PROPAGATE;
}

static void
kaunta_hand_entry_dialog_dispose (GObject *object)
{
  KauntaHandEntryDialog *self = KAUNTA_HAND_ENTRY_DIALOG (object);

  close_requested_cb (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), KAUNTA_TYPE_HAND_ENTRY_DIALOG);
  G_OBJECT_CLASS (kaunta_hand_entry_dialog_parent_class)->dispose (object);
}

static void
kaunta_hand_entry_dialog_class_init (KauntaHandEntryDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kaunta_hand_entry_dialog_dispose;

  gtk_widget_class_install_action (widget_class, "hand-entry.use", NULL, use_action_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, "hand-entry.use",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);

  gtk_widget_class_set_template_from_resource (widget_class, "/ke/go/kaunta/Kaunta/ui/hand-entry-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, KauntaHandEntryDialog, citizen);
  gtk_widget_class_bind_template_child (widget_class, KauntaHandEntryDialog, foreigner);
  gtk_widget_class_bind_template_child (widget_class, KauntaHandEntryDialog, entity);
  gtk_widget_class_bind_template_child (widget_class, KauntaHandEntryDialog, other);
  gtk_widget_class_bind_template_child (widget_class, KauntaHandEntryDialog, number);
  gtk_widget_class_bind_template_child (widget_class, KauntaHandEntryDialog, number_error);
  gtk_widget_class_bind_template_child (widget_class, KauntaHandEntryDialog, number_warning);
  gtk_widget_class_bind_template_child (widget_class, KauntaHandEntryDialog, name);
  gtk_widget_class_bind_template_child (widget_class, KauntaHandEntryDialog, name_error);
  gtk_widget_class_bind_template_child (widget_class, KauntaHandEntryDialog, phone);
  gtk_widget_class_bind_template_child (widget_class, KauntaHandEntryDialog, phone_error);
  gtk_widget_class_bind_template_child (widget_class, KauntaHandEntryDialog, kra_pin);
  gtk_widget_class_bind_template_child (widget_class, KauntaHandEntryDialog, kra_pin_error);
  gtk_widget_class_bind_template_callback (widget_class, number_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, field_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_warning);
  gtk_widget_class_bind_template_callback (widget_class, field_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, use_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_requested_cb);
}

static void
kaunta_hand_entry_dialog_init (KauntaHandEntryDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_check_button_set_label (self->citizen, kaunta_payer_kind_to_label (KAUNTA_PAYER_CITIZEN));
  gtk_check_button_set_label (self->foreigner, kaunta_payer_kind_to_label (KAUNTA_PAYER_FOREIGNER));
  gtk_check_button_set_label (self->entity, kaunta_payer_kind_to_label (KAUNTA_PAYER_ENTITY));
  gtk_check_button_set_label (self->other, kaunta_payer_kind_to_label (KAUNTA_PAYER_OTHER));
}

static void
place_typed (KauntaHandEntryDialog *self, const char *typed)
{
  g_autofree char *key = NULL;

  switch (kaunta_query_recognise (typed, &key, NULL))
    {
    case KAUNTA_QUERY_NAME:
      gtk_editable_set_text (GTK_EDITABLE (self->name), typed);
      break;
    case KAUNTA_QUERY_PHONE:
      gtk_editable_set_text (GTK_EDITABLE (self->phone), typed);
      break;
    case KAUNTA_QUERY_IDENTIFIER:
      gtk_editable_set_text (GTK_EDITABLE (self->number), typed);
      break;
    case KAUNTA_QUERY_NOTHING:
    case KAUNTA_QUERY_BILL:
    case KAUNTA_QUERY_RECEIPT:
    default:
      break;
    }
}

void
kaunta_hand_entry_dialog_ask_async (GtkWidget *parent, const char *typed, GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  KauntaHandEntryDialog *self = NULL;

  g_return_if_fail (GTK_IS_WIDGET (parent));
  g_return_if_fail (typed != NULL);

  self = g_object_new (KAUNTA_TYPE_HAND_ENTRY_DIALOG, "transient-for", gtk_widget_get_root (parent), NULL);
  self->task = g_task_new (parent, NULL, callback, user_data);
  g_task_set_source_tag (self->task, kaunta_hand_entry_dialog_ask_async);
  place_typed (self, typed);
  gtk_window_present (GTK_WINDOW (self));
}

KauntaPayer *
kaunta_hand_entry_dialog_ask_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, kaunta_hand_entry_dialog_ask_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
