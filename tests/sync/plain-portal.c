/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plain-portal.h"

#include <string.h>

#include "packing.h"
#include "problem.h"
#include "push.h"

#define NO_CHANGES "{\"cursor\":\"9\",\"more\":false,\"changes\":[]}"
#define NO_PAYERS "{\"payers\":[]}"
#define EMPTY_REGISTER "{\"format\":\"kaunta-register-1\",\"count\":0,\"at\":\"2026-11-23T05:00:00.000Z\"}\n"

GBytes *
plain_portal_pack (const char *text)
{
  g_autoptr (GBytes) plain = g_bytes_new (text, strlen (text));

  return kaunta_pack (plain);
}

char *
plain_portal_make_tag (GBytes *snapshot)
{
  g_autofree char *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, snapshot);

  return g_strdup_printf ("\"%s\"", hash);
}

static GBytes *
read_body (SoupServerMessage *message)
{
  g_autoptr (GBytes) body = soup_message_body_flatten (soup_server_message_get_request_body (message));
  const char *coding = soup_message_headers_get_one (soup_server_message_get_request_headers (message), "Content-Encoding");
  g_autoptr (GError) error = NULL;
  GBytes *plain = NULL;

  if (coding == NULL)
    return g_steal_pointer (&body);
  plain = kaunta_unpack_zstd (body, KAUNTA_WIRE_MAX_PUSH_BYTES, &error);
  g_assert_no_error (error);
  return plain;
}

static void
answer (SoupServerMessage *message, guint status, GBytes *body)
{
  soup_server_message_set_status (message, status, NULL);
  soup_message_body_append_bytes (soup_server_message_get_response_body (message), body);
}

static void
refuse_gap (PlainPortal *self, SoupServerMessage *message)
{
  KauntaProblem problem = { KAUNTA_WIRE_ERROR_GAP, 409, NULL, self->held->len + 1 };
  g_autoptr (GBytes) body = kaunta_problem_encode (&problem);

  answer (message, 409, body);
}

static void
acknowledge (PlainPortal *self, SoupServerMessage *message, const KauntaEntry *any)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (GBytes) body = NULL;
  GBytes *newest = g_ptr_array_index (self->held, self->held->len - 1);
  g_autofree char *head = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, newest);
  KauntaAcknowledgement ack = { .epoch = 1, .seq = self->held->len, .at = any->at };

  g_strlcpy (ack.device, any->device, sizeof ack.device);
  g_strlcpy (ack.head, head, sizeof ack.head);
  kaunta_acknowledgement_sign (&ack, self->key);
  body = kaunta_push_answer_encode (&ack, none);
  answer (message, 200, body);
}

static void
hold (PlainPortal *self, const KauntaEntry *entry)
{
  if (entry->seq == self->held->len + 1)
    g_ptr_array_add (self->held, g_bytes_ref (entry->body));
  else
    {
      g_assert_true (g_bytes_equal (g_ptr_array_index (self->held, entry->seq - 1), entry->body));
      self->repeated++;
    }
}

static void
take_entries (PlainPortal *self, SoupServerMessage *message)
{
  g_autoptr (GBytes) body = read_body (message);
  g_autoptr (GError) error = NULL;
  gint64 place = 0;
  g_autoptr (GPtrArray) entries = kaunta_push_decode (body, &place, &error);
  const KauntaEntry *first = NULL;

  g_assert_no_error (error);
  first = g_ptr_array_index (entries, 0);
  g_array_append_val (self->pushes, entries->len);
  if (first->seq > self->held->len + 1)
    {
      refuse_gap (self, message);
      return;
    }
  for (guint i = 0; i < entries->len; i++)
    hold (self, g_ptr_array_index (entries, i));
  if (self->lose)
    fake_portal_cut (self->fake, message);
  else
    acknowledge (self, message, first);
}

static void
asked (FakePortal *fake, SoupServerMessage *message, const char *path, gpointer data)
{
  PlainPortal *self = data;
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  if (g_str_has_suffix (path, "/entries"))
    take_entries (self, message);
  else if (g_str_equal (path, "/v1/changes"))
    {
      g_autoptr (GBytes) body = g_bytes_new_static (NO_CHANGES, strlen (NO_CHANGES));

      answer (message, 200, body);
    }
  else if (g_str_equal (path, "/v1/payers"))
    {
      g_autoptr (GBytes) body = g_bytes_new_static (NO_PAYERS, strlen (NO_PAYERS));

      answer (message, 200, body);
    }
  else
    {
      g_autofree char *tag = plain_portal_make_tag (self->snapshot);

      soup_message_headers_replace (headers, "ETag", self->tag != NULL ? self->tag : tag);
      answer (message, 200, self->snapshot);
    }
}

PlainPortal *
plain_portal_new (KauntaKey *key)
{
  PlainPortal *self = g_new0 (PlainPortal, 1);

  self->fake = fake_portal_new (NULL);
  self->fake->otherwise = asked;
  self->fake->data = self;
  self->key = kaunta_key_ref (key);
  self->held = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  self->pushes = g_array_new (FALSE, FALSE, sizeof (guint));
  self->snapshot = plain_portal_pack (EMPTY_REGISTER);
  return self;
}

void
plain_portal_free (PlainPortal *self)
{
  fake_portal_free (self->fake);
  kaunta_key_unref (self->key);
  g_ptr_array_unref (self->held);
  g_array_unref (self->pushes);
  g_bytes_unref (self->snapshot);
  g_free (self);
}

void
plain_portal_forget_after (PlainPortal *self, guint seq)
{
  g_ptr_array_set_size (self->held, seq);
}

guint
plain_portal_count (PlainPortal *self, const char *start)
{
  guint count = 0;

  for (guint i = 0; i < self->fake->requests->len; i++)
    if (g_str_has_prefix (fake_portal_get_request (self->fake, i)->line, start))
      count++;
  return count;
}
