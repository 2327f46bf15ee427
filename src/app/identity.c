/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "identity.h"

#include "desk.h"
#include "field.h"

gboolean
kaunta_identity_check (GtkEntry *staff_number, GtkLabel *number_error, GtkEntry *pin, GtkLabel *pin_error)
{
  const char *field = NULL;
  g_autoptr (GError) error = NULL;

  kaunta_field_set_error (GTK_WIDGET (staff_number), number_error, NULL);
  kaunta_field_set_error (GTK_WIDGET (pin), pin_error, NULL);
  if (kaunta_desk_check_identity (gtk_editable_get_text (GTK_EDITABLE (staff_number)),
                                  gtk_editable_get_text (GTK_EDITABLE (pin)), &field, &error))
    return TRUE;

  if (g_str_equal (field, "number"))
    kaunta_field_set_error (GTK_WIDGET (staff_number), number_error, error->message);
  else
    kaunta_field_set_error (GTK_WIDGET (pin), pin_error, error->message);
  return FALSE;
}
