/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "window.h"

#include <glib/gi18n-lib.h>

#include "bills-page.h"
#include "counter-page.h"
#include "enrol-again.h"
#include "enrol-page.h"
#include "link-button.h"
#include "link-sheet.h"
#include "link-watch.h"
#include "page-hiding.h"
#include "sign-in-page.h"
#include "till-page.h"

/* Long enough to be read between two customers, seconds. */
#define TOAST_TIMEOUT 6

struct _KauntaWindow
{
  AdwApplicationWindow parent_instance;

  GtkLabel *place;
  GtkLabel *person;
  AdwViewSwitcher *switcher;
  KauntaLinkButton *link_button;
  AdwToastOverlay *toasts;
  GtkStack *stack;
  AdwViewStack *pages;
  KauntaCounterPage *counter_page;

  KauntaDesk *desk;         /* (owned) */
  KauntaLinkWatch *watch;   /* (owned) */
  GSettings *settings;      /* (owned) */
  GSignalGroup *desk_calls; /* (owned) */
};

G_DEFINE_FINAL_TYPE (KauntaWindow, kaunta_window, ADW_TYPE_APPLICATION_WINDOW)

enum
{
  PROP_DESK = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
show_place (KauntaWindow *self)
{
  KauntaPolicy *policy = kaunta_desk_get_policy (self->desk);
  const char *counter = kaunta_desk_get_counter_name (self->desk);
  g_autofree char *place = NULL;

  if (policy != NULL && counter != NULL)
    place = g_strdup_printf ("%s · %s", policy->office_name, counter);
  gtk_label_set_label (self->place, place != NULL ? place : counter != NULL ? counter : "Kaunta");
}

static void
show_person (KauntaWindow *self)
{
  KauntaStaff *clerk = kaunta_desk_get_clerk (self->desk);
  g_autofree char *person = NULL;

  if (clerk != NULL)
    person = g_strdup_printf ("%s · %s", clerk->name, kaunta_role_to_label (clerk->role));
  gtk_label_set_label (self->person, person != NULL ? person : "");
  gtk_widget_set_visible (GTK_WIDGET (self->person), person != NULL);
}

/* Which of the three stages the desk's state asks for. */
static const char *
choose_stage (KauntaWindow *self)
{
  if (!kaunta_desk_get_enrolled (self->desk))
    return "enrol";
  return kaunta_desk_get_clerk (self->desk) == NULL ? "sign-in" : "main";
}

static void
focus_stage (KauntaWindow *self)
{
  GtkWidget *stage = gtk_stack_get_visible_child (self->stack);

  gtk_window_set_focus (GTK_WINDOW (self), NULL);
  gtk_widget_child_focus (stage, GTK_DIR_TAB_FORWARD);
}

static void
show_stage (KauntaWindow *self)
{
  const char *stage = choose_stage (self);
  gboolean working = g_str_equal (stage, "main");
  gboolean changed = g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), stage) != 0;

  gtk_widget_set_visible (GTK_WIDGET (self->switcher), working);
  gtk_widget_set_visible (GTK_WIDGET (self->link_button), !g_str_equal (stage, "enrol"));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.show-page", working);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.sign-out", working);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.enrol-again", working);
  gtk_stack_set_visible_child_name (self->stack, stage);
  if (changed)
    focus_stage (self);
}

static void
desk_changed_cb (KauntaWindow *self)
{
  show_place (self);
  show_person (self);
  show_stage (self);
}

static void
link_changed_cb (KauntaWindow *self)
{
  KauntaLink *link = kaunta_desk_get_link (self->desk);
  g_autofree char *news = NULL;

  if (link == NULL)
    return;
  kaunta_link_button_set_link (self->link_button, link);
  news = kaunta_link_watch_notice (self->watch, link);
  if (news != NULL)
    kaunta_window_toast (GTK_WIDGET (self), news);
}

static void
focus_page (KauntaWindow *self)
{
  GtkWidget *page = adw_view_stack_get_visible_child (self->pages);

  if (page != NULL && g_str_equal (choose_stage (self), "main"))
    gtk_widget_grab_focus (page);
}

