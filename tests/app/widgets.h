/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

/* Sets up GTK, the language and an application for a test program, which must have a screen; instead of
 * g_test_init(). */
void test_widgets_init (int *argc, char ***argv);
/* The application that a test's windows belong to. (transfer none) */
AdwApplication *test_widgets_get_application (void);

/* The first descendant of @widget, or itself, of @type; NULL. Hidden ones too. */
GtkWidget *test_widgets_find (GtkWidget *widget, GType type);
/* The child that @widget's template calls @name. */
gpointer test_widgets_get (GtkWidget *widget, const char *name);
/* Whether a label under @widget that can be seen has @text in it. */
gboolean test_widgets_show_text (GtkWidget *widget, const char *text);
/* The open window of @type; NULL. */
GtkWidget *test_widgets_find_window (GType type);

/* Shows @page in a window of its own and waits until it is there. The window. */
GtkWidget *test_widgets_open (GtkWidget *page);
/* Destroys @window and handles what comes of that. */
void test_widgets_close (GtkWidget *window);

/* Types @text into @field and presses Enter. */
void test_widgets_type (GtkWidget *field, const char *text);

/* Runs the main loop until @condition holds; ten seconds are too long. */
#define test_wait_until(condition) \
  G_STMT_START \
  { \
    gint64 test_deadline = g_get_monotonic_time () + 10 * G_TIME_SPAN_SECOND; \
    while (!(condition)) \
      { \
        if (g_get_monotonic_time () > test_deadline) \
          g_error ("%s:%d: waited in vain for: %s", __FILE__, __LINE__, #condition); \
        if (!g_main_context_iteration (NULL, FALSE)) \
          g_usleep (1000); \
      } \
  } \
  G_STMT_END
/* Handles what is there to handle. */
void test_widgets_settle (void);
