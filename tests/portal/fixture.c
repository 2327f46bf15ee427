/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fixture.h"

void
fixture_set_up_portal (Fixture *self, gconstpointer unused)
{
  self->clock = test_manual_clock_new (NOW);
  self->portal = test_portal_new (KAUNTA_CLOCK (self->clock));
  self->url = test_portal_get_url (self->portal);
}

void
fixture_set_up_counter (Fixture *self, gconstpointer unused)
{
  fixture_set_up_portal (self, NULL);
  self->one = counter_new (self->portal, 1);
}

void
fixture_set_up_counters (Fixture *self, gconstpointer unused)
{
  fixture_set_up_counter (self, NULL);
  self->two = counter_new (self->portal, 2);
}

void
fixture_tear_down (Fixture *self, gconstpointer unused)
{
  g_clear_pointer (&self->one, counter_free);
  g_clear_pointer (&self->two, counter_free);
  test_portal_free (self->portal);
  g_object_unref (self->clock);
}
