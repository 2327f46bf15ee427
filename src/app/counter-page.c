/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "counter-page.h"

#include <glib/gi18n-lib.h>

#include "bill-step.h"
#include "billing.h"
#include "finding.h"
#include "hand-entry-dialog.h"
#include "held-enter.h"
#include "page-hiding.h"
#include "payer-step.h"
#include "payment-step.h"
#include "receipt-step.h"
#include "search-pane.h"
#include "window.h"
#include "wording.h"

struct _KauntaCounterPage
{
  KauntaDeskBin parent_instance;

  KauntaSearchPane *search_pane;
  GtkWidget *step_bar;
  GtkLabel *step_payer;
  GtkLabel *step_number;
  GtkLabel *step_title;
  GtkStack *steps;
  KauntaPayerStep *payer_step;
  KauntaBillStep *bill_step;
  KauntaPaymentStep *payment_step;
  KauntaReceiptStep *receipt_step;
  GtkWidget *till_button;

  KauntaPayer *payer;       /* (owned) (nullable): who stands at the counter */
  gboolean sheet_fresh;     /* whether the payer step shows what is true now */
  KauntaBasket *basket;     /* (owned) (nullable): the payer's bill that is not raised yet */
  KauntaBill *bill;         /* (owned) (nullable): what is being paid */
  GPtrArray *payments;      /* (owned) (nullable): KauntaPayment of the bill */
  char *wanted_receipt;     /* (owned) (nullable): which of them is to be shown */
  GCancellable *opening;    /* (owned) (nullable): what is being opened; the next one cancels it */
};

G_DEFINE_FINAL_TYPE (KauntaCounterPage, kaunta_counter_page, KAUNTA_TYPE_DESK_BIN)

static KauntaDesk *
get_desk (KauntaCounterPage *self)
{
  return kaunta_desk_bin_get_desk (KAUNTA_DESK_BIN (self));
}

static gboolean
shows (KauntaCounterPage *self, const char *step)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->steps), step) == 0;
}

/* The payer's name stays in sight in all steps; the first shows it by itself. */
static void
show_step (KauntaCounterPage *self, const char *step, const char *title)
{
  g_autofree char *number = self->payer != NULL ? kaunta_wording_payer_number (self->payer) : NULL;

  gtk_label_set_label (self->step_payer, self->payer != NULL ? self->payer->name : "");
  gtk_label_set_label (self->step_number, number != NULL ? number : "");
  gtk_label_set_label (self->step_title, title != NULL ? title : "");
  gtk_widget_set_visible (self->step_bar, title != NULL);
  gtk_stack_set_visible_child_name (self->steps, step);
  gtk_widget_grab_focus (gtk_stack_get_visible_child (self->steps));
}

static void
show_payer (KauntaCounterPage *self)
{
  show_step (self, "payer", NULL);
}

static void
show_payment (KauntaCounterPage *self, const char *note)
{
  kaunta_payment_step_show (self->payment_step, self->bill, note);
  show_step (self, "payment", _("Payment"));
}

static void
show_receipt (KauntaCounterPage *self, const char *receipt, gboolean just_taken)
{
  kaunta_receipt_step_show (self->receipt_step, self->bill, self->payments, receipt, just_taken);
  show_step (self, "receipt", _("Receipt"));
}

/* TRUE when the clerk has a till open; otherwise says what is missing. Looking up needs none. */
static gboolean
may_sell (KauntaCounterPage *self)
{
  if (kaunta_desk_get_can_sell (get_desk (self)))
    return TRUE;
  show_step (self, "no-till", _("No Till"));
  gtk_widget_grab_focus (self->till_button);
  return FALSE;
}

