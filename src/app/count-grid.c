/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "count-grid.h"

#include <glib/gi18n-lib.h>

#include "field.h"
#include "money.h"

/* More pieces of one kind than any drawer holds. */
#define PIECES_MAX 100000
/* kaunta_denominations has the notes first, largest first. */
#define SMALLEST_NOTE 5000
/* Columns that one list of denominations takes in the grid: value, pieces, amount. */
#define COLUMNS 3

struct _KauntaCountGrid
{
  GtkWidget parent_instance;

  GtkGrid *grid;
  GtkLabel *error;
  GtkLabel *total;
  GtkWidget *pieces[KAUNTA_N_DENOMINATIONS];
  GtkLabel *amounts[KAUNTA_N_DENOMINATIONS];
};

G_DEFINE_FINAL_TYPE (KauntaCountGrid, kaunta_count_grid, GTK_TYPE_WIDGET)

enum
{
  COMPLETED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* Empty is none. */
static gboolean
read_pieces (KauntaCountGrid *self, guint row, gint64 *pieces)
{
  g_autofree char *text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->pieces[row])));
  guint64 number = 0;

  g_strstrip (text);
  *pieces = 0;
  if (*text == '\0')
    return TRUE;
  if (!g_ascii_string_to_unsigned (text, 10, 0, PIECES_MAX, &number, NULL))
    return FALSE;
  *pieces = number;
  return TRUE;
}

static void
show_amount (KauntaCountGrid *self, guint row, gint64 pieces)
{
  g_autofree char *amount = kaunta_cents_format_short (pieces * kaunta_denominations[row]);

  gtk_label_set_label (self->amounts[row], pieces == 0 ? "–" : amount);
}

static void
refuse (KauntaCountGrid *self, guint row)
{
  g_autofree char *value = kaunta_money_to_text (kaunta_denominations[row]);
  g_autofree char *most = kaunta_cents_format_short (PIECES_MAX * 100);
  g_autofree char *sentence = NULL;

  /* Translators: the first %s is a note or coin, "KES 1,000"; the second the most that is taken, "100,000". */
  sentence = g_strdup_printf (_("How many pieces of %s: a whole number up to %s."), value, most);
  kaunta_field_set_error (self->pieces[row], self->error, sentence);
}

static void
pieces_changed_cb (KauntaCountGrid *self)
{
  KauntaCount count = { 0 };
  gint64 total = 0;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->error), FALSE);
  for (guint row = 0; row < KAUNTA_N_DENOMINATIONS; row++)
    {
      gboolean valid = read_pieces (self, row, &count.pieces[row]);

      if (valid)
        gtk_widget_remove_css_class (self->pieces[row], "error");
      else
        gtk_widget_add_css_class (self->pieces[row], "error");
      show_amount (self, row, count.pieces[row]);
    }
  if (!kaunta_count_total (&count, &total, NULL))
    return;
  text = kaunta_money_to_text (total);
  gtk_label_set_label (self->total, text);
}

static guint
find_row (KauntaCountGrid *self, GtkWidget *entry)
{
  guint row = 0;

  while (self->pieces[row] != entry)
    row++;
  return row;
}

static void
go_to_next (KauntaCountGrid *self, GtkWidget *entry)
{
  guint row = find_row (self, entry);

  if (row + 1 < KAUNTA_N_DENOMINATIONS)
    gtk_widget_grab_focus (self->pieces[row + 1]);
  else
    g_signal_emit (self, signals[COMPLETED], 0);
}

static gboolean
key_pressed_cb (GtkEventControllerKey *keys, guint keyval, guint keycode, GdkModifierType state,
                KauntaCountGrid *self)
{
  GtkWidget *entry = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (keys));
  guint row = find_row (self, entry);

  if ((keyval == GDK_KEY_Down || keyval == GDK_KEY_KP_Down) && row + 1 < KAUNTA_N_DENOMINATIONS)
    gtk_widget_grab_focus (self->pieces[row + 1]);
  else if ((keyval == GDK_KEY_Up || keyval == GDK_KEY_KP_Up) && row > 0)
    gtk_widget_grab_focus (self->pieces[row - 1]);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

