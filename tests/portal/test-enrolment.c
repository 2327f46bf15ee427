/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include <string.h>
#include "fixture.h"
#include "json.h"

#define MINUTE_MS (60 * 1000)
#define KEY "Cht5drT_5qJBI982wHTUqMdYanYRJkQpRgbjwlP1MmE"
#define OTHER_KEY "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

static void
enrol (Fixture *fixture, const char *code, const char *key, KauntaEnrolAnswer *answer)
{
  test_portal_enrol (test_portal_get_storage (fixture->portal), code, key, answer);
}

static void
assert_refused_to (Fixture *fixture, const char *code, const char *key)
{
  g_auto (KauntaEnrolRequest) request = { 0 };
  g_auto (KauntaEnrolAnswer) answer = { 0 };
  KauntaEnrolKey code_key = { 0 };
  g_autoptr (GError) error = NULL;

  test_portal_make_request (code, key, &request, &code_key);
  g_assert_false (kaunta_portal_storage_enrol (test_portal_get_storage (fixture->portal), &request, "", &answer, &error));
  g_assert_error (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_CODE_REFUSED);
}

static void
assert_refused (Fixture *fixture, const char *code)
{
  assert_refused_to (fixture, code, KEY);
}

/* (transfer full): @code with its last character changed */
static char *
spoil (const char *code)
{
  char *wrong = g_strdup (code);
  gsize last = strlen (wrong) - 1;

  wrong[last] = wrong[last] == '7' ? '8' : '7';
  return wrong;
}

static void
test_numbers (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *code = test_portal_create_code (fixture->portal, NULL);
  g_autofree char *next = test_portal_create_code (fixture->portal, NULL);
  g_auto (KauntaEnrolAnswer) answer = { 0 };
  g_auto (KauntaEnrolAnswer) second = { 0 };

  enrol (fixture, code, KEY, &answer);
  g_assert_cmpstr (answer.device, ==, "00421");
  g_assert_cmpint (answer.epoch, ==, 1);
  g_assert_cmpstr (answer.office, ==, "047-WESTLANDS");
  g_assert_cmpuint (strlen (answer.portal_key), ==, 43);
  g_assert_cmpuint (strlen (answer.token), ==, 43);
  g_assert_cmpint (answer.seq, ==, 0);
  g_assert_cmpstr (answer.head, ==, "0000000000000000000000000000000000000000000000000000000000000000");
  enrol (fixture, next, OTHER_KEY, &second);
  g_assert_cmpstr (second.device, ==, "00422");
  g_assert_cmpstr (second.portal_key, ==, answer.portal_key);
  g_assert_cmpstr (second.token, !=, answer.token);
}

static void
test_once (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *code = test_portal_create_code (fixture->portal, NULL);
  g_auto (KauntaEnrolAnswer) answer = { 0 };

  enrol (fixture, code, KEY, &answer);
  assert_refused_to (fixture, code, OTHER_KEY);
}

/* The first answer was lost on the way. */
static void
test_given_again (Fixture *fixture, gconstpointer unused)
{
  KauntaPortalStorage *storage = test_portal_get_storage (fixture->portal);
  g_autofree char *code = test_portal_create_code (fixture->portal, NULL);
  g_auto (KauntaEnrolAnswer) first = { 0 };
  g_auto (KauntaEnrolAnswer) second = { 0 };
  g_auto (KauntaPortalDevice) device = { 0 };
  g_autoptr (GPtrArray) devices = NULL;

  enrol (fixture, code, KEY, &first);
  test_manual_clock_advance (fixture->clock, 15 * MINUTE_MS - 1);
  enrol (fixture, code, KEY, &second);
  g_assert_cmpstr (second.device, ==, first.device);
  g_assert_cmpint (second.epoch, ==, 1);
  g_assert_cmpstr (second.token, ==, first.token);
  g_assert_true (kaunta_portal_storage_find_device (storage, second.token, &device, NULL));
  devices = kaunta_portal_storage_list_devices (storage, NULL);
  g_assert_cmpuint (devices->len, ==, 1);
  test_manual_clock_advance (fixture->clock, 1);
  assert_refused (fixture, code);
}

/* What was given for a code is not given again once another code raised the epoch. */
static void
test_given_no_more (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *code = test_portal_create_code (fixture->portal, NULL);
  g_autofree char *again = NULL;
  g_auto (KauntaEnrolAnswer) first = { 0 };
  g_auto (KauntaEnrolAnswer) second = { 0 };

  enrol (fixture, code, KEY, &first);
  again = test_portal_create_code (fixture->portal, first.device);
  enrol (fixture, again, OTHER_KEY, &second);
  assert_refused (fixture, code);
}

