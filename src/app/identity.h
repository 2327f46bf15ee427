/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Whether a staff number and a PIN, as they stand in @staff_number and @pin, can be somebody's. What can't be is
 * said in the label of its field and has the focus; what was said before is hidden. */
gboolean kaunta_identity_check (GtkEntry *staff_number, GtkLabel *number_error, GtkEntry *pin, GtkLabel *pin_error);

G_END_DECLS