static GtkWidget *
make_entry (KauntaCountGrid *self, guint row)
{
  g_autofree char *value = kaunta_money_to_text (kaunta_denominations[row]);
  g_autofree char *name = NULL;
  GtkWidget *entry = gtk_entry_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  /* Translators: what a screen reader says of a field; %s is "KES 1,000". */
  if (kaunta_denominations[row] >= SMALLEST_NOTE)
    name = g_strdup_printf (_("Notes of %s"), value);
  else
    name = g_strdup_printf (_("Coins of %s"), value);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_entry_set_input_purpose (GTK_ENTRY (entry), GTK_INPUT_PURPOSE_DIGITS);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 7);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (entry), 7);
  gtk_entry_set_alignment (GTK_ENTRY (entry), 1);
  g_signal_connect_swapped (entry, "changed", G_CALLBACK (pieces_changed_cb), self);
  g_signal_connect_swapped (entry, "activate", G_CALLBACK (go_to_next), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (entry, keys);
  return entry;
}

static GtkWidget *
make_label (const char *text, int width_chars)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_label_set_width_chars (GTK_LABEL (label), width_chars);
  gtk_widget_add_css_class (label, "money");
  return label;
}

/* Notes in the left list, coins in the right one: both fit on a low screen. */
static void
add_row (KauntaCountGrid *self, guint row)
{
  gboolean coin = kaunta_denominations[row] < SMALLEST_NOTE;
  int column = coin ? COLUMNS : 0;
  int line = 1;
  g_autofree char *value = kaunta_cents_format_short (kaunta_denominations[row]);
  GtkWidget *value_label = make_label (value, 6);
  GtkWidget *amount_label = make_label ("–", 9);

  for (guint before = 0; before < row; before++)
    if ((kaunta_denominations[before] < SMALLEST_NOTE) == coin)
      line++;
  self->pieces[row] = make_entry (self, row);
  self->amounts[row] = GTK_LABEL (amount_label);
  gtk_grid_attach (self->grid, value_label, column, line, 1, 1);
  gtk_grid_attach (self->grid, self->pieces[row], column + 1, line, 1, 1);
  gtk_grid_attach (self->grid, amount_label, column + 2, line, 1, 1);
}

static gboolean
kaunta_count_grid_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (KAUNTA_COUNT_GRID (widget)->pieces[0]);
}

static void
kaunta_count_grid_dispose (GObject *object)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (object));

  if (child != NULL)
    gtk_widget_unparent (child);
  gtk_widget_dispose_template (GTK_WIDGET (object), KAUNTA_TYPE_COUNT_GRID);
  G_OBJECT_CLASS (kaunta_count_grid_parent_class)->dispose (object);
}

static void
kaunta_count_grid_class_init (KauntaCountGridClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kaunta_count_grid_dispose;
  widget_class->grab_focus = kaunta_count_grid_grab_focus;
  signals[COMPLETED] = g_signal_new ("completed", KAUNTA_TYPE_COUNT_GRID, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                     NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/ke/go/kaunta/Kaunta/ui/count-grid.ui");
  gtk_widget_class_bind_template_child (widget_class, KauntaCountGrid, grid);
  gtk_widget_class_bind_template_child (widget_class, KauntaCountGrid, error);
  gtk_widget_class_bind_template_child (widget_class, KauntaCountGrid, total);
}

static void
kaunta_count_grid_init (KauntaCountGrid *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint row = 0; row < KAUNTA_N_DENOMINATIONS; row++)
    add_row (self, row);
  pieces_changed_cb (self);
}

gboolean
kaunta_count_grid_get_count (KauntaCountGrid *self, KauntaCount *count, gint64 *total)
{
  g_return_val_if_fail (KAUNTA_IS_COUNT_GRID (self), FALSE);
  g_return_val_if_fail (count != NULL && total != NULL, FALSE);

  for (guint row = 0; row < KAUNTA_N_DENOMINATIONS; row++)
    if (!read_pieces (self, row, &count->pieces[row]))
      {
        refuse (self, row);
        return FALSE;
      }
  return kaunta_count_total (count, total, NULL);
}

void
kaunta_count_grid_clear (KauntaCountGrid *self)
{
  g_return_if_fail (KAUNTA_IS_COUNT_GRID (self));

  for (guint row = 0; row < KAUNTA_N_DENOMINATIONS; row++)
    gtk_editable_set_text (GTK_EDITABLE (self->pieces[row]), "");
}
