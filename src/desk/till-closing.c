/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "desk-private.h"
#include "json.h"
#include "money.h"
#include "tilling.h"

void
kaunta_closing_free (KauntaClosing *self)
{
  g_clear_pointer (&self->till, kaunta_till_unref);
  g_free (self);
}

typedef struct
{
  char *clerk;
  char *approver;
  char *reason; /* (nullable) */
} Closing;

static void
free_closing (gpointer data)
{
  Closing *closing = data;

  g_free (closing->clerk);
  g_free (closing->approver);
  g_free (closing->reason);
  g_free (closing);
}

/* What was counted, by tender. Only the drawer is counted here: of the other tenders all is there that was
 * taken. */
static gboolean
get_counted (const KauntaTill *till, gint64 counted[KAUNTA_N_TENDERS], GError **error)
{
  for (KauntaTender tender = 0; tender < KAUNTA_N_TENDERS; tender++)
    if (!kaunta_till_get_expected (till, tender, &counted[tender], error))
      return FALSE;

  counted[KAUNTA_TENDER_CASH] = till->counted;
  return TRUE;
}

static gboolean
refuse_variance (gint64 variance, GError **error)
{
  g_autofree char *amount = kaunta_cents_format_short (ABS (variance));

  if (variance > 0)
    g_set_error (error, KAUNTA_DESK_ERROR, KAUNTA_DESK_ERROR_FIELD,
                 _("The drawer is over by KES %s. Count again, or say why."), amount);
  else
    g_set_error (error, KAUNTA_DESK_ERROR, KAUNTA_DESK_ERROR_FIELD,
                 _("The drawer is short by KES %s. Count again, or say why."), amount);
  return FALSE;
}

static gboolean
check_closing (const KauntaTill *till, const char *reason, GError **error)
{
  gint64 expected = 0;

  if (till->counted < 0)
    {
      g_set_error_literal (
          error, KAUNTA_DESK_ERROR, KAUNTA_DESK_ERROR_TILL,
          _("The drawer was not counted since money last moved. Nothing was saved. Count it first."));
      return FALSE;
    }
  if (!kaunta_till_get_expected (till, KAUNTA_TENDER_CASH, &expected, error))
    return FALSE;
  if (till->counted != expected && reason == NULL)
    return refuse_variance (till->counted - expected, error);
  return TRUE;
}

/* ---- What the entry says ---- */

static gboolean
read_cents_by_tender (JsonObject *data, const char *key, gint64 cents[KAUNTA_N_TENDERS], GError **error)
{
  JsonObject *by_tender = NULL;

  if (!kaunta_json_get_object (data, key, &by_tender, error))
    return FALSE;

  for (KauntaTender tender = 0; tender < KAUNTA_N_TENDERS; tender++)
    {
      const char *nick = kaunta_tender_to_nick (tender);

      cents[tender] = 0;
      if (json_object_has_member (by_tender, nick)
          && !kaunta_json_get_integer (by_tender, nick, -KAUNTA_CENTS_MAX, KAUNTA_CENTS_MAX, &cents[tender],
                                       error))
        return FALSE;
    }
  return TRUE;
}

static KauntaClosing *
read_closing (KauntaLedger *ledger, const KauntaEntry *entry, GError **error)
{
  g_autoptr (KauntaClosing) closing = g_new0 (KauntaClosing, 1);

  if (!kaunta_json_get_integer (entry->data, "z", 1, G_MAXINT64, &closing->z, error)
      || !kaunta_json_get_integer (entry->data, "unsynced", 0, G_MAXINT64, &closing->unsynced, error)
      || !read_cents_by_tender (entry->data, "expected", closing->expected, error)
      || !read_cents_by_tender (entry->data, "counted", closing->counted, error)
      || !read_cents_by_tender (entry->data, "variance", closing->variance, error))
    return NULL;

  closing->turnover = entry->turnover;
  closing->till = kaunta_ledger_get_till (ledger, entry->till, error);
  return closing->till != NULL ? g_steal_pointer (&closing) : NULL;
}

static gpointer
close_till (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  Closing *closing = data;
  g_autoptr (KauntaTill) till = kaunta_till_read_open (ledger, error);
  gint64 counted[KAUNTA_N_TENDERS] = { 0 };
  g_autoptr (KauntaFact) fact = NULL;
  g_autoptr (KauntaEntry) entry = NULL;

  if (till == NULL || !check_closing (till, closing->reason, error) || !get_counted (till, counted, error))
    return NULL;

  fact = kaunta_fact_new_till_closed (counted, closing->reason);
  entry = kaunta_desk_append (ledger, closing->clerk, closing->approver, fact, error);
  return entry != NULL ? read_closing (ledger, entry, error) : NULL;
}

void
kaunta_desk_close_till_async (KauntaDesk *self,
                              const char *reason,
                              KauntaApproval *approval,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GError) cause = NULL;
  g_autofree char *clean_reason = NULL;
  g_autofree char *approver = NULL;
  Closing *closing = NULL;

  g_return_if_fail (KAUNTA_IS_DESK (self));

  task = kaunta_desk_begin (self, kaunta_desk_close_till_async, cancellable, callback, user_data);
  if (!kaunta_desk_require_till (self, task))
    return;
  clean_reason = kaunta_desk_clean_reason (reason, TRUE, task);
  if (clean_reason == NULL)
    return;
  if (*clean_reason == '\0')
    g_clear_pointer (&clean_reason, g_free);
  /* Asked here too, so that a forgotten reason doesn't use up the supervisor's approval. */
  if (!check_closing (self->standing->till, clean_reason, &cause))
    {
      g_task_return_error (task, g_steal_pointer (&cause));
      return;
    }
  approver = kaunta_desk_use_approval (self, approval, task);
  if (approver == NULL)
    return;

  closing = g_new0 (Closing, 1);
  closing->clerk = g_strdup (self->clerk->number);
  closing->approver = g_steal_pointer (&approver);
  closing->reason = g_steal_pointer (&clean_reason);
  kaunta_desk_act (g_steal_pointer (&task), close_till, closing, free_closing,
                   (GDestroyNotify) kaunta_closing_free);
}

KauntaClosing *
kaunta_desk_close_till_finish (KauntaDesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
