/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <string.h>
#include "journal-maker.h"
#include "json.h"
#include "verifier.h"

#define CASH "{\"receipt\":\"%s\",\"bill\":\"004210000017\",\"tender\":\"cash\",\"amount\":%d,\"status\":\"confirmed\",\"tendered\":%d,\"change\":0}"
#define CLOSED "{\"z\":%d,\"expected\":{\"cash\":%d},\"counted\":{\"cash\":%d},\"variance\":{\"cash\":%d},\"payments\":%d,\"reversals\":0," \
  "\"first\":%d,\"last\":%d,\"unsynced\":0,\"head\":\"0000000000000000000000000000000000000000000000000000000000000000\",\"ack\":%s}"

static gint64
feed (KauntaVerifier *verifier, JournalMaker *maker, GError **error)
{
  for (guint i = 0; i < maker->lines->len; i++)
    {
      const JournalLine *line = maker->lines->pdata[i];

      if (!kaunta_verifier_feed (verifier, line->body, line->sig, error))
        return kaunta_verifier_get_fault (verifier);
    }

  if (!kaunta_verifier_finish (verifier, error))
    return kaunta_verifier_get_fault (verifier);
  return 0;
}

static void
assert_good (JournalMaker *maker)
{
  g_autoptr (KauntaVerifier) verifier = kaunta_verifier_new (kaunta_key_get_public (maker->key));
  g_autoptr (GError) error = NULL;
  gint64 fault = feed (verifier, maker, &error);

  g_assert_no_error (error);
  g_assert_cmpint (fault, ==, 0);
}

/* The last entry is the one at fault. */
static void
assert_fault (JournalMaker *maker, int code)
{
  g_autoptr (KauntaVerifier) verifier = kaunta_verifier_new (kaunta_key_get_public (maker->key));
  g_autoptr (GError) error = NULL;
  gint64 fault = feed (verifier, maker, &error);

  g_assert_error (error, KAUNTA_JOURNAL_ERROR, code);
  g_assert_cmpint (fault, ==, maker->lines->len);
}

static JournalMaker *
make_open (void)
{
  JournalMaker *maker = journal_maker_new ();

  journal_maker_open (maker);
  return maker;
}

static void
add_cash (JournalMaker *maker, const char *receipt, int amount)
{
  g_autofree char *data = g_strdup_printf (CASH, receipt, amount, amount);

  journal_maker_add (maker, KAUNTA_FACT_PAYMENT_TAKEN, data);
}

static void
add_closed (JournalMaker *maker, int z, int expected, int counted, int payments, int first, int last, const char *ack)
{
  g_autofree char *data
      = g_strdup_printf (CLOSED, z, expected, counted, counted - expected, payments, first, last, ack);

  journal_maker_add (maker, KAUNTA_FACT_TILL_CLOSED, data);
}

/* One more entry on a journal with an open till, at fault for @code; good for 0. */
static void
assert_entry (KauntaFactType type, const char *approver, const char *data, int code)
{
  g_autoptr (JournalMaker) maker = make_open ();

  add_cash (maker, "00421-000001", 35000);
  maker->approver = approver;
  journal_maker_add (maker, type, data);
  assert_fault (maker, code);
}

static void
assert_entry_good (KauntaFactType type, const char *approver, const char *data)
{
  g_autoptr (JournalMaker) maker = make_open ();

  add_cash (maker, "00421-000001", 35000);
  maker->approver = approver;
  journal_maker_add (maker, type, data);
  assert_good (maker);
}

static void
accepts_a_whole_day (void)
{
  g_autoptr (JournalMaker) maker = make_open ();
  g_autoptr (KauntaVerifier) verifier = kaunta_verifier_new (NULL);
  g_autoptr (GError) error = NULL;
  KauntaVerifierSummary summary;

  journal_maker_play_day (maker);
  g_assert_cmpint (feed (verifier, maker, &error), ==, 0);
  g_assert_no_error (error);
  kaunta_verifier_get_summary (verifier, &summary);
  g_assert_cmpint (summary.entries, ==, 10);
  g_assert_cmpint (summary.tills_closed, ==, 1);
  g_assert_cmpint (summary.turnover, ==, 5000);
}

static void
begins_with_the_enrolment_of_epoch_1 (void)
{
  g_autoptr (JournalMaker) signed_in = journal_maker_new ();
  g_autoptr (JournalMaker) epoch = journal_maker_new ();
  g_autoptr (JournalMaker) twice = journal_maker_new ();
  g_autoptr (JournalMaker) seq = journal_maker_new ();

  journal_maker_add (signed_in, KAUNTA_FACT_CLERK_SIGNED_IN, "{}");
  assert_fault (signed_in, KAUNTA_JOURNAL_ERROR_SEQ);
  epoch->epoch = 2;
  journal_maker_enrol (epoch);
  assert_fault (epoch, KAUNTA_JOURNAL_ERROR_SEQ);
  seq->seq = 1;
  journal_maker_enrol (seq);
  assert_fault (seq, KAUNTA_JOURNAL_ERROR_SEQ);
  journal_maker_enrol (twice);
  journal_maker_enrol (twice);
  assert_fault (twice, KAUNTA_JOURNAL_ERROR_SEQ);
}

