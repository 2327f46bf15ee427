/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "tender-bar.h"

#include "field.h"

/* In the order of their keys. */
static const struct
{
  KauntaTender tender;
  const char *key;
} offered[] = {
  { KAUNTA_TENDER_CASH, "F1" },
  { KAUNTA_TENDER_MPESA, "F2" },
  { KAUNTA_TENDER_CARD, "F4" },
  { KAUNTA_TENDER_CHEQUE, "F5" },
};

struct _KauntaTenderBar
{
  AdwBin parent_instance;

  GtkBox *box;
  GtkLabel *reason;

  GtkToggleButton *buttons[G_N_ELEMENTS (offered)];
};

G_DEFINE_FINAL_TYPE (KauntaTenderBar, kaunta_tender_bar, ADW_TYPE_BIN)

enum
{
  CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void
button_toggled_cb (KauntaTenderBar *self, GtkToggleButton *button)
{
  if (gtk_toggle_button_get_active (button))
    g_signal_emit (self, signals[CHANGED], 0);
}

static GtkWidget *
button_content_new (const char *label, const char *key)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *name_label = gtk_label_new (label);
  GtkWidget *key_label = gtk_label_new (key);

  gtk_widget_add_css_class (key_label, "dim-label");
  gtk_widget_add_css_class (key_label, "caption");
  gtk_label_set_wrap (GTK_LABEL (name_label), TRUE);
  gtk_label_set_justify (GTK_LABEL (name_label), GTK_JUSTIFY_CENTER);
  gtk_box_append (GTK_BOX (box), name_label);
  gtk_box_append (GTK_BOX (box), key_label);
  return box;
}

static void
add_button (KauntaTenderBar *self, guint position)
{
  const char *label = kaunta_tender_to_label (offered[position].tender);
  GtkWidget *button = gtk_toggle_button_new ();

  gtk_button_set_child (GTK_BUTTON (button), button_content_new (label, offered[position].key));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  self->buttons[position] = GTK_TOGGLE_BUTTON (button);
  if (position > 0)
    gtk_toggle_button_set_group (self->buttons[position], self->buttons[0]);
  gtk_toggle_button_set_active (self->buttons[position], position == 0);
  g_signal_connect_swapped (button, "toggled", G_CALLBACK (button_toggled_cb), self);
  gtk_box_append (self->box, button);
}

static void
kaunta_tender_bar_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), KAUNTA_TYPE_TENDER_BAR);
  G_OBJECT_CLASS (kaunta_tender_bar_parent_class)->dispose (object);
}

static void
kaunta_tender_bar_class_init (KauntaTenderBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kaunta_tender_bar_dispose;

  signals[CHANGED] = g_signal_new ("changed", KAUNTA_TYPE_TENDER_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/ke/go/kaunta/Kaunta/ui/tender-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, KauntaTenderBar, box);
  gtk_widget_class_bind_template_child (widget_class, KauntaTenderBar, reason);
}

static void
kaunta_tender_bar_init (KauntaTenderBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (offered); i++)
    add_button (self, i);
}

/* Several tenders are mostly forbidden for one and the same reason: say it once. */
static char *
join_reasons (char *const reasons[KAUNTA_N_TENDERS])
{
  g_autoptr (GPtrArray) said = g_ptr_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (offered); i++)
    {
      char *reason = reasons[offered[i].tender];

      if (reason != NULL && !g_ptr_array_find_with_equal_func (said, reason, g_str_equal, NULL))
        g_ptr_array_add (said, reason);
    }
  g_ptr_array_add (said, NULL);
  return said->len > 1 ? g_strjoinv ("\n", (char **) said->pdata) : NULL;
}

void
kaunta_tender_bar_set_allowed (KauntaTenderBar *self, KauntaTenderSet allowed,
                               char *const reasons[KAUNTA_N_TENDERS])
{
  g_autofree char *text = join_reasons (reasons);

  g_return_if_fail (KAUNTA_IS_TENDER_BAR (self));

  kaunta_field_set_error (NULL, self->reason, text);
  for (guint i = 0; i < G_N_ELEMENTS (offered); i++)
    {
      GtkWidget *button = GTK_WIDGET (self->buttons[i]);

      gtk_widget_set_sensitive (button, (allowed & (1u << offered[i].tender)) != 0);
      gtk_widget_set_tooltip_text (button, reasons[offered[i].tender]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (offered); i++)
    {
      if ((allowed & (1u << kaunta_tender_bar_get_tender (self))) != 0)
        break;
      kaunta_tender_bar_choose (self, offered[i].tender);
    }
}

void
kaunta_tender_bar_reset (KauntaTenderBar *self)
{
  char *const no_reasons[KAUNTA_N_TENDERS] = { NULL };

  g_return_if_fail (KAUNTA_IS_TENDER_BAR (self));

  kaunta_tender_bar_set_allowed (self, KAUNTA_TENDER_SET_ALL, no_reasons);
  kaunta_tender_bar_choose (self, KAUNTA_TENDER_CASH);
}

KauntaTender
kaunta_tender_bar_get_tender (KauntaTenderBar *self)
{
  g_return_val_if_fail (KAUNTA_IS_TENDER_BAR (self), KAUNTA_TENDER_CASH);

  for (guint i = 0; i < G_N_ELEMENTS (offered); i++)
    {
      if (gtk_toggle_button_get_active (self->buttons[i]))
        return offered[i].tender;
    }
  return KAUNTA_TENDER_CASH;
}

gboolean
kaunta_tender_bar_choose (KauntaTenderBar *self, KauntaTender tender)
{
  g_return_val_if_fail (KAUNTA_IS_TENDER_BAR (self), FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (offered); i++)
    {
      if (offered[i].tender != tender || !gtk_widget_get_sensitive (GTK_WIDGET (self->buttons[i])))
        continue;
      gtk_toggle_button_set_active (self->buttons[i], TRUE);
      return TRUE;
    }
  return FALSE;
}
