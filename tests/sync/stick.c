/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stick.h"

#include "enrolling.h"
#include "http.h"
#include "temp-profile.h"
#include "waiting.h"

void
stick_enrol_at (Counter *counter, TestPortal *portal)
{
  g_autofree char *code = test_portal_create_code (portal, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kaunta_enrol_async (counter->store, test_portal_get_url (portal), code, "Counter 1", kaunta_http_make, NULL, KAUNTA_CLOCK (counter->clock),
                      NULL, test_keep_result_cb, &result);
  test_wait_for_result (&result);
  kaunta_enrol_finish (counter->store, result, &error);
  g_assert_no_error (error);
}

void
stick_set_up (Stick *self, gconstpointer unused)
{
  self->counter = counter_new ();
  self->portal = test_portal_new (KAUNTA_CLOCK (self->counter->clock));
  self->path = test_temp_profile_new ();
  stick_enrol_at (self->counter, self->portal);
}

void
stick_tear_down (Stick *self, gconstpointer unused)
{
  counter_free (self->counter);
  test_portal_free (self->portal);
  test_temp_profile_free (self->path);
}

char *
stick_get_path (Stick *self, const char *name)
{
  return g_build_filename (self->path, name, NULL);
}

GError *
stick_try_save (Stick *self, Counter *counter, const char *name, gint64 from, KauntaCarrySaved *saved)
{
  g_autofree char *path = stick_get_path (self, name);
  g_autoptr (GAsyncResult) result = NULL;
  GError *error = NULL;

  kaunta_carry_save_async (counter->store, KAUNTA_CLOCK (counter->clock), path, from, NULL, test_keep_result_cb, &result);
  test_wait_for_result (&result);
  kaunta_carry_save_finish (counter->store, result, saved, &error);
  return error;
}

KauntaCarrySaved
stick_save (Stick *self, const char *name)
{
  KauntaCarrySaved saved = { 0 };
  g_autoptr (GError) error = stick_try_save (self, self->counter, name, 0, &saved);

  g_assert_no_error (error);
  return saved;
}

GBytes *
stick_read_file (Stick *self, const char *name)
{
  g_autofree char *path = stick_get_path (self, name);
  g_autoptr (GError) error = NULL;
  GBytes *file = kaunta_carry_file_read (path, NULL, &error);

  g_assert_no_error (error);
  return file;
}

void
stick_deliver (Stick *self, const char *name, const char *answer)
{
  g_autofree char *path = stick_get_path (self, answer);
  g_autoptr (GBytes) file = stick_read_file (self, name);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) reply = NULL;
  g_autoptr (GError) error = NULL;

  kaunta_carry_deliver_async (file, kaunta_http_make, NULL, KAUNTA_CLOCK (self->counter->clock), NULL, test_keep_result_cb, &result);
  test_wait_for_result (&result);
  reply = kaunta_carry_deliver_finish (result, &error);
  g_assert_no_error (error);
  kaunta_carry_file_write (path, reply, &error);
  g_assert_no_error (error);
}

GError *
stick_try_read (Stick *self, Counter *counter, const char *name, KauntaCarryRead *read)
{
  g_autofree char *path = stick_get_path (self, name);
  g_autoptr (GAsyncResult) result = NULL;
  GError *error = NULL;

  kaunta_carry_read_async (counter->store, KAUNTA_CLOCK (counter->clock), path, NULL, test_keep_result_cb, &result);
  test_wait_for_result (&result);
  kaunta_carry_read_finish (counter->store, result, read, &error);
  return error;
}

void
stick_read_back (Stick *self, const char *name, KauntaCarryRead *read)
{
  g_autoptr (GError) error = stick_try_read (self, self->counter, name, read);

  g_assert_no_error (error);
}

static gpointer
count_staff (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  *(gint64 *) data = kaunta_ledger_count_staff (ledger, error);
  return NULL;
}

gint64
stick_count_staff (Counter *counter)
{
  gint64 staff = 0;

  kaunta_store_run (counter->store, count_staff, &staff, NULL);
  return staff;
}

static gpointer
read_journal (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  return kaunta_ledger_read_entries (ledger, 0, G_MAXINT64, G_MAXSIZE, error);
}

void
stick_check_agreement (Stick *self)
{
  g_autoptr (GPtrArray) own = kaunta_store_run (self->counter->store, read_journal, NULL, NULL);
  const KauntaEntry *first = g_ptr_array_index (own, 0);
  g_autoptr (GPtrArray) held = test_portal_read_entries (self->portal, first->device);
  KauntaTail tail = { 0 };

  g_assert_cmpuint (held->len, ==, own->len);
  for (guint i = 0; i < own->len; i++)
    {
      const KauntaEntry *here = g_ptr_array_index (own, i);
      const KauntaEntry *there = g_ptr_array_index (held, i);

      g_assert_true (g_bytes_equal (here->body, there->body));
    }
  counter_get_tail (self->counter, &tail);
  g_assert_cmpint (tail.acknowledged, ==, tail.seq);
  test_portal_verify (self->portal, first->device);
}

void
stick_go_online (Stick *self)
{
  counter_start_enrolled (self->counter);
  kaunta_link_unref (counter_wait (self->counter, KAUNTA_LINK_ONLINE));
  counter_settle (self->counter);
  counter_stop (self->counter);
}