static void
show_page_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  KauntaWindow *self = KAUNTA_WINDOW (widget);
  const char *name = g_variant_get_string (parameter, NULL);

  if (adw_view_stack_get_child_by_name (self->pages, name) == NULL)
    return;
  adw_view_stack_set_visible_child_name (self->pages, name);
  focus_page (self);
}

static void
show_link_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  KauntaWindow *self = KAUNTA_WINDOW (widget);

  gtk_window_present (kaunta_link_sheet_new (GTK_WINDOW (self), self->desk));
}

static void
signed_out_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KauntaWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!kaunta_desk_sign_out_finish (KAUNTA_DESK (source), result, &error))
    kaunta_window_toast (GTK_WIDGET (self), error->message);
}

static void
sign_out_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  KauntaWindow *self = KAUNTA_WINDOW (widget);

  kaunta_desk_sign_out_async (self->desk, "asked", NULL, signed_out_cb, g_object_ref (self));
}

static void
enrol_again_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  kaunta_enrol_again_ask (widget, KAUNTA_WINDOW (widget)->desk);
}

static gboolean
close_requested_cb (KauntaWindow *self)
{
  int width = 0;
  int height = 0;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_int (self->settings, "window-width", width);
  g_settings_set_int (self->settings, "window-height", height);
  g_settings_set_boolean (self->settings, "window-maximized", gtk_window_is_maximized (GTK_WINDOW (self)));
  return GDK_EVENT_PROPAGATE;
}

static void
restore_size (KauntaWindow *self)
{
  gtk_window_set_default_size (GTK_WINDOW (self),
                               g_settings_get_int (self->settings, "window-width"),
                               g_settings_get_int (self->settings, "window-height"));
  if (g_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
}

static void
kaunta_window_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (kaunta_window_parent_class)->map (widget);
  focus_stage (KAUNTA_WINDOW (widget));
}

