/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "counter.h"

#include <string.h>
#include "number.h"

static KauntaKey *
make_key (guint8 filler)
{
  guint8 seed[32];

  memset (seed, filler, sizeof seed);
  return kaunta_key_new_from_seed (seed);
}

static void
write_enrolled (Counter *self, const KauntaEnrolAnswer *answer)
{
  g_autofree char *data =
    g_strdup_printf ("{\"key\":\"%s\",\"office\":\"%s\",\"portal_key\":\"%s\"}", kaunta_key_get_public (self->maker->key),
                     answer->office, answer->portal_key);

  self->maker->clerk = NULL;
  journal_maker_add (self->maker, KAUNTA_FACT_DEVICE_ENROLLED, data);
  self->maker->clerk = "1007";
}

static void
open_till (Counter *self)
{
  self->session = kaunta_till_session_format (self->device.device, ++self->tills, NULL);
  self->maker->till = self->session;
  journal_maker_add (self->maker, KAUNTA_FACT_TILL_OPENED, "{\"float\":200000,\"counts\":{\"100000\":2}}");
}

static void
enrol (Counter *self, const char *code)
{
  g_auto (KauntaEnrolAnswer) answer = { 0 };
  g_autoptr (GError) error = NULL;

  test_portal_enrol (self->storage, code, kaunta_key_get_public (self->maker->key), &answer);
  g_free (self->token);
  self->token = g_strdup (answer.token);
  kaunta_portal_device_clear (&self->device);
  kaunta_portal_storage_find_device (self->storage, self->token, &self->device, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (self->device.device, ==, answer.device);
  self->maker->device = self->device.device;
  self->maker->epoch = self->device.epoch;
  write_enrolled (self, &answer);
}

Counter *
counter_new (TestPortal *portal, guint8 seed)
{
  g_autofree char *code = test_portal_create_code (portal, NULL);

  return counter_new_with (portal, code, seed);
}

Counter *
counter_new_with (TestPortal *portal, const char *code, guint8 seed)
{
  Counter *self = g_new0 (Counter, 1);

  self->maker = journal_maker_new ();
  kaunta_key_unref (self->maker->key);
  self->maker->key = make_key (seed);
  self->storage = test_portal_get_storage (portal);
  enrol (self, code);
  open_till (self);
  return self;
}

void
counter_enrol_with (Counter *self, const char *code, guint8 seed)
{
  kaunta_key_unref (self->maker->key);
  self->maker->key = make_key (seed);
  enrol (self, code);
}

void
counter_enrol_again (Counter *self, TestPortal *portal, guint8 seed)
{
  g_autofree char *code = test_portal_create_code (portal, self->device.device);

  counter_enrol_with (self, code, seed);
}

Counter *
counter_clone (Counter *self)
{
  Counter *clone = g_memdup2 (self, sizeof *self);

  clone->device.office = g_strdup (self->device.office);
  clone->token = g_strdup (self->token);
  clone->session = g_strdup (self->session);
  clone->maker = journal_maker_copy (self->maker);
  clone->maker->device = clone->device.device;
  clone->maker->till = clone->session;
  return clone;
}

void
counter_free (Counter *self)
{
  kaunta_portal_device_clear (&self->device);
  journal_maker_free (self->maker);
  g_free (self->session);
  g_free (self->token);
  g_free (self);
}

void
counter_reconnect (Counter *self, TestPortal *portal)
{
  self->storage = test_portal_get_storage (portal);
}

char *
counter_raise_bill (Counter *self, gint64 total)
{
  char *bill = kaunta_bill_number_format (self->device.device, ++self->bills, NULL);
  g_autofree char *data =
    g_strdup_printf ("{\"bill\":\"%s\",\"payer\":{\"kind\":\"citizen\",\"id\":\"20000001\",\"name\":\"Akinyi Grace Otieno\"},"
                     "\"lines\":[{\"service\":\"NRB-ID1\",\"tariff\":\"NRB-ID1@1\",\"name\":\"Identity card, first\","
                     "\"quantity\":1,\"unit\":%" G_GINT64_FORMAT ",\"amount\":%" G_GINT64_FORMAT "}],"
                     "\"total\":%" G_GINT64_FORMAT "}",
                     bill, total, total, total);

  journal_maker_add (self->maker, KAUNTA_FACT_BILL_RAISED, data);
  return bill;
}

char *
counter_take (Counter *self, const char *bill, gint64 amount)
{
  char *receipt = kaunta_receipt_number_format (self->device.device, ++self->receipts, NULL);
  g_autofree char *data =
    g_strdup_printf ("{\"receipt\":\"%s\",\"bill\":\"%s\",\"tender\":\"cash\",\"amount\":%" G_GINT64_FORMAT ","
                     "\"status\":\"confirmed\",\"tendered\":%" G_GINT64_FORMAT ",\"change\":0}",
                     receipt, bill, amount, amount);

  journal_maker_add (self->maker, KAUNTA_FACT_PAYMENT_TAKEN, data);
  return receipt;
}

char *
counter_take_mpesa (Counter *self, const char *bill, gint64 amount, const char *reference)
{
  char *receipt = kaunta_receipt_number_format (self->device.device, ++self->receipts, NULL);
  g_autofree char *data =
    g_strdup_printf ("{\"receipt\":\"%s\",\"bill\":\"%s\",\"tender\":\"mpesa\",\"amount\":%" G_GINT64_FORMAT ","
                     "\"status\":\"confirmed\",\"reference\":\"%s\",\"phone\":\"254712000001\"}",
                     receipt, bill, amount, reference);

  journal_maker_add (self->maker, KAUNTA_FACT_PAYMENT_TAKEN, data);
  return receipt;
}

void
counter_reverse (Counter *self, const char *receipt, gint64 amount)
{
  g_autofree char *data = g_strdup_printf ("{\"receipt\":\"%s\",\"amount\":%" G_GINT64_FORMAT ",\"reason\":\"paid twice\"}",
                                           receipt, amount);

  self->maker->approver = "2001";
  journal_maker_add (self->maker, KAUNTA_FACT_PAYMENT_REVERSED, data);
}

void
counter_cancel (Counter *self, const char *bill)
{
  g_autofree char *data = g_strdup_printf ("{\"bill\":\"%s\",\"reason\":\"raised twice\"}", bill);

  self->maker->approver = "2001";
  journal_maker_add (self->maker, KAUNTA_FACT_BILL_CANCELLED, data);
}

void
counter_drop (Counter *self, gint64 amount)
{
  g_autofree char *data = g_strdup_printf ("{\"amount\":%" G_GINT64_FORMAT ",\"reason\":\"to the safe\"}", amount);

  journal_maker_add (self->maker, KAUNTA_FACT_CASH_DROPPED, data);
}

void
counter_close_till (Counter *self)
{
  g_autofree char *head = NULL;
  g_autofree char *data = NULL;

  journal_maker_add (self->maker, KAUNTA_FACT_TILL_COUNTED, "{\"counts\":{\"100000\":2},\"total\":200000,\"attempt\":1}");
  head = kaunta_hash_to_hex (self->maker->prev);
  data = g_strdup_printf ("{\"z\":%" G_GINT64_FORMAT ",\"expected\":{\"cash\":200000},\"counted\":{\"cash\":200000},"
                          "\"variance\":{\"cash\":0},\"payments\":0,\"reversals\":0,\"first\":2,\"last\":%" G_GINT64_FORMAT
                          ",\"unsynced\":%" G_GINT64_FORMAT ",\"head\":\"%s\",\"ack\":null}",
                          self->tills, self->maker->seq, self->maker->seq, head);
  journal_maker_add (self->maker, KAUNTA_FACT_TILL_CLOSED, data);
}

GPtrArray *
counter_get_entries (Counter *self, guint first, guint count)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_entry_unref);

  g_assert_cmpuint (first + count, <=, self->maker->lines->len);
  for (guint i = first; i < first + count; i++)
    {
      const JournalLine *line = g_ptr_array_index (self->maker->lines, i);
      g_autoptr (GError) error = NULL;

      g_ptr_array_add (entries, kaunta_entry_new_from_bytes (line->body, line->sig, &error));
      g_assert_no_error (error);
    }
  return entries;
}

