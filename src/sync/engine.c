/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine.h"

#include "backoff.h"
#include "engine-private.h"

enum
{
  PROP_0,
  PROP_LINK,
  N_PROPS,
};

enum
{
  CHANGED,
  REGISTER_CHANGED,
  N_SIGNALS,
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KauntaEngine, kaunta_engine, G_TYPE_OBJECT)

static void
clear_alarm (KauntaEngine *self)
{
  if (self->alarm != 0)
    kaunta_clock_remove_alarm (self->clock, self->alarm);
  self->alarm = 0;
}

static void
alarm_rang_cb (gpointer data)
{
  KauntaEngine *self = data;

  self->alarm = 0;
  if (kaunta_clock_get_up (self->clock) >= self->next_poll)
    self->wants[KAUNTA_STEP_PULL] = TRUE;
  if (kaunta_clock_get_up (self->clock) >= self->next_check)
    self->wants[KAUNTA_STEP_PUSH] = TRUE;
  kaunta_engine_go_on (self);
}

/* Wakes up when the first thing that is wanted has rested, or for the next poll. */
static void
set_alarm (KauntaEngine *self)
{
  gint64 up = kaunta_clock_get_up (self->clock);
  gint64 earliest = G_MAXINT64;

  for (KauntaStep step = 0; step < KAUNTA_N_STEPS; step++)
    if (self->wants[step] && (self->halted & (1u << step)) == 0 && self->rests_until[step] > up)
      earliest = MIN (earliest, self->rests_until[step]);
  if (!self->wants[KAUNTA_STEP_PULL] && (self->halted & (1u << KAUNTA_STEP_PULL)) == 0)
    earliest = MIN (earliest, MAX (self->next_poll, up));

  clear_alarm (self);
  if (earliest != G_MAXINT64)
    self->alarm = kaunta_clock_add_alarm (self->clock, earliest - up, alarm_rang_cb, self);
}

gboolean
kaunta_engine_may (KauntaEngine *self, KauntaStep step)
{
  if (step == KAUNTA_STEP_PULL || step == KAUNTA_STEP_FILL)
    if (self->filling)
      return FALSE;
  return self->wants[step] && (self->halted & (1u << step)) == 0 && kaunta_clock_get_up (self->clock) >= self->rests_until[step];
}

/* Whoever waits at the window goes first, then money, then news. */
void
kaunta_engine_go_on (KauntaEngine *self)
{
  if (!self->running)
    return;
  if (self->busy)
    {
      /* A download goes on later where it stopped. */
      if (self->downloading && (!g_queue_is_empty (&self->lookups) || kaunta_engine_may (self, KAUNTA_STEP_PUSH)))
        g_cancellable_cancel (self->in_flight);
      return;
    }

  if (!g_queue_is_empty (&self->lookups))
    kaunta_engine_look_up (self);
  else if (kaunta_engine_may (self, KAUNTA_STEP_PUSH))
    kaunta_engine_push (self);
  else if (kaunta_engine_may (self, KAUNTA_STEP_PULL))
    kaunta_engine_pull (self);
  else if (kaunta_engine_may (self, KAUNTA_STEP_FILL))
    kaunta_engine_fill (self);
  else
    set_alarm (self);
}

GCancellable *
kaunta_engine_begin (KauntaEngine *self)
{
  g_assert (!self->busy);

  self->busy = TRUE;
  g_clear_object (&self->in_flight);
  self->in_flight = g_cancellable_new ();
  return self->in_flight;
}

void
kaunta_engine_end (KauntaEngine *self)
{
  self->busy = FALSE;
  kaunta_engine_go_on (self);
  kaunta_engine_update_link (self);
}

static void
rest_no_more (KauntaEngine *self)
{
  for (KauntaStep step = 0; step < KAUNTA_N_STEPS; step++)
    self->rests_until[step] = 0;
}

void
kaunta_engine_note_success (KauntaEngine *self, KauntaStep step)
{
  self->answered = TRUE;
  self->heard_at = kaunta_clock_get_now (self->clock);
  self->failures[step] = 0;
  if (self->trouble != NULL && kaunta_trouble_is_general (self->trouble))
    rest_no_more (self);
  if (self->trouble != NULL && (kaunta_trouble_is_general (self->trouble) || self->trouble_of == step))
    g_clear_error (&self->trouble);
}

