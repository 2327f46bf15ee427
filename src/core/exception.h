/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

/**
 * KauntaException:
 * @id: the portal's number of it
 * @kind: "double-payment", "over-payment", "till-closed", "bill-cancelled";
 *   "unknown-bill": its number is of no counter; "reference-twice": another payment has the same reference;
 *   "cancelled-elsewhere": a counter of another office wanted to cancel the bill, which stands; "branch": money in a second
 *   branch of a counter's journal, which is not on its chain: @receipt may then be the number of another payment as well
 * @bill: @receipt: @device: (nullable)
 * @amount: cents in question
 * @settled: whether a person has dealt with it
 */
typedef struct
{
  char *id;
  char *kind;
  char *bill;
  char *receipt;
  char *device;
  gint64 amount;
  gint64 at;
  gboolean settled;
} KauntaException;
#define KAUNTA_TYPE_EXCEPTION (kaunta_exception_get_type ())
GType kaunta_exception_get_type (void);
KauntaException *kaunta_exception_new (const char *id, const char *kind, const char *bill, const char *receipt,
                                       const char *device, gint64 amount, gint64 at, gboolean settled);
KauntaException *kaunta_exception_ref (KauntaException *self);
void kaunta_exception_unref (KauntaException *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KauntaException, kaunta_exception_unref)
