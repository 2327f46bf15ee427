/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "payment-step.h"

#include <glib/gi18n-lib.h>
#include "clock.h"
#include "field.h"
#include "money.h"
#include "tender-bar.h"
#include "wording.h"

/* A key or a button that is pressed twice does its second half within this, ms. */
#define DOUBLE_PRESS_MS 500

struct _KauntaPaymentStep
{
  KauntaDeskBin parent_instance;

  GtkLabel *note;
  GtkLabel *what;
  GtkLabel *due;
  KauntaTenderBar *tender_bar;
  GtkEntry *amount;
  GtkLabel *amount_error;
  GtkWidget *tendered_box;
  GtkEntry *tendered;
  GtkLabel *tendered_error;
  GtkWidget *reference_box;
  GtkLabel *reference_label;
  GtkEntry *reference;
  GtkLabel *reference_error;
  GtkLabel *warning;
  GtkWidget *phone_box;
  GtkEntry *phone;
  GtkLabel *phone_error;
  GtkWidget *change_box;
  GtkLabel *change;
  GtkLabel *error;
  GtkButton *take;
  GtkButton *go_on;

  KauntaBill *bill;   /* (owned) (nullable) */
  KauntaClock *clock; /* (owned) (nullable): rings the alarm */
  guint alarm;        /* not 0 while what is pressed was meant for the step before */
  gboolean taking;
  gboolean going_on; /* whether what is being taken is followed by the rest */
};

G_DEFINE_FINAL_TYPE (KauntaPaymentStep, kaunta_payment_step, KAUNTA_TYPE_DESK_BIN)

enum
{
  TAKEN,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static KauntaDesk *
get_desk (KauntaPaymentStep *self)
{
  return kaunta_desk_bin_get_desk (KAUNTA_DESK_BIN (self));
}

static KauntaMoney
get_money (KauntaPaymentStep *self)
{
  KauntaMoney money = { kaunta_tender_bar_get_tender (self->tender_bar), "", "", "", "" };

  money.amount = gtk_editable_get_text (GTK_EDITABLE (self->amount));
  if (money.tender == KAUNTA_TENDER_CASH)
    money.tendered = gtk_editable_get_text (GTK_EDITABLE (self->tendered));
  else
    money.reference = gtk_editable_get_text (GTK_EDITABLE (self->reference));
  if (money.tender == KAUNTA_TENDER_MPESA)
    money.phone = gtk_editable_get_text (GTK_EDITABLE (self->phone));
  return money;
}

static gboolean
check_money (KauntaPaymentStep *self, gint64 *amount, gint64 *change, const char **field, char **warning,
             GError **error)
{
  const KauntaPolicy *policy = kaunta_desk_get_policy (get_desk (self));
  gint64 now = kaunta_clock_get_now (kaunta_desk_get_clock (get_desk (self)));
  KauntaMoney money = get_money (self);

  return kaunta_money_check (&money, kaunta_bill_get_due (self->bill),
                             policy != NULL && policy->part_payment, now,
                             amount, change, field, warning, error);
}

static void
clear_errors (KauntaPaymentStep *self)
{
  kaunta_field_set_error (GTK_WIDGET (self->amount), self->amount_error, NULL);
  kaunta_field_set_error (GTK_WIDGET (self->tendered), self->tendered_error, NULL);
  kaunta_field_set_error (GTK_WIDGET (self->reference), self->reference_error, NULL);
  kaunta_field_set_error (GTK_WIDGET (self->phone), self->phone_error, NULL);
  kaunta_field_set_error (NULL, self->error, NULL);
}

/* What the money as typed comes to, while it is being typed; a mistake is told when Enter is pressed, not
 * before. */
static void
show_outcome (KauntaPaymentStep *self)
{
  gint64 amount = 0;
  gint64 change = 0;
  g_autofree char *warning = NULL;
  g_autofree char *text = NULL;
  gboolean fits = FALSE;

  if (get_desk (self) == NULL || self->bill == NULL)
    return;
  clear_errors (self);
  fits = check_money (self, &amount, &change, NULL, &warning, NULL);
  text = fits ? kaunta_money_to_text (change) : g_strdup ("–");
  gtk_label_set_label (self->change, text);
  kaunta_field_set_error (NULL, self->warning, warning);
  gtk_widget_set_visible (GTK_WIDGET (self->go_on), fits && amount < kaunta_bill_get_due (self->bill));
}

static void
show_mistake (KauntaPaymentStep *self, const char *field, const char *sentence)
{
  if (g_strcmp0 (field, "amount") == 0)
    kaunta_field_set_error (GTK_WIDGET (self->amount), self->amount_error, sentence);
  else if (g_strcmp0 (field, "tendered") == 0)
    kaunta_field_set_error (GTK_WIDGET (self->tendered), self->tendered_error, sentence);
  else if (g_strcmp0 (field, "reference") == 0)
    kaunta_field_set_error (GTK_WIDGET (self->reference), self->reference_error, sentence);
  else if (g_strcmp0 (field, "phone") == 0)
    kaunta_field_set_error (GTK_WIDGET (self->phone), self->phone_error, sentence);
  else
    kaunta_field_set_error (NULL, self->error, sentence);
}

static gboolean
may_take (KauntaPaymentStep *self)
{
  return self->bill != NULL && !self->taking && self->alarm == 0;
}

static void
show_whether_ready (KauntaPaymentStep *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->take), may_take (self));
  gtk_widget_set_sensitive (GTK_WIDGET (self->go_on), may_take (self));
}