void
kaunta_engine_succeed (KauntaEngine *self, KauntaStep step)
{
  kaunta_engine_note_success (self, step);
  kaunta_engine_end (self);
}

/* What a person must look at stays in sight until it is dealt with. Takes @error. */
static void
take_trouble (KauntaEngine *self, KauntaStep step, GError *error)
{
  if (self->halted != 0 && self->trouble != NULL && self->trouble_of != step && kaunta_trouble_get_halted (step, error) == 0)
    {
      g_error_free (error);
      return;
    }
  g_clear_error (&self->trouble);
  self->trouble = error;
  self->trouble_of = step;
}

static void
rest (KauntaEngine *self, KauntaStep step, const GError *error)
{
  gint64 wait = MAX (kaunta_backoff_get_wait (self->failures[step], self->random), kaunta_client_get_retry_after (self->client));

  for (KauntaStep other = 0; other < KAUNTA_N_STEPS; other++)
    if (other == step || kaunta_trouble_is_general (error) || (step == KAUNTA_STEP_PUSH && error->domain == KAUNTA_SYNC_ERROR))
      self->rests_until[other] = kaunta_clock_get_up (self->clock) + wait;
}

void
kaunta_engine_note_failure (KauntaEngine *self, KauntaStep step, GError *error)
{
  if (!self->running || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_error_free (error);
      return;
    }

  if (error->domain == KAUNTA_WIRE_ERROR)
    {
      self->answered = TRUE;
      self->heard_at = kaunta_clock_get_now (self->clock);
    }
  self->failures[step]++;
  self->wants[step] = step != KAUNTA_STEP_LOOK_UP;
  rest (self, step, error);
  self->halted |= kaunta_trouble_get_halted (step, error);
  take_trouble (self, step, error);
}

void
kaunta_engine_fail (KauntaEngine *self, KauntaStep step, GError *error)
{
  kaunta_engine_note_failure (self, step, error);
  kaunta_engine_end (self);
}

