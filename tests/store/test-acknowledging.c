/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "test-ledger.h"

static KauntaTail
read_tail (TestLedger *test)
{
  KauntaTail tail;

  g_assert_true (kaunta_ledger_get_tail (test->ledger, &tail, NULL));
  return tail;
}

/* Five entries: two payments, 50.00 and 20.00, are the last. */
static TestLedger *
make_ledger (void)
{
  TestLedger *test = test_ledger_new ();
  g_autofree char *session = test_ledger_open_till (test);
  g_autofree char *bill = test_ledger_raise_bill (test, "20000001", "Wanjiku Atieno", 35000);
  g_autofree char *first = test_ledger_take_cash (test, bill, 5000);
  g_autofree char *second = test_ledger_take_cash (test, bill, 2000);

  return test;
}

static void
test_shortens_the_tail (void)
{
  g_autoptr (TestLedger) test = make_ledger ();
  KauntaAcknowledgement ack;
  KauntaTail tail;

  g_assert_cmpint (read_tail (test).waiting_cents, ==, 7000);
  test_ledger_draft_acknowledgement (test, 4, &ack);
  g_assert_true (kaunta_ledger_acknowledge (test->ledger, &ack, NULL));
  tail = read_tail (test);
  g_assert_cmpint (tail.acknowledged, ==, 4);
  g_assert_cmpint (tail.waiting_cents, ==, 2000);
  g_assert_cmpint (tail.oldest_at, ==, TEST_LEDGER_MORNING_MS + 4 * 7000);

  test_ledger_draft_acknowledgement (test, 5, &ack);
  g_assert_true (kaunta_ledger_acknowledge (test->ledger, &ack, NULL));
  tail = read_tail (test);
  g_assert_cmpint (tail.acknowledged, ==, tail.seq);
  g_assert_cmpint (tail.waiting_cents, ==, 0);
  g_assert_cmpint (tail.oldest_at, ==, 0);
}

static void
test_keeps_the_newest (void)
{
  g_autoptr (TestLedger) test = make_ledger ();
  KauntaAcknowledgement older, newer, held;
  gboolean found = TRUE;

  g_assert_true (kaunta_ledger_get_acknowledgement (test->ledger, &held, &found, NULL));
  g_assert_false (found);
  test_ledger_draft_acknowledgement (test, 3, &older);
  test_ledger_draft_acknowledgement (test, 4, &newer);
  g_assert_true (kaunta_ledger_acknowledge (test->ledger, &newer, NULL));
  g_assert_true (kaunta_ledger_acknowledge (test->ledger, &older, NULL));
  test_ledger_reopen (test);
  g_assert_true (kaunta_ledger_get_acknowledgement (test->ledger, &held, &found, NULL));
  g_assert_true (found);
  g_assert_cmpint (held.seq, ==, 4);
  g_assert_true (kaunta_acknowledgement_verify (&held, kaunta_key_get_public (test->portal_key), NULL));
}

static void
assert_fenced (TestLedger *test, const KauntaAcknowledgement *ack)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (kaunta_ledger_acknowledge (test->ledger, ack, &error));
  g_assert_error (error, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_FENCED);
  g_assert_cmpint (read_tail (test).acknowledged, ==, 0);
}

static void
test_fences_what_is_not_on_the_chain (void)
{
  g_autoptr (TestLedger) test = make_ledger ();
  KauntaAcknowledgement ack;

  test_ledger_draft_acknowledgement (test, 4, &ack);
  ack.head[0] = ack.head[0] == 'a' ? 'b' : 'a';
  kaunta_acknowledgement_sign (&ack, test->portal_key);
  assert_fenced (test, &ack);

  test_ledger_draft_acknowledgement (test, 5, &ack);
  ack.seq = 6;
  kaunta_acknowledgement_sign (&ack, test->portal_key);
  assert_fenced (test, &ack);

  test_ledger_draft_acknowledgement (test, 4, &ack);
  g_strlcpy (ack.device, "00422", sizeof ack.device);
  kaunta_acknowledgement_sign (&ack, test->portal_key);
  assert_fenced (test, &ack);

  test_ledger_draft_acknowledgement (test, 4, &ack);
  ack.epoch = 2;
  kaunta_acknowledgement_sign (&ack, test->portal_key);
  assert_fenced (test, &ack);
}

static void
test_fences_another_signature (void)
{
  g_autoptr (TestLedger) test = make_ledger ();
  KauntaAcknowledgement ack;

  test_ledger_draft_acknowledgement (test, 4, &ack);
  kaunta_acknowledgement_sign (&ack, test->key);
  assert_fenced (test, &ack);
}

static void
test_closing_tells_what_is_unsynced (void)
{
  g_autoptr (TestLedger) test = make_ledger ();
  g_autoptr (GPtrArray) entries = NULL;
  const KauntaEntry *closed;
  KauntaAcknowledgement ack;
  KauntaTail before;
  KauntaTail after;

  test_ledger_draft_acknowledgement (test, 4, &ack);
  g_assert_true (kaunta_ledger_acknowledge (test->ledger, &ack, NULL));
  before = read_tail (test);
  test_ledger_count_and_close (test);
  after = read_tail (test);
  entries = kaunta_ledger_read_entries (test->ledger, after.seq - 1, 1, G_MAXSIZE, NULL);
  closed = entries->pdata[0];
  g_assert_cmpint (json_object_get_int_member (closed->data, "ack"), ==, 4);
  g_assert_cmpint (json_object_get_int_member (closed->data, "last"), ==, before.seq + 1);
  g_assert_cmpint (json_object_get_int_member (closed->data, "unsynced"), ==, before.seq + 1 - 4);
  g_assert_cmpint (json_object_get_int_member (closed->data, "z"), ==, 1);
}

static void
test_reads_in_bounded_pages (void)
{
  g_autoptr (TestLedger) test = make_ledger ();
  g_autoptr (GPtrArray) two = kaunta_ledger_read_entries (test->ledger, 1, 2, G_MAXSIZE, NULL);
  g_autoptr (GPtrArray) tiny = kaunta_ledger_read_entries (test->ledger, 1, 100, 1, NULL);
  g_autoptr (GPtrArray) some = kaunta_ledger_read_entries (test->ledger, 0, 100, 1000, NULL);
  g_autoptr (GPtrArray) none = kaunta_ledger_read_entries (test->ledger, 5, 100, G_MAXSIZE, NULL);
  gsize bytes = 0;

  g_assert_cmpuint (two->len, ==, 2);
  g_assert_cmpint (((KauntaEntry *) two->pdata[0])->seq, ==, 2);
  g_assert_cmpuint (tiny->len, ==, 1);
  for (guint i = 0; i < some->len; i++)
    bytes += g_bytes_get_size (((KauntaEntry *) some->pdata[i])->body);
  g_assert_cmpuint (some->len, >, 1);
  g_assert_cmpuint (some->len, <, 5);
  g_assert_cmpuint (bytes, <=, 1000);
  g_assert_cmpuint (none->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/acknowledging/shortens-the-tail", test_shortens_the_tail);
  g_test_add_func ("/acknowledging/keeps-the-newest", test_keeps_the_newest);
  g_test_add_func ("/acknowledging/fences-what-is-not-on-the-chain", test_fences_what_is_not_on_the_chain);
  g_test_add_func ("/acknowledging/fences-another-signature", test_fences_another_signature);
  g_test_add_func ("/acknowledging/closing-tells-what-is-unsynced", test_closing_tells_what_is_unsynced);
  g_test_add_func ("/acknowledging/reads-in-bounded-pages", test_reads_in_bounded_pages);
  return g_test_run ();
}