static void
assert_not_proved (Fixture *fixture, const KauntaEnrolRequest *request)
{
  g_auto (KauntaEnrolAnswer) answer = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_false (kaunta_portal_storage_enrol (test_portal_get_storage (fixture->portal), request, "", &answer, &error));
  g_assert_error (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_CODE_REFUSED);
}

/* Somebody in the middle, who does not know the code, puts in a key or a name of his own. */
static void
test_swapped (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *code = test_portal_create_code (fixture->portal, NULL);
  g_auto (KauntaEnrolRequest) request = { 0 };
  g_auto (KauntaEnrolRequest) renamed = { 0 };
  KauntaEnrolKey code_key = { 0 };

  test_portal_make_request (code, KEY, &request, &code_key);
  g_free (request.key);
  request.key = g_strdup (OTHER_KEY);
  assert_not_proved (fixture, &request);
  test_portal_make_request (code, KEY, &renamed, &code_key);
  g_free (renamed.name);
  renamed.name = g_strdup ("Counter 9");
  assert_not_proved (fixture, &renamed);
}

/* The same on the way back: nothing of the answer may be another. */
static void
test_altered_answer (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *code = test_portal_create_code (fixture->portal, NULL);
  g_auto (KauntaEnrolRequest) request = { 0 };
  KauntaEnrolKey code_key = { 0 };
  g_autoptr (GError) error = NULL;

  test_portal_make_request (code, KEY, &request, &code_key);
  for (int i = 0; i < 9; i++)
    {
      g_auto (KauntaEnrolAnswer) answer = { 0 };
      char **fields[] = { &answer.device, &answer.office, &answer.portal_key, &answer.token, &answer.ca, &answer.head, &answer.mac };

      g_clear_error (&error);
      g_assert_true (kaunta_portal_storage_enrol (test_portal_get_storage (fixture->portal), &request, "PEM", &answer, NULL));
      if (i == 7)
        answer.epoch++;
      else if (i == 8)
        answer.seq++;
      else
        (*fields[i])[0] = (*fields[i])[0] == 'x' ? 'y' : 'x';
      g_assert_false (kaunta_enrol_answer_open (&answer, KEY, &code_key, &error));
      g_assert_error (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_SIGNATURE);
    }
}

/* An answer that was meant for another machine's key. */
static void
test_foreign_answer (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *code = test_portal_create_code (fixture->portal, NULL);
  g_auto (KauntaEnrolRequest) request = { 0 };
  g_auto (KauntaEnrolAnswer) answer = { 0 };
  KauntaEnrolKey code_key = { 0 };

  test_portal_make_request (code, KEY, &request, &code_key);
  g_assert_true (kaunta_portal_storage_enrol (test_portal_get_storage (fixture->portal), &request, "PEM", &answer, NULL));
  g_assert_false (kaunta_enrol_answer_open (&answer, OTHER_KEY, &code_key, NULL));
  g_assert_true (kaunta_enrol_answer_open (&answer, KEY, &code_key, NULL));
  g_assert_cmpstr (answer.ca, ==, "PEM");
}

static void
test_expires (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *code = test_portal_create_code (fixture->portal, NULL);
  g_autofree char *late = test_portal_create_code (fixture->portal, NULL);
  g_auto (KauntaEnrolAnswer) answer = { 0 };

  test_manual_clock_advance (fixture->clock, 15 * MINUTE_MS - 1);
  enrol (fixture, code, KEY, &answer);
  test_manual_clock_advance (fixture->clock, 1);
  assert_refused (fixture, late);
}

static void
test_four_wrong_tries (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *code = test_portal_create_code (fixture->portal, NULL);
  g_autofree char *wrong = spoil (code);
  g_auto (KauntaEnrolAnswer) answer = { 0 };

  for (int i = 0; i < 4; i++)
    assert_refused (fixture, wrong);
  enrol (fixture, code, KEY, &answer);
}

static void
test_five_wrong_tries (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *code = test_portal_create_code (fixture->portal, NULL);
  g_autofree char *wrong = spoil (code);

  for (int i = 0; i < 5; i++)
    assert_refused (fixture, wrong);
  assert_refused (fixture, code);
}

static void
test_as_typed (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *code = test_portal_create_code (fixture->portal, NULL);
  g_autofree char *lower = g_ascii_strdown (code, -1);
  g_autofree char *typed = g_strdup_printf ("%.4s-%.4s-%.8s", lower, lower + 4, lower + 8);
  g_auto (KauntaEnrolAnswer) answer = { 0 };

  enrol (fixture, typed, KEY, &answer);
}

static void
test_shapes (Fixture *fixture, gconstpointer unused)
{
  const char *const wrong[] = { "", "x", "0123456789ABCDE", "0123456789ABCDEF0", "0123456789ABCDEU", "0123456789ABCDE\xc3\x89" };

  assert_refused (fixture, "0123456789ABCDEF");
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_null (kaunta_enrol_code_normalise (wrong[i]));
}

