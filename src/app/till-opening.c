/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "till-opening.h"

#include <glib/gi18n-lib.h>

#include "approval-dialog.h"
#include "count-grid.h"
#include "field.h"
#include "tilling.h"

struct _KauntaTillOpening
{
  KauntaDeskBin parent_instance;

  GtkLabel *usual;
  KauntaCountGrid *grid;
  GtkLabel *error;
  GtkButton *open;

  KauntaCount float_count; /* what is being approved */
};

G_DEFINE_FINAL_TYPE (KauntaTillOpening, kaunta_till_opening, KAUNTA_TYPE_DESK_BIN)

static void
kaunta_till_opening_desk_changed (KauntaDeskBin *bin)
{
  KauntaTillOpening *self = KAUNTA_TILL_OPENING (bin);
  KauntaPolicy *policy = kaunta_desk_get_policy (kaunta_desk_bin_get_desk (bin));
  g_autofree char *amount = NULL;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->usual), policy != NULL && policy->float_usual > 0);
  if (policy == NULL)
    return;
  amount = kaunta_money_to_text (policy->float_usual);
  text = g_strdup_printf (_("The usual float of this office is %s."), amount);
  gtk_label_set_label (self->usual, text);
}

static void
finish (KauntaTillOpening *self, const GError *error)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->open), TRUE);
  if (error == NULL)
    kaunta_count_grid_clear (self->grid);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    gtk_widget_grab_focus (GTK_WIDGET (self->open));
  else
    kaunta_field_set_error (GTK_WIDGET (self->grid), self->error, error->message);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KauntaTillOpening) self = user_data;
  g_autoptr (GError) error = NULL;

  kaunta_desk_open_till_finish (KAUNTA_DESK (source), result, &error);
  finish (self, error);
}

static void
approved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KauntaTillOpening) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaApproval) approval = kaunta_approval_dialog_ask_finish (result, &error);
  KauntaDesk *desk = kaunta_desk_bin_get_desk (KAUNTA_DESK_BIN (self));

  if (approval == NULL || desk == NULL)
    finish (self, error);
  else
    kaunta_desk_open_till_async (desk, &self->float_count, approval, NULL, opened_cb, g_object_ref (self));
}

static void
open_activated_cb (KauntaTillOpening *self)
{
  KauntaDesk *desk = kaunta_desk_bin_get_desk (KAUNTA_DESK_BIN (self));
  gint64 total = 0;
  g_autofree char *amount = NULL;
  g_autofree char *what = NULL;

  kaunta_field_set_error (NULL, self->error, NULL);
  if (desk == NULL || !gtk_widget_get_sensitive (GTK_WIDGET (self->open))
      || !kaunta_count_grid_get_count (self->grid, &self->float_count, &total))
    return;
  gtk_widget_set_sensitive (GTK_WIDGET (self->open), FALSE);
  amount = kaunta_money_to_text (total);
  what = g_strdup_printf (_("Open the till with a float of %s"), amount);
  kaunta_approval_dialog_ask_async (GTK_WIDGET (self), desk, what, approved_cb, g_object_ref (self));
}

static void
kaunta_till_opening_class_init (KauntaTillOpeningClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  KAUNTA_DESK_BIN_CLASS (klass)->desk_changed = kaunta_till_opening_desk_changed;
  g_type_ensure (KAUNTA_TYPE_COUNT_GRID);
  gtk_widget_class_set_template_from_resource (widget_class, "/ke/go/kaunta/Kaunta/ui/till-opening.ui");
  gtk_widget_class_bind_template_child (widget_class, KauntaTillOpening, usual);
  gtk_widget_class_bind_template_child (widget_class, KauntaTillOpening, grid);
  gtk_widget_class_bind_template_child (widget_class, KauntaTillOpening, error);
  gtk_widget_class_bind_template_child (widget_class, KauntaTillOpening, open);
  gtk_widget_class_bind_template_callback (widget_class, open_activated_cb);
}

static void
kaunta_till_opening_init (KauntaTillOpening *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kaunta_desk_bin_watch (KAUNTA_DESK_BIN (self), "notify::policy");
}
