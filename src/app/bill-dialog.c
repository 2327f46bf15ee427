/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "bill-dialog.h"

#include <glib/gi18n-lib.h>

#include "approval-dialog.h"
#include "billing.h"
#include "clock.h"
#include "field.h"
#include "number.h"
#include "paying.h"
#include "reason-dialog.h"
#include "receipt-printing.h"
#include "row.h"
#include "rows.h"
#include "window.h"
#include "wording.h"

struct _KauntaBillDialog
{
  AdwWindow parent_instance;

  GtkLabel *payer;
  GtkLabel *payer_number;
  GtkLabel *state;
  GtkLabel *raised;
  GtkLabel *total;
  GtkLabel *due;
  GtkListBox *lines_list;
  GtkWidget *payments;
  GtkListBox *payments_list;
  GtkLabel *error;
  GtkWidget *pay;
  GtkWidget *cancel_bill;

  KauntaDesk *desk;          /* (owned) (nullable) */
  char *number;              /* (owned) */
  KauntaBill *bill;          /* (owned) (nullable): NULL until it was read */
  GListStore *lines;         /* (owned): KauntaRow of a line */
  GListStore *payment_rows;  /* (owned): KauntaRow of a payment */
};

G_DEFINE_FINAL_TYPE (KauntaBillDialog, kaunta_bill_dialog, ADW_TYPE_WINDOW)

/* What is being undone: a payment, or the bill when there is no receipt. */
typedef struct
{
  char *receipt; /* (nullable) */
  char *what;
  char *reason;
} Undoing;

static void
undoing_free (Undoing *undoing)
{
  g_free (undoing->receipt);
  g_free (undoing->what);
  g_free (undoing->reason);
  g_free (undoing);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Undoing, undoing_free)

static void
show_error (KauntaBillDialog *self, const GError *error)
{
  if (error == NULL || !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    kaunta_field_set_error (NULL, self->error, error != NULL ? error->message : NULL);
}

/* ---- What the bill says ---- */

static GtkWidget *
action_button_new (const char *label, const char *action, const char *receipt)
{
  GtkWidget *button = gtk_button_new_with_label (label);
  g_autofree char *name = g_strdup_printf ("%s %s", label, receipt);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", receipt);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return button;
}

/* Receipts are printed and reversed where they were given. */
static GtkWidget *
create_payment_row (gpointer item, gpointer user_data)
{
  KauntaBillDialog *self = user_data;
  const KauntaPayment *payment = kaunta_row_get (item, KAUNTA_TYPE_PAYMENT);
  GtkWidget *row = kaunta_payment_row_new (payment);

  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  if (g_strcmp0 (payment->device, kaunta_desk_get_device (self->desk)) != 0)
    return row;
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             action_button_new (_("Print"), "bill.print", payment->receipt));
  if (kaunta_payment_counts (payment))
    adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                               action_button_new (_("Reverse…"), "bill.reverse", payment->receipt));
  return row;
}

static GtkWidget *
create_line_row (gpointer item, gpointer user_data)
{
  GtkWidget *row = kaunta_line_row_new (kaunta_row_get (item, KAUNTA_TYPE_BILL_LINE));

  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  return row;
}

static void
show_people (KauntaBillDialog *self)
{
  g_autofree char *payer = kaunta_wording_payer (self->bill->payer);
  g_autofree char *time = kaunta_time_display (self->bill->raised_at);
  g_autofree char *known = kaunta_time_display (self->bill->known);
  g_autofree char *raised = NULL;

  if (self->bill->known > 0)
    raised = g_strdup_printf (_("Raised at counter %s on %s, as the portal told on %s"), self->bill->device,
                              time, known);
  else
    raised = g_strdup_printf (_("Raised at this counter on %s"), time);
  gtk_label_set_label (self->payer, self->bill->payer->name);
  gtk_label_set_label (self->payer_number, payer);
  gtk_label_set_label (self->raised, raised);
}

static void
show_bill (KauntaBillDialog *self, GPtrArray *payments)
{
  gint64 due = self->bill->cancelled ? 0 : kaunta_bill_get_due (self->bill);
  g_autofree char *total = kaunta_money_to_text (self->bill->total);
  g_autofree char *rest = kaunta_money_to_text (due);
  KauntaBillState state = kaunta_bill_get_state (self->bill);

  show_people (self);
  gtk_label_set_label (self->state, kaunta_bill_state_to_label (state));
  gtk_label_set_label (self->total, total);
  gtk_label_set_label (self->due, rest);
  kaunta_rows_replace (self->lines, KAUNTA_TYPE_BILL_LINE, self->bill->lines);
  kaunta_rows_replace (self->payment_rows, KAUNTA_TYPE_PAYMENT, payments);
  gtk_widget_set_visible (self->payments, payments->len > 0);
  gtk_widget_set_visible (self->pay, due > 0);
  gtk_widget_set_visible (self->cancel_bill, state == KAUNTA_BILL_OPEN);
  gtk_widget_grab_focus (due > 0 ? self->pay : GTK_WIDGET (self));
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KauntaBillDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) payments = NULL;
  g_autoptr (KauntaBill) bill = kaunta_desk_open_bill_finish (KAUNTA_DESK (source), result, &payments,
                                                              &error);

  if (self->desk == NULL)
    return;
  if (bill == NULL)
    {
      show_error (self, error);
      return;
    }
  g_clear_pointer (&self->bill, kaunta_bill_unref);
  self->bill = g_steal_pointer (&bill);
  show_bill (self, payments);
}

