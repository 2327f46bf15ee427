/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "manual-clock.h"

typedef struct
{
  guint id;
  gint64 up;
  GSourceOnceFunc ring;
  gpointer user_data;
} Alarm;

struct _TestManualClock
{
  GObject parent_instance;

  GMutex lock;
  gint64 now;
  gint64 up;
  guint boots;
  char boot[9];
  guint last_id;
  GArray *alarms; /* (element-type Alarm), by moment, then by id */
};

static gint64
manual_clock_get_now (KauntaClock *clock)
{
  TestManualClock *self = TEST_MANUAL_CLOCK (clock);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->now;
}

static gint64
manual_clock_get_up (KauntaClock *clock)
{
  TestManualClock *self = TEST_MANUAL_CLOCK (clock);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->up;
}

static const char *
manual_clock_get_boot (KauntaClock *clock)
{
  return TEST_MANUAL_CLOCK (clock)->boot;
}

static guint
manual_clock_add_alarm (KauntaClock *clock, gint64 after_ms, GSourceOnceFunc ring, gpointer user_data)
{
  TestManualClock *self = TEST_MANUAL_CLOCK (clock);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  Alarm alarm = { ++self->last_id, self->up + after_ms, ring, user_data };
  guint place = 0;

  while (place < self->alarms->len && g_array_index (self->alarms, Alarm, place).up <= alarm.up)
    place++;
  g_array_insert_val (self->alarms, place, alarm);
  return alarm.id;
}

static void
manual_clock_remove_alarm (KauntaClock *clock, guint id)
{
  TestManualClock *self = TEST_MANUAL_CLOCK (clock);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  for (guint i = 0; i < self->alarms->len; i++)
    if (g_array_index (self->alarms, Alarm, i).id == id)
      {
        g_array_remove_index (self->alarms, i);
        return;
      }
}

static void
manual_clock_iface_init (KauntaClockInterface *iface)
{
  iface->get_now = manual_clock_get_now;
  iface->get_up = manual_clock_get_up;
  iface->get_boot = manual_clock_get_boot;
  iface->add_alarm = manual_clock_add_alarm;
  iface->remove_alarm = manual_clock_remove_alarm;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestManualClock,
                               test_manual_clock,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (KAUNTA_TYPE_CLOCK, manual_clock_iface_init))

static void
test_manual_clock_finalize (GObject *object)
{
  TestManualClock *self = TEST_MANUAL_CLOCK (object);

  g_array_unref (self->alarms);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (test_manual_clock_parent_class)->finalize (object);
}

static void
test_manual_clock_class_init (TestManualClockClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = test_manual_clock_finalize;
}

static void
test_manual_clock_init (TestManualClock *self)
{
  g_mutex_init (&self->lock);
  self->alarms = g_array_new (FALSE, FALSE, sizeof (Alarm));
  self->boots = 1;
  self->up = 10 * 60 * 1000;
  g_snprintf (self->boot, sizeof self->boot, "%08x", self->boots);
}

TestManualClock *
test_manual_clock_new (gint64 now_ms)
{
  TestManualClock *self = g_object_new (TEST_TYPE_MANUAL_CLOCK, NULL);

  self->now = now_ms;
  return self;
}

/* The next alarm that is due by @until, taken out, with the clock set to its moment. */
static gboolean
take_due (TestManualClock *self, gint64 until, Alarm *alarm)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  gint64 moment = until;

  if (self->alarms->len > 0 && g_array_index (self->alarms, Alarm, 0).up <= until)
    {
      *alarm = g_array_index (self->alarms, Alarm, 0);
      g_array_remove_index (self->alarms, 0);
      moment = MAX (alarm->up, self->up);
    }
  else
    {
      alarm->ring = NULL;
    }

  self->now += moment - self->up;
  self->up = moment;
  return alarm->ring != NULL;
}

void
test_manual_clock_advance (TestManualClock *self, gint64 ms)
{
  gint64 until = kaunta_clock_get_up (KAUNTA_CLOCK (self)) + ms;
  Alarm alarm;

  while (take_due (self, until, &alarm))
    alarm.ring (alarm.user_data);
}

void
test_manual_clock_set_now (TestManualClock *self, gint64 now_ms)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->now = now_ms;
}

void
test_manual_clock_reboot (TestManualClock *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->up = 0;
  g_snprintf (self->boot, sizeof self->boot, "%08x", ++self->boots);
}

gint64
test_manual_clock_get_next (TestManualClock *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->alarms->len > 0 ? g_array_index (self->alarms, Alarm, 0).up - self->up : -1;
}
