/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "journal-maker.h"
#include "storage.h"
#include "test-portal.h"

/**
 * Counter:
 * @device: @epoch: @token: as enrolled
 * @bills: @receipts: @tills: serials given so far
 * @pushed: how many of the maker's lines were taken
 *
 * A counter as the portal sees one: a journal, and the calls on storage that its requests end in.
 */
typedef struct
{
  JournalMaker *maker;
  KauntaPortalStorage *storage;
  KauntaPortalDevice device;
  char *token;
  char *session;
  gint64 bills;
  gint64 receipts;
  gint64 tills;
  guint pushed;
} Counter;

/* Enrols with a code of the portal's; its journal has device.enrolled and an open till. @seed makes its key. */
Counter *counter_new (TestPortal *portal, guint8 seed);
void counter_free (Counter *self);
/* The same with a code that was made elsewhere: for another office. */
Counter *counter_new_with (TestPortal *portal, const char *code, guint8 seed);
/* The same counter once more, as when its disk was copied: same key and token, and the same journal up to now. */
Counter *counter_clone (Counter *self);
/* Enrols it again with a new key: its journal goes on with the next epoch. @seed makes the key. */
void counter_enrol_again (Counter *self, TestPortal *portal, guint8 seed);
/* The same with a code that was made elsewhere. */
void counter_enrol_with (Counter *self, const char *code, guint8 seed);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Counter, counter_free)
/* Takes up the portal's storage anew after a restart. */
void counter_reconnect (Counter *self, TestPortal *portal);

/* The next bill's number. (transfer full) */
char *counter_raise_bill (Counter *self, gint64 total);
/* In cash. The receipt's number. (transfer full) */
char *counter_take (Counter *self, const char *bill, gint64 amount);
/* By M-PESA, confirmed. The receipt's number. (transfer full) */
char *counter_take_mpesa (Counter *self, const char *bill, gint64 amount, const char *reference);
void counter_reverse (Counter *self, const char *receipt, gint64 amount);
void counter_cancel (Counter *self, const char *bill);
void counter_drop (Counter *self, gint64 amount);
void counter_close_till (Counter *self);

/* The lines from @first on, @count of them, as entries (element-type KauntaEntry). */
GPtrArray *counter_get_entries (Counter *self, guint first, guint count);
/* Pushes what was not pushed yet, which must be taken. The exceptions it raised (element-type KauntaException). */
GPtrArray *counter_push (Counter *self);
/* The same where nothing may come of it. */
void counter_push_quietly (Counter *self);
/* Pushes @entries, which must be refused with @code. Gives the seq that the refusal speaks of. */
gint64 counter_push_refused (Counter *self, GPtrArray *entries, KauntaWireError code);
/* Pushes what was not pushed yet, which must be refused with FORK and be kept. Where it then goes on. */
gint64 counter_push_forked (Counter *self);
/* Everything that changes has for it from the start (element-type KauntaChange). */
GPtrArray *counter_pull (Counter *self);
/* (transfer none) (nullable) */
const KauntaChange *counter_find_change (GPtrArray *changes, KauntaChangeKind kind, const char *id);
