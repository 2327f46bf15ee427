/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "search-keys.h"

gboolean
kaunta_search_keys_enter (GtkListBox *list, guint key)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (list, 0);

  if (key != GDK_KEY_Down || row == NULL || !gtk_widget_get_mapped (GTK_WIDGET (row)))
    return GDK_EVENT_PROPAGATE;
  gtk_widget_grab_focus (GTK_WIDGET (row));
  return GDK_EVENT_STOP;
}

gboolean
kaunta_search_keys_leave (GtkListBox *list, GtkSearchEntry *entry, guint key)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (list);
  gboolean first = row != NULL && gtk_list_box_row_get_index (row) == 0;

  if (key != GDK_KEY_Escape && !(key == GDK_KEY_Up && first))
    return GDK_EVENT_PROPAGATE;
  gtk_widget_grab_focus (GTK_WIDGET (entry));
  return GDK_EVENT_STOP;
}
