/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "till-counting.h"

#include "count-grid.h"
#include "field.h"
#include "tilling.h"

struct _KauntaTillCounting
{
  KauntaDeskBin parent_instance;

  KauntaCountGrid *grid;
  GtkLabel *error;
  GtkButton *confirm;
};

G_DEFINE_FINAL_TYPE (KauntaTillCounting, kaunta_till_counting, KAUNTA_TYPE_DESK_BIN)

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KauntaTillCounting) self = user_data;
  g_autoptr (GError) error = NULL;

  gtk_widget_set_sensitive (GTK_WIDGET (self->confirm), TRUE);
  if (kaunta_desk_count_till_finish (KAUNTA_DESK (source), result, &error))
    gtk_widget_activate_action (GTK_WIDGET (self), "till.show", "s", "closing");
  else
    kaunta_field_set_error (GTK_WIDGET (self->grid), self->error, error->message);
}

static void
confirm_activated_cb (KauntaTillCounting *self)
{
  KauntaDesk *desk = kaunta_desk_bin_get_desk (KAUNTA_DESK_BIN (self));
  KauntaCount count = { 0 };
  gint64 total = 0;

  kaunta_field_set_error (NULL, self->error, NULL);
  if (desk == NULL || !gtk_widget_get_sensitive (GTK_WIDGET (self->confirm))
      || !kaunta_count_grid_get_count (self->grid, &count, &total))
    return;
  gtk_widget_set_sensitive (GTK_WIDGET (self->confirm), FALSE);
  kaunta_desk_count_till_async (desk, &count, NULL, counted_cb, g_object_ref (self));
}

static void
grid_completed_cb (KauntaTillCounting *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->confirm));
}

static void
kaunta_till_counting_class_init (KauntaTillCountingClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (KAUNTA_TYPE_COUNT_GRID);
  gtk_widget_class_set_template_from_resource (widget_class, "/ke/go/kaunta/Kaunta/ui/till-counting.ui");
  gtk_widget_class_bind_template_child (widget_class, KauntaTillCounting, grid);
  gtk_widget_class_bind_template_child (widget_class, KauntaTillCounting, error);
  gtk_widget_class_bind_template_child (widget_class, KauntaTillCounting, confirm);
  gtk_widget_class_bind_template_callback (widget_class, confirm_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, grid_completed_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "till.show", "s", "reading");
}

static void
kaunta_till_counting_init (KauntaTillCounting *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
kaunta_till_counting_clear (KauntaTillCounting *self)
{
  g_return_if_fail (KAUNTA_IS_TILL_COUNTING (self));

  kaunta_count_grid_clear (self->grid);
  kaunta_field_set_error (NULL, self->error, NULL);
}