static void
set_payer (KauntaCounterPage *self, KauntaPayer *payer)
{
  g_autofree char *lost = NULL;

  if (self->basket != NULL && g_list_model_get_n_items (kaunta_basket_get_lines (self->basket)) > 0)
    {
      lost = g_strdup_printf (_("The bill for %s was not raised."),
                              kaunta_basket_get_payer (self->basket)->name);
      kaunta_window_toast (GTK_WIDGET (self), lost);
    }
  g_clear_object (&self->basket);
  g_clear_pointer (&self->bill, kaunta_bill_unref);
  g_clear_pointer (&self->payments, g_ptr_array_unref);
  if (payer != NULL)
    kaunta_payer_ref (payer);
  g_clear_pointer (&self->payer, kaunta_payer_unref);
  self->payer = payer;
  self->sheet_fresh = FALSE;
}

static gboolean
is_same_payer (const KauntaPayer *a, const KauntaPayer *b)
{
  return a != NULL && b != NULL && a->kind == b->kind && g_str_equal (a->id, b->id);
}

static void
set_bill (KauntaCounterPage *self, KauntaBill *bill, GPtrArray *payments)
{
  GPtrArray *known = NULL;

  if (payments != NULL)
    known = g_ptr_array_ref (payments);
  else
    known = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_payment_unref);
  if (!is_same_payer (self->payer, bill->payer))
    set_payer (self, bill->payer);
  kaunta_bill_ref (bill);
  g_clear_pointer (&self->bill, kaunta_bill_unref);
  self->bill = bill;
  g_clear_pointer (&self->payments, g_ptr_array_unref);
  self->payments = known;
}

static GCancellable *
begin_opening (KauntaCounterPage *self)
{
  if (self->opening != NULL)
    g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
  self->opening = g_cancellable_new ();
  return self->opening;
}

static void
tell_failure (KauntaCounterPage *self, const GError *error)
{
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    kaunta_window_toast (GTK_WIDGET (self), error->message);
}

/* ---- Opening a payer ---- */

static void
payer_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KauntaCounterPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaPayerSheet) sheet = kaunta_desk_open_payer_finish (KAUNTA_DESK (source), result, &error);

  if (get_desk (self) == NULL)
    return;
  if (sheet == NULL)
    {
      tell_failure (self, error);
      return;
    }
  if (!is_same_payer (self->payer, sheet->payer))
    set_payer (self, sheet->payer);
  kaunta_payer_step_show (self->payer_step, sheet,
                          kaunta_clock_get_now (kaunta_desk_get_clock (KAUNTA_DESK (source))));
  self->sheet_fresh = TRUE;
  show_payer (self);
}

static void
open_payer (KauntaCounterPage *self, KauntaPayer *payer)
{
  kaunta_desk_open_payer_async (get_desk (self), payer, "bill", begin_opening (self), payer_opened_cb,
                                g_object_ref (self));
}

static void
payer_chosen_cb (KauntaCounterPage *self, KauntaPayer *payer)
{
  open_payer (self, payer);
}

static void
hand_entered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaPayer) payer = kaunta_hand_entry_dialog_ask_finish (result, &error);

  if (payer != NULL && get_desk (KAUNTA_COUNTER_PAGE (source)) != NULL)
    open_payer (KAUNTA_COUNTER_PAGE (source), payer);
}

static void
hand_entry_asked_cb (KauntaCounterPage *self, const char *typed)
{
  kaunta_hand_entry_dialog_ask_async (GTK_WIDGET (self), typed, hand_entered_cb, NULL);
}

static void
hand_entry_action_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  KauntaCounterPage *self = KAUNTA_COUNTER_PAGE (widget);

  hand_entry_asked_cb (self, kaunta_search_pane_get_text (self->search_pane));
}

/* ---- Opening a bill ---- */

static void
bill_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KauntaCounterPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) payments = NULL;
  g_autoptr (KauntaBill) bill = kaunta_desk_open_bill_finish (KAUNTA_DESK (source), result, &payments,
                                                              &error);

  if (get_desk (self) == NULL)
    return;
  if (bill == NULL)
    {
      tell_failure (self, error);
      return;
    }
  set_bill (self, bill, payments);
  if (self->wanted_receipt != NULL)
    show_receipt (self, self->wanted_receipt, FALSE);
  else if (!bill->cancelled && kaunta_bill_get_due (bill) > 0)
    {
      if (may_sell (self))
        show_payment (self, NULL);
    }
  else if (self->payments->len > 0)
    show_receipt (self, NULL, FALSE);
  else
    {
      kaunta_window_toast (GTK_WIDGET (self), _("This bill was cancelled. Nothing is due on it."));
      open_payer (self, bill->payer);
    }
}

