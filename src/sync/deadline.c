/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "deadline.h"

#include <libsoup/soup.h>

#include "client.h"

struct _KauntaDeadline
{
  KauntaClock *clock;
  gint64 silence_ms;
  gint64 ends_up; /* ms since the boot: the end of it all */
  GCancellable *cancellable;
  GCancellable *outer; /* (nullable) */
  gulong outer_handler;
  guint alarm;
  gboolean passed;
};

static void
alarm_rang_cb (gpointer data)
{
  KauntaDeadline *self = data;

  self->alarm = 0;
  self->passed = TRUE;
  g_cancellable_cancel (self->cancellable);
}

static void
set_alarm (KauntaDeadline *self)
{
  gint64 left = self->ends_up - kaunta_clock_get_up (self->clock);

  self->alarm = kaunta_clock_add_alarm (self->clock, CLAMP (left, 0, self->silence_ms), alarm_rang_cb, self);
}

static void
outer_cancelled_cb (GCancellable *outer, GCancellable *cancellable)
{
  g_cancellable_cancel (cancellable);
}

KauntaDeadline *
kaunta_deadline_new (KauntaClock *clock, gint64 silence_ms, gint64 total_ms, GCancellable *outer)
{
  KauntaDeadline *self = g_new0 (KauntaDeadline, 1);

  self->clock = g_object_ref (clock);
  self->silence_ms = silence_ms;
  self->ends_up = total_ms > 0 ? kaunta_clock_get_up (clock) + total_ms : G_MAXINT64;
  self->cancellable = g_cancellable_new ();
  set_alarm (self);
  if (outer != NULL)
    {
      self->outer = g_object_ref (outer);
      self->outer_handler = g_cancellable_connect (outer, G_CALLBACK (outer_cancelled_cb), g_object_ref (self->cancellable), g_object_unref);
    }
  return self;
}

void
kaunta_deadline_free (KauntaDeadline *self)
{
  if (self->alarm != 0)
    kaunta_clock_remove_alarm (self->clock, self->alarm);
  if (self->outer != NULL)
    g_cancellable_disconnect (self->outer, self->outer_handler);
  g_clear_object (&self->outer);
  g_object_unref (self->cancellable);
  g_object_unref (self->clock);
  g_free (self);
}

GCancellable *
kaunta_deadline_get_cancellable (KauntaDeadline *self)
{
  return self->cancellable;
}

void
kaunta_deadline_restart (KauntaDeadline *self)
{
  if (self->alarm == 0)
    return;
  kaunta_clock_remove_alarm (self->clock, self->alarm);
  set_alarm (self);
}

static KauntaSyncError
classify (const GError *reason)
{
  if (reason->domain == G_TLS_ERROR && reason->code != G_TLS_ERROR_EOF)
    return KAUNTA_SYNC_ERROR_INSECURE;
  if (g_error_matches (reason, SOUP_SESSION_ERROR, SOUP_SESSION_ERROR_PARSING)
      || g_error_matches (reason, SOUP_SESSION_ERROR, SOUP_SESSION_ERROR_ENCODING))
    return KAUNTA_SYNC_ERROR_NONSENSE;
  return KAUNTA_SYNC_ERROR_UNREACHABLE;
}

GError *
kaunta_deadline_explain (KauntaDeadline *self, GError *reason)
{
  GError *error = NULL;

  if (self->passed)
    error = g_error_new (KAUNTA_SYNC_ERROR, KAUNTA_SYNC_ERROR_UNREACHABLE, "no answer within its time");
  else if (g_cancellable_is_cancelled (self->cancellable) || reason->domain == KAUNTA_SYNC_ERROR)
    return reason;
  else
    error = g_error_new_literal (KAUNTA_SYNC_ERROR, classify (reason), reason->message);

  g_error_free (reason);
  return error;
}
