/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "search-pane.h"

#include <glib/gi18n-lib.h>
#include "clock.h"
#include "field.h"
#include "finding.h"
#include "page-hiding.h"
#include "row.h"
#include "rows.h"
#include "search-keys.h"

struct _KauntaSearchPane
{
  KauntaDeskBin parent_instance;

  GtkSearchEntry *entry;
  GtkLabel *warning;
  GtkStack *stack;
  GtkListBox *list;
  GtkLabel *nothing;
  GtkButton *hand_entry;

  GListStore *results;       /* (owned): KauntaRow of a bill or a payer */
  GCancellable *search;      /* (owned) (nullable): the search that runs */
  gboolean from_portal;      /* whether the results shown came from there */
  gboolean open_when_found;  /* Enter was pressed while the search ran */
};

G_DEFINE_FINAL_TYPE (KauntaSearchPane, kaunta_search_pane, KAUNTA_TYPE_DESK_BIN)

enum
{
  PAYER_CHOSEN,
  BILL_CHOSEN,
  HAND_ENTRY_ASKED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static KauntaDesk *
get_desk (KauntaSearchPane *self)
{
  return kaunta_desk_bin_get_desk (KAUNTA_DESK_BIN (self));
}

/* One search on its way. */
typedef struct
{
  KauntaSearchPane *pane;
  GCancellable *cancellable;
} Search;

static void
search_free (Search *search)
{
  g_object_unref (search->pane);
  g_object_unref (search->cancellable);
  g_free (search);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Search, search_free)

static void
ask_hand_entry (KauntaSearchPane *self)
{
  g_signal_emit (self, signals[HAND_ENTRY_ASKED], 0, kaunta_search_pane_get_text (self));
}

static void
choose (KauntaSearchPane *self, guint position)
{
  g_autoptr (KauntaRow) row = g_list_model_get_item (G_LIST_MODEL (self->results), position);

  if (row == NULL)
    return;
  if (kaunta_row_get_boxed_type (row) == KAUNTA_TYPE_BILL)
    g_signal_emit (self, signals[BILL_CHOSEN], 0, kaunta_row_get (row, KAUNTA_TYPE_BILL));
  else
    g_signal_emit (self, signals[PAYER_CHOSEN], 0, kaunta_row_get (row, KAUNTA_TYPE_PAYER));
}

static void
show_page (KauntaSearchPane *self, const char *page)
{
  gtk_stack_set_visible_child_name (self->stack, page);
}

static void
stop_search (KauntaSearchPane *self)
{
  if (self->search != NULL)
    g_cancellable_cancel (self->search);
  g_clear_object (&self->search);
  self->open_when_found = FALSE;
}

/* The whole list changes in one step, so that nothing flashes. */
static void
fill_results (KauntaSearchPane *self, const KauntaFindings *findings)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);

  if (findings->bill != NULL)
    g_ptr_array_add (rows, kaunta_row_new (KAUNTA_TYPE_BILL, findings->bill));
  for (guint i = 0; findings->payers != NULL && i < findings->payers->len; i++)
    g_ptr_array_add (rows, kaunta_row_new (KAUNTA_TYPE_PAYER, g_ptr_array_index (findings->payers, i)));
  self->from_portal = findings->from_portal;
  g_list_store_splice (self->results, 0, g_list_model_get_n_items (G_LIST_MODEL (self->results)),
                       rows->pdata, rows->len);
}

static void
show_nothing (KauntaSearchPane *self, gboolean go_on)
{
  const KauntaLink *link = kaunta_desk_get_link (get_desk (self));
  gboolean asked = link != NULL && (link->kind == KAUNTA_LINK_ONLINE || link->kind == KAUNTA_LINK_SENDING);

  gtk_label_set_label (self->nothing,
                       asked ? _("Nothing was found here or at the portal.")
                             : _("Nothing was found here, and the portal can’t be asked now."));
  show_page (self, "nothing");
  if (go_on)
    gtk_widget_grab_focus (GTK_WIDGET (self->hand_entry));
}

static void
show_findings (KauntaSearchPane *self, const KauntaFindings *findings)
{
  gboolean open = self->open_when_found;

  self->open_when_found = FALSE;
  kaunta_field_set_error (NULL, self->warning, findings->warning);
  fill_results (self, findings);
  if (g_list_model_get_n_items (G_LIST_MODEL (self->results)) == 0)
    {
      show_nothing (self, open);
      return;
    }
  show_page (self, "results");
  gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, 0));
  if (open)
    choose (self, 0);
}

/* Enter must not open what was found for another text. */
static void
forget_results (KauntaSearchPane *self)
{
  g_list_store_remove_all (self->results);
  show_page (self, "empty");
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Search) search = user_data;
  g_autoptr (KauntaFindings) findings = NULL;
  g_autoptr (GError) error = NULL;
  KauntaSearchPane *self = search->pane;

  findings = kaunta_desk_find_finish (KAUNTA_DESK (source), result, &error);
  if (self->search != search->cancellable)
    return;
  g_clear_object (&self->search);
  if (findings != NULL)
    {
      show_findings (self, findings);
      return;
    }
  self->open_when_found = FALSE;
  forget_results (self);
  kaunta_field_mark (GTK_WIDGET (self->entry),
                     g_error_matches (error, KAUNTA_DESK_ERROR, KAUNTA_DESK_ERROR_FIELD));
  kaunta_field_set_error (NULL, self->warning, error->message);
}

