/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ledger.h"
#include "manual-clock.h"

/* Who and what every test ledger knows of. */
#define TEST_LEDGER_DEVICE "00421"
#define TEST_LEDGER_OFFICE "047-WESTLANDS"
#define TEST_LEDGER_CLERK "1007"
#define TEST_LEDGER_OTHER_CLERK "1008"
#define TEST_LEDGER_SUPERVISOR "2001"
#define TEST_LEDGER_PIN "2468"
#define TEST_LEDGER_SUPERVISOR_PIN "1357"
/* 2026-11-23T05:00:00Z, eight o'clock in Nairobi */
#define TEST_LEDGER_MORNING_MS G_GINT64_CONSTANT (1795410000000)

/**
 * TestLedger:
 * @profile: a temporary folder
 * @path: the ledger's file in it
 * @key: from a fixed seed, as is @portal_key
 *
 * A ledger that is enrolled, with staff, three services (fixed 350.00, per unit 20.00, assessed) and a policy
 * with part payment.
 */
typedef struct
{
  char *profile;
  char *path;
  TestManualClock *clock;
  KauntaKey *key;
  KauntaKey *portal_key;
  KauntaLedger *ledger;
} TestLedger;

TestLedger *test_ledger_new (void);
void test_ledger_free (TestLedger *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestLedger, test_ledger_free)
/* Closes the file and opens it again, as after a restart. */
void test_ledger_reopen (TestLedger *self);

/* Enrols @ledger as TEST_LEDGER_DEVICE. */
void test_ledger_enrol (KauntaLedger *ledger, KauntaKey *key, KauntaKey *portal_key);
/* Staff, services and policy, as the portal tells them. PINs are TEST_LEDGER_PIN and, for the supervisor,
 * TEST_LEDGER_SUPERVISOR_PIN. */
void test_ledger_fill (KauntaLedger *ledger);

/* Acts of TEST_LEDGER_CLERK that must succeed. @fact is freed. The entry it became. (transfer full) */
KauntaEntry *test_ledger_act (TestLedger *self, const char *approver, KauntaFact *fact);
/* An act that must be refused with @code of KAUNTA_STORE_ERROR and leave the journal as it was. @fact is
 * freed. */
void test_ledger_act_refused (TestLedger *self, const char *approver, KauntaFact *fact, int code);

/* Float of 2,000.00. The session. (transfer full) */
char *test_ledger_open_till (TestLedger *self);
/* A bill of one line over @cents. Its number. (transfer full) */
char *test_ledger_raise_bill (TestLedger *self, const char *payer_id, const char *payer_name, gint64 cents);
/* The receipt's number. (transfer full) */
char *test_ledger_take_cash (TestLedger *self, const char *bill, gint64 cents);
char *test_ledger_take_mpesa (TestLedger *self, const char *bill, gint64 cents, const char *code);
void test_ledger_reverse (TestLedger *self, const char *receipt, gint64 cents);
/* Counts exactly what is expected, and closes. */
void test_ledger_count_and_close (TestLedger *self);

/* Drafts of facts. (transfer full) */
KauntaFact *test_ledger_draft_bill (const char *payer_id, const char *payer_name, gint64 cents);
KauntaFact *test_ledger_draft_cash (const char *bill, gint64 cents);
/* The portal's word for the entry @seq. */
void test_ledger_draft_acknowledgement (TestLedger *self, gint64 seq, KauntaAcknowledgement *ack);
