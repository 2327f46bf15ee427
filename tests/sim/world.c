/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "world.h"

#include <glib/gstdio.h>

#include "machine.h"
#include "oracle.h"
#include "portal.h"
#include "randomness.h"
#include "temp-profile.h"
#include "workload.h"

#define SECOND_MS 1000
#define MINUTE_MS (60 * SECOND_MS)
/* The longest that anybody waits at a window. */
#define PATIENCE_MS (20 * MINUTE_MS)
#define JUDGED_EVERY 150
#define THOROUGH_EVERY 6
/* How long everything may need to settle once nothing fails any more. */
#define DRAIN_TURNS 60
#define DRAIN_TURN_MS (20 * SECOND_MS)

SimWorld *
sim_world_new (const SimOptions *options)
{
  SimWorld *self = g_new0 (SimWorld, 1);

  self->options = *options;
  sim_randomness_seed (options->seed);
  self->random = g_rand_new_with_seed_array ((const guint32[]){ 1, (guint32) options->seed, (guint32) (options->seed >> 32) }, 3);
  self->faults.random =
      g_rand_new_with_seed_array ((const guint32[]){ 2, (guint32) options->seed, (guint32) (options->seed >> 32) }, 3);
  self->faults.possible = options->faults;
  self->faults.stopped = TRUE;
  self->may_branch = g_rand_boolean (self->random);
  self->folder = test_temp_profile_new ();
  self->time = sim_time_new ();
  self->trace = sim_trace_new (options->loud);
  self->machines = g_ptr_array_new_with_free_func ((GDestroyNotify) sim_machine_free);
  self->deeds = g_ptr_array_new_with_free_func ((GDestroyNotify) sim_deed_free);
  return self;
}

/* What is still under way arrives nowhere. */
static void
run_out (SimWorld *self)
{
  for (guint i = 0; i < self->machines->len; i++)
    sim_machine_stop (self->machines->pdata[i]);
  while (sim_time_get_next (self->time) >= 0)
    sim_time_pass (self->time, sim_time_get_next (self->time));
}

void
sim_world_free (SimWorld *self)
{
  self->faults.stopped = TRUE;
  run_out (self);
  g_ptr_array_unref (self->machines);
  g_clear_pointer (&self->portal, sim_portal_free);
  g_ptr_array_unref (self->deeds);
  g_clear_pointer (&self->trace, sim_trace_free);
  g_clear_pointer (&self->time, sim_time_free);
  g_rand_free (self->faults.random);
  g_rand_free (self->random);
  test_temp_profile_free (self->folder);
  g_free (self->failure);
  g_free (self);
}

void
sim_world_fail (SimWorld *self, const char *format, ...)
{
  va_list values;

  if (self->failure != NULL)
    return;
  va_start (values, format);
  self->failure = g_strdup_vprintf (format, values);
  va_end (values);
  sim_trace_note (self->trace, "broken: %s", self->failure);
}

char *
sim_world_make_folder (SimWorld *self, const char *name)
{
  char *path = g_build_filename (self->folder, name, NULL);

  if (g_mkdir (path, 0700) != 0)
    g_error ("%s can't be made", path);
  return path;
}

guint
sim_world_choose (SimWorld *self, guint n)
{
  return (guint) g_rand_int_range (self->random, 0, (gint32) n);
}

gboolean
sim_world_wait (SimWorld *self, GAsyncResult **result)
{
  gint64 patience = sim_time_get_now (self->time) + PATIENCE_MS;

  sim_time_settle (self->time);
  while (*result == NULL)
    {
      gint64 next = sim_time_get_next (self->time);

      if (next < 0 || next > patience)
        {
          sim_world_fail (self, "somebody waits at a window for ever");
          return FALSE;
        }
      sim_time_pass (self->time, next);
    }
  return TRUE;
}

static void
pass (SimWorld *self, gint64 ms)
{
  sim_time_pass (self->time, sim_time_get_now (self->time) + ms);
}

/* A county before anything goes wrong. */
static void
set_up (SimWorld *self)
{
  self->portal = sim_portal_new (self);
  for (guint i = 0; i < self->options.counters; i++)
    {
      SimMachine *machine = sim_machine_new (self);

      if (sim_machine_start (machine))
        sim_workload_enrol (machine);
    }
  pass (self, MINUTE_MS);
}

/* Mostly customer after customer; a break now and then. */
static gint64
choose_pause (SimWorld *self)
{
  guint chance = sim_world_choose (self, 1000);

  if (chance < 700)
    return sim_world_choose (self, 2 * SECOND_MS);
  if (chance < 980)
    return sim_world_choose (self, 15 * SECOND_MS);
  return sim_world_choose (self, chance < 998 ? 5 * MINUTE_MS : 60 * MINUTE_MS);
}

static void
take_step (SimWorld *self)
{
  SimMachine *machine = self->machines->pdata[sim_world_choose (self, self->machines->len)];

  if (self->progress != NULL)
    *self->progress = self->step;
  sim_portal_step (self->portal);
  sim_machine_step (machine);
  for (guint i = 0; i < self->machines->len; i++)
    sim_machine_tend (self->machines->pdata[i]);
  if (sim_machine_is_alive (machine))
    sim_workload_step (machine);
  sim_machine_tend (machine);
  pass (self, choose_pause (self));
  if (sim_world_choose (self, JUDGED_EVERY) == 0)
    sim_oracle_judge (self, sim_world_choose (self, THOROUGH_EVERY) == 0);
}

/* Nothing fails any more, and the clerks ask for what waits to be sent. */
static void
drain (SimWorld *self)
{
  self->faults.stopped = TRUE;
  pass (self, MINUTE_MS);
  sim_portal_recover (self->portal);
  for (guint i = 0; i < self->machines->len; i++)
    sim_machine_recover (self->machines->pdata[i]);
  for (guint turn = 0; turn < DRAIN_TURNS && self->failure == NULL; turn++)
    {
      for (guint i = 0; i < self->machines->len && turn % 10 == 0; i++)
        kaunta_desk_send_now (((SimMachine *) self->machines->pdata[i])->desk);
      pass (self, DRAIN_TURN_MS);
    }
}

static gboolean
is_first_of_its_device (SimWorld *self, guint place)
{
  const char *device = kaunta_desk_get_device (((SimMachine *) self->machines->pdata[place])->desk);

  for (guint i = 0; i < place; i++)
    if (g_strcmp0 (kaunta_desk_get_device (((SimMachine *) self->machines->pdata[i])->desk), device) == 0)
      return FALSE;
  return TRUE;
}

/* A person looks at each journal that branched, and enrols one of its counters again. */
static void
mend_branches (SimWorld *self)
{
  for (guint i = 0; i < self->machines->len && self->failure == NULL; i++)
    {
      SimMachine *machine = self->machines->pdata[i];

      if (!machine->forked || !is_first_of_its_device (self, i))
        continue;
      sim_workload_enrol_again (machine);
      sim_machine_begin_anew (machine);
      pass (self, 2 * MINUTE_MS);
      if (self->failure == NULL)
        sim_oracle_judge_again (machine);
    }
}

gboolean
sim_world_run (SimWorld *self)
{
  set_up (self);
  self->faults.stopped = FALSE;
  for (self->step = 1; self->step <= self->options.steps && self->failure == NULL; self->step++)
    take_step (self);
  if (self->failure == NULL)
    drain (self);
  if (self->failure == NULL)
    sim_oracle_judge (self, TRUE);
  if (self->failure == NULL)
    sim_oracle_judge_end (self);
  if (self->failure == NULL)
    mend_branches (self);
  return self->failure == NULL;
}
