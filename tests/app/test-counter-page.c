/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "approval-dialog.h"
#include "bill-step.h"
#include "catalogue.h"
#include "counter-page.h"
#include "counter.h"
#include "hand-entry-dialog.h"
#include "language.h"
#include "payer-step.h"
#include "payment-step.h"
#include "receipt-copy.h"
#include "receipt-step.h"
#include "search-pane.h"
#include "service-picker.h"
#include "tender-bar.h"
#include "widgets.h"

/* A counter with clerk 1001 signed in and a payer in the register, and the Counter page in a window. */
typedef struct
{
  TestCounter counter;
  KauntaPayer *payer;
  GtkWidget *window;
  GtkWidget *page;
} Fixture;

static void
open_page (Fixture *self)
{
  kaunta_language_use ("en");
  self->payer = test_make_payer ();
  test_counter_put_payer (&self->counter, self->payer);
  self->page = g_object_new (KAUNTA_TYPE_COUNTER_PAGE, "desk", self->counter.desk, NULL);
  self->window = test_widgets_open (self->page);
}

/* With a till open. */
static void
set_up (Fixture *self, gconstpointer unused)
{
  test_counter_set_up (&self->counter, NULL);
  test_begin_day (&self->counter);
  open_page (self);
}

/* Nobody has a till open. */
static void
set_up_without_till (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  test_counter_set_up (&self->counter, NULL);
  test_sign_in (&self->counter, "1001", "1001", &error);
  g_assert_no_error (error);
  open_page (self);
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  test_widgets_close (self->window);
  kaunta_payer_unref (self->payer);
  test_counter_tear_down (&self->counter, NULL);
}

/* ---- What a clerk does ---- */

static gboolean
shows (Fixture *self, const char *step)
{
  return g_str_equal (gtk_stack_get_visible_child_name (test_widgets_get (self->page, "steps")), step);
}

/* A child of the page's part of @type, by its name in the template. */
static gpointer
get (Fixture *self, GType type, const char *name)
{
  return test_widgets_get (test_widgets_find (self->page, type), name);
}

static void
click (gpointer button)
{
  g_signal_emit_by_name (button, "clicked");
}

static const char *
get_label (Fixture *self, GType type, const char *name)
{
  return gtk_label_get_label (get (self, type, name));
}

static void
find_payer (Fixture *self)
{
  test_widgets_type (get (self, KAUNTA_TYPE_SEARCH_PANE, "entry"), self->payer->id);
  test_wait_until (shows (self, "payer"));
}

static void
begin_bill (Fixture *self)
{
  find_payer (self);
  gtk_widget_activate_action (test_widgets_find (self->page, KAUNTA_TYPE_PAYER_STEP), "payer.new-bill", NULL);
  test_wait_until (shows (self, "bill"));
}

static void
pick (Fixture *self, const char *code)
{
  GtkWidget *list = get (self, KAUNTA_TYPE_SERVICE_PICKER, "list");

  gtk_editable_set_text (get (self, KAUNTA_TYPE_SERVICE_PICKER, "entry"), code);
  test_wait_until (gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 0) != NULL);
  g_signal_emit_by_name (get (self, KAUNTA_TYPE_SERVICE_PICKER, "entry"), "activate");
}

static void
raise_bill (Fixture *self)
{
  gtk_widget_activate_action (test_widgets_find (self->page, KAUNTA_TYPE_BILL_STEP), "bill.raise", NULL);
  test_wait_until (shows (self, "payment"));
  test_widgets_settle ();
}

/* The payment step is there, and whoever looks at it has seen so. */
static void
look (Fixture *self)
{
  test_manual_clock_advance (self->counter.clock, 1000);
}

static void
begin_payment (Fixture *self, KauntaService *service)
{
  g_autoptr (KauntaService) owned = service;

  begin_bill (self);
  pick (self, owned->code);
  raise_bill (self);
  look (self);
}

static void
choose_tender (Fixture *self, KauntaTender tender)
{
  GtkWidget *bar = test_widgets_find (self->page, KAUNTA_TYPE_TENDER_BAR);

  g_assert_true (kaunta_tender_bar_choose (KAUNTA_TENDER_BAR (bar), tender));
}

/* ---- Tests ---- */

