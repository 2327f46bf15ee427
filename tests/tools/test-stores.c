/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <sqlite3.h>
#include <string.h>
#include "json.h"
#include "running.h"
#include "temp-profile.h"
#include "test-ledger.h"
#include "test-portal.h"

#define PAYER "Kiprono Unmistakable"

/* A till, a bill, a payment, acknowledged up to there; then what the portal does not know yet. */
static TestLedger *
make_counter (void)
{
  TestLedger *ledger = test_ledger_new ();
  g_autofree char *session = test_ledger_open_till (ledger);
  g_autofree char *bill = test_ledger_raise_bill (ledger, "20000001", PAYER, 35000);
  g_autofree char *receipt = test_ledger_take_cash (ledger, bill, 35000);
  KauntaAcknowledgement ack;
  KauntaTail tail;
  g_autoptr (GError) error = NULL;

  g_assert_true (kaunta_ledger_get_tail (ledger->ledger, &tail, &error));
  test_ledger_draft_acknowledgement (ledger, tail.seq, &ack);
  g_assert_true (kaunta_ledger_acknowledge (ledger->ledger, &ack, &error));
  g_assert_no_error (error);
  test_ledger_reverse (ledger, receipt, 35000);
  test_ledger_count_and_close (ledger);
  return ledger;
}

static void
assert_good (const char *path)
{
  g_autofree char *output = NULL;
  g_autofree char *complaint = NULL;

  g_assert_cmpint (run_program (&output, &complaint, KAUNTACTL, "verify", path, NULL), ==, 0);
  g_assert_cmpstr (complaint, ==, "");
  g_assert_nonnull (strstr (output, "good: "));
}

static void
verifies_a_counter_in_use (void)
{
  g_autoptr (TestLedger) ledger = make_counter ();
  g_autofree char *output = NULL;

  assert_good (ledger->profile);
  assert_good (ledger->path);
  g_assert_cmpint (run_program (&output, NULL, KAUNTACTL, "verify", ledger->path, "--key",
                                kaunta_key_get_public (ledger->key), NULL),
                   ==, 0);
  g_assert_nonnull (strstr (output, "bills 1, payments 1, reversals 1, tills closed 1, turnover KES 0.00\n"));
  g_clear_pointer (&output, g_free);
  g_assert_cmpint (run_program (&output, NULL, KAUNTACTL, "verify", ledger->path, "--key",
                                kaunta_key_get_public (ledger->portal_key), NULL),
                   ==, 1);
  g_assert_true (g_str_has_prefix (output, "entry 1: "));
}

/* The seq of the entry whose body holds @text. */
static gint64
find_entry (TestLedger *ledger, const char *text)
{
  g_autoptr (GPtrArray) entries = kaunta_ledger_read_entries (ledger->ledger, 0, 1000, G_MAXSIZE, NULL);

  for (guint i = 0; i < entries->len; i++)
    {
      const KauntaEntry *entry = entries->pdata[i];

      if (g_strstr_len (g_bytes_get_data (entry->body, NULL), (gssize) g_bytes_get_size (entry->body), text)
          != NULL)
        return entry->seq;
    }

  g_assert_not_reached ();
}

/* In every table, so that nothing but the signature can tell. */
static void
replace_in_file (const char *path, const char *from, const char *to)
{
  g_autofree char *bytes = NULL;
  gsize length = 0;
  gsize size = strlen (from);
  guint replaced = 0;
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (strlen (to), ==, size);
  g_file_get_contents (path, &bytes, &length, &error);
  g_assert_no_error (error);
  for (gsize i = 0; i + size <= length; i++)
    {
      if (memcmp (bytes + i, from, size) == 0)
        {
          memcpy (bytes + i, to, size);
          replaced++;
        }
    }

  g_assert_cmpuint (replaced, >, 0);
  g_file_set_contents (path, bytes, (gssize) length, &error);
  g_assert_no_error (error);
}

static void
finds_the_entry_that_was_changed_in_the_file (void)
{
  g_autoptr (TestLedger) ledger = make_counter ();
  gint64 seq = find_entry (ledger, PAYER);
  g_autofree char *expected = g_strdup_printf ("entry %" G_GINT64_FORMAT ": ", seq);
  g_autofree char *output = NULL;
  g_autofree char *complaint = NULL;

  g_clear_pointer (&ledger->ledger, kaunta_ledger_close);
  replace_in_file (ledger->path, "Kiprono Unm", "Kiprona Unm");

  g_assert_cmpint (run_program (&output, &complaint, KAUNTACTL, "verify", ledger->path, NULL), ==, 1);
  g_assert_cmpstr (complaint, ==, "");
  g_assert_true (g_str_has_prefix (output, expected));
  test_ledger_reopen (ledger);
}

