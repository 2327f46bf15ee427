/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "till-page.h"
#include "page-hiding.h"

#include "freeze-banner.h"
#include "till-closed.h"
#include "till-closing.h"
#include "till-counting.h"
#include "till-opening.h"
#include "till-reading.h"

struct _KauntaTillPage
{
  KauntaDeskBin parent_instance;

  GtkStack *stack;
  KauntaTillCounting *counting;
  KauntaTillClosing *closing;
  KauntaTillClosed *closed;
};

G_DEFINE_FINAL_TYPE (KauntaTillPage, kaunta_till_page, KAUNTA_TYPE_DESK_BIN)

static gboolean
shows (KauntaTillPage *self, const char *view)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), view) == 0;
}

static void
show_view (KauntaTillPage *self, const char *view)
{
  if (shows (self, view))
    return;
  gtk_stack_set_visible_child_name (self->stack, view);
  /* Not when the till changes behind another page that is being worked in. */
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  gtk_root_set_focus (gtk_widget_get_root (GTK_WIDGET (self)), NULL);
  gtk_widget_child_focus (gtk_stack_get_visible_child (self->stack), GTK_DIR_TAB_FORWARD);
}

static void
kaunta_till_page_desk_changed (KauntaDeskBin *bin)
{
  KauntaTillPage *self = KAUNTA_TILL_PAGE (bin);
  KauntaTill *till = kaunta_desk_get_till (kaunta_desk_bin_get_desk (bin));

  if (till == NULL && !shows (self, "closed"))
    show_view (self, "opening");
  else if (till != NULL && (shows (self, "opening") || shows (self, "closed")))
    show_view (self, "reading");
  /* Somebody went back to selling: what was counted is no longer what is in the drawer. */
  else if (till != NULL && till->counted < 0 && shows (self, "closing"))
    show_view (self, "reading");
}

/* What is to be typed next, not what may stand above it. Begins anew: from where the focus is it would go on. */
static gboolean
kaunta_till_page_grab_focus (GtkWidget *widget)
{
  gtk_root_set_focus (gtk_widget_get_root (widget), NULL);
  return gtk_widget_child_focus (gtk_stack_get_visible_child (KAUNTA_TILL_PAGE (widget)->stack), GTK_DIR_TAB_FORWARD);
}

static void
show_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  KauntaTillPage *self = KAUNTA_TILL_PAGE (widget);
  const char *view = g_variant_get_string (parameter, NULL);

  if (g_str_equal (view, "counting"))
    kaunta_till_counting_clear (self->counting);
  if (g_str_equal (view, "closing"))
    kaunta_till_closing_show (self->closing);
  show_view (self, view);
}

static void
till_closed_cb (KauntaTillPage *self, const KauntaClosing *closing)
{
  kaunta_till_closed_show (self->closed, closing);
  show_view (self, "closed");
}

static void
kaunta_till_page_class_init (KauntaTillPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  KAUNTA_DESK_BIN_CLASS (klass)->desk_changed = kaunta_till_page_desk_changed;
  widget_class->grab_focus = kaunta_till_page_grab_focus;
  g_type_ensure (KAUNTA_TYPE_FREEZE_BANNER);
  g_type_ensure (KAUNTA_TYPE_TILL_CLOSED);
  g_type_ensure (KAUNTA_TYPE_TILL_CLOSING);
  g_type_ensure (KAUNTA_TYPE_TILL_COUNTING);
  g_type_ensure (KAUNTA_TYPE_TILL_OPENING);
  g_type_ensure (KAUNTA_TYPE_TILL_READING);
  gtk_widget_class_set_template_from_resource (widget_class, "/ke/go/kaunta/Kaunta/ui/till-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KauntaTillPage, stack);
  gtk_widget_class_bind_template_child (widget_class, KauntaTillPage, counting);
  gtk_widget_class_bind_template_child (widget_class, KauntaTillPage, closing);
  gtk_widget_class_bind_template_child (widget_class, KauntaTillPage, closed);
  gtk_widget_class_bind_template_callback (widget_class, till_closed_cb);
  gtk_widget_class_install_action (widget_class, "till.show", "s", show_cb);
}

static void
kaunta_till_page_init (KauntaTillPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kaunta_page_hiding_watch (GTK_WIDGET (self->stack));
  kaunta_desk_bin_watch (KAUNTA_DESK_BIN (self), "notify::till");
}
