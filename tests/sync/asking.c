/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "asking.h"

#include "http.h"

KauntaClient *
asking_new_client (const char *url, const char *ca, KauntaClock *clock)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaTransport) transport = kaunta_http_new (url, ca, &error);

  g_assert_no_error (error);
  return kaunta_client_new (transport, "s3cret", clock);
}

GError *
asking_pull (KauntaClient *client)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_auto (KauntaChangesPage) page = { 0 };
  GError *error = NULL;

  kaunta_client_pull_async (client, "a b&c", 10, NULL, test_keep_result_cb, &result);
  test_wait_for_result (&result);
  kaunta_client_pull_finish (client, result, &page, &error);
  return error;
}

GPtrArray *
asking_make_entries (gsize reason_bytes)
{
  g_autoptr (KauntaKey) key = kaunta_key_new_from_seed ((const guint8 *) "thirty-two bytes of seed, always");
  g_autofree char *reason = g_strnfill (reason_bytes, 'x');
  g_autoptr (KauntaFact) fact = kaunta_fact_new_bill_cancelled ("004210000017", reason);
  GPtrArray *entries = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_entry_unref);
  guint8 prev[KAUNTA_HASH_BYTES] = { 0 };
  KauntaPlace place = {
    .device = "00421",
    .epoch = 1,
    .seq = 1,
    .prev = prev,
    .at = 1795421730123,
    .boot = "0badcafe",
    .up = 1,
    .clerk = "1001",
    .approver = "1007",
  };
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (entries, kaunta_entry_sign (&place, fact, key, &error));
  g_assert_no_error (error);
  return entries;
}

GError *
asking_push (KauntaClient *client, GPtrArray *entries)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) exceptions = NULL;
  g_autoptr (GBytes) push = kaunta_push_encode (entries);
  KauntaAcknowledgement ack = { 0 };
  GError *error = NULL;

  kaunta_client_push_async (client, "00421", push, NULL, test_keep_result_cb, &result);
  test_wait_for_result (&result);
  kaunta_client_push_finish (client, result, &ack, &exceptions, &error);
  return error;
}