static void
finds_an_entry_that_can_not_be_read (void)
{
  g_autoptr (TestLedger) ledger = make_counter ();
  gint64 seq = find_entry (ledger, PAYER);
  g_autofree char *expected = g_strdup_printf ("entry %" G_GINT64_FORMAT ": ", seq);
  g_autofree char *output = NULL;

  g_clear_pointer (&ledger->ledger, kaunta_ledger_close);
  replace_in_file (ledger->path, "\"name\":\"" PAYER, "\"name\":'" PAYER);

  g_assert_cmpint (run_program (&output, NULL, KAUNTACTL, "verify", ledger->path, NULL), ==, 1);
  g_assert_true (g_str_has_prefix (output, expected));
  test_ledger_reopen (ledger);
}

/* The next entry would be chained to it. */
static void
finds_a_hash_that_is_not_its_entrys (void)
{
  g_autoptr (TestLedger) ledger = make_counter ();
  gint64 seq = find_entry (ledger, "till.closed");
  g_autofree char *expected = g_strdup_printf ("entry %" G_GINT64_FORMAT ": what is kept as its hash", seq);
  g_autofree char *output = NULL;
  KauntaTail tail;
  guint8 hash[KAUNTA_HASH_BYTES];
  g_autofree char *bytes = NULL;
  gsize length = 0;

  g_assert_true (kaunta_ledger_get_tail (ledger->ledger, &tail, NULL));
  g_assert_cmpint (tail.seq, ==, seq);
  g_clear_pointer (&ledger->ledger, kaunta_ledger_close);
  for (gsize i = 0; i < sizeof hash; i++)
    hash[i] = (guint8) (g_ascii_xdigit_value (tail.head[2 * i]) << 4 | g_ascii_xdigit_value (tail.head[2 * i + 1]));

  g_assert_true (g_file_get_contents (ledger->path, &bytes, &length, NULL));
  for (gsize i = 0; i + sizeof hash <= length; i++)
    {
      if (memcmp (bytes + i, hash, sizeof hash) == 0)
        bytes[i] ^= 1;
    }
  g_assert_true (g_file_set_contents (ledger->path, bytes, (gssize) length, NULL));

  g_assert_cmpint (run_program (&output, NULL, KAUNTACTL, "verify", ledger->path, NULL), ==, 1);
  g_assert_true (g_str_has_prefix (output, expected));
  test_ledger_reopen (ledger);
}

