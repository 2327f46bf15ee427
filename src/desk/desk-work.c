/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk-private.h"

GTask *
kaunta_desk_begin (KauntaDesk *self,
                   gpointer tag,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  return task;
}

/* What kaunta_desk_act() carries to the store's thread and back. */
typedef struct
{
  KauntaStoreWork work;
  gpointer data;
  GDestroyNotify free_data;
  GDestroyNotify free_result;
  gboolean on_bills;
} Act;

typedef struct
{
  gpointer result;
  GDestroyNotify free_result;
  gboolean on_bills;
  KauntaStanding *standing; /* (nullable): could not be read after the act */
} Outcome;

static void
free_act (gpointer data)
{
  Act *planned = data;

  if (planned->free_data != NULL)
    planned->free_data (planned->data);
  g_free (planned);
}

static void
free_outcome (gpointer data)
{
  Outcome *outcome = data;

  if (outcome->free_result != NULL && outcome->result != NULL)
    outcome->free_result (outcome->result);
  g_clear_pointer (&outcome->standing, kaunta_standing_free);
  g_free (outcome);
}

/* On the store's thread. An act that was committed is told as done even when reading afterwards fails: it is on
 * disk. */
static gpointer
perform_act (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  Act *planned = data;
  Outcome *outcome = NULL;
  gpointer result = planned->work (ledger, payers, planned->data, error);

  if (result == NULL)
    return NULL;

  outcome = g_new0 (Outcome, 1);
  outcome->result = result;
  outcome->free_result = planned->free_result;
  outcome->on_bills = planned->on_bills;
  outcome->standing = kaunta_standing_read (ledger, payers, NULL, NULL);
  return outcome;
}

static void
act_performed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  KauntaDesk *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  Outcome *outcome = kaunta_store_run_finish (KAUNTA_STORE (source), result, &error);

  if (outcome == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  if (outcome->standing != NULL)
    kaunta_desk_set_standing (self, g_steal_pointer (&outcome->standing));
  if (outcome->on_bills)
    g_signal_emit_by_name (self, "bills-changed");

  g_task_return_pointer (task, g_steal_pointer (&outcome->result), outcome->free_result);
  free_outcome (outcome);
}

static void
act (GTask *task,
     KauntaStoreWork work,
     gpointer data,
     GDestroyNotify free_data,
     GDestroyNotify free_result,
     gboolean on_bills)
{
  KauntaDesk *self = g_task_get_source_object (task);
  Act *planned = g_new0 (Act, 1);

  planned->work = work;
  planned->data = data;
  planned->free_data = free_data;
  planned->free_result = free_result;
  planned->on_bills = on_bills;

  /* The store skips an act that was cancelled in time; one that was committed is told of, cancelled or not. */
  g_task_set_check_cancellable (task, FALSE);
  kaunta_store_run_async (self->store, perform_act, planned, free_act, free_outcome,
                          g_task_get_cancellable (task), act_performed_cb, task);
}

void
kaunta_desk_act (GTask *task,
                 KauntaStoreWork work,
                 gpointer data,
                 GDestroyNotify free_data,
                 GDestroyNotify free_result)
{
  act (task, work, data, free_data, free_result, FALSE);
}

void
kaunta_desk_act_on_bills (GTask *task,
                          KauntaStoreWork work,
                          gpointer data,
                          GDestroyNotify free_data,
                          GDestroyNotify free_result)
{
  act (task, work, data, free_data, free_result, TRUE);
}

static void
reading_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  gpointer value = kaunta_store_run_finish (KAUNTA_STORE (source), result, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, value, g_task_get_task_data (task));
}

void
kaunta_desk_read (GTask *task,
                  KauntaStoreWork work,
                  gpointer data,
                  GDestroyNotify free_data,
                  GDestroyNotify free_result)
{
  KauntaDesk *self = g_task_get_source_object (task);

  g_task_set_task_data (task, free_result, NULL);
  kaunta_store_run_async (self->store, work, data, free_data, free_result, g_task_get_cancellable (task),
                          reading_done_cb, task);
}

KauntaEntry *
kaunta_desk_append (KauntaLedger *ledger,
                    const char *clerk,
                    const char *approver,
                    const KauntaFact *fact,
                    GError **error)
{
  KauntaFact *const facts[] = { (KauntaFact *) fact };
  g_autoptr (GPtrArray) entries = NULL;

  if (!kaunta_ledger_append (ledger, clerk, approver, facts, G_N_ELEMENTS (facts), &entries, error))
    return NULL;

  g_assert (entries->len == 1);
  return kaunta_entry_ref (entries->pdata[0]);
}

typedef struct
{
  char *clerk;
  char *approver; /* (nullable) */
  KauntaFact *fact;
} Writing;

static void
free_writing (gpointer data)
{
  Writing *writing = data;

  g_free (writing->clerk);
  g_free (writing->approver);
  kaunta_fact_free (writing->fact);
  g_free (writing);
}

static gpointer
write_fact (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  Writing *writing = data;

  return kaunta_desk_append (ledger, writing->clerk, writing->approver, writing->fact, error);
}

void
kaunta_desk_write (GTask *task, const char *clerk, const char *approver, KauntaFact *fact)
{
  Writing *writing = g_new0 (Writing, 1);

  writing->clerk = g_strdup (clerk);
  writing->approver = g_strdup (approver);
  writing->fact = fact;
  act (task, write_fact, writing, free_writing, (GDestroyNotify) kaunta_entry_unref,
       fact->type == KAUNTA_FACT_BILL_CANCELLED);
}

gboolean
kaunta_desk_write_finish (GAsyncResult *result, GError **error)
{
  g_autoptr (KauntaEntry) entry = g_task_propagate_pointer (G_TASK (result), error);

  return entry != NULL;
}
