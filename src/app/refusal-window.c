/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "refusal-window.h"

struct _KauntaRefusalWindow
{
  AdwApplicationWindow parent_instance;

  GtkLabel *what_happened;
  GtkLabel *folder;
  GtkButton *try_again;
};

G_DEFINE_FINAL_TYPE (KauntaRefusalWindow, kaunta_refusal_window, ADW_TYPE_APPLICATION_WINDOW)

static void
kaunta_refusal_window_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), KAUNTA_TYPE_REFUSAL_WINDOW);
  G_OBJECT_CLASS (kaunta_refusal_window_parent_class)->dispose (object);
}

static void
kaunta_refusal_window_class_init (KauntaRefusalWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kaunta_refusal_window_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/ke/go/kaunta/Kaunta/ui/refusal-window.ui");
  gtk_widget_class_bind_template_child (widget_class, KauntaRefusalWindow, what_happened);
  gtk_widget_class_bind_template_child (widget_class, KauntaRefusalWindow, folder);
  gtk_widget_class_bind_template_child (widget_class, KauntaRefusalWindow, try_again);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
kaunta_refusal_window_init (KauntaRefusalWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_window_set_focus (GTK_WINDOW (self), GTK_WIDGET (self->try_again));
}

GtkWindow *
kaunta_refusal_window_new (AdwApplication *application, const char *profile, const GError *error)
{
  g_autofree char *folder = NULL;
  KauntaRefusalWindow *self = NULL;

  g_return_val_if_fail (ADW_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (profile != NULL, NULL);
  g_return_val_if_fail (error != NULL, NULL);

  self = g_object_new (KAUNTA_TYPE_REFUSAL_WINDOW, "application", application, NULL);
  folder = g_filename_display_name (profile);
  gtk_label_set_label (self->what_happened, error->message);
  gtk_label_set_label (self->folder, folder);
  return GTK_WINDOW (self);
}
