/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "link-sheet.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "clock.h"
#include "enrol-again.h"
#include "field.h"
#include "stick-files.h"

/* Ages and the next try are told to the minute. */
#define REFRESH_SECONDS 15

struct _KauntaLinkSheet
{
  AdwWindow parent_instance;

  GtkLabel *state;
  GtkWidget *trouble;
  GtkLabel *problem;
  GtkLabel *advice;
  GtkLabel *waiting;
  GtkLabel *oldest;
  GtkLabel *amount;
  GtkLabel *acknowledged;
  GtkLabel *heard;
  GtkLabel *retry;
  GtkLabel *mirror_name;
  GtkLabel *mirror;
  GtkLabel *outcome;
  GtkButton *enrol;
  GtkButton *save;
  GtkButton *read;
  GtkButton *send;

  KauntaDesk *desk;          /* (owned) */
  GCancellable *cancellable; /* (owned): of what is read for the sheet */
  guint refresh;             /* source */
};

G_DEFINE_FINAL_TYPE (KauntaLinkSheet, kaunta_link_sheet, ADW_TYPE_WINDOW)

/* "23 Nov 2026, 11:15 (5 minutes ago)", or @never when @ms is 0. */
static void
show_moment (KauntaLinkSheet *self, GtkLabel *label, gint64 ms, const char *never)
{
  g_autofree char *moment = NULL;
  g_autofree char *age = NULL;
  g_autofree char *text = NULL;

  if (ms == 0)
    {
      gtk_label_set_label (label, never);
      return;
    }
  moment = kaunta_time_display (ms);
  age = kaunta_time_display_age (ms, kaunta_clock_get_now (kaunta_desk_get_clock (self->desk)));
  text = g_strdup_printf ("%s (%s)", moment, age);
  gtk_label_set_label (label, text);
}

static void
show_trouble (KauntaLinkSheet *self, const KauntaLink *link)
{
  gtk_widget_set_visible (self->trouble, link->problem != NULL || link->advice != NULL);
  gtk_label_set_label (self->problem, link->problem != NULL ? link->problem : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), link->problem != NULL);
  gtk_label_set_label (self->advice, link->advice != NULL ? link->advice : "");
  gtk_widget_set_visible (GTK_WIDGET (self->advice), link->advice != NULL);
}

/* What the supervisor is to do, on a button where it can be done. */
static void
show_way_out (KauntaLinkSheet *self, const KauntaLink *link)
{
  gtk_widget_set_visible (GTK_WIDGET (self->enrol), link->enrolling_helps && kaunta_desk_get_clerk (self->desk) != NULL);
}

static void
show_waiting (KauntaLinkSheet *self, const KauntaLink *link)
{
  g_autofree char *waiting = NULL;
  g_autofree char *amount = kaunta_money_to_text (link->amount);

  if (link->waiting == 0)
    waiting = g_strdup (_("Nothing: the portal holds everything"));
  else
    waiting = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%" PRId64 " entry", "%" PRId64 " entries",
                                            link->waiting),
                               link->waiting);
  gtk_label_set_label (self->waiting, waiting);
  gtk_label_set_label (self->amount, amount);
  show_moment (self, self->oldest, link->oldest_at, _("None"));
}

static void
show_link (KauntaLinkSheet *self)
{
  KauntaLink *link = kaunta_desk_get_link (self->desk);
  g_autofree char *state = NULL;

  if (link == NULL)
    return;
  state = kaunta_link_describe (link);
  gtk_label_set_label (self->state, state);
  show_trouble (self, link);
  show_way_out (self, link);
  show_waiting (self, link);
  show_moment (self, self->acknowledged, link->acknowledged_at, _("Not yet"));
  show_moment (self, self->heard, link->heard_at, _("Not yet"));
  if (link->retry_at != 0)
    {
      g_autofree char *retry = kaunta_time_display_clock (link->retry_at);

      gtk_label_set_label (self->retry, retry);
    }
  else
    gtk_label_set_label (self->retry, _("When there is something to send"));
}

static void
show_mirror (KauntaLinkSheet *self, const KauntaMirror *mirror)
{
  g_autofree char *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->mirror_name), mirror != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->mirror), mirror != NULL);
  if (mirror == NULL)
    return;
  if (mirror->trouble != NULL)
    text = g_strdup (mirror->trouble);
  else
    /* Translators: the second place that the journal is kept in; %s is a file's name. */
    text = g_strdup_printf (_("Up to date: %s"), mirror->path);
  gtk_label_set_label (self->mirror, text);
}

static void
mirror_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaMirror) mirror = kaunta_desk_read_mirror_finish (KAUNTA_DESK (source), result, &error);

  /* A sheet that was closed cancelled this, and is not held on to: it would outlive its parent. */
  if (error == NULL)
    show_mirror (user_data, mirror);
}

static void
read_mirror (KauntaLinkSheet *self)
{
  kaunta_desk_read_mirror_async (self->desk, self->cancellable, mirror_read_cb, self);
}

