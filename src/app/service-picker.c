/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "service-picker.h"

#include <glib/gi18n-lib.h>
#include "clock.h"
#include "field.h"
#include "row.h"
#include "rows.h"
#include "search-keys.h"

struct _KauntaServicePicker
{
  KauntaDeskBin parent_instance;

  GtkSearchEntry *entry;
  GtkWidget *matches;
  GtkWidget *nothing;
  GtkWidget *question;
  GtkListBox *list;
  GtkLabel *service_name;
  GtkLabel *service_unit;
  GtkLabel *value_label;
  GtkEntry *value;
  GtkLabel *error;

  KauntaBasket *basket;          /* (owned) (nullable) */
  KauntaService *picked;         /* (owned) (nullable): what is being asked about */
  GListStore *services;          /* (owned): KauntaRow of the services in force */
  GtkFilterListModel *found;     /* (owned): those of them that fit */
  GtkCustomFilter *filter;       /* (owned) */
  char *day;                     /* (owned): whose prices are shown */
};

G_DEFINE_FINAL_TYPE (KauntaServicePicker, kaunta_service_picker, KAUNTA_TYPE_DESK_BIN)

static KauntaDesk *
get_desk (KauntaServicePicker *self)
{
  return kaunta_desk_bin_get_desk (KAUNTA_DESK_BIN (self));
}

static gboolean
is_basket_empty (KauntaServicePicker *self)
{
  return self->basket == NULL || g_list_model_get_n_items (kaunta_basket_get_lines (self->basket)) == 0;
}

static const char *
get_typed (KauntaServicePicker *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->entry));
}

/* Everything is offered as long as nothing was typed and nothing chosen; after that the lines have the
 * room. */
static void
show_matches (KauntaServicePicker *self)
{
  gboolean any = g_list_model_get_n_items (G_LIST_MODEL (self->found)) > 0;
  gboolean asks = self->picked != NULL;
  gboolean wanted = !asks && (*get_typed (self) != '\0' || is_basket_empty (self));

  gtk_widget_set_visible (self->question, asks);
  gtk_widget_set_visible (self->matches, wanted && any);
  gtk_widget_set_visible (self->nothing, wanted && !any);
  gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, 0));
}

static void
set_picked (KauntaServicePicker *self, KauntaService *service)
{
  g_clear_pointer (&self->picked, kaunta_service_unref);
  if (service != NULL)
    self->picked = kaunta_service_ref (service);
  kaunta_field_set_error (GTK_WIDGET (self->value), self->error, NULL);
}

