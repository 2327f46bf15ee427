/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "paying-private.h"

/* What this counter can take. The others come with their machines and operators' interfaces. */
#define OFFERED                                                                                                \
  ((KauntaTenderSet) (1 << KAUNTA_TENDER_CASH | 1 << KAUNTA_TENDER_MPESA | 1 << KAUNTA_TENDER_CARD             \
                      | 1 << KAUNTA_TENDER_CHEQUE))

void
kaunta_tender_policy_free (KauntaTenderPolicy *self)
{
  for (guint i = 0; i < KAUNTA_N_TENDERS; i++)
    g_free (self->reasons[i]);
  g_free (self);
}

static const KauntaService *
find_service (GPtrArray *services, const char *code)
{
  for (guint i = 0; i < services->len; i++)
    if (g_str_equal (((KauntaService *) services->pdata[i])->code, code))
      return services->pdata[i];
  return NULL;
}

static void
forbid (KauntaTenderPolicy *self, KauntaTender tender, char *reason)
{
  if ((self->allowed & 1u << tender) == 0)
    {
      g_free (reason);
      return;
    }
  self->allowed &= ~(1u << tender);
  self->reasons[tender] = reason;
}

static void
forbid_what_is_not_offered (KauntaTenderPolicy *self)
{
  for (KauntaTender tender = 0; tender < KAUNTA_N_TENDERS; tender++)
    if ((OFFERED & 1u << tender) == 0)
      forbid (self, tender,
              g_strdup_printf (_("%s is not taken at this counter yet."), kaunta_tender_to_label (tender)));
}

static void
forbid_what_service_forbids (KauntaTenderPolicy *self, const KauntaService *service)
{
  for (KauntaTender tender = 0; tender < KAUNTA_N_TENDERS; tender++)
    if ((service->tenders & 1u << tender) == 0)
      /* Translators: "Cash is not accepted for Ordinary passport, 34 pages: …" */
      forbid (self, tender,
              g_strdup_printf (_("%s is not accepted for %s: the portal’s policy."),
                               kaunta_tender_to_label (tender), kaunta_service_get_name (service)));
}

/* A service that this counter does not know, of another counter's bill, forbids nothing: money that is offered
 * is taken. */
KauntaTenderPolicy *
kaunta_tender_policy_read (KauntaLedger *ledger, const KauntaBill *bill, GError **error)
{
  KauntaTenderPolicy *self = NULL;
  g_autoptr (GPtrArray) services = kaunta_ledger_get_services (ledger, error);

  if (services == NULL)
    return NULL;

  self = g_new0 (KauntaTenderPolicy, 1);
  self->allowed = KAUNTA_TENDER_SET_ALL;
  forbid_what_is_not_offered (self);
  for (guint i = 0; i < bill->lines->len; i++)
    {
      const KauntaBillLine *line = bill->lines->pdata[i];
      const KauntaService *service = find_service (services, line->service);

      if (service != NULL)
        forbid_what_service_forbids (self, service);
    }
  return self;
}

static gpointer
read_tenders (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  return kaunta_tender_policy_read (ledger, data, error);
}

void
kaunta_desk_get_tenders_async (KauntaDesk *self,
                               KauntaBill *bill,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_return_if_fail (KAUNTA_IS_DESK (self));
  g_return_if_fail (bill != NULL);

  kaunta_desk_read (kaunta_desk_begin (self, kaunta_desk_get_tenders_async, cancellable, callback, user_data),
                    read_tenders, kaunta_bill_ref (bill), (GDestroyNotify) kaunta_bill_unref,
                    (GDestroyNotify) kaunta_tender_policy_free);
}

gboolean
kaunta_desk_get_tenders_finish (KauntaDesk *self,
                                GAsyncResult *result,
                                KauntaTenderSet *allowed,
                                char *reasons[KAUNTA_N_TENDERS],
                                GError **error)
{
  g_autoptr (KauntaTenderPolicy) policy = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  policy = g_task_propagate_pointer (G_TASK (result), error);
  if (policy == NULL)
    return FALSE;

  *allowed = policy->allowed;
  for (guint i = 0; i < KAUNTA_N_TENDERS; i++)
    reasons[i] = g_steal_pointer (&policy->reasons[i]);
  return TRUE;
}
