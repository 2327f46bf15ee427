/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "verifier-private.h"

#include <string.h>
#include "fact-private.h"
#include "money.h"
#include "number.h"

static gboolean
refuse (KauntaJournalError code, const char *what, GError **error)
{
  return kaunta_verifier_refuse (code, what, error);
}

/* A field that kaunta_fact_check() has seen. */
static gint64
get_integer (const KauntaEntry *entry, const char *key)
{
  gint64 value = 0;

  if (!kaunta_json_get_integer (entry->data, key, -KAUNTA_CENTS_MAX, KAUNTA_CENTS_MAX, &value, NULL))
    g_assert_not_reached ();

  return value;
}

static gboolean
add (gint64 *sum, gint64 cents, GError **error)
{
  return kaunta_cents_add (*sum, cents, sum, NULL)
         || refuse (KAUNTA_JOURNAL_ERROR_AMOUNT, "the till's sums are more than can be kept exactly", error);
}

static gboolean
open_till (KauntaVerifier *self, const KauntaEntry *entry, GError **error)
{
  g_autofree char *next = kaunta_till_session_format (self->summary.device, self->tills + 1, NULL);

  if (self->till != NULL)
    return refuse (KAUNTA_JOURNAL_ERROR_TILL, "it opens a till while another is open", error);
  if (entry->till == NULL)
    return refuse (KAUNTA_JOURNAL_ERROR_TILL, "it opens a till and doesn't say which", error);
  if (g_strcmp0 (entry->till, next) != 0)
    return refuse (KAUNTA_JOURNAL_ERROR_NUMBER, "the till session is not the next of this device's series",
                   error);

  self->tills++;
  self->counted = FALSE;
  self->till = kaunta_till_new ();
  self->till->session = g_strdup (entry->till);
  self->till->first_seq = entry->seq;
  self->till->float_cents = get_integer (entry, "float");
  return TRUE;
}

/* Whoever names a till names the open one; money and bills can't do without. */
static gboolean
check_session (KauntaVerifier *self, const KauntaEntry *entry, gboolean needed, GError **error)
{
  if (entry->till == NULL)
    return !needed
           || refuse (KAUNTA_JOURNAL_ERROR_TILL, "it belongs in a till session and names none", error);
  if (self->till == NULL || strcmp (self->till->session, entry->till) != 0)
    return refuse (KAUNTA_JOURNAL_ERROR_TILL, "its till session is not open", error);

  return TRUE;
}

/* Adds to one of the sums that make up what the drawer must hold: an earlier count tells no more. */
static gboolean
move (KauntaVerifier *self, gint64 *sum, gint64 cents, GError **error)
{
  self->counted = FALSE;
  return add (sum, cents, error);
}

static gboolean
take_payment (KauntaVerifier *self, const KauntaEntry *entry, GError **error)
{
  VerifierReceipt receipt;

  if (kaunta_verifier_find_receipt (self, entry, &receipt, error) == 0)
    return FALSE;

  self->till->payments++;
  return move (self, &self->till->taken[receipt.tender], receipt.amount, error);
}

static gboolean
reverse_payment (KauntaVerifier *self, const KauntaEntry *entry, GError **error)
{
  VerifierReceipt receipt;

  if (kaunta_verifier_find_receipt (self, entry, &receipt, error) == 0)
    return FALSE;

  self->till->reversals++;
  return move (self, &self->till->reversed[receipt.tender], receipt.amount, error);
}

static gboolean
count_till (KauntaVerifier *self, const KauntaEntry *entry, GError **error)
{
  if (get_integer (entry, "attempt") != self->till->count_attempts + 1)
    return refuse (KAUNTA_JOURNAL_ERROR_NUMBER, "the attempts to count the till are not numbered 1, 2, 3",
                   error);

  self->counted = TRUE;
  self->till->count_attempts++;
  self->till->counted = get_integer (entry, "total");
  return TRUE;
}

static gboolean
check_expected (KauntaVerifier *self, JsonObject *expected, GError **error)
{
  for (KauntaTender tender = 0; tender < KAUNTA_N_TENDERS; tender++)
    {
      gint64 cents = 0;
      gint64 told = 0;

      if (!kaunta_till_get_expected (self->till, tender, &cents, NULL)
          || !kaunta_fact_get_tender_cents (expected, tender, &told, NULL) || cents != told)
        {
          g_set_error (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_AMOUNT,
                       "the till's entries don't add up to what it expects in %s",
                       kaunta_tender_to_nick (tender));
          return FALSE;
        }
    }

  return TRUE;
}

static gboolean
check_counted (KauntaVerifier *self, JsonObject *counted, GError **error)
{
  gint64 cash = 0;

  if (!self->counted)
    return refuse (KAUNTA_JOURNAL_ERROR_TILL, "it closes a till that was not counted since money last moved",
                   error);

  return (kaunta_fact_get_tender_cents (counted, KAUNTA_TENDER_CASH, &cash, NULL)
          && cash == self->till->counted)
         || refuse (KAUNTA_JOURNAL_ERROR_AMOUNT, "the cash counted is not what the last count found", error);
}

