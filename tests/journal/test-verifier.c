/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <string.h>
#include "json.h"
#include "reading.h"
#include "verifying.h"

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
begins_with_an_enrolment (void)
{
  g_autoptr (JournalMaker) signed_in = journal_maker_new ();
  g_autoptr (JournalMaker) epoch = journal_maker_new ();
  g_autoptr (JournalMaker) twice = journal_maker_new ();
  g_autoptr (JournalMaker) seq = journal_maker_new ();

  journal_maker_add (signed_in, KAUNTA_FACT_CLERK_SIGNED_IN, "{}");
  assert_fault (signed_in, KAUNTA_JOURNAL_ERROR_SEQ);
  epoch->epoch = 2;
  journal_maker_enrol (epoch);
  assert_good (epoch);
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
  add_counted (maker, 1, 235000);
  add_closed (maker, 1, 235000, 235000, 1, 3, 8, "null");
  assert_good (maker);

  journal_maker_enrol_again (with_old_key, 2);
  kaunta_key_unref (with_old_key->key);
  with_old_key->key = old;
  add_cash (with_old_key, "00421-000001", 35000);
  assert_fault (with_old_key, KAUNTA_JOURNAL_ERROR_SIGNATURE);
}

static void
epochs_go_up_and_only_with_an_enrolment (void)
{
  g_autoptr (JournalMaker) skipped = make_open ();
  g_autoptr (JournalMaker) unenrolled = make_open ();
  g_autoptr (JournalMaker) fallen_back = make_open ();

  skipped->epoch++;
  journal_maker_enrol_again (skipped, 2);
  add_cash (skipped, "00421-000001", 35000);
  assert_good (skipped);
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
  add_counted (maker, 1, 200000);
  add_closed (maker, 1, 200000, 200000, 0, 3, 5, text);
  assert_good (maker);

  json_object_set_int_member (json_node_get_object (node), "seq", 3);
  g_free (text);
  text = kaunta_json_canonical (node, NULL, NULL);
  add_counted (forged, 1, 200000);
  add_closed (forged, 1, 200000, 200000, 0, 3, 5, text);
  assert_fault (forged, KAUNTA_JOURNAL_ERROR_ACKNOWLEDGEMENT);
}

static void
assert_export_fault (const char *json, gint64 place, int code)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data (json, -1, NULL);
  KauntaVerifierSummary summary;
  g_autoptr (GError) error = NULL;
  gint64 found = -1;

  g_assert_false (kaunta_journal_verify (kaunta_export_read, stream, NULL, &summary, &found, &error));
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

static gboolean
verify_export (JournalMaker *maker, const char *key, gint64 *place, GError **error)
{
  g_autoptr (GBytes) bytes = journal_maker_export (maker);
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_bytes (bytes);
  KauntaVerifierSummary summary;

  return kaunta_journal_verify (kaunta_export_read, stream, key, &summary, place, error);
}

static void
an_export_is_held_against_the_key_given (void)
{
  g_autoptr (JournalMaker) maker = make_open ();
  g_autoptr (GError) error = NULL;
  gint64 place = -1;

  g_assert_true (verify_export (maker, kaunta_key_get_public (maker->key), &place, &error));
  g_assert_no_error (error);
  g_assert_false (verify_export (maker, kaunta_key_get_public (maker->portal_key), &place, &error));
  g_assert_error (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_SIGNATURE);
  g_assert_cmpint (place, ==, 1);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/verifier/accepts-a-whole-day", accepts_a_whole_day);
  g_test_add_func ("/verifier/begins-with-an-enrolment", begins_with_an_enrolment);
  g_test_add_func ("/verifier/an-epoch-is-signed-with-its-own-key", an_epoch_is_signed_with_its_own_key);
  g_test_add_func ("/verifier/epochs-go-up-and-only-with-an-enrolment", epochs_go_up_and_only_with_an_enrolment);
  g_test_add_func ("/verifier/another-key-than-the-known-one-is-a-fault-of-the-newest-enrolment",
                   another_key_than_the_known_one_is_a_fault_of_the_newest_enrolment);
  g_test_add_func ("/verifier/another-hash-before-breaks-the-chain", another_hash_before_breaks_the_chain);
  g_test_add_func ("/verifier/another-device-has-no-place-in-the-journal",
                   another_device_has_no_place_in_the_journal);
  g_test_add_func ("/verifier/text-is-in-form-nfc", text_is_in_form_nfc);
  g_test_add_func ("/verifier/an-acknowledgement-lies-on-the-chain", an_acknowledgement_lies_on_the_chain);
  g_test_add_func ("/verifier/an-acknowledgement-of-what-is-missing-shows-the-cut",
                   an_acknowledgement_of_what_is_missing_shows_the_cut);
  g_test_add_func ("/verifier/an-acknowledgement-in-a-z-report-lies-on-the-chain",
                   an_acknowledgement_in_a_z_report_lies_on_the_chain);
  g_test_add_func ("/verifier/an-export-that-is-none-has-no-place", an_export_that_is_none_has_no_place);
  g_test_add_func ("/verifier/an-export-is-held-against-the-key-given",
                   an_export_is_held_against_the_key_given);

  return g_test_run ();
}