static void
an_epoch_is_signed_with_its_own_key (void)
{
  g_autoptr (JournalMaker) maker = make_open ();
  g_autoptr (JournalMaker) with_old_key = make_open ();
  KauntaKey *old = kaunta_key_ref (with_old_key->key);

  journal_maker_enrol_again (maker, 2);
  add_cash (maker, "00421-000001", 35000);
  journal_maker_enrol_again (maker, 3);
  add_closed (maker, 1, 235000, 235000, 1, 3, 7, "null");
  assert_good (maker);

  journal_maker_enrol_again (with_old_key, 2);
  kaunta_key_unref (with_old_key->key);
  with_old_key->key = old;
  add_cash (with_old_key, "00421-000001", 35000);
  assert_fault (with_old_key, KAUNTA_JOURNAL_ERROR_SIGNATURE);
}

static void
epochs_go_up_one_by_one_and_only_with_an_enrolment (void)
{
  g_autoptr (JournalMaker) skipped = make_open ();
  g_autoptr (JournalMaker) unenrolled = make_open ();
  g_autoptr (JournalMaker) fallen_back = make_open ();

  skipped->epoch++;
  journal_maker_enrol_again (skipped, 2);
  assert_fault (skipped, KAUNTA_JOURNAL_ERROR_SEQ);
  unenrolled->epoch++;
  add_cash (unenrolled, "00421-000001", 35000);
  assert_fault (unenrolled, KAUNTA_JOURNAL_ERROR_SEQ);
  journal_maker_enrol_again (fallen_back, 2);
  fallen_back->epoch--;
  add_cash (fallen_back, "00421-000001", 35000);
  assert_fault (fallen_back, KAUNTA_JOURNAL_ERROR_SEQ);
}

static void
another_key_than_the_known_one_is_a_fault_of_the_newest_enrolment (void)
{
  g_autoptr (JournalMaker) maker = make_open ();
  g_autofree char *first_key = g_strdup (kaunta_key_get_public (maker->key));
  g_autoptr (KauntaVerifier) verifier = kaunta_verifier_new (first_key);
  g_autoptr (GError) error = NULL;

  journal_maker_enrol_again (maker, 2);
  g_assert_cmpint (feed (verifier, maker, &error), ==, 5);
  g_assert_error (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_SIGNATURE);
}

static void
another_hash_before_breaks_the_chain (void)
{
  g_autoptr (JournalMaker) maker = make_open ();

  maker->prev[31] ^= 1;
  add_cash (maker, "00421-000001", 35000);
  assert_fault (maker, KAUNTA_JOURNAL_ERROR_PREV);
}

static void
another_device_has_no_place_in_the_journal (void)
{
  g_autoptr (JournalMaker) maker = make_open ();

  maker->device = "00422";
  add_cash (maker, "00421-000001", 35000);
  assert_fault (maker, KAUNTA_JOURNAL_ERROR_KEYS);
}

static void
bill_numbers_have_no_gap_and_no_reuse (void)
{
#define RAISED(bill) \
  "{\"bill\":\"" bill "\",\"payer\":{\"kind\":\"other\",\"id\":\"1\",\"name\":\"A\"},\"lines\":[{\"service\":\"S\",\"tariff\":\"T\"," \
  "\"name\":\"N\",\"quantity\":2,\"unit\":5,\"amount\":10}],\"total\":10}"

  assert_entry_good (KAUNTA_FACT_BILL_RAISED, NULL, RAISED ("004210000025"));
  assert_entry (KAUNTA_FACT_BILL_RAISED, NULL, RAISED ("004210000017"), KAUNTA_JOURNAL_ERROR_NUMBER);
  assert_entry (KAUNTA_FACT_BILL_RAISED, NULL, RAISED ("004210000030"), KAUNTA_JOURNAL_ERROR_NUMBER);
  assert_entry (KAUNTA_FACT_BILL_RAISED, NULL, RAISED ("004220000019"), KAUNTA_JOURNAL_ERROR_NUMBER);
}

static void
receipt_numbers_have_no_gap_and_no_reuse (void)
{
  static const char *const wrong[] = { "00421-000001", "00421-000003", "00422-000002" };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree char *data = g_strdup_printf (CASH, wrong[i], 100, 100);

      assert_entry (KAUNTA_FACT_PAYMENT_TAKEN, NULL, data, KAUNTA_JOURNAL_ERROR_NUMBER);
    }
}

#define PAID(bill) \
  "{\"receipt\":\"00421-000002\",\"bill\":\"" bill "\",\"tender\":\"card\",\"amount\":900000,\"status\":\"confirmed\",\"reference\":\"17\"}"

static void
money_for_a_bill_that_needs_none_is_recorded (void)
{
  g_autoptr (JournalMaker) cancelled = make_open ();

  assert_entry_good (KAUNTA_FACT_PAYMENT_TAKEN, NULL, PAID ("004210000017"));
  cancelled->approver = "2001";
  journal_maker_add (cancelled, KAUNTA_FACT_BILL_CANCELLED, "{\"bill\":\"004210000017\",\"reason\":\"wrong\"}");
  add_cash (cancelled, "00421-000001", 35000);
  assert_good (cancelled);
}

