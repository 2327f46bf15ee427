/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "payer-step.h"

#include <glib/gi18n-lib.h>
#include "clock.h"
#include "field.h"
#include "row.h"
#include "rows.h"
#include "wording.h"

struct _KauntaPayerStep
{
  AdwBin parent_instance;

  GtkLabel *name;
  GtkLabel *details;
  GtkLabel *age;
  GtkButton *new_bill;
  GtkLabel *no_bills;
  GtkListBox *bills_list;
  GtkWidget *receipts;
  GtkListBox *receipts_list;

  GListStore *bills;    /* (owned): KauntaRow of the unpaid bills */
  GListStore *payments; /* (owned): KauntaRow of the recent payments */
  gint64 now;
};

G_DEFINE_FINAL_TYPE (KauntaPayerStep, kaunta_payer_step, ADW_TYPE_BIN)

enum
{
  BILL_CHOSEN,
  RECEIPT_CHOSEN,
  NEW_BILL_ASKED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static GtkWidget *
create_bill_row (gpointer item, gpointer user_data)
{
  return kaunta_bill_row_new (kaunta_row_get (item, KAUNTA_TYPE_BILL), KAUNTA_PAYER_STEP (user_data)->now,
                              FALSE);
}

static GtkWidget *
create_payment_row (gpointer item, gpointer user_data)
{
  return kaunta_payment_row_new (kaunta_row_get (item, KAUNTA_TYPE_PAYMENT));
}

static void
bill_activated_cb (KauntaPayerStep *self, GtkListBoxRow *row)
{
  g_autoptr (KauntaRow) item = g_list_model_get_item (G_LIST_MODEL (self->bills),
                                                      gtk_list_box_row_get_index (row));
  const KauntaBill *bill = kaunta_row_get (item, KAUNTA_TYPE_BILL);

  g_signal_emit (self, signals[BILL_CHOSEN], 0, bill->number);
}

static void
receipt_activated_cb (KauntaPayerStep *self, GtkListBoxRow *row)
{
  g_autoptr (KauntaRow) item = g_list_model_get_item (G_LIST_MODEL (self->payments),
                                                      gtk_list_box_row_get_index (row));

  g_signal_emit (self, signals[RECEIPT_CHOSEN], 0, kaunta_row_get (item, KAUNTA_TYPE_PAYMENT));
}

static void
ask_new_bill (KauntaPayerStep *self)
{
  g_signal_emit (self, signals[NEW_BILL_ASKED], 0);
}

static void
new_bill_action_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ask_new_bill (KAUNTA_PAYER_STEP (widget));
}

static gboolean
kaunta_payer_step_grab_focus (GtkWidget *widget)
{
  KauntaPayerStep *self = KAUNTA_PAYER_STEP (widget);
  GtkListBoxRow *first = gtk_list_box_get_row_at_index (self->bills_list, 0);

  if (first != NULL)
    gtk_list_box_select_row (self->bills_list, first);
  return gtk_widget_grab_focus (first != NULL ? GTK_WIDGET (first) : GTK_WIDGET (self->new_bill));
}

