/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim-time.h"

typedef struct
{
  guint id;
  gint64 moment;
  GSourceOnceFunc happen;
  gpointer user_data;
} Event;

struct _SimTime
{
  gint64 now;
  guint last_id;
  GArray *events; /* (element-type Event), by moment, then by id; the next one last */
};

SimTime *
sim_time_new (void)
{
  SimTime *self = g_new0 (SimTime, 1);

  self->events = g_array_new (FALSE, FALSE, sizeof (Event));
  return self;
}

void
sim_time_free (SimTime *self)
{
  g_array_unref (self->events);
  g_free (self);
}

gint64
sim_time_get_now (SimTime *self)
{
  return self->now;
}

guint
sim_time_arrange (SimTime *self, gint64 after_ms, GSourceOnceFunc happen, gpointer user_data)
{
  const Event event = { ++self->last_id, self->now + MAX (after_ms, 0), happen, user_data };
  guint place = self->events->len;

  while (place > 0 && g_array_index (self->events, Event, place - 1).moment <= event.moment)
    place--;
  g_array_insert_val (self->events, place, event);
  return event.id;
}

void
sim_time_cancel (SimTime *self, guint id)
{
  for (guint i = 0; i < self->events->len; i++)
    if (g_array_index (self->events, Event, i).id == id)
      {
        g_array_remove_index (self->events, i);
        return;
      }
}

gint64
sim_time_get_next (SimTime *self)
{
  return self->events->len > 0 ? g_array_index (self->events, Event, self->events->len - 1).moment : -1;
}

static gboolean
turn_main_loop (void)
{
  const gint64 before = g_get_monotonic_time ();
  gboolean worked = g_main_context_iteration (NULL, FALSE);

  while (worked && g_get_monotonic_time () == before)
    ;
  return worked;
}

void
sim_time_settle (SimTime *self)
{
  while (turn_main_loop ())
    ;
}

void
sim_time_pass (SimTime *self, gint64 until)
{
  sim_time_settle (self);
  while (self->events->len > 0 && sim_time_get_next (self) <= until)
    {
      const Event event = g_array_index (self->events, Event, self->events->len - 1);

      g_array_set_size (self->events, self->events->len - 1);
      self->now = MAX (self->now, event.moment);
      event.happen (event.user_data);
      sim_time_settle (self);
    }
  self->now = MAX (self->now, until);
}
