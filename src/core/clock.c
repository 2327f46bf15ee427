/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "clock.h"

#include <string.h>
#include <time.h>

G_DEFINE_INTERFACE (KauntaClock, kaunta_clock, G_TYPE_OBJECT)

static void
kaunta_clock_default_init (KauntaClockInterface *iface)
{
}

/**
 * kaunta_clock_get_now:
 *
 * Returns: milliseconds since the Unix epoch, UTC
 */
gint64
kaunta_clock_get_now (KauntaClock *self)
{
  return KAUNTA_CLOCK_GET_IFACE (self)->get_now (self);
}

/**
 * kaunta_clock_get_up:
 *
 * Returns: milliseconds since the boot, sleep included; nobody can set it back
 */
gint64
kaunta_clock_get_up (KauntaClock *self)
{
  return KAUNTA_CLOCK_GET_IFACE (self)->get_up (self);
}

/**
 * kaunta_clock_get_boot:
 *
 * Returns: (transfer none): the boot's id, eight lower-case hex digits
 */
const char *
kaunta_clock_get_boot (KauntaClock *self)
{
  return KAUNTA_CLOCK_GET_IFACE (self)->get_boot (self);
}

/**
 * kaunta_clock_add_alarm:
 * @after_ms: from now; 0 rings in the next turn of the main loop
 * @ring: called once, in the caller's thread-default main context
 *
 * Returns: an id for kaunta_clock_remove_alarm(), never 0
 */
guint
kaunta_clock_add_alarm (KauntaClock *self, gint64 after_ms, GSourceOnceFunc ring, gpointer user_data)
{
  g_return_val_if_fail (after_ms >= 0, 0);

  return KAUNTA_CLOCK_GET_IFACE (self)->add_alarm (self, after_ms, ring, user_data);
}

/**
 * kaunta_clock_remove_alarm:
 * @alarm: one that has not rung yet
 */
void
kaunta_clock_remove_alarm (KauntaClock *self, guint alarm)
{
  KAUNTA_CLOCK_GET_IFACE (self)->remove_alarm (self, alarm);
}

#define KAUNTA_TYPE_SYSTEM_CLOCK (kaunta_system_clock_get_type ())
G_DECLARE_FINAL_TYPE (KauntaSystemClock, kaunta_system_clock, KAUNTA, SYSTEM_CLOCK, GObject)

struct _KauntaSystemClock
{
  GObject parent_instance;

  char boot[9];
};

typedef struct
{
  GSourceOnceFunc ring;
  gpointer user_data;
} Alarm;

static gint64
system_clock_get_now (KauntaClock *clock)
{
  return g_get_real_time () / 1000;
}

static gint64
system_clock_get_up (KauntaClock *clock)
{
  struct timespec up;

  g_assert (clock_gettime (CLOCK_BOOTTIME, &up) == 0);
  return (gint64) up.tv_sec * 1000 + up.tv_nsec / 1000000;
}

static const char *
system_clock_get_boot (KauntaClock *clock)
{
  return ((KauntaSystemClock *) clock)->boot;
}

static gboolean
ring_alarm (gpointer user_data)
{
  Alarm *alarm = user_data;

  alarm->ring (alarm->user_data);
  return G_SOURCE_REMOVE;
}

static guint
system_clock_add_alarm (KauntaClock *clock, gint64 after_ms, GSourceOnceFunc ring, gpointer user_data)
{
  g_autoptr (GSource) source = g_timeout_source_new ((guint) MIN (after_ms, G_MAXINT));
  Alarm *alarm = g_new (Alarm, 1);

  *alarm = (Alarm){ ring, user_data };
  g_source_set_callback (source, ring_alarm, alarm, g_free);
  return g_source_attach (source, g_main_context_get_thread_default ());
}

static void
system_clock_remove_alarm (KauntaClock *clock, guint alarm)
{
  GSource *source = g_main_context_find_source_by_id (g_main_context_get_thread_default (), alarm);

  if (source != NULL)
    g_source_destroy (source);
}

static void
system_clock_iface_init (KauntaClockInterface *iface)
{
  iface->get_now = system_clock_get_now;
  iface->get_up = system_clock_get_up;
  iface->get_boot = system_clock_get_boot;
  iface->add_alarm = system_clock_add_alarm;
  iface->remove_alarm = system_clock_remove_alarm;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (KauntaSystemClock,
                               kaunta_system_clock,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (KAUNTA_TYPE_CLOCK, system_clock_iface_init))

static void
kaunta_system_clock_class_init (KauntaSystemClockClass *klass)
{
}

/* Linux gives each boot a UUID (proc(5)); its first eight digits tell boots of one machine apart. Where it can't be read, boots can't be
 * told apart, and a constant says so. */
static void
kaunta_system_clock_init (KauntaSystemClock *self)
{
  g_autofree char *uuid = NULL;

  if (!g_file_get_contents ("/proc/sys/kernel/random/boot_id", &uuid, NULL, NULL)
      || strspn (uuid, "0123456789abcdef") < 8)
    g_strlcpy (self->boot, "00000000", sizeof self->boot);
  else
    g_strlcpy (self->boot, uuid, sizeof self->boot);
}

/**
 * kaunta_clock_new_system:
 *
 * Returns: (transfer full): the machine's own clock
 */
KauntaClock *
kaunta_clock_new_system (void)
{
  return g_object_new (KAUNTA_TYPE_SYSTEM_CLOCK, NULL);
}
