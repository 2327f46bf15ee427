/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>
#include "tender.h"

/**
 * KauntaTill:
 * @session: "00421-0007"
 * @clerk: who answers for it
 * @float_cents: what the drawer began with
 * @opened_at: @closed_at: UTC ms; @closed_at 0 while it is open
 * @taken: by tender, cents: payments taken in this session
 * @reversed: by tender, cents: reversals entered in this session
 * @dropped: @paid_in: cents of cash moved to the safe and into the drawer
 * @payments: @reversals: how many
 * @counted: cents; -1 while not counted
 * @count_attempts: how often it was counted
 * @first_receipt: @last_receipt: (nullable)
 *
 * A reading of a till session, as the X report shows it.
 */
typedef struct
{
  char *session;
  char *clerk;
  gint64 float_cents;
  gint64 opened_at;
  gint64 closed_at;
  gint64 taken[KAUNTA_N_TENDERS];
  gint64 reversed[KAUNTA_N_TENDERS];
  gint64 dropped;
  gint64 paid_in;
  gint64 payments;
  gint64 reversals;
  gint64 counted;
  gint64 count_attempts;
  char *first_receipt;
  char *last_receipt;
  gint64 first_seq;
  gint64 last_seq;
} KauntaTill;

#define KAUNTA_TYPE_TILL (kaunta_till_get_type ())
GType kaunta_till_get_type (void);
KauntaTill *kaunta_till_new (void);
KauntaTill *kaunta_till_ref (KauntaTill *self);
void kaunta_till_unref (KauntaTill *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KauntaTill, kaunta_till_unref)
/* Cash that must be in the drawer: float + cash taken + paid in - dropped - cash reversed (change is
 * already out of @taken, which holds what was kept). RANGE on overflow. */
gboolean kaunta_till_get_expected (const KauntaTill *self, KauntaTender tender, gint64 *cents, GError **error);