static void
only_own_bills_can_be_missed (void)
{
  assert_entry (KAUNTA_FACT_PAYMENT_TAKEN, NULL, PAID ("004210000025"), KAUNTA_JOURNAL_ERROR_REFERENCE);
  assert_entry_good (KAUNTA_FACT_PAYMENT_TAKEN, NULL, PAID ("009990000999"));
  assert_entry (KAUNTA_FACT_PAYMENT_TAKEN, NULL, PAID ("009990000994"), KAUNTA_JOURNAL_ERROR_NUMBER);
  assert_entry (KAUNTA_FACT_BILL_CANCELLED, "2001", "{\"bill\":\"004210000025\",\"reason\":\"wrong\"}",
                KAUNTA_JOURNAL_ERROR_REFERENCE);
}

static void
a_bill_is_cancelled_once_and_by_two (void)
{
  static const char data[] = "{\"bill\":\"004210000017\",\"reason\":\"wrong\"}";
  g_autoptr (JournalMaker) maker = make_open ();

  assert_entry (KAUNTA_FACT_BILL_CANCELLED, NULL, data, KAUNTA_JOURNAL_ERROR_APPROVER);
  assert_entry (KAUNTA_FACT_BILL_CANCELLED, "1007", data, KAUNTA_JOURNAL_ERROR_APPROVER);
  assert_entry_good (KAUNTA_FACT_BILL_CANCELLED, "2001", data);

  maker->approver = "2001";
  journal_maker_add (maker, KAUNTA_FACT_BILL_CANCELLED, data);
  maker->approver = "2001";
  journal_maker_add (maker, KAUNTA_FACT_BILL_CANCELLED, data);
  assert_fault (maker, KAUNTA_JOURNAL_ERROR_REFERENCE);
}

static void
a_payment_is_reversed_once_and_for_its_amount (void)
{
#define REVERSED(receipt, amount) "{\"receipt\":\"" receipt "\",\"amount\":" amount ",\"reason\":\"wrong\"}"
  g_autoptr (JournalMaker) maker = make_open ();

  assert_entry_good (KAUNTA_FACT_PAYMENT_REVERSED, "2001", REVERSED ("00421-000001", "35000"));
  assert_entry (KAUNTA_FACT_PAYMENT_REVERSED, "2001", REVERSED ("00421-000001", "34999"), KAUNTA_JOURNAL_ERROR_AMOUNT);
  assert_entry (KAUNTA_FACT_PAYMENT_REVERSED, "2001", REVERSED ("00421-000002", "35000"), KAUNTA_JOURNAL_ERROR_REFERENCE);
  assert_entry (KAUNTA_FACT_PAYMENT_REVERSED, "2001", REVERSED ("00422-000001", "35000"), KAUNTA_JOURNAL_ERROR_REFERENCE);
  assert_entry (KAUNTA_FACT_PAYMENT_REVERSED, NULL, REVERSED ("00421-000001", "35000"), KAUNTA_JOURNAL_ERROR_APPROVER);

  add_cash (maker, "00421-000001", 35000);
  maker->approver = "2001";
  journal_maker_add (maker, KAUNTA_FACT_PAYMENT_REVERSED, REVERSED ("00421-000001", "35000"));
  maker->approver = "2001";
  journal_maker_add (maker, KAUNTA_FACT_PAYMENT_REVERSED, REVERSED ("00421-000001", "35000"));
  assert_fault (maker, KAUNTA_JOURNAL_ERROR_REFERENCE);
}

static void
copies_are_counted_and_the_third_is_approved (void)
{
  g_autoptr (JournalMaker) maker = make_open ();

  assert_entry (KAUNTA_FACT_RECEIPT_PRINTED, NULL, "{\"receipt\":\"00421-000001\",\"copy\":2}", KAUNTA_JOURNAL_ERROR_NUMBER);
  assert_entry (KAUNTA_FACT_RECEIPT_PRINTED, NULL, "{\"receipt\":\"00421-000002\",\"copy\":1}",
                KAUNTA_JOURNAL_ERROR_REFERENCE);

  add_cash (maker, "00421-000001", 35000);
  journal_maker_add (maker, KAUNTA_FACT_RECEIPT_PRINTED, "{\"receipt\":\"00421-000001\",\"copy\":1}");
  journal_maker_add (maker, KAUNTA_FACT_RECEIPT_PRINTED, "{\"receipt\":\"00421-000001\",\"copy\":2}");
  maker->approver = "2001";
  journal_maker_add (maker, KAUNTA_FACT_RECEIPT_PRINTED, "{\"receipt\":\"00421-000001\",\"copy\":3}");
  assert_good (maker);
  journal_maker_add (maker, KAUNTA_FACT_RECEIPT_PRINTED, "{\"receipt\":\"00421-000001\",\"copy\":4}");
  assert_fault (maker, KAUNTA_JOURNAL_ERROR_APPROVER);
}

static void
only_receipts_that_exist_are_settled (void)
{
  assert_entry_good (KAUNTA_FACT_PAYMENT_SETTLED, NULL,
                     "{\"receipt\":\"00421-000001\",\"status\":\"rejected\",\"evidence\":\"statement\"}");
  assert_entry (KAUNTA_FACT_PAYMENT_SETTLED, NULL,
                "{\"receipt\":\"00421-000002\",\"status\":\"confirmed\",\"evidence\":\"statement\"}",
                KAUNTA_JOURNAL_ERROR_REFERENCE);
}