static void
set_taking (KauntaPaymentStep *self, gboolean taking)
{
  self->taking = taking;
  show_whether_ready (self);
}

static void
stop_resting (KauntaPaymentStep *self)
{
  if (self->alarm != 0)
    kaunta_clock_remove_alarm (self->clock, self->alarm);
  self->alarm = 0;
  g_clear_object (&self->clock);
}

static void
rested_cb (gpointer user_data)
{
  KauntaPaymentStep *self = user_data;

  self->alarm = 0;
  show_whether_ready (self);
}

/* Enter takes all that is due in cash: pressed twice where the bill was raised, opened or paid in part, it must
 * not. */
static void
rest (KauntaPaymentStep *self)
{
  stop_resting (self);
  self->clock = g_object_ref (kaunta_desk_get_clock (get_desk (self)));
  self->alarm = kaunta_clock_add_alarm (self->clock, DOUBLE_PRESS_MS, rested_cb, self);
  show_whether_ready (self);
}

static void
taken_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KauntaPaymentStep) self = user_data;
  g_autoptr (KauntaBill) bill = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaPayment) payment = kaunta_desk_take_payment_finish (KAUNTA_DESK (source), result, &bill,
                                                                       &error);

  if (get_desk (self) == NULL)
    return;
  set_taking (self, FALSE);
  if (payment != NULL)
    g_signal_emit (self, signals[TAKEN], 0, payment, bill, self->going_on);
  else
    show_mistake (self, NULL, error->message);
}

static void
take_payment (KauntaPaymentStep *self, gboolean go_on)
{
  gint64 amount = 0;
  gint64 change = 0;
  const char *field = NULL;
  g_autoptr (GError) error = NULL;
  KauntaMoney money = get_money (self);

  if (!may_take (self))
    return;
  clear_errors (self);
  if (!check_money (self, &amount, &change, &field, NULL, &error))
    {
      show_mistake (self, field, error->message);
      return;
    }
  self->going_on = go_on && amount < kaunta_bill_get_due (self->bill);
  set_taking (self, TRUE);
  kaunta_desk_take_payment_async (get_desk (self), self->bill, &money, NULL, taken_cb, g_object_ref (self));
}

static void
take_activated_cb (KauntaPaymentStep *self)
{
  take_payment (self, FALSE);
}

static void
go_on_activated_cb (KauntaPaymentStep *self)
{
  take_payment (self, TRUE);
}

static void
go_on_action_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  take_payment (KAUNTA_PAYMENT_STEP (widget), TRUE);
}

static void
choose_tender_action_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  KauntaPaymentStep *self = KAUNTA_PAYMENT_STEP (widget);

  if (kaunta_tender_bar_choose (self->tender_bar, g_variant_get_int32 (parameter)))
    gtk_widget_grab_focus (widget);
}

