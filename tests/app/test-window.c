/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "counter.h"
#include "enrol-page.h"
#include "language.h"
#include "link-button.h"
#include "link-sheet.h"
#include "sign-in-page.h"
#include "widgets.h"
#include "window.h"

/* A counter and its window. */
typedef struct
{
  TestCounter counter;
  GtkWidget *window;
} Fixture;

static void
open_window (Fixture *self)
{
  kaunta_language_use ("en");
  self->window = GTK_WIDGET (kaunta_window_new (test_widgets_get_application (), self->counter.desk));
  gtk_window_present (GTK_WINDOW (self->window));
  test_wait_until (gtk_widget_get_mapped (self->window));
}

static void
set_up (Fixture *self, gconstpointer unused)
{
  test_counter_set_up (&self->counter, NULL);
  open_window (self);
}

static void
set_up_unenrolled (Fixture *self, gconstpointer unused)
{
  g_autoptr (TestManualClock) clock = test_manual_clock_new (G_GINT64_CONSTANT (1795420800000));

  test_counter_set_up_unenrolled (&self->counter, clock);
  open_window (self);
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  test_widgets_close (self->window);
  test_counter_tear_down (&self->counter, NULL);
}

static void
sign_in (Fixture *self, const char *number, const char *pin)
{
  GtkWidget *page = test_widgets_find (self->window, KAUNTA_TYPE_SIGN_IN_PAGE);

  gtk_editable_set_text (test_widgets_get (page, "staff_number"), number);
  test_widgets_type (test_widgets_get (page, "pin"), pin);
}

/* Which of its three stages the window shows. */
static const char *
get_stage (Fixture *self)
{
  return gtk_stack_get_visible_child_name (test_widgets_get (self->window, "stack"));
}

static void
test_begins_with_enrolment (Fixture *self, gconstpointer unused)
{
  GtkWidget *page = test_widgets_find (self->window, KAUNTA_TYPE_ENROL_PAGE);

  g_assert_cmpstr (get_stage (self), ==, "enrol");
  test_widgets_type (test_widgets_get (page, "address"), "");
  g_assert_true (test_widgets_show_text (page, "The address is missing."));
}

static void
test_tells_why_it_could_not_be_enrolled (Fixture *self, gconstpointer unused)
{
  GtkWidget *page = test_widgets_find (self->window, KAUNTA_TYPE_ENROL_PAGE);
  GtkLabel *error = test_widgets_get (page, "address_error");

  gtk_editable_set_text (test_widgets_get (page, "address"), "ftp://portal");
  gtk_editable_set_text (test_widgets_get (page, "code"), "12345678");
  test_widgets_type (test_widgets_get (page, "name"), "Counter 1");
  test_wait_until (gtk_widget_get_visible (GTK_WIDGET (error)));
  g_assert_cmpstr (gtk_editable_get_text (test_widgets_get (page, "address")), ==, "ftp://portal");
  g_assert_cmpstr (get_stage (self), ==, "enrol");
}

static void
test_says_which_counter_it_is (Fixture *self, gconstpointer unused)
{
  g_assert_cmpstr (get_stage (self), ==, "sign-in");
  g_assert_true (test_widgets_show_text (self->window, "Westlands · Counter 1"));
  g_assert_true (test_widgets_show_text (self->window, "List of staff known 1 hour ago"));
  g_assert_false (test_widgets_show_text (self->window, "was left open"));
}

static void
test_keeps_who_gives_a_wrong_pin_out (Fixture *self, gconstpointer unused)
{
  GtkWidget *page = test_widgets_find (self->window, KAUNTA_TYPE_SIGN_IN_PAGE);
  GtkWidget *pin = test_widgets_get (page, "pin");
  GtkLabel *error = test_widgets_get (page, "error");

  sign_in (self, "1001", "9999");
  test_wait_until (gtk_widget_get_visible (GTK_WIDGET (error)));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (pin)), ==, "");
  g_assert_cmpstr (gtk_editable_get_text (test_widgets_get (page, "staff_number")), ==, "1001");
  g_assert_true (gtk_widget_has_css_class (pin, "error"));
  g_assert_cmpstr (get_stage (self), ==, "sign-in");
}

