/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "verifying.h"

#include "json.h"

#define CLOSED "{\"z\":%d,\"expected\":{\"cash\":%d},\"counted\":{\"cash\":%d},\"variance\":{\"cash\":%d},\"payments\":%d,\"reversals\":0," \
  "\"first\":%d,\"last\":%d,\"unsynced\":0,\"head\":\"0000000000000000000000000000000000000000000000000000000000000000\",\"ack\":%s}"

gint64
feed (KauntaVerifier *verifier, JournalMaker *maker, GError **error)
{
  for (guint i = 0; i < maker->lines->len; i++)
    {
      const JournalLine *line = maker->lines->pdata[i];

      if (!kaunta_verifier_feed (verifier, line->body, line->sig, error))
        return kaunta_verifier_get_fault (verifier);
    }

  if (!kaunta_verifier_finish (verifier, error))
    return kaunta_verifier_get_fault (verifier);
  return 0;
}

void
assert_good (JournalMaker *maker)
{
  g_autoptr (KauntaVerifier) verifier = kaunta_verifier_new (kaunta_key_get_public (maker->key));
  g_autoptr (GError) error = NULL;
  gint64 fault = feed (verifier, maker, &error);

  g_assert_no_error (error);
  g_assert_cmpint (fault, ==, 0);
}

void
assert_fault (JournalMaker *maker, int code)
{
  g_autoptr (KauntaVerifier) verifier = kaunta_verifier_new (kaunta_key_get_public (maker->key));
  g_autoptr (GError) error = NULL;
  gint64 fault = feed (verifier, maker, &error);

  g_assert_error (error, KAUNTA_JOURNAL_ERROR, code);
  g_assert_cmpint (fault, ==, maker->lines->len);
}

JournalMaker *
make_open (void)
{
  JournalMaker *maker = journal_maker_new ();

  journal_maker_open (maker);
  return maker;
}

void
add_cash (JournalMaker *maker, const char *receipt, int amount)
{
  g_autofree char *data = g_strdup_printf (CASH, receipt, amount, amount);

  journal_maker_add (maker, KAUNTA_FACT_PAYMENT_TAKEN, data);
}

void
add_closed (JournalMaker *maker, int z, int expected, int counted, int payments, int first, int last, const char *ack)
{
  g_autofree char *data
      = g_strdup_printf (CLOSED, z, expected, counted, counted - expected, payments, first, last, ack);

  journal_maker_add (maker, KAUNTA_FACT_TILL_CLOSED, data);
}

void
add_counted (JournalMaker *maker, int attempt, int cents)
{
  g_autofree char *data = g_strdup_printf ("{\"counts\":{\"1\":%d},\"total\":%d,\"attempt\":%d}", cents, cents, attempt);

  journal_maker_add (maker, KAUNTA_FACT_TILL_COUNTED, data);
}
