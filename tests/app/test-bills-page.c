/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "approval-dialog.h"
#include "bill-dialog.h"
#include "bill-pager.h"
#include "bills-page.h"
#include "catalogue.h"
#include "counter.h"
#include "language.h"
#include "widgets.h"

/* A counter with a till open, a paid bill and an open one, and the Bills page in a window. */
typedef struct
{
  TestCounter counter;
  KauntaBill *paid;
  KauntaPayment *payment;
  KauntaBill *open;
  GtkWidget *window;
  GtkWidget *page;
} Fixture;

static gboolean
counts (Fixture *self, const char *filter, const char *label)
{
  const char *shown = gtk_button_get_label (test_widgets_get (self->page, filter));

  return g_strcmp0 (shown, label) == 0;
}

static void
set_up (Fixture *self, gconstpointer unused)
{
  test_counter_set_up (&self->counter, NULL);
  test_begin_day (&self->counter);
  self->paid = test_sell (&self->counter, test_service_permit ());
  self->payment = test_pay_cash (&self->counter, self->paid);
  self->open = test_sell (&self->counter, test_service_market ());
  kaunta_language_use ("en");
  self->page = g_object_new (KAUNTA_TYPE_BILLS_PAGE, "desk", self->counter.desk, NULL);
  self->window = test_widgets_open (self->page);
  test_wait_until (counts (self, "all", "All 2"));
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  test_widgets_close (self->window);
  kaunta_bill_unref (self->paid);
  kaunta_payment_unref (self->payment);
  kaunta_bill_unref (self->open);
  test_counter_tear_down (&self->counter, NULL);
}

static guint
count_rows (Fixture *self)
{
  GtkColumnView *view = test_widgets_get (self->page, "view");

  return g_list_model_get_n_items (G_LIST_MODEL (gtk_column_view_get_model (view)));
}

static GtkWidget *
open_dialog (Fixture *self, const KauntaBill *bill)
{
  GtkWidget *dialog = NULL;

  kaunta_bill_dialog_open (self->page, self->counter.desk, bill->number);
  test_wait_until ((dialog = test_widgets_find_window (KAUNTA_TYPE_BILL_DIALOG)) != NULL);
  test_wait_until (*gtk_label_get_label (test_widgets_get (dialog, "state")) != '\0');
  return dialog;
}

static gboolean
shows_state (GtkWidget *dialog, KauntaBillState state)
{
  return g_str_equal (gtk_label_get_label (test_widgets_get (dialog, "state")),
                      kaunta_bill_state_to_label (state));
}

/* Gives the reason and the supervisor's yes that undoing asks for. */
static void
agree (const char *reason)
{
  GtkWidget *dialog = NULL;
  GtkWidget *entry = NULL;

  test_wait_until ((dialog = test_widgets_find_window (ADW_TYPE_MESSAGE_DIALOG)) != NULL);
  g_assert_false (adw_message_dialog_get_response_enabled (ADW_MESSAGE_DIALOG (dialog), "go-on"));
  entry = test_widgets_find (dialog, GTK_TYPE_ENTRY);
  gtk_editable_set_text (GTK_EDITABLE (entry), reason);
  g_assert_true (adw_message_dialog_get_response_enabled (ADW_MESSAGE_DIALOG (dialog), "go-on"));
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "go-on");
  gtk_window_destroy (GTK_WINDOW (dialog));
  test_wait_until ((dialog = test_widgets_find_window (KAUNTA_TYPE_APPROVAL_DIALOG)) != NULL);
  gtk_editable_set_text (test_widgets_get (dialog, "staff_number"), "2001");
  test_widgets_type (test_widgets_get (dialog, "pin"), "1002");
}

static void
test_filters_by_state (Fixture *self, gconstpointer unused)
{
  g_assert_true (counts (self, "open", "Open 1"));
  g_assert_true (counts (self, "paid", "Paid 1"));
  gtk_toggle_button_set_active (test_widgets_get (self->page, "paid"), TRUE);
  test_wait_until (count_rows (self) == 1);
  g_assert_true (counts (self, "all", "All 2"));
}

static void
test_follows_what_changes (Fixture *self, gconstpointer unused)
{
  g_autoptr (KauntaBill) third = test_sell (&self->counter, test_service_permit ());

  test_wait_until (count_rows (self) == 3);
  g_assert_true (counts (self, "open", "Open 2"));
}

static void
test_reverses_with_reason_and_approval (Fixture *self, gconstpointer unused)
{
  GtkWidget *dialog = open_dialog (self, self->paid);

  g_assert_false (gtk_widget_get_visible (test_widgets_get (dialog, "cancel_bill")));
  gtk_widget_activate_action (dialog, "bill.reverse", "s", self->payment->receipt);
  agree ("Wrong payer");
  test_wait_until (shows_state (dialog, KAUNTA_BILL_OPEN));
  g_assert_true (test_widgets_show_text (dialog, "KES 350"));
  gtk_window_destroy (GTK_WINDOW (dialog));
  test_wait_until (counts (self, "paid", "Paid 0"));
}

static void
test_cancels_an_unpaid_bill_only (Fixture *self, gconstpointer unused)
{
  GtkWidget *dialog = open_dialog (self, self->open);

  gtk_widget_activate_action (dialog, "bill.cancel", NULL);
  agree ("Raised twice");
  test_wait_until (shows_state (dialog, KAUNTA_BILL_CANCELLED));
  g_assert_false (gtk_widget_get_visible (test_widgets_get (dialog, "pay")));
  gtk_window_destroy (GTK_WINDOW (dialog));
  test_wait_until (counts (self, "cancelled", "Cancelled 1"));
}

static void
test_reads_on_piece_by_piece (Fixture *self, gconstpointer unused)
{
  g_autoptr (KauntaBillPager) pager = kaunta_bill_pager_new (3);
  GListModel *bills = kaunta_bill_pager_get_bills (pager);
  guint first = 0;

  for (guint i = 0; i < 5; i++)
    kaunta_bill_unref (test_sell (&self->counter, test_service_permit ()));
  kaunta_bill_pager_ask (pager, self->counter.desk, NULL, 0, FALSE);
  test_wait_until ((first = g_list_model_get_n_items (bills)) > 0);
  g_assert_cmpuint (first, ==, 3);
  kaunta_bill_pager_read_on (pager);
  test_wait_until (g_list_model_get_n_items (bills) == 6);
  kaunta_bill_pager_read_on (pager);
  test_wait_until (g_list_model_get_n_items (bills) == 7);
  g_assert_cmpint (kaunta_bill_pager_get_count (pager, KAUNTA_BILL_OPEN), ==, 6);
}

int
main (int argc, char **argv)
{
  test_widgets_init (&argc, &argv);
#define ADD(name, function) g_test_add ("/bills-page/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("filters-by-state", test_filters_by_state);
  ADD ("follows-what-changes", test_follows_what_changes);
  ADD ("reverses-with-reason-and-approval", test_reverses_with_reason_and_approval);
  ADD ("cancels-an-unpaid-bill-only", test_cancels_an_unpaid_bill_only);
  ADD ("reads-on-piece-by-piece", test_reads_on_piece_by_piece);
#undef ADD
  return g_test_run ();
}