static void
test_a_known_payer_pays_exactly (Fixture *self, gconstpointer unused)
{
  begin_payment (self, test_service_permit ());
  g_assert_cmpstr (get_label (self, KAUNTA_TYPE_PAYMENT_STEP, "due"), ==, "KES 350");
  test_widgets_type (get (self, KAUNTA_TYPE_PAYMENT_STEP, "tendered"), "");
  test_wait_until (shows (self, "receipt"));
  g_assert_cmpstr (get_label (self, KAUNTA_TYPE_RECEIPT_STEP, "number"), ==, "Receipt 00421-000001");
  g_assert_cmpstr (get_label (self, KAUNTA_TYPE_RECEIPT_STEP, "change"), ==, "KES 0");
  click (get (self, KAUNTA_TYPE_RECEIPT_STEP, "next"));
  g_assert_true (shows (self, "nobody"));
  g_assert_cmpstr (gtk_editable_get_text (get (self, KAUNTA_TYPE_SEARCH_PANE, "entry")), ==, "");
}

/* Enter comes before the results do. */
static void
test_enter_waits_for_the_first_result (Fixture *self, gconstpointer unused)
{
  GtkWidget *entry = get (self, KAUNTA_TYPE_SEARCH_PANE, "entry");

  gtk_editable_set_text (GTK_EDITABLE (entry), "no such name");
  gtk_editable_set_text (GTK_EDITABLE (entry), self->payer->id);
  g_signal_emit_by_name (entry, "activate");
  g_assert_true (shows (self, "nobody"));
  test_wait_until (shows (self, "payer"));
  g_assert_cmpstr (get_label (self, KAUNTA_TYPE_PAYER_STEP, "name"), ==, self->payer->name);
}

static void
test_nothing_found_offers_entry_by_hand (Fixture *self, gconstpointer unused)
{
  test_widgets_type (get (self, KAUNTA_TYPE_SEARCH_PANE, "entry"), "no such name");
  test_wait_until (test_widgets_show_text (self->page, "Nothing was found here"));
}

static void
test_change_is_shown_while_typing (Fixture *self, gconstpointer unused)
{
  begin_payment (self, test_service_permit ());
  gtk_editable_set_text (get (self, KAUNTA_TYPE_PAYMENT_STEP, "tendered"), "1000");
  g_assert_cmpstr (get_label (self, KAUNTA_TYPE_PAYMENT_STEP, "change"), ==, "KES 650");
  gtk_editable_set_text (get (self, KAUNTA_TYPE_PAYMENT_STEP, "tendered"), "3");
  g_assert_cmpstr (get_label (self, KAUNTA_TYPE_PAYMENT_STEP, "change"), ==, "–");
  g_assert_false (gtk_widget_get_visible (get (self, KAUNTA_TYPE_PAYMENT_STEP, "tendered_error")));
}

/* Each mistake stands under its own field, and nothing is written. */
static void
test_mistakes_stand_at_their_field (Fixture *self, gconstpointer unused)
{
  const char *const bad[] = { "3", "-5", "9223372036854775808", "\xe2\x80\xae" "500", "abc" };
  gint64 before = 0;

  begin_payment (self, test_service_permit ());
  before = test_counter_get_seq (&self->counter);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      test_widgets_type (get (self, KAUNTA_TYPE_PAYMENT_STEP, "tendered"), bad[i]);
      g_assert_true (gtk_widget_get_visible (get (self, KAUNTA_TYPE_PAYMENT_STEP, "tendered_error")));
      g_assert_cmpstr (gtk_editable_get_text (get (self, KAUNTA_TYPE_PAYMENT_STEP, "tendered")), ==, bad[i]);
    }
  g_assert_true (shows (self, "payment"));
  g_assert_cmpint (test_counter_get_seq (&self->counter), ==, before);
}

static void
test_a_bad_quantity_keeps_the_question (Fixture *self, gconstpointer unused)
{
  const char *const bad[] = { "", "0", "-1", "1000000000", "1.5" };

  begin_bill (self);
  pick (self, "047-MKT-GRAIN");
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      test_widgets_type (get (self, KAUNTA_TYPE_SERVICE_PICKER, "value"), bad[i]);
      g_assert_true (gtk_widget_get_visible (get (self, KAUNTA_TYPE_SERVICE_PICKER, "error")));
    }
  g_assert_cmpstr (get_label (self, KAUNTA_TYPE_BILL_STEP, "total"), ==, "KES 0");
  gtk_editable_set_text (get (self, KAUNTA_TYPE_SERVICE_PICKER, "value"), "12");
  raise_bill (self);
  g_assert_cmpstr (get_label (self, KAUNTA_TYPE_PAYMENT_STEP, "due"), ==, "KES 600");
}