static void
load_bill (KauntaBillDialog *self)
{
  kaunta_desk_open_bill_async (self->desk, self->number, NULL, opened_cb, g_object_ref (self));
}

/* ---- Undoing ---- */

static void
finish_undoing (KauntaBillDialog *self, gboolean done, const GError *error)
{
  if (self->desk == NULL)
    return;
  if (done)
    load_bill (self);
  else
    show_error (self, error);
}

static void
reversed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KauntaBillDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = kaunta_desk_reverse_finish (KAUNTA_DESK (source), result, &error);

  finish_undoing (self, done, error);
}

static void
cancelled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KauntaBillDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = kaunta_desk_cancel_bill_finish (KAUNTA_DESK (source), result, &error);

  finish_undoing (self, done, error);
}

static void
approved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  KauntaBillDialog *self = KAUNTA_BILL_DIALOG (source);
  g_autoptr (Undoing) undoing = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaApproval) approval = kaunta_approval_dialog_ask_finish (result, &error);

  if (approval == NULL || self->desk == NULL)
    return;
  if (undoing->receipt != NULL)
    kaunta_desk_reverse_async (self->desk, undoing->receipt, undoing->reason, approval, NULL, reversed_cb,
                               g_object_ref (self));
  else
    kaunta_desk_cancel_bill_async (self->desk, self->number, undoing->reason, approval, NULL, cancelled_cb,
                                   g_object_ref (self));
}

static void
reason_given_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  KauntaBillDialog *self = KAUNTA_BILL_DIALOG (source);
  g_autoptr (Undoing) undoing = user_data;
  g_autoptr (GError) error = NULL;

  undoing->reason = kaunta_reason_dialog_ask_finish (result, &error);
  if (undoing->reason == NULL || self->desk == NULL)
    return;
  kaunta_approval_dialog_ask_async (GTK_WIDGET (self), self->desk, undoing->what, approved_cb, undoing);
  undoing = NULL;
}

static const KauntaPayment *
find_payment (KauntaBillDialog *self, const char *receipt)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->payment_rows));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (KauntaRow) row = g_list_model_get_item (G_LIST_MODEL (self->payment_rows), i);
      const KauntaPayment *payment = kaunta_row_get (row, KAUNTA_TYPE_PAYMENT);

      if (g_str_equal (payment->receipt, receipt))
        return payment;
    }
  return NULL;
}

static void
reverse_action_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  KauntaBillDialog *self = KAUNTA_BILL_DIALOG (widget);
  const KauntaPayment *payment = find_payment (self, g_variant_get_string (parameter, NULL));
  Undoing *undoing = NULL;
  g_autofree char *amount = NULL;

  if (payment == NULL)
    return;
  show_error (self, NULL);
  amount = kaunta_money_to_text (payment->amount);
  undoing = g_new0 (Undoing, 1);
  undoing->receipt = g_strdup (payment->receipt);
  undoing->what = g_strdup_printf (_("Reverse receipt %s, %s"), payment->receipt, amount);
  kaunta_reason_dialog_ask_async (widget, undoing->what, _("Reverse"), reason_given_cb, undoing);
}

static void
cancel_action_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  KauntaBillDialog *self = KAUNTA_BILL_DIALOG (widget);
  g_autofree char *amount = NULL;
  g_autofree char *number = NULL;
  Undoing *undoing = NULL;

  if (self->bill == NULL)
    return;
  show_error (self, NULL);
  amount = kaunta_money_to_text (self->bill->total);
  number = kaunta_bill_number_display (self->number);
  undoing = g_new0 (Undoing, 1);
  undoing->what = g_strdup_printf (_("Cancel bill %s, %s"), number, amount);
  kaunta_reason_dialog_ask_async (widget, undoing->what, _("Cancel the Bill"), reason_given_cb, undoing);
}

/* ---- The other acts ---- */

static void
printed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  KauntaBillDialog *self = KAUNTA_BILL_DIALOG (source);
  g_autoptr (GError) error = NULL;
  g_autofree char *printer = kaunta_receipt_print_finish (result, &error);

  if (self->desk != NULL && printer == NULL)
    show_error (self, error);
}

