/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk-private.h"
#include "enrolling.h"

/* Whatever came of it, the desk is from now on what the profile says. */
static void
profile_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  KauntaDesk *self = g_task_get_source_object (task);
  const GError *refusal = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  KauntaProfile *profile = kaunta_store_run_finish (KAUNTA_STORE (source), result, &error);

  if (profile != NULL)
    kaunta_desk_adopt (self, profile, &error);
  else if (g_error_matches (error, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_NOT_ENROLLED))
    kaunta_desk_leave (self);

  if (refusal != NULL)
    g_task_return_error (task, g_error_copy (refusal));
  else if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
}

static void
enrolled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  KauntaDesk *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!kaunta_enrol_finish (KAUNTA_STORE (source), result, &error))
    g_task_set_task_data (task, error, (GDestroyNotify) g_error_free);
  kaunta_store_run_async (self->store, kaunta_profile_read, g_strdup (kaunta_store_get_profile (self->store)), g_free,
                          (GDestroyNotify) kaunta_profile_free, NULL, profile_read_cb, g_steal_pointer (&task));
}

gboolean
kaunta_desk_check_enrolment (const char *url,
                             const char *code,
                             const char *name,
                             const char **field,
                             GError **error)
{
  g_autoptr (GError) cause = NULL;

  return kaunta_enrol_check (url, code, name, field, &cause) || kaunta_desk_blame_field (cause, error);
}

void
kaunta_desk_enrol_async (KauntaDesk *self,
                         const char *url,
                         const char *code,
                         const char *name,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GTask *task = NULL;

  g_return_if_fail (KAUNTA_IS_DESK (self));

  task = kaunta_desk_begin (self, kaunta_desk_enrol_async, cancellable, callback, user_data);
  /* Once the portal has taken the key, this machine is its counter, whoever has lost interest meanwhile. */
  g_task_set_check_cancellable (task, FALSE);
  if (self->engine != NULL)
    kaunta_engine_stop (self->engine);
  kaunta_enrol_async (self->store, url, code, name, self->make, self->make_data, self->clock, cancellable, enrolled_cb, task);
}

gboolean
kaunta_desk_enrol_finish (KauntaDesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