static void
test_a_split_payment_goes_on_with_the_rest (Fixture *self, gconstpointer unused)
{
  begin_payment (self, test_service_permit ());
  choose_tender (self, KAUNTA_TENDER_MPESA);
  gtk_editable_set_text (get (self, KAUNTA_TYPE_PAYMENT_STEP, "reference"), "UKN1ABC9XY");
  gtk_editable_set_text (get (self, KAUNTA_TYPE_PAYMENT_STEP, "amount"), "100");
  click (get (self, KAUNTA_TYPE_PAYMENT_STEP, "go_on"));
  test_wait_until (g_str_equal (get_label (self, KAUNTA_TYPE_PAYMENT_STEP, "due"), "KES 250"));
  g_assert_true (shows (self, "payment"));
  look (self);
  test_widgets_type (get (self, KAUNTA_TYPE_PAYMENT_STEP, "tendered"), "300");
  test_wait_until (shows (self, "receipt"));
  g_assert_cmpstr (get_label (self, KAUNTA_TYPE_RECEIPT_STEP, "change"), ==, "KES 50");
  g_assert_true (gtk_widget_get_visible (get (self, KAUNTA_TYPE_RECEIPT_STEP, "others")));
}

/* Ctrl+Enter twice, or a double click: what raised the bill must not take its money too. */
static void
test_a_second_press_on_raising_takes_no_money (Fixture *self, gconstpointer unused)
{
  gint64 raised = 0;

  begin_bill (self);
  pick (self, "047-PERMIT");
  raise_bill (self);
  raised = test_counter_get_seq (&self->counter);
  gtk_widget_activate_action (test_widgets_find (self->page, KAUNTA_TYPE_PAYMENT_STEP), "payment.go-on", NULL);
  click (get (self, KAUNTA_TYPE_PAYMENT_STEP, "take"));
  test_widgets_type (get (self, KAUNTA_TYPE_PAYMENT_STEP, "tendered"), "");
  g_assert_false (gtk_widget_get_sensitive (get (self, KAUNTA_TYPE_PAYMENT_STEP, "take")));
  g_assert_cmpint (test_counter_get_seq (&self->counter), ==, raised);
  g_assert_true (shows (self, "payment"));
  look (self);
  g_assert_true (gtk_widget_get_sensitive (get (self, KAUNTA_TYPE_PAYMENT_STEP, "take")));
  test_widgets_type (get (self, KAUNTA_TYPE_PAYMENT_STEP, "tendered"), "");
  test_wait_until (shows (self, "receipt"));
}

static void
test_a_second_press_on_a_part_takes_no_rest (Fixture *self, gconstpointer unused)
{
  GtkWidget *step = test_widgets_find (self->page, KAUNTA_TYPE_PAYMENT_STEP);
  gint64 taken = 0;

  begin_payment (self, test_service_permit ());
  gtk_editable_set_text (get (self, KAUNTA_TYPE_PAYMENT_STEP, "amount"), "100");
  gtk_widget_activate_action (step, "payment.go-on", NULL);
  test_wait_until (g_str_equal (get_label (self, KAUNTA_TYPE_PAYMENT_STEP, "due"), "KES 250"));
  taken = test_counter_get_seq (&self->counter);
  gtk_widget_activate_action (step, "payment.go-on", NULL);
  g_assert_cmpint (test_counter_get_seq (&self->counter), ==, taken);
  g_assert_cmpstr (get_label (self, KAUNTA_TYPE_PAYMENT_STEP, "due"), ==, "KES 250");
}

/* The page's own look at keys, before any step sees them. */
static GtkEventController *
get_keys (Fixture *self)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (self->page);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller)
          && gtk_event_controller_get_propagation_phase (controller) == GTK_PHASE_CAPTURE)
        return controller;
    }
  g_assert_not_reached ();
}

static gboolean
press (GtkEventController *keys, guint key, guint code)
{
  gboolean stopped = FALSE;

  g_signal_emit_by_name (keys, "key-pressed", key, code, 0, &stopped);
  return stopped;
}

/* Held down where a bill is raised, Enter would take the money and call the next customer. */
static void
test_a_held_enter_is_one_enter (Fixture *self, gconstpointer unused)
{
  GtkEventController *keys = get_keys (self);

  g_assert_false (press (keys, GDK_KEY_Return, 36));
  g_assert_true (press (keys, GDK_KEY_Return, 36));
  g_assert_true (press (keys, GDK_KEY_Return, 36));
  g_signal_emit_by_name (keys, "key-released", GDK_KEY_Return, 36, 0);
  g_assert_false (press (keys, GDK_KEY_Return, 36));
  g_assert_false (press (keys, GDK_KEY_KP_Enter, 104));
  g_assert_false (press (keys, GDK_KEY_1, 10));
  g_assert_false (press (keys, GDK_KEY_1, 10));
}

