/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "till-closing.h"

#include <glib/gi18n-lib.h>

#include "approval-dialog.h"
#include "field.h"
#include "figures.h"
#include "money.h"
#include "tilling.h"

struct _KauntaTillClosing
{
  KauntaDeskBin parent_instance;

  GtkLabel *verdict;
  KauntaFigures *figures;
  GtkWidget *reason_box;
  GtkEntry *reason;
  GtkLabel *error;
  GtkButton *close;

  gint64 variance; /* cents of cash: counted less expected */
};

G_DEFINE_FINAL_TYPE (KauntaTillClosing, kaunta_till_closing, KAUNTA_TYPE_DESK_BIN)

enum
{
  CLOSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* "Nothing over or short", "KES 50 short", "KES 50 over" */
static char *
describe_variance (gint64 variance)
{
  g_autofree char *amount = kaunta_money_to_text (ABS (variance));

  if (variance == 0)
    return g_strdup (_("The count agrees"));
  /* Translators: of the cash in the drawer; %s is "KES 50". */
  return g_strdup_printf (variance < 0 ? _("%s short") : _("%s over"), amount);
}

static gboolean
compute_variance (KauntaTillClosing *self, const KauntaTill *till, gint64 *expected, GError **error)
{
  return kaunta_till_get_expected (till, KAUNTA_TENDER_CASH, expected, error)
         && kaunta_cents_subtract (till->counted, *expected, &self->variance, error);
}

static void
show_till (KauntaTillClosing *self, const KauntaTill *till)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *verdict = NULL;
  gint64 expected = 0;

  kaunta_figures_clear (self->figures);
  if (!compute_variance (self, till, &expected, &error))
    {
      kaunta_field_set_error (NULL, self->error, error->message);
      return;
    }
  verdict = describe_variance (self->variance);
  gtk_label_set_label (self->verdict, verdict);
  kaunta_figures_add_money (self->figures, NULL, _("Cash expected"), expected);
  kaunta_figures_add_money (self->figures, NULL, _("Cash counted"), till->counted);
  kaunta_figures_add_money (self->figures, NULL, _("Difference"), self->variance);
  kaunta_figures_stress (self->figures);
  gtk_widget_set_visible (self->reason_box, self->variance != 0);
}

static void
finish (KauntaTillClosing *self, const GError *error)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->close), TRUE);
  if (error == NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->reason), "");
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    gtk_widget_grab_focus (GTK_WIDGET (self->close));
  else
    kaunta_field_set_error (GTK_WIDGET (self->close), self->error, error->message);
}

static void
closed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KauntaTillClosing) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaClosing) closing = kaunta_desk_close_till_finish (KAUNTA_DESK (source), result, &error);

  finish (self, error);
  if (closing != NULL)
    g_signal_emit (self, signals[CLOSED], 0, closing);
}

static void
approved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KauntaTillClosing) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaApproval) approval = kaunta_approval_dialog_ask_finish (result, &error);
  KauntaDesk *desk = kaunta_desk_bin_get_desk (KAUNTA_DESK_BIN (self));
  const char *reason = gtk_editable_get_text (GTK_EDITABLE (self->reason));

  if (approval == NULL || desk == NULL)
    finish (self, error);
  else
    kaunta_desk_close_till_async (desk, self->variance != 0 ? reason : NULL, approval, NULL, closed_cb,
                                  g_object_ref (self));
}

/* Before a supervisor is asked. */
static gboolean
check_reason (KauntaTillClosing *self)
{
  const char *reason = gtk_editable_get_text (GTK_EDITABLE (self->reason));
  g_autoptr (GError) error = NULL;

  if (kaunta_desk_check_reason (reason, &error))
    return TRUE;
  kaunta_field_set_error (GTK_WIDGET (self->reason), self->error,
                          *reason != '\0'
                              ? error->message
                              : _("Say why the cash differs; it is stored with the closing."));
  return FALSE;
}

static void
close_activated_cb (KauntaTillClosing *self)
{
  KauntaDesk *desk = kaunta_desk_bin_get_desk (KAUNTA_DESK_BIN (self));
  KauntaTill *till = desk != NULL ? kaunta_desk_get_till (desk) : NULL;
  g_autofree char *difference = describe_variance (self->variance);
  g_autofree char *what = NULL;

  kaunta_field_set_error (GTK_WIDGET (self->reason), self->error, NULL);
  if (till == NULL || !gtk_widget_get_sensitive (GTK_WIDGET (self->close)))
    return;
  if (self->variance != 0 && !check_reason (self))
    return;
  gtk_widget_set_sensitive (GTK_WIDGET (self->close), FALSE);
  /* Translators: the first %s is a till's number, the second "The count agrees" or "KES 50 short". */
  what = g_strdup_printf (_("Close till %s. %s."), till->session, difference);
  kaunta_approval_dialog_ask_async (GTK_WIDGET (self), desk, what, approved_cb, g_object_ref (self));
}

static void
kaunta_till_closing_class_init (KauntaTillClosingClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (KAUNTA_TYPE_FIGURES);
  signals[CLOSED] = g_signal_new ("closed", KAUNTA_TYPE_TILL_CLOSING, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_POINTER);
  gtk_widget_class_set_template_from_resource (widget_class, "/ke/go/kaunta/Kaunta/ui/till-closing.ui");
  gtk_widget_class_bind_template_child (widget_class, KauntaTillClosing, verdict);
  gtk_widget_class_bind_template_child (widget_class, KauntaTillClosing, figures);
  gtk_widget_class_bind_template_child (widget_class, KauntaTillClosing, reason_box);
  gtk_widget_class_bind_template_child (widget_class, KauntaTillClosing, reason);
  gtk_widget_class_bind_template_child (widget_class, KauntaTillClosing, error);
  gtk_widget_class_bind_template_child (widget_class, KauntaTillClosing, close);
  gtk_widget_class_bind_template_callback (widget_class, close_activated_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "till.show", "s", "reading");
}

static void
kaunta_till_closing_init (KauntaTillClosing *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
kaunta_till_closing_show (KauntaTillClosing *self)
{
  KauntaDesk *desk = NULL;

  g_return_if_fail (KAUNTA_IS_TILL_CLOSING (self));

  desk = kaunta_desk_bin_get_desk (KAUNTA_DESK_BIN (self));
  kaunta_field_set_error (GTK_WIDGET (self->reason), self->error, NULL);
  if (desk != NULL && kaunta_desk_get_till (desk) != NULL)
    show_till (self, kaunta_desk_get_till (desk));
}
