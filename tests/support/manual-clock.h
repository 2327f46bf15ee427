/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "clock.h"

G_BEGIN_DECLS

/* A clock that stands still until a test moves it. Usable from any thread; alarms ring in the thread that moves it. */
#define TEST_TYPE_MANUAL_CLOCK (test_manual_clock_get_type ())
G_DECLARE_FINAL_TYPE (TestManualClock, test_manual_clock, TEST, MANUAL_CLOCK, GObject)

/* @now_ms: UTC; the boot was ten minutes before. */
TestManualClock *test_manual_clock_new (gint64 now_ms);
/* Lets time pass, ringing each alarm at its moment, in order. Alarms set while it passes ring too, if they are due. */
void test_manual_clock_advance (TestManualClock *self, gint64 ms);
/* Sets the wall clock alone, as somebody does who sets the date. */
void test_manual_clock_set_now (TestManualClock *self, gint64 now_ms);
/* A new boot: time since it begins at 0. */
void test_manual_clock_reboot (TestManualClock *self);
/* Milliseconds until the next alarm, -1 when there is none. */
gint64 test_manual_clock_get_next (TestManualClock *self);

G_END_DECLS