static const char *
get_reference_name (KauntaTender tender)
{
  if (tender == KAUNTA_TENDER_MPESA)
    return _("M-PESA code");
  return tender == KAUNTA_TENDER_CHEQUE ? _("Cheque number") : _("Number on the card slip");
}

static void
tender_changed_cb (KauntaPaymentStep *self)
{
  KauntaTender tender = kaunta_tender_bar_get_tender (self->tender_bar);
  const char *reference_name = get_reference_name (tender);

  gtk_widget_set_visible (self->tendered_box, tender == KAUNTA_TENDER_CASH);
  gtk_widget_set_visible (self->change_box, tender == KAUNTA_TENDER_CASH);
  gtk_widget_set_visible (self->reference_box, tender != KAUNTA_TENDER_CASH);
  gtk_widget_set_visible (self->phone_box, tender == KAUNTA_TENDER_MPESA);
  gtk_label_set_label (self->reference_label, reference_name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->reference), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  reference_name, -1);
  show_outcome (self);
}

static void
got_tenders_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KauntaPaymentStep) self = user_data;
  g_autoptr (GError) error = NULL;
  char *reasons[KAUNTA_N_TENDERS] = { NULL };
  KauntaTenderSet allowed = 0;
  KauntaTender before = KAUNTA_TENDER_CASH;
  gboolean known = kaunta_desk_get_tenders_finish (KAUNTA_DESK (source), result, &allowed, reasons, &error);

  if (get_desk (self) == NULL)
    return;
  if (known)
    {
      before = kaunta_tender_bar_get_tender (self->tender_bar);
      kaunta_tender_bar_set_allowed (self->tender_bar, allowed, reasons);
      if (kaunta_tender_bar_get_tender (self->tender_bar) != before
          && gtk_widget_get_mapped (GTK_WIDGET (self)))
        gtk_widget_grab_focus (GTK_WIDGET (self));
    }
  else
    show_mistake (self, NULL, error->message);
  for (guint i = 0; i < KAUNTA_N_TENDERS; i++)
    g_free (reasons[i]);
}

/* The focus is where the next key belongs: what was handed over, or the code. */
static gboolean
kaunta_payment_step_grab_focus (GtkWidget *widget)
{
  KauntaPaymentStep *self = KAUNTA_PAYMENT_STEP (widget);
  gboolean cash = kaunta_tender_bar_get_tender (self->tender_bar) == KAUNTA_TENDER_CASH;

  return gtk_widget_grab_focus (cash ? GTK_WIDGET (self->tendered) : GTK_WIDGET (self->reference));
}

static void
kaunta_payment_step_dispose (GObject *object)
{
  KauntaPaymentStep *self = KAUNTA_PAYMENT_STEP (object);

  stop_resting (self);
  g_clear_pointer (&self->bill, kaunta_bill_unref);
  G_OBJECT_CLASS (kaunta_payment_step_parent_class)->dispose (object);
}

static void
add_tender_key (GtkWidgetClass *widget_class, guint key, KauntaTender tender)
{
  gtk_widget_class_add_binding_action (widget_class, key, 0, "payment.choose-tender", "i", (gint32) tender);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/ke/go/kaunta/Kaunta/ui/payment-step.ui");
  gtk_widget_class_bind_template_child (widget_class, KauntaPaymentStep, note);
  gtk_widget_class_bind_template_child (widget_class, KauntaPaymentStep, what);
  gtk_widget_class_bind_template_child (widget_class, KauntaPaymentStep, due);
  gtk_widget_class_bind_template_child (widget_class, KauntaPaymentStep, tender_bar);
  gtk_widget_class_bind_template_child (widget_class, KauntaPaymentStep, amount);
  gtk_widget_class_bind_template_child (widget_class, KauntaPaymentStep, amount_error);
  gtk_widget_class_bind_template_child (widget_class, KauntaPaymentStep, tendered_box);
  gtk_widget_class_bind_template_child (widget_class, KauntaPaymentStep, tendered);
  gtk_widget_class_bind_template_child (widget_class, KauntaPaymentStep, tendered_error);
  gtk_widget_class_bind_template_child (widget_class, KauntaPaymentStep, reference_box);
  gtk_widget_class_bind_template_child (widget_class, KauntaPaymentStep, reference_label);
  gtk_widget_class_bind_template_child (widget_class, KauntaPaymentStep, reference);
  gtk_widget_class_bind_template_child (widget_class, KauntaPaymentStep, reference_error);
  gtk_widget_class_bind_template_child (widget_class, KauntaPaymentStep, warning);
  gtk_widget_class_bind_template_child (widget_class, KauntaPaymentStep, phone_box);
  gtk_widget_class_bind_template_child (widget_class, KauntaPaymentStep, phone);
  gtk_widget_class_bind_template_child (widget_class, KauntaPaymentStep, phone_error);
  gtk_widget_class_bind_template_child (widget_class, KauntaPaymentStep, change_box);
  gtk_widget_class_bind_template_child (widget_class, KauntaPaymentStep, change);
  gtk_widget_class_bind_template_child (widget_class, KauntaPaymentStep, error);
  gtk_widget_class_bind_template_child (widget_class, KauntaPaymentStep, take);
  gtk_widget_class_bind_template_child (widget_class, KauntaPaymentStep, go_on);
  gtk_widget_class_bind_template_callback (widget_class, show_outcome);
  gtk_widget_class_bind_template_callback (widget_class, tender_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, take_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, go_on_activated_cb);
}