GPtrArray *
counter_push (Counter *self)
{
  g_autoptr (GPtrArray) entries = counter_get_entries (self, self->pushed, self->maker->lines->len - self->pushed);
  GPtrArray *exceptions = NULL;
  KauntaAcknowledgement ack = { 0 };
  g_autoptr (GError) error = NULL;
  gint64 seq = 0;

  kaunta_portal_storage_append (self->storage, &self->device, entries, &ack, &exceptions, &seq, &error);
  g_assert_no_error (error);
  self->pushed = self->maker->lines->len;
  g_assert_cmpint (ack.seq, ==, self->maker->seq);
  return exceptions;
}

void
counter_push_quietly (Counter *self)
{
  g_autoptr (GPtrArray) exceptions = counter_push (self);

  g_assert_cmpuint (exceptions->len, ==, 0);
}

gint64
counter_push_forked (Counter *self)
{
  g_autoptr (GPtrArray) entries = counter_get_entries (self, self->pushed, self->maker->lines->len - self->pushed);
  gint64 seq = counter_push_refused (self, entries, KAUNTA_WIRE_ERROR_FORK);

  self->pushed = self->maker->lines->len;
  return seq;
}

gint64
counter_push_refused (Counter *self, GPtrArray *entries, KauntaWireError code)
{
  g_autoptr (GPtrArray) exceptions = NULL;
  KauntaAcknowledgement ack = { 0 };
  g_autoptr (GError) error = NULL;
  gint64 seq = 0;

  g_assert_false (kaunta_portal_storage_append (self->storage, &self->device, entries, &ack, &exceptions, &seq, &error));
  g_assert_error (error, KAUNTA_WIRE_ERROR, code);
  g_assert_cmpint (ack.seq, ==, 0);
  return seq;
}

GPtrArray *
counter_pull (Counter *self)
{
  g_auto (KauntaChangesPage) page = { 0 };
  g_autoptr (GError) error = NULL;

  kaunta_portal_storage_read_changes (self->storage, &self->device, NULL, KAUNTA_PORTAL_MAX_CHANGES, &page, &error);
  g_assert_no_error (error);
  g_assert_false (page.more);
  return g_steal_pointer (&page.changes);
}

const KauntaChange *
counter_find_change (GPtrArray *changes, KauntaChangeKind kind, const char *id)
{
  for (guint i = 0; i < changes->len; i++)
    {
      const KauntaChange *change = g_ptr_array_index (changes, i);

      if (change->kind == kind && strcmp (change->id, id) == 0)
        return change;
    }
  return NULL;
}
