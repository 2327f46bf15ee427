/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk-private.h"

static gpointer
read_mirror (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  return kaunta_ledger_get_mirror (ledger, error);
}

void
kaunta_desk_read_mirror_async (KauntaDesk *self,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task = kaunta_desk_begin (self, kaunta_desk_read_mirror_async, cancellable, callback, user_data);

  kaunta_desk_read (task, read_mirror, NULL, NULL, (GDestroyNotify) kaunta_mirror_unref);
}

KauntaMirror *
kaunta_desk_read_mirror_finish (KauntaDesk *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
