/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* "KES 1,250", "KES -30.50" (transfer full) */
char *kaunta_money_to_text (gint64 cents);

/* Shows @field, and tells it to assistive technology, as holding a wrong value, or no longer. Focus and
 * selection stay, so it may be called while somebody types. */
void kaunta_field_mark (GtkWidget *field, gboolean wrong);

/* Shows @sentence in @label, which stands under @field, and puts the focus into @field; hides @label
 * when @sentence is NULL. What was typed stays. @field: (nullable): NULL when the sentence belongs to no
 * single field. */
void kaunta_field_set_error (GtkWidget *field, GtkLabel *label, const char *sentence);

G_END_DECLS
