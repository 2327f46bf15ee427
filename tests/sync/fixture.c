/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fixture.h"

void
fixture_set_up (Fixture *self, gconstpointer unused)
{
  self->counter = counter_new ();
  counter_enrol (self->counter);
  counter_append (self->counter, 4);
  self->portal = plain_portal_new (self->counter->portal_key);
}

void
fixture_tear_down (Fixture *self, gconstpointer unused)
{
  g_clear_pointer (&self->counter, counter_free);
  g_clear_pointer (&self->portal, plain_portal_free);
}

void
fixture_start (Fixture *self)
{
  counter_start (self->counter, self->portal->fake->url);
}

void
fixture_wait_for (Fixture *self, const char *start, guint count)
{
  while (plain_portal_count (self->portal, start) < count)
    g_main_context_iteration (NULL, TRUE);
}
