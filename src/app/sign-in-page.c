/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sign-in-page.h"

#include <glib/gi18n-lib.h>

#include "clock.h"
#include "field.h"
#include "identity.h"

struct _KauntaSignInPage
{
  KauntaDeskBin parent_instance;

  GtkLabel *office;
  GtkLabel *counter;
  GtkEntry *staff_number;
  GtkLabel *number_error;
  GtkEntry *pin;
  GtkLabel *error;
  GtkButton *sign_in;
  GtkLabel *open_till;
  GtkLabel *staff_age;
};

G_DEFINE_FINAL_TYPE (KauntaSignInPage, kaunta_sign_in_page, KAUNTA_TYPE_DESK_BIN)

static void
show_place (KauntaSignInPage *self, KauntaDesk *desk)
{
  KauntaPolicy *policy = kaunta_desk_get_policy (desk);
  const char *counter = kaunta_desk_get_counter_name (desk);

  gtk_label_set_label (self->office, policy != NULL ? policy->office_name : "Kaunta");
  gtk_label_set_label (self->counter, counter != NULL ? counter : "");
}

static void
show_staff_age (KauntaSignInPage *self, KauntaDesk *desk)
{
  gint64 known_at = kaunta_desk_get_staff_known_at (desk);
  g_autofree char *age = NULL;
  g_autofree char *text = NULL;

  if (known_at == 0)
    {
      gtk_label_set_label (self->staff_age,
                           _("The list of staff has not arrived from the portal yet. It comes as soon as "
                             "there is a line."));
      return;
    }
  age = kaunta_time_display_age (known_at, kaunta_clock_get_now (kaunta_desk_get_clock (desk)));
  /* Translators: %s is "just now", "5 minutes ago", "3 days ago". */
  text = g_strdup_printf (_("List of staff known %s"), age);
  gtk_label_set_label (self->staff_age, text);
}

static void
show_open_till (KauntaSignInPage *self, KauntaDesk *desk)
{
  KauntaTill *till = kaunta_desk_get_till (desk);
  g_autofree char *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->open_till), till != NULL);
  if (till == NULL)
    return;
  text = g_strdup_printf (_("Till %s was left open by staff number %s. Somebody else who signs in can look things "
                            "up, and takes payments once a supervisor has closed it."),
                          till->session, till->clerk);
  gtk_label_set_label (self->open_till, text);
}

static void
kaunta_sign_in_page_desk_changed (KauntaDeskBin *bin)
{
  KauntaSignInPage *self = KAUNTA_SIGN_IN_PAGE (bin);
  KauntaDesk *desk = kaunta_desk_bin_get_desk (bin);

  show_place (self, desk);
  show_staff_age (self, desk);
  show_open_till (self, desk);
}

static void
signed_in_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KauntaSignInPage) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean signed_in = kaunta_desk_sign_in_finish (KAUNTA_DESK (source), result, &error);

  gtk_widget_set_sensitive (GTK_WIDGET (self->sign_in), TRUE);
  gtk_editable_set_text (GTK_EDITABLE (self->pin), "");
  if (signed_in)
    gtk_editable_set_text (GTK_EDITABLE (self->staff_number), "");
  else
    kaunta_field_set_error (GTK_WIDGET (self->pin), self->error, error->message);
}

static void
sign_in_activated_cb (KauntaSignInPage *self)
{
  KauntaDesk *desk = kaunta_desk_bin_get_desk (KAUNTA_DESK_BIN (self));
  const char *staff_number = gtk_editable_get_text (GTK_EDITABLE (self->staff_number));
  const char *pin = gtk_editable_get_text (GTK_EDITABLE (self->pin));

  if (desk == NULL || !gtk_widget_get_sensitive (GTK_WIDGET (self->sign_in)))
    return;
  if (!kaunta_identity_check (self->staff_number, self->number_error, self->pin, self->error))
    return;
  gtk_widget_set_sensitive (GTK_WIDGET (self->sign_in), FALSE);
  kaunta_desk_sign_in_async (desk, staff_number, pin, NULL, signed_in_cb, g_object_ref (self));
}

static void
staff_number_activated_cb (KauntaSignInPage *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->pin));
}

/* The age that is told grows while nobody looks. */
static void
kaunta_sign_in_page_map (GtkWidget *widget)
{
  KauntaSignInPage *self = KAUNTA_SIGN_IN_PAGE (widget);
  KauntaDesk *desk = kaunta_desk_bin_get_desk (KAUNTA_DESK_BIN (self));

  if (desk != NULL)
    show_staff_age (self, desk);
  GTK_WIDGET_CLASS (kaunta_sign_in_page_parent_class)->map (widget);
}

static void
kaunta_sign_in_page_class_init (KauntaSignInPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  KAUNTA_DESK_BIN_CLASS (klass)->desk_changed = kaunta_sign_in_page_desk_changed;
  widget_class->map = kaunta_sign_in_page_map;
  gtk_widget_class_set_template_from_resource (widget_class, "/ke/go/kaunta/Kaunta/ui/sign-in-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KauntaSignInPage, office);
  gtk_widget_class_bind_template_child (widget_class, KauntaSignInPage, counter);
  gtk_widget_class_bind_template_child (widget_class, KauntaSignInPage, staff_number);
  gtk_widget_class_bind_template_child (widget_class, KauntaSignInPage, number_error);
  gtk_widget_class_bind_template_child (widget_class, KauntaSignInPage, pin);
  gtk_widget_class_bind_template_child (widget_class, KauntaSignInPage, error);
  gtk_widget_class_bind_template_child (widget_class, KauntaSignInPage, sign_in);
  gtk_widget_class_bind_template_child (widget_class, KauntaSignInPage, open_till);
  gtk_widget_class_bind_template_child (widget_class, KauntaSignInPage, staff_age);
  gtk_widget_class_bind_template_callback (widget_class, sign_in_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, staff_number_activated_cb);
}

static void
kaunta_sign_in_page_init (KauntaSignInPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kaunta_desk_bin_watch (KAUNTA_DESK_BIN (self), "notify::enrolled");
  kaunta_desk_bin_watch (KAUNTA_DESK_BIN (self), "notify::policy");
  kaunta_desk_bin_watch (KAUNTA_DESK_BIN (self), "notify::till");
  kaunta_desk_bin_watch (KAUNTA_DESK_BIN (self), "notify::staff-known-at");
}
