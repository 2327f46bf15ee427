/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "approval-dialog.h"
#include "catalogue.h"
#include "count-grid.h"
#include "counter.h"
#include "language.h"
#include "till-closing.h"
#include "till-counting.h"
#include "till-opening.h"
#include "till-page.h"
#include "till-reading.h"
#include "widgets.h"

/* A counter with clerk 1001 signed in, and the Till page in a window. */
typedef struct
{
  TestCounter counter;
  GtkWidget *window;
  GtkWidget *page;
} Fixture;

static void
open_page (Fixture *self)
{
  kaunta_language_use ("en");
  self->page = g_object_new (KAUNTA_TYPE_TILL_PAGE, "desk", self->counter.desk, NULL);
  self->window = test_widgets_open (self->page);
}

/* No till is open. */
static void
set_up (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  test_counter_set_up (&self->counter, NULL);
  test_sign_in (&self->counter, "1001", "1001", &error);
  g_assert_no_error (error);
  open_page (self);
}

/* A till is open, with a float of 2,000 shillings and 350 taken in cash. */
static void
set_up_day (Fixture *self, gconstpointer unused)
{
  g_autoptr (KauntaBill) bill = NULL;
  g_autoptr (KauntaPayment) payment = NULL;

  test_counter_set_up (&self->counter, NULL);
  test_begin_day (&self->counter);
  bill = test_sell (&self->counter, test_service_permit ());
  payment = test_pay_cash (&self->counter, bill);
  open_page (self);
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  test_widgets_close (self->window);
  test_counter_tear_down (&self->counter, NULL);
}

static gboolean
shows (Fixture *self, const char *view)
{
  return g_str_equal (gtk_stack_get_visible_child_name (test_widgets_get (self->page, "stack")), view);
}

/* The entry of the note or coin at @row of the grid that is shown. */
static GtkWidget *
find_entry (Fixture *self, guint row)
{
  GtkWidget *view = gtk_stack_get_visible_child (test_widgets_get (self->page, "stack"));
  GtkWidget *grid = test_widgets_get (test_widgets_find (view, KAUNTA_TYPE_COUNT_GRID), "grid");

  for (GtkWidget *child = gtk_widget_get_first_child (grid); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_ENTRY (child) && row-- == 0)
      return child;
  return NULL;
}

/* Types pieces of the largest notes, and of the last coin, which ends the count. */
static void
type_count (Fixture *self, const char *thousands, const char *ones)
{
  test_widgets_type (find_entry (self, 0), thousands);
  test_widgets_type (find_entry (self, KAUNTA_N_DENOMINATIONS - 1), ones);
}

static void
count (Fixture *self, const char *thousands, const char *ones)
{
  GtkWidget *view = test_widgets_find (self->page, KAUNTA_TYPE_TILL_COUNTING);

  gtk_widget_activate_action (self->page, "till.show", "s", "counting");
  type_count (self, thousands, ones);
  g_signal_emit_by_name (test_widgets_get (view, "confirm"), "clicked");
}

static void
approve (const char *number, const char *pin)
{
  GtkWidget *dialog = NULL;

  test_wait_until ((dialog = test_widgets_find_window (KAUNTA_TYPE_APPROVAL_DIALOG)) != NULL);
  gtk_editable_set_text (test_widgets_get (dialog, "staff_number"), number);
  test_widgets_type (test_widgets_get (dialog, "pin"), pin);
}

static void
test_opens_with_a_supervisors_yes (Fixture *self, gconstpointer unused)
{
  KauntaTill *till = NULL;

  g_assert_true (shows (self, "opening"));
  g_assert_true (test_widgets_show_text (self->page, "The usual float of this office is KES 2,000."));
  type_count (self, "2", "5");
  g_assert_true (test_widgets_show_text (self->page, "KES 2,005"));
  approve ("2001", "1002");
  test_wait_until (shows (self, "reading"));
  till = kaunta_desk_get_till (self->counter.desk);
  g_assert_cmpint (till->float_cents, ==, 200500);
  g_assert_cmpstr (till->clerk, ==, "1001");
}

static void
test_asks_again_after_a_wrong_approval (Fixture *self, gconstpointer unused)
{
  GtkWidget *dialog = NULL;
  GtkWidget *error = NULL;

  type_count (self, "2", "");
  /* The clerk himself, who is no supervisor. */
  approve ("1001", "1001");
  dialog = test_widgets_find_window (KAUNTA_TYPE_APPROVAL_DIALOG);
  error = test_widgets_get (dialog, "error");
  test_wait_until (gtk_widget_get_visible (error));
  g_assert_cmpstr (gtk_editable_get_text (test_widgets_get (dialog, "pin")), ==, "");
  g_assert_null (kaunta_desk_get_till (self->counter.desk));
  approve ("2001", "1002");
  test_wait_until (shows (self, "reading"));
}