static void
open_bill (KauntaCounterPage *self, const char *number, const char *receipt)
{
  g_free (self->wanted_receipt);
  self->wanted_receipt = g_strdup (receipt);
  kaunta_desk_open_bill_async (get_desk (self), number, begin_opening (self), bill_opened_cb,
                               g_object_ref (self));
}

static void
bill_found_cb (KauntaCounterPage *self, KauntaBill *bill)
{
  open_bill (self, bill->number, NULL);
}

static void
bill_chosen_cb (KauntaCounterPage *self, const char *number)
{
  open_bill (self, number, NULL);
}

static void
receipt_chosen_cb (KauntaCounterPage *self, KauntaPayment *payment)
{
  open_bill (self, payment->bill, payment->receipt);
}

/* ---- From step to step ---- */

static void
new_bill_asked_cb (KauntaCounterPage *self)
{
  if (self->payer == NULL || !may_sell (self))
    return;
  if (self->basket == NULL)
    self->basket = kaunta_basket_new (self->payer);
  kaunta_bill_step_set_basket (self->bill_step, self->basket);
  show_step (self, "bill", _("New Bill"));
}

static void
bill_raised_cb (KauntaCounterPage *self, KauntaBill *bill)
{
  g_clear_object (&self->basket);
  self->sheet_fresh = FALSE;
  set_bill (self, bill, NULL);
  show_payment (self, NULL);
}

static void
payment_taken_cb (KauntaCounterPage *self, KauntaPayment *payment, KauntaBill *bill, gboolean go_on)
{
  self->sheet_fresh = FALSE;
  set_bill (self, bill, self->payments);
  g_ptr_array_add (self->payments, kaunta_payment_ref (payment));
  if (go_on)
    {
      g_autofree char *said = g_strdup_printf (_("Receipt %s is saved. Now the rest."), payment->receipt);

      show_payment (self, said);
      return;
    }
  show_receipt (self, payment->receipt, TRUE);
}

static void
rest_asked_cb (KauntaCounterPage *self)
{
  if (may_sell (self))
    show_payment (self, NULL);
}

static void
next_customer_cb (KauntaCounterPage *self)
{
  set_payer (self, NULL);
  kaunta_search_pane_clear (self->search_pane);
  show_step (self, "nobody", NULL);
  kaunta_counter_page_focus_search (self);
}

static void
go_to_till_cb (KauntaCounterPage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-page", "s", "till");
}

/* Escape: one step back; from the payer to the search. */
static void
go_back (KauntaCounterPage *self)
{
  if (shows (self, "bill") && kaunta_bill_step_step_back (self->bill_step))
    return;
  if (shows (self, "nobody") || shows (self, "payer") || self->payer == NULL)
    kaunta_counter_page_focus_search (self);
  else if (self->sheet_fresh)
    show_payer (self);
  else
    open_payer (self, self->payer);
}

static void
back_action_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  go_back (KAUNTA_COUNTER_PAGE (widget));
}

/* With a till open there is no reason to keep saying that there is none. */
static void
kaunta_counter_page_desk_changed (KauntaDeskBin *bin)
{
  KauntaCounterPage *self = KAUNTA_COUNTER_PAGE (bin);

  if (kaunta_desk_get_can_sell (get_desk (self)) && shows (self, "no-till"))
    go_back (self);
}

static gboolean
kaunta_counter_page_grab_focus (GtkWidget *widget)
{
  KauntaCounterPage *self = KAUNTA_COUNTER_PAGE (widget);

  if (self->payer != NULL)
    return gtk_widget_grab_focus (gtk_stack_get_visible_child (self->steps));
  return gtk_widget_grab_focus (GTK_WIDGET (self->search_pane));
}

