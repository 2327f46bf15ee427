/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "long-journal.h"

#include <string.h>
#include "clock.h"
#include "number.h"

#define FIRST_AT G_GINT64_CONSTANT (1795413600000)
#define DEVICE "00421"
#define FLOAT_CENTS 200000
#define SALES_A_DAY 99

static const char *const names[] = { "Akinyi Odhiambo", "Wanjikũ Njoroge", "Ng'ang'a \\\"Jr\\\" Kiprotich", "Halima Abdi" };

LongJournal *
long_journal_new (gint64 length)
{
  LongJournal *self = g_new0 (LongJournal, 1);
  guint8 seed[32];

  memset (seed, 7, sizeof seed);
  self->key = kaunta_key_new_from_seed (seed);
  self->length = length;
  self->body = g_string_new (NULL);
  return self;
}

void
long_journal_free (LongJournal *self)
{
  kaunta_key_unref (self->key);
  g_string_free (self->body, TRUE);
  g_free (self);
}

static void
write_entry (LongJournal *self, const char *type, const char *approver, gboolean in_till, const char *data)
{
  g_autofree char *prev = kaunta_hash_to_hex (self->prev);
  g_autofree char *at = kaunta_time_format (FIRST_AT + self->seq * 20000);
  g_autofree char *till = in_till ? g_strdup_printf ("\"" DEVICE "-%04d\"", self->day) : g_strdup ("null");

  self->seq++;
  g_string_printf (self->body,
                   "{\"approver\":%s,\"at\":\"%s\",\"boot\":\"5f3c9a01\",\"clerk\":%s,\"data\":%s,\"device\":\"" DEVICE
                   "\",\"epoch\":1,\"prev\":\"%s\",\"seq\":%" G_GINT64_FORMAT ",\"till\":%s,\"turnover\":%" G_GINT64_FORMAT
                   ",\"type\":\"%s\",\"up\":%" G_GINT64_FORMAT ",\"v\":1}",
                   approver, at, self->seq == 1 ? "null" : "\"1007\"", data, prev, self->seq, till, self->turnover, type,
                   self->seq * 20000);
  kaunta_hash ((const guint8 *) self->body->str, self->body->len, self->prev);
  kaunta_key_sign (self->key, "kaunta-journal-v1", self->prev, sizeof self->prev, self->sig);
}

static void
write_enrolled (LongJournal *self)
{
  const char *key = kaunta_key_get_public (self->key);
  g_autofree char *data =
      g_strdup_printf ("{\"key\":\"%s\",\"office\":\"047-WESTLANDS\",\"portal_key\":\"%s\"}", key, key);

  write_entry (self, "device.enrolled", "null", FALSE, data);
}

static void
write_opened (LongJournal *self)
{
  self->day++;
  self->cash = FLOAT_CENTS;
  self->mpesa = 0;
  self->day_sales = 0;
  self->first = self->seq + 1;
  write_entry (self, "till.opened", "null", TRUE, "{\"counts\":{\"100000\":2},\"float\":200000}");
}

static void
write_counted (LongJournal *self)
{
  g_autofree char *data = g_strdup_printf ("{\"attempt\":1,\"counts\":{\"100\":%" G_GINT64_FORMAT "},\"total\":%" G_GINT64_FORMAT "}",
                                           self->cash / 100, self->cash);

  write_entry (self, "till.counted", "null", TRUE, data);
}

static void
write_closed (LongJournal *self)
{
  g_autofree char *head = kaunta_hash_to_hex (self->prev);
  g_autofree char *sums =
      g_strdup_printf ("{\"cash\":%" G_GINT64_FORMAT ",\"mpesa\":%" G_GINT64_FORMAT "}", self->cash, self->mpesa);
  g_autofree char *data = g_strdup_printf (
      "{\"ack\":null,\"counted\":%s,\"expected\":%s,\"first\":%" G_GINT64_FORMAT ",\"head\":\"%s\",\"last\":%" G_GINT64_FORMAT
      ",\"payments\":%d,\"reversals\":0,\"unsynced\":%" G_GINT64_FORMAT ",\"variance\":{\"cash\":0,\"mpesa\":0},\"z\":%d}",
      sums, sums, self->first, head, self->seq, self->day_sales, self->seq, self->day);

  write_entry (self, "till.closed", "null", TRUE, data);
}

