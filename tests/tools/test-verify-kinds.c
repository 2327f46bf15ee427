/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "carry-maker.h"
#include "carry.h"
#include "manual-clock.h"
#include "running.h"
#include "temp-profile.h"
#include "test-portal.h"

#define NOW G_GINT64_CONSTANT (1795413600000)

/* A portal, a counter that it knows, and what kauntactl verify said last. */
typedef struct
{
  TestManualClock *clock;
  TestPortal *portal;
  Counter *counter;
  char *folder;
  char *file;
  char *output;
  char *complaint;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *bill = NULL;

  fixture->clock = test_manual_clock_new (NOW);
  fixture->portal = test_portal_new (KAUNTA_CLOCK (fixture->clock));
  fixture->counter = counter_new (fixture->portal, 1);
  bill = counter_raise_bill (fixture->counter, 30000);
  fixture->folder = test_temp_profile_new ();
  fixture->file = g_build_filename (fixture->folder, "carried", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  counter_free (fixture->counter);
  test_portal_free (fixture->portal);
  g_object_unref (fixture->clock);
  test_temp_profile_free (fixture->folder);
  g_free (fixture->file);
  g_free (fixture->output);
  g_free (fixture->complaint);
}

static int
verify (Fixture *fixture, const char *path)
{
  g_clear_pointer (&fixture->output, g_free);
  g_clear_pointer (&fixture->complaint, g_free);
  return run_program (&fixture->output, &fixture->complaint, KAUNTACTL, "verify", path, NULL);
}

static void
save (Fixture *fixture, guint after)
{
  g_autoptr (GBytes) file = counter_make_carry (fixture->counter, after, "", test_portal_get_url (fixture->portal));

  g_assert_true (g_file_set_contents (fixture->file, g_bytes_get_data (file, NULL), (gssize) g_bytes_get_size (file), NULL));
}

/* The same of @counter, with what the portal says to all that @pusher has. */
static void
save_acknowledged (Fixture *fixture, Counter *counter, guint after, Counter *pusher)
{
  g_autoptr (GBytes) plain = counter_make_carry (counter, after, "", test_portal_get_url (fixture->portal));
  g_autoptr (GPtrArray) held = counter_get_entries (pusher, 0, pusher->maker->lines->len);
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autoptr (GPtrArray) exceptions = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GBytes) file = NULL;
  g_auto (KauntaCarry) carry = { 0 };
  gint64 seq = 0;

  g_assert_true (kaunta_carry_open (&carry, plain, NULL));
  g_assert_true (kaunta_portal_storage_append (pusher->storage, &pusher->device, held, &carry.header.ack, &exceptions, &seq, NULL));
  carry.header.acknowledged = TRUE;
  entries = kaunta_carry_read_entries (&carry, 100, 1024 * 1024, NULL);
  kaunta_carry_add_entries (lines, entries);
  file = kaunta_carry_encode (&carry.header, lines, counter->maker->key, NULL);
  g_assert_true (g_file_set_contents (fixture->file, g_bytes_get_data (file, NULL), (gssize) g_bytes_get_size (file), NULL));
}

static void
a_carry_file_from_the_beginning_is_a_whole_journal (Fixture *fixture, gconstpointer unused)
{
  save (fixture, 0);
  g_assert_cmpint (verify (fixture, fixture->file), ==, 0);
  g_assert_true (g_str_has_prefix (fixture->output, "good: 3 entries of device 00421, epoch 1\n"));
}

static void
a_carry_file_with_a_tail_is_good_as_far_as_it_goes (Fixture *fixture, gconstpointer unused)
{
  counter_push_quietly (fixture->counter);
  counter_drop (fixture->counter, 500);
  counter_drop (fixture->counter, 700);
  save (fixture, 3);
  g_assert_cmpint (verify (fixture, fixture->file), ==, 0);
  g_assert_true (g_str_has_prefix (fixture->output, "good, as far as a part can be: 2 entries of device 00421, from 4 on\n"));
}

/* Made for a portal that lost entries: it begins before what was acknowledged. */
static void
a_carry_file_may_begin_before_its_acknowledgement (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (Counter) clone = NULL;

  clone = counter_clone (fixture->counter);
  counter_drop (fixture->counter, 500);
  save_acknowledged (fixture, fixture->counter, 2, fixture->counter);
  g_assert_cmpint (verify (fixture, fixture->file), ==, 0);
  g_assert_true (g_str_has_prefix (fixture->output, "good, as far as a part can be: 2 entries of device 00421, from 3 on\n"));

  counter_drop (clone, 600);
  save_acknowledged (fixture, clone, 2, fixture->counter);
  g_assert_cmpint (verify (fixture, fixture->file), ==, 1);
}

