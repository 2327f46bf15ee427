/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine-private.h"

#include <glib/gstdio.h>

#include "filling.h"

static char *
get_snapshot_path (KauntaEngine *self)
{
  return g_build_filename (kaunta_store_get_profile (self->store), "register.snapshot", NULL);
}

/* Takes @error (nullable): the register was not made, or not put in its place. */
static void
finish_filling (KauntaEngine *self, GError *error)
{
  g_autofree char *snapshot = get_snapshot_path (self);

  g_unlink (snapshot);
  g_clear_pointer (&self->tag, g_free);
  self->filling = FALSE;
  if (error != NULL)
    kaunta_engine_note_failure (self, KAUNTA_STEP_FILL, error);
  else
    {
      self->wants[KAUNTA_STEP_PULL] = TRUE;
      kaunta_engine_note_success (self, KAUNTA_STEP_FILL);
      kaunta_engine_emit_register_changed (self);
    }
  kaunta_engine_go_on (self);
  kaunta_engine_update_link (self);
}

static void
register_replaced_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KauntaEngine) self = data;
  GError *error = NULL;

  kaunta_store_replace_register_finish (self->store, result, &error);
  finish_filling (self, error);
}

static void
cursor_forgotten_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KauntaEngine) self = data;
  GError *error = NULL;

  if (kaunta_store_run_finish (self->store, result, &error) == NULL)
    finish_filling (self, error);
  else
    kaunta_store_replace_register_async (self->store, NULL, register_replaced_cb, g_object_ref (self));
}

/* What was pulled since the snapshot was made went into the old register only. So the cursor is forgotten first: if the power fails between the
 * two, pulling begins again at the beginning all the same. */
static void
register_made_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KauntaEngine) self = data;
  GError *error = NULL;

  if (!kaunta_filling_finish (self->store, result, &error))
    finish_filling (self, error);
  else
    kaunta_store_run_async (self->store, kaunta_knowledge_forget, NULL, NULL, NULL, NULL, cursor_forgotten_cb, g_object_ref (self));
}

static void
snapshot_fetched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KauntaEngine) self = data;
  g_autofree char *snapshot = get_snapshot_path (self);
  GError *error = NULL;
  gboolean fetched = kaunta_client_fetch_snapshot_finish (self->client, result, &self->tag, &error);

  self->downloading = FALSE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && self->running)
    {
      g_error_free (error);
      self->wants[KAUNTA_STEP_FILL] = TRUE;
      kaunta_engine_end (self);
    }
  else if (!fetched)
    kaunta_engine_fail (self, KAUNTA_STEP_FILL, error);
  else
    {
      self->filling = TRUE;
      g_clear_object (&self->making);
      self->making = g_cancellable_new ();
      kaunta_filling_async (self->store, snapshot, self->tag, kaunta_clock_get_now (self->clock), self->making, register_made_cb,
                            g_object_ref (self));
      kaunta_engine_end (self);
    }
}

void
kaunta_engine_fill (KauntaEngine *self)
{
  g_autofree char *snapshot = get_snapshot_path (self);

  kaunta_engine_begin (self);
  self->wants[KAUNTA_STEP_FILL] = FALSE;
  self->downloading = TRUE;
  kaunta_client_fetch_snapshot_async (self->client, "", snapshot, self->in_flight, snapshot_fetched_cb, g_object_ref (self));
}
