/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * KauntaClock:
 *
 * Time, and waiting for it, as an interface, so that a test of half an hour's back-off takes microseconds.
 */
#define KAUNTA_TYPE_CLOCK (kaunta_clock_get_type ())
G_DECLARE_INTERFACE (KauntaClock, kaunta_clock, KAUNTA, CLOCK, GObject)

struct _KauntaClockInterface
{
  GTypeInterface parent_iface;

  gint64 (*get_now) (KauntaClock *self);
  gint64 (*get_up) (KauntaClock *self);
  const char *(*get_boot) (KauntaClock *self);
  guint (*add_alarm) (KauntaClock *self, gint64 after_ms, GSourceOnceFunc ring, gpointer user_data);
  void (*remove_alarm) (KauntaClock *self, guint alarm);
};

/* Milliseconds since the Unix epoch, UTC. Callable from any thread. */
gint64 kaunta_clock_get_now (KauntaClock *self);
/* Milliseconds since the boot, counting sleep, never set back. Callable from any thread. */
gint64 kaunta_clock_get_up (KauntaClock *self);
/* The boot's id, eight lower-case hex digits. (transfer none) */
const char *kaunta_clock_get_boot (KauntaClock *self);
/* Calls @ring once, in the thread-default main context of the caller, @after_ms from now. Returns an id, never 0. */
guint kaunta_clock_add_alarm (KauntaClock *self, gint64 after_ms, GSourceOnceFunc ring, gpointer user_data);
void kaunta_clock_remove_alarm (KauntaClock *self, guint alarm);

/* The machine's own clock. (transfer full) */
KauntaClock *kaunta_clock_new_system (void);

/* "2026-11-23T08:15:30.123Z". (transfer full) */
char *kaunta_time_format (gint64 ms);
/* Exactly that form; anything else is INVALID. */
gboolean kaunta_time_parse (const char *text, gint64 *ms, GError **error);
/* Local time for people, in the window's language: "23 Nov 2026, 11:15". East Africa Time (UTC+3,
 * no daylight saving), whatever the machine's zone says: the counters are in Kenya. (transfer full) */
char *kaunta_time_display (gint64 ms);
/* "11:15" (transfer full) */
char *kaunta_time_display_clock (gint64 ms);
/* "2026-11-23", the day in East Africa Time. (transfer full) */
char *kaunta_time_display_day (gint64 ms);
/* How long ago, in the window's language: "just now", "5 minutes ago", "3 days ago". (transfer full) */
char *kaunta_time_display_age (gint64 ms, gint64 now_ms);

G_END_DECLS
