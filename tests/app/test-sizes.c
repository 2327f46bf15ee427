/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "counter.h"
#include "language.h"
#include "widgets.h"
#include "window.h"

/* The smallest screen that a counter may have. */
#define SCREEN_WIDTH 1024
#define SCREEN_HEIGHT 600
/* In 1024ths of a dot per inch, as GtkSettings has it. */
#define USUAL_TEXT (96 * 1024)
#define DOUBLE_TEXT (2 * USUAL_TEXT)

typedef struct
{
  const char *language;
  int text;
} Case;

typedef struct
{
  TestCounter counter;
  GtkWidget *window;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  const Case *wanted = data;

  test_counter_set_up (&self->counter, NULL);
  g_assert_true (test_sign_in (&self->counter, "1001", "1001", NULL));
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", wanted->text, NULL);
  kaunta_language_use (wanted->language);
  self->window = GTK_WIDGET (kaunta_window_new (test_widgets_get_application (), self->counter.desk));
  gtk_window_present (GTK_WINDOW (self->window));
  test_wait_until (gtk_widget_get_mapped (self->window));
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  test_widgets_settle ();
  test_counter_tear_down (&self->counter, NULL);
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", USUAL_TEXT, NULL);
}

static void
assert_fits (GtkWidget *widget)
{
  int width = 0;
  int height = 0;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, SCREEN_WIDTH, &height, NULL, NULL, NULL);
  g_test_message ("%s: at least %d × %d", G_OBJECT_TYPE_NAME (widget), width, height);
  g_assert_cmpint (width, <=, SCREEN_WIDTH);
  g_assert_cmpint (height, <=, SCREEN_HEIGHT);
}

/* A stack asks for room for each of its pages, shown or not: this is the greatest of all. */
static void
test_every_page_fits (Fixture *self, gconstpointer unused)
{
  GtkWidget *pages = test_widgets_find (self->window, ADW_TYPE_VIEW_STACK);
  g_autoptr (GtkSelectionModel) list = adw_view_stack_get_pages (ADW_VIEW_STACK (pages));

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
    {
      g_autoptr (AdwViewStackPage) page = g_list_model_get_item (G_LIST_MODEL (list), i);

      assert_fits (adw_view_stack_page_get_child (page));
    }
  assert_fits (self->window);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    Case wanted;
  } CASES[] = {
    { "/sizes/every-page-fits-a-small-screen", { "en", USUAL_TEXT } },
    { "/sizes/every-page-fits-a-small-screen-in-swahili", { "sw", USUAL_TEXT } },
    { "/sizes/every-page-fits-with-text-twice-as-large", { "en", DOUBLE_TEXT } },
  };

  test_widgets_init (&argc, &argv);
  for (gsize i = 0; i < G_N_ELEMENTS (CASES); i++)
    g_test_add (CASES[i].name, Fixture, &CASES[i].wanted, set_up, test_every_page_fits, tear_down);
  return g_test_run ();
}
