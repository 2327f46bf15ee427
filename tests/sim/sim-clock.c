/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim-clock.h"

/* What a machine needs until it runs programs. */
#define BOOT_MS 20000

struct _SimClock
{
  GObject parent_instance;

  SimTime *time;
  GRand *random;
  gint64 start; /* UTC ms of the time's zero, by this machine */
  gint64 boot_at;
  char boot[9];
  GHashTable *alarms; /* ids that may ring */
};

static gint64
clock_get_now (KauntaClock *clock)
{
  SimClock *self = SIM_CLOCK (clock);

  return self->start + sim_time_get_now (self->time);
}

static gint64
clock_get_up (KauntaClock *clock)
{
  SimClock *self = SIM_CLOCK (clock);

  return sim_time_get_now (self->time) - self->boot_at;
}

static const char *
clock_get_boot (KauntaClock *clock)
{
  return SIM_CLOCK (clock)->boot;
}

static guint
clock_add_alarm (KauntaClock *clock, gint64 after_ms, GSourceOnceFunc ring, gpointer user_data)
{
  SimClock *self = SIM_CLOCK (clock);
  guint id = sim_time_arrange (self->time, after_ms, ring, user_data);

  g_hash_table_add (self->alarms, GUINT_TO_POINTER (id));
  return id;
}

static void
clock_remove_alarm (KauntaClock *clock, guint id)
{
  SimClock *self = SIM_CLOCK (clock);

  g_hash_table_remove (self->alarms, GUINT_TO_POINTER (id));
  sim_time_cancel (self->time, id);
}

static void
sim_clock_iface_init (KauntaClockInterface *iface)
{
  iface->get_now = clock_get_now;
  iface->get_up = clock_get_up;
  iface->get_boot = clock_get_boot;
  iface->add_alarm = clock_add_alarm;
  iface->remove_alarm = clock_remove_alarm;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (SimClock, sim_clock, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (KAUNTA_TYPE_CLOCK, sim_clock_iface_init))

static void
cancel_alarms (SimClock *self)
{
  GHashTableIter iter;
  gpointer id = NULL;

  g_hash_table_iter_init (&iter, self->alarms);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    sim_time_cancel (self->time, GPOINTER_TO_UINT (id));
  g_hash_table_remove_all (self->alarms);
}

static void
sim_clock_finalize (GObject *object)
{
  SimClock *self = SIM_CLOCK (object);

  cancel_alarms (self);
  g_hash_table_unref (self->alarms);
  G_OBJECT_CLASS (sim_clock_parent_class)->finalize (object);
}

static void
sim_clock_class_init (SimClockClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sim_clock_finalize;
}

static void
sim_clock_init (SimClock *self)
{
  self->alarms = g_hash_table_new (NULL, NULL);
}

static void
begin_boot (SimClock *self)
{
  self->boot_at = sim_time_get_now (self->time) - BOOT_MS;
  g_snprintf (self->boot, sizeof self->boot, "%08x", g_rand_int (self->random));
}

SimClock *
sim_clock_new (SimTime *time, gint64 start_ms, GRand *random)
{
  SimClock *self = g_object_new (SIM_TYPE_CLOCK, NULL);

  self->time = time;
  self->random = random;
  self->start = start_ms;
  begin_boot (self);
  return self;
}

void
sim_clock_jump (SimClock *self, gint64 ms)
{
  g_return_if_fail (SIM_IS_CLOCK (self));

  self->start += ms;
}

void
sim_clock_reboot (SimClock *self)
{
  g_return_if_fail (SIM_IS_CLOCK (self));

  cancel_alarms (self);
  begin_boot (self);
}