static void
turnover_adds_up (void)
{
  g_autoptr (JournalMaker) maker = make_open ();
  g_autoptr (JournalMaker) idle = make_open ();

  maker->turnover = 1;
  add_cash (maker, "00421-000001", 35000);
  assert_fault (maker, KAUNTA_JOURNAL_ERROR_TURNOVER);
  idle->turnover = 1;
  journal_maker_add (idle, KAUNTA_FACT_CLERK_SIGNED_OUT, "{\"reason\":\"asked\"}");
  assert_fault (idle, KAUNTA_JOURNAL_ERROR_TURNOVER);
}

static void
assert_till_fault (const char *till, KauntaFactType type, const char *data)
{
  g_autoptr (JournalMaker) maker = make_open ();

  maker->till = till;
  journal_maker_add (maker, type, data);
  assert_fault (maker, KAUNTA_JOURNAL_ERROR_TILL);
}

static void
money_and_bills_need_an_open_till (void)
{
  g_autofree char *cash = g_strdup_printf (CASH, "00421-000001", 100, 100);

  assert_till_fault (NULL, KAUNTA_FACT_PAYMENT_TAKEN, cash);
  assert_till_fault ("00421-0002", KAUNTA_FACT_PAYMENT_TAKEN, cash);
  assert_till_fault ("00422-0001", KAUNTA_FACT_PAYMENT_TAKEN, cash);
  assert_till_fault (NULL, KAUNTA_FACT_BILL_RAISED, RAISED ("004210000025"));
  assert_till_fault (NULL, KAUNTA_FACT_CASH_DROPPED, "{\"amount\":1,\"reason\":\"safe\"}");
  assert_till_fault (NULL, KAUNTA_FACT_CASH_PAID_IN, "{\"amount\":1,\"reason\":\"change\"}");
  assert_till_fault (NULL, KAUNTA_FACT_TILL_COUNTED, "{\"counts\":{},\"total\":0,\"attempt\":1}");
  assert_till_fault ("00421-0002", KAUNTA_FACT_CLERK_SIGNED_IN, "{}");
}

static void
tills_are_opened_one_after_the_other (void)
{
  static const char opened[] = "{\"float\":0,\"counts\":{}}";
  g_autoptr (JournalMaker) skipped = journal_maker_new ();
  g_autoptr (JournalMaker) again = make_open ();
  g_autoptr (JournalMaker) closed = make_open ();

  assert_till_fault ("00421-0002", KAUNTA_FACT_TILL_OPENED, opened);
  assert_till_fault (NULL, KAUNTA_FACT_TILL_OPENED, opened);

  journal_maker_enrol (skipped);
  skipped->till = "00421-0002";
  journal_maker_add (skipped, KAUNTA_FACT_TILL_OPENED, opened);
  assert_fault (skipped, KAUNTA_JOURNAL_ERROR_NUMBER);

  journal_maker_play_day (again);
  again->till = "00421-0002";
  journal_maker_add (again, KAUNTA_FACT_TILL_OPENED, opened);
  add_closed (again, 2, 0, 0, 0, 11, 11, "null");
  assert_good (again);

  journal_maker_play_day (closed);
  closed->till = "00421-0001";
  add_closed (closed, 2, 0, 0, 0, 3, 10, "null");
  assert_fault (closed, KAUNTA_JOURNAL_ERROR_TILL);
}

/* An open till with one cash payment of 350 shillings, closed so. */
static void
assert_closing (int z, int expected, int payments, int first, int last, const char *ack, int code)
{
  g_autoptr (JournalMaker) maker = make_open ();

  add_cash (maker, "00421-000001", 35000);
  add_closed (maker, z, expected, expected, payments, first, last, ack);
  assert_fault (maker, code);
}

static void
a_z_report_adds_up (void)
{
  g_autoptr (JournalMaker) good = make_open ();

  add_cash (good, "00421-000001", 35000);
  journal_maker_add (good, KAUNTA_FACT_CASH_DROPPED, "{\"amount\":5000,\"reason\":\"safe\"}");
  journal_maker_add (good, KAUNTA_FACT_CASH_PAID_IN, "{\"amount\":700,\"reason\":\"change\"}");
  add_closed (good, 1, 230700, 230000, 1, 3, 7, "7");
  assert_good (good);

  assert_closing (2, 235000, 1, 3, 5, "null", KAUNTA_JOURNAL_ERROR_NUMBER);
  assert_closing (1, 235001, 1, 3, 5, "null", KAUNTA_JOURNAL_ERROR_AMOUNT);
  assert_closing (1, 235000, 2, 3, 5, "null", KAUNTA_JOURNAL_ERROR_AMOUNT);
  assert_closing (1, 235000, 1, 2, 5, "null", KAUNTA_JOURNAL_ERROR_TILL);
  assert_closing (1, 235000, 1, 3, 4, "null", KAUNTA_JOURNAL_ERROR_TILL);
  assert_closing (1, 235000, 1, 3, 5, "6", KAUNTA_JOURNAL_ERROR_ACKNOWLEDGEMENT);
}