/* The portal's answer was lost, and by the next code it gave the epoch after that. */
static void
a_tail_may_leave_out_an_epoch_that_was_never_used (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *lost = NULL;
  g_auto (KauntaEnrolAnswer) answer = { 0 };

  counter_push_quietly (fixture->counter);
  counter_drop (fixture->counter, 500);
  lost = test_portal_create_code (fixture->portal, "00421");
  test_portal_enrol (fixture->counter->storage, lost, kaunta_key_get_public (fixture->counter->maker->key), &answer);
  counter_enrol_again (fixture->counter, fixture->portal, 9);
  counter_drop (fixture->counter, 700);
  save (fixture, 3);
  g_assert_cmpint (verify (fixture, fixture->file), ==, 0);
  g_assert_true (g_str_has_prefix (fixture->output, "good, as far as a part can be: 3 entries of device 00421, from 4 on\n"));
}

/* Its own rules hold for each entry of a part, too. */
static void
a_tail_with_a_wrong_entry_names_it (Fixture *fixture, gconstpointer unused)
{
  counter_push_quietly (fixture->counter);
  counter_drop (fixture->counter, 500);
  fixture->counter->maker->turnover++;
  counter_drop (fixture->counter, 700);
  save (fixture, 3);
  g_assert_cmpint (verify (fixture, fixture->file), ==, 1);
  g_assert_cmpstr (fixture->output, ==, "entry 5: the turnover does not add up\n");
}

/* Whatever bit of the file changes: it is not whole any more. */
static void
a_changed_bit_of_a_carry_file_is_found (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *bytes = NULL;
  gsize length = 0;

  save (fixture, 0);
  g_assert_true (g_file_get_contents (fixture->file, &bytes, &length, NULL));
  for (gsize i = 0; i < 20; i++)
    {
      gsize at = (gsize) g_test_rand_int_range (0, (gint32) length);
      char bit = (char) (1 << g_test_rand_int_range (0, 8));

      bytes[at] ^= bit;
      g_assert_true (g_file_set_contents (fixture->file, bytes, (gssize) length, NULL));
      g_assert_cmpint (verify (fixture, fixture->file), ==, 1);
      bytes[at] ^= bit;
    }
}

static Counter *
part (Fixture *fixture)
{
  Counter *clone = NULL;

  counter_push_quietly (fixture->counter);
  clone = counter_clone (fixture->counter);
  counter_drop (fixture->counter, 500);
  counter_push_quietly (fixture->counter);
  counter_drop (clone, 600);
  counter_drop (clone, 700);
  return clone;
}

static void
both_branches_at_the_portal_are_verified_whole (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (Counter) clone = part (fixture);

  counter_push_forked (clone);
  g_assert_cmpint (verify (fixture, test_portal_get_path (fixture->portal)), ==, 0);
  g_assert_true (g_str_has_prefix (fixture->output, "device 00421\ngood: 4 entries of device 00421, epoch 1\n"));
  g_assert_nonnull (strstr (fixture->output,
                            "\ndevice 00421, the branch from entry 4 on\ngood: 5 entries of device 00421, epoch 1\n"));
}

static void
a_fault_in_a_branch_is_found (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (Counter) clone = part (fixture);

  clone->maker->turnover = 7;
  counter_drop (clone, 800);
  counter_push_forked (clone);
  g_assert_cmpint (verify (fixture, test_portal_get_path (fixture->portal)), ==, 1);
  g_assert_true (g_str_has_prefix (fixture->output, "device 00421\ngood: "));
  g_assert_nonnull (strstr (fixture->output,
                            "\ndevice 00421, the branch from entry 4 on\nentry 6: the turnover does not add up\n"));
}

static void
each_epoch_is_checked_with_its_own_key (Fixture *fixture, gconstpointer unused)
{
  counter_push_quietly (fixture->counter);
  counter_enrol_again (fixture->counter, fixture->portal, 9);
  counter_drop (fixture->counter, 500);
  counter_push_quietly (fixture->counter);
  g_assert_cmpint (verify (fixture, test_portal_get_path (fixture->portal)), ==, 0);
  g_assert_nonnull (strstr (fixture->output, "good: 5 entries of device 00421, epoch 2\n"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add ("/verify/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("a-carry-file-from-the-beginning-is-a-whole-journal", a_carry_file_from_the_beginning_is_a_whole_journal);
  ADD ("a-carry-file-with-a-tail-is-good-as-far-as-it-goes", a_carry_file_with_a_tail_is_good_as_far_as_it_goes);
  ADD ("a-carry-file-may-begin-before-its-acknowledgement", a_carry_file_may_begin_before_its_acknowledgement);
  ADD ("a-tail-may-leave-out-an-epoch-that-was-never-used", a_tail_may_leave_out_an_epoch_that_was_never_used);
  ADD ("a-tail-with-a-wrong-entry-names-it", a_tail_with_a_wrong_entry_names_it);
  ADD ("a-changed-bit-of-a-carry-file-is-found", a_changed_bit_of_a_carry_file_is_found);
  ADD ("both-branches-at-the-portal-are-verified-whole", both_branches_at_the_portal_are_verified_whole);
  ADD ("a-fault-in-a-branch-is-found", a_fault_in_a_branch_is_found);
  ADD ("each-epoch-is-checked-with-its-own-key", each_epoch_is_checked_with_its_own_key);
#undef ADD

  return g_test_run ();
}