void
kaunta_engine_emit_changed (KauntaEngine *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

void
kaunta_engine_emit_register_changed (KauntaEngine *self)
{
  g_signal_emit (self, signals[REGISTER_CHANGED], 0);
}

static void
entries_appended_cb (KauntaStore *store, KauntaEngine *self)
{
  if (self->branch_next > 0)
    self->halted &= ~(1u << KAUNTA_STEP_PUSH);
  self->wants[KAUNTA_STEP_PUSH] = TRUE;
  kaunta_engine_count (self);
  kaunta_engine_go_on (self);
}

/* A hint, no more: only an answer says that the portal is there. */
static void
network_changed_cb (GNetworkMonitor *monitor, gboolean available, KauntaEngine *self)
{
  if (!available || self->trouble == NULL || !kaunta_trouble_is_silence (self->trouble))
    return;
  rest_no_more (self);
  kaunta_engine_go_on (self);
}

static void
kaunta_engine_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  KauntaEngine *self = KAUNTA_ENGINE (object);

  if (id == PROP_LINK)
    g_value_set_boxed (value, self->link);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
stop_listening (KauntaEngine *self)
{
  if (self->alarm != 0)
    clear_alarm (self);
  if (self->store != NULL)
    g_clear_signal_handler (&self->appended_handler, self->store);
  g_clear_signal_handler (&self->network_handler, g_network_monitor_get_default ());
}

static void
kaunta_engine_dispose (GObject *object)
{
  KauntaEngine *self = KAUNTA_ENGINE (object);

  stop_listening (self);
  kaunta_engine_drop_lookups (self);
  g_clear_object (&self->in_flight);
  g_clear_object (&self->making);
  g_clear_object (&self->client);
  g_clear_object (&self->store);
  g_clear_object (&self->clock);
  G_OBJECT_CLASS (kaunta_engine_parent_class)->dispose (object);
}

static void
kaunta_engine_finalize (GObject *object)
{
  KauntaEngine *self = KAUNTA_ENGINE (object);

  g_clear_error (&self->trouble);
  g_clear_pointer (&self->link, kaunta_link_unref);
  g_clear_pointer (&self->random, g_rand_free);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_free (self->device);
  g_free (self->cursor);
  g_free (self->tag);
  G_OBJECT_CLASS (kaunta_engine_parent_class)->finalize (object);
}

static void
kaunta_engine_class_init (KauntaEngineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = kaunta_engine_get_property;
  object_class->dispose = kaunta_engine_dispose;
  object_class->finalize = kaunta_engine_finalize;

  /**
   * KauntaEngine:link:
   *
   * How it stands between counter and portal.
   */
  props[PROP_LINK] = g_param_spec_boxed ("link", NULL, NULL, KAUNTA_TYPE_LINK, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  /**
   * KauntaEngine::changed:
   *
   * Bills, services, staff ... that the portal told of were put into the store.
   */
  signals[CHANGED] = g_signal_new ("changed", KAUNTA_TYPE_ENGINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * KauntaEngine::register-changed:
   *
   * The register of payers was filled or changed.
   */
  signals[REGISTER_CHANGED] = g_signal_new ("register-changed", KAUNTA_TYPE_ENGINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kaunta_engine_init (KauntaEngine *self)
{
  KauntaLink nothing = { 0 };

  self->link = kaunta_link_new (&nothing);
  self->send_after = KAUNTA_BATCH_AFTER_ACKNOWLEDGED;
  self->batch_bytes = KAUNTA_BATCH_MAX_BYTES;
  self->context = g_main_context_ref_thread_default ();
  g_queue_init (&self->lookups);
}

KauntaEngine *
kaunta_engine_new (KauntaStore *store,
                   const char *device,
                   const char *token,
                   KauntaTransport *transport,
                   KauntaClock *clock,
                   GRand *random)
{
  KauntaEngine *self = NULL;

  g_return_val_if_fail (KAUNTA_IS_STORE (store) && device != NULL && token != NULL, NULL);

  self = g_object_new (KAUNTA_TYPE_ENGINE, NULL);
  self->store = g_object_ref (store);
  self->client = kaunta_client_new (transport, token, clock);
  self->clock = g_object_ref (clock);
  self->random = random != NULL ? g_rand_copy (random) : g_rand_new ();
  self->device = g_strdup (device);
  return self;
}

void
kaunta_engine_start (KauntaEngine *self)
{
  g_return_if_fail (KAUNTA_IS_ENGINE (self) && !self->running);

  self->running = TRUE;
  self->appended_handler = g_signal_connect (self->store, "appended", G_CALLBACK (entries_appended_cb), self);
  self->network_handler = g_signal_connect (g_network_monitor_get_default (), "network-changed", G_CALLBACK (network_changed_cb), self);
  self->wants[KAUNTA_STEP_PUSH] = TRUE;
  self->wants[KAUNTA_STEP_PULL] = TRUE;
  kaunta_engine_put_check_off (self);
  kaunta_engine_go_on (self);
}

void
kaunta_engine_stop (KauntaEngine *self)
{
  g_return_if_fail (KAUNTA_IS_ENGINE (self));

  self->running = FALSE;
  stop_listening (self);
  kaunta_engine_drop_lookups (self);
  g_cancellable_cancel (self->in_flight);
  g_cancellable_cancel (self->making);
  while (self->busy || self->filling || self->counting)
    g_main_context_iteration (self->context, TRUE);
}

void
kaunta_engine_send_now (KauntaEngine *self)
{
  g_return_if_fail (KAUNTA_IS_ENGINE (self));

  rest_no_more (self);
  self->halted = 0;
  self->branch_next = 0;
  self->send_after = KAUNTA_BATCH_AFTER_ACKNOWLEDGED;
  self->wants[KAUNTA_STEP_PUSH] = TRUE;
  self->wants[KAUNTA_STEP_PULL] = TRUE;
  kaunta_engine_go_on (self);
}

KauntaLink *
kaunta_engine_get_link (KauntaEngine *self)
{
  g_return_val_if_fail (KAUNTA_IS_ENGINE (self), NULL);

  return kaunta_link_ref (self->link);
}
