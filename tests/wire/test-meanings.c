/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "changes.h"
#include "problem.h"
#include "push.h"
#include "snapshot.h"

static GBytes *
to_bytes (const char *text)
{
  return g_bytes_new_static (text, strlen (text));
}

static void
skips_kinds_of_change_it_does_not_know (void)
{
  g_autoptr (GBytes) body = to_bytes ("{\"cursor\":\"8\",\"more\":false,\"changes\":["
                                      "{\"kind\":\"weather\",\"id\":7,\"forecast\":[1]},"
                                      "{\"kind\":\"staff\",\"id\":\"1007\",\"op\":\"delete\",\"at\":\"2026-11-23T08:15:30.123Z\"}]}");
  g_auto (KauntaChangesPage) page = { 0 };
  g_autoptr (GError) error = NULL;
  const KauntaChange *change = NULL;

  kaunta_changes_page_decode (body, &page, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (page.changes->len, ==, 1);
  change = g_ptr_array_index (page.changes, 0);
  g_assert_cmpint (change->kind, ==, KAUNTA_CHANGE_STAFF);
  g_assert_true (change->deleted);
  g_assert_null (change->value);
}

static void
refuses_a_bill_that_does_not_add_up (void)
{
  const char *form = "{\"bill\":{\"bill\":\"004210000017\",\"device\":\"00421\",\"payer\":{\"kind\":\"other\",\"id\":\"7\",\"name\":\"A\"},"
                     "\"lines\":[{\"service\":\"S\",\"tariff\":\"S@1\",\"name\":\"N\",\"quantity\":%s,\"unit\":%s,\"amount\":%s}],"
                     "\"total\":%s,\"paid\":0,\"cancelled\":false,\"raised_at\":\"2026-11-23T08:15:30.123Z\"},\"payments\":[]}";
  const struct
  {
    const char *quantity, *unit, *amount, *total;
    gboolean good;
  } cases[] = {
    { "2", "50", "100", "100", TRUE },
    { "2", "50", "101", "101", FALSE },
    { "2", "50", "100", "99", FALSE },
    { "0", "50", "0", "0", FALSE },
    { "9007199254740991", "9007199254740991", "0", "0", FALSE },
    { "2", "9223372036854775808", "0", "0", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) text = g_string_new (form);
      g_autoptr (GBytes) body = NULL;
      g_autoptr (KauntaBill) bill = NULL;
      g_autoptr (GPtrArray) payments = NULL;
      g_autoptr (GError) error = NULL;

      g_string_replace (text, "%s", cases[i].quantity, 1);
      g_string_replace (text, "%s", cases[i].unit, 1);
      g_string_replace (text, "%s", cases[i].amount, 1);
      g_string_replace (text, "%s", cases[i].total, 1);
      body = g_bytes_new (text->str, text->len);
      g_assert_cmpint (kaunta_bill_answer_decode (body, &bill, &payments, &error), ==, cases[i].good);
      if (!cases[i].good)
        g_assert_error (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_MALFORMED);
    }
}

static void
every_refusal_has_word_and_status (void)
{
  for (KauntaWireError code = 0; code < KAUNTA_N_WIRE_ERRORS; code++)
    {
      KauntaProblem problem = { code, kaunta_wire_error_to_status (code), NULL, 41 };
      g_autoptr (GBytes) body = kaunta_problem_encode (&problem);
      g_auto (KauntaProblem) read = { 0 };
      g_autoptr (GError) error = NULL;

      kaunta_problem_decode (body, problem.status, &read, &error);
      g_assert_no_error (error);
      g_assert_cmpint (read.code, ==, code);
      g_assert_cmpint (read.seq, ==, 41);
      g_assert_false (kaunta_problem_decode (body, 418, &read, NULL));
    }
}

static void
refuses_an_unknown_problem (void)
{
  g_autoptr (GBytes) body = to_bytes ("{\"status\":409,\"code\":\"conflict\"}");
  g_auto (KauntaProblem) problem = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_false (kaunta_problem_decode (body, 409, &problem, &error));
  g_assert_error (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_MALFORMED);
}

static void
says_which_entry_is_not_in_form (void)
{
  g_autofree char *sig = g_strnfill (86, 'A');
  g_autofree char *text = g_strdup_printf ("{\"entries\":[{\"body\":\"{ }\",\"sig\":\"%s\"}]}", sig);
  g_autoptr (GBytes) body = to_bytes (text);
  g_autoptr (GError) error = NULL;
  gint64 place = 0;

  g_assert_null (kaunta_push_decode (body, &place, &error));
  g_assert_error (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_BAD_ENTRY);
  g_assert_cmpint (place, ==, 1);
}

static void
bounds_a_push (void)
{
  g_autoptr (GString) many = g_string_new ("{\"entries\":[{}");
  g_autofree char *spaces = g_strnfill (KAUNTA_WIRE_MAX_PUSH_BYTES + 1, ' ');
  g_autoptr (GBytes) large = g_bytes_new (spaces, KAUNTA_WIRE_MAX_PUSH_BYTES + 1);
  g_autoptr (GBytes) crowded = NULL;
  g_autoptr (GBytes) empty = to_bytes ("{\"entries\":[]}");
  g_autoptr (GError) too_large = NULL;
  g_autoptr (GError) too_many = NULL;
  g_autoptr (GError) too_few = NULL;
  gint64 place = 0;

  g_assert_null (kaunta_push_decode (large, &place, &too_large));
  g_assert_error (too_large, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_TOO_LARGE);

  for (guint i = 0; i < KAUNTA_WIRE_MAX_PUSH_ENTRIES; i++)
    g_string_append (many, ",{}");
  g_string_append (many, "]}");
  crowded = g_bytes_new (many->str, many->len);
  g_assert_null (kaunta_push_decode (crowded, &place, &too_many));
  g_assert_error (too_many, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_MALFORMED);

  g_assert_null (kaunta_push_decode (empty, &place, &too_few));
  g_assert_error (too_few, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_MALFORMED);
}

static void
refuses_text_that_turns_the_writing_around (void)
{
  const char *line = "{\"kind\":\"citizen\",\"id\":\"7\",\"name\":\"abc\\u202edef\",\"updated\":\"2026-11-23T08:15:30.123Z\"}";
  g_autoptr (GError) error = NULL;

  g_assert_null (kaunta_snapshot_payer_decode (line, 1, &error));
  g_assert_error (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_MALFORMED);
  g_assert_true (g_str_has_prefix (error->message, "name: "));
}

static void
refuses_days_that_are_none (void)
{
  const char *days[] = { "2026-02-30", "2026-2-03", "2026-13-01", "20260-1-1", "-026-01-01", "2026-01-0a", "" };

  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    {
      g_autofree char *text = g_strdup_printf ("{\"cursor\":\"1\",\"more\":false,\"changes\":[{\"kind\":\"tariff\",\"id\":\"S@1\",\"op\":\"put\","
                                               "\"at\":\"2026-11-23T08:15:30.123Z\",\"data\":{\"id\":\"S@1\",\"service\":\"S\","
                                               "\"kind\":\"fixed\",\"unit\":\"\",\"amount\":1,\"further\":0,\"from\":\"%s\",\"source\":\"\"}}]}",
                                               days[i]);
      g_autoptr (GBytes) body = to_bytes (text);
      g_auto (KauntaChangesPage) page = { 0 };
      g_autoptr (GError) error = NULL;

      g_assert_false (kaunta_changes_page_decode (body, &page, &error));
      g_assert_error (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_MALFORMED);
      g_assert_nonnull (strstr (error->message, "changes[0].data.from"));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wire/changes/skips-kinds-it-does-not-know", skips_kinds_of_change_it_does_not_know);
  g_test_add_func ("/wire/changes/refuses-days-that-are-none", refuses_days_that_are_none);
  g_test_add_func ("/wire/bill/refuses-one-that-does-not-add-up", refuses_a_bill_that_does_not_add_up);
  g_test_add_func ("/wire/problem/every-refusal-has-word-and-status", every_refusal_has_word_and_status);
  g_test_add_func ("/wire/problem/refuses-an-unknown-one", refuses_an_unknown_problem);
  g_test_add_func ("/wire/push/says-which-entry-is-not-in-form", says_which_entry_is_not_in_form);
  g_test_add_func ("/wire/push/is-bounded", bounds_a_push);
  g_test_add_func ("/wire/payer/refuses-text-that-turns-the-writing-around", refuses_text_that_turns_the_writing_around);

  return g_test_run ();
}
