/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* Makes an Enter that is held down one Enter, wherever in @widget the focus goes meanwhile: what it repeats is kept from
 * whatever step comes next. */
void kaunta_held_enter_stop (GtkWidget *widget);