static gint64
get_cents (int sale)
{
  return 5000 * (1 + sale * 31 % 200);
}

static void
write_viewed (LongJournal *self)
{
  g_autofree char *data = g_strdup_printf ("{\"id\":\"9%07d\",\"kind\":\"citizen\",\"why\":\"bill\"}", self->sales % 10000000);

  write_entry (self, "payer.viewed", "null", TRUE, data);
}

static void
write_raised (LongJournal *self)
{
  g_autofree char *bill = kaunta_bill_number_format (DEVICE, self->sales + 1, NULL);
  gint64 cents = get_cents (self->sales);
  g_autofree char *data = g_strdup_printf (
      "{\"bill\":\"%s\",\"lines\":[{\"amount\":%" G_GINT64_FORMAT ",\"name\":\"Parking, zone 1, saloon car\",\"quantity\":1,"
      "\"service\":\"047-PRK-Z1-SAL\",\"tariff\":\"047-PRK-Z1-SAL@2024-03-01\",\"unit\":%" G_GINT64_FORMAT
      "}],\"payer\":{\"id\":\"9%07d\",\"kind\":\"citizen\",\"name\":\"%s\"},\"total\":%" G_GINT64_FORMAT "}",
      bill, cents, cents, self->sales % 10000000, names[self->sales % G_N_ELEMENTS (names)], cents);

  write_entry (self, "bill.raised", "null", TRUE, data);
}

static void
write_taken (LongJournal *self)
{
  g_autofree char *bill = kaunta_bill_number_format (DEVICE, self->sales + 1, NULL);
  gint64 cents = get_cents (self->sales);
  g_autofree char *data = NULL;

  if (self->sales % 2 == 0)
    data = g_strdup_printf ("{\"amount\":%" G_GINT64_FORMAT ",\"bill\":\"%s\",\"change\":0,\"receipt\":\"" DEVICE
                            "-%06d\",\"status\":\"confirmed\",\"tender\":\"cash\",\"tendered\":%" G_GINT64_FORMAT "}",
                            cents, bill, self->sales + 1, cents);
  else
    data = g_strdup_printf ("{\"amount\":%" G_GINT64_FORMAT ",\"bill\":\"%s\",\"phone\":\"254700000000\",\"receipt\":\"" DEVICE
                            "-%06d\",\"reference\":\"TK%08d\",\"status\":\"claimed\",\"tender\":\"mpesa\"}",
                            cents, bill, self->sales + 1, self->sales);

  *(self->sales % 2 == 0 ? &self->cash : &self->mpesa) += cents;
  self->turnover += cents;
  write_entry (self, "payment.taken", "null", TRUE, data);
}

static void
write_printed (LongJournal *self)
{
  g_autofree char *data = g_strdup_printf ("{\"copy\":1,\"receipt\":\"" DEVICE "-%06d\"}", self->sales + 1);

  self->sales++;
  self->day_sales++;
  write_entry (self, "receipt.printed", "null", TRUE, data);
}

gboolean
long_journal_next (LongJournal *self)
{
  static void (*const sale[]) (LongJournal *) = { write_viewed, write_raised, write_taken, write_printed };

  if (self->seq == self->length)
    return FALSE;

  if (self->seq == 0)
    write_enrolled (self);
  else if (self->step == 0)
    write_opened (self);
  else if (self->step <= SALES_A_DAY * (int) G_N_ELEMENTS (sale))
    sale[(self->step - 1) % G_N_ELEMENTS (sale)](self);
  else if (self->step == SALES_A_DAY * (int) G_N_ELEMENTS (sale) + 1)
    write_counted (self);
  else
    write_closed (self);

  if (self->seq > 1)
    self->step = (self->step + 1) % (SALES_A_DAY * (int) G_N_ELEMENTS (sale) + 3);
  return TRUE;
}
