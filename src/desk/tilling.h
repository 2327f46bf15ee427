/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desk.h"

G_BEGIN_DECLS

/* A supervisor hands out the float and approves. */
void kaunta_desk_open_till_async (KauntaDesk *self, const KauntaCount *float_count, KauntaApproval *approval,
                                  GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean kaunta_desk_open_till_finish (KauntaDesk *self, GAsyncResult *result, GError **error);

/* The X reading: resets nothing, writes nothing. @hours: (out) (optional): cents by hour and tender. */
void kaunta_desk_read_till_async (KauntaDesk *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
KauntaTill *kaunta_desk_read_till_finish (KauntaDesk *self, GAsyncResult *result, gint64 hours[24][KAUNTA_N_TENDERS], GError **error);

/* Blind: writes till.counted. Every attempt is kept. What is expected may be shown afterwards. */
void kaunta_desk_count_till_async (KauntaDesk *self, const KauntaCount *count, GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean kaunta_desk_count_till_finish (KauntaDesk *self, GAsyncResult *result, GError **error);

/**
 * KauntaClosing: what the Z reading says. Cents.
 */
typedef struct
{
  KauntaTill *till;
  gint64 z;
  gint64 expected[KAUNTA_N_TENDERS];
  gint64 counted[KAUNTA_N_TENDERS];
  gint64 variance[KAUNTA_N_TENDERS];
  gint64 unsynced;
  gint64 turnover;
} KauntaClosing;
void kaunta_closing_free (KauntaClosing *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KauntaClosing, kaunta_closing_free)

/* By a supervisor's PIN; the till must have been counted since the last payment. @reason: (nullable): needed when the variance is not 0. One local
 * transaction; never waits for the link. */
void kaunta_desk_close_till_async (KauntaDesk *self, const char *reason, KauntaApproval *approval, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer user_data);
KauntaClosing *kaunta_desk_close_till_finish (KauntaDesk *self, GAsyncResult *result, GError **error);

G_END_DECLS