static void
test_not_kept (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *code = test_portal_create_code (fixture->portal, NULL);
  g_auto (KauntaEnrolAnswer) answer = { 0 };
  g_autofree char *contents = NULL;
  gsize length = 0;

  enrol (fixture, code, KEY, &answer);
  test_portal_stop (fixture->portal);
  g_assert_true (g_file_get_contents (test_portal_get_path (fixture->portal), &contents, &length, NULL));
  g_assert_nonnull (memmem (contents, length, KEY, strlen (KEY)));
  g_assert_null (memmem (contents, length, code, strlen (code)));
  g_assert_null (memmem (contents, length, answer.token, strlen (answer.token)));
}

/* While it lies there, a copy of the database opens the token. */
static void
test_forgotten (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *code = test_portal_create_code (fixture->portal, NULL);
  g_autoptr (Counter) counter = counter_new_with (fixture->portal, code, 1);
  const char *key = kaunta_key_get_public (counter->maker->key);
  g_auto (KauntaEnrolAnswer) again = { 0 };

  enrol (fixture, code, key, &again);
  g_assert_cmpstr (again.token, ==, counter->token);
  counter_push_quietly (counter);
  assert_refused_to (fixture, code, key);
}

static void
test_unknown (Fixture *fixture, gconstpointer unused)
{
  KauntaPortalStorage *storage = test_portal_get_storage (fixture->portal);
  g_autoptr (GError) office = NULL;
  g_autoptr (GError) device = NULL;

  g_assert_null (kaunta_portal_storage_create_code (storage, "047-ELSEWHERE", NULL, &office));
  g_assert_error (office, KAUNTA_PORTAL_ERROR, KAUNTA_PORTAL_ERROR_UNKNOWN);
  g_assert_null (kaunta_portal_storage_create_code (storage, "047-WESTLANDS", "00499", &device));
  g_assert_error (device, KAUNTA_PORTAL_ERROR, KAUNTA_PORTAL_ERROR_UNKNOWN);
}

static void
test_enrol_again (Fixture *fixture, gconstpointer unused)
{
  KauntaPortalStorage *storage = test_portal_get_storage (fixture->portal);
  g_autofree char *code = test_portal_create_code (fixture->portal, NULL);
  g_autofree char *again = NULL;
  g_auto (KauntaEnrolAnswer) first = { 0 };
  g_auto (KauntaEnrolAnswer) second = { 0 };
  g_auto (KauntaPortalDevice) device = { 0 };
  g_auto (KauntaPortalDevice) fenced = { 0 };
  g_autoptr (GPtrArray) devices = NULL;
  g_autoptr (GError) error = NULL;

  enrol (fixture, code, KEY, &first);
  again = test_portal_create_code (fixture->portal, "00421");
  enrol (fixture, again, OTHER_KEY, &second);
  g_assert_cmpstr (second.device, ==, "00421");
  g_assert_cmpint (second.epoch, ==, 2);
  g_assert_true (kaunta_portal_storage_find_device (storage, second.token, &device, NULL));
  g_assert_cmpint (device.epoch, ==, 2);
  g_assert_false (kaunta_portal_storage_find_device (storage, first.token, &fenced, &error));
  g_assert_error (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_FENCED);

  devices = kaunta_portal_storage_list_devices (storage, NULL);
  g_assert_cmpuint (devices->len, ==, 1);
  g_assert_cmpstr (((KauntaDevice *) g_ptr_array_index (devices, 0))->key, ==, OTHER_KEY);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) \
  g_test_add ("/enrolment/" name, Fixture, NULL, fixture_set_up_portal, function, fixture_tear_down)
  ADD ("gives-the-next-number", test_numbers);
  ADD ("code-works-once", test_once);
  ADD ("gives-again-what-was-lost-on-the-way", test_given_again);
  ADD ("gives-nothing-again-in-a-later-epoch", test_given_no_more);
  ADD ("a-swapped-key-or-name-is-found", test_swapped);
  ADD ("an-altered-answer-is-found", test_altered_answer);
  ADD ("an-answer-to-another-key-is-found", test_foreign_answer);
  ADD ("code-expires-after-fifteen-minutes", test_expires);
  ADD ("code-survives-four-wrong-tries", test_four_wrong_tries);
  ADD ("code-is-locked-by-five-wrong-tries", test_five_wrong_tries);
  ADD ("code-may-be-typed-in-any-case-with-hyphens", test_as_typed);
  ADD ("refuses-what-was-never-a-code", test_shapes);
  ADD ("neither-code-nor-token-is-kept", test_not_kept);
  ADD ("what-opens-the-token-is-forgotten-when-it-arrived", test_forgotten);
  ADD ("no-code-for-an-unknown-office-or-counter", test_unknown);
  ADD ("enrolling-again-fences-the-older-epoch", test_enrol_again);

  return g_test_run ();
}
