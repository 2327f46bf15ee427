/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "deadline.h"

#include <libsoup/soup.h>

#include "client.h"

struct _KauntaDeadline
{
  KauntaClock *clock;
  gint64 after_ms;
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
outer_cancelled_cb (GCancellable *outer, GCancellable *cancellable)
{
  g_cancellable_cancel (cancellable);
}

KauntaDeadline *
kaunta_deadline_new (KauntaClock *clock, gint64 after_ms, GCancellable *outer)
{
  KauntaDeadline *self = g_new0 (KauntaDeadline, 1);

  self->clock = g_object_ref (clock);
  self->after_ms = after_ms;
  self->cancellable = g_cancellable_new ();
  self->alarm = kaunta_clock_add_alarm (clock, after_ms, alarm_rang_cb, self);
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
  self->alarm = kaunta_clock_add_alarm (self->clock, self->after_ms, alarm_rang_cb, self);
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
    error = g_error_new (KAUNTA_SYNC_ERROR, KAUNTA_SYNC_ERROR_UNREACHABLE, "no answer within %" G_GINT64_FORMAT " s", self->after_ms / 1000);
  else if (g_cancellable_is_cancelled (self->cancellable) || reason->domain == KAUNTA_SYNC_ERROR)
    return reason;
  else
    error = g_error_new_literal (KAUNTA_SYNC_ERROR, classify (reason), reason->message);

  g_error_free (reason);
  return error;
}