static void
kaunta_payment_step_class_init (KauntaPaymentStepClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kaunta_payment_step_dispose;
  widget_class->grab_focus = kaunta_payment_step_grab_focus;

  signals[TAKEN] = g_signal_new ("taken", KAUNTA_TYPE_PAYMENT_STEP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 3, KAUNTA_TYPE_PAYMENT, KAUNTA_TYPE_BILL, G_TYPE_BOOLEAN);

  gtk_widget_class_install_action (widget_class, "payment.choose-tender", "i", choose_tender_action_cb);
  add_tender_key (widget_class, GDK_KEY_F1, KAUNTA_TENDER_CASH);
  add_tender_key (widget_class, GDK_KEY_F2, KAUNTA_TENDER_MPESA);
  add_tender_key (widget_class, GDK_KEY_F4, KAUNTA_TENDER_CARD);
  add_tender_key (widget_class, GDK_KEY_F5, KAUNTA_TENDER_CHEQUE);
  gtk_widget_class_install_action (widget_class, "payment.go-on", NULL, go_on_action_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, "payment.go-on", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Enter, GDK_CONTROL_MASK, "payment.go-on",
                                       NULL);

  g_type_ensure (KAUNTA_TYPE_TENDER_BAR);
  bind_template (widget_class);
}

static void
kaunta_payment_step_init (KauntaPaymentStep *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  tender_changed_cb (self);
}

static void
clear_fields (KauntaPaymentStep *self)
{
  g_autofree char *amount = kaunta_cents_format_short (kaunta_bill_get_due (self->bill));

  gtk_editable_set_text (GTK_EDITABLE (self->amount), amount);
  gtk_editable_set_text (GTK_EDITABLE (self->tendered), "");
  gtk_editable_set_text (GTK_EDITABLE (self->reference), "");
  gtk_editable_set_text (GTK_EDITABLE (self->phone), "");
}

void
kaunta_payment_step_show (KauntaPaymentStep *self, KauntaBill *bill, const char *note)
{
  g_autofree char *number = NULL;
  g_autofree char *service = NULL;
  g_autofree char *what = NULL;
  g_autofree char *due = NULL;

  g_return_if_fail (KAUNTA_IS_PAYMENT_STEP (self));
  g_return_if_fail (bill != NULL);

  kaunta_bill_ref (bill);
  g_clear_pointer (&self->bill, kaunta_bill_unref);
  self->bill = bill;
  number = kaunta_wording_bill (bill);
  service = kaunta_bill_describe (bill);
  what = g_strjoin (" · ", number, service, NULL);
  due = kaunta_money_to_text (kaunta_bill_get_due (bill));
  gtk_label_set_label (self->what, what);
  gtk_label_set_label (self->due, due);
  kaunta_field_set_error (NULL, self->note, note);
  kaunta_tender_bar_reset (self->tender_bar);
  clear_fields (self);
  show_outcome (self);
  rest (self);
  kaunta_desk_get_tenders_async (get_desk (self), bill, NULL, got_tenders_cb, g_object_ref (self));
}
