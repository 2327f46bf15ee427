/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "enrol-again.h"

#include <glib/gi18n-lib.h>
#include "approval-dialog.h"
#include "enrol-page.h"
#include "window.h"

struct _KauntaEnrolAgain
{
  AdwWindow parent_instance;

  KauntaEnrolPage *page;
};

G_DEFINE_FINAL_TYPE (KauntaEnrolAgain, kaunta_enrol_again, ADW_TYPE_WINDOW)

static void
enrolled_cb (KauntaEnrolAgain *self)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  if (parent != NULL)
    kaunta_window_toast (GTK_WIDGET (parent), _("This counter was enrolled again. What waits is being sent."));
  gtk_window_close (GTK_WINDOW (self));
}

static void
kaunta_enrol_again_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), KAUNTA_TYPE_ENROL_AGAIN);
  G_OBJECT_CLASS (kaunta_enrol_again_parent_class)->dispose (object);
}

static void
kaunta_enrol_again_class_init (KauntaEnrolAgainClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kaunta_enrol_again_dispose;
  g_type_ensure (KAUNTA_TYPE_ENROL_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class, "/ke/go/kaunta/Kaunta/ui/enrol-again.ui");
  gtk_widget_class_bind_template_child (widget_class, KauntaEnrolAgain, page);
  gtk_widget_class_bind_template_callback (widget_class, enrolled_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
kaunta_enrol_again_init (KauntaEnrolAgain *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
open_over (GtkWidget *parent, KauntaDesk *desk)
{
  KauntaEnrolAgain *self = g_object_new (KAUNTA_TYPE_ENROL_AGAIN, "transient-for", gtk_widget_get_root (parent), NULL);

  g_object_set (self->page, "desk", desk, NULL);
  kaunta_enrol_page_begin_again (self->page);
  gtk_window_present (GTK_WINDOW (self));
}

static void
approved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KauntaDesk) desk = user_data;
  g_autoptr (KauntaApproval) approval = kaunta_approval_dialog_ask_finish (result, NULL);

  if (approval != NULL)
    open_over (GTK_WIDGET (source), desk);
}

void
kaunta_enrol_again_ask (GtkWidget *parent, KauntaDesk *desk)
{
  KauntaStaff *clerk = NULL;

  g_return_if_fail (GTK_IS_WIDGET (parent));
  g_return_if_fail (KAUNTA_IS_DESK (desk) && kaunta_desk_get_enrolled (desk));

  clerk = kaunta_desk_get_clerk (desk);
  if (clerk != NULL && clerk->role == KAUNTA_ROLE_SUPERVISOR)
    open_over (parent, desk);
  else
    kaunta_approval_dialog_ask_async (parent, desk, _("Enrol this counter again"), approved_cb, g_object_ref (desk));
}
