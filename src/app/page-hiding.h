/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* Tells assistive technology which pages of @stack (a GtkStack or AdwViewStack with all its pages) are behind another one. GTK 4.8 reports every page
 * of a stack as visible, so that a screen reader would read all of them aloud. */
void kaunta_page_hiding_watch (GtkWidget *stack);
