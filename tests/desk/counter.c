/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "counter.h"

#include "catalogue.h"
#include "desk-private.h"
#include "pin.h"
#include "temp-profile.h"

/* 2026-11-23T08:00:00Z */
#define MORNING G_GINT64_CONSTANT (1795420800000)

/* ---- The profile ---- */

static gpointer
enrol (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  const KauntaEnrolment enrolment = {
    .device = (char *) "00421",
    .epoch = 1,
    .office = (char *) "047-WESTLANDS",
    .name = (char *) "Counter 1",
    .url = (char *) "http://127.0.0.1:9/",
    .portal_key = (char *) "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
    .token = (char *) "token",
  };

  return kaunta_ledger_enrol (ledger, &enrolment, data, error) ? ledger : NULL;
}

static gboolean
put_staff (KauntaLedger *ledger,
           const char *number,
           const char *name,
           KauntaRole role,
           gboolean active,
           GError **error)
{
  g_autofree char *pin = g_utf8_strreverse (number, -1);
  g_autofree char *hash = kaunta_pin_hash_for_test (pin);
  g_autoptr (KauntaStaff) staff = kaunta_staff_new (number, name, role, hash, active);

  return kaunta_ledger_put_staff (ledger, staff, error);
}

static gboolean
put_service (KauntaLedger *ledger, KauntaService *service, GError **error)
{
  g_autoptr (KauntaService) owned = service;

  if (!kaunta_ledger_put_service (ledger, owned, error))
    return FALSE;
  for (guint i = 0; i < owned->tariffs->len; i++)
    if (!kaunta_ledger_put_tariff (ledger, owned->tariffs->pdata[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
put_policy (KauntaLedger *ledger, gboolean part_payment, GError **error)
{
  g_autoptr (KauntaPolicy) policy = kaunta_policy_new ("047-WESTLANDS", "Westlands", "Nairobi City", part_payment, 10000, 200000);

  return kaunta_ledger_put_policy (ledger, policy, error);
}

static gpointer
fill (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  if (!kaunta_ledger_begin_changes (ledger, error)
      || !put_staff (ledger, "1001", "First Clerk", KAUNTA_ROLE_CLERK, TRUE, error)
      || !put_staff (ledger, "1002", "Second Clerk", KAUNTA_ROLE_CLERK, TRUE, error)
      || !put_staff (ledger, "1009", "Former Clerk", KAUNTA_ROLE_CLERK, FALSE, error)
      || !put_staff (ledger, "2001", "First Supervisor", KAUNTA_ROLE_SUPERVISOR, TRUE, error)
      || !put_staff (ledger, "2002", "Second Supervisor", KAUNTA_ROLE_SUPERVISOR, TRUE, error)
      || !put_service (ledger, test_service_permit (), error)
      || !put_service (ledger, test_service_passport (), error)
      || !put_service (ledger, test_service_market (), error)
      || !put_service (ledger, test_service_tables (), error)
      || !put_service (ledger, test_service_rates (), error)
      || !put_service (ledger, test_service_ended (), error) || !put_policy (ledger, TRUE, error)
      || !kaunta_ledger_commit_changes (ledger, "1", MORNING - 3600000, error))
    return NULL;
  return ledger;
}

static void
make_profile (TestCounter *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaKey) key = kaunta_key_generate ();
  g_autofree char *key_path = g_build_filename (self->profile, "device.key", NULL);
  g_autoptr (KauntaStore) store = kaunta_store_open (self->profile, KAUNTA_CLOCK (self->clock), &error);

  g_assert_no_error (error);
  kaunta_key_save (key, key_path, &error);
  g_assert_no_error (error);
  kaunta_store_run (store, enrol, key, &error);
  g_assert_no_error (error);
  kaunta_store_run (store, fill, NULL, &error);
  g_assert_no_error (error);
  kaunta_store_close (store);
}

static void
open_desk (TestCounter *self)
{
  g_autoptr (GError) error = NULL;

  self->desk = kaunta_desk_open (self->profile, KAUNTA_CLOCK (self->clock), &error);
  g_assert_no_error (error);
}

/* Lets what was begun end, so that nothing holds the desk any more. */
static void
close_desk (TestCounter *self)
{
  gpointer watched = self->desk;

  kaunta_desk_close (self->desk);
  g_object_add_weak_pointer (G_OBJECT (self->desk), &watched);
  g_clear_object (&self->desk);
  while (watched != NULL)
    g_main_context_iteration (NULL, TRUE);
}

void
test_counter_set_up (TestCounter *self, gconstpointer unused)
{
  self->profile = test_temp_profile_new ();
  self->clock = test_manual_clock_new (MORNING);
  make_profile (self);
  open_desk (self);
}

void
test_counter_tear_down (TestCounter *self, gconstpointer unused)
{
  close_desk (self);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->profile, test_temp_profile_free);
}

void
test_counter_set_up_unenrolled (TestCounter *self, TestManualClock *clock)
{
  self->profile = test_temp_profile_new ();
  self->clock = g_object_ref (clock);
  open_desk (self);
}

void
test_counter_restart (TestCounter *self)
{
  close_desk (self);
  open_desk (self);
}

/* ---- What the portal told ---- */

typedef struct
{
  gboolean (*put) (KauntaLedger *ledger, gconstpointer value, GError **error);
  gconstpointer value;
} Told;

static gpointer
apply_told (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  Told *told = data;

  if (!kaunta_ledger_begin_changes (ledger, error) || !told->put (ledger, told->value, error)
      || !kaunta_ledger_commit_changes (ledger, "2", MORNING, error))
    return NULL;
  return ledger;
}

static void
tell (TestCounter *self,
      gboolean (*put) (KauntaLedger *ledger, gconstpointer value, GError **error),
      gconstpointer value)
{
  g_autoptr (GError) error = NULL;
  Told told = { put, value };

  kaunta_store_run (self->desk->store, apply_told, &told, &error);
  g_assert_no_error (error);
}

static gboolean
put_part_payment (KauntaLedger *ledger, gconstpointer value, GError **error)
{
  return put_policy (ledger, GPOINTER_TO_INT (value), error);
}

static gboolean
put_bill (KauntaLedger *ledger, gconstpointer value, GError **error)
{
  return kaunta_ledger_put_bill (ledger, value, error);
}

static gboolean
put_payment (KauntaLedger *ledger, gconstpointer value, GError **error)
{
  return kaunta_ledger_put_payment (ledger, value, error);
}

void
test_counter_put_policy (TestCounter *self, gboolean part_payment)
{
  tell (self, put_part_payment, GINT_TO_POINTER (part_payment));
}

void
test_counter_put_bill (TestCounter *self, const KauntaBill *bill)
{
  tell (self, put_bill, bill);
}

void
test_counter_put_payment (TestCounter *self, const KauntaPayment *payment)
{
  tell (self, put_payment, payment);
}

static gpointer
put_payer (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  if (!kaunta_register_begin (payers, error) || !kaunta_register_put (payers, data, error)
      || !kaunta_register_commit (payers, error))
    return NULL;
  return payers;
}

void
test_counter_put_payer (TestCounter *self, const KauntaPayer *payer)
{
  g_autoptr (GError) error = NULL;

  kaunta_store_run (self->desk->store, put_payer, (gpointer) payer, &error);
  g_assert_no_error (error);
}

/* ---- The journal ---- */

static gpointer
read_tail (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  return kaunta_ledger_get_tail (ledger, data, error) ? data : NULL;
}

gint64
test_counter_get_seq (TestCounter *self)
{
  g_autoptr (GError) error = NULL;
  KauntaTail tail = { 0 };

  kaunta_store_run (self->desk->store, read_tail, &tail, &error);
  g_assert_no_error (error);
  return tail.seq;
}

static gpointer
read_entry (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) entries = kaunta_ledger_read_entries (ledger, *(gint64 *) data - 1, 1, 0, error);

  return entries != NULL && entries->len == 1 ? kaunta_entry_ref (entries->pdata[0]) : NULL;
}

KauntaEntry *
test_counter_get_entry (TestCounter *self, gint64 back)
{
  g_autoptr (GError) error = NULL;
  gint64 seq = test_counter_get_seq (self) - back;
  KauntaEntry *entry = kaunta_store_run (self->desk->store, read_entry, &seq, &error);

  g_assert_no_error (error);
  g_assert_nonnull (entry);
  return entry;
}
