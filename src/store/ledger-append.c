/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger-private.h"

#include <glib/gi18n-lib.h>

#include "money.h"
#include "number.h"

/* A wall clock further than this from where the boot's own time says it must be was set by somebody. */
#define CLOCK_TOLERANCE_MS (2 * 60 * 1000)

static const char SQL_INSERT_ENTRY[] = "INSERT INTO entry (seq, body, sig, hash) VALUES (?, ?, ?, ?)";

static gboolean
insert_entry (KauntaDatabase *database, const KauntaEntry *entry, GError **error)
{
  gsize length = 0;
  const void *body = g_bytes_get_data (entry->body, &length);

  return kaunta_database_execute (database, error, SQL_INSERT_ENTRY, KAUNTA_INTEGER (entry->seq),
                                  KAUNTA_BLOB (body, length), KAUNTA_BLOB (entry->sig, sizeof entry->sig),
                                  KAUNTA_BLOB (entry->hash, sizeof entry->hash));
}

gboolean
kaunta_ledger_add_entry (KauntaDatabase *database, const KauntaEntry *entry, GError **error)
{
  return insert_entry (database, entry, error) && kaunta_ledger_fold (database, entry, error);
}

/* A journal may come from elsewhere, and then be of another epoch than the one that this computer was enrolled
 * in. What it wrote into it would be nobody's. */
static gboolean
check_epoch (const KauntaAct *act, const KauntaLedgerState *state, KauntaFactType type, GError **error)
{
  gboolean fits = type == KAUNTA_FACT_DEVICE_ENROLLED ? act->epoch > state->epoch : act->epoch == state->epoch;

  if (fits && (state->epoch == 0 || g_str_equal (act->device, state->device)))
    return TRUE;

  g_set_error_literal (error, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_NOT_ENROLLED,
                       _("This computer has to be enrolled again before it can go on with this journal. Nothing "
                         "was saved; everything saved before is safe. Ask your administrator for an enrolment "
                         "code."));
  return FALSE;
}

KauntaEntry *
kaunta_ledger_write_entry (const KauntaAct *act, const KauntaLedgerState *state, const KauntaFact *fact,
                           const char *till, GError **error)
{
  g_autoptr (KauntaEntry) entry = NULL;
  KauntaPlace place = {
    .device = act->device,
    .epoch = act->epoch,
    .seq = state->seq + 1,
    .prev = state->head,
    .at = act->at,
    .boot = kaunta_clock_get_boot (act->ledger->clock),
    .up = act->up,
    .clerk = act->clerk,
    .approver = act->approver,
    .till = till,
  };

  if (!check_epoch (act, state, fact->type, error)
      || !kaunta_cents_add (state->turnover, kaunta_fact_get_turnover (fact->type, fact->data),
                            &place.turnover, error))
    return NULL;

  entry = kaunta_entry_sign (&place, fact, act->ledger->key, error);
  if (entry == NULL || !kaunta_ledger_add_entry (act->ledger->database, entry, error))
    return NULL;
  return g_steal_pointer (&entry);
}

/* Which session an entry belongs to: (transfer full) (nullable) */
static char *
choose_session (const KauntaAct *act, const KauntaLedgerState *state, KauntaFactType type,
                const KauntaTill *till, GError **error)
{
  switch (type)
    {
    case KAUNTA_FACT_TILL_OPENED:
      return kaunta_till_session_format (act->device, state->till_serial + 1, error);
    case KAUNTA_FACT_DEVICE_ENROLLED:
    case KAUNTA_FACT_CLERK_SIGNED_IN:
    case KAUNTA_FACT_CLERK_SIGNED_OUT:
    case KAUNTA_FACT_PAYER_VIEWED:
    case KAUNTA_FACT_DEPOSIT_BANKED:
    case KAUNTA_FACT_EXCEPTION_SETTLED:
    case KAUNTA_FACT_CLOCK_MOVED:
      return NULL;
    default:
      return till != NULL ? g_strdup (till->session) : NULL;
    }
}

static JsonNode *copy_node (JsonNode *node);

static void
copy_member_cb (JsonObject *object, const char *name, JsonNode *node, gpointer copy)
{
  json_object_set_member (copy, name, copy_node (node));
}

static void
copy_element_cb (JsonArray *array, guint place, JsonNode *node, gpointer copy)
{
  json_array_add_element (copy, copy_node (node));
}

/* json_node_copy() would share what is in an object or a list. */
static JsonNode *
copy_node (JsonNode *node)
{
  JsonNode *copy = NULL;

  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      copy = json_node_new (JSON_NODE_OBJECT);
      json_node_take_object (copy, json_object_new ());
      json_object_foreach_member (json_node_get_object (node), copy_member_cb, json_node_get_object (copy));
    }
  else if (JSON_NODE_HOLDS_ARRAY (node))
    {
      copy = json_node_new (JSON_NODE_ARRAY);
      json_node_take_array (copy, json_array_new ());
      json_array_foreach_element (json_node_get_array (node), copy_element_cb, json_node_get_array (copy));
    }
  else
    copy = json_node_copy (node);
  return copy;
}