static gboolean
refresh_cb (gpointer user_data)
{
  show_link (user_data);
  read_mirror (user_data);
  return G_SOURCE_CONTINUE;
}

static void
send_clicked_cb (KauntaLinkSheet *self)
{
  kaunta_desk_send_now (self->desk);
}

static void
enrol_clicked_cb (KauntaLinkSheet *self)
{
  kaunta_enrol_again_ask (GTK_WIDGET (self), self->desk);
}

static void
set_busy (KauntaLinkSheet *self, gboolean busy)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->save), !busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->read), !busy);
}

/* @asked: what was pressed, which lost the focus meanwhile. @error: who chose no file has changed his mind, and needs no words for it. */
static void
show_outcome (KauntaLinkSheet *self, GtkButton *asked, const char *sentence, const GError *error)
{
  const char *text = error != NULL ? error->message : sentence;

  set_busy (self, FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (asked));
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  gtk_label_set_label (self->outcome, text);
  gtk_widget_set_visible (GTK_WIDGET (self->outcome), TRUE);
  if (error != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->outcome), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->outcome), "error");
}

static void
stick_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = kaunta_stick_save_finish (result, &error);
  KauntaLinkSheet *self = KAUNTA_LINK_SHEET (source);

  if (self->desk != NULL)
    show_outcome (self, self->save, sentence, error);
}

static void
save_clicked_cb (KauntaLinkSheet *self)
{
  set_busy (self, TRUE);
  kaunta_stick_save_async (GTK_WINDOW (self), self->desk, stick_saved_cb, NULL);
}

static void
answer_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = kaunta_stick_read_finish (result, &error);
  KauntaLinkSheet *self = KAUNTA_LINK_SHEET (source);

  if (self->desk != NULL)
    show_outcome (self, self->read, sentence, error);
}

static void
read_clicked_cb (KauntaLinkSheet *self)
{
  set_busy (self, TRUE);
  kaunta_stick_read_async (GTK_WINDOW (self), self->desk, answer_read_cb, NULL);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/ke/go/kaunta/Kaunta/ui/link-sheet.ui");
  gtk_widget_class_bind_template_child (widget_class, KauntaLinkSheet, state);
  gtk_widget_class_bind_template_child (widget_class, KauntaLinkSheet, trouble);
  gtk_widget_class_bind_template_child (widget_class, KauntaLinkSheet, problem);
  gtk_widget_class_bind_template_child (widget_class, KauntaLinkSheet, advice);
  gtk_widget_class_bind_template_child (widget_class, KauntaLinkSheet, waiting);
  gtk_widget_class_bind_template_child (widget_class, KauntaLinkSheet, oldest);
  gtk_widget_class_bind_template_child (widget_class, KauntaLinkSheet, amount);
  gtk_widget_class_bind_template_child (widget_class, KauntaLinkSheet, acknowledged);
  gtk_widget_class_bind_template_child (widget_class, KauntaLinkSheet, heard);
  gtk_widget_class_bind_template_child (widget_class, KauntaLinkSheet, retry);
  gtk_widget_class_bind_template_child (widget_class, KauntaLinkSheet, mirror_name);
  gtk_widget_class_bind_template_child (widget_class, KauntaLinkSheet, mirror);
  gtk_widget_class_bind_template_child (widget_class, KauntaLinkSheet, outcome);
  gtk_widget_class_bind_template_child (widget_class, KauntaLinkSheet, enrol);
  gtk_widget_class_bind_template_child (widget_class, KauntaLinkSheet, save);
  gtk_widget_class_bind_template_child (widget_class, KauntaLinkSheet, read);
  gtk_widget_class_bind_template_child (widget_class, KauntaLinkSheet, send);
  gtk_widget_class_bind_template_callback (widget_class, send_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, enrol_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, read_clicked_cb);
}

static void
kaunta_link_sheet_dispose (GObject *object)
{
  KauntaLinkSheet *self = KAUNTA_LINK_SHEET (object);

  g_clear_handle_id (&self->refresh, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->desk);
  gtk_widget_dispose_template (GTK_WIDGET (self), KAUNTA_TYPE_LINK_SHEET);
  G_OBJECT_CLASS (kaunta_link_sheet_parent_class)->dispose (object);
}

static void
kaunta_link_sheet_class_init (KauntaLinkSheetClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kaunta_link_sheet_dispose;
  bind_template (widget_class);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
kaunta_link_sheet_init (KauntaLinkSheet *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWindow *
kaunta_link_sheet_new (GtkWindow *parent, KauntaDesk *desk)
{
  KauntaLinkSheet *self = NULL;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (KAUNTA_IS_DESK (desk), NULL);

  self = g_object_new (KAUNTA_TYPE_LINK_SHEET, "transient-for", parent, NULL);
  self->desk = g_object_ref (desk);
  g_signal_connect_object (desk, "notify::link", G_CALLBACK (show_link), self, G_CONNECT_SWAPPED);
  self->refresh = g_timeout_add_seconds (REFRESH_SECONDS, refresh_cb, self);
  read_mirror (self);
  show_link (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->send));
  return GTK_WINDOW (self);
}
