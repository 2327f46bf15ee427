/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "counter.h"

#include "engine-private.h"
#include "http.h"
#include "temp-profile.h"

Counter *
counter_new (void)
{
  Counter *self = g_new0 (Counter, 1);
  g_autoptr (GError) error = NULL;

  self->profile = test_temp_profile_new ();
  self->clock = test_manual_clock_new (TEST_LEDGER_MORNING_MS);
  self->key = kaunta_key_generate ();
  self->portal_key = kaunta_key_generate ();
  self->store = kaunta_store_open (self->profile, KAUNTA_CLOCK (self->clock), &error);
  g_assert_no_error (error);
  return self;
}

void
counter_free (Counter *self)
{
  counter_stop (self);
  kaunta_store_close (self->store);
  g_clear_object (&self->store);
  g_clear_object (&self->clock);
  kaunta_key_unref (self->key);
  kaunta_key_unref (self->portal_key);
  test_temp_profile_free (self->profile);
  g_free (self);
}

static gpointer
enrol (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  Counter *self = data;

  test_ledger_enrol (ledger, self->key, self->portal_key);
  return NULL;
}

void
counter_enrol (Counter *self)
{
  g_autoptr (GError) error = NULL;

  kaunta_store_run (self->store, enrol, self, &error);
  g_assert_no_error (error);
}

static gpointer
append (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) facts = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_fact_free);

  for (guint i = 0; i < *(guint *) data; i++)
    g_ptr_array_add (facts, kaunta_fact_new_payer_viewed (KAUNTA_PAYER_CITIZEN, "20000001", "enquiry"));
  kaunta_ledger_append (ledger, TEST_LEDGER_CLERK, NULL, (KauntaFact *const *) facts->pdata, facts->len, NULL, error);
  return NULL;
}

void
counter_append (Counter *self, guint n)
{
  g_autoptr (GError) error = NULL;

  kaunta_store_run (self->store, append, &n, &error);
  g_assert_no_error (error);
}

static void
count_signal_cb (KauntaEngine *engine, guint *count)
{
  (*count)++;
}

static void
start (Counter *self, const char *device, const char *url, const char *ca, const char *token)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaTransport) transport = kaunta_http_new (url, ca, &error);

  g_assert_no_error (error);
  self->engine = kaunta_engine_new (self->store, device, token, transport, KAUNTA_CLOCK (self->clock), random);
  g_signal_connect (self->engine, "changed", G_CALLBACK (count_signal_cb), &self->told);
  g_signal_connect (self->engine, "register-changed", G_CALLBACK (count_signal_cb), &self->register_told);
  kaunta_engine_start (self->engine);
}

void
counter_start (Counter *self, const char *url)
{
  start (self, TEST_LEDGER_DEVICE, url, "", "token");
}

static gpointer
read_enrolment (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  kaunta_ledger_get_enrolment (ledger, data, error);
  return NULL;
}

void
counter_start_at (Counter *self, const char *url)
{
  g_auto (KauntaEnrolment) enrolment = { 0 };
  g_autoptr (GError) error = NULL;

  kaunta_store_run (self->store, read_enrolment, &enrolment, &error);
  g_assert_no_error (error);
  start (self, enrolment.device, url != NULL ? url : enrolment.url, enrolment.ca, enrolment.token);
}

void
counter_start_enrolled (Counter *self)
{
  counter_start_at (self, NULL);
}

void
counter_stop (Counter *self)
{
  if (self->engine == NULL)
    return;
  kaunta_engine_stop (self->engine);
  g_assert_finalize_object (g_steal_pointer (&self->engine));
}

static gpointer
do_nothing (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  return NULL;
}

static void
turn (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* Only the engine itself knows when it waits for nothing but time. */
void
counter_settle (Counter *self)
{
  kaunta_store_run (self->store, do_nothing, NULL, NULL);
  turn ();
  while (self->engine->busy || self->engine->filling || self->engine->counting)
    g_main_context_iteration (NULL, TRUE);
  turn ();
}

KauntaLink *
counter_wait (Counter *self, KauntaLinkKind kind)
{
  g_autoptr (KauntaLink) link = kaunta_engine_get_link (self->engine);

  while (link->kind != kind)
    {
      g_main_context_iteration (NULL, TRUE);
      kaunta_link_unref (link);
      link = kaunta_engine_get_link (self->engine);
    }
  return g_steal_pointer (&link);
}

KauntaLink *
counter_wait_resting (Counter *self, KauntaLinkKind kind)
{
  g_autoptr (KauntaLink) link = kaunta_engine_get_link (self->engine);

  while (link->kind != kind || link->retry_at <= kaunta_clock_get_now (KAUNTA_CLOCK (self->clock)))
    {
      g_main_context_iteration (NULL, TRUE);
      kaunta_link_unref (link);
      link = kaunta_engine_get_link (self->engine);
    }
  return g_steal_pointer (&link);
}

gint64
counter_sleep (Counter *self)
{
  gint64 next = 0;

  counter_settle (self);
  next = test_manual_clock_get_next (self->clock);
  g_assert_cmpint (next, >=, 0);
  test_manual_clock_advance (self->clock, next);
  return next;
}

static gpointer
read_tail (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  kaunta_ledger_get_tail (ledger, data, error);
  return NULL;
}

void
counter_get_tail (Counter *self, KauntaTail *tail)
{
  g_autoptr (GError) error = NULL;

  kaunta_store_run (self->store, read_tail, tail, &error);
  g_assert_no_error (error);
}

static gpointer
count_payers (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  *(gint64 *) data = kaunta_register_count (payers, error);
  return NULL;
}

gint64
counter_count_payers (Counter *self)
{
  g_autoptr (GError) error = NULL;
  gint64 count = 0;

  kaunta_store_run (self->store, count_payers, &count, &error);
  g_assert_no_error (error);
  return count;
}
