/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "billing.h"
#include "finding.h"
#include "manual-clock.h"
#include "paying.h"
#include "store.h"
#include "tilling.h"

/**
 * TestCounter:
 *
 * A counter of its own in a temporary profile, enrolled at a portal that nobody answers for, with the services of catalogue.h and
 * staff: clerks 1001 and 1002, supervisors 2001 and 2002, 1009 who left. Their PINs are their numbers backwards. Part payment is allowed.
 */
typedef struct
{
  char *profile;
  TestManualClock *clock;
  KauntaDesk *desk;
} TestCounter;

/* For g_test_add(). 2026-11-23T08:00Z. */
void test_counter_set_up (TestCounter *self, gconstpointer unused);
void test_counter_tear_down (TestCounter *self, gconstpointer unused);
/* A machine that is no counter yet; takes a reference of @clock. */
void test_counter_set_up_unenrolled (TestCounter *self, TestManualClock *clock);
/* Ends the program as a power cut would, and starts it again. */
void test_counter_restart (TestCounter *self);
/* Puts what the portal would tell. */
void test_counter_put_policy (TestCounter *self, gboolean part_payment);
void test_counter_put_bill (TestCounter *self, const KauntaBill *bill);
void test_counter_put_payment (TestCounter *self, const KauntaPayment *payment);
void test_counter_put_payer (TestCounter *self, const KauntaPayer *payer);
/* The newest entry's seq. */
gint64 test_counter_get_seq (TestCounter *self);
/* The newest entry, or an earlier one by how far it is back. (transfer full) */
KauntaEntry *test_counter_get_entry (TestCounter *self, gint64 back);

/* Use cases, waited for. NULL or FALSE with @error. */
gboolean test_enrol (TestCounter *self, const char *url, const char *code, const char *name, GError **error);
gboolean test_sign_in (TestCounter *self, const char *number, const char *pin, GError **error);
gboolean test_sign_out (TestCounter *self, GError **error);
KauntaApproval *test_approve (TestCounter *self, const char *number, const char *pin, GError **error);
gboolean test_open_till (TestCounter *self, const KauntaCount *count, KauntaApproval *approval, GError **error);
gboolean test_count_till (TestCounter *self, const KauntaCount *count, GError **error);
KauntaClosing *test_close_till (TestCounter *self, const char *reason, KauntaApproval *approval, GError **error);
KauntaTill *test_read_till (TestCounter *self, gint64 hours[24][KAUNTA_N_TENDERS], GError **error);
KauntaFindings *test_find (TestCounter *self, const char *typed, GError **error);
KauntaPayerSheet *test_open_payer (TestCounter *self, KauntaPayer *payer, const char *why, GError **error);
GPtrArray *test_get_services (TestCounter *self, GError **error);
KauntaBill *test_raise (TestCounter *self, KauntaBasket *basket, GError **error);
gboolean test_cancel (TestCounter *self, const char *number, const char *reason, KauntaApproval *approval, GError **error);
KauntaBill *test_open_bill (TestCounter *self, const char *number, GPtrArray **payments, GError **error);
GPtrArray *test_find_bills (TestCounter *self, const char *text, guint states, gint64 counts[4], GError **error);
gboolean test_get_tenders (TestCounter *self, KauntaBill *bill, KauntaTenderSet *allowed, char *reasons[KAUNTA_N_TENDERS], GError **error);
KauntaPayment *test_take (TestCounter *self, KauntaBill *bill, KauntaMoney money, KauntaBill **after, GError **error);
gboolean test_reverse (TestCounter *self, const char *receipt, const char *reason, KauntaApproval *approval, GError **error);
KauntaReceipt *test_print (TestCounter *self, const char *receipt, KauntaApproval *approval, GError **error);
KauntaReceipt *test_show (TestCounter *self, const char *receipt, GError **error);

/* Several of them, which must succeed. */

/* Clerk 1001 signs in; supervisor 2001 hands out a float of KES 2,000 in notes of 1,000. */
void test_begin_day (TestCounter *self);
/* Supervisor 2001's. */
KauntaApproval *test_get_approval (TestCounter *self);
KauntaPayer *test_make_payer (void);
/* A bill over one line of @service (taken). */
KauntaBill *test_sell (TestCounter *self, KauntaService *service);
/* All of it in cash, handed over exactly. */
KauntaPayment *test_pay_cash (TestCounter *self, KauntaBill *bill);
/* Notes of KES 1,000 and coins of 10 that make @shillings. */
KauntaCount test_count_shillings (gint64 shillings);