static void
kaunta_payer_step_dispose (GObject *object)
{
  KauntaPayerStep *self = KAUNTA_PAYER_STEP (object);

  /* Before the template lets go of it: it has a name there. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), KAUNTA_TYPE_PAYER_STEP);
  g_clear_object (&self->bills);
  g_clear_object (&self->payments);
  G_OBJECT_CLASS (kaunta_payer_step_parent_class)->dispose (object);
}

static void
kaunta_payer_step_class_init (KauntaPayerStepClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kaunta_payer_step_dispose;
  widget_class->grab_focus = kaunta_payer_step_grab_focus;

  signals[BILL_CHOSEN] = g_signal_new ("bill-chosen", KAUNTA_TYPE_PAYER_STEP, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL,
                                       G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[RECEIPT_CHOSEN] = g_signal_new ("receipt-chosen", KAUNTA_TYPE_PAYER_STEP, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL,
                                          G_TYPE_NONE, 1, KAUNTA_TYPE_PAYMENT);
  signals[NEW_BILL_ASKED] = g_signal_new ("new-bill-asked", KAUNTA_TYPE_PAYER_STEP, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);

  gtk_widget_class_install_action (widget_class, "payer.new-bill", NULL, new_bill_action_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_n, GDK_CONTROL_MASK, "payer.new-bill", NULL);

  gtk_widget_class_set_template_from_resource (widget_class, "/ke/go/kaunta/Kaunta/ui/payer-step.ui");
  gtk_widget_class_bind_template_child (widget_class, KauntaPayerStep, name);
  gtk_widget_class_bind_template_child (widget_class, KauntaPayerStep, details);
  gtk_widget_class_bind_template_child (widget_class, KauntaPayerStep, age);
  gtk_widget_class_bind_template_child (widget_class, KauntaPayerStep, new_bill);
  gtk_widget_class_bind_template_child (widget_class, KauntaPayerStep, no_bills);
  gtk_widget_class_bind_template_child (widget_class, KauntaPayerStep, bills_list);
  gtk_widget_class_bind_template_child (widget_class, KauntaPayerStep, receipts);
  gtk_widget_class_bind_template_child (widget_class, KauntaPayerStep, receipts_list);
  gtk_widget_class_bind_template_callback (widget_class, bill_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, receipt_activated_cb);
}

static void
kaunta_payer_step_init (KauntaPayerStep *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->bills = g_list_store_new (KAUNTA_TYPE_ROW);
  self->payments = g_list_store_new (KAUNTA_TYPE_ROW);
  gtk_list_box_bind_model (self->bills_list, G_LIST_MODEL (self->bills), create_bill_row, self, NULL);
  gtk_list_box_bind_model (self->receipts_list, G_LIST_MODEL (self->payments), create_payment_row, self,
                           NULL);
}

static void
show_payer (KauntaPayerStep *self, const KauntaPayer *payer)
{
  g_autofree char *details = kaunta_wording_payer (payer);
  g_autofree char *ago = kaunta_time_display_age (payer->known, self->now);
  g_autofree char *age = NULL;

  if (payer->known > 0)
    age = g_strdup_printf (_("As the portal had it %s"), ago);
  else
    age = g_strdup (_("Entered by hand, not yet known to the portal"));
  gtk_label_set_label (self->name, payer->name);
  gtk_label_set_label (self->details, details);
  gtk_label_set_label (self->age, age);
}

static void
show_unpaid (KauntaPayerStep *self, GPtrArray *bills)
{
  g_autoptr (GPtrArray) unpaid = g_ptr_array_new ();

  for (guint i = 0; i < bills->len; i++)
    {
      KauntaBill *bill = g_ptr_array_index (bills, i);

      if (!bill->cancelled && kaunta_bill_get_due (bill) > 0)
        g_ptr_array_add (unpaid, bill);
    }
  kaunta_rows_replace (self->bills, KAUNTA_TYPE_BILL, unpaid);
  gtk_widget_set_visible (GTK_WIDGET (self->bills_list), unpaid->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->no_bills), unpaid->len == 0);
}

void
kaunta_payer_step_show (KauntaPayerStep *self, const KauntaPayerSheet *sheet, gint64 now_ms)
{
  GtkScrolledWindow *scroller = NULL;

  g_return_if_fail (KAUNTA_IS_PAYER_STEP (self));
  g_return_if_fail (sheet != NULL);

  self->now = now_ms;
  show_payer (self, sheet->payer);
  show_unpaid (self, sheet->bills);
  kaunta_rows_replace (self->payments, KAUNTA_TYPE_PAYMENT, sheet->payments);
  gtk_widget_set_visible (self->receipts, sheet->payments->len > 0);
  scroller = GTK_SCROLLED_WINDOW (adw_bin_get_child (ADW_BIN (self)));
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (scroller), 0);
}
