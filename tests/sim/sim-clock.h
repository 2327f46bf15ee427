/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "clock.h"
#include "sim-time.h"

G_BEGIN_DECLS

/**
 * SimClock:
 *
 * One machine's clock: all machines share the same time, but each has a date, a boot and a battery of its own.
 */
#define SIM_TYPE_CLOCK (sim_clock_get_type ())
G_DECLARE_FINAL_TYPE (SimClock, sim_clock, SIM, CLOCK, GObject)

/* @start_ms: UTC when the simulation began. @random: makes the boots' ids; both live longer than the clock. */
SimClock *sim_clock_new (SimTime *time, gint64 start_ms, GRand *random);
/* Somebody sets the date, or the battery is empty: wall clock only. */
void sim_clock_jump (SimClock *self, gint64 ms);
/* A new boot; alarms of the old one never ring. */
void sim_clock_reboot (SimClock *self);

G_END_DECLS
