/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "approval-dialog.h"
#include "counter.h"
#include "desk-private.h"
#include "enrol-again.h"
#include "enrol-page.h"
#include "freeze-banner.h"
#include "language.h"
#include "link-sheet.h"
#include "temp-profile.h"
#include "till-page.h"
#include "widgets.h"
#include "window.h"

/* A counter whose engine rests, so that its link is what a test says, and its window. */
typedef struct
{
  TestCounter counter;
  GtkWidget *window;
} Fixture;

static void
set_up_for (Fixture *self, const char *staff, const char *pin, const char *language)
{
  g_autoptr (GError) error = NULL;

  test_counter_set_up (&self->counter, NULL);
  kaunta_engine_stop (self->counter.desk->engine);
  test_sign_in (&self->counter, staff, pin, &error);
  g_assert_no_error (error);
  kaunta_language_use (language);
  self->window = GTK_WIDGET (kaunta_window_new (test_widgets_get_application (), self->counter.desk));
  gtk_window_present (GTK_WINDOW (self->window));
  test_wait_until (gtk_widget_get_mapped (self->window));
}

static void
set_up_clerk (Fixture *self, gconstpointer unused)
{
  set_up_for (self, "1001", "1001", "en");
}

static void
set_up_supervisor (Fixture *self, gconstpointer unused)
{
  set_up_for (self, "2001", "1002", "en");
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  test_widgets_close (self->window);
  test_counter_tear_down (&self->counter, NULL);
}

/* What the engine says of a portal that found a second branch. */
static void
freeze (Fixture *self)
{
  KauntaDesk *desk = self->counter.desk;
  const KauntaLink frozen = { .kind = KAUNTA_LINK_ATTENTION,
                              .waiting = 3,
                              .amount = 40000,
                              .problem = (char *) "The counter is frozen.",
                              .advice = (char *) "Go on selling.",
                              .frozen = TRUE,
                              .enrolling_helps = TRUE };

  test_widgets_settle ();
  kaunta_link_unref (desk->link);
  desk->link = kaunta_link_new (&frozen);
  g_object_notify (G_OBJECT (desk), "link");
}

static GtkWidget *
open_sheet (Fixture *self)
{
  GtkWidget *sheet = NULL;

  gtk_widget_activate_action (self->window, "win.show-link", NULL);
  sheet = test_widgets_find_window (KAUNTA_TYPE_LINK_SHEET);
  g_assert_nonnull (sheet);
  return sheet;
}

static void
a_supervisor_reads_on_the_till_page_that_the_counter_is_frozen (Fixture *self, gconstpointer unused)
{
  GtkWidget *page = test_widgets_find (self->window, KAUNTA_TYPE_TILL_PAGE);
  GtkWidget *banner = test_widgets_find (page, KAUNTA_TYPE_FREEZE_BANNER);

  g_assert_false (gtk_widget_get_visible (banner));
  freeze (self);
  g_assert_true (gtk_widget_get_visible (banner));
}

/* Opening a till is what is to be done; the banner is read on the way. */
static void
the_banner_does_not_take_the_focus (Fixture *self, gconstpointer unused)
{
  GtkWidget *banner = test_widgets_find (self->window, KAUNTA_TYPE_FREEZE_BANNER);
  GtkWidget *focus = NULL;

  freeze (self);
  gtk_widget_activate_action (self->window, "win.show-page", "s", "till");
  focus = gtk_window_get_focus (GTK_WINDOW (self->window));
  g_assert_nonnull (focus);
  g_assert_false (gtk_widget_is_ancestor (focus, banner));
  g_assert_true (gtk_widget_is_ancestor (focus, test_widgets_find (self->window, KAUNTA_TYPE_TILL_PAGE)));
  /* Asked for once more, it does not go on to the next field. */
  gtk_widget_activate_action (self->window, "win.show-page", "s", "till");
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (self->window)) == focus);
}

static void
the_sheet_begins_with_sending (Fixture *self, gconstpointer unused)
{
  GtkWidget *sheet = open_sheet (self);

  test_wait_until (gtk_widget_get_mapped (sheet));
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (sheet)) == test_widgets_get (sheet, "send"));
  test_widgets_close (sheet);
}

