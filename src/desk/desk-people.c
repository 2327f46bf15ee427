/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "desk-private.h"

gboolean
kaunta_desk_require_clerk (KauntaDesk *self, GTask *task)
{
  if (self->clerk != NULL)
    return TRUE;

  g_task_return_new_error (task, KAUNTA_DESK_ERROR, KAUNTA_DESK_ERROR_SIGNED_OUT,
                           _("Nobody is signed in. Nothing was saved. Sign in and do it again."));
  return FALSE;
}

gboolean
kaunta_desk_require_till (KauntaDesk *self, GTask *task)
{
  if (!kaunta_desk_require_clerk (self, task))
    return FALSE;
  if (self->standing->till != NULL)
    return TRUE;

  g_task_return_new_error (task, KAUNTA_DESK_ERROR, KAUNTA_DESK_ERROR_TILL,
                           _("No till is open. Nothing was saved. Open the till first."));
  return FALSE;
}

gboolean
kaunta_desk_require_seller (KauntaDesk *self, GTask *task)
{
  if (!kaunta_desk_require_till (self, task))
    return FALSE;
  if (kaunta_desk_get_can_sell (self))
    return TRUE;

  g_task_return_new_error (
      task, KAUNTA_DESK_ERROR, KAUNTA_DESK_ERROR_TILL,
      _("The till %s was opened by staff number %s. Nothing was saved. Have a supervisor close it, "
        "then open your own."),
      self->standing->till->session, self->standing->till->clerk);
  return FALSE;
}

static void
signed_in_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (!kaunta_desk_write_finish (result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  kaunta_desk_set_clerk (KAUNTA_DESK (source), g_task_get_task_data (task));
  g_task_return_boolean (task, TRUE);
}

static void
identified_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  KauntaDesk *self = KAUNTA_DESK (source);
  GError *error = NULL;
  KauntaStaff *staff = kaunta_desk_identify_finish (result, &error);
  GTask *writing = NULL;

  if (staff == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_task_set_task_data (task, staff, (GDestroyNotify) kaunta_staff_unref);
  if (self->clerk != NULL)
    {
      g_task_return_new_error (task, KAUNTA_DESK_ERROR, KAUNTA_DESK_ERROR_POLICY,
                               _("%s is signed in. Sign out first."), self->clerk->name);
      return;
    }

  writing = kaunta_desk_begin (self, identified_cb, NULL, signed_in_cb, g_steal_pointer (&task));
  kaunta_desk_write (writing, staff->number, NULL, kaunta_fact_new_signed_in ());
}

void
kaunta_desk_sign_in_async (KauntaDesk *self,
                           const char *staff_number,
                           const char *pin,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task = NULL;

  g_return_if_fail (KAUNTA_IS_DESK (self));

  task = kaunta_desk_begin (self, kaunta_desk_sign_in_async, cancellable, callback, user_data);
  g_task_set_check_cancellable (task, FALSE);
  kaunta_desk_identify_async (self, staff_number, pin, cancellable, identified_cb, task);
}

gboolean
kaunta_desk_sign_in_finish (KauntaDesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
signed_out_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (!kaunta_desk_write_finish (result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  kaunta_desk_set_clerk (KAUNTA_DESK (source), NULL);
  g_task_return_boolean (task, TRUE);
}

void
kaunta_desk_sign_out_async (KauntaDesk *self,
                            const char *reason,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  GTask *writing = NULL;

  g_return_if_fail (KAUNTA_IS_DESK (self));
  g_return_if_fail (reason != NULL);

  task = kaunta_desk_begin (self, kaunta_desk_sign_out_async, cancellable, callback, user_data);
  g_task_set_check_cancellable (task, FALSE);
  if (!kaunta_desk_require_clerk (self, task))
    return;

  writing = kaunta_desk_begin (self, kaunta_desk_sign_out_async, cancellable, signed_out_cb,
                               g_steal_pointer (&task));
  kaunta_desk_write (writing, self->clerk->number, NULL, kaunta_fact_new_signed_out (reason));
}

gboolean
kaunta_desk_sign_out_finish (KauntaDesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