static void
kaunta_window_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  KauntaWindow *self = KAUNTA_WINDOW (object);

  switch (prop_id)
    {
    case PROP_DESK:
      self->desk = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kaunta_window_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  KauntaWindow *self = KAUNTA_WINDOW (object);

  switch (prop_id)
    {
    case PROP_DESK:
      g_value_set_object (value, self->desk);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kaunta_window_constructed (GObject *object)
{
  KauntaWindow *self = KAUNTA_WINDOW (object);

  G_OBJECT_CLASS (kaunta_window_parent_class)->constructed (object);
  g_assert (self->desk != NULL);
  self->desk_calls = g_signal_group_new (KAUNTA_TYPE_DESK);
  g_signal_group_connect_swapped (self->desk_calls, "notify::enrolled", G_CALLBACK (desk_changed_cb), self);
  g_signal_group_connect_swapped (self->desk_calls, "notify::clerk", G_CALLBACK (desk_changed_cb), self);
  g_signal_group_connect_swapped (self->desk_calls, "notify::policy", G_CALLBACK (desk_changed_cb), self);
  g_signal_group_connect_swapped (self->desk_calls, "notify::link", G_CALLBACK (link_changed_cb), self);
  g_signal_group_set_target (self->desk_calls, self->desk);
  restore_size (self);
  desk_changed_cb (self);
  link_changed_cb (self);
}

static void
kaunta_window_dispose (GObject *object)
{
  KauntaWindow *self = KAUNTA_WINDOW (object);

  g_clear_object (&self->desk_calls);
  gtk_widget_dispose_template (GTK_WIDGET (self), KAUNTA_TYPE_WINDOW);
  g_clear_object (&self->desk);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->watch, kaunta_link_watch_free);
  G_OBJECT_CLASS (kaunta_window_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/ke/go/kaunta/Kaunta/ui/window.ui");
  gtk_widget_class_bind_template_child (widget_class, KauntaWindow, place);
  gtk_widget_class_bind_template_child (widget_class, KauntaWindow, person);
  gtk_widget_class_bind_template_child (widget_class, KauntaWindow, switcher);
  gtk_widget_class_bind_template_child (widget_class, KauntaWindow, link_button);
  gtk_widget_class_bind_template_child (widget_class, KauntaWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, KauntaWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, KauntaWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, KauntaWindow, counter_page);
  gtk_widget_class_bind_template_callback (widget_class, close_requested_cb);
}

static void
kaunta_window_class_init (KauntaWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = kaunta_window_set_property;
  object_class->get_property = kaunta_window_get_property;
  object_class->constructed = kaunta_window_constructed;
  object_class->dispose = kaunta_window_dispose;
  widget_class->map = kaunta_window_map;
  properties[PROP_DESK] = g_param_spec_object ("desk", NULL, NULL, KAUNTA_TYPE_DESK,
                                               G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY
                                               | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (KAUNTA_TYPE_BILLS_PAGE);
  g_type_ensure (KAUNTA_TYPE_COUNTER_PAGE);
  g_type_ensure (KAUNTA_TYPE_ENROL_PAGE);
  g_type_ensure (KAUNTA_TYPE_LINK_BUTTON);
  g_type_ensure (KAUNTA_TYPE_SIGN_IN_PAGE);
  g_type_ensure (KAUNTA_TYPE_TILL_PAGE);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "win.show-page", "s", show_page_cb);
  gtk_widget_class_install_action (widget_class, "win.show-link", NULL, show_link_cb);
  gtk_widget_class_install_action (widget_class, "win.sign-out", NULL, sign_out_cb);
  gtk_widget_class_install_action (widget_class, "win.enrol-again", NULL, enrol_again_cb);
}

static void
kaunta_window_init (KauntaWindow *self)
{
  self->watch = kaunta_link_watch_new ();
  self->settings = g_settings_new (KAUNTA_APPLICATION_ID);
  gtk_widget_init_template (GTK_WIDGET (self));
  kaunta_page_hiding_watch (GTK_WIDGET (self->stack));
  kaunta_page_hiding_watch (GTK_WIDGET (self->pages));
}

KauntaWindow *
kaunta_window_new (AdwApplication *application, KauntaDesk *desk)
{
  g_return_val_if_fail (ADW_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (KAUNTA_IS_DESK (desk), NULL);

  return g_object_new (KAUNTA_TYPE_WINDOW, "application", application, "desk", desk, NULL);
}

void
kaunta_window_take_place (KauntaWindow *self, KauntaWindow *old)
{
  const char *page = NULL;

  g_return_if_fail (KAUNTA_IS_WINDOW (self));
  g_return_if_fail (KAUNTA_IS_WINDOW (old));

  close_requested_cb (old);
  restore_size (self);
  page = adw_view_stack_get_visible_child_name (old->pages);
  if (page != NULL)
    adw_view_stack_set_visible_child_name (self->pages, page);
  kaunta_link_watch_follow (self->watch, old->watch);
}

void
kaunta_window_show_bill (KauntaWindow *self, const char *number)
{
  g_return_if_fail (KAUNTA_IS_WINDOW (self));
  g_return_if_fail (number != NULL);

  adw_view_stack_set_visible_child_name (self->pages, "counter");
  kaunta_counter_page_open_bill (self->counter_page, number);
}

void
kaunta_window_show_till (KauntaWindow *self)
{
  g_return_if_fail (KAUNTA_IS_WINDOW (self));

  adw_view_stack_set_visible_child_name (self->pages, "till");
  focus_page (self);
}

void
kaunta_window_toast (GtkWidget *descendant, const char *message)
{
  GtkRoot *root = NULL;
  AdwToast *toast = NULL;
  g_autofree char *title = NULL;

  g_return_if_fail (GTK_IS_WIDGET (descendant));
  g_return_if_fail (message != NULL);

  root = gtk_widget_get_root (descendant);
  if (!KAUNTA_IS_WINDOW (root))
    return;
  /* A toast reads markup, a message is text: "Tom & Sons". */
  title = g_markup_escape_text (message, -1);
  toast = adw_toast_new (title);
  adw_toast_set_timeout (toast, TOAST_TIMEOUT);
  adw_toast_overlay_add_toast (KAUNTA_WINDOW (root)->toasts, toast);
}
