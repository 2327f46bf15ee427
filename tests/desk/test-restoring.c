/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>

#include "counter.h"
#include "desk-private.h"
#include "number.h"
#include "running.h"
#include "temp-profile.h"
#include "test-portal.h"
#include "waiting.h"

/* 2026-11-23T08:00:00Z */
#define MORNING G_GINT64_CONSTANT (1795420800000)

/* A counter that is lost with all its files but for the mirror on a stick, and the portal that knew a part. */
typedef struct
{
  TestManualClock *clock;
  TestPortal *portal;
  char *stick;
  char *mirror;
  TestCounter counter;
} Office;

static void
wait_for_register_cb (KauntaDesk *desk, gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
}

static void
wait_until_acknowledged (TestCounter *counter)
{
  while (kaunta_desk_get_link (counter->desk)->kind != KAUNTA_LINK_ONLINE
         || kaunta_desk_get_link (counter->desk)->waiting > 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
enrol (Office *office, const char *device)
{
  TestCounter *counter = &office->counter;
  g_autofree char *code = test_portal_create_code (office->portal, device);
  gboolean filled = FALSE;
  g_autoptr (GError) error = NULL;

  g_signal_connect (counter->desk, "register-changed", G_CALLBACK (wait_for_register_cb), &filled);
  test_enrol (counter, test_portal_get_url (office->portal), code, "Counter 1", &error);
  g_assert_no_error (error);
  while (!filled || kaunta_desk_get_staff_known_at (counter->desk) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handlers_disconnect_by_func (counter->desk, wait_for_register_cb, &filled);
  wait_until_acknowledged (counter);
}

static gpointer
set_mirror (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  kaunta_ledger_set_mirror (ledger, data, error);
  return NULL;
}

static void
set_up (Office *office, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  office->clock = test_manual_clock_new (MORNING);
  office->portal = test_portal_new (KAUNTA_CLOCK (office->clock));
  office->stick = test_temp_profile_new ();
  office->mirror = g_build_filename (office->stick, "counter.mirror", NULL);
  test_counter_set_up_unenrolled (&office->counter, office->clock);
  enrol (office, NULL);
  kaunta_store_run (office->counter.desk->store, set_mirror, office->mirror, &error);
  g_assert_no_error (error);
}

static void
tear_down (Office *office, gconstpointer unused)
{
  test_counter_tear_down (&office->counter, NULL);
  g_free (office->mirror);
  test_temp_profile_free (office->stick);
  test_portal_free (office->portal);
  g_object_unref (office->clock);
}

static void
begin_day (Office *office)
{
  TestCounter *counter = &office->counter;
  const KauntaCount count = test_count_shillings (2000);
  g_autoptr (KauntaApproval) approval = NULL;
  g_autoptr (GError) error = NULL;

  test_sign_in (counter, "1007", "4071", &error);
  g_assert_no_error (error);
  approval = test_approve (counter, "2001", "9034", &error);
  g_assert_no_error (error);
  test_open_till (counter, &count, approval, &error);
  g_assert_no_error (error);
}

static KauntaService *
find_service (TestCounter *counter, const char *code)
{
  g_autoptr (GPtrArray) services = test_get_services (counter, NULL);

  for (guint i = 0; i < services->len; i++)
    if (g_str_equal (((KauntaService *) services->pdata[i])->code, code))
      return kaunta_service_ref (services->pdata[i]);
  g_assert_not_reached ();
}

/* The receipt's number. */
static char *
sell (Office *office)
{
  g_autoptr (KauntaBill) bill = test_sell (&office->counter, find_service (&office->counter, "NRB-ID1"));
  g_autoptr (KauntaPayment) payment = test_pay_cash (&office->counter, bill);

  return g_strdup (payment->receipt);
}

static KauntaMirror *
read_mirror (TestCounter *counter)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KauntaMirror *mirror = NULL;

  kaunta_desk_read_mirror_async (counter->desk, NULL, test_keep_result_cb, &result);
  test_wait_for_result (&result);
  mirror = kaunta_desk_read_mirror_finish (counter->desk, result, &error);
  g_assert_no_error (error);
  return mirror;
}

/* The machine goes up in smoke as soon as the mirror has what was committed; what closing would still write into
 * the mirror is taken away again. */
static void
lose_machine (Office *office)
{
  const gint64 seq = test_counter_get_seq (&office->counter);
  g_autofree char *content = NULL;
  gsize length = 0;

  for (;;)
    {
      g_autoptr (KauntaMirror) mirror = read_mirror (&office->counter);

      g_assert_cmpstr (mirror->path, ==, office->mirror);
      g_assert_null (mirror->trouble);
      if (mirror->seq == seq)
        break;
    }
  g_assert_true (g_file_get_contents (office->mirror, &content, &length, NULL));
  test_counter_tear_down (&office->counter, NULL);
  g_assert_true (g_file_set_contents (office->mirror, content, length, NULL));
}

static void
restore (Office *office)
{
  g_autofree char *output = NULL;
  g_autofree char *complaint = NULL;
  g_autoptr (GError) error = NULL;

  office->counter.profile = test_temp_profile_new ();
  office->counter.clock = g_object_ref (office->clock);
  g_assert_cmpint (run_program (&output, &complaint, KAUNTACTL, "restore", office->counter.profile,
                                office->mirror, NULL),
                   ==, 0);
  office->counter.desk = kaunta_desk_open (office->counter.profile, KAUNTA_CLOCK (office->clock), &error);
  g_assert_no_error (error);
  g_assert_false (kaunta_desk_get_enrolled (office->counter.desk));
}

/* Byte for byte. */
static void
assert_portal_holds_all (Office *office)
{
  g_autoptr (GPtrArray) there = test_portal_read_entries (office->portal, "00421");
  const gint64 seq = test_counter_get_seq (&office->counter);

  g_assert_cmpint (test_portal_verify (office->portal, "00421"), ==, seq);
  for (gint64 i = 0; i < seq; i++)
    {
      g_autoptr (KauntaEntry) here = test_counter_get_entry (&office->counter, i);
      const KauntaEntry *held = there->pdata[seq - 1 - i];

      g_assert_true (g_bytes_equal (here->body, held->body));
      g_assert_cmpmem (here->sig, sizeof here->sig, held->sig, sizeof held->sig);
    }
}

static gpointer
check_ledger (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  kaunta_ledger_check (ledger, error);
  return NULL;
}

static void
test_lost_machine_loses_no_fact (Office *office, gconstpointer unused)
{
  g_autofree char *sent = NULL;
  g_autofree char *unsent = NULL;
  g_autofree char *after = NULL;
  g_autoptr (KauntaReceipt) first = NULL;
  g_autoptr (KauntaReceipt) second = NULL;
  g_autoptr (GError) error = NULL;
  gint64 seq = 0;

  begin_day (office);
  sent = sell (office);
  wait_until_acknowledged (&office->counter);
  test_portal_stop (office->portal);
  unsent = sell (office);
  seq = test_counter_get_seq (&office->counter);
  lose_machine (office);

  restore (office);
  test_portal_start (office->portal);
  enrol (office, "00421");
  g_assert_cmpstr (kaunta_desk_get_device (office->counter.desk), ==, "00421");
  g_assert_cmpint (test_counter_get_seq (&office->counter), ==, seq + 1);
  first = test_show (&office->counter, sent, &error);
  g_assert_no_error (error);
  second = test_show (&office->counter, unsent, &error);
  g_assert_no_error (error);

  /* The till is still open, and the numbers go on. */
  test_sign_in (&office->counter, "1007", "4071", &error);
  g_assert_no_error (error);
  after = sell (office);
  g_assert_cmpstr (sent, ==, "00421-000001");
  g_assert_cmpstr (unsent, ==, "00421-000002");
  g_assert_cmpstr (after, ==, "00421-000003");
  wait_until_acknowledged (&office->counter);
  assert_portal_holds_all (office);
  kaunta_store_run (office->counter.desk->store, check_ledger, NULL, &error);
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/restoring/lost-machine-loses-no-fact", Office, NULL, set_up, test_lost_machine_loses_no_fact,
              tear_down);
  return g_test_run ();
}