static void
a_z_report_has_every_tender (void)
{
  g_autoptr (JournalMaker) maker = make_open ();

  journal_maker_add (maker, KAUNTA_FACT_PAYMENT_TAKEN,
                     "{\"receipt\":\"00421-000001\",\"bill\":\"004210000017\",\"tender\":\"card\",\"amount\":1,"
                     "\"status\":\"confirmed\",\"reference\":\"1\"}");
  add_closed (maker, 1, 200000, 200000, 1, 3, 5, "null");
  assert_fault (maker, KAUNTA_JOURNAL_ERROR_AMOUNT);
}

static void
counts_are_kept_and_the_last_one_holds (void)
{
  g_autoptr (JournalMaker) maker = make_open ();
  g_autoptr (JournalMaker) skipped = make_open ();
  g_autoptr (JournalMaker) other = make_open ();

  journal_maker_add (maker, KAUNTA_FACT_TILL_COUNTED, "{\"counts\":{\"100\":1},\"total\":100,\"attempt\":1}");
  journal_maker_add (maker, KAUNTA_FACT_TILL_COUNTED, "{\"counts\":{\"50000\":3},\"total\":150000,\"attempt\":2}");
  add_closed (maker, 1, 200000, 150000, 0, 3, 6, "null");
  assert_good (maker);

  journal_maker_add (skipped, KAUNTA_FACT_TILL_COUNTED, "{\"counts\":{},\"total\":0,\"attempt\":2}");
  assert_fault (skipped, KAUNTA_JOURNAL_ERROR_NUMBER);

  journal_maker_add (other, KAUNTA_FACT_TILL_COUNTED, "{\"counts\":{\"100\":1},\"total\":100,\"attempt\":1}");
  add_closed (other, 1, 200000, 200000, 0, 3, 5, "null");
  assert_fault (other, KAUNTA_JOURNAL_ERROR_AMOUNT);
}

static void
only_opened_tills_are_banked (void)
{
#define BANKED(tills) "{\"bank\":\"KCB\",\"slip\":\"7\",\"amount\":100,\"tills\":" tills ",\"date\":\"2026-11-23\"}"

  assert_entry_good (KAUNTA_FACT_DEPOSIT_BANKED, NULL, BANKED ("[\"00421-0001\",\"00999-0077\"]"));
  assert_entry (KAUNTA_FACT_DEPOSIT_BANKED, NULL, BANKED ("[\"00421-0002\"]"), KAUNTA_JOURNAL_ERROR_TILL);
}