static void
start_over (KauntaServicePicker *self)
{
  set_picked (self, NULL);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  show_matches (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

/* One fixed price asks nothing. */
static gboolean
asks_value (const KauntaTariff *tariff)
{
  return tariff != NULL && tariff->kind != KAUNTA_TARIFF_FIXED;
}

/* Adds the picked service; the sentence is shown under the value's field, or under the search entry when
 * no value is asked. */
static gboolean
add_picked (KauntaServicePicker *self, const char *quantity, const char *assessed)
{
  gboolean asked = asks_value (kaunta_service_get_tariff (self->picked, self->day));
  g_autoptr (GError) error = NULL;

  if (kaunta_basket_add (self->basket, self->picked, self->day, quantity, assessed, &error))
    {
      start_over (self);
      return TRUE;
    }
  kaunta_field_set_error (asked ? GTK_WIDGET (self->value) : GTK_WIDGET (self->entry), self->error,
                          error->message);
  return FALSE;
}

static void
ask_value (KauntaServicePicker *self, const KauntaTariff *tariff)
{
  gboolean assessed = tariff->kind == KAUNTA_TARIFF_ASSESSED;
  const char *label = assessed ? _("Assessed amount (KES)") : _("Quantity");

  gtk_label_set_label (self->service_name, kaunta_service_get_name (self->picked));
  gtk_label_set_label (self->service_unit, tariff->unit != NULL ? tariff->unit : "");
  gtk_label_set_label (self->value_label, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->value), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_editable_set_text (GTK_EDITABLE (self->value), assessed ? "" : "1");
  show_matches (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->value));
}

static void
pick (KauntaServicePicker *self, guint position)
{
  g_autoptr (KauntaRow) row = g_list_model_get_item (G_LIST_MODEL (self->found), position);
  const KauntaTariff *tariff = NULL;

  if (row == NULL || self->basket == NULL || !gtk_editable_get_editable (GTK_EDITABLE (self->entry)))
    return;
  set_picked (self, kaunta_row_get (row, KAUNTA_TYPE_SERVICE));
  tariff = kaunta_service_get_tariff (self->picked, self->day);
  if (asks_value (tariff))
    {
      ask_value (self, tariff);
      return;
    }
  if (!add_picked (self, "1", NULL))
    g_clear_pointer (&self->picked, kaunta_service_unref);
}

static void
entry_changed_cb (KauntaServicePicker *self)
{
  set_picked (self, NULL);
  kaunta_field_set_error (GTK_WIDGET (self->entry), self->error, NULL);
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  show_matches (self);
}

static void
entry_activated_cb (KauntaServicePicker *self)
{
  if (*get_typed (self) != '\0')
    pick (self, 0);
}

static gboolean
entry_key_pressed_cb (KauntaServicePicker *self, guint key)
{
  return kaunta_search_keys_enter (self->list, key);
}

static gboolean
list_key_pressed_cb (KauntaServicePicker *self, guint key)
{
  return kaunta_search_keys_leave (self->list, self->entry, key);
}

static void
row_activated_cb (KauntaServicePicker *self, GtkListBoxRow *row)
{
  pick (self, gtk_list_box_row_get_index (row));
}

static void
value_changed_cb (KauntaServicePicker *self)
{
  kaunta_field_set_error (GTK_WIDGET (self->value), self->error, NULL);
}

static void
value_activated_cb (KauntaServicePicker *self)
{
  kaunta_service_picker_complete (self);
}

/* GtkSearchEntry keeps Escape to itself: hand it on to the step. */
static void
search_stopped_cb (KauntaServicePicker *self)
{
  if (*get_typed (self) != '\0')
    gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "counter.back", NULL);
}

static gboolean
match_service (gpointer item, gpointer user_data)
{
  const char *typed = get_typed (user_data);

  return *typed == '\0' || kaunta_service_matches (kaunta_row_get (item, KAUNTA_TYPE_SERVICE), typed);
}

static GtkWidget *
create_row (gpointer item, gpointer user_data)
{
  return kaunta_service_row_new (kaunta_row_get (item, KAUNTA_TYPE_SERVICE),
                                 KAUNTA_SERVICE_PICKER (user_data)->day);
}

static void
got_services_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KauntaServicePicker) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) services = kaunta_desk_get_services_finish (KAUNTA_DESK (source), result, &error);

  if (get_desk (self) == NULL)
    return;
  if (services == NULL)
    {
      kaunta_field_set_error (NULL, self->error, error->message);
      return;
    }
  kaunta_rows_replace (self->services, KAUNTA_TYPE_SERVICE, services);
  show_matches (self);
}

static void
load_services (KauntaServicePicker *self)
{
  g_free (self->day);
  self->day = kaunta_time_display_day (kaunta_clock_get_now (kaunta_desk_get_clock (get_desk (self))));
  kaunta_desk_get_services_async (get_desk (self), NULL, got_services_cb, g_object_ref (self));
}

/* A counter that stays on overnight charges the new day's prices. */
static void
follow_day (KauntaServicePicker *self)
{
  gint64 now = kaunta_clock_get_now (kaunta_desk_get_clock (get_desk (self)));
  g_autofree char *today = kaunta_time_display_day (now);

  if (!g_str_equal (today, self->day))
    load_services (self);
}

static gboolean
kaunta_service_picker_grab_focus (GtkWidget *widget)
{
  KauntaServicePicker *self = KAUNTA_SERVICE_PICKER (widget);

  return gtk_widget_grab_focus (self->picked != NULL ? GTK_WIDGET (self->value) : GTK_WIDGET (self->entry));
}

static void
kaunta_service_picker_desk_changed (KauntaDeskBin *bin)
{
  load_services (KAUNTA_SERVICE_PICKER (bin));
}

