/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "link-button.h"

#include <glib/gi18n-lib.h>

struct _KauntaLinkButton
{
  GtkButton parent_instance;

  GtkImage *symbol;
  GtkLabel *words;

  const char *style; /* (nullable): the css class of the state shown */
};

G_DEFINE_FINAL_TYPE (KauntaLinkButton, kaunta_link_button, GTK_TYPE_BUTTON)

/* By KauntaLinkKind. */
static const struct
{
  const char *icon;
  const char *style;
} looks[] = {
  [KAUNTA_LINK_STARTING] = { "content-loading-symbolic", NULL },
  [KAUNTA_LINK_ONLINE] = { "emblem-ok-symbolic", "success" },
  [KAUNTA_LINK_SENDING] = { "network-transmit-symbolic", "accent" },
  [KAUNTA_LINK_OFFLINE] = { "network-offline-symbolic", "warning" },
  [KAUNTA_LINK_ATTENTION] = { "dialog-warning-symbolic", "error" },
};

static void
set_style (KauntaLinkButton *self, const char *style)
{
  if (self->style != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self), self->style);
  self->style = style;
  if (style != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self), style);
}

static void
kaunta_link_button_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), KAUNTA_TYPE_LINK_BUTTON);
  G_OBJECT_CLASS (kaunta_link_button_parent_class)->dispose (object);
}

static void
kaunta_link_button_class_init (KauntaLinkButtonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kaunta_link_button_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/ke/go/kaunta/Kaunta/ui/link-button.ui");
  gtk_widget_class_bind_template_child (widget_class, KauntaLinkButton, symbol);
  gtk_widget_class_bind_template_child (widget_class, KauntaLinkButton, words);
}

static void
kaunta_link_button_init (KauntaLinkButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
kaunta_link_button_set_link (KauntaLinkButton *self, KauntaLink *link)
{
  g_autofree char *words = NULL;
  g_autofree char *name = NULL;

  g_return_if_fail (KAUNTA_IS_LINK_BUTTON (self));
  g_return_if_fail (link != NULL && link->kind < G_N_ELEMENTS (looks));

  words = kaunta_link_describe (link);
  /* Translators: what a screen reader says; %s is "Online", "Offline · 12 waiting" and the like. */
  name = g_strdup_printf (_("Line to the portal: %s"), words);
  gtk_image_set_from_icon_name (self->symbol, looks[link->kind].icon);
  gtk_label_set_label (self->words, words);
  set_style (self, looks[link->kind].style);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}
