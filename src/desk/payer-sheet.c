/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk-private.h"
#include "finding.h"

#define MAX_BILLS 200
#define MAX_PAYMENTS 20

void
kaunta_payer_sheet_free (KauntaPayerSheet *self)
{
  g_clear_pointer (&self->payer, kaunta_payer_unref);
  g_clear_pointer (&self->bills, g_ptr_array_unref);
  g_clear_pointer (&self->payments, g_ptr_array_unref);
  g_free (self);
}

typedef struct
{
  char *clerk;
  char *why;
  KauntaPayer *payer;
} Viewing;

static void
free_viewing (gpointer data)
{
  Viewing *viewing = data;

  g_free (viewing->clerk);
  g_free (viewing->why);
  kaunta_payer_unref (viewing->payer);
  g_free (viewing);
}

/* Who is in no register was entered by hand: @payer is all that is known of them. */
static KauntaPayer *
get_newest (KauntaRegister *payers, KauntaPayer *payer, GError **error)
{
  g_autoptr (GError) local = NULL;
  KauntaPayer *newest = kaunta_register_get (payers, payer->kind, payer->id, &local);

  if (newest != NULL)
    return newest;
  if (local == NULL || g_error_matches (local, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_NOT_FOUND))
    return kaunta_payer_ref (payer);

  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

static KauntaPayerSheet *
read_sheet (KauntaLedger *ledger, KauntaRegister *payers, KauntaPayer *payer, GError **error)
{
  g_autoptr (KauntaPayerSheet) sheet = g_new0 (KauntaPayerSheet, 1);
  const KauntaBillFilter filter = { .payer_id = payer->id, .payer_kind = payer->kind, .limit = MAX_BILLS };

  sheet->payer = get_newest (payers, payer, error);
  if (sheet->payer == NULL)
    return NULL;
  sheet->bills = kaunta_ledger_find_bills (ledger, &filter, error);
  if (sheet->bills == NULL)
    return NULL;
  sheet->payments = kaunta_ledger_get_payer_payments (ledger, payer->kind, payer->id, MAX_PAYMENTS, error);
  if (sheet->payments == NULL)
    return NULL;

  return g_steal_pointer (&sheet);
}

/* Nobody sees a record before the journal says who looked. */
static gpointer
view_payer (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  Viewing *viewing = data;
  g_autoptr (KauntaFact) fact = kaunta_fact_new_payer_viewed (viewing->payer->kind, viewing->payer->id, viewing->why);
  g_autoptr (KauntaPayerSheet) sheet = read_sheet (ledger, payers, viewing->payer, error);
  g_autoptr (KauntaEntry) entry = NULL;

  if (sheet == NULL)
    return NULL;
  entry = kaunta_desk_append (ledger, viewing->clerk, NULL, fact, error);
  return entry != NULL ? g_steal_pointer (&sheet) : NULL;
}

void
kaunta_desk_open_payer_async (KauntaDesk *self,
                              KauntaPayer *payer,
                              const char *why,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Viewing *viewing = NULL;

  g_return_if_fail (KAUNTA_IS_DESK (self));
  g_return_if_fail (payer != NULL && why != NULL);

  task = kaunta_desk_begin (self, kaunta_desk_open_payer_async, cancellable, callback, user_data);
  if (!kaunta_desk_require_clerk (self, task))
    return;

  viewing = g_new0 (Viewing, 1);
  viewing->clerk = g_strdup (self->clerk->number);
  viewing->why = g_strdup (why);
  viewing->payer = kaunta_payer_ref (payer);
  kaunta_desk_act (g_steal_pointer (&task), view_payer, viewing, free_viewing,
                   (GDestroyNotify) kaunta_payer_sheet_free);
}

KauntaPayerSheet *
kaunta_desk_open_payer_finish (KauntaDesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