/* What people read in the window is in tables: nobody signed them. */
static void
finds_a_table_that_is_not_the_journals (void)
{
  g_autoptr (TestLedger) ledger = make_counter ();
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  sqlite3 *handle = NULL;

  g_assert_cmpint (run_program (&before, NULL, KAUNTACTL, "verify", ledger->path, "--tables", NULL), ==, 0);
  g_assert_nonnull (strstr (before, "\ntables: good\n"));
  g_assert_cmpint (sqlite3_open (ledger->path, &handle), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle, "UPDATE bill SET payer_name = 'Somebody Else'", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (handle);
  g_assert_cmpint (run_program (&after, NULL, KAUNTACTL, "verify", ledger->path, "--tables", NULL), ==, 1);
  g_assert_true (g_str_has_prefix (after, "good: "));
  g_assert_null (strstr (after, "tables: good"));
}

static void
an_export_verifies_like_its_store (void)
{
  g_autoptr (TestLedger) ledger = make_counter ();
  g_autofree char *path = g_build_filename (ledger->profile, "export.json", NULL);
  g_autofree char *output = NULL;
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object = NULL;
  KauntaTail tail;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (run_program (&output, NULL, KAUNTACTL, "export", ledger->profile, NULL), ==, 0);
  g_file_set_contents (path, output, -1, &error);
  g_assert_no_error (error);
  assert_good (path);

  node = kaunta_json_parse (output, strlen (output), G_MAXINT, KAUNTA_JSON_NORMAL, &error);
  g_assert_no_error (error);
  object = json_node_get_object (node);
  g_assert_true (kaunta_ledger_get_tail (ledger->ledger, &tail, &error));
  g_assert_cmpint (json_array_get_length (json_object_get_array_member (object, "entries")), ==, tail.seq);
  g_assert_cmpint (json_array_get_length (json_object_get_array_member (object, "acknowledgements")), ==, 1);
  g_assert_cmpstr (json_object_get_string_member (object, "key"), ==, kaunta_key_get_public (ledger->key));
}

static void
a_rebuild_changes_nothing (void)
{
  g_autoptr (TestLedger) ledger = make_counter ();
  g_autofree char *output = NULL;

  g_clear_pointer (&ledger->ledger, kaunta_ledger_close);
  g_assert_cmpint (run_program (&output, NULL, KAUNTACTL, "rebuild", ledger->profile, NULL), ==, 0);
  g_assert_cmpstr (output, ==, "rebuilt: everything is as it was\n");
  test_ledger_reopen (ledger);
}

static void
a_rebuild_makes_no_profile_where_there_is_none (void)
{
  char *folder = test_temp_profile_new ();
  g_autofree char *path = g_build_filename (folder, "mistyped", NULL);

  g_assert_cmpint (run_program (NULL, NULL, KAUNTACTL, "rebuild", path, NULL), ==, 1);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  test_temp_profile_free (folder);
}

/* As a push would. */
static void
hand_over (TestPortal *portal, KauntaClock *clock, const char *profile)
{
  g_autofree char *path = g_build_filename (profile, "counter.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaLedger) ledger = kaunta_ledger_open_readonly (path, clock, &error);
  g_auto (KauntaEnrolment) enrolment = { NULL };
  g_auto (KauntaPortalDevice) device = { "" };
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GPtrArray) exceptions = NULL;
  KauntaAcknowledgement ack;
  gint64 seq = 0;

  g_assert_no_error (error);
  kaunta_ledger_get_enrolment (ledger, &enrolment, &error);
  g_assert_no_error (error);
  kaunta_portal_storage_find_device (test_portal_get_storage (portal), enrolment.token, &device, &error);
  g_assert_no_error (error);
  entries = kaunta_ledger_read_entries (ledger, 0, 100, G_MAXSIZE, &error);
  g_assert_no_error (error);
  kaunta_portal_storage_append (test_portal_get_storage (portal), &device, entries, &ack, &exceptions, &seq,
                                &error);
  g_assert_no_error (error);
}

static void
enrols_and_the_portal_verifies_too (void)
{
  g_autoptr (TestManualClock) clock = test_manual_clock_new (TEST_LEDGER_MORNING_MS);
  g_autoptr (TestPortal) portal = test_portal_new (KAUNTA_CLOCK (clock));
  char *profile = test_temp_profile_new ();
  g_autofree char *code = test_portal_create_code (portal, NULL);
  g_autofree char *output = NULL;
  g_autofree char *complaint = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *device = NULL;

  g_assert_cmpint (run_program (&output, &complaint, KAUNTACTL, "enrol", profile,
                                test_portal_get_url (portal), code, "Window 1", NULL),
                   ==, 0);
  g_assert_cmpstr (complaint, ==, "");
  g_assert_true (g_str_has_prefix (output, "enrolled: device "));
  device = g_strndup (output + strlen ("enrolled: device "), 5);
  assert_good (profile);

  hand_over (portal, KAUNTA_CLOCK (clock), profile);
  expected = g_strdup_printf ("device %s\ngood: 1 entry of device %s, epoch 1\n", device, device);
  g_clear_pointer (&output, g_free);
  g_clear_pointer (&complaint, g_free);
  g_assert_cmpint (run_program (&output, &complaint, KAUNTACTL, "verify", test_portal_get_path (portal), NULL), ==, 0);
  g_assert_cmpstr (complaint, ==, "");
  g_assert_true (g_str_has_prefix (output, expected));

  g_clear_pointer (&output, g_free);
  g_assert_cmpint (run_program (&output, NULL, KAUNTACTL, "export", test_portal_get_path (portal), "--device",
                                device, NULL),
                   ==, 0);
  g_assert_nonnull (strstr (output, "device.enrolled"));
  g_assert_cmpint (run_program (NULL, NULL, KAUNTACTL, "export", test_portal_get_path (portal), NULL), ==, 2);
  g_assert_cmpint (
      run_program (NULL, NULL, KAUNTACTL, "export", test_portal_get_path (portal), "--device", "99999", NULL),
      ==, 1);
  test_temp_profile_free (profile);
}

static void
a_refused_code_is_told (void)
{
  g_autoptr (TestManualClock) clock = test_manual_clock_new (TEST_LEDGER_MORNING_MS);
  g_autoptr (TestPortal) portal = test_portal_new (KAUNTA_CLOCK (clock));
  char *profile = test_temp_profile_new ();
  g_autofree char *output = NULL;
  g_autofree char *complaint = NULL;

  g_assert_cmpint (run_program (&output, &complaint, KAUNTACTL, "enrol", profile,
                                test_portal_get_url (portal), "AAAAAAAAAAAAAAAA", "Window 1", NULL),
                   ==, 1);
  g_assert_cmpstr (output, ==, "");
  g_assert_cmpstr (complaint, !=, "");
  test_temp_profile_free (profile);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/kauntactl/verifies-a-counter-in-use", verifies_a_counter_in_use);
  g_test_add_func ("/kauntactl/finds-the-entry-that-was-changed-in-the-file",
                   finds_the_entry_that_was_changed_in_the_file);
  g_test_add_func ("/kauntactl/finds-an-entry-that-can-not-be-read", finds_an_entry_that_can_not_be_read);
  g_test_add_func ("/kauntactl/finds-a-hash-that-is-not-its-entrys", finds_a_hash_that_is_not_its_entrys);
  g_test_add_func ("/kauntactl/finds-a-table-that-is-not-the-journals", finds_a_table_that_is_not_the_journals);
  g_test_add_func ("/kauntactl/an-export-verifies-like-its-store", an_export_verifies_like_its_store);
  g_test_add_func ("/kauntactl/a-rebuild-changes-nothing", a_rebuild_changes_nothing);
  g_test_add_func ("/kauntactl/a-rebuild-makes-no-profile-where-there-is-none",
                   a_rebuild_makes_no_profile_where_there_is_none);
  g_test_add_func ("/kauntactl/enrols-and-the-portal-verifies-too", enrols_and_the_portal_verifies_too);
  g_test_add_func ("/kauntactl/a-refused-code-is-told", a_refused_code_is_told);

  return g_test_run ();
}