static void
test_signs_in_and_out_again (Fixture *self, gconstpointer unused)
{
  sign_in (self, "1002", "2001");
  test_wait_until (g_str_equal (get_stage (self), "main"));
  g_assert_true (test_widgets_show_text (self->window, "Second Clerk · Clerk"));
  gtk_widget_activate_action (self->window, "win.sign-out", NULL);
  test_wait_until (g_str_equal (get_stage (self), "sign-in"));
  g_assert_null (kaunta_desk_get_clerk (self->counter.desk));
  g_assert_false (test_widgets_show_text (self->window, "Second Clerk"));
}

static void
test_says_that_somebody_left_a_till_open (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  test_begin_day (&self->counter);
  g_assert_true (test_sign_out (&self->counter, &error));
  g_assert_no_error (error);
  test_wait_until (g_str_equal (get_stage (self), "sign-in"));
  g_assert_true (test_widgets_show_text (self->window,
                                         "Till 00421-0001 was left open by staff number 1001."));
}

static void
test_speaks_the_other_language_when_made_anew (Fixture *self, gconstpointer unused)
{
  GtkWidget *old = self->window;

  g_assert_true (test_widgets_show_text (old, "Staff number"));
  kaunta_language_use ("sw");
  self->window = GTK_WIDGET (kaunta_window_new (test_widgets_get_application (), self->counter.desk));
  kaunta_window_take_place (KAUNTA_WINDOW (self->window), KAUNTA_WINDOW (old));
  gtk_window_present (GTK_WINDOW (self->window));
  gtk_window_destroy (GTK_WINDOW (old));
  g_assert_true (test_widgets_show_text (self->window, "Nambari ya mfanyakazi"));
  g_assert_false (test_widgets_show_text (self->window, "Staff number"));
}

static void
test_shows_the_line_in_words_and_in_a_sheet (Fixture *self, gconstpointer unused)
{
  GtkWidget *button = test_widgets_find (self->window, KAUNTA_TYPE_LINK_BUTTON);
  GtkWidget *sheet = NULL;

  test_wait_until (kaunta_desk_get_link (self->counter.desk)->kind == KAUNTA_LINK_OFFLINE);
  g_assert_true (test_widgets_show_text (button, "Offline"));
  g_assert_true (test_widgets_show_text (self->window,
                                         "The line is down. Go on working; everything is stored on this computer."));
  gtk_widget_activate_action (self->window, "win.show-link", NULL);
  sheet = test_widgets_find_window (KAUNTA_TYPE_LINK_SHEET);
  g_assert_nonnull (sheet);
  g_assert_true (test_widgets_show_text (sheet, "Waiting to be sent"));
  gtk_window_destroy (GTK_WINDOW (sheet));
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
  add_test ("/window/begins-with-enrolment", set_up_unenrolled, test_begins_with_enrolment);
  add_test ("/window/tells-why-it-could-not-be-enrolled", set_up_unenrolled,
            test_tells_why_it_could_not_be_enrolled);
  add_test ("/window/says-which-counter-it-is", set_up, test_says_which_counter_it_is);
  add_test ("/window/keeps-who-gives-a-wrong-pin-out", set_up, test_keeps_who_gives_a_wrong_pin_out);
  add_test ("/window/signs-in-and-out-again", set_up, test_signs_in_and_out_again);
  add_test ("/window/says-that-somebody-left-a-till-open", set_up, test_says_that_somebody_left_a_till_open);
  add_test ("/window/speaks-the-other-language-when-made-anew", set_up,
            test_speaks_the_other_language_when_made_anew);
  add_test ("/window/shows-the-line-in-words-and-in-a-sheet", set_up,
            test_shows_the_line_in_words_and_in_a_sheet);
  return g_test_run ();
}