static void
data_is_what_its_type_must_carry (void)
{
  static const struct
  {
    KauntaFactType type;
    const char *data;
    int code;
  } wrong[] = {
    { KAUNTA_FACT_CLERK_SIGNED_IN, "[]", KAUNTA_JOURNAL_ERROR_KEYS },
    { KAUNTA_FACT_CLERK_SIGNED_OUT, "{}", KAUNTA_JOURNAL_ERROR_KEYS },
    { KAUNTA_FACT_CLERK_SIGNED_OUT, "{\"reason\":\"bored\"}", KAUNTA_JOURNAL_ERROR_KEYS },
    { KAUNTA_FACT_PAYER_VIEWED, "{\"kind\":\"citizen\",\"id\":\"1\",\"why\":\"curious\"}", KAUNTA_JOURNAL_ERROR_KEYS },
    { KAUNTA_FACT_PAYER_VIEWED, "{\"kind\":\"alien\",\"id\":\"1\",\"why\":\"bill\"}", KAUNTA_JOURNAL_ERROR_KEYS },
    { KAUNTA_FACT_BILL_RAISED, "{\"bill\":\"004210000025\",\"lines\":[],\"total\":0}", KAUNTA_JOURNAL_ERROR_KEYS },
    { KAUNTA_FACT_BILL_RAISED,
      "{\"bill\":\"004210000025\",\"payer\":{\"kind\":\"other\",\"id\":\"1\",\"name\":\"A\"},\"lines\":[],\"total\":0}",
      KAUNTA_JOURNAL_ERROR_KEYS },
    { KAUNTA_FACT_BILL_RAISED,
      "{\"bill\":\"004210000025\",\"payer\":{\"kind\":\"other\",\"id\":\"1\",\"name\":\"A\"},\"lines\":[{\"service\":\"S\","
      "\"tariff\":\"T\",\"name\":\"N\",\"quantity\":2,\"unit\":5,\"amount\":11}],\"total\":11}",
      KAUNTA_JOURNAL_ERROR_AMOUNT },
    { KAUNTA_FACT_BILL_RAISED,
      "{\"bill\":\"004210000025\",\"payer\":{\"kind\":\"other\",\"id\":\"1\",\"name\":\"A\"},\"lines\":[{\"service\":\"S\","
      "\"tariff\":\"T\",\"name\":\"N\",\"quantity\":9007199254740991,\"unit\":9007199254740991,\"amount\":1}],\"total\":1}",
      KAUNTA_JOURNAL_ERROR_AMOUNT },
    { KAUNTA_FACT_PAYMENT_TAKEN,
      "{\"receipt\":\"00421-000002\",\"bill\":\"004210000017\",\"tender\":\"gold\",\"amount\":1,\"status\":\"confirmed\"}",
      KAUNTA_JOURNAL_ERROR_KEYS },
    { KAUNTA_FACT_PAYMENT_TAKEN,
      "{\"receipt\":\"00421-000002\",\"bill\":\"004210000017\",\"tender\":\"cash\",\"amount\":0,\"status\":\"confirmed\","
      "\"tendered\":0,\"change\":0}",
      KAUNTA_JOURNAL_ERROR_KEYS },
    { KAUNTA_FACT_PAYMENT_TAKEN,
      "{\"receipt\":\"00421-000002\",\"bill\":\"004210000017\",\"tender\":\"cash\",\"amount\":2,\"status\":\"confirmed\","
      "\"tendered\":5,\"change\":2}",
      KAUNTA_JOURNAL_ERROR_AMOUNT },
    { KAUNTA_FACT_PAYMENT_TAKEN,
      "{\"receipt\":\"00421-000002\",\"bill\":\"004210000017\",\"tender\":\"card\",\"amount\":1,\"status\":\"confirmed\"}",
      KAUNTA_JOURNAL_ERROR_KEYS },
    { KAUNTA_FACT_PAYMENT_TAKEN,
      "{\"receipt\":\"00421-000002\",\"bill\":\"004210000017\",\"tender\":\"mpesa\",\"amount\":1,\"status\":\"claimed\","
      "\"reference\":\"UKN0000002\"}",
      KAUNTA_JOURNAL_ERROR_KEYS },
    { KAUNTA_FACT_PAYMENT_TAKEN,
      "{\"receipt\":\"00421-000002\",\"bill\":\"004210000017\",\"tender\":\"card\",\"amount\":1,\"status\":\"rejected\","
      "\"reference\":\"1\"}",
      KAUNTA_JOURNAL_ERROR_KEYS },
    { KAUNTA_FACT_PAYMENT_SETTLED, "{\"receipt\":\"00421-000001\",\"status\":\"claimed\",\"evidence\":\"x\"}",
      KAUNTA_JOURNAL_ERROR_KEYS },
    { KAUNTA_FACT_RECEIPT_PRINTED, "{\"receipt\":\"00421-1\",\"copy\":1}", KAUNTA_JOURNAL_ERROR_NUMBER },
    { KAUNTA_FACT_CASH_DROPPED, "{\"amount\":-1,\"reason\":\"x\"}", KAUNTA_JOURNAL_ERROR_KEYS },
    { KAUNTA_FACT_CASH_DROPPED, "{\"amount\":1,\"reason\":\"\"}", KAUNTA_JOURNAL_ERROR_KEYS },
    { KAUNTA_FACT_TILL_COUNTED, "{\"counts\":{\"100\":2},\"total\":100,\"attempt\":1}", KAUNTA_JOURNAL_ERROR_AMOUNT },
    { KAUNTA_FACT_TILL_COUNTED, "{\"counts\":{\"0100\":1},\"total\":100,\"attempt\":1}", KAUNTA_JOURNAL_ERROR_KEYS },
    { KAUNTA_FACT_TILL_COUNTED, "{\"counts\":{\"100\":-1},\"total\":0,\"attempt\":1}", KAUNTA_JOURNAL_ERROR_KEYS },
    { KAUNTA_FACT_TILL_COUNTED, "{\"counts\":{\"9007199254740991\":9007199254740991},\"total\":0,\"attempt\":1}",
      KAUNTA_JOURNAL_ERROR_AMOUNT },
    { KAUNTA_FACT_DEPOSIT_BANKED, "{\"bank\":\"KCB\",\"slip\":\"7\",\"amount\":100,\"tills\":[7],\"date\":\"2026-11-23\"}",
      KAUNTA_JOURNAL_ERROR_KEYS },
    { KAUNTA_FACT_DEPOSIT_BANKED, "{\"bank\":\"KCB\",\"slip\":\"7\",\"amount\":100,\"tills\":[],\"date\":\"2026-02-30\"}",
      KAUNTA_JOURNAL_ERROR_KEYS },
    { KAUNTA_FACT_EXCEPTION_SETTLED, "{\"exception\":\"7\",\"action\":\"refund\"}", KAUNTA_JOURNAL_ERROR_KEYS },
    { KAUNTA_FACT_CLOCK_MOVED, "{\"from\":\"yesterday\",\"to\":\"2026-11-23T08:15:30.123Z\"}", KAUNTA_JOURNAL_ERROR_KEYS },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_test_message ("%s %s", kaunta_fact_type_to_nick (wrong[i].type), wrong[i].data);
      assert_entry (wrong[i].type, NULL, wrong[i].data, wrong[i].code);
    }
}

static void
a_variance_is_counted_less_expected (void)
{
  g_autoptr (JournalMaker) maker = make_open ();

  journal_maker_add (maker, KAUNTA_FACT_TILL_CLOSED,
                     "{\"z\":1,\"expected\":{\"cash\":200000},\"counted\":{\"cash\":200000},\"variance\":{\"cash\":-1},"
                     "\"payments\":0,\"reversals\":0,\"first\":3,\"last\":4,\"unsynced\":0,\"head\":"
                     "\"0000000000000000000000000000000000000000000000000000000000000000\",\"ack\":null}");
  assert_fault (maker, KAUNTA_JOURNAL_ERROR_AMOUNT);
}

