/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "receipt-step.h"

#include <glib/gi18n-lib.h>
#include "field.h"
#include "paying.h"
#include "receipt-preview.h"
#include "receipt-printing.h"
#include "receipt-saving.h"
#include "row.h"
#include "rows.h"
#include "window.h"
#include "wording.h"

struct _KauntaReceiptStep
{
  KauntaDeskBin parent_instance;

  GtkLabel *number;
  GtkLabel *paid;
  GtkWidget *change_box;
  GtkLabel *change;
  GtkLabel *state;
  GtkLabel *copies;
  GtkLabel *error;
  GtkWidget *next;
  GtkWidget *rest;
  GtkButton *print;
  GtkWidget *others;
  GtkListBox *others_list;
  KauntaReceiptPreview *preview;

  GSettings *settings;     /* (owned) */
  KauntaBill *bill;        /* (owned) (nullable) */
  GListStore *payments;    /* (owned): KauntaRow of the bill's payments */
  char *current;           /* (owned) (nullable): the receipt number shown */
  KauntaReceipt *receipt;  /* (owned) (nullable): as it would be printed now */
  gboolean just_taken;
};

G_DEFINE_FINAL_TYPE (KauntaReceiptStep, kaunta_receipt_step, KAUNTA_TYPE_DESK_BIN)

enum
{
  NEXT_CUSTOMER,
  REST_ASKED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static KauntaDesk *
get_desk (KauntaReceiptStep *self)
{
  return kaunta_desk_bin_get_desk (KAUNTA_DESK_BIN (self));
}

static KauntaPaper
get_paper (KauntaReceiptStep *self)
{
  g_autofree char *nick = g_settings_get_string (self->settings, "paper");
  KauntaPaper paper = KAUNTA_PAPER_80MM;

  kaunta_paper_from_nick (nick, &paper);
  return paper;
}

static void
show_preview (KauntaReceiptStep *self)
{
  kaunta_receipt_preview_show (self->preview, self->receipt, get_paper (self));
}

static void
show_copies (KauntaReceiptStep *self)
{
  gint64 printed = self->receipt != NULL ? self->receipt->payment->copies : 0;
  g_autofree char *text = NULL;

  if (printed <= 0)
    text = g_strdup (_("Not printed yet"));
  else
    text = g_strdup_printf (ngettext ("Printed %d time", "Printed %d times", (gulong) printed),
                            (int) printed);
  gtk_label_set_label (self->copies, text);
  gtk_button_set_label (self->print, printed > 0 ? _("Print Again") : _("Print"));
}

static void
set_receipt (KauntaReceiptStep *self, KauntaReceipt *receipt)
{
  g_clear_pointer (&self->receipt, kaunta_receipt_unref);
  self->receipt = receipt;
  show_copies (self);
  show_preview (self);
}

static void
shown_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KauntaReceiptStep) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaReceipt) receipt = kaunta_desk_show_receipt_finish (KAUNTA_DESK (source), result, &error);

  if (get_desk (self) == NULL)
    return;
  if (receipt == NULL)
    kaunta_field_set_error (NULL, self->error, error->message);
  else if (g_strcmp0 (receipt->payment->receipt, self->current) == 0)
    set_receipt (self, g_steal_pointer (&receipt));
}

static void
load_receipt (KauntaReceiptStep *self)
{
  kaunta_desk_show_receipt_async (get_desk (self), self->current, NULL, shown_cb, g_object_ref (self));
}

/* Both ways of handing a receipt out end alike: a toast, or a sentence; and one copy more. */
static void
show_issued (KauntaReceiptStep *self, const char *said, const GError *error)
{
  if (get_desk (self) == NULL)
    return;
  if (said != NULL)
    kaunta_window_toast (GTK_WIDGET (self), said);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    kaunta_field_set_error (NULL, self->error, error->message);
  load_receipt (self);
  gtk_widget_grab_focus (self->next);
}

static void
printed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *printer = kaunta_receipt_print_finish (result, &error);
  g_autofree char *said = printer != NULL ? g_strdup_printf (_("Sent to %s"), printer) : NULL;

  show_issued (KAUNTA_RECEIPT_STEP (source), said, error);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = kaunta_receipt_save_finish (result, &error);
  g_autofree char *said = name != NULL ? g_strdup_printf (_("Saved as %s"), name) : NULL;

  show_issued (KAUNTA_RECEIPT_STEP (source), said, error);
}

