/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "bills-page.h"

#include <glib/gi18n-lib.h>

#include "bill-columns.h"
#include "bill-dialog.h"
#include "bill-pager.h"
#include "field.h"
#include "page-hiding.h"
#include "row.h"

#define N_STATES 4
/* A few screens full. */
#define PIECE 200

struct _KauntaBillsPage
{
  KauntaDeskBin parent_instance;

  GtkSearchEntry *search;
  GtkToggleButton *all;
  GtkToggleButton *open;
  GtkToggleButton *part_paid;
  GtkToggleButton *paid;
  GtkToggleButton *cancelled;
  GtkToggleButton *own;
  GtkLabel *error;
  GtkStack *stack;
  GtkScrolledWindow *scroller;
  GtkColumnView *view;

  KauntaBillPager *pager; /* (owned) */
  gboolean stale;         /* bills changed while the page was out of sight */
  gboolean has_columns;
};

G_DEFINE_FINAL_TYPE (KauntaBillsPage, kaunta_bills_page, KAUNTA_TYPE_DESK_BIN)

static KauntaDesk *
get_desk (KauntaBillsPage *self)
{
  return kaunta_desk_bin_get_desk (KAUNTA_DESK_BIN (self));
}

static guint
get_states (KauntaBillsPage *self)
{
  GtkToggleButton *const buttons[N_STATES] = { self->open, self->part_paid, self->paid, self->cancelled };

  for (guint i = 0; i < N_STATES; i++)
    {
      if (gtk_toggle_button_get_active (buttons[i]))
        return 1u << i;
    }
  return 0;
}

static void
ask (KauntaBillsPage *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search));

  if (get_desk (self) == NULL)
    return;
  self->stale = FALSE;
  kaunta_field_set_error (NULL, self->error, NULL);
  kaunta_bill_pager_ask (self->pager, get_desk (self), *text != '\0' ? text : NULL, get_states (self),
                         gtk_toggle_button_get_active (self->own));
}

static void
filter_toggled_cb (KauntaBillsPage *self, GtkToggleButton *button)
{
  if (gtk_toggle_button_get_active (button))
    ask (self);
}

static void
label_filter (GtkToggleButton *button, const char *name, gint64 count)
{
  g_autofree char *label = g_strdup_printf ("%s %" G_GINT64_FORMAT, name, count);

  gtk_button_set_label (GTK_BUTTON (button), label);
}

static void
counted_cb (KauntaBillsPage *self)
{
  GtkToggleButton *const buttons[N_STATES] = { self->open, self->part_paid, self->paid, self->cancelled };
  gboolean any = g_list_model_get_n_items (kaunta_bill_pager_get_bills (self->pager)) > 0;
  gint64 all = 0;

  for (guint i = 0; i < N_STATES; i++)
    {
      label_filter (buttons[i], kaunta_bill_state_to_label (i), kaunta_bill_pager_get_count (self->pager, i));
      all += kaunta_bill_pager_get_count (self->pager, i);
    }
  label_filter (self->all, _("All"), all);
  gtk_stack_set_visible_child_name (self->stack, any ? "bills" : "nothing");
}

static void
failed_cb (KauntaBillsPage *self, const char *sentence)
{
  kaunta_field_set_error (NULL, self->error, sentence);
}

/* The next piece is asked for one screen before the end comes into sight. */
static void
scrolled_cb (KauntaBillsPage *self, GtkAdjustment *adjustment)
{
  double shown = gtk_adjustment_get_value (adjustment) + gtk_adjustment_get_page_size (adjustment);

  if (shown + gtk_adjustment_get_page_size (adjustment) >= gtk_adjustment_get_upper (adjustment))
    kaunta_bill_pager_read_on (self->pager);
}

static void
bill_activated_cb (KauntaBillsPage *self, guint position)
{
  g_autoptr (KauntaRow) row = g_list_model_get_item (kaunta_bill_pager_get_bills (self->pager), position);
  const KauntaBill *bill = kaunta_row_get (row, KAUNTA_TYPE_BILL);

  kaunta_bill_dialog_open (GTK_WIDGET (self->view), get_desk (self), bill->number);
}

