/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "page-hiding.h"

static void
mapping_changed_cb (GtkWidget *page)
{
  gtk_accessible_update_state (GTK_ACCESSIBLE (page), GTK_ACCESSIBLE_STATE_HIDDEN, !gtk_widget_get_mapped (page), -1);
}

void
kaunta_page_hiding_watch (GtkWidget *stack)
{
  g_autoptr (GListModel) pages = NULL;

  g_object_get (stack, "pages", &pages, NULL);
  for (guint i = 0; i < g_list_model_get_n_items (pages); i++)
    {
      g_autoptr (GObject) page = g_list_model_get_item (pages, i);
      g_autoptr (GtkWidget) child = NULL;

      g_object_get (page, "child", &child, NULL);
      g_signal_connect_after (child, "map", G_CALLBACK (mapping_changed_cb), NULL);
      g_signal_connect_after (child, "unmap", G_CALLBACK (mapping_changed_cb), NULL);
      mapping_changed_cb (child);
    }
}