static void
print_action_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  KauntaReceiptStep *self = KAUNTA_RECEIPT_STEP (widget);

  kaunta_field_set_error (NULL, self->error, NULL);
  if (self->receipt != NULL)
    kaunta_receipt_print_async (widget, get_desk (self), self->receipt, get_paper (self), printed_cb, NULL);
}

static void
save_action_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  KauntaReceiptStep *self = KAUNTA_RECEIPT_STEP (widget);

  kaunta_field_set_error (NULL, self->error, NULL);
  if (self->receipt != NULL)
    kaunta_receipt_save_async (widget, get_desk (self), self->receipt, get_paper (self), saved_cb, NULL);
}

static void
next_clicked_cb (KauntaReceiptStep *self)
{
  g_signal_emit (self, signals[NEXT_CUSTOMER], 0);
}

static void
rest_clicked_cb (KauntaReceiptStep *self)
{
  g_signal_emit (self, signals[REST_ASKED], 0);
}

static const KauntaPayment *
get_payment (KauntaReceiptStep *self, guint position)
{
  g_autoptr (KauntaRow) row = g_list_model_get_item (G_LIST_MODEL (self->payments), position);

  return kaunta_row_get (row, KAUNTA_TYPE_PAYMENT);
}

static void
show_payment (KauntaReceiptStep *self, const KauntaPayment *payment)
{
  g_autofree char *amount = kaunta_money_to_text (payment->amount);
  g_autofree char *tender = kaunta_wording_tender (payment);
  g_autofree char *paid = g_strjoin (" · ", amount, tender,
                                     payment->reversed != NULL ? C_("receipt", "Reversed") : NULL, NULL);
  g_autofree char *change = kaunta_money_to_text (payment->change);
  g_autofree char *number = g_strdup_printf (_("Receipt %s"), payment->receipt);

  gtk_label_set_label (self->number, number);
  gtk_label_set_label (self->paid, paid);
  gtk_label_set_label (self->change, change);
  gtk_widget_set_visible (self->change_box, self->just_taken && payment->tender == KAUNTA_TENDER_CASH);
}

static void
open_payment (KauntaReceiptStep *self, const KauntaPayment *payment)
{
  g_free (self->current);
  self->current = g_strdup (payment->receipt);
  set_receipt (self, NULL);
  kaunta_field_set_error (NULL, self->error, NULL);
  show_payment (self, payment);
  load_receipt (self);
}

static void
other_activated_cb (KauntaReceiptStep *self, GtkListBoxRow *row)
{
  self->just_taken = FALSE;
  open_payment (self, get_payment (self, gtk_list_box_row_get_index (row)));
}

static GtkWidget *
create_row (gpointer item, gpointer user_data)
{
  return kaunta_payment_row_new (kaunta_row_get (item, KAUNTA_TYPE_PAYMENT));
}

static void
show_state (KauntaReceiptStep *self)
{
  gint64 due = kaunta_bill_get_due (self->bill);
  gboolean unpaid = !self->bill->cancelled && due > 0;
  g_autofree char *number = kaunta_wording_bill (self->bill);
  g_autofree char *money = kaunta_money_to_text (due);
  g_autofree char *rest = g_strdup_printf (_("%s is still due"), money);
  const char *state = kaunta_bill_state_to_label (kaunta_bill_get_state (self->bill));
  g_autofree char *text = g_strjoin (": ", number, unpaid ? rest : state, NULL);

  gtk_label_set_label (self->state, text);
  gtk_widget_set_visible (self->rest, unpaid);
}

static gboolean
kaunta_receipt_step_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (KAUNTA_RECEIPT_STEP (widget)->next);
}