static void
search_activated_cb (KauntaBillsPage *self)
{
  if (g_list_model_get_n_items (kaunta_bill_pager_get_bills (self->pager)) > 0)
    gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static gboolean
search_key_pressed_cb (KauntaBillsPage *self, guint key)
{
  if (key != GDK_KEY_Down)
    return GDK_EVENT_PROPAGATE;
  search_activated_cb (self);
  return GDK_EVENT_STOP;
}

static void
search_stopped_cb (KauntaBillsPage *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
}

static void
back_to_search_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gtk_widget_grab_focus (GTK_WIDGET (KAUNTA_BILLS_PAGE (widget)->search));
}

/* Out of sight a list that changes all the time is not worth reading. */
static void
kaunta_bills_page_desk_changed (KauntaDeskBin *bin)
{
  KauntaBillsPage *self = KAUNTA_BILLS_PAGE (bin);

  if (!self->has_columns)
    kaunta_bill_columns_add (self->view, kaunta_desk_get_clock (get_desk (self)));
  self->has_columns = TRUE;
  self->stale = TRUE;
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    {
      kaunta_bill_pager_refresh (self->pager);
      self->stale = FALSE;
    }
}

static void
kaunta_bills_page_map (GtkWidget *widget)
{
  KauntaBillsPage *self = KAUNTA_BILLS_PAGE (widget);

  GTK_WIDGET_CLASS (kaunta_bills_page_parent_class)->map (widget);
  if (self->stale)
    ask (self);
}

static gboolean
kaunta_bills_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (KAUNTA_BILLS_PAGE (widget)->search));
}

static void
kaunta_bills_page_dispose (GObject *object)
{
  KauntaBillsPage *self = KAUNTA_BILLS_PAGE (object);

  if (self->pager != NULL)
    kaunta_bill_pager_stop (self->pager);
  g_clear_object (&self->pager);
  G_OBJECT_CLASS (kaunta_bills_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/ke/go/kaunta/Kaunta/ui/bills-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KauntaBillsPage, search);
  gtk_widget_class_bind_template_child (widget_class, KauntaBillsPage, all);
  gtk_widget_class_bind_template_child (widget_class, KauntaBillsPage, open);
  gtk_widget_class_bind_template_child (widget_class, KauntaBillsPage, part_paid);
  gtk_widget_class_bind_template_child (widget_class, KauntaBillsPage, paid);
  gtk_widget_class_bind_template_child (widget_class, KauntaBillsPage, cancelled);
  gtk_widget_class_bind_template_child (widget_class, KauntaBillsPage, own);
  gtk_widget_class_bind_template_child (widget_class, KauntaBillsPage, error);
  gtk_widget_class_bind_template_child (widget_class, KauntaBillsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, KauntaBillsPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, KauntaBillsPage, view);
  gtk_widget_class_bind_template_callback (widget_class, ask);
  gtk_widget_class_bind_template_callback (widget_class, filter_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, bill_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stopped_cb);
}

static void
kaunta_bills_page_class_init (KauntaBillsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kaunta_bills_page_dispose;
  KAUNTA_DESK_BIN_CLASS (klass)->desk_changed = kaunta_bills_page_desk_changed;
  widget_class->map = kaunta_bills_page_map;
  widget_class->grab_focus = kaunta_bills_page_grab_focus;

  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "bills.search", NULL, back_to_search_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "bills.search", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK, "bills.search", NULL);
}

static void
kaunta_bills_page_init (KauntaBillsPage *self)
{
  g_autoptr (GtkSingleSelection) selection = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  kaunta_page_hiding_watch (GTK_WIDGET (self->stack));
  kaunta_desk_bin_watch (KAUNTA_DESK_BIN (self), "bills-changed");
  self->pager = kaunta_bill_pager_new (PIECE);
  g_signal_connect_object (self->pager, "counted", G_CALLBACK (counted_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->pager, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  selection = gtk_single_selection_new (g_object_ref (kaunta_bill_pager_get_bills (self->pager)));
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (selection));
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (self->scroller), "value-changed",
                           G_CALLBACK (scrolled_cb), self,
                           G_CONNECT_SWAPPED);
}
