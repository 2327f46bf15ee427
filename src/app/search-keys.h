/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* How the keyboard goes between a search entry and the list of what it found. Both give what a key handler
 * gives. */

/* Down in the entry leads to the first row that is shown. */
gboolean kaunta_search_keys_enter (GtkListBox *list, guint key);
/* Up from the first row, and Escape from any, lead back to @entry. */
gboolean kaunta_search_keys_leave (GtkListBox *list, GtkSearchEntry *entry, guint key);

G_END_DECLS