static void
text_is_in_form_nfc (void)
{
  g_autoptr (JournalMaker) maker = make_open ();
  g_autofree char *prev = kaunta_hash_to_hex (maker->prev);
  g_autofree char *body = g_strdup_printf (
      "{\"approver\":null,\"at\":\"2026-11-23T08:15:30.123Z\",\"boot\":\"5f3c9a01\",\"clerk\":\"1007\",\"data\":{\"id\":\"u\xcc\x83\","
      "\"kind\":\"citizen\",\"why\":\"bill\"},\"device\":\"00421\",\"epoch\":1,\"prev\":\"%s\",\"seq\":5,\"till\":null,"
      "\"turnover\":0,\"type\":\"payer.viewed\",\"up\":1,\"v\":1}",
      prev);

  journal_maker_add_raw (maker, body);
  assert_fault (maker, KAUNTA_JOURNAL_ERROR_FORM);
}

static KauntaAcknowledgement
make_ack (JournalMaker *maker, gint64 seq)
{
  KauntaAcknowledgement ack = { .epoch = maker->epoch, .seq = seq, .at = maker->at };
  const JournalLine *line = maker->lines->pdata[seq - 1];
  guint8 hash[KAUNTA_HASH_BYTES];
  g_autofree char *head = NULL;

  kaunta_hash (g_bytes_get_data (line->body, NULL), g_bytes_get_size (line->body), hash);
  head = kaunta_hash_to_hex (hash);
  g_strlcpy (ack.device, maker->device, sizeof ack.device);
  g_strlcpy (ack.head, head, sizeof ack.head);
  kaunta_acknowledgement_sign (&ack, maker->portal_key);
  return ack;
}