static void
test_a_part_payment_offers_the_rest (Fixture *self, gconstpointer unused)
{
  begin_payment (self, test_service_permit ());
  gtk_editable_set_text (get (self, KAUNTA_TYPE_PAYMENT_STEP, "amount"), "100");
  test_widgets_type (get (self, KAUNTA_TYPE_PAYMENT_STEP, "tendered"), "");
  test_wait_until (shows (self, "receipt"));
  g_assert_true (test_widgets_show_text (self->page, "KES 250 is still due"));
  click (get (self, KAUNTA_TYPE_RECEIPT_STEP, "rest"));
  g_assert_true (shows (self, "payment"));
  g_assert_cmpstr (get_label (self, KAUNTA_TYPE_PAYMENT_STEP, "due"), ==, "KES 250");
}

static void
test_a_forbidden_tender_says_why (Fixture *self, gconstpointer unused)
{
  KauntaTenderBar *bar = NULL;

  begin_payment (self, test_service_passport ());
  bar = KAUNTA_TENDER_BAR (test_widgets_find (self->page, KAUNTA_TYPE_TENDER_BAR));
  test_wait_until (kaunta_tender_bar_get_tender (bar) == KAUNTA_TENDER_MPESA);
  g_assert_false (kaunta_tender_bar_choose (bar, KAUNTA_TENDER_CASH));
  g_assert_true (gtk_widget_get_visible (test_widgets_get (GTK_WIDGET (bar), "reason")));
}

static void
test_escape_goes_back_and_forgets_nothing (Fixture *self, gconstpointer unused)
{
  GtkWidget *picker = NULL;

  begin_bill (self);
  pick (self, "047-MKT-GRAIN");
  picker = test_widgets_find (self->page, KAUNTA_TYPE_SERVICE_PICKER);
  test_widgets_type (test_widgets_get (picker, "value"), "2");
  gtk_widget_activate_action (picker, "counter.back", NULL);
  g_assert_true (shows (self, "payer"));
  gtk_widget_activate_action (test_widgets_find (self->page, KAUNTA_TYPE_PAYER_STEP), "payer.new-bill", NULL);
  g_assert_true (shows (self, "bill"));
  g_assert_cmpstr (get_label (self, KAUNTA_TYPE_BILL_STEP, "total"), ==, "KES 100");
}

static void
test_selling_needs_a_till_but_looking_up_does_not (Fixture *self, gconstpointer unused)
{
  const KauntaCount count = test_count_shillings (2000);
  g_autoptr (KauntaApproval) approval = test_get_approval (&self->counter);
  g_autoptr (GError) error = NULL;

  find_payer (self);
  gtk_widget_activate_action (test_widgets_find (self->page, KAUNTA_TYPE_PAYER_STEP), "payer.new-bill", NULL);
  g_assert_true (shows (self, "no-till"));
  g_assert_true (test_open_till (&self->counter, &count, approval, &error));
  g_assert_no_error (error);
  test_wait_until (shows (self, "payer"));
}

static void
test_a_payer_is_entered_by_hand (Fixture *self, gconstpointer unused)
{
  GtkWidget *dialog = NULL;

  test_widgets_type (get (self, KAUNTA_TYPE_SEARCH_PANE, "entry"), "12");
  click (get (self, KAUNTA_TYPE_SEARCH_PANE, "hand_entry"));
  test_wait_until ((dialog = test_widgets_find_window (KAUNTA_TYPE_HAND_ENTRY_DIALOG)) != NULL);
  gtk_editable_set_text (test_widgets_get (dialog, "number"), "12");
  gtk_editable_set_text (test_widgets_get (dialog, "phone"), "99");
  gtk_widget_activate_action (dialog, "hand-entry.use", NULL);
  g_assert_true (gtk_widget_get_visible (test_widgets_get (dialog, "name_error")));
  gtk_editable_set_text (test_widgets_get (dialog, "name"), "Mary Achieng");
  gtk_widget_activate_action (dialog, "hand-entry.use", NULL);
  g_assert_true (gtk_widget_get_visible (test_widgets_get (dialog, "phone_error")));
  gtk_editable_set_text (test_widgets_get (dialog, "phone"), "");
  gtk_widget_activate_action (dialog, "hand-entry.use", NULL);
  test_wait_until (shows (self, "payer"));
  g_assert_cmpstr (get_label (self, KAUNTA_TYPE_PAYER_STEP, "name"), ==, "Mary Achieng");
}

