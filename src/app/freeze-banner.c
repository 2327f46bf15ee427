/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "freeze-banner.h"

struct _KauntaFreezeBanner
{
  KauntaDeskBin parent_instance;
};

G_DEFINE_FINAL_TYPE (KauntaFreezeBanner, kaunta_freeze_banner, KAUNTA_TYPE_DESK_BIN)

static void
kaunta_freeze_banner_desk_changed (KauntaDeskBin *bin)
{
  KauntaDesk *desk = kaunta_desk_bin_get_desk (bin);
  KauntaStaff *clerk = kaunta_desk_get_clerk (desk);
  KauntaLink *link = kaunta_desk_get_link (desk);

  gtk_widget_set_visible (GTK_WIDGET (bin), link->frozen && clerk != NULL && clerk->role == KAUNTA_ROLE_SUPERVISOR);
}

static void
kaunta_freeze_banner_class_init (KauntaFreezeBannerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  KAUNTA_DESK_BIN_CLASS (klass)->desk_changed = kaunta_freeze_banner_desk_changed;
  gtk_widget_class_set_template_from_resource (widget_class, "/ke/go/kaunta/Kaunta/ui/freeze-banner.ui");
}

static void
kaunta_freeze_banner_init (KauntaFreezeBanner *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kaunta_desk_bin_watch (KAUNTA_DESK_BIN (self), "notify::link");
  kaunta_desk_bin_watch (KAUNTA_DESK_BIN (self), "notify::clerk");
}
