/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "finding.h"

#include <glib/gi18n-lib.h>

#include "desk-private.h"
#include "text.h"

#define MAX_TYPED_CHARS 200
#define MAX_PAYERS 50

void
kaunta_findings_free (KauntaFindings *self)
{
  g_free (self->warning);
  g_clear_pointer (&self->payers, g_ptr_array_unref);
  g_clear_pointer (&self->bill, kaunta_bill_unref);
  g_free (self);
}

/* What is searched for; read by both threads, changed by none. */
typedef struct
{
  char *typed;
  char *key;
  char *warning; /* (nullable) */
  KauntaQueryKind kind;
} Search;

static void
clear_search (gpointer data)
{
  Search *search = data;

  g_free (search->typed);
  g_free (search->key);
  g_free (search->warning);
}

static void
unref_search (gpointer data)
{
  g_atomic_rc_box_release_full (data, clear_search);
}

static Search *
make_search (const char *typed, GError **error)
{
  Search *search = NULL;
  char *clean = kaunta_text_clean (typed, _("The search"), MAX_TYPED_CHARS, TRUE, error);

  if (clean == NULL)
    return NULL;

  search = g_atomic_rc_box_new0 (Search);
  search->typed = clean;
  search->kind = kaunta_query_recognise (clean, &search->key, &search->warning);
  return search;
}

/* ---- Here ---- */

static gboolean
is_missing (const GError *error)
{
  return error == NULL || g_error_matches (error, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_NOT_FOUND);
}

/* FALSE only when the ledger can't be read. */
static gboolean
find_bill_here (KauntaLedger *ledger, const char *number, KauntaBill **bill, GError **error)
{
  g_autoptr (GError) local = NULL;

  *bill = kaunta_ledger_get_bill (ledger, number, &local);
  if (*bill != NULL || is_missing (local))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
find_receipt_here (KauntaLedger *ledger, const char *receipt, KauntaBill **bill, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (KauntaPayment) payment = kaunta_ledger_get_payment (ledger, receipt, &local);

  if (payment != NULL)
    return find_bill_here (ledger, payment->bill, bill, error);
  if (is_missing (local))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
holds_payer (GPtrArray *payers, const KauntaPayer *payer)
{
  g_autofree char *key = kaunta_identifier_match_key (payer->id);

  for (guint i = 0; i < payers->len; i++)
    {
      const KauntaPayer *held = payers->pdata[i];
      g_autofree char *held_key = kaunta_identifier_match_key (held->id);

      if (held->kind == payer->kind && g_str_equal (held_key, key))
        return TRUE;
    }
  return FALSE;
}

/* The register's payers first; whom only bills name, after them. */
static GPtrArray *
find_payers_here (KauntaLedger *ledger, KauntaRegister *payers, const char *typed, GError **error)
{
  g_autoptr (GPtrArray) found = kaunta_register_find (payers, typed, MAX_PAYERS, error);
  g_autoptr (GPtrArray) billed = NULL;

  if (found == NULL)
    return NULL;
  billed = kaunta_ledger_find_billed_payers (ledger, typed, MAX_PAYERS, error);
  if (billed == NULL)
    return NULL;

  for (guint i = 0; i < billed->len && found->len < MAX_PAYERS; i++)
    if (!holds_payer (found, billed->pdata[i]))
      g_ptr_array_add (found, kaunta_payer_ref (billed->pdata[i]));
  return g_steal_pointer (&found);
}

static gboolean
search_here (const Search *search,
             KauntaLedger *ledger,
             KauntaRegister *payers,
             KauntaFindings *findings,
             GError **error)
{
  switch (search->kind)
    {
    case KAUNTA_QUERY_BILL:
      return search->warning != NULL || find_bill_here (ledger, search->key, &findings->bill, error);
    case KAUNTA_QUERY_RECEIPT:
      return find_receipt_here (ledger, search->key, &findings->bill, error);
    case KAUNTA_QUERY_PHONE:
    case KAUNTA_QUERY_IDENTIFIER:
    case KAUNTA_QUERY_NAME:
      findings->payers = find_payers_here (ledger, payers, search->typed, error);
      return findings->payers != NULL;
    case KAUNTA_QUERY_NOTHING:
    default:
      return TRUE;
    }
}

static gpointer
find_here (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  const Search *search = data;
  g_autoptr (KauntaFindings) findings = g_new0 (KauntaFindings, 1);

  findings->kind = search->kind;
  findings->warning = g_strdup (search->warning);
  if (!search_here (search, ledger, payers, findings, error))
    return NULL;

  if (findings->payers == NULL)
    findings->payers = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_payer_unref);
  return g_steal_pointer (&findings);
}

/* ---- At the portal ---- */

typedef struct
{
  Search *search;
  KauntaFindings *findings; /* (nullable) until searched here */
} Finding;

static void
free_finding (gpointer data)
{
  Finding *finding = data;

  unref_search (finding->search);
  g_clear_pointer (&finding->findings, kaunta_findings_free);
  g_free (finding);
}

static void
return_findings (GTask *task)
{
  Finding *finding = g_task_get_task_data (task);

  g_task_return_pointer (task, g_steal_pointer (&finding->findings), (GDestroyNotify) kaunta_findings_free);
}

/* Without an answer the findings are what is held here: the link button says what is the matter. */
static void
payers_fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Finding *finding = g_task_get_task_data (task);
  g_autoptr (GPtrArray) payers = kaunta_engine_find_payers_finish (KAUNTA_ENGINE (source), result, NULL);

  if (payers != NULL && payers->len > 0)
    {
      g_ptr_array_unref (finding->findings->payers);
      finding->findings->payers = g_steal_pointer (&payers);
      finding->findings->from_portal = TRUE;
    }
  return_findings (task);
}