static void
test_entry_by_hand_can_be_dismissed (Fixture *self, gconstpointer unused)
{
  GtkWidget *dialog = NULL;

  gtk_widget_activate_action (self->page, "counter.hand-entry", NULL);
  test_wait_until ((dialog = test_widgets_find_window (KAUNTA_TYPE_HAND_ENTRY_DIALOG)) != NULL);
  test_wait_until (gtk_widget_get_mapped (dialog));
  gtk_widget_grab_focus (test_widgets_get (dialog, "number"));
  gtk_window_close (GTK_WINDOW (dialog));
  test_wait_until (test_widgets_find_window (KAUNTA_TYPE_HAND_ENTRY_DIALOG) == NULL);
  g_assert_true (shows (self, "nobody"));
}

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  KauntaReceipt **receipt = user_data;
  g_autoptr (GError) error = NULL;

  *receipt = kaunta_receipt_copy_finish (result, &error);
  g_assert_no_error (error);
}

static void
print_copy (Fixture *self, const char *number, gint64 copy, gboolean approve)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaReceipt) shown = test_show (&self->counter, number, &error);
  g_autoptr (KauntaReceipt) receipt = NULL;
  GtkWidget *dialog = NULL;

  g_assert_no_error (error);
  kaunta_receipt_copy_async (self->page, self->counter.desk, shown, copied_cb, &receipt);
  dialog = test_widgets_find_window (KAUNTA_TYPE_APPROVAL_DIALOG);
  g_assert_true ((dialog != NULL) == approve);
  if (approve)
    {
      gtk_editable_set_text (test_widgets_get (dialog, "staff_number"), "2001");
      test_widgets_type (test_widgets_get (dialog, "pin"), "1002");
    }
  test_wait_until (receipt != NULL);
  g_assert_cmpint (receipt->copy, ==, copy);
}

static void
test_the_third_copy_asks_a_supervisor (Fixture *self, gconstpointer unused)
{
  g_autoptr (KauntaBill) bill = test_sell (&self->counter, test_service_permit ());
  g_autoptr (KauntaPayment) payment = test_pay_cash (&self->counter, bill);

  print_copy (self, payment->receipt, 1, FALSE);
  print_copy (self, payment->receipt, 2, FALSE);
  print_copy (self, payment->receipt, 3, TRUE);
}

int
main (int argc, char **argv)
{
  test_widgets_init (&argc, &argv);
#define ADD(name, set_up_function, function) \
  g_test_add ("/counter-page/" name, Fixture, NULL, set_up_function, function, tear_down)
  ADD ("a-known-payer-pays-exactly", set_up, test_a_known_payer_pays_exactly);
  ADD ("enter-waits-for-the-first-result", set_up, test_enter_waits_for_the_first_result);
  ADD ("nothing-found-offers-entry-by-hand", set_up, test_nothing_found_offers_entry_by_hand);
  ADD ("change-is-shown-while-typing", set_up, test_change_is_shown_while_typing);
  ADD ("mistakes-stand-at-their-field", set_up, test_mistakes_stand_at_their_field);
  ADD ("a-bad-quantity-keeps-the-question", set_up, test_a_bad_quantity_keeps_the_question);
  ADD ("a-split-payment-goes-on-with-the-rest", set_up, test_a_split_payment_goes_on_with_the_rest);
  ADD ("a-second-press-on-raising-takes-no-money", set_up, test_a_second_press_on_raising_takes_no_money);
  ADD ("a-second-press-on-a-part-takes-no-rest", set_up, test_a_second_press_on_a_part_takes_no_rest);
  ADD ("a-held-enter-is-one-enter", set_up, test_a_held_enter_is_one_enter);
  ADD ("a-part-payment-offers-the-rest", set_up, test_a_part_payment_offers_the_rest);
  ADD ("a-forbidden-tender-says-why", set_up, test_a_forbidden_tender_says_why);
  ADD ("escape-goes-back-and-forgets-nothing", set_up, test_escape_goes_back_and_forgets_nothing);
  ADD ("selling-needs-a-till-but-looking-up-does-not", set_up_without_till,
       test_selling_needs_a_till_but_looking_up_does_not);
  ADD ("a-payer-is-entered-by-hand", set_up, test_a_payer_is_entered_by_hand);
  ADD ("entry-by-hand-can-be-dismissed", set_up, test_entry_by_hand_can_be_dismissed);
  ADD ("the-third-copy-asks-a-supervisor", set_up, test_the_third_copy_asks_a_supervisor);
#undef ADD
  return g_test_run ();
}
