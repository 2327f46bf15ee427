/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine-private.h"

#include "wording.h"

static KauntaLinkKind
choose_kind (KauntaEngine *self)
{
  if (self->trouble != NULL)
    return kaunta_trouble_is_silence (self->trouble) ? KAUNTA_LINK_OFFLINE : KAUNTA_LINK_ATTENTION;
  if (!self->answered)
    return KAUNTA_LINK_STARTING;
  return self->tail.seq > self->tail.acknowledged ? KAUNTA_LINK_SENDING : KAUNTA_LINK_ONLINE;
}

/* UTC ms of the next try after a failure, 0 when nothing failed or nothing is tried by itself. */
static gint64
get_retry_at (KauntaEngine *self)
{
  gint64 up = kaunta_clock_get_up (self->clock);
  gint64 earliest = 0;

  for (KauntaStep step = 0; step < KAUNTA_N_STEPS; step++)
    if (self->wants[step] && (self->halted & (1u << step)) == 0 && self->rests_until[step] > up)
      earliest = earliest == 0 ? self->rests_until[step] : MIN (earliest, self->rests_until[step]);
  return earliest == 0 ? 0 : kaunta_clock_get_now (self->clock) + earliest - up;
}

static gboolean
is_same (const KauntaLink *a, const KauntaLink *b)
{
  return a->kind == b->kind && a->waiting == b->waiting && a->oldest_at == b->oldest_at && a->amount == b->amount && a->sent == b->sent
         && a->to_send == b->to_send && a->acknowledged == b->acknowledged && a->acknowledged_at == b->acknowledged_at
         && a->frozen == b->frozen && a->enrolling_helps == b->enrolling_helps && a->heard_at == b->heard_at && a->retry_at == b->retry_at && a->exceptions == b->exceptions
         && g_strcmp0 (a->problem, b->problem) == 0 && g_strcmp0 (a->advice, b->advice) == 0;
}

/* Whether the trouble is a refusal that only a person at the portal can end. */
static gboolean
is_refused (KauntaEngine *self, KauntaWireError code)
{
  return self->trouble != NULL && g_error_matches (self->trouble, KAUNTA_WIRE_ERROR, code);
}

/* Whether a new code ends the trouble: the portal knows this counter no more, or knows another branch of its journal. */
static gboolean
can_be_enrolled_away (KauntaEngine *self)
{
  return is_refused (self, KAUNTA_WIRE_ERROR_FORK) || is_refused (self, KAUNTA_WIRE_ERROR_UNAUTHORIZED)
         || is_refused (self, KAUNTA_WIRE_ERROR_FENCED)
         || (self->trouble != NULL && g_error_matches (self->trouble, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_FENCED));
}

void
kaunta_engine_update_link (KauntaEngine *self)
{
  g_autofree char *problem = NULL;
  g_autofree char *advice = NULL;
  KauntaLink values = {
    .kind = choose_kind (self),
    .waiting = MAX (0, self->tail.seq - self->tail.acknowledged),
    .oldest_at = self->tail.oldest_at,
    .amount = self->tail.waiting_cents,
    .acknowledged = self->tail.acknowledged,
    .acknowledged_at = self->tail.acknowledged_at,
    .heard_at = self->heard_at,
    .retry_at = get_retry_at (self),
    .exceptions = self->exceptions,
    .frozen = is_refused (self, KAUNTA_WIRE_ERROR_FORK),
    .enrolling_helps = can_be_enrolled_away (self),
  };

  if (self->trouble != NULL)
    problem = kaunta_wording_explain (self->trouble, &advice);
  values.problem = problem;
  values.advice = advice;
  if (values.kind == KAUNTA_LINK_SENDING)
    {
      values.sent = self->tail.acknowledged - self->series_from;
      values.to_send = self->tail.seq - self->series_from;
    }
  if (is_same (&values, self->link))
    return;

  kaunta_link_unref (self->link);
  self->link = kaunta_link_new (&values);
  g_object_notify (G_OBJECT (self), "link");
}

void
kaunta_engine_take_tail (KauntaEngine *self, const KauntaBatch *batch)
{
  gboolean all_was_sent = self->tail.seq == self->tail.acknowledged;

  self->tail = batch->tail;
  self->exceptions = batch->exceptions;
  if (all_was_sent)
    self->series_from = batch->tail.acknowledged;
}