static void
receipt_shown_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KauntaBillDialog) self = user_data;
  g_autoptr (GSettings) settings = g_settings_new (KAUNTA_APPLICATION_ID);
  g_autofree char *nick = g_settings_get_string (settings, "paper");
  KauntaPaper paper = KAUNTA_PAPER_80MM;
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaReceipt) receipt = kaunta_desk_show_receipt_finish (KAUNTA_DESK (source), result, &error);

  if (self->desk == NULL)
    return;
  if (receipt == NULL)
    {
      show_error (self, error);
      return;
    }
  kaunta_paper_from_nick (nick, &paper);
  kaunta_receipt_print_async (GTK_WIDGET (self), self->desk, receipt, paper, printed_cb, NULL);
}

static void
print_action_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  KauntaBillDialog *self = KAUNTA_BILL_DIALOG (widget);

  show_error (self, NULL);
  kaunta_desk_show_receipt_async (self->desk, g_variant_get_string (parameter, NULL), NULL,
                                  receipt_shown_cb, g_object_ref (self));
}

static void
pay_clicked_cb (KauntaBillDialog *self)
{
  KauntaWindow *window = KAUNTA_WINDOW (gtk_window_get_transient_for (GTK_WINDOW (self)));
  g_autofree char *number = g_strdup (self->number);

  gtk_window_close (GTK_WINDOW (self));
  kaunta_window_show_bill (window, number);
}

static void
kaunta_bill_dialog_dispose (GObject *object)
{
  KauntaBillDialog *self = KAUNTA_BILL_DIALOG (object);

  g_clear_object (&self->desk);
  gtk_widget_dispose_template (GTK_WIDGET (self), KAUNTA_TYPE_BILL_DIALOG);
  g_clear_object (&self->lines);
  g_clear_object (&self->payment_rows);
  g_clear_pointer (&self->bill, kaunta_bill_unref);
  g_clear_pointer (&self->number, g_free);
  G_OBJECT_CLASS (kaunta_bill_dialog_parent_class)->dispose (object);
}

static void
kaunta_bill_dialog_class_init (KauntaBillDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kaunta_bill_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/ke/go/kaunta/Kaunta/ui/bill-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, KauntaBillDialog, payer);
  gtk_widget_class_bind_template_child (widget_class, KauntaBillDialog, payer_number);
  gtk_widget_class_bind_template_child (widget_class, KauntaBillDialog, state);
  gtk_widget_class_bind_template_child (widget_class, KauntaBillDialog, raised);
  gtk_widget_class_bind_template_child (widget_class, KauntaBillDialog, total);
  gtk_widget_class_bind_template_child (widget_class, KauntaBillDialog, due);
  gtk_widget_class_bind_template_child (widget_class, KauntaBillDialog, lines_list);
  gtk_widget_class_bind_template_child (widget_class, KauntaBillDialog, payments);
  gtk_widget_class_bind_template_child (widget_class, KauntaBillDialog, payments_list);
  gtk_widget_class_bind_template_child (widget_class, KauntaBillDialog, error);
  gtk_widget_class_bind_template_child (widget_class, KauntaBillDialog, pay);
  gtk_widget_class_bind_template_child (widget_class, KauntaBillDialog, cancel_bill);
  gtk_widget_class_bind_template_callback (widget_class, pay_clicked_cb);

  gtk_widget_class_install_action (widget_class, "bill.reverse", "s", reverse_action_cb);
  gtk_widget_class_install_action (widget_class, "bill.print", "s", print_action_cb);
  gtk_widget_class_install_action (widget_class, "bill.cancel", NULL, cancel_action_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
kaunta_bill_dialog_init (KauntaBillDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->lines = g_list_store_new (KAUNTA_TYPE_ROW);
  self->payment_rows = g_list_store_new (KAUNTA_TYPE_ROW);
  gtk_list_box_bind_model (self->lines_list, G_LIST_MODEL (self->lines), create_line_row, self, NULL);
  gtk_list_box_bind_model (self->payments_list, G_LIST_MODEL (self->payment_rows), create_payment_row, self,
                           NULL);
}

void
kaunta_bill_dialog_open (GtkWidget *parent, KauntaDesk *desk, const char *number)
{
  KauntaBillDialog *self = NULL;
  g_autofree char *display = NULL;
  g_autofree char *title = NULL;

  g_return_if_fail (GTK_IS_WIDGET (parent));
  g_return_if_fail (KAUNTA_IS_DESK (desk));
  g_return_if_fail (number != NULL);

  display = kaunta_bill_number_display (number);
  title = g_strdup_printf (_("Bill %s"), display);
  self = g_object_new (KAUNTA_TYPE_BILL_DIALOG, "transient-for", gtk_widget_get_root (parent), "title",
                       title, NULL);
  self->desk = g_object_ref (desk);
  self->number = g_strdup (number);
  g_signal_connect_object (self, "unmap", G_CALLBACK (gtk_widget_grab_focus), parent, G_CONNECT_SWAPPED);
  load_bill (self);
  gtk_window_present (GTK_WINDOW (self));
}