static void
a_clerk_reads_it_in_the_sheet_only (Fixture *self, gconstpointer unused)
{
  GtkWidget *page = test_widgets_find (self->window, KAUNTA_TYPE_TILL_PAGE);
  GtkWidget *sheet = open_sheet (self);
  GtkWidget *enrol = test_widgets_get (sheet, "enrol");

  g_assert_false (gtk_widget_get_visible (enrol));
  freeze (self);
  g_assert_false (gtk_widget_get_visible (test_widgets_find (page, KAUNTA_TYPE_FREEZE_BANNER)));
  g_assert_true (test_widgets_show_text (sheet, "The counter is frozen."));
  g_assert_true (test_widgets_show_text (sheet, "Go on selling."));
  g_assert_true (gtk_widget_get_visible (enrol));
  test_widgets_close (sheet);
}

static void
a_supervisor_enrols_again_with_what_is_known_already (Fixture *self, gconstpointer unused)
{
  GtkWidget *again = NULL;
  GtkWidget *page = NULL;

  gtk_widget_activate_action (self->window, "win.enrol-again", NULL);
  again = test_widgets_find_window (KAUNTA_TYPE_ENROL_AGAIN);
  g_assert_nonnull (again);
  page = test_widgets_find (again, KAUNTA_TYPE_ENROL_PAGE);
  g_assert_cmpstr (gtk_editable_get_text (test_widgets_get (page, "address")), ==, "http://127.0.0.1:9/");
  g_assert_cmpstr (gtk_editable_get_text (test_widgets_get (page, "name")), ==, "Counter 1");
  g_assert_true (test_widgets_show_text (page, "Enrol This Counter Again"));
  test_widgets_type (test_widgets_get (page, "code"), "");
  g_assert_true (test_widgets_show_text (page, "code"));
  g_assert_true (kaunta_desk_get_enrolled (self->counter.desk));
  test_widgets_close (again);
}

static void
a_clerk_needs_a_supervisor_to_enrol_again (Fixture *self, gconstpointer unused)
{
  GtkWidget *dialog = NULL;

  gtk_widget_activate_action (self->window, "win.enrol-again", NULL);
  g_assert_null (test_widgets_find_window (KAUNTA_TYPE_ENROL_AGAIN));
  dialog = test_widgets_find_window (KAUNTA_TYPE_APPROVAL_DIALOG);
  g_assert_nonnull (dialog);
  gtk_editable_set_text (test_widgets_get (dialog, "staff_number"), "2001");
  test_widgets_type (test_widgets_get (dialog, "pin"), "1002");
  test_wait_until (test_widgets_find_window (KAUNTA_TYPE_ENROL_AGAIN) != NULL);
  test_widgets_close (test_widgets_find_window (KAUNTA_TYPE_ENROL_AGAIN));
}

static gpointer
set_mirror (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  kaunta_ledger_set_mirror (ledger, data, error);
  return NULL;
}

static void
the_sheet_says_how_the_second_place_is (Fixture *self, gconstpointer unused)
{
  char *folder = test_temp_profile_new ();
  g_autofree char *path = g_build_filename (folder, "mirror", NULL);
  g_autofree char *said = g_strdup_printf ("Up to date: %s", path);
  g_autoptr (GError) error = NULL;
  GtkWidget *sheet = open_sheet (self);

  test_widgets_settle ();
  g_assert_false (test_widgets_show_text (sheet, "Second place of the journal"));
  test_widgets_close (sheet);

  kaunta_store_run (self->counter.desk->store, set_mirror, path, &error);
  g_assert_no_error (error);
  sheet = open_sheet (self);
  test_wait_until (test_widgets_show_text (sheet, said));
  test_widgets_close (sheet);
  test_temp_profile_free (folder);
}

int
main (int argc, char **argv)
{
  test_widgets_init (&argc, &argv);
#define ADD(name, set_up, test) g_test_add ("/link-sheet/" name, Fixture, NULL, set_up, test, tear_down)
  ADD ("a-supervisor-reads-on-the-till-page-that-the-counter-is-frozen", set_up_supervisor,
       a_supervisor_reads_on_the_till_page_that_the_counter_is_frozen);
  ADD ("the-banner-does-not-take-the-focus", set_up_supervisor, the_banner_does_not_take_the_focus);
  ADD ("the-sheet-begins-with-sending", set_up_clerk, the_sheet_begins_with_sending);
  ADD ("a-clerk-reads-it-in-the-sheet-only", set_up_clerk, a_clerk_reads_it_in_the_sheet_only);
  ADD ("a-supervisor-enrols-again-with-what-is-known-already", set_up_supervisor, a_supervisor_enrols_again_with_what_is_known_already);
  ADD ("a-clerk-needs-a-supervisor-to-enrol-again", set_up_clerk, a_clerk_needs_a_supervisor_to_enrol_again);
  ADD ("the-sheet-says-how-the-second-place-is", set_up_clerk, the_sheet_says_how_the_second_place_is);
#undef ADD
  return g_test_run ();
}
