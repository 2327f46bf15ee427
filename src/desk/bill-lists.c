/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "billing.h"
#include "desk-private.h"
#include "text.h"

#define MAX_TEXT_CHARS 200

typedef struct
{
  char *text;
  KauntaBillFilter filter;
} Question;

static void
free_question (gpointer data)
{
  Question *question = data;

  g_free (question->text);
  g_free (question);
}

typedef struct
{
  GPtrArray *bills;
  gint64 counts[4];
} BillList;

static void
free_bill_list (gpointer data)
{
  BillList *list = data;

  g_clear_pointer (&list->bills, g_ptr_array_unref);
  g_free (list);
}

static gpointer
find_bills (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  Question *question = data;
  BillList *list = g_new0 (BillList, 1);

  list->bills = kaunta_ledger_find_bills (ledger, &question->filter, error);
  if (list->bills != NULL && kaunta_ledger_count_bills (ledger, &question->filter, list->counts, error))
    return list;

  free_bill_list (list);
  return NULL;
}

void
kaunta_desk_find_bills_async (KauntaDesk *self,
                              const char *text,
                              guint states,
                              gboolean own_only,
                              gint64 limit,
                              gint64 offset,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GError) cause = NULL;
  g_autofree char *clean = NULL;
  Question *question = NULL;

  g_return_if_fail (KAUNTA_IS_DESK (self));

  task = kaunta_desk_begin (self, kaunta_desk_find_bills_async, cancellable, callback, user_data);
  clean = kaunta_text_clean (text, _("The search"), MAX_TEXT_CHARS, TRUE, &cause);
  if (clean == NULL)
    {
      kaunta_desk_refuse_field (task, cause);
      return;
    }

  question = g_new0 (Question, 1);
  question->text = g_steal_pointer (&clean);
  question->filter = (KauntaBillFilter){
    .text = *question->text != '\0' ? question->text : NULL,
    .states = states,
    .own_only = own_only,
    .limit = limit,
    .offset = offset,
  };
  kaunta_desk_read (g_steal_pointer (&task), find_bills, question, free_question, free_bill_list);
}

GPtrArray *
kaunta_desk_find_bills_finish (KauntaDesk *self, GAsyncResult *result, gint64 counts[4], GError **error)
{
  GPtrArray *bills = NULL;
  BillList *list = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  list = g_task_propagate_pointer (G_TASK (result), error);
  if (list == NULL)
    return NULL;

  bills = g_steal_pointer (&list->bills);
  if (counts != NULL)
    memcpy (counts, list->counts, sizeof list->counts);
  free_bill_list (list);
  return bills;
}
