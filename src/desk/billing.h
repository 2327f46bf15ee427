/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bill.h"
#include "desk.h"

G_BEGIN_DECLS

/* The services in force today, by code (element-type KauntaService). */
void kaunta_desk_get_services_async (KauntaDesk *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *kaunta_desk_get_services_finish (KauntaDesk *self, GAsyncResult *result, GError **error);

/* Whether @service is meant by @typed: a code's prefix, or words' prefixes of its name in either language, in any order. */
gboolean kaunta_service_matches (const KauntaService *service, const char *typed);

/**
 * KauntaBasket:
 *
 * A bill while it is being put together. Its list model's items are KauntaRow of KauntaBillLine; property "total" (int64 cents).
 */
#define KAUNTA_TYPE_BASKET (kaunta_basket_get_type ())
G_DECLARE_FINAL_TYPE (KauntaBasket, kaunta_basket, KAUNTA, BASKET, GObject)

KauntaBasket *kaunta_basket_new (KauntaPayer *payer);
KauntaPayer *kaunta_basket_get_payer (KauntaBasket *self);
/* @quantity and @assessed as typed (@assessed only for KAUNTA_TARIFF_ASSESSED, else NULL). @day: "2026-11-23". FIELD or core's errors, and the
 * basket is as it was. At most 50 lines. */
gboolean kaunta_basket_add (KauntaBasket *self, KauntaService *service, const char *day, const char *quantity, const char *assessed,
                            GError **error);
void kaunta_basket_remove (KauntaBasket *self, guint line);
GListModel *kaunta_basket_get_lines (KauntaBasket *self);
gint64 kaunta_basket_get_total (KauntaBasket *self);

/* Writes bill.raised. The bill has its number then. */
void kaunta_desk_raise_bill_async (KauntaDesk *self, KauntaBasket *basket, GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer user_data);
KauntaBill *kaunta_desk_raise_bill_finish (KauntaDesk *self, GAsyncResult *result, GError **error);

/* Bills by filter, for the Bills page. @text: (nullable). @states: bits 1 << KauntaBillState, 0 all. */
void kaunta_desk_find_bills_async (KauntaDesk *self, const char *text, guint states, gboolean own_only, gint64 limit, gint64 offset,
                                   GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/* @counts: (out) (optional): how many of each state. (element-type KauntaBill) */
GPtrArray *kaunta_desk_find_bills_finish (KauntaDesk *self, GAsyncResult *result, gint64 counts[4], GError **error);

/* A bill afresh with its payments (element-type KauntaPayment), oldest first. */
void kaunta_desk_open_bill_async (KauntaDesk *self, const char *number, GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer user_data);
KauntaBill *kaunta_desk_open_bill_finish (KauntaDesk *self, GAsyncResult *result, GPtrArray **payments, GError **error);

/* An unpaid bill only; approval needed. */
void kaunta_desk_cancel_bill_async (KauntaDesk *self, const char *number, const char *reason, KauntaApproval *approval,
                                    GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean kaunta_desk_cancel_bill_finish (KauntaDesk *self, GAsyncResult *result, GError **error);

G_END_DECLS
