/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "counter.h"
#include "manual-clock.h"

/* What the clock of a fixture says at first: 2026-11-23T06:00Z. */
#define NOW G_GINT64_CONSTANT (1795413600000)

/**
 * Fixture:
 * @one: @two: (nullable): counters that its set-up enrolled
 * @url: the portal's
 *
 * A portal of its own and the counters that work with it.
 */
typedef struct
{
  TestManualClock *clock;
  TestPortal *portal;
  Counter *one;
  Counter *two;
  const char *url;
} Fixture;

/* For g_test_add(): no counter yet, one, or two. */
void fixture_set_up_portal (Fixture *self, gconstpointer unused);
void fixture_set_up_counter (Fixture *self, gconstpointer unused);
void fixture_set_up_counters (Fixture *self, gconstpointer unused);
void fixture_tear_down (Fixture *self, gconstpointer unused);