static void
test_stays_closed_when_nobody_approves (Fixture *self, gconstpointer unused)
{
  GtkWidget *opening = test_widgets_find (self->page, KAUNTA_TYPE_TILL_OPENING);
  GtkWidget *button = test_widgets_get (opening, "open");

  type_count (self, "2", "");
  g_assert_false (gtk_widget_get_sensitive (button));
  gtk_window_close (GTK_WINDOW (test_widgets_find_window (KAUNTA_TYPE_APPROVAL_DIALOG)));
  test_wait_until (gtk_widget_get_sensitive (button));
  g_assert_true (shows (self, "opening"));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (find_entry (self, 0))), ==, "2");
  g_assert_null (kaunta_desk_get_till (self->counter.desk));
}

static void
test_refuses_what_is_no_number_of_pieces (Fixture *self, gconstpointer unused)
{
  const char *const wrong[] = { "-1", "1.5", "two", "9223372036854775808", "100001", "١٢", "1 000" };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      type_count (self, wrong[i], "");
      g_assert_true (test_widgets_show_text (self->page,
                                             "How many pieces of KES 1,000: a whole number up to 100,000."));
      g_assert_null (test_widgets_find_window (KAUNTA_TYPE_APPROVAL_DIALOG));
      g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (find_entry (self, 0))), ==, wrong[i]);
    }
}

static void
test_reads_without_saying_what_is_expected (Fixture *self, gconstpointer unused)
{
  GtkWidget *reading = test_widgets_find (self->page, KAUNTA_TYPE_TILL_READING);

  test_wait_until (test_widgets_show_text (reading, "Till 00421-0001"));
  g_assert_true (test_widgets_show_text (reading, "KES 350"));
  g_assert_true (test_widgets_show_text (reading, "KES 2,000"));
  g_assert_false (test_widgets_show_text (reading, "KES 2,350"));
  gtk_widget_activate_action (self->page, "till.show", "s", "counting");
  g_assert_false (test_widgets_show_text (self->page, "KES 350"));
  g_assert_false (test_widgets_show_text (self->page, "KES 2,350"));
}

static void
test_closes_when_the_count_agrees (Fixture *self, gconstpointer unused)
{
  GtkWidget *closing = test_widgets_find (self->page, KAUNTA_TYPE_TILL_CLOSING);

  count (self, "2", "350");
  test_wait_until (shows (self, "closing"));
  g_assert_true (test_widgets_show_text (closing, "The count agrees"));
  g_assert_true (test_widgets_show_text (closing, "KES 2,350"));
  g_signal_emit_by_name (test_widgets_get (closing, "close"), "clicked");
  approve ("2001", "1002");
  test_wait_until (shows (self, "closed"));
  g_assert_true (test_widgets_show_text (self->page, "Z reading 1"));
  g_assert_null (kaunta_desk_get_till (self->counter.desk));
  gtk_widget_activate_action (self->page, "till.show", "s", "opening");
  g_assert_true (shows (self, "opening"));
}

static void
test_wants_a_reason_for_a_difference (Fixture *self, gconstpointer unused)
{
  GtkWidget *closing = test_widgets_find (self->page, KAUNTA_TYPE_TILL_CLOSING);

  count (self, "2", "300");
  test_wait_until (shows (self, "closing"));
  g_assert_true (test_widgets_show_text (closing, "KES 50 short"));
  test_widgets_type (test_widgets_get (closing, "reason"), "");
  g_assert_null (test_widgets_find_window (KAUNTA_TYPE_APPROVAL_DIALOG));
  g_assert_true (test_widgets_show_text (closing, "Say why the cash differs"));
  test_widgets_type (test_widgets_get (closing, "reason"), "Change given twice at noon");
  approve ("2001", "1002");
  test_wait_until (shows (self, "closed"));
}

static void
test_forgets_a_count_that_a_sale_made_stale (Fixture *self, gconstpointer unused)
{
  g_autoptr (KauntaBill) bill = NULL;
  g_autoptr (KauntaPayment) payment = NULL;

  count (self, "2", "350");
  test_wait_until (shows (self, "closing"));
  bill = test_sell (&self->counter, test_service_permit ());
  payment = test_pay_cash (&self->counter, bill);
  test_wait_until (shows (self, "reading"));
}

static void
add_test (const char *path, void (*set_up_it) (Fixture *, gconstpointer),
          void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up_it, test, tear_down);
}

int
main (int argc, char **argv)
{
  test_widgets_init (&argc, &argv);
  add_test ("/till/opens-with-a-supervisors-yes", set_up, test_opens_with_a_supervisors_yes);
  add_test ("/till/asks-again-after-a-wrong-approval", set_up, test_asks_again_after_a_wrong_approval);
  add_test ("/till/stays-closed-when-nobody-approves", set_up, test_stays_closed_when_nobody_approves);
  add_test ("/till/refuses-what-is-no-number-of-pieces", set_up, test_refuses_what_is_no_number_of_pieces);
  add_test ("/till/reads-without-saying-what-is-expected", set_up_day,
            test_reads_without_saying_what_is_expected);
  add_test ("/till/closes-when-the-count-agrees", set_up_day, test_closes_when_the_count_agrees);
  add_test ("/till/wants-a-reason-for-a-difference", set_up_day, test_wants_a_reason_for_a_difference);
  add_test ("/till/forgets-a-count-that-a-sale-made-stale", set_up_day,
            test_forgets_a_count_that_a_sale_made_stale);
  return g_test_run ();
}
