/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "held-enter.h"

/* No keyboard waits longer before it repeats. After that, a release was only not seen: the focus was elsewhere. */
#define LONGEST_DELAY_MS 1000

typedef struct
{
  guint code; /* of the Enter that is down, 0 when none is */
  guint32 at; /* when it was last heard of, as events tell the time */
} Held;

static gboolean
is_enter (guint key)
{
  return key == GDK_KEY_Return || key == GDK_KEY_KP_Enter || key == GDK_KEY_ISO_Enter;
}

static gboolean
key_pressed_cb (GtkEventController *controller, guint key, guint code, GdkModifierType state, Held *held)
{
  guint32 at = gtk_event_controller_get_current_event_time (controller);
  gboolean repeated = held->code == code && at - held->at < LONGEST_DELAY_MS;

  if (!is_enter (key))
    return GDK_EVENT_PROPAGATE;

  held->code = code;
  held->at = at;
  return repeated ? GDK_EVENT_STOP : GDK_EVENT_PROPAGATE;
}

static void
key_released_cb (GtkEventController *controller, guint key, guint code, GdkModifierType state, Held *held)
{
  if (held->code == code)
    held->code = 0;
}

static void
free_held (gpointer held, GClosure *closure)
{
  g_free (held);
}

void
kaunta_held_enter_stop (GtkWidget *widget)
{
  GtkEventController *keys = NULL;
  Held *held = NULL;

  g_return_if_fail (GTK_IS_WIDGET (widget));

  keys = gtk_event_controller_key_new ();
  held = g_new0 (Held, 1);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_data (keys, "key-pressed", G_CALLBACK (key_pressed_cb), held, free_held, 0);
  g_signal_connect (keys, "key-released", G_CALLBACK (key_released_cb), held);
  gtk_widget_add_controller (widget, keys);
}
