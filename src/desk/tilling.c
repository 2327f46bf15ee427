/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tilling.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "desk-private.h"

/* ---- Opening ---- */

void
kaunta_desk_open_till_async (KauntaDesk *self,
                             const KauntaCount *float_count,
                             KauntaApproval *approval,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GError) cause = NULL;
  g_autofree char *approver = NULL;
  gint64 total = 0;

  g_return_if_fail (KAUNTA_IS_DESK (self));
  g_return_if_fail (float_count != NULL);

  task = kaunta_desk_begin (self, kaunta_desk_open_till_async, cancellable, callback, user_data);
  if (!kaunta_desk_require_clerk (self, task))
    return;
  if (self->standing->till != NULL)
    {
      g_task_return_new_error (task, KAUNTA_DESK_ERROR, KAUNTA_DESK_ERROR_TILL,
                               _("The till %s is open already. Nothing was saved. Close it first."),
                               self->standing->till->session);
      return;
    }
  if (!kaunta_count_total (float_count, &total, &cause))
    {
      kaunta_desk_refuse_field (task, cause);
      return;
    }
  approver = kaunta_desk_use_approval (self, approval, task);
  if (approver == NULL)
    return;

  kaunta_desk_write (g_steal_pointer (&task), self->clerk->number, approver,
                     kaunta_fact_new_till_opened (float_count, total));
}

gboolean
kaunta_desk_open_till_finish (KauntaDesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return kaunta_desk_write_finish (result, error);
}

/* ---- Reading ---- */

typedef struct
{
  KauntaTill *till;
  gint64 hours[24][KAUNTA_N_TENDERS];
} Reading;

static void
free_reading (gpointer data)
{
  Reading *reading = data;

  g_clear_pointer (&reading->till, kaunta_till_unref);
  g_free (reading);
}

KauntaTill *
kaunta_till_read_open (KauntaLedger *ledger, GError **error)
{
  g_autoptr (GError) local = NULL;
  KauntaTill *till = kaunta_ledger_get_open_till (ledger, &local);

  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  else if (till == NULL)
    g_set_error_literal (error, KAUNTA_DESK_ERROR, KAUNTA_DESK_ERROR_TILL,
                         _("No till is open. Nothing was saved. Open the till first."));
  return till;
}

static gpointer
read_till (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  Reading *reading = g_new0 (Reading, 1);

  reading->till = kaunta_till_read_open (ledger, error);
  if (reading->till != NULL
      && kaunta_ledger_get_till_hours (ledger, reading->till->session, reading->hours, error))
    return reading;

  free_reading (reading);
  return NULL;
}

void
kaunta_desk_read_till_async (KauntaDesk *self,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_return_if_fail (KAUNTA_IS_DESK (self));

  kaunta_desk_read (kaunta_desk_begin (self, kaunta_desk_read_till_async, cancellable, callback, user_data),
                    read_till, NULL, NULL, free_reading);
}

KauntaTill *
kaunta_desk_read_till_finish (KauntaDesk *self,
                              GAsyncResult *result,
                              gint64 hours[24][KAUNTA_N_TENDERS],
                              GError **error)
{
  KauntaTill *till = NULL;
  Reading *reading = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  reading = g_task_propagate_pointer (G_TASK (result), error);
  if (reading == NULL)
    return NULL;

  till = g_steal_pointer (&reading->till);
  if (hours != NULL)
    memcpy (hours, reading->hours, sizeof reading->hours);
  free_reading (reading);
  return till;
}

/* ---- Counting ---- */

typedef struct
{
  char *clerk;
  KauntaCount count;
  gint64 total;
} Counting;

static void
free_counting (gpointer data)
{
  Counting *counting = data;

  g_free (counting->clerk);
  g_free (counting);
}

static gpointer
count_till (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  Counting *counting = data;
  g_autoptr (KauntaTill) till = kaunta_till_read_open (ledger, error);
  g_autoptr (KauntaFact) fact = NULL;

  if (till == NULL)
    return NULL;

  fact = kaunta_fact_new_till_counted (&counting->count, counting->total, till->count_attempts + 1);
  return kaunta_desk_append (ledger, counting->clerk, NULL, fact, error);
}

void
kaunta_desk_count_till_async (KauntaDesk *self,
                              const KauntaCount *count,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GError) cause = NULL;
  Counting *counting = NULL;
  gint64 total = 0;

  g_return_if_fail (KAUNTA_IS_DESK (self));
  g_return_if_fail (count != NULL);

  task = kaunta_desk_begin (self, kaunta_desk_count_till_async, cancellable, callback, user_data);
  /* Not the clerk's own till alone: one that was left open must be countable by whoever is there. */
  if (!kaunta_desk_require_till (self, task))
    return;
  if (!kaunta_count_total (count, &total, &cause))
    {
      kaunta_desk_refuse_field (task, cause);
      return;
    }

  counting = g_new0 (Counting, 1);
  counting->clerk = g_strdup (self->clerk->number);
  counting->count = *count;
  counting->total = total;
  kaunta_desk_act (g_steal_pointer (&task), count_till, counting, free_counting,
                   (GDestroyNotify) kaunta_entry_unref);
}

gboolean
kaunta_desk_count_till_finish (KauntaDesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return kaunta_desk_write_finish (result, error);
}