static void
kaunta_counter_page_dispose (GObject *object)
{
  KauntaCounterPage *self = KAUNTA_COUNTER_PAGE (object);

  if (self->opening != NULL)
    g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
  g_clear_object (&self->basket);
  g_clear_pointer (&self->payer, kaunta_payer_unref);
  g_clear_pointer (&self->bill, kaunta_bill_unref);
  g_clear_pointer (&self->payments, g_ptr_array_unref);
  g_clear_pointer (&self->wanted_receipt, g_free);
  G_OBJECT_CLASS (kaunta_counter_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/ke/go/kaunta/Kaunta/ui/counter-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KauntaCounterPage, search_pane);
  gtk_widget_class_bind_template_child (widget_class, KauntaCounterPage, step_bar);
  gtk_widget_class_bind_template_child (widget_class, KauntaCounterPage, step_payer);
  gtk_widget_class_bind_template_child (widget_class, KauntaCounterPage, step_number);
  gtk_widget_class_bind_template_child (widget_class, KauntaCounterPage, step_title);
  gtk_widget_class_bind_template_child (widget_class, KauntaCounterPage, steps);
  gtk_widget_class_bind_template_child (widget_class, KauntaCounterPage, payer_step);
  gtk_widget_class_bind_template_child (widget_class, KauntaCounterPage, bill_step);
  gtk_widget_class_bind_template_child (widget_class, KauntaCounterPage, payment_step);
  gtk_widget_class_bind_template_child (widget_class, KauntaCounterPage, receipt_step);
  gtk_widget_class_bind_template_child (widget_class, KauntaCounterPage, till_button);
  gtk_widget_class_bind_template_callback (widget_class, payer_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, bill_found_cb);
  gtk_widget_class_bind_template_callback (widget_class, hand_entry_asked_cb);
  gtk_widget_class_bind_template_callback (widget_class, bill_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, receipt_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, new_bill_asked_cb);
  gtk_widget_class_bind_template_callback (widget_class, bill_raised_cb);
  gtk_widget_class_bind_template_callback (widget_class, payment_taken_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_customer_cb);
  gtk_widget_class_bind_template_callback (widget_class, rest_asked_cb);
  gtk_widget_class_bind_template_callback (widget_class, go_to_till_cb);
}

static void
kaunta_counter_page_class_init (KauntaCounterPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kaunta_counter_page_dispose;
  KAUNTA_DESK_BIN_CLASS (klass)->desk_changed = kaunta_counter_page_desk_changed;
  widget_class->grab_focus = kaunta_counter_page_grab_focus;

  g_type_ensure (KAUNTA_TYPE_SEARCH_PANE);
  g_type_ensure (KAUNTA_TYPE_PAYER_STEP);
  g_type_ensure (KAUNTA_TYPE_BILL_STEP);
  g_type_ensure (KAUNTA_TYPE_PAYMENT_STEP);
  g_type_ensure (KAUNTA_TYPE_RECEIPT_STEP);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "counter.back", NULL, back_action_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "counter.back", NULL);
  gtk_widget_class_install_action (widget_class, "counter.hand-entry", NULL, hand_entry_action_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_h, GDK_CONTROL_MASK, "counter.hand-entry", NULL);
}

static void
kaunta_counter_page_init (KauntaCounterPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kaunta_page_hiding_watch (GTK_WIDGET (self->steps));
  kaunta_held_enter_stop (GTK_WIDGET (self));
  kaunta_desk_bin_watch (KAUNTA_DESK_BIN (self), "notify::can-sell");
}

void
kaunta_counter_page_focus_search (KauntaCounterPage *self)
{
  g_return_if_fail (KAUNTA_IS_COUNTER_PAGE (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search_pane));
}

void
kaunta_counter_page_open_bill (KauntaCounterPage *self, const char *number)
{
  g_return_if_fail (KAUNTA_IS_COUNTER_PAGE (self));
  g_return_if_fail (number != NULL);

  open_bill (self, number, NULL);
}
