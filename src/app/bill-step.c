/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "bill-step.h"

#include <glib/gi18n-lib.h>
#include "field.h"
#include "row.h"
#include "rows.h"
#include "service-picker.h"

struct _KauntaBillStep
{
  KauntaDeskBin parent_instance;

  KauntaServicePicker *picker;
  GtkListBox *lines_list;
  GtkWidget *lines_scroller;
  GtkLabel *total;
  GtkLabel *error;
  GtkButton *raise;

  KauntaBasket *basket; /* (owned) (nullable) */
  gboolean raising;
};

G_DEFINE_FINAL_TYPE (KauntaBillStep, kaunta_bill_step, KAUNTA_TYPE_DESK_BIN)

enum
{
  RAISED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static KauntaDesk *
get_desk (KauntaBillStep *self)
{
  return kaunta_desk_bin_get_desk (KAUNTA_DESK_BIN (self));
}

static gboolean
is_empty (KauntaBillStep *self)
{
  return self->basket == NULL || g_list_model_get_n_items (kaunta_basket_get_lines (self->basket)) == 0;
}

static void
show_total (KauntaBillStep *self)
{
  gint64 cents = self->basket != NULL ? kaunta_basket_get_total (self->basket) : 0;
  g_autofree char *total = kaunta_money_to_text (cents);

  gtk_label_set_label (self->total, total);
  gtk_widget_set_visible (self->lines_scroller, !is_empty (self));
  gtk_widget_set_sensitive (GTK_WIDGET (self->raise), !is_empty (self) && !self->raising);
  kaunta_field_set_error (NULL, self->error, NULL);
}

static void
set_raising (KauntaBillStep *self, gboolean raising)
{
  self->raising = raising;
  kaunta_service_picker_set_editable (self->picker, !raising);
  show_total (self);
}

static void
raised_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KauntaBillStep) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaBill) bill = kaunta_desk_raise_bill_finish (KAUNTA_DESK (source), result, &error);

  if (get_desk (self) == NULL)
    return;
  set_raising (self, FALSE);
  if (bill != NULL)
    {
      g_signal_emit (self, signals[RAISED], 0, bill);
      return;
    }
  kaunta_field_set_error (NULL, self->error, error->message);
  gtk_widget_grab_focus (GTK_WIDGET (self->picker));
}

static void
raise_bill (KauntaBillStep *self)
{
  if (self->raising || self->basket == NULL || !kaunta_service_picker_complete (self->picker))
    return;
  if (is_empty (self))
    {
      kaunta_field_set_error (NULL, self->error, _("A bill needs at least one service. Nothing was saved."));
      return;
    }
  set_raising (self, TRUE);
  kaunta_desk_raise_bill_async (get_desk (self), self->basket, NULL, raised_cb, g_object_ref (self));
}

static void
raise_action_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  raise_bill (KAUNTA_BILL_STEP (widget));
}

static gboolean
line_key_pressed_cb (KauntaBillStep *self, guint key)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->lines_list);

  if ((key != GDK_KEY_Delete && key != GDK_KEY_KP_Delete) || row == NULL || self->raising)
    return GDK_EVENT_PROPAGATE;
  kaunta_basket_remove (self->basket, gtk_list_box_row_get_index (row));
  gtk_widget_grab_focus (GTK_WIDGET (self->picker));
  return GDK_EVENT_STOP;
}

static GtkWidget *
create_row (gpointer item, gpointer user_data)
{
  return kaunta_line_row_new (kaunta_row_get (item, KAUNTA_TYPE_BILL_LINE));
}

static gboolean
kaunta_bill_step_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (KAUNTA_BILL_STEP (widget)->picker));
}

static void
kaunta_bill_step_dispose (GObject *object)
{
  KauntaBillStep *self = KAUNTA_BILL_STEP (object);

  g_clear_object (&self->basket);
  G_OBJECT_CLASS (kaunta_bill_step_parent_class)->dispose (object);
}

static void
kaunta_bill_step_class_init (KauntaBillStepClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kaunta_bill_step_dispose;
  widget_class->grab_focus = kaunta_bill_step_grab_focus;

  signals[RAISED] = g_signal_new ("raised", KAUNTA_TYPE_BILL_STEP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, KAUNTA_TYPE_BILL);

  g_type_ensure (KAUNTA_TYPE_SERVICE_PICKER);
  gtk_widget_class_install_action (widget_class, "bill.raise", NULL, raise_action_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, "bill.raise", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Enter, GDK_CONTROL_MASK, "bill.raise", NULL);

  gtk_widget_class_set_template_from_resource (widget_class, "/ke/go/kaunta/Kaunta/ui/bill-step.ui");
  gtk_widget_class_bind_template_child (widget_class, KauntaBillStep, picker);
  gtk_widget_class_bind_template_child (widget_class, KauntaBillStep, lines_list);
  gtk_widget_class_bind_template_child (widget_class, KauntaBillStep, lines_scroller);
  gtk_widget_class_bind_template_child (widget_class, KauntaBillStep, total);
  gtk_widget_class_bind_template_child (widget_class, KauntaBillStep, error);
  gtk_widget_class_bind_template_child (widget_class, KauntaBillStep, raise);
  gtk_widget_class_bind_template_callback (widget_class, line_key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, raise_bill);
}

static void
kaunta_bill_step_init (KauntaBillStep *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
kaunta_bill_step_set_basket (KauntaBillStep *self, KauntaBasket *basket)
{
  g_return_if_fail (KAUNTA_IS_BILL_STEP (self));
  g_return_if_fail (KAUNTA_IS_BASKET (basket));

  kaunta_service_picker_set_basket (self->picker, basket);
  if (self->basket == basket)
    return;
  if (self->basket != NULL)
    g_signal_handlers_disconnect_by_func (self->basket, show_total, self);
  g_set_object (&self->basket, basket);
  g_signal_connect_object (basket, "notify::total", G_CALLBACK (show_total), self, G_CONNECT_SWAPPED);
  gtk_list_box_bind_model (self->lines_list, kaunta_basket_get_lines (basket), create_row, self, NULL);
  show_total (self);
}

gboolean
kaunta_bill_step_step_back (KauntaBillStep *self)
{
  g_return_val_if_fail (KAUNTA_IS_BILL_STEP (self), FALSE);

  return kaunta_service_picker_step_back (self->picker);
}