static void
start_search (KauntaSearchPane *self, const char *typed)
{
  Search *search = g_new0 (Search, 1);

  self->search = g_cancellable_new ();
  search->pane = g_object_ref (self);
  search->cancellable = g_object_ref (self->search);
  kaunta_desk_find_async (get_desk (self), typed, self->search, found_cb, search);
}

static void
entry_changed_cb (KauntaSearchPane *self)
{
  const char *typed = kaunta_search_pane_get_text (self);

  stop_search (self);
  kaunta_field_mark (GTK_WIDGET (self->entry), FALSE);
  if (*typed != '\0' && get_desk (self) != NULL)
    {
      start_search (self, typed);
      return;
    }
  kaunta_field_set_error (NULL, self->warning, NULL);
  forget_results (self);
}

static void
entry_activated_cb (KauntaSearchPane *self)
{
  if (self->search != NULL)
    self->open_when_found = TRUE;
  else if (g_list_model_get_n_items (G_LIST_MODEL (self->results)) > 0)
    choose (self, 0);
  else if (gtk_widget_get_mapped (GTK_WIDGET (self->hand_entry)))
    gtk_widget_grab_focus (GTK_WIDGET (self->hand_entry));
}

static void
search_stopped_cb (KauntaSearchPane *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
}

static gboolean
entry_key_pressed_cb (KauntaSearchPane *self, guint key)
{
  return kaunta_search_keys_enter (self->list, key);
}

static gboolean
list_key_pressed_cb (KauntaSearchPane *self, guint key)
{
  return kaunta_search_keys_leave (self->list, self->entry, key);
}

static void
row_activated_cb (KauntaSearchPane *self, GtkListBoxRow *row)
{
  choose (self, gtk_list_box_row_get_index (row));
}

static GtkWidget *
create_row (gpointer item, gpointer user_data)
{
  KauntaSearchPane *self = user_data;
  gint64 now = kaunta_clock_get_now (kaunta_desk_get_clock (get_desk (self)));

  if (kaunta_row_get_boxed_type (item) == KAUNTA_TYPE_BILL)
    return kaunta_bill_row_new (kaunta_row_get (item, KAUNTA_TYPE_BILL), now, TRUE);
  return kaunta_payer_row_new (kaunta_row_get (item, KAUNTA_TYPE_PAYER), now, self->from_portal);
}

static gboolean
kaunta_search_pane_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (KAUNTA_SEARCH_PANE (widget)->entry));
}

static void
kaunta_search_pane_dispose (GObject *object)
{
  KauntaSearchPane *self = KAUNTA_SEARCH_PANE (object);

  stop_search (self);
  g_clear_object (&self->results);
  G_OBJECT_CLASS (kaunta_search_pane_parent_class)->dispose (object);
}

static void
kaunta_search_pane_class_init (KauntaSearchPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kaunta_search_pane_dispose;
  widget_class->grab_focus = kaunta_search_pane_grab_focus;

  signals[PAYER_CHOSEN] = g_signal_new ("payer-chosen", KAUNTA_TYPE_SEARCH_PANE, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL,
                                        G_TYPE_NONE, 1, KAUNTA_TYPE_PAYER);
  signals[BILL_CHOSEN] = g_signal_new ("bill-chosen", KAUNTA_TYPE_SEARCH_PANE, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL,
                                       G_TYPE_NONE, 1, KAUNTA_TYPE_BILL);
  signals[HAND_ENTRY_ASKED] = g_signal_new ("hand-entry-asked", KAUNTA_TYPE_SEARCH_PANE, G_SIGNAL_RUN_LAST,
                                            0, NULL, NULL, NULL,
                                            G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, "/ke/go/kaunta/Kaunta/ui/search-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, KauntaSearchPane, entry);
  gtk_widget_class_bind_template_child (widget_class, KauntaSearchPane, warning);
  gtk_widget_class_bind_template_child (widget_class, KauntaSearchPane, stack);
  gtk_widget_class_bind_template_child (widget_class, KauntaSearchPane, list);
  gtk_widget_class_bind_template_child (widget_class, KauntaSearchPane, nothing);
  gtk_widget_class_bind_template_child (widget_class, KauntaSearchPane, hand_entry);
  gtk_widget_class_bind_template_callback (widget_class, entry_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stopped_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, list_key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, ask_hand_entry);
}

static void
kaunta_search_pane_init (KauntaSearchPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kaunta_page_hiding_watch (GTK_WIDGET (self->stack));
  self->results = g_list_store_new (KAUNTA_TYPE_ROW);
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (self->results), create_row, self, NULL);
}

void
kaunta_search_pane_clear (KauntaSearchPane *self)
{
  g_return_if_fail (KAUNTA_IS_SEARCH_PANE (self));

  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
}

const char *
kaunta_search_pane_get_text (KauntaSearchPane *self)
{
  g_return_val_if_fail (KAUNTA_IS_SEARCH_PANE (self), NULL);

  return gtk_editable_get_text (GTK_EDITABLE (self->entry));
}
