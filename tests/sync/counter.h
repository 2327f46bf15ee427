/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine.h"
#include "test-ledger.h"

/**
 * Counter: a counter with a store in a temporary profile, a clock that stands still, and, once started, an engine
 */
typedef struct
{
  char *profile;
  TestManualClock *clock;
  KauntaStore *store;
  KauntaKey *key;
  KauntaKey *portal_key;
  KauntaEngine *engine;
  guint told;          /* "changed" */
  guint register_told; /* "register-changed" */
} Counter;

/* Not enrolled yet. */
Counter *counter_new (void);
void counter_free (Counter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Counter, counter_free)
/* As test_ledger_enrol() does, without a portal: one entry. */
void counter_enrol (Counter *self);
/* Appends @n entries in one transaction. */
void counter_append (Counter *self, guint n);
void counter_start (Counter *self, const char *url);
/* Starts with the enrolment in the store. */
void counter_start_enrolled (Counter *self);
/* The same, but for the address. */
void counter_start_at (Counter *self, const char *url);
void counter_stop (Counter *self);

/* Turns the main loop until the engine waits for nothing but time. */
void counter_settle (Counter *self);
/* Turns the main loop until the link is of @kind. (transfer full) */
KauntaLink *counter_wait (Counter *self, KauntaLinkKind kind);
/* Turns the main loop until the link is of @kind and waits for a next try. (transfer full) */
KauntaLink *counter_wait_resting (Counter *self, KauntaLinkKind kind);
/* Lets time pass up to the next alarm. Returns how long that took (ms). */
gint64 counter_sleep (Counter *self);
void counter_get_tail (Counter *self, KauntaTail *tail);
gint64 counter_count_payers (Counter *self);
