/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets.h"

#include "kaunta-resources.h"
#include "language.h"

static AdwApplication *application = NULL;

void
test_widgets_init (int *argc, char ***argv)
{
  g_autoptr (GError) error = NULL;

  kaunta_language_init ();
  gtk_test_init (argc, argv, NULL);
  adw_init ();
  g_assert_nonnull (kaunta_get_resource ());
  application = g_object_new (ADW_TYPE_APPLICATION,
                              "application-id", "ke.go.kaunta.Test",
                              "flags", G_APPLICATION_NON_UNIQUE,
                              "resource-base-path", "/ke/go/kaunta/Kaunta",
                              NULL);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, &error));
  g_assert_no_error (error);
}

AdwApplication *
test_widgets_get_application (void)
{
  return application;
}

GtkWidget *
test_widgets_find (GtkWidget *widget, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = test_widgets_find (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

gpointer
test_widgets_get (GtkWidget *widget, const char *name)
{
  GObject *child = gtk_widget_get_template_child (widget, G_OBJECT_TYPE (widget), name);

  g_assert_nonnull (child);
  return child;
}

gboolean
test_widgets_show_text (GtkWidget *widget, const char *text)
{
  if (!gtk_widget_get_child_visible (widget) || !gtk_widget_get_visible (widget))
    return FALSE;
  if (GTK_IS_LABEL (widget) && strstr (gtk_label_get_label (GTK_LABEL (widget)), text) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (test_widgets_show_text (child, text))
      return TRUE;
  return FALSE;
}

GtkWidget *
test_widgets_find_window (GType type)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *node = windows; node != NULL; node = node->next)
    if (G_TYPE_CHECK_INSTANCE_TYPE (node->data, type) && gtk_widget_get_visible (node->data))
      return node->data;
  return NULL;
}

void
test_widgets_type (GtkWidget *field, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (field), text);
  g_signal_emit_by_name (field, "activate");
}

void
test_widgets_settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

GtkWidget *
test_widgets_open (GtkWidget *page)
{
  GtkWidget *window = g_object_new (ADW_TYPE_WINDOW, "content", page, NULL);

  gtk_window_present (GTK_WINDOW (window));
  test_wait_until (gtk_widget_get_mapped (page));
  return window;
}

void
test_widgets_close (GtkWidget *window)
{
  gtk_window_destroy (GTK_WINDOW (window));
  test_widgets_settle ();
}