static void
kaunta_service_picker_dispose (GObject *object)
{
  KauntaServicePicker *self = KAUNTA_SERVICE_PICKER (object);

  g_clear_object (&self->basket);
  g_clear_object (&self->found);
  g_clear_object (&self->filter);
  g_clear_object (&self->services);
  g_clear_pointer (&self->picked, kaunta_service_unref);
  g_clear_pointer (&self->day, g_free);
  G_OBJECT_CLASS (kaunta_service_picker_parent_class)->dispose (object);
}

static void
kaunta_service_picker_class_init (KauntaServicePickerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kaunta_service_picker_dispose;
  widget_class->grab_focus = kaunta_service_picker_grab_focus;
  KAUNTA_DESK_BIN_CLASS (klass)->desk_changed = kaunta_service_picker_desk_changed;

  gtk_widget_class_set_template_from_resource (widget_class, "/ke/go/kaunta/Kaunta/ui/service-picker.ui");
  gtk_widget_class_bind_template_child (widget_class, KauntaServicePicker, entry);
  gtk_widget_class_bind_template_child (widget_class, KauntaServicePicker, matches);
  gtk_widget_class_bind_template_child (widget_class, KauntaServicePicker, nothing);
  gtk_widget_class_bind_template_child (widget_class, KauntaServicePicker, question);
  gtk_widget_class_bind_template_child (widget_class, KauntaServicePicker, list);
  gtk_widget_class_bind_template_child (widget_class, KauntaServicePicker, service_name);
  gtk_widget_class_bind_template_child (widget_class, KauntaServicePicker, service_unit);
  gtk_widget_class_bind_template_child (widget_class, KauntaServicePicker, value_label);
  gtk_widget_class_bind_template_child (widget_class, KauntaServicePicker, value);
  gtk_widget_class_bind_template_child (widget_class, KauntaServicePicker, error);
  gtk_widget_class_bind_template_callback (widget_class, entry_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, list_key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, value_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, value_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stopped_cb);
}

static void
kaunta_service_picker_init (KauntaServicePicker *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kaunta_desk_bin_watch (KAUNTA_DESK_BIN (self), "services-changed");
  self->services = g_list_store_new (KAUNTA_TYPE_ROW);
  self->filter = gtk_custom_filter_new (match_service, self, NULL);
  self->found = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->services)),
                                           g_object_ref (GTK_FILTER (self->filter)));
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (self->found), create_row, self, NULL);
}

void
kaunta_service_picker_set_basket (KauntaServicePicker *self, KauntaBasket *basket)
{
  g_return_if_fail (KAUNTA_IS_SERVICE_PICKER (self));
  g_return_if_fail (get_desk (self) != NULL);

  follow_day (self);
  if (g_set_object (&self->basket, basket))
    {
      set_picked (self, NULL);
      gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
    }
  show_matches (self);
}

void
kaunta_service_picker_set_editable (KauntaServicePicker *self, gboolean editable)
{
  g_return_if_fail (KAUNTA_IS_SERVICE_PICKER (self));

  gtk_editable_set_editable (GTK_EDITABLE (self->entry), editable);
  gtk_editable_set_editable (GTK_EDITABLE (self->value), editable);
}

gboolean
kaunta_service_picker_complete (KauntaServicePicker *self)
{
  const KauntaTariff *tariff = NULL;
  const char *value = NULL;

  g_return_val_if_fail (KAUNTA_IS_SERVICE_PICKER (self), FALSE);

  if (self->picked == NULL)
    return TRUE;
  tariff = kaunta_service_get_tariff (self->picked, self->day);
  value = gtk_editable_get_text (GTK_EDITABLE (self->value));
  if (tariff != NULL && tariff->kind == KAUNTA_TARIFF_ASSESSED)
    return add_picked (self, "1", value);
  return add_picked (self, value, NULL);
}

gboolean
kaunta_service_picker_step_back (KauntaServicePicker *self)
{
  g_return_val_if_fail (KAUNTA_IS_SERVICE_PICKER (self), FALSE);

  if (self->picked == NULL)
    return FALSE;
  set_picked (self, NULL);
  show_matches (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  return TRUE;
}