static gboolean
check_till_ack (KauntaVerifier *self, const KauntaEntry *entry, GError **error)
{
  JsonNode *node = json_object_get_member (entry->data, "ack");
  KauntaAcknowledgement ack;

  if (JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (JSON_NODE_HOLDS_VALUE (node))
    return json_node_get_int (node) < entry->seq
           || refuse (KAUNTA_JOURNAL_ERROR_ACKNOWLEDGEMENT, "it claims an acknowledgement of entries to come",
                      error);

  if (!kaunta_acknowledgement_from_json (json_node_get_object (node), &ack, error))
    return FALSE;
  if (ack.seq >= entry->seq)
    return refuse (KAUNTA_JOURNAL_ERROR_ACKNOWLEDGEMENT, "it claims an acknowledgement of entries to come",
                   error);
  return kaunta_verifier_check_acknowledgement (self, &ack, error);
}

/* "head" is not compared: the specification's own valid vectors have one of another chain in it, and prev
 * says the same, signed. */
static gboolean
close_till (KauntaVerifier *self, const KauntaEntry *entry, GError **error)
{
  const KauntaTill *till = self->till;
  JsonObject *expected = NULL;
  JsonObject *counted = NULL;

  if (get_integer (entry, "z") != self->summary.tills_closed + 1)
    return refuse (KAUNTA_JOURNAL_ERROR_NUMBER, "the Z number is not the next of this device's series",
                   error);
  if (get_integer (entry, "first") != till->first_seq || get_integer (entry, "last") != entry->seq - 1)
    return refuse (KAUNTA_JOURNAL_ERROR_TILL, "its first and last are not the session's entries", error);
  if (get_integer (entry, "payments") != till->payments
      || get_integer (entry, "reversals") != till->reversals)
    return refuse (KAUNTA_JOURNAL_ERROR_AMOUNT, "it counts other payments or reversals than the session has",
                   error);

  if (!kaunta_json_get_object (entry->data, "expected", &expected, error)
      || !kaunta_json_get_object (entry->data, "counted", &counted, error)
      || !check_expected (self, expected, error) || !check_counted (self, counted, error)
      || !check_till_ack (self, entry, error))
    return FALSE;

  self->summary.tills_closed++;
  g_clear_pointer (&self->till, kaunta_till_unref);
  return TRUE;
}

/* Sessions of other devices are banked together with one's own; of those this journal can't tell more. */
static gboolean
bank_deposit (KauntaVerifier *self, const KauntaEntry *entry, GError **error)
{
  JsonArray *tills = NULL;

  if (!kaunta_json_get_array (entry->data, "tills", &tills, error))
    return FALSE;

  for (guint i = 0; i < json_array_get_length (tills); i++)
    {
      g_autofree char *device = NULL;
      gint64 serial = 0;

      if (!kaunta_till_session_parse (json_array_get_string_element (tills, i), &device, &serial, NULL))
        g_assert_not_reached ();
      if (strcmp (device, self->summary.device) == 0 && serial > self->tills)
        return refuse (KAUNTA_JOURNAL_ERROR_TILL, "it banks a till session that was never opened", error);
    }

  return TRUE;
}

static gboolean
needs_till (KauntaFactType type)
{
  switch (type)
    {
    case KAUNTA_FACT_BILL_RAISED:
    case KAUNTA_FACT_PAYMENT_TAKEN:
    case KAUNTA_FACT_PAYMENT_REVERSED:
    case KAUNTA_FACT_CASH_DROPPED:
    case KAUNTA_FACT_CASH_PAID_IN:
    case KAUNTA_FACT_TILL_COUNTED:
    case KAUNTA_FACT_TILL_CLOSED:
      return TRUE;
    default:
      return FALSE;
    }
}

gboolean
kaunta_verifier_check_till (KauntaVerifier *self, const KauntaEntry *entry, GError **error)
{
  if (entry->type == KAUNTA_FACT_TILL_OPENED)
    return open_till (self, entry, error);
  if (!check_session (self, entry, needs_till (entry->type), error))
    return FALSE;

  switch (entry->type)
    {
    case KAUNTA_FACT_PAYMENT_TAKEN:
      return take_payment (self, entry, error);
    case KAUNTA_FACT_PAYMENT_REVERSED:
      return reverse_payment (self, entry, error);
    case KAUNTA_FACT_CASH_DROPPED:
      return move (self, &self->till->dropped, get_integer (entry, "amount"), error);
    case KAUNTA_FACT_CASH_PAID_IN:
      return move (self, &self->till->paid_in, get_integer (entry, "amount"), error);
    case KAUNTA_FACT_TILL_COUNTED:
      return count_till (self, entry, error);
    case KAUNTA_FACT_TILL_CLOSED:
      return close_till (self, entry, error);
    case KAUNTA_FACT_DEPOSIT_BANKED:
      return bank_deposit (self, entry, error);
    default:
      return TRUE;
    }
}
