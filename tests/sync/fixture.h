/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "counter.h"
#include "plain-portal.h"

/**
 * Fixture: an enrolled counter with five entries to push, and a portal that answers as it should
 */
typedef struct
{
  Counter *counter;
  PlainPortal *portal;
} Fixture;

/* For g_test_add(). */
void fixture_set_up (Fixture *self, gconstpointer unused);
void fixture_tear_down (Fixture *self, gconstpointer unused);
/* Starts the counter's engine. */
void fixture_start (Fixture *self);
/* Turns the main loop until @count requests began with @start. */
void fixture_wait_for (Fixture *self, const char *start, guint count);