static void
kaunta_receipt_step_dispose (GObject *object)
{
  KauntaReceiptStep *self = KAUNTA_RECEIPT_STEP (object);

  g_clear_object (&self->settings);
  g_clear_object (&self->payments);
  g_clear_pointer (&self->bill, kaunta_bill_unref);
  g_clear_pointer (&self->receipt, kaunta_receipt_unref);
  g_clear_pointer (&self->current, g_free);
  G_OBJECT_CLASS (kaunta_receipt_step_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/ke/go/kaunta/Kaunta/ui/receipt-step.ui");
  gtk_widget_class_bind_template_child (widget_class, KauntaReceiptStep, number);
  gtk_widget_class_bind_template_child (widget_class, KauntaReceiptStep, paid);
  gtk_widget_class_bind_template_child (widget_class, KauntaReceiptStep, change_box);
  gtk_widget_class_bind_template_child (widget_class, KauntaReceiptStep, change);
  gtk_widget_class_bind_template_child (widget_class, KauntaReceiptStep, state);
  gtk_widget_class_bind_template_child (widget_class, KauntaReceiptStep, copies);
  gtk_widget_class_bind_template_child (widget_class, KauntaReceiptStep, error);
  gtk_widget_class_bind_template_child (widget_class, KauntaReceiptStep, next);
  gtk_widget_class_bind_template_child (widget_class, KauntaReceiptStep, rest);
  gtk_widget_class_bind_template_child (widget_class, KauntaReceiptStep, print);
  gtk_widget_class_bind_template_child (widget_class, KauntaReceiptStep, others);
  gtk_widget_class_bind_template_child (widget_class, KauntaReceiptStep, others_list);
  gtk_widget_class_bind_template_child (widget_class, KauntaReceiptStep, preview);
  gtk_widget_class_bind_template_callback (widget_class, next_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, rest_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, other_activated_cb);
}

static void
kaunta_receipt_step_class_init (KauntaReceiptStepClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kaunta_receipt_step_dispose;
  widget_class->grab_focus = kaunta_receipt_step_grab_focus;

  signals[NEXT_CUSTOMER] = g_signal_new ("next-customer", KAUNTA_TYPE_RECEIPT_STEP, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL,
                                         G_TYPE_NONE, 0);
  signals[REST_ASKED] = g_signal_new ("rest-asked", KAUNTA_TYPE_RECEIPT_STEP, G_SIGNAL_RUN_LAST, 0, NULL,
                                      NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_install_action (widget_class, "receipt.print", NULL, print_action_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_p, GDK_CONTROL_MASK, "receipt.print", NULL);
  gtk_widget_class_install_action (widget_class, "receipt.save", NULL, save_action_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, GDK_CONTROL_MASK, "receipt.save", NULL);

  g_type_ensure (KAUNTA_TYPE_RECEIPT_PREVIEW);
  bind_template (widget_class);
}

static void
kaunta_receipt_step_init (KauntaReceiptStep *self)
{
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  g_autoptr (GAction) paper = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->settings = g_settings_new (KAUNTA_APPLICATION_ID);
  paper = g_settings_create_action (self->settings, "paper");
  g_action_map_add_action (G_ACTION_MAP (group), paper);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "settings", G_ACTION_GROUP (group));
  g_signal_connect_object (self->settings, "changed::paper", G_CALLBACK (show_preview), self,
                           G_CONNECT_SWAPPED);
  self->payments = g_list_store_new (KAUNTA_TYPE_ROW);
  gtk_list_box_bind_model (self->others_list, G_LIST_MODEL (self->payments), create_row, self, NULL);
}

void
kaunta_receipt_step_show (KauntaReceiptStep *self, KauntaBill *bill, GPtrArray *payments,
                          const char *receipt, gboolean just_taken)
{
  guint position = payments->len - 1;

  g_return_if_fail (KAUNTA_IS_RECEIPT_STEP (self));
  g_return_if_fail (payments->len > 0);

  kaunta_bill_ref (bill);
  g_clear_pointer (&self->bill, kaunta_bill_unref);
  self->bill = bill;
  self->just_taken = just_taken;
  kaunta_rows_replace (self->payments, KAUNTA_TYPE_PAYMENT, payments);
  gtk_widget_set_visible (self->others, payments->len > 1);
  for (guint i = 0; i < payments->len; i++)
    {
      const KauntaPayment *payment = g_ptr_array_index (payments, i);

      if (g_strcmp0 (payment->receipt, receipt) == 0)
        position = i;
    }
  gtk_list_box_select_row (self->others_list, gtk_list_box_get_row_at_index (self->others_list, position));
  show_state (self);
  open_payment (self, g_ptr_array_index (payments, position));
}