/* @ack given before the entries and after them; @fault 0: good. */
static void
assert_ack (JournalMaker *maker, const KauntaAcknowledgement *ack, gint64 fault)
{
  g_autoptr (KauntaVerifier) before = kaunta_verifier_new (NULL);
  g_autoptr (KauntaVerifier) after = kaunta_verifier_new (NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (kaunta_verifier_add_acknowledgement (before, ack, &error));
  g_assert_cmpint (feed (before, maker, &error), ==, fault);
  if (fault == 0)
    g_assert_no_error (error);
  else
    g_assert_error (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_ACKNOWLEDGEMENT);
  g_clear_error (&error);

  for (guint i = 0; i < maker->lines->len; i++)
    {
      const JournalLine *line = maker->lines->pdata[i];

      g_assert_true (kaunta_verifier_feed (after, line->body, line->sig, &error));
    }
  g_assert_cmpint (kaunta_verifier_add_acknowledgement (after, ack, &error) && kaunta_verifier_finish (after, &error), ==,
                   fault == 0);
  g_assert_cmpint (kaunta_verifier_get_fault (after), ==, fault);
}

static void
an_acknowledgement_lies_on_the_chain (void)
{
  g_autoptr (JournalMaker) maker = make_open ();
  KauntaAcknowledgement good = make_ack (maker, 3);
  KauntaAcknowledgement other_head = good;
  KauntaAcknowledgement other_device = good;
  KauntaAcknowledgement unsigned_ack = good;
  KauntaAcknowledgement later_epoch = good;

  assert_ack (maker, &good, 0);
  other_head.head[0] = other_head.head[0] == '0' ? '1' : '0';
  kaunta_acknowledgement_sign (&other_head, maker->portal_key);
  assert_ack (maker, &other_head, 3);
  other_device.device[4] = '2';
  kaunta_acknowledgement_sign (&other_device, maker->portal_key);
  assert_ack (maker, &other_device, 3);
  unsigned_ack.sig[0] ^= 1;
  assert_ack (maker, &unsigned_ack, 3);
  later_epoch.epoch = 2;
  kaunta_acknowledgement_sign (&later_epoch, maker->portal_key);
  assert_ack (maker, &later_epoch, 3);
}

static void
an_acknowledgement_of_what_is_missing_shows_the_cut (void)
{
  g_autoptr (JournalMaker) maker = make_open ();
  KauntaAcknowledgement ack = make_ack (maker, 4);

  ack.seq = 9;
  kaunta_acknowledgement_sign (&ack, maker->portal_key);
  assert_ack (maker, &ack, 5);
}

static void
an_acknowledgement_in_a_z_report_lies_on_the_chain (void)
{
  g_autoptr (JournalMaker) maker = make_open ();
  g_autoptr (JournalMaker) forged = make_open ();
  KauntaAcknowledgement ack = make_ack (maker, 4);
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *text = NULL;

  json_node_take_object (node, kaunta_acknowledgement_to_json (&ack));
  text = kaunta_json_canonical (node, NULL, NULL);
  add_closed (maker, 1, 200000, 200000, 0, 3, 4, text);
  assert_good (maker);

  json_object_set_int_member (json_node_get_object (node), "seq", 3);
  g_free (text);
  text = kaunta_json_canonical (node, NULL, NULL);
  add_closed (forged, 1, 200000, 200000, 0, 3, 4, text);
  assert_fault (forged, KAUNTA_JOURNAL_ERROR_ACKNOWLEDGEMENT);
}

static void
assert_export_fault (const char *json, gint64 place, int code)
{
  g_autoptr (GBytes) bytes = g_bytes_new (json, strlen (json));
  KauntaVerifierSummary summary;
  g_autoptr (GError) error = NULL;
  gint64 found = -1;

  g_assert_false (kaunta_verify_export (bytes, NULL, &summary, &found, &error));
  g_assert_error (error, KAUNTA_JOURNAL_ERROR, code);
  g_assert_cmpint (found, ==, place);
}

static void
an_export_that_is_none_has_no_place (void)
{
  assert_export_fault ("", 0, KAUNTA_JOURNAL_ERROR_FORM);
  assert_export_fault ("[]", 0, KAUNTA_JOURNAL_ERROR_FORM);
  assert_export_fault ("{}", 0, KAUNTA_JOURNAL_ERROR_KEYS);
  assert_export_fault ("{\"key\":\"x\",\"entries\":{}}", 0, KAUNTA_JOURNAL_ERROR_KEYS);
  assert_export_fault ("{\"key\":\"x\",\"entries\":[1]}", 1, KAUNTA_JOURNAL_ERROR_KEYS);
  assert_export_fault ("{\"key\":\"x\",\"entries\":[{\"body\":\"{}\",\"sig\":\"x\"}]}", 1, KAUNTA_JOURNAL_ERROR_SIGNATURE);
}

static void
an_export_is_held_against_the_key_given (void)
{
  g_autoptr (JournalMaker) maker = make_open ();
  g_autoptr (GBytes) bytes = journal_maker_export (maker);
  KauntaVerifierSummary summary;
  g_autoptr (GError) error = NULL;
  gint64 place = -1;

  g_assert_true (kaunta_verify_export (bytes, kaunta_key_get_public (maker->key), &summary, &place, &error));
  g_assert_no_error (error);
  g_assert_false (kaunta_verify_export (bytes, kaunta_key_get_public (maker->portal_key), &summary, &place, &error));
  g_assert_error (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_SIGNATURE);
  g_assert_cmpint (place, ==, 1);
}

static const struct
{
  const char *path;
  GTestFunc test;
} tests[] = {
  { "/verifier/accepts-a-whole-day", accepts_a_whole_day },
  { "/verifier/begins-with-the-enrolment-of-epoch-1", begins_with_the_enrolment_of_epoch_1 },
  { "/verifier/an-epoch-is-signed-with-its-own-key", an_epoch_is_signed_with_its_own_key },
  { "/verifier/epochs-go-up-one-by-one-and-only-with-an-enrolment", epochs_go_up_one_by_one_and_only_with_an_enrolment },
  { "/verifier/another-key-than-the-known-one-is-a-fault-of-the-newest-enrolment",
    another_key_than_the_known_one_is_a_fault_of_the_newest_enrolment },
  { "/verifier/another-hash-before-breaks-the-chain", another_hash_before_breaks_the_chain },
  { "/verifier/another-device-has-no-place-in-the-journal", another_device_has_no_place_in_the_journal },
  { "/verifier/bill-numbers-have-no-gap-and-no-reuse", bill_numbers_have_no_gap_and_no_reuse },
  { "/verifier/receipt-numbers-have-no-gap-and-no-reuse", receipt_numbers_have_no_gap_and_no_reuse },
  { "/verifier/money-for-a-bill-that-needs-none-is-recorded", money_for_a_bill_that_needs_none_is_recorded },
  { "/verifier/only-own-bills-can-be-missed", only_own_bills_can_be_missed },
  { "/verifier/a-bill-is-cancelled-once-and-by-two", a_bill_is_cancelled_once_and_by_two },
  { "/verifier/a-payment-is-reversed-once-and-for-its-amount", a_payment_is_reversed_once_and_for_its_amount },
  { "/verifier/copies-are-counted-and-the-third-is-approved", copies_are_counted_and_the_third_is_approved },
  { "/verifier/only-receipts-that-exist-are-settled", only_receipts_that_exist_are_settled },
  { "/verifier/turnover-adds-up", turnover_adds_up },
  { "/verifier/money-and-bills-need-an-open-till", money_and_bills_need_an_open_till },
  { "/verifier/tills-are-opened-one-after-the-other", tills_are_opened_one_after_the_other },
  { "/verifier/a-z-report-adds-up", a_z_report_adds_up },
  { "/verifier/a-z-report-has-every-tender", a_z_report_has_every_tender },
  { "/verifier/counts-are-kept-and-the-last-one-holds", counts_are_kept_and_the_last_one_holds },
  { "/verifier/only-opened-tills-are-banked", only_opened_tills_are_banked },
  { "/verifier/data-is-what-its-type-must-carry", data_is_what_its_type_must_carry },
  { "/verifier/a-variance-is-counted-less-expected", a_variance_is_counted_less_expected },
  { "/verifier/text-is-in-form-nfc", text_is_in_form_nfc },
  { "/verifier/an-acknowledgement-lies-on-the-chain", an_acknowledgement_lies_on_the_chain },
  { "/verifier/an-acknowledgement-of-what-is-missing-shows-the-cut", an_acknowledgement_of_what_is_missing_shows_the_cut },
  { "/verifier/an-acknowledgement-in-a-z-report-lies-on-the-chain", an_acknowledgement_in_a_z_report_lies_on_the_chain },
  { "/verifier/an-export-that-is-none-has-no-place", an_export_that_is_none_has_no_place },
  { "/verifier/an-export-is-held-against-the-key-given", an_export_is_held_against_the_key_given },
};

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add_func (tests[i].path, tests[i].test);

  return g_test_run ();
}
