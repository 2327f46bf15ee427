/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "approval-dialog.h"
#include "counter.h"
#include "language.h"
#include "link-sheet.h"
#include "widgets.h"
#include "window.h"

/* A widget of GTK's or libadwaita's own that names what is inside it. */
static gboolean
names_its_children (GtkWidget *widget)
{
  return GTK_IS_EDITABLE (widget) || GTK_IS_MENU_BUTTON (widget) || GTK_IS_WINDOW_CONTROLS (widget)
         || GTK_IS_COLUMN_VIEW (widget) || GTK_IS_LIST_VIEW (widget)
         || ADW_IS_VIEW_SWITCHER (widget) || GTK_IS_POPOVER (widget);
}

static gboolean
has_name (GtkWidget *widget)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (widget);

  return gtk_test_accessible_has_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL)
         || gtk_test_accessible_has_relation (accessible, GTK_ACCESSIBLE_RELATION_LABELLED_BY)
         || GTK_IS_LABEL (widget);
}

/* What the keyboard can go to now, but for what only scrolls. */
static gboolean
takes_focus (GtkWidget *widget)
{
  return (gtk_widget_get_focusable (widget) || GTK_IS_EDITABLE (widget))
         && gtk_widget_get_mapped (widget) && !GTK_IS_SCROLLED_WINDOW (widget) && !GTK_IS_WINDOW (widget);
}

/* Complains of every widget at and under @widget that takes the focus without a name; how many there
 * are. */
static guint
count_nameless (GtkWidget *widget)
{
  guint nameless = 0;

  if (takes_focus (widget) && !has_name (widget))
    {
      g_test_message ("%s in %s has no name", G_OBJECT_TYPE_NAME (widget),
                      G_OBJECT_TYPE_NAME (gtk_widget_get_parent (widget)));
      nameless++;
    }
  if (names_its_children (widget))
    return nameless;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    nameless += count_nameless (child);
  return nameless;
}

static void
test_every_widget_that_takes_the_focus_has_a_name (TestCounter *counter, gconstpointer unused)
{
  const char *const pages[] = { "counter", "bills", "till" };
  GtkWidget *window = GTK_WIDGET (kaunta_window_new (test_widgets_get_application (), counter->desk));

  gtk_window_present (GTK_WINDOW (window));
  test_wait_until (gtk_widget_get_mapped (window));
  g_assert_cmpuint (count_nameless (window), ==, 0);
  test_begin_day (counter);
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      gtk_widget_activate_action (window, "win.show-page", "s", pages[i]);
      /* Some are named by what the store answers: how many bills there are. */
      test_wait_until (count_nameless (window) == 0);
    }
  test_widgets_close (window);
}

static void
test_dialogs_have_names_too (TestCounter *counter, gconstpointer unused)
{
  GtkWidget *window = GTK_WIDGET (kaunta_window_new (test_widgets_get_application (), counter->desk));
  GtkWidget *sheet = GTK_WIDGET (kaunta_link_sheet_new (GTK_WINDOW (window), counter->desk));
  GtkWidget *approval = NULL;

  gtk_window_present (GTK_WINDOW (window));
  gtk_window_present (GTK_WINDOW (sheet));
  kaunta_approval_dialog_ask_async (window, counter->desk, "Open the till", NULL, NULL);
  approval = test_widgets_find_window (KAUNTA_TYPE_APPROVAL_DIALOG);
  test_wait_until (gtk_widget_get_mapped (sheet) && gtk_widget_get_mapped (approval));
  g_assert_cmpuint (count_nameless (sheet) + count_nameless (approval), ==, 0);
  gtk_window_destroy (GTK_WINDOW (approval));
  gtk_window_destroy (GTK_WINDOW (sheet));
  test_widgets_close (window);
}

int
main (int argc, char **argv)
{
  test_widgets_init (&argc, &argv);
  kaunta_language_use ("en");
  g_test_add ("/names/every-widget-that-takes-the-focus-has-a-name", TestCounter, NULL, test_counter_set_up,
              test_every_widget_that_takes_the_focus_has_a_name, test_counter_tear_down);
  g_test_add ("/names/dialogs-have-names-too", TestCounter, NULL, test_counter_set_up,
              test_dialogs_have_names_too, test_counter_tear_down);
  return g_test_run ();
}