static void
bill_fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Finding *finding = g_task_get_task_data (task);

  finding->findings->bill = kaunta_engine_fetch_bill_finish (KAUNTA_ENGINE (source), result, NULL);
  finding->findings->from_portal = finding->findings->bill != NULL;
  return_findings (task);
}

static gboolean
is_link_up (KauntaDesk *self)
{
  return self->engine != NULL
         && (self->link->kind == KAUNTA_LINK_ONLINE || self->link->kind == KAUNTA_LINK_SENDING);
}

static void
searched_here_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  KauntaDesk *self = g_task_get_source_object (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  Finding *finding = g_task_get_task_data (task);
  const Search *search = finding->search;
  GError *error = NULL;

  finding->findings = kaunta_store_run_finish (KAUNTA_STORE (source), result, &error);
  if (finding->findings == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  if (!is_link_up (self) || finding->findings->bill != NULL || finding->findings->payers->len > 0
      || search->warning != NULL || search->kind == KAUNTA_QUERY_NOTHING
      || search->kind == KAUNTA_QUERY_RECEIPT)
    return_findings (task);
  else if (search->kind == KAUNTA_QUERY_BILL)
    kaunta_engine_fetch_bill_async (self->engine, search->key, cancellable, bill_fetched_cb,
                                    g_steal_pointer (&task));
  else
    kaunta_engine_find_payers_async (self->engine, search->typed, cancellable, payers_fetched_cb,
                                     g_steal_pointer (&task));
}

void
kaunta_desk_find_async (KauntaDesk *self,
                        const char *typed,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GError) cause = NULL;
  Search *search = NULL;
  Finding *finding = NULL;

  g_return_if_fail (KAUNTA_IS_DESK (self));

  task = kaunta_desk_begin (self, kaunta_desk_find_async, cancellable, callback, user_data);
  search = make_search (typed, &cause);
  if (search == NULL)
    {
      kaunta_desk_refuse_field (task, cause);
      return;
    }

  finding = g_new0 (Finding, 1);
  finding->search = search;
  g_task_set_task_data (task, finding, free_finding);
  kaunta_store_run_async (self->store, find_here, g_atomic_rc_box_acquire (search), unref_search,
                          (GDestroyNotify) kaunta_findings_free, cancellable, searched_here_cb,
                          g_steal_pointer (&task));
}

KauntaFindings *
kaunta_desk_find_finish (KauntaDesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
