/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "enrol-page.h"

#include <glib/gi18n-lib.h>

#include "field.h"

struct _KauntaEnrolPage
{
  KauntaDeskBin parent_instance;

  GtkEntry *address;
  GtkEntry *code;
  GtkEntry *name;
  GtkLabel *error;
  GtkButton *enrol;
  GtkSpinner *spinner;
};

G_DEFINE_FINAL_TYPE (KauntaEnrolPage, kaunta_enrol_page, KAUNTA_TYPE_DESK_BIN)

static void
set_busy (KauntaEnrolPage *self, gboolean busy)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->enrol), !busy);
  gtk_spinner_set_spinning (self->spinner, busy);
}

/* @field: (nullable): NULL when the sentence is about the attempt, not about one field. @sentence:
 * (nullable): NULL takes back what was said. */
static void
show_error (KauntaEnrolPage *self, GtkEntry *field, const char *sentence)
{
  kaunta_field_set_error (GTK_WIDGET (self->address), self->error, NULL);
  kaunta_field_set_error (GTK_WIDGET (self->code), self->error, NULL);
  kaunta_field_set_error (GTK_WIDGET (self->name), self->error, NULL);
  if (sentence != NULL)
    kaunta_field_set_error (field != NULL ? GTK_WIDGET (field) : NULL, self->error, sentence);
}

/* The first field without text; NULL when each has one. */
static GtkEntry *
find_empty_field (KauntaEnrolPage *self)
{
  GtkEntry *fields[] = { self->address, self->code, self->name };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (gtk_entry_get_text_length (fields[i]) == 0)
      return fields[i];
  return NULL;
}

static void
enrolled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KauntaEnrolPage) self = user_data;
  g_autoptr (GError) error = NULL;

  kaunta_desk_enrol_finish (KAUNTA_DESK (source), result, &error);
  set_busy (self, FALSE);
  if (error != NULL)
    show_error (self, NULL, error->message);
}

static void
enrol_activated_cb (KauntaEnrolPage *self)
{
  KauntaDesk *desk = kaunta_desk_bin_get_desk (KAUNTA_DESK_BIN (self));
  GtkEntry *empty = find_empty_field (self);

  if (desk == NULL || !gtk_widget_get_sensitive (GTK_WIDGET (self->enrol)))
    return;
  if (empty != NULL)
    {
      show_error (self, empty, _("Fill in address, code and name."));
      return;
    }
  set_busy (self, TRUE);
  show_error (self, NULL, NULL);
  kaunta_desk_enrol_async (desk,
                           gtk_editable_get_text (GTK_EDITABLE (self->address)),
                           gtk_editable_get_text (GTK_EDITABLE (self->code)),
                           gtk_editable_get_text (GTK_EDITABLE (self->name)),
                           NULL, enrolled_cb, g_object_ref (self));
}

static void
kaunta_enrol_page_class_init (KauntaEnrolPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, "/ke/go/kaunta/Kaunta/ui/enrol-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KauntaEnrolPage, address);
  gtk_widget_class_bind_template_child (widget_class, KauntaEnrolPage, code);
  gtk_widget_class_bind_template_child (widget_class, KauntaEnrolPage, name);
  gtk_widget_class_bind_template_child (widget_class, KauntaEnrolPage, error);
  gtk_widget_class_bind_template_child (widget_class, KauntaEnrolPage, enrol);
  gtk_widget_class_bind_template_child (widget_class, KauntaEnrolPage, spinner);
  gtk_widget_class_bind_template_callback (widget_class, enrol_activated_cb);
}

static void
kaunta_enrol_page_init (KauntaEnrolPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