/* The numbers go into a copy: an act that fails must leave none of them in what its caller may try again. It is a
 * whole one, because the entry keeps it and may go to another thread than the caller's. */
static KauntaFact *
copy_fact (const KauntaFact *fact)
{
  JsonObject *data = json_object_new ();

  json_object_foreach_member (fact->data, copy_member_cb, data);
  return kaunta_fact_new (fact->type, data);
}

/* What was taken in each tender is asked for by the closing alone. */
static KauntaTill *
read_till (const KauntaAct *act, KauntaFactType type, GError **error)
{
  return type == KAUNTA_FACT_TILL_CLOSED ? kaunta_ledger_get_open_till (act->ledger, error)
                                         : kaunta_ledger_peek_open_till (act->ledger, error);
}

static KauntaEntry *
append_fact (const KauntaAct *act, const KauntaLedgerState *state, const KauntaFact *given, GError **error)
{
  g_autoptr (KauntaFact) fact = copy_fact (given);
  g_autoptr (KauntaTill) till = NULL;
  g_autoptr (GError) problem = NULL;
  g_autofree char *session = NULL;

  till = read_till (act, fact->type, &problem);
  if (problem == NULL && kaunta_ledger_check_rules (act, fact->type, fact->data, till, &problem)
      && kaunta_ledger_number_fact (act, state, fact->type, fact->data, till, &problem)
      && kaunta_ledger_check_people (act, fact->type, fact->data, &problem))
    session = choose_session (act, state, fact->type, till, &problem);

  if (problem != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return NULL;
    }
  return kaunta_ledger_write_entry (act, state, fact, session, error);
}

/* Within one boot the machine's own time can't be set: it tells what the wall clock should say. */
static gboolean
tell_moved_clock (const KauntaAct *act, KauntaLedgerState *state, GError **error)
{
  KauntaAct own = *act;
  g_autoptr (KauntaFact) fact = NULL;
  g_autoptr (KauntaEntry) entry = NULL;
  gint64 expected = state->at + (act->up - state->up);

  if (!g_str_equal (state->boot, kaunta_clock_get_boot (act->ledger->clock))
      || ABS (act->at - expected) <= CLOCK_TOLERANCE_MS)
    return TRUE;

  own.clerk = NULL;
  own.approver = NULL;
  fact = kaunta_fact_new_clock_moved (expected, act->at);
  entry = kaunta_ledger_write_entry (&own, state, fact, NULL, error);
  return entry != NULL && kaunta_ledger_read_state (act->ledger, state, error);
}

static gboolean
append_facts (const KauntaAct *act, KauntaFact *const *facts, gsize n_facts, GPtrArray *entries,
              GError **error)
{
  KauntaLedgerState state;

  if (!kaunta_ledger_read_state (act->ledger, &state, error) || !tell_moved_clock (act, &state, error))
    return FALSE;

  for (gsize i = 0; i < n_facts; i++)
    {
      KauntaEntry *entry = NULL;

      if (i > 0 && !kaunta_ledger_read_state (act->ledger, &state, error))
        return FALSE;
      entry = append_fact (act, &state, facts[i], error);
      if (entry == NULL)
        return FALSE;
      g_ptr_array_add (entries, entry);
    }
  return kaunta_database_commit (act->ledger->database, error);
}

/**
 * kaunta_ledger_append:
 * @clerk: (nullable): staff number of who does it, NULL for the program itself
 * @approver: (nullable): staff number of the second person
 * @facts: left as they are; the numbers are in @entries
 * @entries: (out) (optional) (element-type KauntaEntry) (transfer full): in the facts' order, without a
 * clock.moved before them
 *
 * One business act: one transaction. When this returns %TRUE everything is on disk; else nothing is, numbers
 * included.
 */
gboolean
kaunta_ledger_append (KauntaLedger *self, const char *clerk, const char *approver, KauntaFact *const *facts,
                      gsize n_facts, GPtrArray **entries, GError **error)
{
  g_auto (KauntaEnrolment) enrolment = { 0 };
  g_autoptr (GPtrArray) written = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_entry_unref);
  KauntaAct act = { .ledger = self, .clerk = clerk, .approver = approver };

  g_return_val_if_fail (self != NULL && facts != NULL && n_facts > 0, FALSE);
  kaunta_ledger_assert_owner (self);

  if (!kaunta_ledger_get_enrolment (self, &enrolment, error))
    return FALSE;
  if (self->key == NULL)
    {
      g_set_error_literal (
          error, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_NOT_ENROLLED,
          _("The counter’s key is missing, so nothing can be signed and nothing was saved. Call your "
            "administrator."));
      return FALSE;
    }

  act.device = enrolment.device;
  act.epoch = enrolment.epoch;
  act.at = kaunta_clock_get_now (self->clock);
  act.up = kaunta_clock_get_up (self->clock);
  if (!kaunta_database_begin (self->database, error))
    return FALSE;
  if (!append_facts (&act, facts, n_facts, written, error))
    {
      kaunta_database_roll_back (self->database);
      return FALSE;
    }

  if (self->appended != NULL)
    self->appended (self->appended_data);
  if (entries != NULL)
    *entries = g_steal_pointer (&written);
  return TRUE;
}
