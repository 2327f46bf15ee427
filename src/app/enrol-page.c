/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "enrol-page.h"

#include <glib/gi18n-lib.h>
#include "field.h"

struct _KauntaEnrolPage
{
  KauntaDeskBin parent_instance;

  GtkLabel *heading;
  GtkLabel *explanation;
  GtkEntry *address;
  GtkLabel *address_error;
  GtkEntry *code;
  GtkLabel *code_error;
  GtkEntry *name;
  GtkLabel *error;
  GtkButton *enrol;
  GtkSpinner *spinner;
};

G_DEFINE_FINAL_TYPE (KauntaEnrolPage, kaunta_enrol_page, KAUNTA_TYPE_DESK_BIN)

enum
{
  ENROLLED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
set_busy (KauntaEnrolPage *self, gboolean busy)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->enrol), !busy);
  gtk_spinner_set_spinning (self->spinner, busy);
}

static void
clear_errors (KauntaEnrolPage *self)
{
  kaunta_field_set_error (GTK_WIDGET (self->address), self->address_error, NULL);
  kaunta_field_set_error (GTK_WIDGET (self->code), self->code_error, NULL);
  kaunta_field_set_error (GTK_WIDGET (self->name), self->error, NULL);
}

static void
show_mistake (KauntaEnrolPage *self, const char *field, const char *sentence)
{
  if (g_str_equal (field, "address"))
    kaunta_field_set_error (GTK_WIDGET (self->address), self->address_error, sentence);
  else if (g_str_equal (field, "code"))
    kaunta_field_set_error (GTK_WIDGET (self->code), self->code_error, sentence);
  else
    kaunta_field_set_error (GTK_WIDGET (self->name), self->error, sentence);
}

static void
enrolled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KauntaEnrolPage) self = user_data;
  g_autoptr (GError) error = NULL;

  kaunta_desk_enrol_finish (KAUNTA_DESK (source), result, &error);
  set_busy (self, FALSE);
  if (error != NULL)
    kaunta_field_set_error (NULL, self->error, error->message);
  else
    g_signal_emit (self, signals[ENROLLED], 0);
}

static void
enrol_activated_cb (KauntaEnrolPage *self)
{
  KauntaDesk *desk = kaunta_desk_bin_get_desk (KAUNTA_DESK_BIN (self));
  const char *address = gtk_editable_get_text (GTK_EDITABLE (self->address));
  const char *code = gtk_editable_get_text (GTK_EDITABLE (self->code));
  const char *name = gtk_editable_get_text (GTK_EDITABLE (self->name));
  const char *field = NULL;
  g_autoptr (GError) error = NULL;

  if (desk == NULL || !gtk_widget_get_sensitive (GTK_WIDGET (self->enrol)))
    return;
  clear_errors (self);
  if (!kaunta_desk_check_enrolment (address, code, name, &field, &error))
    {
      show_mistake (self, field, error->message);
      return;
    }
  set_busy (self, TRUE);
  kaunta_desk_enrol_async (desk, address, code, name, NULL, enrolled_cb, g_object_ref (self));
}

static void
kaunta_enrol_page_class_init (KauntaEnrolPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[ENROLLED]
      = g_signal_new ("enrolled", KAUNTA_TYPE_ENROL_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class, "/ke/go/kaunta/Kaunta/ui/enrol-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KauntaEnrolPage, heading);
  gtk_widget_class_bind_template_child (widget_class, KauntaEnrolPage, explanation);
  gtk_widget_class_bind_template_child (widget_class, KauntaEnrolPage, address);
  gtk_widget_class_bind_template_child (widget_class, KauntaEnrolPage, address_error);
  gtk_widget_class_bind_template_child (widget_class, KauntaEnrolPage, code);
  gtk_widget_class_bind_template_child (widget_class, KauntaEnrolPage, code_error);
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

void
kaunta_enrol_page_begin_again (KauntaEnrolPage *self)
{
  KauntaDesk *desk = NULL;

  g_return_if_fail (KAUNTA_IS_ENROL_PAGE (self));

  desk = kaunta_desk_bin_get_desk (KAUNTA_DESK_BIN (self));
  gtk_label_set_label (self->heading, _("Enrol This Counter Again"));
  gtk_label_set_label (self->explanation, _("The portal’s administrator gives a code that works once. Everything recorded here stays, and what "
                                            "waits is sent. The line must be up for this step only."));
  gtk_editable_set_text (GTK_EDITABLE (self->address), kaunta_desk_get_address (desk));
  gtk_editable_set_text (GTK_EDITABLE (self->name), kaunta_desk_get_counter_name (desk));
  gtk_widget_grab_focus (GTK_WIDGET (self->code));
}
