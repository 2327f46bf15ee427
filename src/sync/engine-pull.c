/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine-private.h"

#define PAGE_CHANGES 500
#define POLL_MS (30 * 1000)

typedef struct
{
  KauntaEngine *engine;
  gboolean more;
  gboolean tells_anything;
  gboolean tells_payers;
} Pulling;

static void
page_applied_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Pulling *pulling = data;
  g_autoptr (KauntaEngine) self = pulling->engine;
  GError *error = NULL;

  if (kaunta_store_run_finish (self->store, result, &error) == NULL)
    {
      kaunta_engine_fail (self, KAUNTA_STEP_PULL, error);
      return;
    }
  if (pulling->more)
    self->wants[KAUNTA_STEP_PULL] = TRUE;
  else
    self->next_poll = kaunta_clock_get_up (self->clock) + POLL_MS;
  if (pulling->tells_anything)
    {
      kaunta_engine_count (self);
      kaunta_engine_emit_changed (self);
    }
  if (pulling->tells_payers)
    kaunta_engine_emit_register_changed (self);
  kaunta_engine_succeed (self, KAUNTA_STEP_PULL);
}

static void
apply (KauntaEngine *self, KauntaChangesPage *page)
{
  KauntaApplication *application = g_new0 (KauntaApplication, 1);
  Pulling *pulling = g_new0 (Pulling, 1);

  pulling->engine = g_object_ref (self);
  pulling->more = page->more;
  for (guint i = 0; i < page->changes->len; i++)
    {
      const KauntaChange *change = g_ptr_array_index (page->changes, i);

      if (change->kind == KAUNTA_CHANGE_PAYER)
        pulling->tells_payers = TRUE;
      else
        pulling->tells_anything = TRUE;
    }
  application->changes = g_steal_pointer (&page->changes);
  application->from = g_strdup (self->cursor);
  application->cursor = g_strdup (page->cursor != NULL ? page->cursor : self->cursor);
  application->heard_at = kaunta_clock_get_now (self->clock);
  kaunta_store_run_async (self->store, kaunta_application_apply, application, (GDestroyNotify) kaunta_application_free, NULL, NULL,
                          page_applied_cb, pulling);
}

static void
page_pulled_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KauntaEngine) self = data;
  g_auto (KauntaChangesPage) page = { 0 };
  GError *error = NULL;

  if (!kaunta_client_pull_finish (self->client, result, &page, &error))
    kaunta_engine_fail (self, KAUNTA_STEP_PULL, error);
  else if (page.more && g_str_equal (page.cursor, self->cursor))
    kaunta_engine_fail (self, KAUNTA_STEP_PULL,
                        g_error_new_literal (KAUNTA_SYNC_ERROR, KAUNTA_SYNC_ERROR_NONSENSE, "the same page of changes for ever"));
  else
    apply (self, &page);
}

static void
knowledge_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KauntaEngine) self = data;
  GError *error = NULL;
  g_autoptr (KauntaKnowledge) knowledge = kaunta_store_run_finish (self->store, result, &error);

  if (knowledge == NULL)
    {
      kaunta_engine_fail (self, KAUNTA_STEP_PULL, error);
      return;
    }
  if (!self->running)
    {
      kaunta_engine_end (self);
      return;
    }
  g_free (self->cursor);
  self->cursor = g_steal_pointer (&knowledge->cursor);
  self->heard_at = MAX (self->heard_at, knowledge->heard_at);
  self->wants[KAUNTA_STEP_FILL] = *knowledge->register_tag == '\0';
  kaunta_client_pull_async (self->client, self->cursor, PAGE_CHANGES, self->in_flight, page_pulled_cb, g_object_ref (self));
}

void
kaunta_engine_pull (KauntaEngine *self)
{
  kaunta_engine_begin (self);
  self->wants[KAUNTA_STEP_PULL] = FALSE;
  kaunta_store_run_async (self->store, kaunta_knowledge_read, NULL, NULL, (GDestroyNotify) kaunta_knowledge_free, NULL, knowledge_read_cb,
                          g_object_ref (self));
}
