/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine-private.h"

static void
batch_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KauntaEngine) self = data;
  g_autoptr (KauntaBatch) batch = kaunta_store_run_finish (self->store, result, NULL);

  if (batch != NULL)
    {
      kaunta_engine_take_tail (self, batch);
      kaunta_engine_update_link (self);
    }
  kaunta_engine_emit_changed (self);
  kaunta_engine_emit_register_changed (self);
}

void
kaunta_engine_catch_up (KauntaEngine *self)
{
  g_return_if_fail (KAUNTA_IS_ENGINE (self));

  kaunta_store_run_async (self->store, kaunta_batch_read, kaunta_batch_wish_new (KAUNTA_BATCH_NO_ENTRIES, 0), g_free,
                          (GDestroyNotify) kaunta_batch_free, NULL, batch_read_cb, g_object_ref (self));
}
